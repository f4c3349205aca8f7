package assess

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"

	"crossroads/decision"
	"crossroads/record"
)

// Piece is a part of an assessment in which two versions can differ: a text, the answer to
// a question, the priorities, the parts or a list of labels.
type Piece struct {
	Name  string // of its field in forms: "title", "q.size"
	Path  string // of its member in JSON: "title", "answers.size"
	Label string // "Title", the text of a question
	// Question is the question that the piece answers; nil for other pieces.
	Question *decision.Question
	List     bool // tags or people: Value is a []string
	// Value returns the piece of a version in its JSON form.
	Value func(record.Revision) any

	take func(into *record.Revision, from record.Revision)
}

// Pieces lists the pieces of an assessment, in the order of the pages.
func Pieces(cat *decision.Catalogue) []Piece {
	list := []Piece{
		textPiece("title", "Title", func(r *record.Revision) *string { return &r.Title }),
		textPiece("note", "Note", func(r *record.Revision) *string { return &r.Note }),
		textPiece("author", "Your name", func(r *record.Revision) *string { return &r.Author }),
	}
	list = append(list, labelPieces()...)
	for i := range cat.Questions {
		list = append(list, answerPiece(&cat.Questions[i]))
	}
	return append(list,
		Piece{Name: "priorities", Path: "priorities", Label: "Priorities",
			Value: func(r record.Revision) any { return r.Input.Priorities },
			take:  func(i *record.Revision, f record.Revision) { i.Input.Priorities = f.Input.Priorities }},
		Piece{Name: "load", Path: "load", Label: "Load figures",
			Value: func(r record.Revision) any { return r.Input.Load },
			take:  func(i *record.Revision, f record.Revision) { i.Input.Load = f.Input.Load }},
		Piece{Name: "parts", Path: "parts", Label: "Parts",
			Value: func(r record.Revision) any { return append([]decision.Part{}, r.Input.Parts...) },
			take:  func(i *record.Revision, f record.Revision) { i.Input.Parts = f.Input.Parts }},
	)
}

func textPiece(name, label string, at func(*record.Revision) *string) Piece {
	return Piece{Name: name, Path: name, Label: label,
		Value: func(r record.Revision) any { return *at(&r) },
		take:  func(into *record.Revision, from record.Revision) { *at(into) = *at(&from) },
	}
}

func answerPiece(q *decision.Question) Piece {
	return Piece{Name: "q." + q.ID, Path: "answers." + q.ID, Label: q.Text, Question: q,
		Value: func(r record.Revision) any { return append([]string{}, r.Input.Answers[q.ID]...) },
		take: func(into *record.Revision, from record.Revision) {
			delete(into.Input.Answers, q.ID)
			if ids := from.Input.Answers[q.ID]; len(ids) > 0 {
				into.Input.Answers[q.ID] = ids
			}
		},
	}
}

// same reports whether two versions agree on a piece.
func (p Piece) same(a, b record.Revision) bool {
	x, errX := json.Marshal(p.Value(a))
	y, errY := json.Marshal(p.Value(b))
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// Conflict holds two versions that began with the same revision.
type Conflict struct {
	Catalogue *decision.Catalogue
	Base      record.Saved // the revision that both began with
	Theirs    record.Saved // the newest revision
	Mine      record.Revision
	Clashes   []Clash // the pieces in which the two differ
}

// Clash is a piece in which two versions differ.
type Clash struct {
	Piece
	OnlyTheirs bool // changed since the base in theirs alone
	Both       bool // changed since the base in both
}

// Same reports whether there is nothing to choose, as after a second click on a button.
func (c *Conflict) Same() bool { return len(c.Clashes) == 0 }

// ConflictWith compares mine, which began with revision base, with theirs, the newest
// revision. The error is ErrNoBase or ErrNoComparison.
func (s *Service) ConflictWith(ctx context.Context, theirs record.Saved, base int, mine record.Revision) (*Conflict, error) {
	if base < 1 || base > theirs.Number {
		return nil, ErrNoBase
	}
	common, err := s.LoadEnded(ctx, theirs.ID, base)
	if errors.Is(err, record.ErrNotFound) {
		return nil, ErrNoBase
	}
	if err != nil {
		return nil, err
	}
	cat, ok := s.content.Comparison(theirs.Comparison)
	if !ok {
		return nil, ErrNoComparison
	}
	x := &Conflict{Catalogue: cat, Base: common, Theirs: theirs, Mine: mine}
	for _, p := range Pieces(cat) {
		if p.same(mine, theirs.Revision) || p.Question != nil && cat.Settled(p.Question.ID) {
			continue // nothing to choose
		}
		iChanged, theyChanged := !p.same(mine, common.Revision), !p.same(theirs.Revision, common.Revision)
		x.Clashes = append(x.Clashes, Clash{Piece: p, OnlyTheirs: !iChanged, Both: iChanged && theyChanged})
	}
	return x, nil
}

// Conflicts returns the error for mine, which began with revision base, if theirs is the
// newest revision.
func (s *Service) Conflicts(ctx context.Context, theirs record.Saved, base int, mine record.Revision) *ConflictError {
	e := &ConflictError{Latest: theirs.Number}
	e.Between, e.Why = s.ConflictWith(ctx, theirs, base, mine)
	return e
}

// Merge stores mine as a revision after theirs, which must be the newest revision, with
// the pieces of theirs for which takeTheirs is true. If all answers are theirs, it reuses
// their report. The error is a *ConflictError if another revision was stored meanwhile.
func (s *Service) Merge(ctx context.Context, key Key, theirs record.Saved, mine Draft, takeTheirs func(Piece) bool) (record.Saved, error) {
	texts, findings := mine.Checked()
	if len(findings) > 0 {
		return record.Saved{}, &InputError{findings}
	}
	rev := texts.Revision(mine.Input)
	rev.Input.Answers = maps.Clone(rev.Input.Answers)
	if rev.Input.Answers == nil {
		rev.Input.Answers = decision.Answers{}
	}
	for _, p := range Pieces(mine.Catalogue) {
		if takeTheirs(p) {
			p.take(&rev, theirs.Revision)
		}
	}
	if len(rev.Input.Answers) == 0 {
		rev.Input.Answers = nil
	}
	if reflect.DeepEqual(rev.Input, theirs.Input) {
		same := theirs.Revision
		same.At = s.cfg.Now()
		TextsOf(rev).into(&same)
		return s.revise(ctx, key, theirs.Number, nil, same)
	}
	mine.Texts, mine.Input = TextsOf(rev), rev.Input
	merged, err := s.evaluated(ctx, mine)
	if err != nil {
		return record.Saved{}, err
	}
	return s.revise(ctx, key, theirs.Number, mine.Catalogue, merged)
}
