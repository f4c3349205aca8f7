package e2e

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var binaryFlag = flag.String("crossroads", "", "test this binary instead of building one")

// binary is the program under test.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "crossroads-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if binary = *binaryFlag; binary == "" {
		binary = filepath.Join(dir, "crossroads")
		build := exec.Command("go", "build", "-o", binary, ".")
		build.Dir = ".."
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "the program does not build: %v\n%s", err, out)
			return 1
		}
	}
	for ctx, wary := range map[*context.Context]bool{&browser: false, &waryBrowser: true} {
		started, stop, err := startBrowser(filepath.Join(dir, fmt.Sprintf("profile-%v", wary)), wary)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer stop()
		*ctx = started
	}
	return m.Run()
}

// portal is a running program.
type portal struct {
	url  string // http://127.0.0.1:PORT
	port string
}

// at gives the portal's address under another host name, which the browser
// resolves to this machine.
func (p portal) at(host string) string { return "http://" + host + ":" + p.port }

// startPortal runs the program with an empty database until the test ends. The
// test fails if the program does not stop cleanly.
func startPortal(t *testing.T, args ...string) portal {
	t.Helper()
	args = append([]string{"serve", "--addr=127.0.0.1:0", "--db=" + filepath.Join(t.TempDir(), "e2e.db"), "--log-level=warn"}, args...)
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), "CROSSROADS_ADDR=", "CROSSROADS_DB=")
	log := &safeBuffer{}
	cmd.Stderr = log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(stdout).ReadString('\n')
		ready <- line
		io.Copy(io.Discard, stdout)
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		if err := waitFor(cmd, 15*time.Second); err != nil {
			t.Errorf("the portal did not stop cleanly: %v\n%s", err, log)
		}
		if t.Failed() && log.String() != "" {
			t.Logf("log of the portal:\n%s", log)
		}
	})
	select {
	case line := <-ready:
		_, url, found := strings.Cut(strings.TrimSpace(line), "ready at ")
		if !found {
			t.Fatalf("the portal did not start: %q\n%s", line, log)
		}
		return portal{url, url[strings.LastIndex(url, ":")+1:]}
	case <-time.After(20 * time.Second):
		t.Fatalf("the portal did not start within 20 seconds\n%s", log)
	}
	panic("unreachable")
}

func waitFor(cmd *exec.Cmd, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			cmd.Process.Kill()
		}
	})
	return cmd.Wait()
}

// startSite serves what html points to on a free port, as a wiki of another
// origin would, and returns the port.
func startSite(t *testing.T, html *string) (port string) {
	t.Helper()
	site := httptest.NewServer(showing(html))
	t.Cleanup(site.Close)
	_, port, err := net.SplitHostPort(site.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// showing answers with the page that html holds at that time.
func showing(html *string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, *html)
	})
}

// safeBuffer is a buffer that a process may write to while a test reads it.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
