package decision

import (
	"errors"
	"time"
)

// Errors that packages around the domain translate at their edge.
var (
	ErrNotFound    = errors.New("not found")
	ErrInvalid     = errors.New("invalid")
	ErrConflict    = errors.New("conflict")
	ErrForbidden   = errors.New("forbidden")
	ErrUnavailable = errors.New("unavailable") // storage cannot take writes now: full, read-only, gone
)

// Saved is a stored assessment at one of its revisions.
type Saved struct {
	ID         string    // read capability, 128 bits or more
	Comparison string    // slug
	Created    time.Time // of the assessment
	Latest     int       // number of the newest revision
	Revision
}

// Revision is one append-only state of a saved assessment.
type Revision struct {
	Number    int // from 1
	At        time.Time
	Title     string
	Note      string // markdown
	Author    string // free text, may be empty
	Input     Assessment
	Catalogue string // version
	Engine    string // version
	Report    []byte // the report as JSON, exactly as first computed
}
