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
	// ErrNoBase means that a draft names a revision as the one it began with that
	// is not there.
	ErrNoBase = fmt.Errorf("no such base: %w", record.ErrNotFound)
)

// What a WaitError is about.
var (
	ErrGuesses = errors.New("too many wrong edit keys")
	ErrSaves   = errors.New("too much was saved")
)

// WaitError means that a network did something too often.
type WaitError struct {
	Err  error // ErrGuesses or ErrSaves
	Wait time.Duration
}

func (e *WaitError) Error() string { return fmt.Sprintf("%v, wait %v", e.Err, e.Wait) }

// Unwrap returns what it is about.
func (e *WaitError) Unwrap() error { return e.Err }

// EndedError means that the owner let the links work until a day that is over.
type EndedError struct {
	Until string // YYYY-MM-DD
	Round bool   // the links to a team round
}

func (e *EndedError) Error() string { return "the links worked until " + e.Until }

// InputError means that texts or dates cannot be used; the findings say which and why.
type InputError struct{ Findings []text.Finding }

func (e *InputError) Error() string {
	if len(e.Findings) == 0 {
		return wrong.Err.Error()
	}
	return e.Findings[0].Field + ": " + e.Findings[0].Fact
}

// Unwrap makes it a wrong.Err.
func (e *InputError) Unwrap() error { return wrong.Err }

// NameError means that a name cannot be used: of a person or of a milestone.
type NameError struct{ Problem string } // the end of a sentence: "is missing"

func (e *NameError) Error() string { return "the name " + e.Problem }

// Unwrap makes it a wrong.Err.
func (e *NameError) Unwrap() error { return wrong.Err }

// ConflictError means that somebody saved another revision first.
type ConflictError struct {
	Latest  int       // its number
	Between *Conflict // nil when the two cannot be laid side by side
	Why     error     // and why not: ErrNoBase, ErrNoComparison or an error of the store
}

func (e *ConflictError) Error() string { return fmt.Sprintf("revision %d was saved first", e.Latest) }

// Unwrap makes it a record.ErrConflict, and what kept the two from being
// laid side by side.
func (e *ConflictError) Unwrap() []error {
	if e.Why != nil {
		return []error{record.ErrConflict, e.Why}
	}
	return []error{record.ErrConflict}
}
