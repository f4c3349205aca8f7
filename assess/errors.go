package assess

import (
	"errors"
	"fmt"
	"time"

	"crossroads/record"
	"crossroads/text"
	"crossroads/wrong"
)

var (
	// ErrNoComparison means that the comparison of an assessment has left the
	// content: what is stored can be read, but not evaluated.
	ErrNoComparison = errors.New("the comparison is no longer in the content")
	// ErrOtherComparison means that a draft belongs to another comparison than
	// the assessment that it is to revise.
	ErrOtherComparison = errors.New("the assessment belongs to another comparison")
	// ErrNoBase means that the revision a draft says it began with does not exist.
	ErrNoBase = fmt.Errorf("no such base: %w", record.ErrNotFound)
)

// NoRevisionError means that an assessment is there, but not the revision.
type NoRevisionError struct{ Number, Latest int }

func (e *NoRevisionError) Error() string {
	return fmt.Sprintf("no revision %d of %d", e.Number, e.Latest)
}

// Unwrap makes it a record.ErrNotFound.
func (e *NoRevisionError) Unwrap() error { return record.ErrNotFound }

// Reasons for a WaitError.
var (
	ErrGuesses = errors.New("too many wrong edit keys")
	ErrSaves   = errors.New("too much was saved")
)

// WaitError means that a network has reached a limit.
type WaitError struct {
	Err  error // ErrGuesses or ErrSaves
	Wait time.Duration
}

func (e *WaitError) Error() string { return fmt.Sprintf("%v, wait %v", e.Err, e.Wait) }

// Unwrap returns the reason: ErrGuesses or ErrSaves.
func (e *WaitError) Unwrap() error { return e.Err }

// EndedError means that the last day on which the links work has passed.
type EndedError struct {
	Until string // YYYY-MM-DD
	Round bool   // the links to a team round
}

func (e *EndedError) Error() string { return "the links worked until " + e.Until }

// InputError means that texts or dates cannot be used, with a finding for each.
type InputError struct{ Findings []text.Finding }

func (e *InputError) Error() string {
	if len(e.Findings) == 0 {
		return wrong.Err.Error()
	}
	return e.Findings[0].Field + ": " + e.Findings[0].Fact
}

// Unwrap makes it a wrong.Err.
func (e *InputError) Unwrap() error { return wrong.Err }

// NameError means that the name of a person or of a milestone cannot be used.
type NameError struct{ Problem string } // the end of a sentence: "is missing"

func (e *NameError) Error() string { return "the name " + e.Problem }

// Unwrap makes it a wrong.Err.
func (e *NameError) Unwrap() error { return wrong.Err }

// ConflictError means that somebody saved another revision first.
type ConflictError struct {
	Latest  int       // its number
	Between *Conflict // nil when the two cannot be laid side by side
	Why     error     // why Between is nil: ErrNoBase, ErrNoComparison or an error of the store
}

func (e *ConflictError) Error() string { return fmt.Sprintf("revision %d was saved first", e.Latest) }

// Unwrap makes it a record.ErrConflict, and an error of the kind in Why.
func (e *ConflictError) Unwrap() []error {
	if e.Why != nil {
		return []error{record.ErrConflict, e.Why}
	}
	return []error{record.ErrConflict}
}
