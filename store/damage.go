package store

import (
	"context"
	"fmt"
)

// ReportsError is damage to reports alone: everything else in the file is whole.
type ReportsError struct {
	Damaged int // how many reports

	// The first of them. The id opens the assessment, so it belongs neither in a
	// log nor in an answer.
	ID     string
	Number int
	Err    error
}

func (e *ReportsError) Error() string {
	if e.Damaged == 1 {
		return fmt.Sprintf("the report of revision %d of assessment %s is damaged: %v", e.Number, e.ID, e.Err)
	}
	return fmt.Sprintf("%d reports are damaged, the first is that of revision %d of assessment %s: %v", e.Damaged, e.Number, e.ID, e.Err)
}

func (e *ReportsError) Unwrap() error { return e.Err }

// Check verifies the file while it is in use, as Verify does. What it finds is
// what Damage says from then on.
func (s *SQLite) Check(ctx context.Context) (Contents, error) {
	found, err := Verify(ctx, s.path)
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
