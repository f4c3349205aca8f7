package main

import (
	"runtime/debug"
	"testing"
)

// A start takes more memory before garbage is collected, and the portal then runs as it
// was set up; who sets GOGC has it from the beginning.
func TestStartEasesGarbageCollection(t *testing.T) {
	usual := debug.SetGCPercent(70)
	t.Cleanup(func() { debug.SetGCPercent(usual) })
	percent := func() int {
		now := debug.SetGCPercent(70)
		debug.SetGCPercent(now)
		return now
	}
	done := easeGC(func(string) string { return "" })
	if got := percent(); got != startGC {
		t.Errorf("while it starts: %d, want %d", got, startGC)
	}
	done()
	done() // a start that fails ends twice
	if got := percent(); got != 70 {
		t.Errorf("when it has started: %d, want 70", got)
	}
	easeGC(func(name string) string { return map[string]string{"GOGC": "50"}[name] })()
	if got := percent(); got != 70 {
		t.Errorf("with GOGC set: %d, want it left alone", got)
	}
}
