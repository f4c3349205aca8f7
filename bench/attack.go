package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// underAttack holds the measurements during one assault, or all of them at once.
type underAttack struct {
	answered                string // per second, by status
	peak                    int64  // bytes in memory
	written                 int64  // written by the portal: database and log
	ended                   string // why the portal ended, "" if it did not
	article, evaluate, save latency
	owner                   latency // saves with the right key from the network that tries wrong ones
	acknowledged            []string
}

// program is a build of the portal under attack.
type program struct {
	name  string // "before" or "after", "" when there is only one
	path  string
	seen  []underAttack
	saved []string // ids of acknowledged saves during the attacks
	lost  int
}

// runAttack attacks the portal with each assault, and then with all of them together.
func (b *bench) runAttack(ctx context.Context) error {
	b.url = fmt.Sprintf("http://127.0.0.1:%d", b.port)
	programs := []*program{{path: filepath.Join(b.dir, "crossroads")}}
	if old := filepath.Join(b.dir, "crossroads-before"); exists(old) {
		programs[0].name = "after"
		programs = append([]*program{{name: "before", path: old}}, programs...)
	}
	ids := map[*program][]string{}
	for _, p := range programs {
		var err error
		if ids[p], err = b.prepareAttack(ctx, p); err != nil {
			return err
		}
	}
	rows := b.attackRows()
	for i, row := range rows {
		fmt.Fprintf(os.Stderr, "%d of %d: %s\n", i+1, len(rows), row.name)
		for _, p := range programs {
			one, err := b.attacked(ctx, p, row, ids[p])
			if err != nil {
				return fmt.Errorf("%s: %w", row.name, err)
			}
			p.seen, p.saved = append(p.seen, one), append(p.saved, one.acknowledged...)
		}
	}
	for _, p := range programs {
		if err := b.countLost(ctx, p); err != nil {
			return err
		}
	}
	b.printAttack(os.Stdout, rows, programs)
	return ctx.Err()
}

// attackRow is one row of the table.
type attackRow struct {
	name    string
	which   []int // assaults
	seconds int
}

func (b *bench) attackRows() (rows []attackRow) {
	var all []int
	for i, a := range assaults {
		if strings.Contains(a.name, b.only) {
			rows = append(rows, attackRow{a.name, []int{i}, b.seconds})
		}
		if a.connections > 0 {
			all = append(all, i)
		}
	}
	if b.together > 0 {
		rows = append(rows, attackRow{"all of them at once", all, b.together})
	}
	return rows
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (p *program) db(b *bench) string { return filepath.Join(b.dir, "attack"+p.name+".db") }

// prepareAttack saves assessments to attack.
func (b *bench) prepareAttack(ctx context.Context, p *program) (ids []string, err error) {
	portal, err := b.startAttacked(ctx, p, "--save-rate=0")
	defer func() { portal.stop() }()
	if err != nil {
		return nil, err
	}
	if err := b.readQuestions(); err != nil {
		return nil, err
	}
	return b.saveSome(floodSaved)
}

func (b *bench) startAttacked(ctx context.Context, p *program, more ...string) (*process, error) {
	args := []string{"env", "GOMEMLIMIT=" + b.goLimit(), p.path, "serve", "--addr", strings.TrimPrefix(b.url, "http://"), "--db", p.db(b)}
	portal, err := b.startOn(b.servers, "attacked"+p.name, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	_, err = portal.ready(ctx, b.url+"/"+articlePath)
	return portal, err
}

// goLimit returns the memory limit that the portal would set in a container of this size.
func (b *bench) goLimit() string {
	if b.memory == 0 {
		return "off"
	}
	return strconv.Itoa(b.memory*7/10) + "MiB"
}

// attacked restarts the portal, attacks it, and measures another network's requests.
func (b *bench) attacked(ctx context.Context, p *program, row attackRow, ids []string) (one underAttack, err error) {
	portal, err := b.startAttacked(ctx, p)
	if err != nil {
		return one, err
	}
	defer portal.stop()
	time.Sleep(2 * time.Second) // it renders pages in advance
	seconds := b.seconds
	b.seconds = row.seconds
	defer func() { b.seconds = seconds }()
	list := filepath.Join(b.dir, "ids")
	if err := os.WriteFile(list, []byte(strings.Join(ids, "\n")), 0o600); err != nil {
		return one, err
	}
	watch := b.watchMemory(ctx, portal)
	before := portal.written()
	attacks, err := b.startAssaults(row, list)
	if err != nil {
		return one, err
	}
	time.Sleep(500 * time.Millisecond)
	var owners sync.WaitGroup
	if strings.Contains(row.name, "key") { // other attackers have used up their saves
		owners.Go(func() { one.owner = b.owner(ctx) })
	}
	seen := b.beside(ctx)
	owners.Wait()
	one.written = portal.written() - before
	for _, attack := range attacks {
		<-attack.exited
		one.answered = strings.TrimSpace(string(attack.said()))
	}
	if len(attacks) > 1 {
		one.answered = ""
	}
	one.peak, one.ended = watch()
	one.article, one.evaluate, one.save, one.acknowledged = *seen["article"], *seen["evaluate"], *seen["save"], seen["save"].ids
	return one, nil
}

// startAssaults starts each assault of a row in a separate process.
func (b *bench) startAssaults(row attackRow, list string) (attacks []*process, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	for _, which := range row.which {
		if assaults[which].connections == 0 {
			continue
		}
		log := fmt.Sprint("assault-", which)
		_ = os.Remove(filepath.Join(b.dir, log+".log"))
		// An attacker on another machine would take no processor time from the portal.
		attack, err := b.startOn(b.floodFrom(), log, "nice", "-n", "10", program, "assault", strings.TrimPrefix(b.url, "http://"),
			strconv.Itoa(which), strconv.Itoa(row.seconds+1), list)
		if err != nil {
			return attacks, err
		}
		attacks = append(attacks, attack)
	}
	return attacks, nil
}

// watchMemory samples the portal's memory every 10 ms and kills it above the limit, as a
// container would. The function returned ends that.
func (b *bench) watchMemory(ctx context.Context, portal *process) func() (peak int64, ended string) {
	ctx, cancel := context.WithCancel(ctx)
	var peak int64
	var ended string
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-portal.exited:
				if ended == "" {
					ended = "it ended by itself"
				}
				return
			case <-time.After(10 * time.Millisecond):
			}
			now, err := portal.resident()
			if err != nil {
				continue
			}
			peak = max(peak, now)
			if b.memory > 0 && now > int64(b.memory)<<20 && ended == "" {
				ended = fmt.Sprintf("killed at %d MiB", now>>20)
				_ = portal.cmd.Process.Kill()
			}
		}
	}()
	return func() (int64, string) {
		cancel()
		<-done
		return peak, ended
	}
}

// written returns the number of bytes that the process has written to disk.
func (p *process) written() int64 {
	io, _ := os.ReadFile(fmt.Sprintf("/proc/%d/io", p.cmd.Process.Pid))
	_, rest, _ := bytes.Cut(io, []byte("\nwrite_bytes: "))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	n, _ := strconv.ParseInt(string(line), 10, 64)
	return n
}

// owner saves an assessment and revises it with its key, from the network that tries wrong
// keys.
func (b *bench) owner(ctx context.Context) (l latency) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(flooder)}}
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DialContext: dialer.DialContext}}
	var made struct {
		ID  string `json:"id"`
		Key string `json:"key"`
	}
	end := time.Now().Add(time.Duration(b.seconds) * time.Second)
	for made.Key == "" && time.Now().Before(end) {
		if res, err := client.Do(b.ask("POST", "/api/v1/assessments", b.besideBody(0, "Owner"))); err == nil {
			_ = json.NewDecoder(res.Body).Decode(&made)
			res.Body.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	for n := 1; ctx.Err() == nil && time.Now().Before(end); {
		began := time.Now()
		request := b.ask("PUT", "/api/v1/assessments/"+made.ID, b.besideBody(n, "Owner"))
		request.Header.Set("Authorization", "Bearer "+made.Key)
		request.Header.Set("If-Match", strconv.Quote(strconv.Itoa(n)))
		switch status(client, request) {
		case http.StatusOK:
			l.took = append(l.took, time.Since(began))
			n++
		default:
			l.failed++
		}
		time.Sleep(time.Second)
	}
	return l
}

// countLost counts the acknowledged saves that are missing.
func (b *bench) countLost(ctx context.Context, p *program) error {
	portal, err := b.startAttacked(ctx, p)
	defer portal.stop()
	if err != nil {
		return err
	}
	for _, id := range p.saved {
		if _, _, err := fetch(http.MethodGet, b.url+"/api/v1/assessments/"+id, nil, nil, http.StatusOK); err != nil {
			p.lost++
		}
	}
	return nil
}

// printAttack writes the table of docs/security.md.
func (b *bench) printAttack(w io.Writer, rows []attackRow, programs []*program) {
	fmt.Fprintf(w,
		"Measured %s with `bench/run.sh attack`: %d s each; %s, %d processors, which the portal shares with the load when there are two.\n",
		time.Now().UTC().Format(time.DateOnly), b.seconds, processorName(), processors(b.all))
	if b.load >= busy {
		fmt.Fprintf(w, "**The machine was busy before it began (load %.1f): waiting is longer than on an idle one.**\n", b.load)
	}
	fmt.Fprintf(w, "Attacks come from %s, at nice 10; milliseconds that %s waits, counted from when each request was due. The portal "+
		"starts anew for each row.\n", flooder, reader)
	if b.memory > 0 {
		fmt.Fprintf(w, "GOMEMLIMIT is %s, and a portal with more than %d MiB in memory is killed, as a container would.\n", b.goLimit(),
			b.memory)
	}
	fmt.Fprintln(w, "\n| attack | connections | answers a second | peak memory | written | article p50 | p99 | evaluate p50 | p99 | save "+
		"p50 | p99 | not served |")
	fmt.Fprintln(w, "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for i, row := range rows {
		n := 0
		for _, which := range row.which {
			n += assaults[which].connections
		}
		for _, p := range programs {
			one, name := p.seen[i], row.name
			if p.name != "" {
				name += ", " + p.name
			}
			if row.seconds != b.seconds {
				name += fmt.Sprintf(" (%d s)", row.seconds)
			}
			memory := megabytes(one.peak)
			if one.ended != "" {
				memory += ", **" + one.ended + "**"
			}
			fmt.Fprintf(w, "| %s | %s | %s | %s | %.1f MB |", name, thousands(float64(n)), one.answered, memory, float64(one.written)/1e6)
			failed, asked := 0, 0
			for _, l := range []latency{one.article, one.evaluate, one.save} {
				fmt.Fprintf(w, " %s | %s |", milliseconds(l.at(0.5)), milliseconds(l.at(0.99)))
				failed, asked = failed+l.failed, asked+l.failed+len(l.took)
			}
			fmt.Fprintf(w, " %d of %d |\n", failed, asked)
		}
	}
	out := bufio.NewWriter(w)
	defer out.Flush()
	for _, p := range programs {
		fmt.Fprintf(out, "\n%d saves were acknowledged meanwhile%s, %d of them lost.", len(p.saved), inWords(p.name), p.lost)
		for i, row := range rows {
			if l := p.seen[i].owner; len(l.took)+l.failed > 0 {
				fmt.Fprintf(out, " Beside %q the right key opened %d of %d times from the network that tries wrong ones, p99 %s ms.",
					row.name, len(l.took), len(l.took)+l.failed, milliseconds(l.at(0.99)))
			}
		}
		fmt.Fprintln(out)
	}
}

func inWords(name string) string {
	if name == "" {
		return ""
	}
	return " (" + name + ")"
}

func milliseconds(ms float64) string {
	if math.IsNaN(ms) {
		return "–"
	}
	return fmt.Sprintf("%.1f", ms)
}
