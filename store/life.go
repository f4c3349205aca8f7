package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"crossroads/record"
)

// Arrange stores the status, review date and end date of an assessment. It returns
// record.ErrForbidden like Revise.
func (s *SQLite) Arrange(ctx context.Context, id, key string, life record.Life) error {
	return s.owned(ctx, "arrange assessment", id, key, func(num int64) error {
		var before string
		if err := s.writes.QueryRow(`SELECT status FROM assessment WHERE num = ?`, num).Scan(&before); err != nil {
			return err
		}
		_, err := s.writes.Exec(
			`UPDATE assessment SET status = ?, review = ?, expires = ?, arranged = arranged + 1, arranged_ms = ? WHERE num = ?`,
			life.Status, life.Review, life.Expires, s.stamp().UnixMilli(), num)
		if err == nil && life.Status == record.Decided && before != record.Decided {
			err = s.tell(record.WebhookDecided, num)
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, num, arranged(life))
	})
}

// Rotate replaces the edit key and returns the new one; the old one stops working.
// Repeating the same request returns the same key, although the request names a key that no
// longer works; id and key are part of what once identifies. It returns record.ErrForbidden
// like Revise and record.ErrConflict like CreateOnce.
func (s *SQLite) Rotate(ctx context.Context, id, key string, once record.Once) (result string, err error) {
	once.Request = "rotate " + id + " " + key
	fresh, salt := freshKey(once, s.newID)
	hash := hashed(fresh)
	err = s.writer.do(ctx, func() error {
		before, err := s.earlier(once, "")
		if before != nil {
			result = before.key
		}
		if before != nil || err != nil {
			return err
		}
		num, err := s.unlock(&record.Saved{ID: id}, key)
		if err != nil {
			return err
		}
		if _, err := s.writes.Exec(`UPDATE assessment SET key_hash = ?, digest = ? WHERE num = ?`, hash, keysDigest(id, hash),
			num); err != nil {
			return err
		}
		result = fresh
		s.writer.deleted = true // the former key
		if err := s.note(once, salt, num); err != nil {
			return err
		}
		return s.audit(ctx, num, record.Event{Act: record.ActRotate})
	})
	if err != nil {
		return "", fmt.Errorf("rotate key: %w", err)
	}
	return result, nil
}

// Revoke moves the assessment to a new id and returns it. Holders of the old id can no
// longer read it, nor use the token of a round. Errors and repeated requests are as for
// Rotate.
func (s *SQLite) Revoke(ctx context.Context, id, key string, once record.Once) (result string, err error) {
	once.Request = "revoke " + id + " " + key
	fresh, salt := s.newID(), s.newID()
	err = s.writer.do(ctx, func() error {
		before, err := s.earlier(once, key)
		if before != nil {
			result = before.id
		}
		if before != nil || err != nil {
			return err
		}
		num, err := s.unlock(&record.Saved{ID: id}, key)
		if err != nil {
			return err
		}
		if _, err := s.writes.Exec(`UPDATE assessment SET id = ?, digest = ? WHERE num = ?`, fresh, keysDigest(fresh, hashed(key)),
			num); err != nil {
			return err
		}
		if _, err := s.writes.Exec(`UPDATE round SET token = ? || num WHERE assessment = ?`, s.newID(), num); err != nil {
			return err
		}
		result = fresh
		s.writer.deleted = true // the former id
		if err := s.note(once, salt, num); err != nil {
			return err
		}
		return s.audit(ctx, num, record.Event{Act: record.ActRevoke})
	})
	if err != nil {
		return "", fmt.Errorf("revoke sharing: %w", err)
	}
	return result, nil
}

// Mark names a revision, or removes its name when name is empty. It returns
// record.ErrForbidden like Revise, and record.ErrNotFound when there is no such revision.
func (s *SQLite) Mark(ctx context.Context, id, key string, number int, name string) error {
	return s.owned(ctx, "name milestone", id, key, func(num int64) error {
		var found int
		err := s.writes.QueryRow(`SELECT count(*) FROM revision WHERE assessment = ? AND number = ?`, num, number).Scan(&found)
		if err != nil {
			return err
		}
		if found == 0 {
			return record.ErrNotFound
		}
		s.writer.deleted = true // the former name, if any
		if name == "" {
			_, err = s.writes.Exec(`DELETE FROM milestone WHERE assessment = ? AND number = ?`, num, number)
		} else if err = s.room.take(len(name)); err == nil {
			_, err = s.writes.Exec(`
				INSERT INTO milestone VALUES (?, ?, ?)
				ON CONFLICT DO UPDATE SET name = excluded.name`, num, number, name)
		}
		if err != nil {
			return err
		}
		return s.audit(ctx, num, marked(number, name))
	})
}

// sameAs is the number of the first earlier revision that is equal, 0 for none. Of very many revisions only the
// last are compared, so that a page of a long history is not slow.
const sameAs = `coalesce((
			SELECT min(o.number) FROM revision o
			WHERE o.assessment = r.assessment AND o.number < r.number AND o.number >= r.number - 200 AND o.title = r.title
			 AND o.note = r.note AND o.author = r.author AND o.labels = r.labels AND o.input = r.input AND o.report = r.report), 0)`

// History lists at most limit revisions, newest first: those with numbers below before, or
// all when before is 0. It returns record.ErrNotFound when there is no such assessment.
func (s *SQLite) History(ctx context.Context, id string, before, limit int) ([]record.Entry, error) {
	list, err := all(ctx, s, `
		SELECT r.number, r.at_ms, r.title, r.author, coalesce(m.name, ''), r.catalogue, r.engine, r.report, `+sameAs+`
		FROM assessment a
		JOIN revision r ON r.assessment = a.num
		LEFT JOIN milestone m ON m.assessment = a.num AND m.number = r.number
		WHERE a.id = ?1 AND (?2 = 0 OR r.number < ?2)
		ORDER BY r.number DESC LIMIT ?3`,
		func(row row) (e record.Entry, err error) {
			var at int64
			var report []byte
			err = row.Scan(&e.Number, &at, &e.Title, &e.Author, &e.Milestone, &e.Catalogue, &e.Engine, &report, &e.SameAs)
			e.At, e.Headline = moment(at), headline(report)
			return e, err
		}, id, before, limit)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	if len(list) == 0 && before == 0 {
		return nil, record.ErrNotFound
	}
	return list, nil
}

// owned runs fn for the assessment that key opens, and adds what was being done to errors.
func (s *SQLite) owned(ctx context.Context, doing, id, key string, fn func(num int64) error) error {
	err := s.writer.do(ctx, func() error {
		num, err := s.unlock(&record.Saved{ID: id}, key)
		if err != nil {
			return err
		}
		return fn(num)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// StoreCatalogue stores the content behind reports, once for each version.
func (s *SQLite) StoreCatalogue(ctx context.Context, comparison, version string, body []byte) error {
	body = pack(body)
	err := s.writer.do(ctx, func() error {
		if err := s.room.take(len(body)); err != nil {
			return err
		}
		_, err := s.writes.Exec(`INSERT INTO catalogue VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, comparison, version, body)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep catalogue: %w", err)
	}
	return nil
}

// Catalogue returns what StoreCatalogue stored, or record.ErrNotFound.
func (s *SQLite) Catalogue(ctx context.Context, comparison, version string) ([]byte, error) {
	var body []byte
	err := s.reads.QueryRowContext(context.WithoutCancel(ctx),
		`SELECT body FROM catalogue WHERE comparison = ? AND version = ?`, comparison, version).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, record.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("get catalogue: %w", translate(err))
	}
	return unpackCatalogue(body)
}
