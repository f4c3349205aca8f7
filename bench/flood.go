package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The network that floods, and the network whose requests are measured.
const (
	flooder = "127.0.0.2"
	reader  = "127.1.0.3"
)

// latency holds the response times for one kind of request.
type latency struct {
	took   []time.Duration
	failed int
	ids    []string // of acknowledged saves
}

// at returns the time, in milliseconds, within which a share of the requests was answered.
func (l latency) at(share float64) float64 {
	if len(l.took) == 0 {
		return math.NaN()
	}
	slices.Sort(l.took)
	took := l.took[min(int(share*float64(len(l.took))), len(l.took)-1)]
	return float64(took.Microseconds()) / 1000
}

// flooding holds the measurements during one flood in one round.
type flooding struct {
	answered                string // per second, by status
	article, evaluate, save latency
}

func (f flooding) failed() int { return f.article.failed + f.evaluate.failed + f.save.failed }

func (f flooding) asked() int {
	return f.failed() + len(f.article.took) + len(f.evaluate.took) + len(f.save.took)
}

// runFlood measures how long a reader on another network waits while one network floods.
func (b *bench) runFlood(ctx context.Context) error {
	b.url = fmt.Sprintf("http://127.0.0.1:%d", b.port)
	portal, _, err := b.startPortal(ctx, filepath.Join(b.dir, "flood.db"))
	defer func() { portal.stop() }()
	if err != nil {
		return err
	}
	if err := b.readQuestions(); err != nil {
		return err
	}
	ids, err := b.saveSome(floodSaved)
	if err != nil {
		return err
	}
	portal.stop() // from here on with the default limits of the program
	b.limited = true
	if portal, _, err = b.startPortal(ctx, filepath.Join(b.dir, "flood.db")); err != nil {
		return err
	}
	time.Sleep(2 * time.Second) // it renders pages in advance
	found := make([][]flooding, len(floods))
	for round := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, b.rounds)
		for i, f := range floods {
			if f.host+f.more != "" || !strings.Contains(f.name, b.only) { // those only runAttack uses

				continue
			}
			one, err := b.flooded(ctx, i, ids)
			if err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			found[i] = append(found[i], one)
		}
	}
	b.printFloods(os.Stdout, found)
	return ctx.Err()
}

// printFloods writes the table of docs/performance.md.
func (b *bench) printFloods(w io.Writer, found [][]flooding) {
	fmt.Fprintf(w, "Measured %s with `bench/run.sh flood`: %d rounds of %d s, medians; %s, %d processors, which the portal shares with "+
		"the load when there are two.\n",
		time.Now().UTC().Format(time.DateOnly), b.rounds, b.seconds, processorName(), processors(b.all))
	if b.load >= busy {
		fmt.Fprintf(w, "**The machine was busy before it began (load %.1f): measure again when it is idle.**\n", b.load)
	}
	fmt.Fprintf(w, "%d connections from %s flood; milliseconds that %s waits, counted from when each request was due.\n", connections,
		flooder, reader)
	fmt.Fprintf(w, "Goals: article p99 <= 50, evaluate and save p99 <= 200.\n\n")
	fmt.Fprintln(w, "| one network floods with | answers a second | article p50 | p99 | evaluate p50 | p99 | save p50 | p99 | not served |")
	fmt.Fprintln(w, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for i, rounds := range found {
		if len(rounds) == 0 {
			continue
		}
		fmt.Fprintf(w, "| %s | %s |", floods[i].name, rounds[len(rounds)/2].answered)
		for _, kind := range []func(flooding) latency{
			func(f flooding) latency { return f.article }, func(f flooding) latency { return f.evaluate },
			func(f flooding) latency { return f.save },
		} {
			for _, share := range []float64{0.5, 0.99} {
				fmt.Fprintf(w, " %.1f |", medianOf(rounds, func(f flooding) float64 { return kind(f).at(share) }))
			}
		}
		failed, asked := 0, 0
		for _, f := range rounds {
			failed, asked = failed+f.failed(), asked+f.asked()
		}
		fmt.Fprintf(w, " %d of %d |\n", failed, asked)
	}
}

// saveSome saves n different assessments.
func (b *bench) saveSome(n int) (ids []string, err error) {
	ids = make([]string, n)
	_, err = clients(func(i int) bool { return i < n }, func(i int) (err error) {
		ids[i], err = b.save(i)
		return err
	})
	return ids, err
}

// flooded measures during one flood, which runs in a separate process.
func (b *bench) flooded(ctx context.Context, flood int, ids []string) (one flooding, err error) {
	program, err := os.Executable()
	if err != nil {
		return one, err
	}
	list := filepath.Join(b.dir, "ids")
	if err := os.WriteFile(list, []byte(strings.Join(ids, "\n")), 0o600); err != nil {
		return one, err
	}
	attack := &process{exited: make(chan struct{})}
	close(attack.exited)
	if floods[flood].method != "" {
		_ = os.Remove(filepath.Join(b.dir, "attack.log"))
		attack, err = b.startOn(b.floodFrom(), "attack", program, "flooder", strings.TrimPrefix(b.url, "http://"), strconv.Itoa(flood),
			strconv.Itoa(b.seconds+1), list)
		if err != nil {
			return one, err
		}
		time.Sleep(500 * time.Millisecond)
	}
	seen := b.beside(ctx)
	<-attack.exited
	one = flooding{strings.TrimSpace(string(attack.said())), *seen["article"], *seen["evaluate"], *seen["save"]}
	return one, nil
}

// floodFrom returns processors that the portal does not use, if any.
func (b *bench) floodFrom() string {
	if n := processors(b.all); n > 2 {
		return fmt.Sprintf("2-%d", n-1)
	}
	return b.all
}

// beside sends requests for articles, evaluations and saves at a steady rate from another
// network. Response times count from when each request was due.
func (b *bench) beside(ctx context.Context) map[string]*latency {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(reader)}}
	client := &http.Client{
		Timeout:   15 * time.Second,
		Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 16, DisableCompression: true},
	}
	kinds := map[string]struct {
		every time.Duration
		ask   func(n int) *http.Request
		want  int
	}{
		"article": {10 * time.Millisecond, func(int) *http.Request { return b.ask("GET", "/"+articlePath, "") }, 200},
		"evaluate": {50 * time.Millisecond, func(n int) *http.Request {
			return b.ask("POST", "/api/v1/comparisons/deployment/evaluate", b.besideBody(n, ""))
		}, 200},
		"save": {
			500 * time.Millisecond, func(n int) *http.Request { return b.ask("POST", "/api/v1/assessments", b.besideBody(n, "Beside")) },
			201,
		},
	}
	seen := map[string]*latency{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	began := time.Now()
	for name, kind := range kinds {
		l := &latency{}
		seen[name] = l
		wg.Go(func() {
			for n := 0; ctx.Err() == nil && time.Duration(n)*kind.every < time.Duration(b.seconds)*time.Second; n++ {
				due := began.Add(time.Duration(n) * kind.every)
				time.Sleep(time.Until(due))
				wg.Go(func() { // without waiting for earlier requests
					got, id := answerOf(client, kind.ask(n))
					took := time.Since(due)
					mu.Lock()
					defer mu.Unlock()
					if got == kind.want {
						l.took = append(l.took, took)
						if name == "save" {
							l.ids = append(l.ids, id)
						}
					} else {
						l.failed++
					}
				})
			}
		})
	}
	wg.Wait()
	return seen
}

// besideBody returns a unique assessment.
func (b *bench) besideBody(n int, title string) string {
	set := map[string]any{"answers": answers(b.questions, n), "parts": []map[string]string{{"name": fmt.Sprint(time.Now().UnixNano())}}}
	if title != "" {
		set["title"], set["comparison"] = title, "deployment"
	}
	raw, _ := json.Marshal(set) // strings cannot fail
	return string(raw)
}

func (b *bench) ask(method, path, body string) *http.Request {
	req, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	if err != nil {
		panic(err) // the addresses are constants
	}
	req.Header.Set("Accept-Encoding", "gzip")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return req
}

func status(client *http.Client, req *http.Request) int {
	status, _ := answerOf(client, req)
	return status
}

// answerOf returns the status of a response, 0 for none, and the id in it, if any.
func answerOf(client *http.Client, req *http.Request) (status int, id string) {
	res, err := client.Do(req)
	if err != nil {
		return 0, ""
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return 0, ""
	}
	if res.StatusCode == http.StatusCreated {
		_, id = path.Split(res.Header.Get("Location"))
	}
	return res.StatusCode, id
}
