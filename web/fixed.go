package web

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

// fixedPage is a page that does not depend on its reader. It is rendered and
// compressed quickly on first use, compressed thoroughly in the background
// soon after, and from then on served from memory before the router is asked.
type fixedPage struct {
	route       string // for the log
	contentType string
	daily       bool // shows which figures are out of date, so it lives for a day
	noIndex     bool
	headers     []header // besides those of its path
	oembed      string   // path under which other sites may ask how to show it, "" for none
	render      func(context.Context) ([]byte, error)

	mu      sync.Mutex // one renders, the others wait
	current atomic.Pointer[dated]
}

// dated is what a page was on one day.
type dated struct {
	day string // "" for pages that never change
	*variants
}

// get returns the page of a day, rendering it when it is not there yet.
func (p *fixedPage) get(ctx context.Context, day string) (*variants, error) {
	if !p.daily {
		day = ""
	}
	if d := p.current.Load(); d != nil && d.day == day {
		return d.variants, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.current.Load(); d != nil && d.day == day {
		return d.variants, nil
	}
	// What is made here serves everybody, so it does not end with this request.
	plain, err := p.render(context.WithoutCancel(ctx))
	if err != nil {
		return nil, fmt.Errorf("rendering %s: %w", p.route, err)
	}
	made := &dated{day, newVariants(p.contentType, plain, quick)}
	p.current.Store(made)
	background.add(func() {
		// unless the day has changed meanwhile
		p.current.CompareAndSwap(made, &dated{day, newVariants(p.contentType, plain, thorough)})
	})
	return made.variants, nil
}

// background does work one piece at a time, and holds no goroutine when there is none.
var background worker

type worker struct {
	mu      sync.Mutex
	queue   []func()
	running bool
}

func (w *worker) add(job func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, job)
	if !w.running {
		w.running = true
		go w.work()
	}
}

func (w *worker) work() {
	for {
		w.mu.Lock()
		if len(w.queue) == 0 {
			w.running = false
			w.mu.Unlock()
			return
		}
		job := w.queue[0]
		w.queue = w.queue[1:]
		w.mu.Unlock()
		job()
	}
}

// cached answers for fixed pages asked for without a query.
func (s *server) cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := s.fixed[r.URL.Path]
		if !ok || r.URL.RawQuery != "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		if err := s.serveFixed(w, r, page); err != nil {
			s.fail(w, r, err)
		}
	})
}

func (s *server) serveFixed(w http.ResponseWriter, r *http.Request, page *fixedPage) error {
	recorderOf(w).route = page.route
	v, err := page.get(r.Context(), s.today())
	if err != nil {
		return err
	}
	h := w.Header()
	if page.noIndex {
		h["X-Robots-Tag"] = noIndex
	}
	for _, set := range page.headers {
		h[set.name] = set.values
	}
	if page.oembed != "" {
		discover(h, s.origin(r), page.oembed)
	}
	v.serve(w, r, noCache)
	return nil
}
