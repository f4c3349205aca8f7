// Package assess is what can be done with an assessment: evaluate answers, save
// them, revise, merge, restore and import what is saved, answer in a team round,
// score an old revision with today's content, comment on it, and compare two revisions.
//
// Each of these is one function, and it is the same one for a page, for a frame
// in another site and for a program. The package knows neither HTTP nor HTML nor
// SQL: callers read requests and write answers, and a Store keeps the rows.
//
// Four rules hold for all of them:
//
//   - A stored revision never changes. Its report is kept byte for byte as it was
//     first computed, so a result that was shared stays what it was.
//   - Whoever has the edit key may change an assessment, and nobody else; review dates,
//     comments and the audience are also for those whose role allows it. A wrong
//     key and an unknown id are the same error, and wrong keys are counted.
//   - Whoever may see an assessment is asked about in one place (admit), where it is read.
//   - One client cannot take the portal from the others: computing waits for a
//     place at a Gate, and saving is limited, both by the network in the Caller.
//
// Errors are those of package record (ErrNotFound, ErrForbidden, ErrConflict,
// ErrFull, ErrUnavailable), wrong.Input, those of package fair for too much at
// once, and the types in errors.go.
package assess

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"crossroads/decision"
	"crossroads/fair"
	"crossroads/record"
	"crossroads/text"
)

// Revisions reads and adds the states of assessments. All methods of a store
// return record.ErrUnavailable when it cannot do its work now, and those that
// add something record.ErrFull when there is no room left.
type Revisions interface {
	// CreateOnce stores the first revision, for owner if the portal knows who
	// that is, and returns the edit key, which is not stored. When once came
	// before it returns what was stored then and the same key, or
	// record.ErrConflict when it was for something else or that key has been
	// replaced.
	CreateOnce(ctx context.Context, comparison, owner string, once record.Once,
		rev record.Revision) (saved record.Saved, key string, err error)
	// Get returns one revision, 0 being the latest, or record.ErrNotFound.
	Get(ctx context.Context, id string, number int) (record.Saved, error)
	// Revise appends a revision. It returns record.ErrForbidden for a wrong
	// key or an unknown id, record.ErrConflict when base is not the latest.
	Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error)
	// History lists revisions, newest first: at most limit of those numbered
	// under before, or of all when before is 0.
	History(ctx context.Context, id string, before, limit int) ([]record.Entry, error)
	// Portfolio lists what people whom the portal knows have saved, newest first.
	Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error)
	// PortfolioCounts counts what a filter leaves; reviews are due by today,
	// YYYY-MM-DD.
	PortfolioCounts(ctx context.Context, f record.Filter, today string) (record.Counts, error)
	// SetReviews sets the review date of all these, or of none and returns the
	// ids of those that are not in the state that they are named in.
	SetReviews(ctx context.Context, of []record.Version, review string) (stale []string, err error)
	// Opened notes that somebody opened an assessment, for stores that drop drafts
	// that nobody opens.
	Opened(ctx context.Context, id string) error
}

// Owned holds the changes to an assessment that take its edit key. All methods return
// record.ErrForbidden for a wrong key or an unknown id.
type Owned interface {
	// Opens returns nil when the key opens the assessment.
	Opens(ctx context.Context, id, key string) error
	// Delete removes an assessment with all its revisions.
	Delete(ctx context.Context, id, key string) error
	// Mark names a revision, or takes its name away.
	Mark(ctx context.Context, id, key string, number int, name string) error
	// Arrange stores status, review date and end of the links.
	Arrange(ctx context.Context, id, key string, life record.Life) error
	// Rotate replaces the edit key and returns the new one. It and Revoke take
	// once as CreateOnce does; id and key belong to what it asks.
	Rotate(ctx context.Context, id, key string, once record.Once) (string, error)
	// Revoke replaces the id and returns the new one.
	Revoke(ctx context.Context, id, key string, once record.Once) (string, error)
}

// Rounds keeps team rounds.
type Rounds interface {
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
}

// Catalogues keeps the content that reports were made from.
type Catalogues interface {
	// KeepCatalogue stores the content of a version; Catalogue returns it, or
	// record.ErrNotFound.
	KeepCatalogue(ctx context.Context, comparison, version string, body []byte) error
	Catalogue(ctx context.Context, comparison, version string) ([]byte, error)
}

// Store keeps assessments.
type Store interface {
	Revisions
	Owned
	Rounds
	Catalogues
	Comments
	Audiences
}

// Shared is a store that other processes change too, as instances on one PostgreSQL do.
type Shared interface {
	// Standing is Get without texts, input and report.
	Standing(ctx context.Context, id string, number int) (record.Saved, error)
}

// Content finds the comparisons that are offered now.
type Content interface {
	Comparison(slug string) (*decision.Catalogue, bool)
}

// Config holds the stores, clocks and limits of a Service.
type Config struct {
	Store Store
	Log   *slog.Logger
	Now   func() time.Time
	// Fit takes out of an assessment what a catalogue does not know, or no longer
	// knows, and names each thing.
	Fit func(*decision.Catalogue, decision.Assessment) (decision.Assessment, []text.Finding)

	SaveBurst  int     // how much one network may store at once
	SaveRate   float64 // and after that a second
	NoteOpened bool    // the store wants to know what is opened
	SignIn     bool    // people can be known, so that something can be for some of them

	Gate    *fair.Gate[netip.Prefix] // bounds how much is computed at once; nil for the usual bounds
	Reports int                      // bytes of reports kept in memory; 0 means 8 MiB

	// Changed is called with the id of an assessment after something about it
	// may have changed, even if that failed; nil for nobody.
	Changed func(id string)
}

// Service is the use cases with one state of the content. All methods may be
// called concurrently.
type Service struct {
	*process
	content Content
	reports *reportCache // of this content, computed a moment ago
}

// process holds what outlives a change of the content: stores, caches and the gate.
type process struct {
	cfg     Config
	gate    *fair.Gate[netip.Prefix]    // bounds how much is computed and drawn at once, and shares it among networks
	guesses *fair.Limiter[netip.Prefix] // of edit keys
	saves   *fair.Limiter[netip.Prefix]
	counters
	contentStored sync.Map // "slug version" of the catalogues that are known to be in the store
}

// New returns the use cases with a content.
func New(cfg Config, content Content) *Service {
	if cfg.Gate == nil {
		cfg.Gate = newGate()
	}
	if cfg.Changed == nil {
		cfg.Changed = func(string) {}
	}
	if cfg.Reports == 0 {
		cfg.Reports = maxReports
	}
	p := &process{
		cfg:     cfg,
		gate:    cfg.Gate,
		guesses: fair.NewLimiter[netip.Prefix](cfg.Now, rate.Every(30*time.Second), 20),
		saves:   fair.NewLimiter[netip.Prefix](cfg.Now, rate.Limit(cfg.SaveRate), cfg.SaveBurst),
	}
	return p.with(content)
}

// With returns the same use cases with another state of the content. Limits and
// places at the gate are common to both; nothing computed from the content is.
func (s *Service) With(content Content) *Service { return s.process.with(content) }

func (p *process) with(content Content) *Service {
	return &Service{process: p, content: content, reports: newReportCache(p.cfg.Reports)}
}
