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

// Mark makes the idempotency mark of a request from everything in which two requests can
// differ, so that the same request sent twice is done once.
type Mark func(request string) record.Once

// Unmarked is for a request that may be done twice.
func Unmarked(string) record.Once { return record.Once{} }

// With adds more of the request to the mark.
func (m Mark) With(more []byte) Mark {
	return func(request string) record.Once { return m(request + " " + string(more)) }
}

// Save evaluates a draft and stores it as a new assessment of owner, "" if unknown. It
// returns the stored revision and the edit key, of which only a hash is stored.
//
// The error is an *InputError or wrong.Input for a draft that cannot be stored, a
// *WaitError, or record.ErrConflict if the mark was used for another request or the key
// returned then has been replaced.
func (s *Service) Save(ctx context.Context, owner string, d Draft, mark Mark) (saved record.Saved, key string, err error) {
	rev, err := s.evaluated(ctx, d)
	if err != nil {
		return saved, "", err
	}
	return s.create(ctx, owner, d.Catalogue, rev, mark)
}

// evaluated checks the texts of a draft and returns the revision to store, with its report.
func (s *Service) evaluated(ctx context.Context, d Draft) (record.Revision, error) {
	texts, findings := d.Checked()
	if len(findings) > 0 {
		return record.Revision{}, &InputError{findings}
	}
	d.Texts = texts
	return s.scored(ctx, d)
}

// scored is evaluated for a draft whose texts have been checked.
func (s *Service) scored(ctx context.Context, d Draft) (record.Revision, error) {
	report, err := s.Evaluate(ctx, d.Catalogue, d.Input)
	if err != nil {
		return record.Revision{}, err
	}
	raw, err := json.Marshal(report)
	if err != nil {
		return record.Revision{}, fmt.Errorf("writing the report: %w", err)
	}
	input, _ := d.Catalogue.Govern(d.Input) // the answers that the report is about
	rev := d.Revision(input)
	rev.At, rev.Catalogue, rev.Engine, rev.Report = s.cfg.Now(), d.Catalogue.Version, decision.EngineVersion, raw
	return rev, nil
}

func (s *Service) create(ctx context.Context, owner string, cat *decision.Catalogue, rev record.Revision,
	mark Mark) (saved record.Saved, key string, err error) {
	// The report is not part of it, since the content may change between two clicks.
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

// mayStore counts a save against the limit of the caller's network.
func (s *Service) mayStore(ctx context.Context) error {
	err := waitError(ErrSaves, s.saves.Take(CallerOf(ctx).Network))
	if err != nil {
		s.refusedSaves.Add(1)
	}
	return err
}

// MayStore returns a *WaitError if the caller may not store anything now, so that the
// request need not be read and evaluated first. It does not count as a save.
func (s *Service) MayStore(ctx context.Context) error {
	return waitError(ErrSaves, s.saves.Wait(CallerOf(ctx).Network))
}

func waitError(what error, wait time.Duration) error {
	if wait > 0 {
		return &WaitError{what, wait}
	}
	return nil
}

// NotStored reports whether an error means that the store accepts nothing at the moment.
func NotStored(err error) bool {
	return errors.Is(err, record.ErrUnavailable) || errors.Is(err, record.ErrFull)
}
