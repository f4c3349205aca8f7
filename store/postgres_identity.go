package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// audit behaves like SQLite.audit.
func (s *Postgres) audit(ctx context.Context, tx pgx.Tx, num int64, e record.Event) error {
	by, ok := record.ActorOf(ctx)
	if !ok {
		return nil
	}
	_, err := tx.Exec(ctx, auditSQL, s.stamp().UnixMilli(), escape(by.Name), by.Via, e.Act, num, int64(e.Revision), e.Digest,
		escape(e.Detail), by.Request, escape(by.Instance))
	return err
}

// Record behaves like SQLite.Record.
func (s *Postgres) Record(ctx context.Context, act, detail string) error {
	return s.doing(ctx, "write to the audit log", func(ctx context.Context, tx pgx.Tx) error {
		return s.audit(ctx, tx, 0, record.Event{Act: act, Detail: detail})
	})
}

// doing runs a change, and adds what was being done to errors.
func (s *Postgres) doing(ctx context.Context, what string, fn func(ctx context.Context, tx pgx.Tx) error) error {
	if err := s.change(ctx, false, fn); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Audit behaves like SQLite.Audit.
func (s *Postgres) Audit(ctx context.Context, f record.EventFilter) ([]record.Event, error) {
	query, args := auditQuery(f, lookup)
	list, err := collect(ctx, s, query, func(row pgx.CollectableRow) (e record.Event, err error) {
		var at int64
		err = row.Scan(&e.Number, &at, unescaped(&e.Name), &e.Via, &e.Act, &e.Assessment, &e.Revision, &e.Digest, unescaped(&e.Detail),
			&e.Request, unescaped(&e.Instance))
		e.At = moment(at)
		return e, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	return list, nil
}

// AddSession behaves like SQLite.AddSession.
func (s *Postgres) AddSession(ctx context.Context, n record.Session) error {
	return s.doing(ctx, "begin a session", func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM session WHERE ends_ms <= $1`, s.stamp().UnixMilli()); err != nil {
			return err
		}
		var holder string
		if err := tx.QueryRow(ctx, personSQL, escape(n.Name), escape(n.Issuer), escape(n.Subject)).Scan(unescaped(&holder)); err != nil {
			return err
		}
		if holder != n.Subject {
			return record.ErrConflict
		}
		groups, err := json.Marshal(append([]string{}, n.Groups...))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO session (hash, subject, name, role, id_token, created_ms, seen_ms, ends_ms, member_of)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			n.Hash, escape(n.Subject), escape(n.Name), n.Role, n.IDToken, n.Created.UnixMilli(), n.Seen.UnixMilli(), n.Ends.UnixMilli(),
			string(groups))
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, 0, record.Event{Act: record.ActSignIn, Detail: "role=" + n.Role})
	})
}

// Session behaves like SQLite.Session.
func (s *Postgres) Session(ctx context.Context, hash []byte) (n record.Session, err error) {
	err = s.read(ctx, func(ctx context.Context) (err error) {
		n, err = scanSession(s.pool.QueryRow(ctx, sessionColumns+` WHERE hash = $1`, hash))
		return err
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return n, record.ErrNotFound
	}
	if err != nil {
		return n, fmt.Errorf("get session: %w", err)
	}
	return plainSession(n), nil
}

func plainSession(n record.Session) record.Session {
	n.Subject, n.Name = unescaper.Replace(n.Subject), unescaper.Replace(n.Name)
	return n
}

// Sessions behaves like SQLite.Sessions.
func (s *Postgres) Sessions(ctx context.Context, subject string) ([]record.Session, error) {
	list, err := collect(ctx, s, sessionColumns+
		` WHERE subject = $1 ORDER BY created_ms DESC`, func(row pgx.CollectableRow) (record.Session, error) {
		n, err := scanSession(row)
		return plainSession(n), err
	}, lookup(subject))
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

// SeeSession behaves like SQLite.SeeSession.
func (s *Postgres) SeeSession(ctx context.Context, hash []byte, at time.Time) error {
	return s.doing(ctx, "note a session", func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE session SET seen_ms = $1 WHERE hash = $2`, at.UnixMilli(), hash)
		return err
	})
}

// EndSession behaves like SQLite.EndSession.
func (s *Postgres) EndSession(ctx context.Context, hash []byte) error {
	_, err := s.endSessions(ctx, `DELETE FROM session WHERE hash = $1`, hash)
	return err
}

// EndSessions behaves like SQLite.EndSessions.
func (s *Postgres) EndSessions(ctx context.Context, subject string) (int, error) {
	return s.endSessions(ctx, `DELETE FROM session WHERE subject = $1`, lookup(subject))
}

// EndSessionsNamed behaves like SQLite.EndSessionsNamed.
func (s *Postgres) EndSessionsNamed(ctx context.Context, name string) (int, error) {
	return s.endSessions(ctx, `DELETE FROM session WHERE name = $1`, lookup(name))
}

// FreeName behaves like SQLite.FreeName.
func (s *Postgres) FreeName(ctx context.Context, name string) error {
	return s.doing(ctx, "free a name", func(ctx context.Context, tx pgx.Tx) error {
		res, err := tx.Exec(ctx, `DELETE FROM person WHERE name = $1`, lookup(name))
		if err == nil && res.RowsAffected() == 0 {
			err = record.ErrNotFound
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, 0, nameFreed(name))
	})
}

func (s *Postgres) endSessions(ctx context.Context, query string, arg any) (ended int, err error) {
	err = s.doing(ctx, "end sessions", func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query+` RETURNING name`, arg)
		if err != nil {
			return err
		}
		names, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (name string, err error) {
			err = row.Scan(unescaped(&name))
			return name, err
		})
		if ended = len(names); err != nil || ended == 0 {
			return err
		}
		return s.audit(ctx, tx, 0, signedOut(names))
	})
	return ended, err
}

// AddToken behaves like SQLite.AddToken.
func (s *Postgres) AddToken(ctx context.Context, n record.Token) (number int64, err error) {
	err = s.doing(ctx, "make a token", func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			INSERT INTO api_token (hash, name, scopes, maker, created_ms, ends_ms) VALUES ($1, $2, $3, $4, $5, $6) RETURNING num`,
			n.Hash, escape(n.Name), strings.Join(n.Scopes, " "), escape(n.Maker), n.Created.UnixMilli(), n.Ends.UnixMilli()).Scan(&number)
		if err != nil {
			return err
		}
		return s.audit(ctx, tx, 0, tokenMade(number, n))
	})
	return number, err
}

// Token behaves like SQLite.Token.
func (s *Postgres) Token(ctx context.Context, hash []byte) (n record.Token, err error) {
	err = s.read(ctx, func(ctx context.Context) (err error) {
		n, err = scanToken(s.pool.QueryRow(ctx, tokenColumns+` WHERE hash = $1`, hash))
		return err
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return n, record.ErrNotFound
	}
	if err != nil {
		return n, fmt.Errorf("get token: %w", err)
	}
	return plainToken(n), nil
}

func plainToken(n record.Token) record.Token {
	n.Name, n.Maker = unescaper.Replace(n.Name), unescaper.Replace(n.Maker)
	return n
}

// Tokens behaves like SQLite.Tokens.
func (s *Postgres) Tokens(ctx context.Context) ([]record.Token, error) {
	list, err := collect(ctx, s, tokenColumns+` ORDER BY num DESC`, func(row pgx.CollectableRow) (record.Token, error) {
		n, err := scanToken(row)
		return plainToken(n), err
	})
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	return list, nil
}

// UseToken behaves like SQLite.UseToken.
func (s *Postgres) UseToken(ctx context.Context, number int64, day string) error {
	return s.doing(ctx, "note a token", func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE api_token SET used = $1 WHERE num = $2`, day, number)
		return err
	})
}

// RevokeToken behaves like SQLite.RevokeToken.
func (s *Postgres) RevokeToken(ctx context.Context, number int64) error {
	return s.doing(ctx, "revoke a token", func(ctx context.Context, tx pgx.Tx) error {
		res, err := tx.Exec(ctx, `UPDATE api_token SET revoked_ms = $1 WHERE num = $2 AND revoked_ms IS NULL`,
			s.stamp().UnixMilli(), number)
		if err != nil {
			return err
		}
		if res.RowsAffected() == 0 { // or revoked already, which is no change
			err := tx.QueryRow(ctx, `SELECT num FROM api_token WHERE num = $1`, number).Scan(&number)
			if errors.Is(err, pgx.ErrNoRows) {
				return record.ErrNotFound
			}
			return err
		}
		return s.audit(ctx, tx, 0, tokenRevoked(number))
	})
}
