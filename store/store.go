// Package store stores assessments in one SQLite file, or in a PostgreSQL database
// (Postgres) with the same contract. The rest of this comment is about the file.
//
// An acknowledged save is on disk: the log is synced before Create, Revise or Delete return
// nil. Concurrent saves share a transaction and its sync (writer.go), so durability costs
// little under load.
//
// Whoever knows the id of an assessment may read it; writing requires its edit key, of
// which only the SHA-256 is stored. Revisions are append-only, which the schema enforces
// too. Times are stored in UTC, to the millisecond.
//
// Only one process may write to the file; others may read it and back it up while it is in
// use. The file must be on a local disk, not on a network share.
package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"crossroads/record"
)

// SQLite is a store in one file. All methods may be called concurrently.
type SQLite struct {
	now         func() time.Time
	newID       func() string
	unopenedFor time.Duration // unopened drafts, 0 for ever
	webhooks    subscriptions // of webhooks

	reads *sql.DB
	get   *sql.Stmt
	path  string

	room   room
	writes *sql.DB
	writer *writer
	stmts  statements // run by the writer only

	probe  prober
	damage atomic.Pointer[error] // found by Check
}

// statements are the prepared statements of the writer's jobs.
type statements struct {
	find, latest, insert, insertRevision, remove, probe *sql.Stmt
	findOnce, insertOnce, tidyOnce                      *sql.Stmt
	removeTags, insertTag, lead                         *sql.Stmt
}

// Create saves rev as revision 1 of a new assessment. It returns what was saved, and the
// edit key, which cannot be recovered later, or record.ErrFull. It ignores Number and At of
// rev. Get will return rev.Input in its canonical JSON form.
func (s *SQLite) Create(ctx context.Context, comparison string, rev record.Revision) (record.Saved, string, error) {
	return s.CreateOnce(ctx, comparison, "", record.Once{}, rev)
}

// CreateOnce is Create for a request that may be repeated: the repetition returns the
// assessment in its present state, and the same edit key. The owner is a person known to
// the portal, or ""; Portfolio lists assessments with an owner. It returns
// record.ErrConflict when once was used for a different request, or when the edit key has
// been replaced since.
func (s *SQLite) CreateOnce(ctx context.Context, comparison, owner string, once record.Once,
	rev record.Revision) (record.Saved, string, error) {
	f, err := newAssessment(ctx, s.newID, comparison, owner, once, rev)
	if err != nil {
		return record.Saved{}, "", fmt.Errorf("create assessment: %w", err)
	}
	var before *outcome
	err = s.writer.do(ctx, func() (err error) {
		if before, err = s.earlier(once, ""); before != nil || err != nil {
			return err
		}
		if err := s.room.take(0); err != nil {
			return err
		}
		f.stamp(s.stamp())
		res, err := s.stmts.insert.Exec(f.saved.ID, f.hash, comparison, f.saved.Created.UnixMilli(), owner, f.leader,
			keysDigest(f.saved.ID, f.hash))
		if err != nil {
			return err
		}
		num, err := res.LastInsertId()
		if err != nil {
			return err
		}
		if err := s.note(once, f.salt, num); err != nil {
			return err
		}
		if err := s.noteUnopened(num, f.saved.Created.UnixMilli(), owner); err != nil {
			return err
		}
		if err := s.append(num, &f.saved.Revision, f.packed, f.before()); err != nil {
			return err
		}
		if err := s.tell(record.WebhookSaved, num); err != nil {
			return err
		}
		return s.audit(ctx, num, f.revised(record.ActCreate, 1))
	})
	if err != nil {
		return record.Saved{}, "", fmt.Errorf("create assessment: %w", err)
	}
	if before != nil {
		saved, err := s.Get(ctx, before.id, 0)
		return saved, before.key, err
	}
	return f.saved, f.key, nil
}

// Get returns a revision of the assessment id, the latest for number 0. It returns
// record.ErrNotFound when there is no such assessment or revision.
func (s *SQLite) Get(ctx context.Context, id string, number int) (record.Saved, error) {
	if err := ctx.Err(); err != nil {
		return record.Saved{}, err
	}
	// A read takes microseconds. Making it cancellable would cost a goroutine each time,
	// and cancelling it the connection.
	found := s.get.QueryRowContext(context.WithoutCancel(ctx), id, number)
	saved := record.Saved{ID: id}
	var row encoded
	err := found.Scan(&saved.Comparison, &row.created, &saved.Owner, &saved.Status, &saved.Review, &saved.Expires, &saved.Arranged,
		&row.arranged, &saved.Commented, &saved.Audience.Who, &saved.Latest, &saved.Milestone, &saved.Number, &row.at,
		&saved.Title, &saved.Note, &saved.Author, &row.labels, &row.input, &saved.Catalogue, &saved.Engine, &row.report)
	if errors.Is(err, sql.ErrNoRows) {
		return record.Saved{}, record.ErrNotFound
	}
	if err != nil {
		return record.Saved{}, fmt.Errorf("get assessment: %w", translate(err))
	}
	if err := row.decode(&saved); err != nil {
		return record.Saved{}, fmt.Errorf("get assessment: %w", err)
	}
	if saved.Audience.Who == record.ForNamed {
		if err = s.readNamed(ctx, id, &saved.Audience); err != nil {
			return record.Saved{}, fmt.Errorf("get assessment: %w", err)
		}
	}
	return saved, nil
}

const getSQL = `
	WITH found AS (
		SELECT num, comparison, created_ms, owner, status, review, expires, arranged, arranged_ms, commented, audience,
		       (SELECT max(number) FROM revision WHERE assessment = num) AS latest
		FROM assessment WHERE id = ?1
	)
	SELECT comparison, created_ms, owner, status, review, expires, arranged, arranged_ms, commented, audience, latest,
	       coalesce((SELECT name FROM milestone m WHERE m.assessment = num AND m.number = revision.number), ''),
	       number, at_ms, title, note, author, labels, input, catalogue, engine, report
	FROM found JOIN revision ON assessment = num AND number = iif(?2 = 0, latest, ?2)`

// Revise adds rev after revision base, which must be the latest. It returns
// record.ErrForbidden when the key does not open the assessment, whether or not the id
// exists, and record.ErrConflict when base is not the latest. It ignores Number and At of
// rev.
func (s *SQLite) Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error) {
	packed, err := packRevision(ctx, rev)
	if err != nil {
		return record.Saved{}, fmt.Errorf("revise assessment: %w", err)
	}
	saved := record.Saved{ID: id, Revision: rev}
	err = s.writer.do(ctx, func() error {
		num, err := s.unlock(&saved, key)
		if err != nil {
			return err
		}
		var before int64
		var digest string
		if err := s.stmts.latest.QueryRow(num).Scan(&saved.Latest, &before, &digest); err != nil {
			return err
		}
		if base != saved.Latest {
			return record.ErrConflict
		}
		saved.Latest++
		saved.Number, saved.At = saved.Latest, after(before, s.stamp())
		if _, err := s.stmts.lead.Exec(packed.leader, num); err != nil {
			return err
		}
		if err := s.append(num, &saved.Revision, packed, digest); err != nil {
			return err
		}
		if err := s.tell(record.WebhookRevised, num); err != nil {
			return err
		}
		return s.audit(ctx, num, packed.revised(record.ActRevise, saved.Number))
	})
	if err != nil {
		return record.Saved{}, fmt.Errorf("revise assessment: %w", err)
	}
	return saved, nil
}

// Opens returns nil when key opens the assessment id, otherwise record.ErrForbidden like
// Revise. It changes nothing and does not wait for writers.
func (s *SQLite) Opens(ctx context.Context, id, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	stored := make([]byte, sha256.Size) // a hash for unknown ids, so that they take the same steps
	err := s.reads.QueryRowContext(context.WithoutCancel(ctx), `SELECT key_hash FROM assessment WHERE id = ?`, id).Scan(&stored)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("check key: %w", translate(err))
	}
	if !opens(key, stored) || err != nil {
		return fmt.Errorf("check key: %w", record.ErrForbidden)
	}
	return nil
}

// Delete permanently removes the assessment and all its revisions: their content is
// overwritten in the file and removed from the log. It returns record.ErrForbidden like
// Revise.
func (s *SQLite) Delete(ctx context.Context, id, key string) error {
	err := s.writer.do(ctx, func() error {
		num, err := s.unlock(&record.Saved{ID: id}, key)
		if err != nil {
			return err
		}
		if _, err = s.stmts.remove.Exec(num); err != nil {
			return err
		}
		s.writer.deleted = true
		return s.audit(ctx, num, record.Event{Act: record.ActDelete})
	})
	if err != nil {
		return fmt.Errorf("delete assessment: %w", err)
	}
	return nil
}

// Ping checks that reading works and, at most once a second, that writing does.
func (s *SQLite) Ping(ctx context.Context) error {
	if _, err := s.Get(ctx, "", 0); !errors.Is(err, record.ErrNotFound) {
		return fmt.Errorf("ping: %w", err)
	}
	return s.probe.ping(ctx, func() error {
		return s.writer.do(ctx, func() error {
			_, err := s.stmts.probe.Exec(s.stamp().UnixMilli())
			return err
		})
	})
}

// Close finishes the saves in progress, refuses later ones and closes the file.
func (s *SQLite) Close() error {
	s.writer.close()
	return s.closePools()
}

// append inserts the next revision of assessment num; before is the preceding digest.
// Callers pass the revision already encoded, because the writer has a single goroutine.
func (s *SQLite) append(num int64, rev *record.Revision, p packed, before string) error {
	if err := s.room.take(len(rev.Note) + len(p.labels) + len(p.input) + len(p.report)); err != nil {
		return err
	}
	_, err := s.stmts.insertRevision.Exec(num, rev.Number, rev.At.UnixMilli(),
		rev.Title, rev.Note, rev.Author, p.labels, p.input, rev.Catalogue, rev.Engine, p.report,
		revisionDigest(before, rev.Number, rev.At, p.content))
	if err != nil {
		return err
	}
	return s.tag(num, rev)
}

// tag makes the assessment searchable by the tags of its newest revision.
func (s *SQLite) tag(num int64, rev *record.Revision) error {
	if rev.Number > 1 {
		if _, err := s.stmts.removeTags.Exec(num); err != nil {
			return err
		}
	}
	for _, tag := range rev.Tags {
		if _, err := s.stmts.insertTag.Exec(tag, num); err != nil {
			return err
		}
	}
	return nil
}

// unlock fills in the fixed properties of the assessment saved.ID and returns its number if
// key opens it. An unknown id takes the same steps as a wrong key.
func (s *SQLite) unlock(saved *record.Saved, key string) (int64, error) {
	var num, created, arranged int64
	stored := make([]byte, sha256.Size)
	err := s.stmts.find.QueryRow(saved.ID).Scan(&num, &stored, &saved.Comparison, &created,
		&saved.Owner, &saved.Status, &saved.Review, &saved.Expires, &saved.Arranged, &arranged, &saved.Commented, &saved.Audience.Who)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	if !opens(key, stored) || err != nil {
		return 0, record.ErrForbidden
	}
	saved.Created, saved.ArrangedAt = moment(created), arrangedAt(arranged)
	return num, s.forgetUnopened(num)
}

// stamp returns the present time with the precision that is stored.
func (s *SQLite) stamp() time.Time { return moment(s.now().UnixMilli()) }
