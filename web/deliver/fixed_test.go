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
	var later Shelf
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
	if err != nil || renders != 2 || first.plain.tag()[0] == next.plain.tag()[0] {
		t.Errorf("the next day: rendered %d times, %v", renders, err)
	}
	later.Wait(t.Context())
	better, _ := p.Get(t.Context(), "2026-11-24", &later)
	if len(better.brotli.bytes) >= len(next.brotli.bytes) || !bytes.Equal(better.plain.bytes, next.plain.bytes) {
		t.Errorf("thorough compression: %d bytes, quick: %d", len(better.brotli.bytes), len(next.brotli.bytes))
	}
	if better.brotli.tag()[0] == next.brotli.tag()[0] {
		t.Error("different bytes have one ETag")
	}
}

func TestFixedPageFails(t *testing.T) {
	broken := errors.New("broken")
	p := &Fixed{Route: "/x", Render: func(context.Context) ([]byte, error) { return []byte("half a pa"), broken }}
	if v, err := p.Get(t.Context(), "", new(Shelf)); v != nil || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", v, err)
	}
}

// TestShelf: however many pages there are, those that are kept fit the bound, those
// that readers ask for stay, and the others are made again.
func TestShelf(t *testing.T) {
	shelf := &Shelf{room: 400_000}
	made := map[int]int{}
	var pages []*Fixed
	for i := range 200 {
		pages = append(pages, &Fixed{ContentType: TypeHTML, Render: func(context.Context) ([]byte, error) {
			made[i]++
			return fmt.Appendf(nil, "%d %s", i, strings.Repeat("words and more words ", 500)), nil
		}})
	}
	get := func(i int) {
		v, err := pages[i].Get(t.Context(), "2026-11-23", shelf)
		if err != nil || !strings.HasPrefix(string(v.plain.bytes), fmt.Sprint(i)) {
			t.Fatal(i, err)
		}
	}
	for i := range pages {
		get(i)
		get(0) // what many read
	}
	shelf.Wait(t.Context())
	kept, bytes := 0, 0
	for _, p := range pages {
		if d := p.current.Load(); d != nil {
			kept, bytes = kept+1, bytes+d.Size()
		}
	}
	if bytes > shelf.room || kept < 10 || bytes != shelf.size || kept != shelf.pages.Len() {
		t.Errorf("%d pages of %d bytes are kept, the shelf counts %d of %d", kept, bytes, shelf.pages.Len(), shelf.size)
	}
	if made[0] != 1 {
		t.Errorf("the page that is read most was made %d times", made[0])
	}
	get(1)
	if made[1] != 2 {
		t.Errorf("a page that had gone was made %d times", made[1])
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
