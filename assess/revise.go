package assess

import (
	"context"
	"errors"

	"crossroads/decision"
	"crossroads/record"
)

// Revise evaluates a draft, which began with revision base, and adds it as the newest
// revision. The error is a *ConflictError if base is no longer the newest,
// ErrOtherComparison, or one of the errors of Save.
func (s *Service) Revise(ctx context.Context, key Key, base int, d Draft) (record.Saved, error) {
	latest, err := s.LoadEnded(ctx, key.id, 0)
	if err != nil {
		return record.Saved{}, err
	}
	if latest.Comparison != d.Catalogue.Slug {
		return record.Saved{}, ErrOtherComparison
	}
	rev, err := s.evaluated(ctx, d)
	if err != nil {
		return record.Saved{}, err
	}
	return s.revise(ctx, key, base, d.Catalogue, rev)
}

// ReviseAnswers is Revise with the texts of revision base in place of those of the draft.
func (s *Service) ReviseAnswers(ctx context.Context, key Key, base int, d Draft) (record.Saved, error) {
	old, err := s.loadBase(ctx, key, base)
	if err != nil {
		return record.Saved{}, err
	}
	d.Texts = TextsOf(old.Revision)
	return s.Revise(ctx, key, base, d)
}

// loadBase returns the revision that a change started from, or ErrNoBase.
func (s *Service) loadBase(ctx context.Context, key Key, base int) (record.Saved, error) {
	old, err := s.LoadEnded(ctx, key.id, base)
	if errors.Is(err, record.ErrNotFound) {
		err = ErrNoBase
	}
	return old, err
}

// Reword adds a revision with new texts and with the answers and the report of revision
// base: a new title must not change the result. The error is a *ConflictError if base is
// not the newest revision.
func (s *Service) Reword(ctx context.Context, key Key, base int, texts Texts) (record.Saved, error) {
	texts, findings := texts.Checked()
	if len(findings) > 0 {
		return record.Saved{}, &InputError{findings}
	}
	old, err := s.loadBase(ctx, key, base)
	if err != nil {
		return record.Saved{}, err
	}
	rev := old.Revision
	rev.At = s.cfg.Now()
	texts.into(&rev)
	return s.revise(ctx, key, base, nil, rev)
}

// Restore adds a copy of an old revision as the newest one, with its old report; by returns its author from
// that of the old one. The error is record.ErrConflict if base is not the newest revision.
func (s *Service) Restore(ctx context.Context, key Key, number, base int, by func(author string) string) (record.Saved, error) {
	old, err := s.LoadEnded(ctx, key.id, number)
	if err != nil {
		return record.Saved{}, err
	}
	rev := old.Revision
	rev.At = s.cfg.Now()
	rev.Author = by(rev.Author)
	saved, err := s.append(ctx, key, base, nil, rev)
	return saved, doing("restoring", err)
}

// revise is append, with a *ConflictError in place of record.ErrConflict.
func (s *Service) revise(ctx context.Context, key Key, base int, cat *decision.Catalogue, rev record.Revision) (record.Saved, error) {
	saved, err := s.append(ctx, key, base, cat, rev)
	if errors.Is(err, record.ErrConflict) {
		theirs, err := s.LoadEnded(ctx, key.id, 0)
		if err != nil {
			return saved, err
		}
		return saved, s.Conflicts(ctx, theirs, base, rev)
	}
	return saved, doing("revising", err)
}

// append stores a revision, and the catalogue that its report was computed from, which is
// nil for a report that is stored already.
func (s *Service) append(ctx context.Context, key Key, base int, cat *decision.Catalogue,
	rev record.Revision) (saved record.Saved, err error) {
	err = s.add(ctx, key.id, func() error {
		if cat != nil {
			s.storeCatalogue(cat)
		}
		saved, err = s.cfg.Store.Revise(ctx, key.id, key.secret, base, rev)
		return err
	})
	return saved, err
}
