package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/decision"
	"crossroads/store"
)

// child is the program in a process of its own.
type child struct {
	cmd *exec.Cmd
	url string
}

// spawn starts the program on a free port. limit is the largest file it may
// write, in blocks of 512 bytes, 0 for any.
func spawn(t *testing.T, db string, limit int) *child {
	t.Helper()
	args := []string{"serve", "--addr=127.0.0.1:0", "--content=" + tiny, "--db=" + db, "--log-level=error"}
	cmd := exec.Command(os.Args[0], args...)
	if limit > 0 {
		cmd = exec.Command("sh", append([]string{"-c", `ulimit -S -f ` + strconv.Itoa(limit) + `; exec "$0" "$@"`, os.Args[0]}, args...)...)
	}
	return launch(t, cmd)
}

// launch starts a command that is the program and waits until it is ready.
func launch(t *testing.T, cmd *exec.Cmd) *child {
	t.Helper()
	cmd.Env = append(os.Environ(), asProgram+"=1", "CROSSROADS_SAVE_RATE=0") // tests save faster than people
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	url, ready := strings.CutPrefix(strings.TrimSpace(line), "Crossroads is ready at ")
	if !ready {
		t.Fatalf("the program did not start: %q, %v\n%s", line, err, &stderr)
	}
	return &child{cmd, url}
}

// stored is what the API says of a saved assessment.
type stored struct {
	ID, Key, Title string
	Revision       int
	Latest         int // in a refusal
	Report         json.RawMessage
}

// send asks the API. The status is 0 when no whole answer came.
func (c *child) send(client *http.Client, method, path, title string, headers ...string) (stored, int) {
	return c.sendBody(client, method, path, fmt.Sprintf(`{"comparison": "lunch", "title": %q}`, title), headers...)
}

func (c *child) sendBody(client *http.Client, method, path, body string, headers ...string) (stored, int) {
	req, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		return stored{}, 0
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		return stored{}, 0
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return stored{}, 0
	}
	var doc stored
	if len(raw) > 0 && json.Unmarshal(raw, &doc) != nil {
		return stored{}, 0
	}
	return doc, res.StatusCode
}

// kill ends the program without a warning.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

func (c *child) create(client *http.Client, title string) (stored, int) {
	return c.send(client, "POST", "/api/v1/assessments", title)
}

func (c *child) revise(client *http.Client, doc stored, title string) (stored, int) {
	return c.send(client, "PUT", "/api/v1/assessments/"+doc.ID, title, "Authorization", "Bearer "+doc.Key, "If-Match", `"`+
		strconv.Itoa(doc.Revision)+`"`)
}

// acknowledged are saves that were answered with success.
type acknowledged struct {
	mu    sync.Mutex
	saves map[string]string // id and revision: title and hash of the report
	keys  map[string]string // id: edit key
	any   chan struct{}     // closed at the first
}

func newAcknowledged() *acknowledged {
	return &acknowledged{saves: map[string]string{}, keys: map[string]string{}, any: make(chan struct{})}
}

func (a *acknowledged) add(doc stored) {
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-a.any:
	default:
		close(a.any)
	}
	if doc.Key != "" {
		a.keys[doc.ID] = doc.Key
	}
	a.saves[doc.ID+" "+strconv.Itoa(doc.Revision)] = fmt.Sprintf("%s, report %x", doc.Title, sha256.Sum256(doc.Report))
}

// check opens the database, which must need no repair, and looks for each save.
func (a *acknowledged) check(t *testing.T, db string) {
	t.Helper()
	if _, err := store.Verify(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for at, want := range a.saves {
		id, number, _ := strings.Cut(at, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		saved, err := s.Get(t.Context(), id, n)
		if err != nil {
			t.Fatalf("revision %s was acknowledged and is lost: %v", at, err)
		}
		if got := fmt.Sprintf("%s, report %x", saved.Title, sha256.Sum256(saved.Report)); got != want {
			t.Fatalf("revision %s was acknowledged as %s and is %s", at, want, got)
		}
	}
}

// TestKillTheProgram kills the program in the middle of a stream of saves, 50
// times on one file. Whatever it had acknowledged, in that round or an earlier
// one, must be there, and whatever is there must be whole.
func TestKillTheProgram(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	db := filepath.Join(t.TempDir(), "killed.db")
	all := newAcknowledged()
	for round := range rounds {
		program, acks := spawn(t, db, 0), newAcknowledged()
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
		var wg sync.WaitGroup
		for g := range 8 {
			wg.Go(func() {
				for n := 0; ; n++ {
					title := fmt.Sprintf("round %d, %d, %d", round, g, n)
					doc, status := program.create(client, title)
					for status == http.StatusOK || status == http.StatusCreated {
						acks.add(doc)
						if doc.Revision == 3 {
							break
						}
						key := doc.Key
						doc, status = program.revise(client, doc, title+" revised")
						doc.Key = key
					}
					if status == 0 {
						return // killed
					}
					if status >= 300 {
						t.Errorf("a save was answered with %d", status)
						return
					}
				}
			})
		}
		<-acks.any
		time.Sleep(time.Duration(5+15*(round%8)) * time.Millisecond) // at another moment each time
		if err := program.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = program.cmd.Wait()
		wg.Wait()
		client.CloseIdleConnections()
		acks.check(t, db)
		maps.Copy(all.saves, acks.saves)
		maps.Copy(all.keys, acks.keys)
	}
	all.check(t, db)
	checkWhole(t, db, all)
	// The keys that were acknowledged work after all those deaths.
	program := spawn(t, db, 0)
	for id, key := range all.keys {
		if _, status := program.send(http.DefaultClient, "PUT", "/api/v1/assessments/"+id, "at the end", "Authorization", "Bearer "+
			key, "If-Match", "*"); status != http.StatusOK {
			t.Errorf("with the key of %s: %d", id, status)
		}
	}
	t.Logf("%d acknowledged saves survived %d kills", len(all.saves), rounds)
}

// checkWhole looks at every revision there is, acknowledged or not: all were
// saved with the same answers, so all have the same report, under a title that
// was sent.
func checkWhole(t *testing.T, db string, acks *acknowledged) {
	t.Helper()
	reports := map[string]bool{}
	for _, save := range acks.saves {
		_, report, _ := strings.Cut(save, "report ")
		reports[report] = true
	}
	if len(reports) != 1 {
		t.Fatalf("%d reports were acknowledged, want the same for all", len(reports))
	}
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	file, err := sql.Open("sqlite", db) // the driver of the store
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.Query("SELECT a.id, r.number FROM revision r JOIN assessment a ON a.num = r.assessment")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	sent := regexp.MustCompile(`^round [0-9]+, [0-7], [0-9]+( revised)?$`)
	count := 0
	for ; rows.Next(); count++ {
		var id string
		var number int
		if err := rows.Scan(&id, &number); err != nil {
			t.Fatal(err)
		}
		r, err := s.Get(t.Context(), id, number)
		if err != nil {
			t.Fatalf("revision %d of %s is torn: %v", number, id, err)
		}
		if !reports[fmt.Sprintf("%x", sha256.Sum256(r.Report))] || !sent.MatchString(r.Title) ||
			!reflect.DeepEqual(r.Input, decision.Assessment{}) || len(r.Catalogue) < 8 || r.Engine == "" {
			t.Errorf("revision %d of %s is torn: %q, %+v, content %q, engine %q, report of %d bytes", number, id, r.Title, r.Input,
				r.Catalogue, r.Engine, len(r.Report))
		}
	}
	if err := rows.Err(); err != nil || count < len(acks.saves) {
		t.Errorf("%d revisions, %d acknowledged, %v", count, len(acks.saves), err)
	}
}

// TestDiskFull saves until the file may not grow: a clear 503, nothing lost, and
// no restart needed when there is room again.
func TestDiskFull(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the greatest size of a file is changed by prlimit")
	}
	db := filepath.Join(t.TempDir(), "full.db")
	program, acks := spawn(t, db, 1500), newAcknowledged() // 750 KB
	client := http.DefaultClient
	var status int
	for n := range 5000 {
		var doc stored
		if doc, status = program.create(client, fmt.Sprint("save ", n)); status != http.StatusCreated {
			break
		}
		acks.add(doc)
	}
	if status != http.StatusServiceUnavailable || len(acks.saves) == 0 {
		t.Fatalf("after %d saves: status %d, want 503", len(acks.saves), status)
	}
	for at := range acks.saves { // reading goes on
		id, _, _ := strings.Cut(at, " ")
		res, err := client.Get(program.url + "/a/" + id)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("reading while the disk is full: %s", res.Status)
		}
		break
	}
	if out, err := exec.Command("prlimit", "--pid", strconv.Itoa(program.cmd.Process.Pid),
		"--fsize=unlimited:").CombinedOutput(); err != nil {
		t.Fatalf("this test needs prlimit, of Debian's util-linux: %v %s", err, out)
	}
	for id, key := range acks.keys {
		doc, status := program.revise(client, stored{ID: id, Key: key, Revision: 1}, "with room again")
		if status != http.StatusOK {
			t.Fatalf("with room again: %d", status)
		}
		acks.add(doc)
	}
	program.kill()
	acks.check(t, db)
	if found, err := store.Verify(t.Context(), db); err != nil || found.Revisions != len(acks.saves) {
		t.Errorf("%d revisions stored, %d acknowledged, %v", found.Revisions, len(acks.saves), err)
	}
	if _, status := spawn(t, db, 0).create(client, "after a restart"); status != http.StatusCreated {
		t.Errorf("after a restart: %d", status)
	}
}
