package deliver

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Fixed is a response that does not depend on its reader. On first use it is rendered and
// compressed quickly; soon after it is compressed thoroughly in the background. It is served
// from memory before the router is asked.
type Fixed struct {
	Route       string // for the log
	ContentType string
	Daily       bool     // shows which figures are out of date, so it is rendered every day
	NoIndex     bool     // search engines must not list it
	Headers     []Header // besides those of its path
	OEmbed      string   // path in its oEmbed address, "" if other sites cannot show it
	Render      func(context.Context) ([]byte, error)

	mu      sync.Mutex // held while one request renders and others wait
	current atomic.Pointer[dated]

	asked atomic.Bool // since the shelf last looked
	size  int         // bytes on the shelf; guarded by its mutex
}

// dated is a rendered page and the day it is for.
type dated struct {
	day string // "" for pages that never change
	*Variants
	thorough bool // compressed thoroughly
}

// Get returns the page for a day, YYYY-MM-DD. It renders the page if it is not on the shelf, and
// queues its thorough compression.
func (p *Fixed) Get(ctx context.Context, day string, on *Shelf) (*Variants, error) {
	if !p.Daily {
		day = ""
	}
	if d := p.current.Load(); d != nil && d.day == day {
		if !p.asked.Load() { // most pages are asked for more often than the shelf looks
			p.asked.Store(true)
		}
		return d.Variants, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.current.Load(); d != nil && d.day == day {
		return d.Variants, nil
	}
	// The page is for everybody, so it is rendered even if this request is cancelled.
	plain, err := p.Render(context.WithoutCancel(ctx))
	if err != nil {
		return nil, fmt.Errorf("rendering %s: %w", p.Route, err)
	}
	made := &dated{day: day, Variants: New(p.ContentType, plain, Quick)}
	p.current.Store(made)
	on.resize(p, made.Size())
	on.Add(func() { p.compress(day, on) })
	return made.Variants, nil
}

// compress compresses the page for a day thoroughly, unless it has left the shelf or has been
// rendered for another day.
func (p *Fixed) compress(day string, on *Shelf) {
	quick := p.current.Load()
	if quick == nil || quick.day != day || quick.thorough {
		return
	}
	better := &dated{day, New(p.ContentType, quick.plain.bytes, Thorough), true}
	if p.current.CompareAndSwap(quick, better) {
		on.resize(p, better.Size())
	}
}

// Ready reports whether the page is in memory.
func (p *Fixed) Ready() bool { return p.current.Load() != nil }
