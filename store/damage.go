package store

import (
	"context"
	"fmt"

	"crossroads/record"
)

// RevisionsError reports damage to single revisions; the rest of the file is sound.
type RevisionsError struct {
	Damaged int // how many revisions

	// The first damaged revision. Its id gives access to the assessment, so it must not
	// appear in a log or an answer.
	ID     string
	Number int
	Err    error
}

// add counts a damaged revision.
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

// Check verifies the file like Verify, but while it is in use and without hurry. Damage then
// returns what it found.
func (s *SQLite) Check(ctx context.Context) (Contents, error) {
	found, err := verify(ctx, s.path, unhurried)
	if ctx.Err() != nil {
		return found, ctx.Err()
	}
	s.damage.Store(&err)
	return found, err
}

// Damage returns the damage found by Check; nil if there is none or Check has not finished.
func (s *SQLite) Damage() error {
	if found := s.damage.Load(); found != nil {
		return *found
	}
	return nil
}

// Damage returns record.ErrUnguarded if triggers are off, as the start or Ping found; PostgreSQL checks
// its own files.
func (s *Postgres) Damage() error {
	if s.unguarded.Load() {
		return record.ErrUnguarded
	}
	return nil
}

// guards lists the triggers that are missing or off, of those that keep the audit log from being changed.
const guards = `
	SELECT coalesce(string_agg(name, ', '), '') FROM (VALUES ('audit_is_fixed'), ('audit_stays')) wanted (name)
	WHERE NOT EXISTS (
		SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass('audit') AND tgname = name AND tgenabled IN ('O', 'A'))`

// noteGuards remembers the result of guards, and logs the first that lists any.
func (s *Postgres) noteGuards(off string) {
	if was := s.unguarded.Swap(off != ""); off != "" && !was {
		s.log.Error("the audit log can be changed: triggers of its table are missing or off; as the owner of the tables run ALTER TABLE "+
			"audit ENABLE TRIGGER for each", "triggers", off)
	}
}
