package main

import (
	"crypto/x509"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestRoots: in a system without certificates of authorities there are those that
// the program brings along. They are read once in a process, so it needs a new one.
func TestRoots(t *testing.T) {
	const alone = "CROSSROADS_TEST_ROOTS"
	if os.Getenv(alone) == "" {
		none := filepath.Join(t.TempDir(), "none")
		cmd := exec.Command(os.Args[0], "-test.run=^TestRoots$")
		cmd.Env = append(os.Environ(), alone+"=1", "SSL_CERT_FILE="+none, "SSL_CERT_DIR="+none)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	roots, err := x509.SystemCertPool()
	if err != nil || roots.Equal(x509.NewCertPool()) {
		t.Fatalf("no authority is trusted: %v", err)
	}
}
