package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestReadOnlyParts: only what is read from the program's file, and never written, may be
// forgotten.
func TestReadOnlyParts(t *testing.T) {
	const program = "/usr/bin/crossroads"
	for line, want := range map[string]bool{
		"00400000-0177d000 r-xp 00000000 fe:00 10134146                           /usr/bin/crossroads": true,
		"0177d000-02e5a000 r--p 0137d000 fe:00 10134146                           /usr/bin/crossroads": true,
		"02e5a000-03069000 rw-p 02a5a000 fe:00 10134146                           /usr/bin/crossroads": false,
		"03069000-0513c000 rw-p 00000000 00:00 0":                                                      false,
		"7f0000000000-7f0000001000 r--p 00000000 fe:00 77 /usr/lib/libc.so":                            false,
		"7f0000000000-7f0000001000 r--s 00000000 fe:00 77 /usr/bin/crossroads":                         false,
		"": false,
	} {
		from, to, ok := readOnly(line, program)
		if ok != want || ok && (from >= to || from != 0x400000 && from != 0x177d000) {
			t.Errorf("%q: %x to %x, %v", line, from, to, ok)
		}
	}
}

// TestForgetProgram: what was forgotten is there again when it is needed.
func TestForgetProgram(t *testing.T) {
	const of = "RssFile"
	before := memoryOf(t, of)
	forgetProgram()
	if after := memoryOf(t, of); after > before*9/10 {
		t.Errorf("%s was %d kB and is %d", of, before, after)
	}
	if help := helpTexts["command_serve"]; !strings.Contains(help, "Serve the portal") {
		t.Errorf("read again: %q", help)
	}
}

// memoryOf reads a line of /proc/self/status.
func memoryOf(t *testing.T, name string) (kB int) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	_, rest, _ := strings.Cut(string(status), name+":")
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return kB
}
