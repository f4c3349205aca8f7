// Package store keeps saved assessments in one SQLite file, or in a PostgreSQL
// database (Postgres) with the same contract. What follows is about the file.
//
// A save that was acknowledged is on disk: the log is synced before Create,
// Revise or Delete return nil. Concurrent saves share a transaction and its
// sync (writer.go), so durability costs little under load.
//
// Whoever knows an assessment's id may read it; writing needs its edit key, of
// which only the SHA-256 is stored. Revisions are append-only, enforced by the
// schema as well. Times are kept to the millisecond, in UTC.
//
// One process owns the file for writing; others may read it and back it up
// while it is in use. The file must be on a local disk, not a network share.
package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"crossroads/record"
)

// SQLite is a store in one file. All methods may be called concurrently.
type SQLite struct {
	now   func() time.Time
	newID func() string
	keep  time.Duration // unopened drafts, 0 for ever
	told  subscriptions // of webhooks

	reads *sql.DB
	get   *sql.Stmt
	path  string

	room   room
	writes *sql.DB
	writer *writer
	stmts  statements // run by the writer only

	probe  prober
	damage atomic.Pointer[error] // what Check has found
}

// statements are the prepared statements that jobs of the writer run.
type statements struct {
	find, latest, insert, insertRevision, remove, probe *sql.Stmt
	findOnce, insertOnce, tidyOnce                      *sql.Stmt
	removeTags, insertTag, lead                         *sql.Stmt
}

// Create saves rev as revision 1 of a new assessment. It returns what was
// saved and the edit key, which cannot be recovered later, or record.ErrFull.
// Number and At of rev are ignored. Get returns rev.Input in the canonical form of its JSON.
func (s *SQLite) Create(ctx context.Context, comparison string, rev record.Revision) (record.Saved, string, error) {
	return s.CreateOnce(ctx, comparison, "", record.Once{}, rev)
}

// CreateOnce is Create for a request that may come twice: the second time it
// returns the assessment as it is by then, and the same edit key. The owner is
// somebody whom the portal knows, or ""; what has one is listed by Portfolio.
// record.ErrConflict when once was used for something else, or when that edit
// key has been replaced since.
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

// Get returns the revision number of the assessment id, the latest for 0.
// record.ErrNotFound when there is no such assessment or revision.
func (s *SQLite) Get(ctx context.Context, id string, number int) (record.Saved, error) {
	if err := ctx.Err(); err != nil {
		return record.Saved{}, err
	}
	// A read takes microseconds. Cancelling one costs a goroutine each time and
	// the connection when it happens, so it is left to finish.
	row := s.get.QueryRowContext(context.WithoutCancel(ctx), id, number)
	saved := record.Saved{ID: id}
	var created, at, arranged int64
	var labels, input, report []byte
	err := row.Scan(&saved.Comparison, &created, &saved.Owner, &saved.Status, &saved.Review, &saved.Expires, &saved.Arranged, &arranged,
		&saved.Commented, &saved.Audience.Who, &saved.Latest, &saved.Milestone, &saved.Number, &at,
		&saved.Title, &saved.Note, &saved.Author, &labels, &input, &saved.Catalogue, &saved.Engine, &report)
	if errors.Is(err, sql.ErrNoRows) {
		return record.Saved{}, record.ErrNotFound
	}
	if err != nil {
		return record.Saved{}, fmt.Errorf("get assessment: %w", translate(err))
	}
	if saved.Report, err = decode(input, report, &saved.Input); err != nil {
		return record.Saved{}, fmt.Errorf("get assessment: %w", err)
	}
	if err := json.Unmarshal(labels, &saved.Labels); err != nil {
		return record.Saved{}, fmt.Errorf("get assessment: stored labels: %w", err)
	}
	if saved.Audience.Who == record.ForNamed {
		if saved.Audience.People, err = s.readers(ctx, id); err != nil {
			return record.Saved{}, fmt.Errorf("get assessment: %w", err)
		}
	}
	saved.Created, saved.At, saved.ArrangedAt = moment(created), moment(at), arrangedAt(arranged)
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

// Revise adds rev after revision base, which must be the latest.
// record.ErrForbidden when the key does not open the assessment, whether or
// not there is one of that id; record.ErrConflict when base is not the
// latest. Number and At of rev are ignored.
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

// Opens returns nil when key opens the assessment id, and record.ErrForbidden
// as for Revise. It changes nothing and does not wait for those who do.
func (s *SQLite) Opens(ctx context.Context, id, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	stored := make([]byte, sha256.Size) // of an unknown id, so that it takes the same steps
	err := s.reads.QueryRowContext(context.WithoutCancel(ctx), `SELECT key_hash FROM assessment WHERE id = ?`, id).Scan(&stored)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("check key: %w", translate(err))
	}
	if !opens(key, stored) || err != nil {
		return fmt.Errorf("check key: %w", record.ErrForbidden)
	}
	return nil
}

// Delete removes the assessment and all its revisions for good; what they held
// is overwritten in the file and cut off the log. record.ErrForbidden as for Revise.
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

// Ping reads, and writes at most once a second, to tell whether both work.
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

// Close finishes the saves that have been handed in, refuses later ones and
// closes the file.
func (s *SQLite) Close() error {
	s.writer.close()
	return s.closePools()
}

// append inserts the next revision of assessment num, before which stands a digest. It is
// handed in as it is stored: the writer has one goroutine, its callers many.
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

// tag makes the tags of the newest revision those that its assessment is found by.
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

// unlock fills in what is fixed about the assessment saved.ID and returns its
// number if key opens it. An unknown id takes the same steps as a wrong key.
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

// stamp is the time now, as it will be read back.
func (s *SQLite) stamp() time.Time { return moment(s.now().UnixMilli()) }
