package deliver

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Fixed is a response that does not depend on its reader. It is rendered and
// compressed quickly on first use, compressed thoroughly in the background
// soon after, and from then on served from memory before the router is asked.
type Fixed struct {
	Route       string // for the log
	ContentType string
	Daily       bool     // shows which figures are out of date, so it lives for a day
	NoIndex     bool     // search engines must not list it
	Headers     []Header // besides those of its path
	OEmbed      string   // path under which other sites may ask how to show it, "" for none
	Render      func(context.Context) ([]byte, error)

	mu      sync.Mutex // one renders, the others wait
	current atomic.Pointer[dated]

	asked atomic.Bool // since the shelf last looked
	size  int         // bytes on the shelf, which guards it
}

// dated is a rendered page and its day.
type dated struct {
	day string // "" for pages that never change
	*Variants
	thorough bool // compressed thoroughly
}

// Get returns the page of a day, YYYY-MM-DD, rendering it when it is not on the shelf.
// Later it is compressed thoroughly.
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
	// What is made here serves everybody, so it does not end with this request.
	plain, err := p.Render(context.WithoutCancel(ctx))
	if err != nil {
		return nil, fmt.Errorf("rendering %s: %w", p.Route, err)
	}
	made := &dated{day: day, Variants: New(p.ContentType, plain, Quick)}
	p.current.Store(made)
	on.keep(p, made.Size())
	on.Add(func() { p.compress(day, on) })
	return made.Variants, nil
}

// compress compresses the page of a day thoroughly, unless it is gone or is that of
// another day by now.
func (p *Fixed) compress(day string, on *Shelf) {
	quick := p.current.Load()
	if quick == nil || quick.day != day || quick.thorough {
		return
	}
	better := &dated{day, New(p.ContentType, quick.plain.bytes, Thorough), true}
	if p.current.CompareAndSwap(quick, better) {
		on.keep(p, better.Size())
	}
}

// Ready reports whether the page is in memory.
func (p *Fixed) Ready() bool { return p.current.Load() != nil }
