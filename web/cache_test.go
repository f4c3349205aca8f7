package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAcceptedCodings(t *testing.T) {
	tests := []struct {
		header string
		want   codings
	}{
		{"", codings{}},
		{"gzip, deflate, br, zstd", codings{gzip: true, brotli: true}},
		{"gzip;q=0.5,br;q=0", codings{gzip: true}},
		{"br;Q=0.000, x-gzip", codings{gzip: true}},
		{" BR ; q=1 ", codings{brotli: true}},
		{"*", codings{}},
		{"identity;q=1, gzip;q=bogus", codings{gzip: true}},
	}
	for _, tt := range tests {
		if got := acceptedCodings([]string{tt.header}); got != tt.want {
			t.Errorf("%q gives %+v, want %+v", tt.header, got, tt.want)
		}
	}
}

func TestHasTag(t *testing.T) {
	tests := []struct {
		header string
		want   bool
	}{
		{`"a"`, true}, {`W/"a"`, true}, {`"b", "a"`, true}, {`*`, true}, {`"b"`, false}, {``, false}, {`a`, false},
	}
	for _, tt := range tests {
		if got := hasTag([]string{tt.header}, `"a"`); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.header, got, tt.want)
		}
	}
}

func page(text string) *variants { return newVariants(typeHTML, []byte(text), quick) }

func TestPageCache(t *testing.T) {
	c := newPageCache(time.Now, 2*pageCost+200)
	key := func(id string, n int) pageKey { return pageKey{id: id, number: n} }
	_, since := c.get(key("a", 0))
	put := func(key pageKey, text string) { c.put(key, page(text), time.Time{}, since) }
	put(key("a", 0), strings.Repeat("a", 40))
	put(key("a", 1), strings.Repeat("b", 40))
	if v, _ := c.get(key("a", 0)); v == nil || v.plain.bytes[0] != 'a' {
		t.Fatal("the page is not kept")
	}
	put(key("b", 0), strings.Repeat("c", 40))
	if v, _ := c.get(key("a", 1)); v != nil {
		t.Error("the least recently used page is still there")
	}
	if v, _ := c.get(key("a", 0)); v == nil {
		t.Error("a page in use is gone")
	}
	put(key("c", 0), strings.Repeat("d", c.pages.limit))
	if v, _ := c.get(key("c", 0)); v != nil {
		t.Error("a page over the limit was kept")
	}
	_, since = c.get(key("a", 2))
	c.forget("a")
	if v, _ := c.get(key("a", 0)); v != nil {
		t.Error("a forgotten page is still there")
	}
	if v, _ := c.get(key("b", 0)); v == nil {
		t.Error("another assessment was forgotten too")
	}
	put(key("a", 2), "old")
	if v, _ := c.get(key("a", 2)); v != nil {
		t.Error("a page from before the change was kept")
	}
	if c.pages.size < pageCost || c.pages.size > pageCost+100 || len(c.pages.entries) != 1 || c.pages.used.Len() != 1 {
		t.Errorf("size %d, %d pages, %d in order", c.pages.size, len(c.pages.entries), c.pages.used.Len())
	}
}

// TestPageCacheDays: a page is there until the moment that was said, and what
// is made then takes its place.
func TestPageCacheDays(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c := newPageCache(func() time.Time { return now }, 1<<20)
	key := pageKey{id: "a"}
	_, since := c.get(key)
	c.put(key, page("before"), now.Add(time.Hour), since)
	now = now.Add(time.Hour - 1)
	if v, _ := c.get(key); v == nil {
		t.Error("the page is gone too soon")
	}
	now = now.Add(1)
	v, since := c.get(key)
	if v != nil || !since.at.Equal(now) {
		t.Errorf("the page is still there, or the time is wrong: %v", since.at)
	}
	c.put(key, page("after"), time.Time{}, since)
	now = now.AddDate(100, 0, 0)
	if v, _ := c.get(key); v == nil || string(v.plain.bytes) != "after" || len(c.pages.entries) != 1 {
		t.Errorf("%d pages are kept, the newest is %v", len(c.pages.entries), v)
	}
}

// TestPageCacheOthersChange: whoever changes an assessment all the time does not
// keep the pages of all others from being kept.
func TestPageCacheOthersChange(t *testing.T) {
	c := newPageCache(time.Now, 1<<20)
	kept := 0
	for i := range 100 {
		key := pageKey{id: fmt.Sprint("reader", i)}
		_, since := c.get(key)
		c.forget("writer")
		c.put(key, page("x"), time.Time{}, since)
		if v, _ := c.get(key); v != nil {
			kept++
		}
	}
	if kept < 90 {
		t.Errorf("only %d of 100 pages are kept", kept)
	}
}

func TestFixedPage(t *testing.T) {
	var renders int
	p := &fixedPage{route: "/x", contentType: typeHTML, daily: true, render: func(context.Context) ([]byte, error) {
		renders++
		return fmt.Appendf(nil, "%d %s", renders, openAPI), nil
	}}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := p.get(t.Context(), "2026-11-23"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if renders != 1 {
		t.Errorf("rendered %d times", renders)
	}
	first, _ := p.get(t.Context(), "2026-11-23")
	next, err := p.get(t.Context(), "2026-11-24")
	if err != nil || renders != 2 || first.plain.etag[0] == next.plain.etag[0] {
		t.Errorf("the next day: rendered %d times, %v", renders, err)
	}
	settle()
	better, _ := p.get(t.Context(), "2026-11-24")
	if len(better.brotli.bytes) >= len(next.brotli.bytes) || !bytes.Equal(better.plain.bytes, next.plain.bytes) {
		t.Errorf("thorough compression: %d bytes, quick: %d", len(better.brotli.bytes), len(next.brotli.bytes))
	}
	if better.brotli.etag[0] == next.brotli.etag[0] {
		t.Error("different bytes have one ETag")
	}
}

// settle waits until the background work is done.
func settle() {
	for {
		background.mu.Lock()
		running := background.running
		background.mu.Unlock()
		if !running {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

func TestFixedPageFails(t *testing.T) {
	broken := errors.New("broken")
	p := &fixedPage{route: "/x", render: func(context.Context) ([]byte, error) { return []byte("half a pa"), broken }}
	if v, err := p.get(t.Context(), ""); v != nil || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestServeVariants(t *testing.T) {
	v := page(strings.Repeat("words and more words ", 200))
	tests := []struct {
		method, accept, match string
		code                  int
		coding                string
		want                  *body
	}{
		{"GET", "br, gzip", "", 200, "br", v.brotli},
		{"GET", "gzip", "", 200, "gzip", v.gzip},
		{"GET", "", "", 200, "", v.plain},
		{"HEAD", "gzip", "", 200, "gzip", v.gzip},
		{"GET", "gzip", v.gzip.etag[0], 304, "", v.gzip},
		{"GET", "gzip", v.brotli.etag[0], 200, "gzip", v.gzip},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(tt.method, "/", nil)
		if tt.accept != "" {
			r.Header.Set("Accept-Encoding", tt.accept)
		}
		if tt.match != "" {
			r.Header.Set("If-None-Match", tt.match)
		}
		w := httptest.NewRecorder()
		v.serve(w, r, noCache)
		h := w.Header()
		if w.Code != tt.code || h.Get("Content-Encoding") != tt.coding || h.Get("Etag") != tt.want.etag[0] || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%+v: %d %v", tt, w.Code, h)
		}
		wantBody := tt.code == http.StatusOK && tt.method == "GET"
		if wantBody != bytes.Equal(w.Body.Bytes(), tt.want.bytes) || !wantBody && w.Body.Len() > 0 {
			t.Errorf("%+v: body of %d bytes", tt, w.Body.Len())
		}
		if length := h.Get("Content-Length"); (tt.code == 200) != (length == tt.want.length[0]) {
			t.Errorf("%+v: length %q", tt, length)
		}
	}
}

func TestPrepare(t *testing.T) {
	lib, err := tiny()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s, err := newServer(Config{}, lib, nil, slog.New(slog.NewTextHandler(&log, nil)), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.prepare()
	for _, path := range []string{"/cases", "/method"} {
		if s.fixed[path].current.Load() == nil {
			t.Errorf("%s is not prepared", path)
		}
	}
	s.fixed["/cases"].current.Store(nil)
	s.fixed["/cases"].render = func(context.Context) ([]byte, error) { panic("boom") }
	s.prepare()
	if !strings.Contains(log.String(), "boom") {
		t.Errorf("the panic is not logged: %s", &log)
	}
}

func TestClientAddress(t *testing.T) {
	tests := []struct {
		proxies            []netip.Prefix
		peer, header, want string
	}{
		{nil, "127.0.0.1:5", "192.0.2.1", "127.0.0.1"},
		{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "10.1.2.3:5", "198.51.100.1, 192.0.2.1", "192.0.2.1"},
		{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "10.1.2.3:5", "192.0.2.1, 10.9.9.9", "192.0.2.1"},
		{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "127.0.0.1:5", "192.0.2.1", "127.0.0.1"},
		{[]netip.Prefix{netip.MustParsePrefix("fd00::/8")}, "[fd00::1]:5", "2001:db8::1", "2001:db8::1"},
	}
	for _, tt := range tests {
		s := &server{cfg: Config{TrustedProxies: tt.proxies}}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tt.peer
		r.Header.Set("X-Forwarded-For", tt.header)
		if got := s.clientAddress()(r); got != tt.want {
			t.Errorf("%+v: got %s", tt, got)
		}
	}
}
