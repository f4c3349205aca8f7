// Package assess holds the use cases of an assessment: evaluating answers; saving them;
// revising, merging, restoring and importing saved ones; answering in a team round;
// scoring an old revision with today's content; commenting; comparing two revisions.
//
// Each use case is one function, shared by pages, frames in other sites and the API.
// The package knows neither HTTP nor HTML nor SQL: callers read requests and write
// responses, and a Store holds the rows.
//
// Four rules hold for all of them:
//
//   - A stored revision never changes. Its report is stored byte for byte as it was
//     first computed, so a shared result always looks the same.
//   - An assessment can only be changed with its edit key, except that review dates,
//     comments and the audience can also be changed by people whose role allows it.
//     A wrong key and an unknown id give the same error, and wrong keys are counted.
//   - Who may see an assessment is decided in one place (admit), when it is read.
//   - One client cannot crowd out the others: computing waits for a place at a gate,
//     and saving is rate-limited, both by the network in the Caller.
//
// Errors are those of package record (ErrNotFound, ErrForbidden, ErrConflict,
// ErrFull, ErrUnavailable), wrong.Input, those of package fair when too much is asked
// for at once, and the types in errors.go.
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

// Revisions reads and adds revisions of assessments. Every method of a store returns
// record.ErrUnavailable when the database cannot be used now, and methods that add
// something return record.ErrFull when there is no room left.
type Revisions interface {
	// CreateOnce stores the first revision of a new assessment and returns its edit
	// key, which is not stored. Owner is "" if the portal does not know who saves.
	// A repeated once returns the assessment stored the first time and the same key,
	// or record.ErrConflict if it was for another request or the key has been replaced.
	CreateOnce(ctx context.Context, comparison, owner string, once record.Once,
		rev record.Revision) (saved record.Saved, key string, err error)
	// Get returns one revision, 0 being the latest, or record.ErrNotFound.
	Get(ctx context.Context, id string, number int) (record.Saved, error)
	// Revise appends a revision. It returns record.ErrForbidden for a wrong
	// key or an unknown id, record.ErrConflict when base is not the latest.
	Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error)
	// History lists at most limit revisions, newest first: those with numbers below
	// before, or any when before is 0.
	History(ctx context.Context, id string, before, limit int) ([]record.Entry, error)
	// Portfolio lists the assessments saved by people known to the portal, newest first.
	Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error)
	// PortfolioCounts counts the assessments that match a filter; reviews are due by
	// today, YYYY-MM-DD.
	PortfolioCounts(ctx context.Context, f record.Filter, today string) (record.Counts, error)
	// SetReviews sets the review date of all the named versions. If some have changed
	// since, it sets none and returns their ids.
	SetReviews(ctx context.Context, of []record.Version, review string) (stale []string, err error)
	// Opened records that an assessment was opened, for stores that delete drafts
	// nobody opens.
	Opened(ctx context.Context, id string) error
}

// Owned makes the changes to an assessment that need its edit key. All methods return
// record.ErrForbidden for a wrong key or an unknown id.
type Owned interface {
	// Opens returns nil if the key is the one of the assessment.
	Opens(ctx context.Context, id, key string) error
	// Delete removes an assessment with all its revisions.
	Delete(ctx context.Context, id, key string) error
	// Mark names a revision, or takes its name away.
	Mark(ctx context.Context, id, key string, number int, name string) error
	// Arrange stores status, review date and end of the links.
	Arrange(ctx context.Context, id, key string, life record.Life) error
	// Rotate replaces the edit key and returns the new one. Rotate and Revoke can be
	// repeated with the same once as CreateOnce can, for the same id and key.
	Rotate(ctx context.Context, id, key string, once record.Once) (string, error)
	// Revoke replaces the id, which ends all links, and returns the new one.
	Revoke(ctx context.Context, id, key string, once record.Once) (string, error)
}

// Rounds stores team rounds.
type Rounds interface {
	// OpenRound begins a team round and returns the token for answering, or
	// record.ErrConflict while one is open. RevealRound ends it.
	OpenRound(ctx context.Context, id, key string) (string, error)
	RevealRound(ctx context.Context, id, key string) error
	// Speak adds an answer: record.ErrConflict when the round is over or the
	// name is taken.
	Speak(ctx context.Context, token string, v record.Voice) error
	// LatestRound returns the newest round of an assessment; RoundOf returns the round
	// of a token, with its comparison. Answers are included once the round is revealed.
	LatestRound(ctx context.Context, id string) (record.Round, error)
	RoundOf(ctx context.Context, token string) (record.Round, string, error)
}

// Catalogues stores the content that reports were computed from.
type Catalogues interface {
	// StoreCatalogue stores the content of a version; Catalogue returns it, or
	// record.ErrNotFound if it was never stored.
	StoreCatalogue(ctx context.Context, comparison, version string, body []byte) error
	Catalogue(ctx context.Context, comparison, version string) ([]byte, error)
}

// Store is everything that a Service needs of a database.
type Store interface {
	Revisions
	Owned
	Rounds
	Catalogues
	Comments
	Audiences
}

// Shared is a store that other processes change too, such as several instances of the
// portal on one PostgreSQL database.
type Shared interface {
	// Standing is Get without texts, input and report.
	Standing(ctx context.Context, id string, number int) (record.Saved, error)
}

// Content finds the comparisons that the portal offers now.
type Content interface {
	Comparison(slug string) (*decision.Catalogue, bool)
}

// Config holds the stores, clocks and limits of a Service.
type Config struct {
	Store Store
	Log   *slog.Logger
	Now   func() time.Time
	// Fit removes from an assessment whatever is not, or no longer, in a catalogue,
	// with a finding for each removal.
	Fit func(*decision.Catalogue, decision.Assessment) (decision.Assessment, []text.Finding)

	SaveBurst  int     // saves that one network may make at once
	SaveRate   float64 // saves a second that it may make after that
	NoteOpened bool    // report opened assessments to the store
	SignIn     bool    // people can sign in, so an audience can name some of them
	Groups     bool    // their groups are known, so an audience can name groups

	Gate    *fair.Gate[netip.Prefix] // bounds how much is computed at once; nil for the usual bounds
	Reports int                      // bytes of reports cached in memory; 0 means 8 MiB

	// Changed is called with the id of an assessment after every attempt to change
	// it, failed ones included. It may be nil.
	Changed func(id string)
}

// Service offers the use cases on one state of the content. All methods may be called
// concurrently.
type Service struct {
	*process
	content Content
	reports *reportCache // computed from this content
}

// process holds what stays when the content is replaced: the store, limits and the gate.
type process struct {
	cfg     Config
	gate    *fair.Gate[netip.Prefix]    // bounds how much is computed and drawn at once, and shares it among networks
	guesses *fair.Limiter[netip.Prefix] // of edit keys
	saves   *fair.Limiter[netip.Prefix]
	counters
	contentStored sync.Map // "slug version" of the catalogues that are known to be in the store
}

// New returns the use cases on a state of the content.
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

// With returns the same use cases on another state of the content. Both share limits and
// the gate, and nothing that was computed from the content.
func (s *Service) With(content Content) *Service { return s.process.with(content) }

func (p *process) with(content Content) *Service {
	return &Service{process: p, content: content, reports: newReportCache(p.cfg.Reports)}
}
