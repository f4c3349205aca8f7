package assess

import (
	"context"
	"errors"
	"fmt"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
)

// Again holds a stored revision with its answers scored by today's content.
type Again struct {
	Catalogue     *decision.Catalogue // today's
	Input         decision.Assessment // the stored answers that still exist today
	Ignored       []text.Finding      // stored answers that no longer exist, one finding each
	Before, After decision.Report

	NewEngine, NewContent bool             // since the revision was stored
	EngineMoved           bool             // the new engine alone gives another result
	ContentMoved          bool             // with this engine the old content gives another result
	OldContentLost        bool             // the old content is not in the store or damaged, so causes cannot be named
	Causes                []decision.Cause // changes of content that move the result
}

// ScoreAgain scores a stored revision with today's content, and finds out which
// changes of the content or the engine make a difference. Nothing is stored. The
// error is ErrNoComparison when the comparison has left the content.
func (s *Service) ScoreAgain(ctx context.Context, saved record.Saved) (again Again, err error) {
	cat, ok := s.content.Comparison(saved.Comparison)
	if !ok {
		return again, ErrNoComparison
	}
	leave, err := s.Enter(ctx, 1)
	if err != nil {
		return again, err
	}
	defer leave()
	again = Again{Catalogue: cat, NewEngine: saved.Engine != decision.EngineVersion, NewContent: saved.Catalogue != cat.Version}
	if again.Before, err = ReportOf(saved); err != nil {
		return again, err
	}
	again.Input, again.Ignored = s.cfg.Fit(cat, saved.Input)
	if again.After, err = s.Evaluate(ctx, cat, again.Input); err != nil {
		return again, err
	}
	return again, s.findCauses(ctx, &again, saved)
}

// findCauses separates the effects of a new engine from those of new content.
func (s *Service) findCauses(ctx context.Context, again *Again, saved record.Saved) error {
	if !again.NewContent && !again.NewEngine {
		return nil
	}
	old := again.Catalogue
	if again.NewContent {
		var err error
		old, err = s.storedCatalogue(ctx, saved.Comparison, saved.Catalogue)
		if errors.Is(err, record.ErrDamaged) {
			s.cfg.Log.Error("the content of an old report is damaged: restore a backup to tell again what moved results", "err", err)
		}
		if errors.Is(err, record.ErrNotFound) || errors.Is(err, record.ErrDamaged) {
			again.OldContentLost = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	same := again.Before
	if again.NewEngine {
		var err error
		if same, err = s.Evaluate(ctx, old, saved.Input); err != nil {
			return err
		}
		again.EngineMoved = !decision.Compare(again.Before, same).Same()
	}
	again.ContentMoved = !decision.Compare(same, again.After).Same()
	if !again.NewContent {
		return nil
	}
	leave, err := s.Enter(ctx, priceCauses*priceOf(saved.Input))
	if err != nil {
		return err
	}
	defer leave()
	if again.Causes, err = decision.Causes(old, again.Catalogue, saved.Input); err != nil {
		return fmt.Errorf("finding causes: %w", err)
	}
	return nil
}
