package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"crossroads/content"
)

// Portal answers requests. Its content can be replaced while it serves, by one
// goroutine at a time. Requests under way finish with the content they began
// with; a request sees one state of the content throughout.
type Portal struct {
	process *process
	current atomic.Pointer[edition]
}

// edition is the portal with one state of the content.
type edition struct {
	*server
	all    http.Handler
	author http.Handler // the same with a notice; nil when there is nothing to say
}

// New returns the portal. It fails only when the configuration cannot be used.
func New(cfg Config, lib *content.Library, store Store, log *slog.Logger, now func() time.Time) (*Portal, error) {
	process, err := newProcess(cfg, lib, store, log, now)
	if err != nil {
		return nil, err
	}
	p := &Portal{process: process}
	return p, p.Replace(lib)
}

// Prepare makes the pages that take longest, so that no reader waits for them,
// and returns when they are ready to be served from memory or ctx has ended.
func (p *Portal) Prepare(ctx context.Context) {
	p.current.Load().prepare(ctx)
	p.process.background.Wait(ctx)
}

// Close stops what runs in the background and returns when nothing does any
// more. Requests are still answered, from then on with what is there.
func (p *Portal) Close() { p.process.background.Stop() }

// Replace serves another library from the next request on.
func (p *Portal) Replace(lib *content.Library) error {
	s, err := p.process.server(lib, nil)
	if err != nil {
		return err
	}
	p.current.Store(&edition{server: s, all: s.handler()})
	return nil
}

// Refuse keeps the library that is served and tells readers on this machine,
// who are its authors, why a newer one is not.
func (p *Portal) Refuse(problems []string) error {
	now := p.current.Load()
	s, err := p.process.server(now.lib, problems)
	if err != nil {
		return err
	}
	p.current.Store(&edition{server: now.server, all: now.all, author: s.handler()})
	return nil
}

// ServeHTTP answers with the current content.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := p.current.Load()
	if now.author != nil && onThisMachine(r) {
		now.author.ServeHTTP(w, r)
		return
	}
	now.all.ServeHTTP(w, r)
}

// onThisMachine is true for a browser beside the portal. What a reverse proxy
// beside it passes on comes from elsewhere.
func onThisMachine(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header[name] != nil {
			return false
		}
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && peer.Addr().Unmap().IsLoopback()
}
