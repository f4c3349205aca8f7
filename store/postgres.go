package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"crossroads/record"
)

// Postgres is a store in a PostgreSQL database, which any number of processes may use at
// once. It has the same contract as SQLite: an acknowledged save was committed, and is as
// durable as the settings of the server make a commit.
//
// Every change to an assessment first locks its row, so changes to one assessment happen
// one after the other and do not delay changes to others. The SQL is limited to what
// PostgreSQL, CockroachDB, YugabyteDB and Citus share, and uses nothing tied to a session,
// so that pgbouncer can assign each transaction to another connection. All methods may be
// called concurrently.
type Postgres struct {
	now         func() time.Time
	newID       func() string
	unopenedFor time.Duration // unopened drafts, 0 for ever
	webhooks    subscriptions // of webhooks
	pool        *pgxpool.Pool

	patience  time.Duration  // for one read or change
	isolation pgx.TxIsoLevel // of changes

	probe     prober
	log       *slog.Logger
	unguarded atomic.Bool // the audit log can be changed
}

// Create behaves like SQLite.Create.
func (s *Postgres) Create(ctx context.Context, comparison string, rev record.Revision) (record.Saved, string, error) {
	return s.CreateOnce(ctx, comparison, "", record.Once{}, rev)
}

// CreateOnce behaves like SQLite.CreateOnce, also when the two requests reach two processes
// at once.
func (s *Postgres) CreateOnce(ctx context.Context, comparison, owner string, once record.Once,
	rev record.Revision) (record.Saved, string, error) {
	f, err := newAssessment(ctx, s.newID, comparison, owner, once, rev)
	if err != nil {
		return record.Saved{}, "", fmt.Errorf("create assessment: %w", err)
	}
	var before *outcome
	err = s.change(ctx, once.Key != "", func(ctx context.Context, tx pgx.Tx) (err error) {
		if before, err = s.earlier(ctx, tx, once, ""); before != nil || err != nil {
			return err
		}
		f.stamp(s.stamp())
		var num int64
		err = tx.QueryRow(ctx, `
			INSERT INTO assessment (id, key_hash, comparison, created_ms, owner, leader, digest)
			VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING num`,
			f.saved.ID, f.hash, comparison, f.saved.Created.UnixMilli(), escape(owner), escape(f.leader),
			keysDigest(f.saved.ID, f.hash)).Scan(&num)
		if err != nil {
			return err
		}
		if err := s.note(ctx, tx, once, f.salt, num); err != nil {
			return err
		}
		if s.unopenedFor > 0 && owner == "" { // drafts of known people are listed, so they cannot be lost from sight
			if _, err := tx.Exec(ctx, `INSERT INTO unopened (assessment, since_ms) VALUES ($1, $2)`, num,
				f.saved.Created.UnixMilli()); err != nil {
				return err
			}
		}
		if err := s.append(ctx, tx, num, &f.saved.Revision, f.packed, f.before()); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, record.WebhookSaved, num); err != nil {
			return err
		}
		return s.audit(ctx, tx, num, f.revised(record.ActCreate, 1))
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

// oneRevision selects revision $2 of assessment $1, or the latest for 0.
const oneRevision = `
	FROM assessment a
	JOIN revision r ON r.assessment = a.num
	LEFT JOIN milestone m ON m.assessment = r.assessment AND m.number = r.number
	WHERE a.id = $1 AND (r.number = $2 OR $2 = 0)
	ORDER BY r.number DESC LIMIT 1`

// Get behaves like SQLite.Get.
func (s *Postgres) Get(ctx context.Context, id string, number int) (record.Saved, error) {
	saved := record.Saved{ID: id}
	var row encoded
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `
			SELECT a.comparison, a.created_ms, a.owner, a.status, a.review, a.expires, a.arranged, a.arranged_ms, a.commented, a.audience,
			       (SELECT max(number) FROM revision WHERE assessment = a.num), coalesce(m.name, ''),
			       r.number, r.at_ms, r.title, r.note, r.author, r.labels, r.input, r.catalogue, r.engine, r.report`+
			oneRevision, lookup(id), int64(number)).
			Scan(&saved.Comparison, &row.created, unescaped(&saved.Owner), &saved.Status, &saved.Review, &saved.Expires, &saved.Arranged,
				&row.arranged, &saved.Commented, &saved.Audience.Who, &saved.Latest, unescaped(&saved.Milestone), &saved.Number, &row.at,
				unescaped(&saved.Title), unescaped(&saved.Note), unescaped(&saved.Author), &row.labels, &row.input, &saved.Catalogue,
				&saved.Engine, &row.report)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return record.Saved{}, record.ErrNotFound
	}
	if err != nil {
		return record.Saved{}, fmt.Errorf("get assessment: %w", err)
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

// Standing is Get without texts, input and report: those never change for a revision, and
// take longest to read.
func (s *Postgres) Standing(ctx context.Context, id string, number int) (record.Saved, error) {
	saved := record.Saved{ID: id}
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `
			SELECT a.status, a.review, a.expires, a.arranged, a.commented, a.audience, r.number,
			       (SELECT max(number) FROM revision WHERE assessment = a.num), coalesce(m.name, '')`+
			oneRevision, lookup(id), int64(number)).
			Scan(&saved.Status, &saved.Review, &saved.Expires, &saved.Arranged, &saved.Commented, &saved.Audience.Who, &saved.Number,
				&saved.Latest,
				unescaped(&saved.Milestone))
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return record.Saved{}, record.ErrNotFound
	}
	if err != nil {
		return record.Saved{}, fmt.Errorf("look up an assessment: %w", err)
	}
	return saved, nil
}

// Revise behaves like SQLite.Revise.
func (s *Postgres) Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error) {
	packed, err := packRevision(ctx, rev)
	if err != nil {
		return record.Saved{}, fmt.Errorf("revise assessment: %w", err)
	}
	var saved record.Saved
	err = s.change(ctx, false, func(ctx context.Context, tx pgx.Tx) error {
		saved = record.Saved{ID: id, Revision: rev}
		num, err := s.unlock(ctx, tx, &saved, key)
		if err != nil {
			return err
		}
		var before int64
		var digest string
		if err := tx.QueryRow(ctx, `SELECT number, at_ms, digest FROM revision WHERE assessment = $1 ORDER BY number DESC LIMIT 1`,
			num).Scan(&saved.Latest, &before, &digest); err != nil {
			return err
		}
		if base != saved.Latest {
			return record.ErrConflict
		}
		saved.Latest++
		saved.Number, saved.At = saved.Latest, after(before, s.stamp())
		if _, err := tx.Exec(ctx, `UPDATE assessment SET leader = $1 WHERE num = $2`, escape(packed.leader), num); err != nil {
			return err
		}
		if err := s.append(ctx, tx, num, &saved.Revision, packed, digest); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, record.WebhookRevised, num); err != nil {
			return err
		}
		return s.audit(ctx, tx, num, packed.revised(record.ActRevise, saved.Number))
	})
	if err != nil {
		return record.Saved{}, fmt.Errorf("revise assessment: %w", err)
	}
	return saved, nil
}

// Opens behaves like SQLite.Opens.
func (s *Postgres) Opens(ctx context.Context, id, key string) error {
	stored := make([]byte, sha256.Size) // a hash for unknown ids, so that they take the same steps
	err := s.read(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, `SELECT key_hash FROM assessment WHERE id = $1`, lookup(id)).Scan(&stored)
	})
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("check key: %w", err)
	}
	if !opens(key, stored) || err != nil {
		return fmt.Errorf("check key: %w", record.ErrForbidden)
	}
	return nil
}

// Delete removes the assessment and all its revisions. Their bytes remain in the server's
// files until it cleans up, and in its backups.
func (s *Postgres) Delete(ctx context.Context, id, key string) error {
	return s.owned(ctx, "delete assessment", id, key, func(ctx context.Context, tx pgx.Tx, num int64) error {
		if _, err := tx.Exec(ctx, `DELETE FROM assessment WHERE num = $1`, num); err != nil {
			return err
		}
		return s.audit(ctx, tx, num, record.Event{Act: record.ActDelete})
	})
}

// Ping behaves like SQLite.Ping.
func (s *Postgres) Ping(ctx context.Context) error {
	return s.probe.ping(ctx, func() error {
		return s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, `
				INSERT INTO probe (one, at_ms) VALUES (1, $1)
				ON CONFLICT (one) DO UPDATE SET at_ms = excluded.at_ms`, s.stamp().UnixMilli())
			if err != nil {
				return err
			}
			var off string
			if err = tx.QueryRow(ctx, guards).Scan(&off); err == nil {
				s.noteGuards(off)
			}
			return err
		})
	})
}

// Secret returns 32 random bytes shared by all processes on the database, made on first
// use.
func (s *Postgres) Secret(ctx context.Context) (secret []byte, err error) {
	fresh := make([]byte, 32)
	rand.Read(fresh) // never fails
	err = s.change(ctx, true, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO secret (one, value) VALUES (1, $1) ON CONFLICT (one) DO NOTHING`, fresh); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT value FROM secret WHERE one = 1`).Scan(&secret)
	})
	if err != nil {
		return nil, fmt.Errorf("get the shared secret: %w", err)
	}
	return secret, nil
}

// Room returns zeros: PostgreSQL's own settings limit the size of a database.
func (s *Postgres) Room() (used, most int64) { return 0, 0 }

// Close waits for operations in progress and closes the connections.
func (s *Postgres) Close() error {
	s.pool.Close()
	return nil
}

// append inserts a revision of assessment num, whose row must be locked; before is the
// preceding digest.
func (s *Postgres) append(ctx context.Context, tx pgx.Tx, num int64, rev *record.Revision, p packed, before string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO revision (assessment, number, at_ms, title, note, author, labels, input, catalogue, engine, report, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		num, int64(rev.Number), rev.At.UnixMilli(), escape(rev.Title), escape(rev.Note), escape(rev.Author),
		p.labels, p.input, rev.Catalogue, rev.Engine, p.report, revisionDigest(before, rev.Number, rev.At, p.content))
	if err != nil {
		return err
	}
	if rev.Number > 1 {
		if _, err := tx.Exec(ctx, `DELETE FROM tag WHERE assessment = $1`, num); err != nil {
			return err
		}
	}
	for _, tag := range rev.Tags {
		if _, err := tx.Exec(ctx, `INSERT INTO tag (tag, assessment) VALUES ($1, $2)`, escape(tag), num); err != nil {
			return err
		}
	}
	return nil
}

// unlock locks the row of the assessment saved.ID until the transaction ends. If key opens
// the assessment, it fills in the fixed properties and returns the number. An unknown id
// takes the same steps as a wrong key.
func (s *Postgres) unlock(ctx context.Context, tx pgx.Tx, saved *record.Saved, key string) (int64, error) {
	var num, created, arranged int64
	stored := make([]byte, sha256.Size)
	err := tx.QueryRow(ctx, `
		SELECT num, key_hash, comparison, created_ms, owner, status, review, expires, arranged, arranged_ms, commented, audience
		FROM assessment WHERE id = $1 FOR UPDATE`, lookup(saved.ID)).
		Scan(&num, &stored, &saved.Comparison, &created, unescaped(&saved.Owner), &saved.Status, &saved.Review, &saved.Expires,
			&saved.Arranged, &arranged, &saved.Commented, &saved.Audience.Who)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, err
	}
	if !opens(key, stored) || err != nil {
		return 0, record.ErrForbidden
	}
	saved.Created, saved.ArrangedAt = moment(created), arrangedAt(arranged)
	if s.unopenedFor > 0 {
		_, err = tx.Exec(ctx, `DELETE FROM unopened WHERE assessment = $1`, num)
	}
	return num, err
}

// owned runs fn for the assessment that key opens, and adds what was being done to errors.
func (s *Postgres) owned(ctx context.Context, doing, id, key string, fn func(ctx context.Context, tx pgx.Tx, num int64) error) error {
	err := s.change(ctx, false, func(ctx context.Context, tx pgx.Tx) error {
		num, err := s.unlock(ctx, tx, &record.Saved{ID: id}, key)
		if err != nil {
			return err
		}
		return fn(ctx, tx, num)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// stamp returns the present time with the precision that is stored.
func (s *Postgres) stamp() time.Time { return moment(s.now().UnixMilli()) }
