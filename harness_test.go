package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// asProgram makes the test binary behave as the program, for tests of signals
// and exit codes.
const asProgram = "CROSSROADS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// env is an environment for run.
type env map[string]string

func (e env) list() (list []string) {
	for name, value := range e {
		list = append(list, name+"="+value)
	}
	return list
}

// result is what a finished run left.
type result struct {
	stdout, stderr string
	err            error
}

// finish runs a command that ends by itself.
func finish(t *testing.T, e env, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var stdout, stderr bytes.Buffer
	err := run(ctx, args, e.list(), &stdout, &stderr)
	if ctx.Err() != nil {
		t.Fatalf("%v did not end: %s%s", args, &stdout, &stderr)
	}
	return result{stdout.String(), stderr.String(), err}
}

// instance is a portal that runs in this process.
type instance struct {
	t      *testing.T
	url    string
	addr   string
	log    *lockedBuffer
	cancel context.CancelFunc
	done   chan error
}

// start runs serve on a free port, and stops it when the test ends.
func start(t *testing.T, e env, args ...string) *instance {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	in := &instance{t: t, log: &lockedBuffer{}, cancel: cancel, done: make(chan error, 1)}
	out, stdout := io.Pipe()
	go func() {
		err := run(ctx, append(args, "--addr=127.0.0.1:0"), e.list(), stdout, in.log)
		stdout.Close()
		in.done <- err
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the portal did not start: %v\n%s", <-in.done, in.log)
	}
	in.url = strings.TrimPrefix(strings.TrimSpace(line), "Crossroads is ready at ")
	in.addr = strings.TrimPrefix(in.url, "http://")
	t.Cleanup(in.stop)
	return in
}

// stop ends the portal and fails the test unless it ends cleanly. Calling it
// again does nothing.
func (in *instance) stop() {
	in.t.Helper()
	if in.cancel == nil {
		return
	}
	in.cancel()
	in.cancel = nil
	select {
	case err := <-in.done:
		if err != nil {
			in.t.Errorf("the portal ended with %v", err)
		}
	case <-time.After(15 * time.Second):
		in.t.Error("the portal did not stop")
	}
}

// get returns the body of a page, which must answer 200.
func (in *instance) get(path string) string {
	in.t.Helper()
	response, err := http.Get(in.url + path)
	if err != nil {
		in.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		in.t.Fatalf("%s: %s, %v\n%s", path, response.Status, err, body)
	}
	return string(body)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// lockedBuffer may be written to while a test reads it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
