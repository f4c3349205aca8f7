//go:build unix

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"crossroads/record"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="

// told is a receiver that remembers which assessments it was told of, and under how many
// messages.
type told struct {
	*httptest.Server
	mu  sync.Mutex
	ids map[string]map[string]int // assessment, message, times
}

func newTold(t *testing.T, slow time.Duration) *told {
	t.Helper()
	verifier, err := standardwebhooks.NewWebhook(hookSecret)
	if err != nil {
		t.Fatal(err)
	}
	r := &told{ids: map[string]map[string]int{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		raw, _ := io.ReadAll(req.Body)
		if err := verifier.Verify(raw, req.Header); err != nil {
			t.Error(err)
		}
		var body struct {
			Type string
			Data struct{ Assessment, URL string }
		}
		if err := json.Unmarshal(raw, &body); err != nil || body.Type != record.WebhookSaved ||
			body.Data.URL != "https://portal.example.org/a/"+body.Data.Assessment {
			t.Errorf("%v: %s", err, raw)
		}
		time.Sleep(slow) // so that there is a backlog
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.ids[body.Data.Assessment] == nil {
			r.ids[body.Data.Assessment] = map[string]int{}
		}
		r.ids[body.Data.Assessment][req.Header.Get("webhook-id")]++
	}))
	t.Cleanup(r.Close)
	return r
}

// hooksFile tells the address of everything that is saved.
func hooksFile(t *testing.T, url string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "secret"), hookSecret+"\n")
	file := filepath.Join(dir, "webhooks.yaml")
	write(t, file, "endpoints:\n  - name: wiki\n    url: "+url+
		"\n    secret_file: secret\n    assessments: all\n    events: [assessment.saved]\n")
	return file
}

// TestWebhooksKilled kills a process in the middle of saves and of deliveries. Each save
// that was acknowledged is told of, under one message, by the same program started again,
// or by the other one on a PostgreSQL database.
func TestWebhooksKilled(t *testing.T) {
	for _, test := range []struct {
		name  string
		db    func() string
		other bool // another process is there
	}{
		{"SQLite", func() string { return filepath.Join(t.TempDir(), "a.db") }, false},
		{"PostgreSQL, two processes", func() string { return startServer(t).NewDatabase(t) }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			receiver := newTold(t, 20*time.Millisecond)
			args := []string{"serve", "--addr=127.0.0.1:0", "--content=" + tiny, "--db=" + test.db(), "--log-level=error",
				"--base-url=https://portal.example.org", "--webhooks=" + hooksFile(t, receiver.URL)}
			program := launch(t, exec.Command(os.Args[0], args...))
			if test.other {
				launch(t, exec.Command(os.Args[0], args...))
			}
			acknowledged := receiver.saveUntilKilled(program)
			before := receiver.count()
			if before >= len(acknowledged) {
				t.Fatalf("all %d were told of before the kill: nothing was tested", before)
			}
			if !test.other {
				launch(t, exec.Command(os.Args[0], args...))
			}
			receiver.await(t, acknowledged)
			t.Logf("%d saves were acknowledged, %d of them told of before the kill", len(acknowledged), before)
		})
	}
}

// count is how many assessments were told of.
func (r *told) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ids)
}

// saveUntilKilled saves from several clients, and kills the program when it has told of
// some of that. It returns the ids of what was acknowledged.
func (r *told) saveUntilKilled(program *child) (ids []string) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var wg sync.WaitGroup
	wg.Go(func() {
		for r.count() < 10 {
			time.Sleep(time.Millisecond)
		}
		program.kill()
	})
	for range 8 {
		wg.Go(func() {
			for {
				doc, status := program.create(client, "Orders")
				if status != http.StatusCreated {
					return
				}
				mu.Lock()
				ids = append(ids, doc.ID)
				mu.Unlock()
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	wg.Wait()
	return ids
}

// await waits until all these were told of, each by one message.
func (r *told) await(t *testing.T, ids []string) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		r.mu.Lock()
		missing := 0
		for _, id := range ids {
			if len(r.ids[id]) == 0 {
				missing++
			} else if len(r.ids[id]) > 1 {
				t.Errorf("%s was told of by messages %v", id, r.ids[id])
			}
		}
		r.mu.Unlock()
		if missing == 0 || t.Failed() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d of %d were never told of", missing, len(ids))
		}
	}
}

// TestWebhookSettings: what is wrong is named, by serve and by check.
func TestWebhookSettings(t *testing.T) {
	good := hooksFile(t, "https://hooks.example.org/x")
	plain := hooksFile(t, "http://hooks.example.org/x")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "secret"), hookSecret)
	listed := filepath.Join(dir, "listed.yaml")
	write(t, listed, "endpoints:\n  - name: wiki\n    url: https://hooks.example.org/\n    secret_file: secret\n")
	db, base := "--db=/nonexistent/x/y.db", "--base-url=https://portal.example.org"
	for _, test := range []struct {
		says string
		args []string
	}{
		{"--webhooks: " + plain + ":3:10: url: must begin with https://", []string{db, base, "--webhooks=" + plain}},
		{"--webhooks: --base-url is missing", []string{db, "--webhooks=" + good}},
		{"--webhooks: " + listed + ": endpoint wiki is told of the portfolio, and nobody can sign in", []string{db, base, "--webhooks=" +
			listed}},
		{"--webhooks: none.yaml cannot be read", []string{db, base, "--webhooks=none.yaml"}},
		{"--webhooks: " + plain + ":3:10: url: must begin with https://", []string{"check", "--webhooks=" + plain}},
	} {
		if got := finish(t, nil, test.args...); got.err == nil || !strings.Contains(got.err.Error(), test.says) {
			t.Errorf("%v: %v", test.args, got.err)
		}
	}
	if got := finish(t, env{"CROSSROADS_WEBHOOKS": plain}, db, base); got.err == nil ||
		!strings.Contains(got.err.Error(), "CROSSROADS_WEBHOOKS: "+plain) {
		t.Errorf("%v", got.err)
	}
	if got := finish(t, nil, "check", tiny, "--webhooks="+good); !strings.Contains(got.stdout, good+": 1 endpoint\n") {
		t.Errorf("%v\n%s", got.err, got.stdout)
	}
}

// TestWebhookMetrics: what was delivered and what waits is counted, and neither log nor
// metrics nor the list of settings show an address or a secret.
func TestWebhookMetrics(t *testing.T) {
	receiver := newTold(t, 0)
	dir := t.TempDir()
	file := hooksFile(t, receiver.URL+"/open-sesame")
	write(t, file, read(t, file)+"  - name: down\n    url: http://127.0.0.1:1/open-sesame\n    secret_file: secret\n    assessments: all\n")
	socket := filepath.Join(dir, "m.sock")
	in := start(t, nil, "serve", "--content="+tiny, "--db="+filepath.Join(dir, "a.db"), "--metrics-listen=unix:"+socket,
		"--base-url=https://portal.example.org", "--webhooks="+file)
	c := &child{url: in.url}
	doc, status := c.create(http.DefaultClient, "Orders")
	if status != http.StatusCreated {
		t.Fatal(status)
	}
	receiver.await(t, []string{doc.ID})
	var body string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		body, _ = fetch(t, overSocket(socket), "http://metrics/metrics")
		if strings.Contains(body, `endpoint="wiki",outcome="delivered"} 1`) && strings.Contains(body, `waiting{endpoint="wiki"} 0`) &&
			!strings.Contains(body, `endpoint="down",outcome="failed"} 0`) {
			break
		}
	}
	for _, want := range []string{
		`crossroads_webhook_attempts_total{endpoint="wiki",outcome="delivered"} 1`,
		`crossroads_webhook_attempts_total{endpoint="down",outcome="failed"} `,
		`crossroads_webhook_attempts_total{endpoint="down",outcome="given up"} 0`,
		`crossroads_webhook_waiting{endpoint="wiki"} 0`,
		`crossroads_webhook_waiting{endpoint="down"} 1`,
		`crossroads_webhook_oldest_timestamp_seconds{endpoint="down"} `,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing in\n%s", want, body)
		}
	}
	in.stop()
	for what, text := range map[string]string{"log": in.log.String(), "metrics": body} {
		if strings.Contains(text, "sesame") || strings.Contains(text, hookSecret) || strings.Contains(text, doc.ID) {
			t.Errorf("the %s:\n%s", what, text)
		}
	}
	if log := in.log.String(); !strings.Contains(log, "webhook delivered") || !strings.Contains(log, `webhook not delivered`) ||
		!strings.Contains(log, "the connection was refused") {
		t.Errorf("the log:\n%s", log)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestWebhookTest: one signed message for each endpoint, which is about nothing, and a line
// on what became of it.
func TestWebhookTest(t *testing.T) {
	verifier, err := standardwebhooks.NewWebhook(hookSecret)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		raw, _ := io.ReadAll(req.Body)
		if err := verifier.Verify(raw, req.Header); err != nil {
			t.Error(err)
		}
		var body struct {
			Type string
			Data map[string]any
		}
		if err := json.Unmarshal(raw, &body); err != nil || body.Type != "webhook.test" || len(body.Data) != 0 {
			t.Errorf("%v: %s", err, raw)
		}
		got = append(got, req.URL.Path)
		if req.URL.Path == "/moved" {
			w.Header().Set("Location", "/good")
			w.WriteHeader(http.StatusPermanentRedirect)
		}
	}))
	defer receiver.Close()
	closed := httptest.NewServer(nil)
	closed.Close()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "secret"), hookSecret+"\n")
	file := filepath.Join(dir, "webhooks.yaml")
	endpoint := func(name, url string) string {
		return "  - name: " + name + "\n    url: " + url + "\n    secret_file: secret\n"
	}
	write(t, file, "endpoints:\n"+endpoint("good", receiver.URL+"/good")+endpoint("moved", receiver.URL+"/moved")+endpoint("gone", closed.URL+"/private-part"))
	for _, test := range []struct {
		names []string
		want  []string
		code  int
		sent  int
	}{
		{[]string{"good"}, []string{"good: taken, answered 200\n"}, 0, 1},
		{nil, []string{"good: taken, answered 200\n", "moved: not taken: answered 308, a redirect", "gone: not taken: "}, 1, 2},
		{[]string{"other"}, nil, 1, 0},
	} {
		got = nil
		done := finish(t, nil, append([]string{"webhook", "test", "--webhooks=" + file}, test.names...)...)
		code := 0
		if done.err != nil {
			code = exitCode(done.err)
		}
		if code != test.code || len(got) != test.sent || strings.Contains(done.stdout, "private-part") {
			t.Errorf("%q: exit code %d (%v), sent %q\n%s", test.names, code, done.err, got, done.stdout)
		}
		for _, want := range test.want {
			if !strings.Contains(done.stdout, want) {
				t.Errorf("%q: %q is not in\n%s", test.names, want, done.stdout)
			}
		}
	}
}
