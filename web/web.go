// Package web is the portal's HTTP side: pages, forms, the JSON API and the
// frames for other sites. It is the only importer of Echo.
//
// It sets no cookie, sends nothing to other hosts, and answers every request
// with the whole response or a clean error, never half a page.
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

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/fair"
	"crossroads/record"
	"crossroads/views"
)

// Store keeps assessments. Reports of a revision never change once stored.
// All methods return record.ErrUnavailable when storage cannot do its work now,
// and those that add something record.ErrFull when there is no room left.
type Store interface {
	// CreateOnce stores the first revision, for owner if the portal knows who
	// that is, and returns the edit key, which is not stored. When once came
	// before it returns what was stored then and the same key, or
	// record.ErrConflict when it was for something else or that key has been
	// replaced.
	CreateOnce(ctx context.Context, comparison, owner string, once record.Once, rev record.Revision) (saved record.Saved, key string, err error)
	// Get returns one revision, 0 being the latest, or record.ErrNotFound.
	Get(ctx context.Context, id string, number int) (record.Saved, error)
	// Revise appends a revision. It returns record.ErrForbidden for a wrong
	// key or an unknown id, record.ErrConflict when base is not the latest.
	Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error)
	// Opens returns nil when the key opens the assessment, and
	// record.ErrForbidden for a wrong key or an unknown id.
	Opens(ctx context.Context, id, key string) error
	// Delete removes an assessment with all its revisions.
	Delete(ctx context.Context, id, key string) error
	// History lists revisions, newest first: at most limit of those numbered
	// under before, or of all when before is 0.
	History(ctx context.Context, id string, before, limit int) ([]record.Entry, error)
	// Mark names a revision, or takes its name away. It and the three that
	// follow return record.ErrForbidden as Revise does.
	Mark(ctx context.Context, id, key string, number int, name string) error
	// Arrange stores status, review date and end of the links.
	Arrange(ctx context.Context, id, key string, life record.Life) error
	// Rotate replaces the edit key and returns the new one. It and Revoke take
	// once as CreateOnce does; id and key belong to what it asks.
	Rotate(ctx context.Context, id, key string, once record.Once) (string, error)
	// Revoke replaces the id and returns the new one.
	Revoke(ctx context.Context, id, key string, once record.Once) (string, error)
	// Portfolio lists what people whom the portal knows have saved, newest first.
	Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error)
	// KeepCatalogue stores the content of a version; Catalogue returns it, or
	// record.ErrNotFound.
	KeepCatalogue(ctx context.Context, comparison, version string, body []byte) error
	Catalogue(ctx context.Context, comparison, version string) ([]byte, error)
	// OpenRound begins a team round and returns the token for answering;
	// record.ErrConflict while one is open. RevealRound ends it.
	OpenRound(ctx context.Context, id, key string) (string, error)
	RevealRound(ctx context.Context, id, key string) error
	// Speak adds an answer: record.ErrConflict when the round is over or the
	// name is taken.
	Speak(ctx context.Context, token string, v record.Voice) error
	// LatestRound returns the newest round of an assessment, RoundOf the one of
	// a token and its comparison. What was said is there once it is revealed.
	LatestRound(ctx context.Context, id string) (record.Round, error)
	RoundOf(ctx context.Context, token string) (record.Round, string, error)
	// Ping reports whether assessments can be read.
	Ping(ctx context.Context) error
	// Opened notes that somebody opened an assessment, for stores that drop drafts
	// that nobody opens.
	Opened(ctx context.Context, id string) error
	// Room is how many bytes are in use, and how many may be; 0 for any number.
	Room() (used, most int64)
}

// Config is what an operator may choose.
type Config struct {
	BaseURL        string         // public address, scheme and host in any form that CanonicalBaseURL takes; empty: taken from each request
	SiteName       string         // "" means Crossroads
	Contact        string         // URL or mailto:, may be empty
	Version        string         // of the program
	Ancestors      []string       // origins that may frame /embed/, beside the portal's own pages
	EmbedIsolation bool           // frames work inside pages that are cross-origin isolated
	TrustedProxies []netip.Prefix // whose X-Forwarded-For and -Proto are believed
	IdentityHeader string         // in which trusted proxies say who sends a request; empty: nobody is known and there is no portfolio
	BodyLimit      int64          // bytes of a request's body; 0 means 64 KiB
	Timeout        time.Duration  // of one request; 0 means 10 s
	SaveBurst      int            // how much one network may store at once; 0 means 60
	SaveRate       float64        // and after that a second; 0 means 1, +Inf no limit
	DropUnopened   int            // days after which the store drops drafts that nobody opened, for pages to say so; 0 for never
	Lazy           bool           // prepare no page before somebody asks for it
	PageCache      int            // bytes of finished share pages kept in memory; 0 means 16 MiB
}

// server is everything a handler may use.
type server struct {
	cfg   Config
	lib   *content.Library
	store Store
	log   *slog.Logger
	now   func() time.Time
	costs *cost.Model // of the prices in the content

	site    views.Site
	headers atomic.Pointer[headerSets] // for the address last asked at
	fixed   map[string]*fixedPage      // by path
	index   func() *content.Index      // what search looks in, made once
	// selfTests takes a moment, so it is worked out once, when somebody first
	// looks or soon after starting.
	selfTests   func() []decision.SelfTest
	shared      *pageCache                 // finished share pages
	reports     *reportCache               // evaluated a moment ago
	edition     uint64                     // tells servers apart that share them
	guesses     *brake                     // on wrong edit keys
	saves       *brake                     // on everything that is stored
	frameTokens *frameTokens               // for saving from frames
	kept        sync.Map                   // versions of content that the store has
	gate        *fair.Gate[netip.Prefix]   // bounds how much is computed and drawn at once, and shares it among networks
	drawings    singleflight.Group         // of pictures, by their sum
	address     func(*http.Request) string // a request comes from
	forwarded   *atomic.Bool               // a proxy that is not trusted was warned of
	csrf        *http.CrossOriginProtection
	public      site   // the configured address, of no site when there is none
	refusals    *brake // on warnings about origins
}

// New returns the portal. It fails only when the configuration cannot be used.
func New(cfg Config, lib *content.Library, store Store, log *slog.Logger, now func() time.Time) (http.Handler, error) {
	s, err := newServer(cfg, lib, store, log, now)
	if err != nil {
		return nil, err
	}
	s.prepareSoon()
	return s.handler(), nil
}

// prepareSoon is not at once: the first readers have the processor to themselves.
func (s *server) prepareSoon() {
	if !s.cfg.Lazy {
		time.AfterFunc(time.Second, func() { background.add(s.prepare) })
	}
}

func newServer(cfg Config, lib *content.Library, store Store, log *slog.Logger, now func() time.Time) (*server, error) {
	cfg = cfg.withDefaults()
	var public site
	if cfg.BaseURL != "" {
		var err error
		if public, err = publicSite(cfg.BaseURL); err != nil {
			return nil, fmt.Errorf("base URL: %w", err)
		}
		cfg.BaseURL = public.String()
	}
	ancestors, err := frameAncestors(cfg.Ancestors)
	if err != nil {
		return nil, fmt.Errorf("embed ancestors: %w", err)
	}
	s := &server{
		cfg: cfg, lib: lib, store: store, log: log, now: now, costs: cost.NewModel(lib.Prices).Assume(lib.Assumptions),
		site: views.Site{
			Name: cfg.SiteName, BaseURL: cfg.BaseURL, Contact: cfg.Contact,
			Version: cfg.Version, Content: lib.Version, Comparisons: lib.Comparisons, Costs: len(lib.Prices) > 0,
			Portfolio: cfg.IdentityHeader != "", Ancestors: ancestors, DropUnopened: cfg.DropUnopened,
		},
		shared:      newPageCache(now, cfg.PageCache),
		reports:     newReportCache(maxReports),
		guesses:     newBrake(now, rate.Every(30*time.Second), 20),
		saves:       newBrake(now, rate.Limit(cfg.SaveRate), cfg.SaveBurst),
		frameTokens: newFrameTokens(now),
		gate:        newGate(),
		forwarded:   new(atomic.Bool),
		csrf:        http.NewCrossOriginProtection(),
		public:      public,
		refusals:    newRefusals(now),
	}
	s.address = s.clientAddress()
	s.headers.Store(newHeaderSets(cfg.BaseURL, ancestors, strings.HasPrefix(cfg.BaseURL, "https://"), cfg.EmbedIsolation))
	s.csrf.AddInsecureBypassPattern("POST " + frameSavePath)
	s.selfTests = sync.OnceValue(s.runSelfTests)
	s.index = sync.OnceValue(s.newIndex)
	s.fixed, err = s.fixedPages()
	return s, err
}

// prepare makes the pages that take longest, so that no reader waits for them.
func (s *server) prepare() {
	defer func() {
		if p := recover(); p != nil { // no request is there to answer it
			s.log.Error("preparing pages failed", "err", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	s.index()
	for _, path := range []string{"/cases", "/method"} {
		if _, err := s.fixed[path].get(context.Background(), s.today()); err != nil {
			s.log.Error("preparing a page failed", "route", path, "err", err)
		}
	}
	background.add(debug.FreeOSMemory) // reading the content and preparing took more than serving does
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

func (s *server) today() string { return s.now().Format(time.DateOnly) }
