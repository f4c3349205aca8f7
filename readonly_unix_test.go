//go:build unix

package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// ordinary is a place and a way to run the program without special rights:
// for root nothing is read-only, so root runs it as nobody.
type ordinary struct {
	program, dir string
	attributes   *syscall.SysProcAttr
}

func asOrdinaryUser(t *testing.T) ordinary {
	t.Helper()
	if os.Geteuid() != 0 {
		return ordinary{program: os.Args[0], dir: t.TempDir()}
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "crossroads-test") // t.TempDir and the test binary are in directories of root's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	raw, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	o := ordinary{program: filepath.Join(dir, "crossroads"), dir: filepath.Join(dir, "data")}
	for _, err := range []error{
		os.WriteFile(o.program, raw, 0o755), os.Chmod(dir, 0o755), os.Mkdir(o.dir, 0o700), os.Chown(o.dir, nobody, nobody),
	} {
		if err != nil {
			t.Fatalf("this test, run by root, needs the right to give files to another user (CAP_CHOWN): %v", err)
		}
	}
	o.attributes = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return o
}

func (o ordinary) command(db string) *exec.Cmd {
	cmd := exec.Command(o.program, "serve", "--addr=127.0.0.1:0", "--db="+db, "--log-level=error")
	cmd.Dir, cmd.SysProcAttr = "/", o.attributes
	return cmd
}

// TestReadOnly takes the right to write away from the running program, file by
// file, and gives it back: meanwhile it answers every change with a clear 503
// and goes on being read; nothing is lost and nothing needs a restart.
func TestReadOnly(t *testing.T) {
	o := asOrdinaryUser(t)
	db := filepath.Join(o.dir, "a.db")
	program, acks := launch(t, o.command(db)), newAcknowledged()
	form := url.Values{"comparison": {"deployment"}, "title": {"Typed with care"}, "note": {"Not to be lost"}}
	keep := func(n string) stored {
		t.Helper()
		doc, status := program.ask("POST", "/api/v1/assessments", `{"comparison":"deployment","title":"`+n+`"}`, "")
		if status != http.StatusCreated {
			t.Fatalf("saving %s: %d", n, status)
		}
		acks.add(doc)
		return doc
	}
	first := keep("before")
	for _, path := range []string{db, db + "-wal", db + "-shm", o.dir} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		chmod(t, path, info.Mode().Perm()&^0o222)
		program.refusesChanges(t, first)
		page := program.post(t, "/assessments", form)
		for _, want := range []string{
			"Saving is not possible just now", "Typed with care", "Not to be lost", "Nothing you answered is lost",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s read-only: no %q on the page", path, want)
			}
		}
		chmod(t, path, info.Mode().Perm())
		revised, status := program.ask("PUT", "/api/v1/assessments/"+first.ID, `{"title":"after"}`, first.Key, "If-Match", "*")
		if status != http.StatusOK {
			t.Fatalf("%s writable again: %d", path, status)
		}
		acks.add(revised)
		keep("after " + filepath.Base(path))
	}

	// A program that ends in such a state leaves everything on disk, and does
	// not start again before it can write.
	chmod(t, o.dir, 0o500)
	chmod(t, db, 0o400)
	_ = program.cmd.Process.Kill()
	_ = program.cmd.Wait()
	before := hashes(t, o.dir)
	refused := o.command(db)
	refused.Env = append(os.Environ(), asProgram+"=1")
	said, err := refused.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "cannot be written; give the user") || !strings.Contains(string(said), db) {
		t.Errorf("started on a read-only file: %v\n%s", err, said)
	}
	if after := hashes(t, o.dir); !maps.Equal(before, after) {
		t.Errorf("refusing changed files: %v, %v", before, after)
	}
	chmod(t, o.dir, 0o700)
	chmod(t, db, 0o600)
	again := launch(t, o.command(db))
	if _, status := again.ask("PUT", "/api/v1/assessments/"+
		first.ID, `{"title":"restarted"}`, first.Key, "If-Match", "*"); status != http.StatusOK {
		t.Errorf("restarted: %d", status)
	}
	_ = again.cmd.Process.Kill()
	_ = again.cmd.Wait()
	acks.check(t, db)
}

// refusesChanges tries every kind of change of an assessment, and reads.
func (c *child) refusesChanges(t *testing.T, doc stored) {
	t.Helper()
	at := "/api/v1/assessments/" + doc.ID
	for _, change := range []struct{ method, path, body string }{
		{"POST", "/api/v1/assessments", `{"comparison":"deployment","title":"x"}`},
		{"PUT", at, `{"title":"x"}`},
		{"PUT", at + "/life", `{"status":"decided"}`},
		{"PUT", at + "/revisions/1/milestone", `{"name":"x"}`},
		{"POST", at + "/revisions/1/restore", ""},
		{"POST", at + "/key", ""},
		{"POST", at + "/links", ""},
		{"POST", at + "/round", ""},
		{"DELETE", at, ""},
	} {
		if _, status := c.ask(change.method, change.path, change.body, doc.Key, "If-Match", "*"); status != http.StatusServiceUnavailable {
			t.Errorf("%s %s gives %d, want 503", change.method, change.path, status)
		}
	}
	for path, want := range map[string]int{
		"/a/" + doc.ID: 200, at: 200, "/a/" + doc.ID + "/adr.md": 200, "/": 200, "/healthz": 200, "/readyz": 503,
	} {
		res, err := http.Get(c.url + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want || want == 503 && res.Header.Get("Retry-After") == "" {
			t.Errorf("meanwhile %s gives %s, want %d", path, res.Status, want)
		}
	}
}

// ask is send with a body and, when it is not empty, a key.
func (c *child) ask(method, path, body, key string, headers ...string) (stored, int) {
	if key != "" {
		headers = append(headers, "Authorization", "Bearer "+key)
	}
	return c.sendBody(http.DefaultClient, method, path, body, headers...)
}

// post sends a form, which must not be possible just now, and returns the page.
func (c *child) post(t *testing.T, path string, form url.Values) string {
	t.Helper()
	res, err := http.PostForm(c.url+path, form)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("the form gives %s, %v", res.Status, err)
	}
	return string(body)
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// hashes are of the database and its log; its index is not part of what is kept.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for _, name := range []string{"a.db", "a.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		sums[name] = fmt.Sprintf("%x", sha256.Sum256(raw))
	}
	return sums
}

// TestVerifyUnreadable: a command that only reads does not ask for the right to write.
func TestVerifyUnreadable(t *testing.T) {
	o := asOrdinaryUser(t)
	db := filepath.Join(o.dir, "secret.db")
	start(t, nil, "--db="+db).stop()
	if err := os.Chmod(db, 0); err != nil {
		t.Fatal(err)
	}
	cmd := o.command(db)
	cmd.Args = []string{o.program, "verify", db}
	cmd.Env = append(os.Environ(), asProgram+"=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "it cannot be read; run this as its user (permission denied)") {
		t.Errorf("%v: %s", err, out)
	}
}
