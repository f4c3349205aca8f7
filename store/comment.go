package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"crossroads/record"
)

const (
	// commentedSQL also finds the assessment.
	commentedSQL   = `UPDATE assessment SET commented = commented + 1 WHERE id = $1 RETURNING num`
	newCommentSQL  = `SELECT count(*), (SELECT max(number) FROM revision WHERE assessment = $1) FROM comment WHERE assessment = $2`
	lastCommentSQL = `SELECT number, revision, author, at_ms, text FROM comment WHERE assessment = $1 ORDER BY number DESC LIMIT 1`
	addCommentSQL  = `INSERT INTO comment (assessment, number, revision, author, at_ms, text) VALUES ($1, $2, $3, $4, $5, $6)`
	hideCommentSQL = `UPDATE comment SET hidden = $1 WHERE assessment = $2 AND number = $3`
	commentsSQL    = `
		SELECT c.number, c.revision, c.author, c.at_ms, c.text, c.hidden
		FROM comment c JOIN assessment a ON a.num = c.assessment WHERE a.id = $1 ORDER BY c.number`
)

// commented returns the audit event for a comment that was added, hidden or shown again.
func commented(act string, number int) record.Event {
	return record.Event{Act: act, Detail: fmt.Sprintf("comment=%d", number)}
}

func hideAct(hide bool) string {
	if hide {
		return record.ActHideComment
	}
	return record.ActShowComment
}

// AddComment adds a comment, of which only author and text are given, and returns it. If
// the newest comment has the same author and text, a form was sent twice, and that comment
// is returned. It returns record.ErrNotFound for an unknown id and record.ErrConflict when
// there are record.MostComments already.
func (s *SQLite) AddComment(ctx context.Context, id string, c record.Comment) (record.Comment, error) {
	err := s.writer.do(ctx, func() error {
		var num, at int64
		err := s.writes.QueryRow(commentedSQL, id).Scan(&num)
		if errors.Is(err, sql.ErrNoRows) {
			return record.ErrNotFound
		}
		var last record.Comment
		if err == nil {
			err = s.writes.QueryRow(lastCommentSQL, num).Scan(&last.Number, &last.Revision, &last.Author, &at, &last.Text)
		}
		if err == nil && last.Author == c.Author && last.Text == c.Text {
			last.At = moment(at)
			c = last
			return nil
		}
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var count int
		if err := s.writes.QueryRow(newCommentSQL, num, num).Scan(&count, &c.Revision); err != nil {
			return err
		}
		if count >= record.MostComments {
			return record.ErrConflict
		}
		if err := s.room.take(len(c.Author) + len(c.Text)); err != nil {
			return err
		}
		c.Number, c.At = count+1, s.stamp()
		if _, err := s.writes.Exec(addCommentSQL, num, c.Number, c.Revision, c.Author, c.At.UnixMilli(), c.Text); err != nil {
			return err
		}
		return s.audit(ctx, num, commented(record.ActComment, c.Number))
	})
	if err != nil {
		return record.Comment{}, fmt.Errorf("comment: %w", err)
	}
	return c, nil
}

// HideComment hides a comment from readers, or shows it again, for holders of the edit key.
// It returns record.ErrForbidden like Revise, and record.ErrNotFound when there is no such
// comment.
func (s *SQLite) HideComment(ctx context.Context, id, key string, number int, hide bool) error {
	return s.owned(ctx, "hide a comment", id, key, func(int64) error { return s.hide(ctx, id, number, hide) })
}

// ModerateComment is HideComment for people whose role allows it.
func (s *SQLite) ModerateComment(ctx context.Context, id string, number int, hide bool) error {
	err := s.writer.do(ctx, func() error { return s.hide(ctx, id, number, hide) })
	if err != nil {
		return fmt.Errorf("hide a comment: %w", err)
	}
	return nil
}

func (s *SQLite) hide(ctx context.Context, id string, number int, hide bool) error {
	var num int64
	err := s.writes.QueryRow(commentedSQL, id).Scan(&num)
	if errors.Is(err, sql.ErrNoRows) {
		return record.ErrNotFound
	}
	if err != nil {
		return err
	}
	res, err := s.writes.Exec(hideCommentSQL, flag(hide), num, number)
	if err := changed(res, err, record.ErrNotFound); err != nil {
		return err
	}
	return s.audit(ctx, num, commented(hideAct(hide), number))
}

// Comments lists the comments of an assessment, oldest first, including hidden ones. An
// unknown id has none.
func (s *SQLite) Comments(ctx context.Context, id string) ([]record.Comment, error) {
	list, err := all(ctx, s, commentsSQL, func(row row) (record.Comment, error) { return scanComment(row.Scan, asStored) }, id)
	if err != nil {
		return nil, fmt.Errorf("list comments: %w", err)
	}
	return list, nil
}

// scanComment reads a row of commentsSQL; text wraps the target for a text of the database.
func scanComment(scan func(...any) error, text func(*string) any) (c record.Comment, err error) {
	var at, hidden int64
	err = scan(&c.Number, &c.Revision, text(&c.Author), &at, text(&c.Text), &hidden)
	c.At, c.Hidden = moment(at), hidden == 1
	return c, err
}
