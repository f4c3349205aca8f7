//go:build unix

package store

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

const nobody = 65534

// nobodysDir returns a directory that belongs to the user openAsNobody runs as.
func nobodysDir(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp("", "store-test") // unlike t.TempDir in no directory of root's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatalf("this test, run by root, needs the right to give files to another user: %v", err)
	}
	return dir
}

// openAsNobody opens path in a process without special rights and returns the
// error as text.
func openAsNobody(t *testing.T, path string) string {
	t.Helper()
	program := os.Args[0]
	cmd := exec.Command(program)
	if os.Geteuid() == 0 {
		// The directory of the test binary is root's own.
		cmd.Path = copyProgram(t, program)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	cmd.Env = []string{"STORE_TEST_OPEN=" + path}
	cmd.Dir = "/"
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func copyProgram(t *testing.T, program string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "store-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := os.OpenFile(filepath.Join(dir, "test"), os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Name()
}
