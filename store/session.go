package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"crossroads/record"
)

// AddSession begins a session, and drops those that are over.
func (s *SQLite) AddSession(ctx context.Context, n record.Session) error {
	err := s.writer.do(ctx, func() error {
		if err := s.room.take(len(n.IDToken)); err != nil {
			return err
		}
		res, err := s.writes.Exec(`DELETE FROM session WHERE ends_ms <= ?`, s.stamp().UnixMilli())
		if err != nil {
			return err
		}
		if gone, err := res.RowsAffected(); err == nil && gone > 0 {
			s.writer.deleted = true
		}
		_, err = s.writes.Exec(`INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			n.Hash, n.Subject, n.Name, n.Role, n.IDToken, n.Created.UnixMilli(), n.Seen.UnixMilli(), n.Ends.UnixMilli())
		if err != nil {
			return err
		}
		return s.audit(ctx, 0, record.Event{Act: record.ActSignIn, Detail: "role=" + n.Role})
	})
	if err != nil {
		return fmt.Errorf("begin a session: %w", err)
	}
	return nil
}

const sessionColumns = `SELECT hash, subject, name, role, id_token, created_ms, seen_ms, ends_ms FROM session`

// Session finds the session of a hash, or record.ErrNotFound; it may be over.
func (s *SQLite) Session(ctx context.Context, hash []byte) (record.Session, error) {
	n, err := scanSession(s.reads.QueryRowContext(context.WithoutCancel(ctx), sessionColumns+` WHERE hash = ?`, hash))
	if errors.Is(err, sql.ErrNoRows) {
		return n, record.ErrNotFound
	}
	if err != nil {
		return n, fmt.Errorf("get session: %w", translate(err))
	}
	return n, nil
}

func scanSession(row interface{ Scan(...any) error }) (n record.Session, err error) {
	var created, seen, ends int64
	err = row.Scan(&n.Hash, &n.Subject, &n.Name, &n.Role, &n.IDToken, &created, &seen, &ends)
	n.Created, n.Seen, n.Ends = moment(created), moment(seen), moment(ends)
	return n, err
}

// Sessions lists the sessions of a person, newest first.
func (s *SQLite) Sessions(ctx context.Context, subject string) (list []record.Session, err error) {
	rows, err := s.reads.QueryContext(context.WithoutCancel(ctx), sessionColumns+` WHERE subject = ? ORDER BY created_ms DESC`, subject)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", translate(err))
	}
	defer rows.Close()
	for rows.Next() {
		n, err := scanSession(rows)
		if err != nil {
			return nil, fmt.Errorf("list sessions: %w", translate(err))
		}
		list = append(list, n)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list sessions: %w", translate(err))
	}
	return list, nil
}

// SeeSession notes that a session is used.
func (s *SQLite) SeeSession(ctx context.Context, hash []byte, at time.Time) error {
	err := s.writer.do(ctx, func() error {
		_, err := s.writes.Exec(`UPDATE session SET seen_ms = ? WHERE hash = ?`, at.UnixMilli(), hash)
		return err
	})
	if err != nil {
		return fmt.Errorf("note a session: %w", err)
	}
	return nil
}

// EndSession ends the session of a hash. Ending one that is not there is no error.
func (s *SQLite) EndSession(ctx context.Context, hash []byte) error {
	_, err := s.endSessions(ctx, `DELETE FROM session WHERE hash = ?`, hash)
	return err
}

// EndSessions ends all sessions of a person, and returns how many.
func (s *SQLite) EndSessions(ctx context.Context, subject string) (int, error) {
	return s.endSessions(ctx, `DELETE FROM session WHERE subject = ?`, subject)
}

// EndSessionsNamed ends all sessions of everybody of that name, and returns how many.
func (s *SQLite) EndSessionsNamed(ctx context.Context, name string) (int, error) {
	return s.endSessions(ctx, `DELETE FROM session WHERE name = ?`, name)
}

func (s *SQLite) endSessions(ctx context.Context, query string, arg any) (ended int, err error) {
	err = s.writer.do(ctx, func() error {
		res, err := s.writes.Exec(query, arg)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		ended = int(n)
		s.writer.deleted = true
		return s.audit(ctx, 0, record.Event{Act: record.ActSignOut, Detail: fmt.Sprintf("sessions=%d", n)})
	})
	if err != nil {
		return 0, fmt.Errorf("end sessions: %w", err)
	}
	return ended, nil
}

// Secret is 32 random bytes that belong to the database, made when first asked for.
func (s *SQLite) Secret(ctx context.Context) (secret []byte, err error) {
	fresh := make([]byte, 32)
	rand.Read(fresh) // never fails
	err = s.writer.do(ctx, func() error {
		if _, err := s.writes.Exec(`INSERT INTO secret VALUES (1, ?) ON CONFLICT DO NOTHING`, fresh); err != nil {
			return err
		}
		return s.writes.QueryRow(`SELECT value FROM secret`).Scan(&secret)
	})
	if err != nil {
		return nil, fmt.Errorf("get the secret: %w", err)
	}
	return secret, nil
}
