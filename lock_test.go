package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestSecondPortal starts a second portal on the file of one that runs: it is
// refused with the process number of the first, also by another name of the
// file, without it by a hard link, and starts once the first has stopped.
func TestSecondPortal(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "shared.db")
	first := start(t, env{}, "--db", db)
	other := filepath.Join(dir, "other.db")
	if err := os.Symlink(db, other); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("another portal is using it, process %d", os.Getpid())
	for _, name := range []string{db, other} {
		cmd := exec.Command(os.Args[0], "--addr=127.0.0.1:0", "--db", name)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) || !strings.Contains(string(out), "--db (CROSSROADS_DB)") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	hard := filepath.Join(t.TempDir(), "hard.db")
	if err := os.Link(db, hard); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "--addr=127.0.0.1:0", "--db", hard)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	wantHard := "the file has 2 names"
	if runtime.GOOS == "linux" {
		wantHard = "another portal is using it under another name"
	}
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), wantHard) {
		t.Errorf("%s: %v\n%s", hard, err, out)
	}
	if got := finish(t, env{}, "move", "--from", db, "--to", "postgres://127.0.0.1:1/x"); got.err == nil ||
		!strings.Contains(got.err.Error(), want) {
		t.Errorf("move: %v", got.err)
	}
	if res, err := http.Get(first.url + "/readyz"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("the first: %v, %v", res, err)
	} else {
		res.Body.Close()
	}
	first.stop()
	if got := finish(t, env{}, "--addr=127.0.0.1:0", "--db", db); got.err == nil || !strings.Contains(got.err.Error(), "the file has 2 names") {
		t.Errorf("with a hard link: %v", got.err)
	}
	if err := os.Remove(hard); err != nil {
		t.Fatal(err)
	}
	start(t, env{}, "--db", db)
}
