package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// image holds the settings in Dockerfile.
type image struct{ port, user, volume, data string }

func dockerfile(t *testing.T) image {
	t.Helper()
	text := read(t, "Dockerfile")
	find := func(pattern string) string {
		found := regexp.MustCompile(pattern).FindStringSubmatch(text)
		if found == nil {
			t.Fatalf("Dockerfile has no %s", pattern)
		}
		return found[1]
	}
	is := image{find(`\nEXPOSE (\d+)\n`), find(`\nUSER (\d+):\d+\n`), find(`\nVOLUME (/\S+)\n`), find(`CROSSROADS_DB=(\S+)`)}
	if listens := find(`CROSSROADS_ADDR=(\S+)`); portOf(t, listens) != is.port {
		t.Errorf("the image listens on %s and exposes %s", listens, is.port)
	}
	if filepath.Dir(is.data) != is.volume {
		t.Errorf("the database is %s, the volume %s", is.data, is.volume)
	}
	return is
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func portOf(t *testing.T, addr string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Errorf("%s: %v", addr, err)
	}
	return port
}

// TestDeploySettings checks that all settings used in deploy/ and in the image exist.
func TestDeploySettings(t *testing.T) {
	cmd := exec.Command("go", "run", ".", "serve", "--help")
	cmd.Dir = ".."
	help, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`CROSSROADS_[A-Z_]+`)
	known := name.FindAllString(strings.Join(strings.Fields(string(help)), " "), -1)
	files, err := filepath.Glob("../deploy/*")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range append(files, "../Dockerfile") {
		for _, setting := range name.FindAllString(read(t, strings.TrimPrefix(file, "../")), -1) {
			seen++
			if !slices.Contains(known, setting) {
				t.Errorf("%s sets %s, which the program does not have", file, setting)
			}
		}
	}
	if seen < 15 || len(known) < 30 {
		t.Errorf("only %d settings are used, of %d", seen, len(known))
	}
}

// TestDeployUnit checks that the unit makes the program listen where the documents expect
// it.
func TestDeployUnit(t *testing.T) {
	unit := read(t, "deploy/crossroads.service")
	if want := "Environment=CROSSROADS_ADDR=127.0.0.1:" + dockerfile(t).port + "\n"; !strings.Contains(unit, want) {
		t.Errorf("the unit does not have %s", want)
	}
}
