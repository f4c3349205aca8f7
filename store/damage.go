package store

import (
	"context"
	"fmt"
)

// RevisionsError is damage to single revisions: everything else in the file is whole.
type RevisionsError struct {
	Damaged int // how many revisions

	// The first of them. The id opens the assessment, so it belongs neither in a
	// log nor in an answer.
	ID     string
	Number int
	Err    error
}

// add counts a revision with which something is wrong.
func (e *RevisionsError) add(id string, number int, wrong error) {
	if wrong == nil {
		return
	}
	if e.Damaged == 0 {
		e.ID, e.Number, e.Err = id, number, wrong
	}
	e.Damaged++
}

func (e *RevisionsError) Error() string {
	if e.Damaged == 1 {
		return fmt.Sprintf("revision %d of assessment %s is damaged: %v", e.Number, e.ID, e.Err)
	}
	return fmt.Sprintf("%d revisions are damaged, the first is revision %d of assessment %s: %v", e.Damaged, e.Number, e.ID, e.Err)
}

func (e *RevisionsError) Unwrap() error { return e.Err }

// Check verifies the file while it is in use, as Verify does but without hurry. What it
// finds is what Damage says from then on.
func (s *SQLite) Check(ctx context.Context) (Contents, error) {
	found, err := verify(ctx, s.path, unhurried)
	if ctx.Err() != nil {
		return found, ctx.Err()
	}
	s.damage.Store(&err)
	return found, err
}

// Damage returns the damage that Check has found; nil for none, and before it has ended.
func (s *SQLite) Damage() error {
	if found := s.damage.Load(); found != nil {
		return *found
	}
	return nil
}

// Damage is nil: PostgreSQL checks its own files.
func (s *Postgres) Damage() error { return nil }
