package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"crossroads/content"
)

// Live is a portal whose content can be replaced while it serves, by one
// goroutine at a time. Requests under way finish with the content they began
// with; a request sees one state of the content throughout.
type Live struct {
	first   *server // holds what all editions share
	current atomic.Pointer[edition]
	count   atomic.Uint64
}

// edition is the portal with one state of the content.
type edition struct {
	lib    *content.Library
	all    http.Handler
	author http.Handler // the same with a notice; nil when there is nothing to say
}

// NewLive is New for content that will be replaced.
func NewLive(cfg Config, lib *content.Library, store Store, log *slog.Logger, now func() time.Time) (*Live, error) {
	s, err := newServer(cfg, lib, store, log, now)
	if err != nil {
		return nil, err
	}
	s.prepareSoon()
	l := &Live{first: s}
	l.current.Store(&edition{lib: lib, all: s.handler()})
	return l, nil
}

// Replace serves another library from the next request on.
func (l *Live) Replace(lib *content.Library) error {
	s, err := l.edition(lib, nil)
	if err != nil {
		return err
	}
	l.current.Store(&edition{lib: lib, all: s.handler()})
	return nil
}

// Refuse keeps the library that is served and tells readers on this machine,
// who are its authors, why a newer one is not.
func (l *Live) Refuse(problems []string) error {
	now := l.current.Load()
	s, err := l.edition(now.lib, problems)
	if err != nil {
		return err
	}
	l.current.Store(&edition{lib: now.lib, all: now.all, author: s.handler()})
	return nil
}

// edition makes a server for a library. The tokens of frames, all bounds and the finished share pages are common to all, so that a
// revision saved through one is seen through the others.
func (l *Live) edition(lib *content.Library, problems []string) (*server, error) {
	s, err := newServer(l.first.cfg, lib, l.first.store, l.first.log, l.first.now)
	if err != nil {
		return nil, err
	}
	s.site.Problems = problems
	s.frameTokens, s.shared = l.first.frameTokens, l.first.shared
	s.gate, s.guesses, s.saves, s.refusals, s.forwarded = l.first.gate, l.first.guesses, l.first.saves, l.first.refusals, l.first.forwarded
	s.edition = l.count.Add(1)
	return s, nil
}

// ServeHTTP answers with the current content.
func (l *Live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := l.current.Load()
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
