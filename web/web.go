// Package web is the portal's HTTP side: pages, forms, the JSON API and the frames
// for other sites.
//
// Every address is one line of the table in routes.go. A handler reads a request,
// calls a use case of package assess or makes a page of the content, and responds.
// It returns errors, which errors.go turns into a page or a problem document
// (RFC 9457) and a line in the log. Pages that are the same for all readers are made
// once (package deliver) and served before the router is asked.
//
// A page is rendered completely before its first byte is sent. The portal sets
// cookies only for people who sign in, and contacts no other site but their issuer.
// It accepts changes from its own pages, new assessments from frames, and
// requests to the API with an edit key or a token. Limits apply to each network.
//
// Only routes.go knows the router.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"

	"crossroads/assess"
	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/fair"
	"crossroads/link"
	"crossroads/views"
	"crossroads/web/account"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/web/origin"
)

// Store is a database of assessments that can report its health.
type Store interface {
	assess.Store
	Health
}

// Health reports the state of a database.
type Health interface {
	// Ping reports whether assessments can be read.
	Ping(ctx context.Context) error
	// Room returns the bytes in use and the limit, which is 0 if there is none.
	Room() (used, most int64)
	// Damage returns the known damage to the stored data, nil for none.
	Damage() error
}

// Config holds the settings of an operator.
type Config struct {
	// public address with the path it is served below, as origin.Canonical takes it; empty: that of each request
	BaseURL        string
	SiteName       string         // "" means Crossroads
	Contact        string         // URL or mailto:, may be empty
	Version        string         // of the program
	Ancestors      []string       // origins that may frame /embed/, beside the portal's own pages
	EmbedIsolation bool           // frames work inside pages that are cross-origin isolated
	TrustedProxies []netip.Prefix // whose X-Forwarded-For and -Proto are believed
	LogAddresses   bool           // the log names clients by their whole address
	IdentityHeader string         // in which trusted proxies say who sends a request, "" for none
	Account        account.Config // how else people and programs are known, and what they may do
	BodyLimit      int64          // bytes of a request's body; 0 means 64 KiB
	Timeout        time.Duration  // of one request; 0 means 10 s
	SaveBurst      int            // how much one network may store at once; 0 means 60
	SaveRate       float64        // and after that a second; 0 means 1, +Inf no limit
	DropUnopened   int            // days after which the store drops drafts that nobody opened, for pages to say so; 0 for never
	PageCache      int            // bytes of finished share pages cached in memory; 0 means 16 MiB
	ReportCache    int            // bytes of reports cached in memory; 0 means 8 MiB

	Secret []byte // signs the tokens of frames, the same in all instances; made at random if empty

	Observe func(Request) // called after every request; may be nil

	gate *fair.Gate[netip.Prefix] // of tests
}

// Portal is an http.Handler. Its content can be replaced while it serves, by one goroutine at a
// time. Each request sees one state of the content from beginning to end.
type Portal struct {
	process *process
	current atomic.Pointer[edition]
}

// edition is the portal with one state of the content.
type edition struct {
	*server
	all    http.Handler
	author http.Handler // the same with a notice for authors of content; nil without one
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

// Prepare makes the slowest pages, so that no reader waits for them. It returns when they can be
// served from memory or ctx has ended.
func (p *Portal) Prepare(ctx context.Context) {
	p.current.Load().prepare(ctx)
	p.process.background.Wait(ctx)
}

// Stats adds the cache of pages and the version of the content to the counts of package assess.
type Stats struct {
	assess.Stats
	PageHits, PageMisses uint64 // share pages and exports that came from the cache, or did not
	Content              string // version of the content that is served
}

// Stats returns a snapshot of the counts.
func (p *Portal) Stats() Stats {
	s := Stats{Stats: p.process.assess.Stats(), Content: p.current.Load().lib.Version}
	s.PageHits, s.PageMisses = p.process.pageCache.Asked()
	return s
}

// Close stops the background work and returns when it has ended. Requests can still be served
// afterwards, from the cache or by making pages on demand.
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

// Refuse leaves the content as it is and shows its authors why a newer version is not served.
// Authors are readers on this machine and people with that role.
func (p *Portal) Refuse(problems []string) error {
	now := p.current.Load()
	s, err := p.process.server(now.lib, problems)
	if err != nil {
		return err
	}
	p.current.Store(&edition{server: now.server, all: now.all, author: s.handler()})
	return nil
}

// ServeHTTP responds with the current content.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := p.current.Load()
	if now.author != nil && (onThisMachine(r) || p.process.account.Writes(r)) {
		now.author.ServeHTTP(w, r)
		return
	}
	now.all.ServeHTTP(w, r)
}

// onThisMachine reports whether a request comes from a browser on the machine of the portal, and
// not through a reverse proxy there.
func onThisMachine(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header[name] != nil {
			return false
		}
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && peer.Addr().Unmap().IsLoopback()
}

// process holds what stays when the content is replaced: the store, sessions and caches.
type process struct {
	cfg         Config
	database    Health
	log         *slog.Logger
	now         func() time.Time
	public      origin.Origin              // of the configured address, zero without one
	publicText  string                     // the same as browsers write it, "" without one
	path        string                     // path of the configured address: "/crossroads", "" for the root
	ancestors   string                     // sources of frame-ancestors
	headers     atomic.Pointer[headerSets] // for the address of the latest request
	address     func(*http.Request) string // of the client of a request
	csrf        *http.CrossOriginProtection
	frameTokens *frameTokens                // for saving from frames
	refusals    *fair.Limiter[struct{}]     // of warnings about origins
	wrongTokens *fair.Limiter[netip.Prefix] // of refused logout tokens
	forwarded   atomic.Bool                 // a proxy that is not trusted has been warned about
	named       atomic.Bool                 // and the people that it names
	unreadable  atomic.Bool                 // one that is trusted and writes no addresses, too
	pageCache   *deliver.Cache              // finished share pages and exports
	drawings    singleflight.Group          // of pictures, by their sum
	background  deliver.Shelf               // fixed pages, and their thorough compression
	assess      *assess.Service             // on the content at the start
	account     *account.Service            // who sends a request
}

// server is the portal with one state of the content: everything a handler may use.
type server struct {
	*process
	lib    *content.Library
	assess *assess.Service // on this content
	costs  *cost.Model     // of the prices in the content
	site   views.Site
	router http.Handler              // of all addresses; see route
	fixed  map[string]*deliver.Fixed // by path
	pages  *deliver.Pages            // finished pages of this content
	index  func() *content.Index     // of the search, made once
	// selfTests takes a moment, so it runs once: when the page is first requested, or soon
	// after the start.
	selfTests func() []decision.SelfTest
}

func newProcess(cfg Config, lib *content.Library, store Store, log *slog.Logger, now func() time.Time) (*process, error) {
	cfg = cfg.withDefaults()
	p := &process{database: store, log: log, now: now, csrf: http.NewCrossOriginProtection(),
		frameTokens: newFrameTokens(now, cfg.Secret), refusals: newRefusals(now),
		wrongTokens: fair.NewLimiter[netip.Prefix](now, rate.Every(10*time.Second), 20)}
	var err error
	if cfg.BaseURL != "" {
		if p.public, p.path, err = origin.Public(cfg.BaseURL); err != nil {
			return nil, fmt.Errorf("base URL: %w", err)
		}
		p.publicText = p.public.String()
		cfg.BaseURL = p.publicText + p.path
	}
	if p.ancestors, err = origin.Ancestors(cfg.Ancestors); err != nil {
		return nil, fmt.Errorf("embed ancestors: %w", err)
	}
	cfg.IdentityHeader = http.CanonicalHeaderKey(cfg.IdentityHeader) // as in requests
	p.cfg = cfg
	p.pageCache = deliver.NewCache(now, cfg.PageCache)
	p.address = clientAddress(cfg.TrustedProxies, p.warnUnread)
	p.headers.Store(newHeaderSets(p.publicText, p.ancestors, strings.HasPrefix(cfg.BaseURL, "https://"), cfg.EmbedIsolation))
	if p.account, err = newAccounts(cfg, store, log, now, p); err != nil {
		return nil, fmt.Errorf("sign-in: %w", err)
	}
	p.csrf.AddInsecureBypassPattern("POST " + frameSavePath)
	p.assess = assess.New(assess.Config{
		Store: store, Log: log, Now: now, Fit: form.Fit, Changed: p.pageCache.Forget,
		SaveBurst: cfg.SaveBurst, SaveRate: cfg.SaveRate, NoteOpened: cfg.DropUnopened > 0,
		SignIn: p.account.On(), Groups: p.account.KnowsGroups(),
		Gate: cfg.gate, Reports: cfg.ReportCache,
	}, lib)
	return p, nil
}

// server makes the handlers for a state of the content. Problems are the reasons why a newer one
// is not served, for its authors.
func (p *process) server(lib *content.Library, problems []string) (*server, error) {
	s := &server{
		process: p, lib: lib, assess: p.assess.With(lib), pages: p.pageCache.Edition(),
		costs: lib.CostModel(),
		site: views.Site{
			Name: p.cfg.SiteName, BaseURL: p.cfg.BaseURL, Contact: p.cfg.Contact,
			Version: p.cfg.Version, Content: lib.Version, Comparisons: lib.Comparisons, Panels: lib.Panels,
			Terms: content.NewTermIndex(lib.Terms), Costs: len(lib.Prices) > 0,
			Portfolio: p.account.On(), Ancestors: p.ancestors, DropUnopened: p.cfg.DropUnopened, Problems: problems,
		},
	}
	s.selfTests = sync.OnceValue(s.runSelfTests)
	s.index = sync.OnceValue(s.newIndex)
	s.fixed = map[string]*deliver.Fixed{}
	return s, s.route()
}

// prepare makes the slowest pages.
func (s *server) prepare(ctx context.Context) {
	defer func() {
		if p := recover(); p != nil { // no request is there to answer it
			s.log.Error("preparing pages failed", "err", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	s.account.Watch(ctx)
	s.index()
	for _, path := range []string{"/cases", "/method"} {
		if ctx.Err() != nil {
			return
		}
		if _, err := s.fixed[path].Get(link.Under(ctx, s.path), s.today(), &s.background); err != nil {
			s.log.Error("preparing a page failed", "route", path, "err", err)
		}
	}
}

func (c Config) withDefaults() Config {
	if c.SiteName == "" {
		c.SiteName = "Crossroads"
	}
	if c.BodyLimit == 0 {
		c.BodyLimit = 64 << 10
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	if c.SaveBurst == 0 {
		c.SaveBurst = saveBurst
	}
	if c.SaveRate == 0 {
		c.SaveRate = saveRate
	}
	if math.IsInf(c.SaveRate, 1) {
		c.SaveRate = float64(rate.Inf)
	}
	if c.PageCache == 0 {
		c.PageCache = 16 << 20
	}
	return c
}

func (s *server) today() string { return s.now().UTC().Format(time.DateOnly) }
