package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"crossroads/record"
)

// earlier behaves like SQLite.earlier. While the same request is in progress in another
// transaction, it finds nothing; note then fails on the key of the request, and change
// starts again.
func (s *Postgres) earlier(ctx context.Context, tx pgx.Tx, once record.Once, key string) (*outcome, error) {
	if once.Key == "" {
		return nil, nil
	}
	var request, keyHash []byte
	var id, salt string
	err := tx.QueryRow(ctx, `
		SELECT o.request, o.salt, a.id, a.key_hash FROM once o JOIN assessment a ON a.num = o.assessment
		WHERE o.hash = $1 AND o.at_ms > $2`,
		derive(once, "find", ""), s.stamp().Add(-record.OnceTime).UnixMilli()).Scan(&request, &salt, &id, &keyHash)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return repeated(once, key, id, salt, request, keyHash)
}

// note stores the outcome of a request and drops outcomes that are too old.
func (s *Postgres) note(ctx context.Context, tx pgx.Tx, once record.Once, salt string, num int64) error {
	if once.Key == "" {
		return nil
	}
	now := s.stamp()
	if _, err := tx.Exec(ctx, `DELETE FROM once WHERE at_ms <= $1`, now.Add(-record.OnceTime).UnixMilli()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO once (hash, request, salt, assessment, at_ms) VALUES ($1, $2, $3, $4, $5)`,
		derive(once, "find", ""), derive(once, "request", once.Request), salt, num, now.UnixMilli())
	return err
}

// Rotate behaves like SQLite.Rotate.
func (s *Postgres) Rotate(ctx context.Context, id, key string, once record.Once) (result string, err error) {
	once.Request = "rotate " + id + " " + key
	fresh, salt := freshKey(once, s.newID)
	hash := hashed(fresh)
	err = s.replace(ctx, id, key, "", once, func(ctx context.Context, tx pgx.Tx, num int64, before *outcome) error {
		if before != nil {
			result = before.key
			return nil
		}
		result = fresh
		if _, err := tx.Exec(ctx, `UPDATE assessment SET key_hash = $1, digest = $2 WHERE num = $3`, hash, keysDigest(id, hash),
			num); err != nil {
			return err
		}
		if err := s.note(ctx, tx, once, salt, num); err != nil {
			return err
		}
		return s.audit(ctx, tx, num, record.Event{Act: record.ActRotate})
	})
	if err != nil {
		return "", fmt.Errorf("rotate key: %w", err)
	}
	return result, nil
}

// Revoke behaves like SQLite.Revoke.
func (s *Postgres) Revoke(ctx context.Context, id, key string, once record.Once) (result string, err error) {
	once.Request = "revoke " + id + " " + key
	fresh, salt, token := s.newID(), s.newID(), s.newID()
	err = s.replace(ctx, id, key, key, once, func(ctx context.Context, tx pgx.Tx, num int64, before *outcome) error {
		if before != nil {
			result = before.id
			return nil
		}
		result = fresh
		if _, err := tx.Exec(ctx, `UPDATE assessment SET id = $1, digest = $2 WHERE num = $3`, fresh, keysDigest(fresh, hashed(key)),
			num); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE round SET token = $1 || CAST(num AS TEXT) WHERE assessment = $2`, token, num)
		if err != nil {
			return err
		}
		if err := s.note(ctx, tx, once, salt, num); err != nil {
			return err
		}
		return s.audit(ctx, tx, num, record.Event{Act: record.ActRevoke})
	})
	if err != nil {
		return "", fmt.Errorf("revoke sharing: %w", err)
	}
	return result, nil
}

// replace runs fn with the assessment that key opens, unless the same request came before;
// then it returns the earlier outcome. It looks for that after locking the row, so that the
// second of two simultaneous requests sees the first, although its key or id may no longer
// work by then. given is the key of the request, as for earlier.
func (s *Postgres) replace(ctx context.Context, id, key, given string, once record.Once,
	fn func(ctx context.Context, tx pgx.Tx, num int64, before *outcome) error) error {
	return s.change(ctx, once.Key != "", func(ctx context.Context, tx pgx.Tx) error {
		num, forbidden := s.unlock(ctx, tx, &record.Saved{ID: id}, key)
		if forbidden != nil && !errors.Is(forbidden, record.ErrForbidden) {
			return forbidden
		}
		before, err := s.earlier(ctx, tx, once, given)
		if err != nil {
			return err
		}
		if before == nil && forbidden != nil {
			return forbidden
		}
		return fn(ctx, tx, num, before)
	})
}
