package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// exposure is the highest acceptable rating by systemd-analyze, in tenths: from 0 for a
// service that can do nothing to 100 for one that can do everything. systemd 252 rates the
// unit 1.4.
const exposure = "20"

// TestSystemdUnit checks with systemd that the unit is valid and restricted, and that
// faults in a unit are found.
func TestSystemdUnit(t *testing.T) {
	unit, err := os.ReadFile("../deploy/crossroads.service")
	if err != nil {
		t.Fatal(err)
	}
	const program = "ExecStart=/usr/local/bin/crossroads\n"
	if strings.Count(string(unit), program) != 1 {
		t.Fatalf("the unit does not have %q", program)
	}
	there := strings.Replace(string(unit), program, "ExecStart="+os.Args[0]+"\n", 1) // systemd checks that the program exists
	analyze := func(text string, args ...string) (string, error) {
		file := filepath.Join(t.TempDir(), "crossroads.service")
		write(t, filepath.Dir(file), filepath.Base(file), []byte(text))
		out, err := exec.Command("systemd-analyze", append(args, file)...).CombinedOutput()
		return string(out), err
	}
	if out, err := analyze(there, "verify"); err != nil || out != "" {
		t.Errorf("verify: %v\n%s", err, out)
	}
	if out, err := analyze(there, "security", "--offline=true", "--threshold="+exposure); err != nil {
		t.Errorf("security: %v\n%s", err, out)
	}
	if out, _ := analyze(strings.Replace(there, "ProtectHome=", "ProtectHouse=", 1), "verify"); !strings.Contains(out, "ProtectHouse") {
		t.Errorf("verify does not find a setting that there is not: %q", out)
	}
	if out, err := analyze(strings.ReplaceAll(there, "=yes", "=no"), "security", "--offline=true", "--threshold="+exposure); err == nil {
		t.Errorf("security does not mind a unit that leaves all open:\n%s", out)
	}
}
