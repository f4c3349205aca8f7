package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"crossroads/assess"
	"crossroads/link"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// recorder wraps a response and notes what the access log needs.
type recorder struct {
	http.ResponseWriter
	id     string // of the request
	route  string // pattern, not the path, which may hold an id: whoever knows it can read
	status int
	bytes  int64
	sent   sentForm       // its fields are nil until they have been read
	caller *assess.Caller // nil until it is known, and for responses from memory
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	if r.caller != nil {
		if r.caller.Closed {
			r.makePrivate()
		}
		r.caller.Leave()
	}
	r.ResponseWriter.WriteHeader(status)
}

// makePrivate overrides the headers of a response about an assessment that is not for
// everybody with its link: no cache may store it, and no other site may read it.
func (r *recorder) makePrivate() {
	h := r.Header()
	h["Cache-Control"] = deliver.NoStore
	h["X-Robots-Tag"] = deliver.NoIndex
	h.Del("Access-Control-Allow-Origin")
	if h["Cross-Origin-Resource-Policy"] != nil {
		h["Cross-Origin-Resource-Policy"] = []string{"same-origin"}
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// Unwrap serves http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

var recorders = sync.Pool{New: func() any { return new(recorder) }}

// recorderOf finds the recorder inside the writers that wrap it.
func recorderOf(w http.ResponseWriter) *recorder {
	for {
		switch t := w.(type) {
		case *recorder:
			return t
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return &recorder{ResponseWriter: w}
		}
	}
}

// requestIDs makes ids that are unique to this run of the program. They are not secret.
type requestIDs struct {
	prefix string
	count  atomic.Uint64
}

func newRequestIDs() *requestIDs { return &requestIDs{prefix: rand.Text()[:8] + "-"} }

func (ids *requestIDs) next() string {
	return ids.prefix + strconv.FormatUint(ids.count.Add(1), 36)
}

// observe gives every request an id and a line in the log, and turns panics into error pages.
func (s *server) observe(next http.Handler) http.Handler {
	ids := newRequestIDs()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := recorders.Get().(*recorder)
		*rec = recorder{ResponseWriter: w, id: ids.next()}
		w.Header()["X-Request-Id"] = []string{rec.id}
		defer func() {
			if p := recover(); p != nil {
				s.panicked(rec, r, p)
			}
			s.logRequest(rec, r, start)
			recorders.Put(rec)
		}()
		next.ServeHTTP(rec, r)
	})
}

func (s *server) panicked(rec *recorder, r *http.Request, p any) {
	if p == http.ErrAbortHandler {
		panic(p)
	}
	err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	if rec.status == 0 {
		s.fail(rec, r, err)
		return
	}
	s.log.Error("request failed after its answer began", "request", rec.id, "err", err)
}

// Request describes a request for logs and metrics. It never has the path, which can contain
// ids and answers.
type Request struct {
	Method string
	Route  string // pattern of the address, or a text in parentheses where there is none
	Status int
	Bytes  int64
	Took   time.Duration
}

func (s *server) logRequest(rec *recorder, r *http.Request, start time.Time) {
	took := time.Since(start)
	level := slog.LevelInfo
	if rec.route == "/healthz" || rec.route == "/readyz" {
		level = slog.LevelDebug
	}
	route := cmp.Or(rec.route, "(none)")
	if s.cfg.Observe != nil {
		s.cfg.Observe(Request{Method: r.Method, Route: route, Status: rec.status, Bytes: rec.bytes, Took: took})
	}
	log, ctx := s.log.Handler(), r.Context()
	if !log.Enabled(ctx, level) {
		return
	}
	// A Logger would look at the clock again, and for the line of source that called it.
	line := slog.NewRecord(start.Add(took), level, "request", 0)
	line.AddAttrs(
		slog.String("method", r.Method),
		slog.String("route", route),
		slog.Int("status", rec.status),
		slog.Int64("bytes", rec.bytes),
		slog.Duration("took", took),
		slog.String("request", rec.id))
	_ = log.Handle(ctx, line) // failures to write logs have nowhere to go
}

// secure sets the security headers, exactly one of each.
func (s *server) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for _, set := range s.headersAt(r).of(r.URL.Path) {
			h[set.Name] = set.Values
		}
		next.ServeHTTP(w, r)
	})
}

// below serves a portal that is not at the root of its host. Some reverse proxies pass the
// base path on and some remove it, so requests come with it and without. From here on paths
// are those of the routes; package link puts the base path in front again.
func (s *server) below(next http.Handler) http.Handler {
	if s.path == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(link.Under(r.Context(), s.path))
		if rest, ok := strings.CutPrefix(r.URL.Path, s.path); ok && (rest == "" || rest[0] == '/') {
			at := *r.URL
			at.Path = rest
			at.RawPath, _ = strings.CutPrefix(at.RawPath, s.path)
			if rest == "" {
				at.Path = "/"
			}
			r.URL = &at
		}
		next.ServeHTTP(w, r)
	})
}

// canonical redirects "/articles/" to "/articles". The target has no host, so it is always on
// this site. Fields of the query are separated by "&".
func (s *server) canonical(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.RawQuery = form.Separated(r.URL.RawQuery)
		path := r.URL.EscapedPath()
		if len(path) < 2 || path[len(path)-1] != '/' {
			next.ServeHTTP(w, r)
			return
		}
		recorderOf(w).route = "(trailing slash)"
		_ = deliver.Redirect(w, r, http.StatusPermanentRedirect, form.URL("/"+strings.Trim(path, "/"), r.URL.RawQuery)) // never fails
	})
}

var closes = []string{"close"}

// limit bounds the time and the body of a request, and refuses forms of other sites.
func (s *server) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := s.cfg.BodyLimit
		if strings.HasSuffix(r.URL.Path, "/assessments/import") {
			most = max(most, maxImport) // a file has a report, which is larger than a form
		}
		if r.ContentLength > most {
			var err error = &http.MaxBytesError{Limit: most}
			if strings.HasPrefix(r.Header.Get("Content-Type"), fileForm) {
				err = unreadableForm(err)
			}
			s.fail(w, r, err)
			return
		}
		if len(r.TransferEncoding) > 0 {
			// The request may also have a Content-Length, which net/http silently drops. What
			// follows must then not be read as another request (RFC 9112, 6.3).
			w.Header()["Connection"] = closes
		}
		caller, ctx := s.received(w, r)
		defer caller.Leave()
		ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
		defer cancel()
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if err := s.checkOrigin(w, r); err != nil {
			s.fail(w, r, err)
			return
		}
		r, err := s.acting(w, r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// base returns the public address of the portal, or else the address of the request, with
// the path that the portal is served below. A path of a route can follow it.
func (s *process) base(r *http.Request) string {
	if s.cfg.BaseURL != "" {
		return s.cfg.BaseURL
	}
	return s.origin(r)
}

// origin returns the scheme and host of base.
func (s *process) origin(r *http.Request) string {
	if s.cfg.BaseURL != "" {
		return s.publicText
	}
	scheme := "http"
	if r.TLS != nil || s.fromProxy(r) && forwardedProto(r) == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// forwardedProto returns the scheme by which readers reach the first of the proxies, in lower case.
func forwardedProto(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-Proto"), ",")
	return strings.ToLower(strings.TrimSpace(first))
}

func (s *process) fromProxy(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && within(s.cfg.TrustedProxies, peer.Addr())
}
