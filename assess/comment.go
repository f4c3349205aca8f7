package assess

import (
	"context"
	"errors"
	"fmt"

	"crossroads/record"
	"crossroads/text"
)

// MaxComment is the length of the longest comment, in characters.
const MaxComment = 2000

// Comments stores comments on assessments, by people who have signed in.
type Comments interface {
	// AddComment adds a comment, of which author and text are set. It returns
	// record.ErrConflict when there are record.MostComments already.
	AddComment(ctx context.Context, id string, c record.Comment) (record.Comment, error)
	// HideComment hides a comment or shows it again. It returns record.ErrForbidden for a
	// wrong key and record.ErrNotFound if there is no such comment. ModerateComment
	// needs no key.
	HideComment(ctx context.Context, id, key string, number int, hide bool) error
	ModerateComment(ctx context.Context, id string, number int, hide bool) error
	// Comments lists all, oldest first.
	Comments(ctx context.Context, id string) ([]record.Comment, error)
}

// Comment adds a comment by somebody who has signed in. The error is an *InputError,
// record.ErrNotFound, an *EndedError or a *WaitError.
func (s *Service) Comment(ctx context.Context, id, author, said string) (record.Comment, error) {
	if _, err := s.Load(ctx, id, 0); err != nil {
		return record.Comment{}, err
	}
	said, problem := text.Prose(said, MaxComment)
	if problem == "" && said == "" {
		problem = "is empty"
	}
	if problem != "" {
		return record.Comment{}, &InputError{
			[]text.Finding{{Field: "text", Fact: "The comment " + problem + ".", Advice: "Change it and send it again."}},
		}
	}
	if err := s.mayStore(ctx); err != nil {
		return record.Comment{}, err
	}
	defer s.cfg.Changed(id)
	c, err := s.cfg.Store.AddComment(ctx, id, record.Comment{Author: author, Text: said})
	if errors.Is(err, record.ErrConflict) {
		return c, &InputError{[]text.Finding{{
			Field:  "text",
			Fact:   fmt.Sprintf("There are %d comments already, and no more may be added.", record.MostComments),
			Advice: "Write into the note of a new revision what has to be said.",
		}}}
	}
	if err == nil {
		s.stored.Add(1)
	}
	return c, doing("commenting", err)
}

// Comments lists the comments on an assessment as readers see them, oldest first. Hidden
// ones come without their text.
func (s *Service) Comments(ctx context.Context, id string) ([]record.Comment, error) {
	if !ValidID(id) {
		return nil, record.ErrNotFound
	}
	list, err := s.cfg.Store.Comments(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reading comments: %w", err)
	}
	for i := range list {
		c := &list[i]
		c.Author, c.Text = record.Line(c.Author), record.Prose(c.Text)
		if c.Hidden {
			c.Text = ""
		}
	}
	return list, nil
}

// HideComment hides a comment from readers, or shows it again.
func (s *Service) HideComment(ctx context.Context, key Key, number int, hide bool) error {
	err := s.add(ctx, key.id, func() error { return s.cfg.Store.HideComment(ctx, key.id, key.secret, number, hide) })
	return doing("hiding a comment", err)
}

// ModerateComment is HideComment without a key, for people whose role allows it. The caller
// checks the role.
func (s *Service) ModerateComment(ctx context.Context, id string, number int, hide bool) error {
	if !ValidID(id) {
		return record.ErrNotFound
	}
	if err := s.mayStore(ctx); err != nil {
		return err
	}
	defer s.cfg.Changed(id)
	return doing("hiding a comment", s.cfg.Store.ModerateComment(ctx, id, number, hide))
}
