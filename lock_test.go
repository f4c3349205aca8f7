package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSecondPortal starts a second portal on the file of one that runs: it is
// refused with the process number of the first, also by another name of the
// file, and starts once the first has stopped.
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
	start(t, env{}, "--db", db)
}
