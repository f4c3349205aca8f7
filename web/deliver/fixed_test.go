package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

func TestFixedPage(t *testing.T) {
	var renders int
	var later Worker
	body := strings.Repeat("words and more words, again and again ", 999)
	p := &Fixed{Route: "/x", ContentType: TypeHTML, Daily: true, Render: func(context.Context) ([]byte, error) {
		renders++
		return fmt.Appendf(nil, "%d %s", renders, body), nil
	}}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := p.Get(t.Context(), "2026-11-23", &later); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if renders != 1 {
		t.Errorf("rendered %d times", renders)
	}
	first, _ := p.Get(t.Context(), "2026-11-23", &later)
	next, err := p.Get(t.Context(), "2026-11-24", &later)
	if err != nil || renders != 2 || first.plain.etag[0] == next.plain.etag[0] {
		t.Errorf("the next day: rendered %d times, %v", renders, err)
	}
	later.Wait(t.Context())
	better, _ := p.Get(t.Context(), "2026-11-24", &later)
	if len(better.brotli.bytes) >= len(next.brotli.bytes) || !bytes.Equal(better.plain.bytes, next.plain.bytes) {
		t.Errorf("thorough compression: %d bytes, quick: %d", len(better.brotli.bytes), len(next.brotli.bytes))
	}
	if better.brotli.etag[0] == next.brotli.etag[0] {
		t.Error("different bytes have one ETag")
	}
}

func TestFixedPageFails(t *testing.T) {
	broken := errors.New("broken")
	p := &Fixed{Route: "/x", Render: func(context.Context) ([]byte, error) { return []byte("half a pa"), broken }}
	if v, err := p.Get(t.Context(), "", new(Worker)); v != nil || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", v, err)
	}
}

// TestWorkerStops: after Stop nothing runs, and what was queued is dropped.
func TestWorkerStops(t *testing.T) {
	var w Worker
	begun, release := make(chan bool), make(chan bool)
	ran := 0
	w.Add(func() { begun <- true; <-release; ran++ })
	w.Add(func() { ran++ })
	<-begun
	stopped := make(chan bool)
	go func() { w.Stop(); close(stopped) }()
	for queued := true; queued; { // until Stop has dropped the second one
		w.mu.Lock()
		queued = !w.stopped
		w.mu.Unlock()
	}
	select {
	case <-stopped:
		t.Error("Stop did not wait for the work under way")
	default:
	}
	close(release)
	<-stopped
	w.Add(func() { ran++ })
	w.Wait(t.Context())
	if ran != 1 {
		t.Errorf("%d pieces of work ran, want the one that had begun", ran)
	}
}
