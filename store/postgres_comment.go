package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// AddComment behaves like SQLite.AddComment. It locks the row of the assessment, so that
// simultaneous comments get consecutive numbers.
func (s *Postgres) AddComment(ctx context.Context, id string, asked record.Comment) (c record.Comment, err error) {
	err = s.change(ctx, false, func(ctx context.Context, tx pgx.Tx) error {
		c = asked
		num, err := s.commenting(ctx, tx, id)
		if err != nil {
			return err
		}
		var last record.Comment
		var at int64
		err = tx.QueryRow(ctx, lastCommentSQL, num).Scan(&last.Number, &last.Revision, unescaped(&last.Author), &at, unescaped(&last.Text))
		if err == nil && last.Author == c.Author && last.Text == c.Text {
			last.At = moment(at)
			c = last
			return nil
		}
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		var count int
		if err := tx.QueryRow(ctx, newCommentSQL, num, num).Scan(&count, &c.Revision); err != nil {
			return err
		}
		if count >= record.MostComments {
			return record.ErrConflict
		}
		c.Number, c.At = count+1, s.stamp()
		if _, err := tx.Exec(ctx, addCommentSQL, num, int64(c.Number), int64(c.Revision), escape(c.Author), c.At.UnixMilli(),
			escape(c.Text)); err != nil {
			return err
		}
		return s.audit(ctx, tx, num, commented(record.ActComment, c.Number))
	})
	if err != nil {
		return record.Comment{}, fmt.Errorf("comment: %w", err)
	}
	return c, nil
}

// commenting locks the assessment with an id and counts a change to its comments.
func (s *Postgres) commenting(ctx context.Context, tx pgx.Tx, id string) (num int64, err error) {
	err = tx.QueryRow(ctx, commentedSQL, lookup(id)).Scan(&num)
	if errors.Is(err, pgx.ErrNoRows) {
		err = record.ErrNotFound
	}
	return num, err
}

// HideComment behaves like SQLite.HideComment.
func (s *Postgres) HideComment(ctx context.Context, id, key string, number int, hide bool) error {
	return s.owned(ctx, "hide a comment", id, key, func(ctx context.Context, tx pgx.Tx, _ int64) error {
		return s.hide(ctx, tx, id, number, hide)
	})
}

// ModerateComment behaves like SQLite.ModerateComment.
func (s *Postgres) ModerateComment(ctx context.Context, id string, number int, hide bool) error {
	return s.doing(ctx, "hide a comment", func(ctx context.Context, tx pgx.Tx) error { return s.hide(ctx, tx, id, number, hide) })
}

func (s *Postgres) hide(ctx context.Context, tx pgx.Tx, id string, number int, hide bool) error {
	num, err := s.commenting(ctx, tx, id)
	if err != nil {
		return err
	}
	res, err := tx.Exec(ctx, hideCommentSQL, flag(hide), num, int64(number))
	if err != nil {
		return err
	}
	if res.RowsAffected() == 0 {
		return record.ErrNotFound
	}
	return s.audit(ctx, tx, num, commented(hideAct(hide), number))
}

// Comments behaves like SQLite.Comments.
func (s *Postgres) Comments(ctx context.Context, id string) ([]record.Comment, error) {
	list, err := collect(ctx, s, commentsSQL, func(row pgx.CollectableRow) (record.Comment, error) {
		return scanComment(row.Scan, asEscaped)
	}, lookup(id))
	if err != nil {
		return nil, fmt.Errorf("list comments: %w", err)
	}
	return list, nil
}
