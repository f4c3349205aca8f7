// Package record has the types of everything that is stored: assessments and their revisions, team
// rounds, comments, tokens, sessions, the audit log and messages for webhooks. It also tallies the
// answers of a round.
package record

import (
	"errors"
	"fmt"
	"time"

	"crossroads/decision"
)

// Errors of stores. Each package translates them for its callers.
var (
	ErrNotFound    = errors.New("not found")
	ErrConflict    = errors.New("conflict")
	ErrForbidden   = errors.New("forbidden")
	ErrDamaged     = errors.New("damaged")     // not what was stored
	ErrUnguarded   = errors.New("unguarded")   // triggers of the audit log are off
	ErrUnavailable = errors.New("unavailable") // the storage cannot be written now: disk full, read-only, gone
	ErrFull        = errors.New("full")        // the storage has reached the operator's limit
)

// Saved is a stored assessment at one of its revisions.
type Saved struct {
	ID         string    // lets its holder read; 128 bits or more
	Comparison string    // slug
	Created    time.Time // of the assessment
	Owner      string    // who saved it first, where the portal knows; usually empty
	Latest     int       // number of the newest revision
	Life
	Arranged   int       // how often Life was changed
	ArrangedAt time.Time // when it was changed last, zero for never
	Commented  int       // how often its comments were changed
	Milestone  string    // name of this revision, usually empty
	Audience   Audience  // who may see it
	Revision
}

// Older reports whether there is a newer revision.
func (s Saved) Older() bool { return s.Number < s.Latest }

// SetBefore reports whether status and dates were last set before this revision, the newest, was made.
func (s Saved) SetBefore() bool {
	return !s.Older() && !s.ArrangedAt.IsZero() && s.ArrangedAt.Before(s.At)
}

// State returns a text that changes whenever anything that pages show of the revision changes. It does not
// depend on texts, input and report, which never change.
func (s Saved) State() string {
	return fmt.Sprintf("%d/%d/%d/%d %s %q %q %q %s",
		s.Number, s.Latest, s.Arranged, s.Commented, s.Status, s.Review, s.Expires, s.Milestone, s.Audience.Who)
}

// Life holds what the owner can change about an assessment without a new revision.
type Life struct {
	Status  string // Draft, Decided or Superseded
	Review  string // YYYY-MM-DD when the decision is to be looked at again (UTC), or ""
	Expires string // YYYY-MM-DD, the last day on which the links work, wherever a reader is, or ""
}

// Status of an assessment.
const (
	Draft      = "draft"
	Decided    = "decided"
	Superseded = "superseded"
)

// lastZone is how long after UTC a day ends in the last time zone, UTC-12. A last day means that day
// wherever a reader is.
const lastZone = 12 * time.Hour

// Expired reports whether the links have stopped working: the last day is over in
// every time zone.
func (l Life) Expired(now time.Time) bool {
	return l.Expires != "" && now.UTC().Add(-lastZone).Format(time.DateOnly) > l.Expires
}

// Due reports whether the day of the review has come.
func (l Life) Due(now time.Time) bool {
	return l.Review != "" && l.Status != Superseded && now.UTC().Format(time.DateOnly) >= l.Review
}

// Turns returns the next moment at which Due or Expired changes; zero if there is none. It returns now for a
// day that cannot be read.
func (l Life) Turns(now time.Time) time.Time {
	review, expires := l.Review, l.Expires
	if l.Status == Superseded || l.Due(now) {
		review = ""
	}
	if l.Expired(now) {
		expires = ""
	}
	var first time.Time
	for _, day := range []struct {
		text  string
		after time.Duration
	}{{review, 0}, {expires, 24*time.Hour + lastZone}} {
		if day.text == "" {
			continue
		}
		at, err := time.Parse(time.DateOnly, day.text)
		if err != nil {
			return now
		}
		if at = at.Add(day.after); first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// Revision is one append-only state of a saved assessment.
type Revision struct {
	Number int // from 1
	At     time.Time
	Title  string
	Note   string // markdown
	Author string // free text, may be empty
	Labels
	Input     decision.Assessment
	Catalogue string // version
	Engine    string // version
	Report    []byte // the report as JSON, exactly as first computed
}

// Entry is a line of an assessment's history.
type Entry struct {
	Number    int
	At        time.Time
	Title     string
	Author    string
	Milestone string
	Catalogue string
	Engine    string
	Headline  string // the verdict of the report, "" when it has none
	SameAs    int    // the first earlier revision with the same texts, answers and report, as of one that was restored; 0 for none
}

// Round is a team round: people answer independently, and nobody sees the answers of others before it is
// revealed.
type Round struct {
	Token    string // lets its holder answer
	Opened   time.Time
	Revealed time.Time // zero while people answer
	Expires  string    // as that of its assessment
	Voices   []Voice   // in the order of names; without answers and reports while open
}

// Open reports whether people may still answer.
func (r Round) Open() bool { return r.Revealed.IsZero() }

// Voice is one person's answers in a round.
type Voice struct {
	Name      string
	At        time.Time
	Input     decision.Assessment
	Catalogue string
	Engine    string
	Report    []byte // as JSON
}
