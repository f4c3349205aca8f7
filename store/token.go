package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"crossroads/record"
)

// AddToken keeps a token of which only the hash is known, and returns its number.
func (s *SQLite) AddToken(ctx context.Context, n record.Token) (number int64, err error) {
	err = s.writer.do(ctx, func() error {
		if err := s.room.take(len(n.Name)); err != nil {
			return err
		}
		err := s.writes.QueryRow(`
			INSERT INTO api_token (hash, name, scopes, maker, created_ms, ends_ms) VALUES (?, ?, ?, ?, ?, ?) RETURNING num`,
			n.Hash, n.Name, strings.Join(n.Scopes, " "), n.Maker, n.Created.UnixMilli(), n.Ends.UnixMilli()).Scan(&number)
		if err != nil {
			return err
		}
		return s.audit(ctx, 0, tokenMade(number, n))
	})
	if err != nil {
		return 0, fmt.Errorf("make a token: %w", err)
	}
	return number, nil
}

func tokenMade(number int64, n record.Token) record.Event {
	return record.Event{
		Act:    record.ActMakeToken,
		Detail: fmt.Sprintf("token=%d scopes=%s ends=%s", number, strings.Join(n.Scopes, ","), n.Ends.UTC().Format(time.DateOnly)),
	}
}

const tokenColumns = `SELECT num, hash, name, scopes, maker, created_ms, ends_ms, revoked_ms, used FROM api_token`

// Token finds the token of a hash, or record.ErrNotFound; it may be over or revoked.
func (s *SQLite) Token(ctx context.Context, hash []byte) (record.Token, error) {
	n, err := scanToken(s.reads.QueryRowContext(context.WithoutCancel(ctx), tokenColumns+` WHERE hash = ?`, hash))
	if errors.Is(err, sql.ErrNoRows) {
		return n, record.ErrNotFound
	}
	if err != nil {
		return n, fmt.Errorf("get token: %w", translate(err))
	}
	return n, nil
}

func scanToken(row interface{ Scan(...any) error }) (n record.Token, err error) {
	var created, ends int64
	var revoked sql.NullInt64
	var scopes string
	err = row.Scan(&n.Number, &n.Hash, &n.Name, &scopes, &n.Maker, &created, &ends, &revoked, &n.Used)
	n.Scopes, n.Created, n.Ends = strings.Fields(scopes), moment(created), moment(ends)
	if revoked.Valid {
		n.Revoked = moment(revoked.Int64)
	}
	return n, err
}

// Tokens lists all tokens, newest first.
func (s *SQLite) Tokens(ctx context.Context) (list []record.Token, err error) {
	rows, err := s.reads.QueryContext(context.WithoutCancel(ctx), tokenColumns+` ORDER BY num DESC`)
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", translate(err))
	}
	defer rows.Close()
	for rows.Next() {
		n, err := scanToken(rows)
		if err != nil {
			return nil, fmt.Errorf("list tokens: %w", translate(err))
		}
		list = append(list, n)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list tokens: %w", translate(err))
	}
	return list, nil
}

// UseToken notes the day on which a token was used.
func (s *SQLite) UseToken(ctx context.Context, number int64, day string) error {
	err := s.writer.do(ctx, func() error {
		_, err := s.writes.Exec(`UPDATE api_token SET used = ? WHERE num = ?`, day, number)
		return err
	})
	if err != nil {
		return fmt.Errorf("note a token: %w", err)
	}
	return nil
}

// RevokeToken ends a token for good. record.ErrNotFound when there is none of that
// number; revoking it again changes nothing.
func (s *SQLite) RevokeToken(ctx context.Context, number int64) error {
	err := s.writer.do(ctx, func() error {
		res, err := s.writes.Exec(`UPDATE api_token SET revoked_ms = coalesce(revoked_ms, ?) WHERE num = ?`, s.stamp().UnixMilli(), number)
		if err := changed(res, err, record.ErrNotFound); err != nil {
			return err
		}
		return s.audit(ctx, 0, tokenRevoked(number))
	})
	if err != nil {
		return fmt.Errorf("revoke a token: %w", err)
	}
	return nil
}

func tokenRevoked(number int64) record.Event {
	return record.Event{Act: record.ActRevokeToken, Detail: fmt.Sprintf("token=%d", number)}
}
