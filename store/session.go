package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"crossroads/record"
)

// AddSession begins a session, and drops those that are over. record.ErrConflict when the name
// is that of somebody else at the same issuer.
func (s *SQLite) AddSession(ctx context.Context, n record.Session) error {
	groups, err := json.Marshal(append([]string{}, n.Groups...))
	if err != nil {
		return fmt.Errorf("begin a session: %w", err)
	}
	err = s.writer.do(ctx, func() error {
		if err := s.room.take(len(n.IDToken) + len(groups)); err != nil {
			return err
		}
		res, err := s.writes.Exec(`DELETE FROM session WHERE ends_ms <= ?`, s.stamp().UnixMilli())
		if err != nil {
			return err
		}
		if gone, err := res.RowsAffected(); err == nil && gone > 0 {
			s.writer.deleted = true
		}
		var holder string
		if err := s.writes.QueryRow(personSQL, n.Name, n.Issuer, n.Subject).Scan(&holder); err != nil {
			return err
		}
		if holder != n.Subject {
			return record.ErrConflict
		}
		_, err = s.writes.Exec(`
			INSERT INTO session (hash, subject, name, role, id_token, created_ms, seen_ms, ends_ms, member_of)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			n.Hash, n.Subject, n.Name, n.Role, n.IDToken, n.Created.UnixMilli(), n.Seen.UnixMilli(), n.Ends.UnixMilli(), string(groups))
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

// personSQL gives a name to whoever signs in under it first, and returns who has it. Another
// issuer has other people: the operator who chose it vouches for its names.
const personSQL = `
	INSERT INTO person (name, issuer, subject) VALUES ($1, $2, $3)
	ON CONFLICT (name) DO UPDATE SET
		subject = CASE WHEN person.issuer = excluded.issuer THEN person.subject ELSE excluded.subject END,
		issuer = excluded.issuer
	RETURNING subject`

const sessionColumns = `SELECT hash, subject, name, role, id_token, created_ms, seen_ms, ends_ms, member_of FROM session`

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
	var groups string
	if err = row.Scan(&n.Hash, &n.Subject, &n.Name, &n.Role, &n.IDToken, &created, &seen, &ends, &groups); err != nil {
		return n, err
	}
	if groups != "[]" {
		err = json.Unmarshal([]byte(groups), &n.Groups)
	}
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

// signedOut is the line about sessions that ended, by the names of those who had them.
func signedOut(names []string) record.Event {
	n := len(names)
	slices.Sort(names)
	return record.Event{Act: record.ActSignOut, Detail: fmt.Sprintf("sessions=%d name=%s", n, nameList(slices.Compact(names)))}
}

// FreeName lets the next person who signs in under a name have it. record.ErrNotFound when it
// is nobody's.
func (s *SQLite) FreeName(ctx context.Context, name string) error {
	err := s.writer.do(ctx, func() error {
		res, err := s.writes.Exec(`DELETE FROM person WHERE name = ?`, name)
		if err := changed(res, err, record.ErrNotFound); err != nil {
			return err
		}
		s.writer.deleted = true
		return s.audit(ctx, 0, nameFreed(name))
	})
	if err != nil {
		return fmt.Errorf("free a name: %w", err)
	}
	return nil
}

// nameFreed is the line about it, with the name escaped as in an address.
func nameFreed(name string) record.Event {
	return record.Event{Act: record.ActFreeName, Detail: "name=" + nameList([]string{name})}
}

func (s *SQLite) endSessions(ctx context.Context, query string, arg any) (ended int, err error) {
	err = s.writer.do(ctx, func() error {
		rows, err := s.writes.Query(query+` RETURNING name`, arg)
		if err != nil {
			return err
		}
		names, err := scanNames(rows)
		if err != nil || len(names) == 0 {
			return err
		}
		ended = len(names)
		s.writer.deleted = true
		return s.audit(ctx, 0, signedOut(names))
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
