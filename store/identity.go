package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"crossroads/record"
)

// AddSession starts a session, and drops expired ones. It returns record.ErrConflict if the
// name belongs to somebody else at the same issuer.
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

// personSQL gives a name to the first person who signs in with it, and returns the subject of the
// person who has it. A sign-in from another issuer takes the name over, because the operator has
// replaced the issuer and relies on its names.
const personSQL = `
	INSERT INTO person (name, issuer, subject) VALUES ($1, $2, $3)
	ON CONFLICT (name) DO UPDATE SET
		subject = CASE WHEN person.issuer = excluded.issuer THEN person.subject ELSE excluded.subject END,
		issuer = excluded.issuer
	RETURNING subject`

const sessionColumns = `SELECT hash, subject, name, role, id_token, created_ms, seen_ms, ends_ms, member_of FROM session`

// Session finds the session with a hash, or record.ErrNotFound; it may have expired.
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

func scanSession(row row) (n record.Session, err error) {
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
func (s *SQLite) Sessions(ctx context.Context, subject string) ([]record.Session, error) {
	list, err := all(ctx, s, sessionColumns+` WHERE subject = ? ORDER BY created_ms DESC`, scanSession, subject)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

// SeeSession records when a session was used.
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

// EndSession ends the session with a hash. An unknown hash is not an error.
func (s *SQLite) EndSession(ctx context.Context, hash []byte) error {
	_, err := s.endSessions(ctx, `DELETE FROM session WHERE hash = ?`, hash)
	return err
}

// EndSessions ends all sessions of a person and returns their number.
func (s *SQLite) EndSessions(ctx context.Context, subject string) (int, error) {
	return s.endSessions(ctx, `DELETE FROM session WHERE subject = ?`, subject)
}

// EndSessionsNamed ends all sessions of everybody with that name and returns their number.
func (s *SQLite) EndSessionsNamed(ctx context.Context, name string) (int, error) {
	return s.endSessions(ctx, `DELETE FROM session WHERE name = ?`, name)
}

// signedOut returns the audit event for ended sessions, with the names of their people.
func signedOut(names []string) record.Event {
	n := len(names)
	slices.Sort(names)
	return record.Event{Act: record.ActSignOut, Detail: fmt.Sprintf("sessions=%d name=%s", n, nameList(slices.Compact(names)))}
}

// FreeName lets the next person who signs in with a name have it. It returns
// record.ErrNotFound if the name belongs to nobody.
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

func nameFreed(name string) record.Event {
	return record.Event{Act: record.ActFreeName, Detail: "name=" + nameList([]string{name})}
}

func (s *SQLite) endSessions(ctx context.Context, query string, arg any) (ended int, err error) {
	err = s.writer.do(ctx, func() error {
		rows, err := s.writes.Query(query+` RETURNING name`, arg)
		if err != nil {
			return err
		}
		names, err := scanAll(rows, scanName)
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

// Secret returns 32 random bytes that belong to the database, made on first use.
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

// AddToken stores a token, of which only the hash is known, and returns its number.
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

// Token finds the token with a hash, or record.ErrNotFound; it may have expired or been
// revoked.
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

func scanToken(row row) (n record.Token, err error) {
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
func (s *SQLite) Tokens(ctx context.Context) ([]record.Token, error) {
	list, err := all(ctx, s, tokenColumns+` ORDER BY num DESC`, scanToken)
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	return list, nil
}

// UseToken records the day on which a token was used.
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

// RevokeToken ends a token for good. Revoking it again changes nothing. It returns
// record.ErrNotFound when there is no token with that number.
func (s *SQLite) RevokeToken(ctx context.Context, number int64) error {
	err := s.writer.do(ctx, func() error {
		res, err := s.writes.Exec(`UPDATE api_token SET revoked_ms = ? WHERE num = ? AND revoked_ms IS NULL`, s.stamp().UnixMilli(), number)
		err = changed(res, err, record.ErrNotFound)
		if errors.Is(err, record.ErrNotFound) { // or revoked already, which is no change
			return s.writes.QueryRow(`SELECT num FROM api_token WHERE num = ?`, number).Scan(&number)
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, 0, tokenRevoked(number))
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = record.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("revoke a token: %w", err)
	}
	return nil
}

func tokenRevoked(number int64) record.Event {
	return record.Event{Act: record.ActRevokeToken, Detail: fmt.Sprintf("token=%d", number)}
}
