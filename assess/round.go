package assess

import (
	"context"
	"fmt"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/text"
)

// OpenRound begins a team round of an assessment; record.ErrConflict while one
// is open.
func (s *Service) OpenRound(ctx context.Context, key Key) error {
	err := s.add(ctx, key.id, func() error { _, err := s.cfg.Store.OpenRound(ctx, key.id, key.secret); return err })
	return doing("opening a round", err)
}

// RevealRound ends the open round; record.ErrConflict when none is open.
func (s *Service) RevealRound(ctx context.Context, key Key) error {
	err := s.add(ctx, key.id, func() error { return s.cfg.Store.RevealRound(ctx, key.id, key.secret) })
	return doing("revealing a round", err)
}

// LatestRound returns the newest round of an assessment, or record.ErrNotFound. Answers
// are included once it is revealed.
func (s *Service) LatestRound(ctx context.Context, id string) (record.Round, error) {
	round, err := s.cfg.Store.LatestRound(ctx, id)
	if err != nil {
		return round, fmt.Errorf("reading a round: %w", err)
	}
	for i, v := range round.Voices {
		round.Voices[i].Name = record.Line(v.Name)
	}
	return round, nil
}

// Tally counts the answers of a revealed round; for an open round it is empty.
func (s *Service) Tally(comparison string, round record.Round) (record.Tally, error) {
	if round.Open() {
		return record.Tally{}, nil
	}
	var said []record.Said
	for _, v := range round.Voices {
		report, err := readReport(v.Report)
		if err != nil {
			return record.Tally{}, fmt.Errorf("reading what %s answered: %w", text.Quote(v.Name), err)
		}
		said = append(said, record.Said{Name: v.Name, Report: report, Input: v.Input})
	}
	cat, _ := s.content.Comparison(comparison)
	return record.Count(said, cat.Nouns()), nil
}

// Round finds the round of a token, and its comparison. The error is record.ErrNotFound,
// an *EndedError or ErrNoComparison.
func (s *Service) Round(ctx context.Context, token string) (*decision.Catalogue, record.Round, error) {
	if !ValidID(token) {
		return nil, record.Round{}, record.ErrNotFound
	}
	round, comparison, err := s.cfg.Store.RoundOf(ctx, token)
	if err != nil {
		return nil, round, fmt.Errorf("reading a round: %w", err)
	}
	if (record.Life{Expires: round.Expires}).Expired(s.cfg.Now()) {
		return nil, round, &EndedError{Until: round.Expires, Round: true}
	}
	cat, ok := s.content.Comparison(comparison)
	if !ok {
		return nil, round, ErrNoComparison
	}
	return cat, round, nil
}

// ComparisonOfRound returns the slug of the comparison of a round, even if the round is
// over; false if there is no such round.
func (s *Service) ComparisonOfRound(ctx context.Context, token string) (string, bool) {
	if !ValidID(token) {
		return "", false
	}
	_, slug, err := s.cfg.Store.RoundOf(ctx, token)
	return slug, err == nil
}

// Answer evaluates a person's answers in a round and adds them. The draft has the name of
// the person as its author, and no other text. The error is a *NameError,
// record.ErrConflict if the name is taken or the round is over or full, or one of the
// errors of Save.
func (s *Service) Answer(ctx context.Context, token string, d Draft) error {
	name, err := CheckPerson(d.Author)
	if err != nil {
		return err
	}
	rev, err := s.scored(ctx, d)
	if err != nil {
		return err
	}
	if err := s.mayStore(ctx); err != nil {
		return err
	}
	s.storeCatalogue(d.Catalogue)
	err = s.cfg.Store.Speak(ctx, token, record.Voice{Name: name, Input: rev.Input, Catalogue: rev.Catalogue, Engine: rev.Engine,
		Report: rev.Report})
	return doing("answering in a round", err)
}

// CheckPerson tidies the name of somebody who answers in a round. The name must not be
// empty. The error is a *NameError.
func CheckPerson(name string) (string, error) {
	name, err := checkName(name, text.MaxAuthor)
	if err == nil && name == "" {
		err = &NameError{"is missing"}
	}
	return name, err
}
