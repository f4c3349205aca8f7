package assess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"crossroads/decision"
	"crossroads/record"
)

// Draft is a revision before it is evaluated and stored.
type Draft struct {
	Catalogue *decision.Catalogue
	Texts
	Input decision.Assessment
}

// Mark marks a request with all that makes another request another one, so that
// the same one sent again has the same outcome.
type Mark func(request string) record.Once

// Unmarked is for a request that may be done twice.
func Unmarked(string) record.Once { return record.Once{} }

// With adds what else is asked.
func (m Mark) With(more []byte) Mark {
	return func(request string) record.Once { return m(request + " " + string(more)) }
}

// Save evaluates a draft and stores it as a new assessment of owner, "" for
// an unknown one. It returns what is stored and the edit key, which is kept nowhere.
//
// The errors are an *InputError or wrong.Input for what cannot be
// stored, a *WaitError, and record.ErrConflict when the mark was used for
// something else or the key that it led to has been replaced.
func (s *Service) Save(ctx context.Context, owner string, d Draft, mark Mark) (saved record.Saved, key string, err error) {
	rev, err := s.evaluated(ctx, d)
	if err != nil {
		return saved, "", err
	}
	return s.create(ctx, owner, d.Catalogue, rev, mark)
}

// evaluated is a draft with its report: the revision to store.
func (s *Service) evaluated(ctx context.Context, d Draft) (record.Revision, error) {
	texts, findings := d.Checked()
	if len(findings) > 0 {
		return record.Revision{}, &InputError{findings}
	}
	d.Texts = texts
	return s.scored(ctx, d)
}

// scored is evaluated for texts that have been checked.
func (s *Service) scored(ctx context.Context, d Draft) (record.Revision, error) {
	report, err := s.Evaluate(ctx, d.Catalogue, d.Input)
	if err != nil {
		return record.Revision{}, err
	}
	raw, err := json.Marshal(report)
	if err != nil {
		return record.Revision{}, fmt.Errorf("writing the report: %w", err)
	}
	input, _ := d.Catalogue.Govern(d.Input) // what the report is about
	rev := d.Revision(input)
	rev.At, rev.Catalogue, rev.Engine, rev.Report = s.cfg.Now(), d.Catalogue.Version, decision.EngineVersion, raw
	return rev, nil
}

func (s *Service) create(ctx context.Context, owner string, cat *decision.Catalogue, rev record.Revision,
	mark Mark) (saved record.Saved, key string, err error) {
	// Not the report: the content may change between two clicks.
	request, err := json.Marshal([]any{"save", cat.Slug, owner, rev.Title, rev.Note, rev.Author, rev.Labels, rev.Input})
	if err != nil {
		return saved, "", fmt.Errorf("marking a request: %w", err)
	}
	if err := s.mayStore(ctx); err != nil {
		return saved, "", err
	}
	s.storeCatalogue(cat)
	saved, key, err = s.cfg.Store.CreateOnce(ctx, cat.Slug, owner, mark(string(request)), rev)
	if err != nil {
		return saved, "", fmt.Errorf("saving: %w", err)
	}
	s.stored.Add(1)
	return readable(saved), key, nil
}

// mayStore counts something that is about to be stored.
func (s *Service) mayStore(ctx context.Context) error {
	err := waitError(ErrSaves, s.saves.Take(CallerOf(ctx).Network))
	if err != nil {
		s.refusedSaves.Add(1)
	}
	return err
}

// MayStore reports whether the caller may store something now, before its request
// is read and evaluated for nothing. It counts nothing.
func (s *Service) MayStore(ctx context.Context) error {
	return waitError(ErrSaves, s.saves.Wait(CallerOf(ctx).Network))
}

func waitError(what error, wait time.Duration) error {
	if wait > 0 {
		return &WaitError{what, wait}
	}
	return nil
}

// NotStored is true for errors that mean that the store takes nothing just now,
// whatever it is.
func NotStored(err error) bool {
	return errors.Is(err, record.ErrUnavailable) || errors.Is(err, record.ErrFull)
}
