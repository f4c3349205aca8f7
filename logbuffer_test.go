package main

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
)

// sink is a writer whose text can be read while others write, and that counts writes.
type sink struct {
	mu     sync.Mutex
	text   strings.Builder
	writes int
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	return s.text.Write(p)
}

func (s *sink) read() (string, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String(), s.writes
}

func TestLogLinesArriveTogetherAndInOrder(t *testing.T) {
	out := &sink{}
	b := newLogBuffer(out)
	var want strings.Builder
	for n := range 100 {
		fmt.Fprintf(&want, "line %d\n", n)
		fmt.Fprintf(b, "line %d\n", n)
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		text, writes := out.read()
		if text == want.String() {
			if writes > 10 {
				t.Errorf("100 lines took %d writes", writes)
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("without a flush these lines arrived:\n%s", text)
		}
		time.Sleep(logDelay / 10)
	}
}

func TestWarningsDoNotWait(t *testing.T) {
	out := &sink{}
	b := newLogBuffer(out)
	log := slog.New(urgent{slog.NewTextHandler(b, nil), b.Flush}).With("part", "test")
	log.Info("waits")
	log.Warn("hurries")
	if text, _ := out.read(); !strings.Contains(text, "waits") || !strings.Contains(text, "hurries") {
		t.Errorf("after a warning the log holds %q", text)
	}
}

func TestManyLinesAreNotKept(t *testing.T) {
	out := &sink{}
	b := newLogBuffer(out)
	line := strings.Repeat("x", 1023) + "\n"
	for range logBatch/len(line) + 1 {
		b.Write([]byte(line))
	}
	if text, _ := out.read(); len(text) < logBatch {
		t.Errorf("%d bytes were written, want a batch of %d", len(text), logBatch)
	}
}
