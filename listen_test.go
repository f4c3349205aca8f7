//go:build unix

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func launchAt(t *testing.T, db, addr string, args ...string) *child {
	t.Helper()
	return launch(t, exec.Command(os.Args[0], append([]string{
		"serve", "--addr=" + addr, "--content=" + tiny, "--db=" + db, "--log-level=info",
	}, args...)...))
}

// TestSocket: the portal listens on a socket, also after it was killed, never takes
// one that is in use or a file, and believes a proxy that connects by it.
func TestSocket(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "http.sock")
	addr := "unix:" + socket
	launchAt(t, filepath.Join(dir, "a.db"), addr).kill()
	if _, err := os.Stat(socket); err != nil {
		t.Fatalf("the killed portal has left no socket, so this tests nothing: %v", err)
	}
	program := launchAt(t, filepath.Join(dir, "a.db"), addr, "--trusted-proxies=127.0.0.1/32")
	if program.url != addr {
		t.Errorf("it says that it is at %s", program.url)
	}
	if info, err := os.Stat(socket); err != nil || info.Mode().Perm() != socketMode {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	request, err := http.NewRequest("GET", "http://portal.example/robots.txt", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Forwarded-For", "192.0.2.7")
	request.Header.Set("X-Forwarded-Proto", "https")
	res, err := overSocket(socket).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "https://portal.example") {
		t.Errorf("the proxy is not believed: %s", policy)
	}
	if r := finish(t, nil, "health", "--addr="+addr); r.err != nil {
		t.Error(r.err)
	}
	if r := finish(t, nil, "serve", "--addr="+addr, "--db="+filepath.Join(dir, "b.db")); r.err == nil ||
		!strings.Contains(r.err.Error(), "in use") {
		t.Errorf("a second portal on the socket: %v", r.err)
	}
	file := filepath.Join(dir, "file")
	write(t, file, "not to be lost")
	if r := finish(t, nil, "serve", "--addr=unix:"+file, "--db="+filepath.Join(dir, "b.db")); r.err == nil ||
		!strings.Contains(r.err.Error(), "not a socket") {
		t.Errorf("on a file: %v", r.err)
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != "not to be lost" {
		t.Errorf("the file: %q, %v", kept, err)
	}
}

func TestIPv6(t *testing.T) {
	program := launchAt(t, filepath.Join(t.TempDir(), "a.db"), "[::1]:0")
	if !strings.HasPrefix(program.url, "http://[::1]:") {
		t.Errorf("it says that it is at %s", program.url)
	}
	if body, status := program.page(t, "/readyz"); status != http.StatusOK || !strings.HasPrefix(body, "ready\n") {
		t.Errorf("%d %q", status, body)
	}
}
