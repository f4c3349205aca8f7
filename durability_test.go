package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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
	cmd.Env = append(os.Environ(), asProgram+"=1")
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

func (c *child) create(client *http.Client, title string) (stored, int) {
	return c.send(client, "POST", "/api/v1/assessments", title)
}

func (c *child) revise(client *http.Client, doc stored, title string) (stored, int) {
	return c.send(client, "PUT", "/api/v1/assessments/"+doc.ID, title, "Authorization", "Bearer "+doc.Key, "If-Match", `"`+strconv.Itoa(doc.Revision)+`"`)
}

// acknowledged are saves that were answered with success.
type acknowledged struct {
	mu    sync.Mutex
	saves map[string]string // id and revision: title and hash of the report
	any   chan struct{}     // closed at the first
}

func newAcknowledged() *acknowledged {
	return &acknowledged{saves: map[string]string{}, any: make(chan struct{})}
}

func (a *acknowledged) add(doc stored) {
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case <-a.any:
	default:
		close(a.any)
	}
	a.saves[doc.ID+" "+strconv.Itoa(doc.Revision)] = fmt.Sprintf("%s %x", doc.Title, sha256.Sum256(doc.Report))
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
		if got := fmt.Sprintf("%s %x", saved.Title, sha256.Sum256(saved.Report)); got != want {
			t.Fatalf("revision %s was acknowledged as %s and is %s", at, want, got)
		}
	}
}

// TestKillTheProgram kills the program in the middle of a stream of saves, 50
// times on one file. Whatever it had acknowledged must be there.
func TestKillTheProgram(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	db := filepath.Join(t.TempDir(), "killed.db")
	total := 0
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
		time.Sleep(time.Duration(5+7*(round%8)) * time.Millisecond) // at another moment each time
		if err := program.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = program.cmd.Wait()
		wg.Wait()
		client.CloseIdleConnections()
		acks.check(t, db)
		total += len(acks.saves)
	}
	t.Logf("%d acknowledged saves survived %d kills", total, rounds)
}

// TestDiskFull saves until the file may not grow: a clear 503, and nothing lost.
func TestDiskFull(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("limits of file sizes are set by a shell")
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
	_ = program.cmd.Process.Kill()
	_ = program.cmd.Wait()
	acks.check(t, db)
	if _, status := spawn(t, db, 0).create(client, "with room again"); status != http.StatusCreated {
		t.Errorf("with room again: %d", status)
	}
}

// TestWriters has 64 writers revise 16 assessments at once: for 2 seconds, or
// as many as CROSSROADS_TEST_SECONDS says. Every accepted revision is there
// exactly once, every conflict is reported, and nothing fails.
func TestWriters(t *testing.T) {
	seconds := 2
	if n, err := strconv.Atoi(os.Getenv("CROSSROADS_TEST_SECONDS")); err == nil {
		seconds = n
	}
	db := filepath.Join(t.TempDir(), "writers.db")
	program := spawn(t, db, 0)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var targets [16]stored
	for i := range targets {
		var status int
		if targets[i], status = program.create(client, "start"); status != http.StatusCreated {
			t.Fatalf("create: %d", status)
		}
	}
	acks := newAcknowledged()
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(seconds)*time.Second)
	defer cancel()
	var mu sync.Mutex
	accepted, conflicts := 0, 0
	var wg sync.WaitGroup
	for w := range 64 {
		wg.Go(func() {
			at := targets[w%len(targets)]
			for n := 0; ctx.Err() == nil; n++ {
				doc, status := program.revise(client, at, fmt.Sprintf("writer %d, %d", w, n))
				switch status {
				case http.StatusOK:
					acks.add(doc)
					mu.Lock()
					accepted++
					mu.Unlock()
					at.Revision = doc.Revision
				case http.StatusPreconditionFailed:
					mu.Lock()
					conflicts++
					mu.Unlock()
					now, status := program.send(client, "GET", "/api/v1/assessments/"+at.ID, "")
					if status != http.StatusOK {
						t.Errorf("reading: %d", status)
						return
					}
					at.Revision = now.Revision
				default:
					t.Errorf("a revision was answered with %d", status)
					return
				}
			}
		})
	}
	wg.Wait()
	client.CloseIdleConnections()
	_ = program.cmd.Process.Kill()
	_ = program.cmd.Wait()
	if len(acks.saves) != accepted {
		t.Errorf("%d accepted, but only %d different revisions", accepted, len(acks.saves))
	}
	acks.check(t, db)
	found, err := store.Verify(t.Context(), db)
	if err != nil || found.Revisions != accepted+len(targets) {
		t.Errorf("%d revisions stored, %d accepted, %v", found.Revisions, accepted, err)
	}
	if conflicts == 0 {
		t.Error("no conflict happened: the race was not tested")
	}
	t.Logf("%d accepted, %d conflicts in %d s", accepted, conflicts, seconds)
}

// TestBackupCommands copies the database of a running portal, checks the copy
// and makes a database of it.
func TestBackupCommands(t *testing.T) {
	dir := t.TempDir()
	db, copied, restored := filepath.Join(dir, "a.db"), filepath.Join(dir, "copy.db"), filepath.Join(dir, "b.db")
	program := spawn(t, db, 0)
	doc, status := program.create(http.DefaultClient, "kept")
	if status != http.StatusCreated {
		t.Fatal(status)
	}
	for _, args := range [][]string{{"backup", "--db=" + db, copied}, {"verify", copied}, {"restore", "--db=" + restored, copied}} {
		got := finish(t, nil, args...)
		if got.err != nil || !strings.Contains(got.stdout, "is sound: 1 assessments, 1 revisions") {
			t.Errorf("%s: %q, %v", args[0], got.stdout, got.err)
		}
	}
	if got := finish(t, nil, "backup", "--db="+db, copied); got.err == nil || !strings.Contains(got.err.Error(), "there already") {
		t.Errorf("over a file: %v", got.err)
	}
	if got := finish(t, nil, "restore", "--db="+db, copied); got.err == nil || !strings.Contains(got.err.Error(), "there already") {
		t.Errorf("over a database: %v", got.err)
	}
	again := spawn(t, restored, 0)
	if got, status := again.send(http.DefaultClient, "GET", "/api/v1/assessments/"+doc.ID, ""); status != http.StatusOK || got.Title != "kept" {
		t.Errorf("from the backup: %d, %+v", status, got)
	}
}
