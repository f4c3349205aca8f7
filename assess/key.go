package assess

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"crossroads/figure"
	"crossroads/record"
	"crossroads/text"
)

// Key is an edit key that has been checked. Only Open makes one, so no change can be
// requested without the check.
type Key struct{ id, secret string }

// ID is the assessment that the key opens.
func (k Key) ID() string { return k.id }

// Open checks an edit key before anything else is revealed about an assessment, so that a
// wrong key and an unknown id look the same. The error is record.ErrForbidden for both, or
// a *WaitError after too many of them. The right key always works, so that nobody can lock
// an owner out by guessing.
func (s *Service) Open(ctx context.Context, id, secret string) (Key, error) {
	if secret == "" {
		return Key{}, record.ErrForbidden // an empty key is not a guess, so it is not counted
	}
	err := s.guard(ctx, id, func() error { return s.cfg.Store.Opens(ctx, id, secret) })
	return Key{id, secret}, err
}

// guard runs a change that needs the edit key, and counts wrong keys by network. A key has
// 130 bits and cannot be guessed; the limit only keeps the attempts down.
func (s *Service) guard(ctx context.Context, id string, do func() error) error {
	caller := CallerOf(ctx)
	err := error(record.ErrForbidden)
	if ValidID(id) {
		err = do()
	}
	if err == nil {
		caller.opened = append(caller.opened, id)
	}
	if !errors.Is(err, record.ErrForbidden) {
		return err
	}
	s.wrongKeys.Add(1)
	s.cfg.Log.Warn("security", "event", "wrong key", "address", caller.Address, "request", caller.Request)
	if wait := s.guesses.Wait(caller.Network); wait > 0 {
		s.refusedWrongKeys.Add(1)
		return &WaitError{ErrGuesses, wait}
	}
	s.guesses.Count(caller.Network)
	return err
}

// change runs a change of an assessment that needs the edit key.
func (s *Service) change(ctx context.Context, id string, change func() error) error {
	return s.guard(ctx, id, func() error {
		defer s.cfg.Changed(id) // even after an error: the change may have been stored all the same
		return change()
	})
}

// add runs a change that stores something.
func (s *Service) add(ctx context.Context, id string, change func() error) error {
	return s.change(ctx, id, func() error {
		if err := s.mayStore(ctx); err != nil {
			return err
		}
		err := change()
		if err == nil {
			s.stored.Add(1)
		}
		return err
	})
}

// Delete removes an assessment with all its revisions. It does not count as a save.
func (s *Service) Delete(ctx context.Context, key Key) error {
	err := s.change(ctx, key.id, func() error { return s.cfg.Store.Delete(ctx, key.id, key.secret) })
	return doing("deleting", err)
}

// MarkRevision names a revision as a milestone; an empty name takes the name away.
// The error may be a *NameError.
func (s *Service) MarkRevision(ctx context.Context, key Key, number int, name string) error {
	name, err := checkName(name, text.MaxTitle)
	if err != nil {
		return err
	}
	err = s.add(ctx, key.id, func() error { return s.cfg.Store.Mark(ctx, key.id, key.secret, number, name) })
	return doing("naming a milestone", err)
}

// Arrange stores status, review date and end of the links, all three. The error
// may be an *InputError.
func (s *Service) Arrange(ctx context.Context, key Key, life record.Life) error {
	findings := s.checkLife(&life)
	if len(findings) > 0 {
		return &InputError{findings}
	}
	err := s.add(ctx, key.id, func() error { return s.cfg.Store.Arrange(ctx, key.id, key.secret, life) })
	return doing("arranging", err)
}

// CheckLife lists what Arrange would find wrong.
func (s *Service) CheckLife(life record.Life) []text.Finding { return s.checkLife(&life) }

// noDay is the finding for a date that cannot be read.
func noDay(field, fact, typed string) text.Finding {
	return text.Finding{Field: field, Fact: strings.TrimSpace(fact + " " + figure.NotDay(typed)), Advice: adviseDay}
}

// checkLife lists what is wrong, and writes days as they are stored.
func (s *Service) checkLife(life *record.Life) (findings []text.Finding) {
	switch life.Status {
	case record.Draft, record.Decided, record.Superseded:
	case "":
		findings = append(findings, text.Finding{Field: "status", Fact: saidStatusMissing, Advice: adviseStatus})
	default:
		findings = append(findings, text.Finding{Field: "status", Fact: saidNoStatus, Advice: adviseStatus})
	}
	typed, ok := *life, false
	if life.Review, ok = figure.Day(typed.Review); !ok {
		findings = append(findings, noDay("review", saidNoReview, typed.Review))
	}
	life.Expires, ok = figure.Day(typed.Expires)
	switch {
	case !ok:
		findings = append(findings, noDay("expires", saidNoLastDay, typed.Expires))
	case life.Expired(s.cfg.Now()):
		findings = append(findings, text.Finding{Field: "expires", Fact: saidPastDay, Advice: adviseLastDay})
	}
	return findings
}

// Rotate replaces the edit key and returns the new one. It and Revoke take the
// key as it is: when the same request comes again, it no longer opens anything.
// The error is record.ErrConflict when the mark was used for something else.
func (s *Service) Rotate(ctx context.Context, id, secret string, once record.Once) (string, error) {
	return s.replace(ctx, id, secret, once, s.cfg.Store.Rotate)
}

// Revoke replaces the id, so that existing links stop working, and returns the new one.
func (s *Service) Revoke(ctx context.Context, id, secret string, once record.Once) (string, error) {
	fresh, err := s.replace(ctx, id, secret, once, s.cfg.Store.Revoke)
	if caller := CallerOf(ctx); err == nil {
		caller.opened = append(caller.opened, fresh)
	}
	return fresh, err
}

func (s *Service) replace(ctx context.Context, id, secret string, once record.Once,
	by func(ctx context.Context, id, key string, once record.Once) (string, error)) (fresh string, err error) {
	if secret == "" {
		return "", record.ErrForbidden
	}
	err = s.add(ctx, id, func() (err error) {
		fresh, err = by(ctx, id, secret, once)
		return err
	})
	return fresh, doing("replacing a key or an address", err)
}

// doing adds to an error the action that failed.
func doing(what string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
