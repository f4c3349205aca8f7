package assess

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"crossroads/decision"
	"crossroads/record"
)

var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// ValidID reports whether a text has the form of the id of an assessment, which is also
// that of the token of a round.
func ValidID(id string) bool { return idPattern.MatchString(id) }

// Load reads a revision of an assessment whose links still work; number 0 is its
// latest revision. The error is record.ErrNotFound, as a *NoRevisionError if only the revision is
// missing, a *ClosedError or an *EndedError.
func (s *Service) Load(ctx context.Context, id string, number int) (record.Saved, error) {
	saved, err := s.LoadEnded(ctx, id, number)
	if number > 0 && errors.Is(err, record.ErrNotFound) {
		if latest, err := s.Load(ctx, id, 0); err == nil {
			return record.Saved{}, &NoRevisionError{number, latest.Number}
		}
	}
	if err == nil {
		err = s.CheckLinks(saved)
	}
	if err != nil {
		return record.Saved{}, err
	}
	return saved, nil
}

// State returns the record.Saved.State of a revision in the store now, to tell whether a
// cached page is still current. It is "" for stores that only this process changes, where
// Config.Changed is called instead.
func (s *Service) State(ctx context.Context, id string, number int) (string, error) {
	shared, ok := s.cfg.Store.(Shared)
	if !ok || !ValidID(id) {
		return "", nil
	}
	saved, err := shared.Standing(ctx, id, number)
	if err != nil {
		return "", fmt.Errorf("looking up an assessment: %w", err)
	}
	return readable(saved).State(), nil
}

// LoadEnded reads a revision even if its links have ended, for its owner.
func (s *Service) LoadEnded(ctx context.Context, id string, number int) (record.Saved, error) {
	if !ValidID(id) {
		return record.Saved{}, record.ErrNotFound
	}
	saved, err := s.cfg.Store.Get(ctx, id, number)
	if err != nil {
		return record.Saved{}, fmt.Errorf("reading an assessment: %w", err)
	}
	if err := s.admit(ctx, saved); err != nil {
		return record.Saved{}, err
	}
	s.noteOpened(ctx, id)
	return readable(saved), nil
}

// CheckLinks returns an *EndedError if the links of an assessment have ended.
func (s *Service) CheckLinks(saved record.Saved) error {
	if saved.Expired(s.cfg.Now()) {
		return &EndedError{Until: saved.Expires}
	}
	return nil
}

// noteOpened records in the store that an assessment was opened. Saving is not opening, so
// the page shown after a save does not call it. A failure is only logged.
func (s *Service) noteOpened(ctx context.Context, id string) {
	if !s.cfg.NoteOpened {
		return
	}
	if err := s.cfg.Store.Opened(ctx, id); err != nil {
		s.cfg.Log.Warn("an assessment may be dropped though it was opened", "request", CallerOf(ctx).Request, "err", err)
	}
}

// Record is a stored revision with its report decoded.
type Record struct {
	record.Saved
	Report decision.Report
}

// LoadRecord is Load with the report decoded.
func (s *Service) LoadRecord(ctx context.Context, id string, number int) (Record, error) {
	saved, err := s.Load(ctx, id, number)
	if err != nil {
		return Record{}, err
	}
	report, err := ReportOf(saved)
	return Record{saved, report}, err
}

// History lists at most limit revisions of an assessment, newest first: those with numbers
// below before, or any when before is 0.
func (s *Service) History(ctx context.Context, id string, before, limit int) ([]record.Entry, error) {
	entries, err := s.cfg.Store.History(ctx, id, before, limit)
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	return readableEntries(entries), nil
}
