package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// Moved counts what Move found in both databases.
type Moved struct{ Assessments, Revisions int }

// moveAtOnce is the number of assessments in a transaction of Move.
const moveAtOnce = 200

// Move copies everything from the database from to the database to, of which at most one
// may be a file, and compares the two row by row. Ids, edit keys, tokens of rounds and
// reports stay the same. No portal may use either database meanwhile.
//
// After an interruption, calling Move again continues behind the last assessment copied.
// Until it has finished, no portal starts on the target: a file gets its proper name only
// when it is complete.
func Move(ctx context.Context, from, to string, opts Options) (moved Moved, err error) {
	opts = opts.withDefaults()
	opts.Most, opts.DropUnopenedAfter, opts.application = 0, 0, movingName
	source, err := openMoving(ctx, from, opts)
	if err != nil {
		return moved, err
	}
	defer source.close()
	target, err := openTarget(ctx, to, opts)
	if err != nil {
		return moved, err
	}
	defer func() { err = errors.Join(err, target.close()) }()
	if err := target.begin(ctx); err != nil {
		return moved, fmt.Errorf("%s: %w", Redacted(to), err)
	}
	if err := copyAll(ctx, source, target, opts.Log); err != nil {
		return moved, fmt.Errorf("%w (run crossroads move again: it goes on where it stopped)", err)
	}
	if moved, err = compareAll(ctx, source, target); err != nil {
		return moved, err
	}
	if err := source.alone(ctx, nil); err != nil {
		return moved, fmt.Errorf("%s: %w, and run crossroads move again", Redacted(from), err)
	}
	return moved, target.end(ctx)
}

// side is one of the two databases of a move.
type side struct {
	db       *sql.DB
	postgres bool
	file     string // in which a SQLite database is made, "" where there is none to rename
	name     string // the final name of the file
	closers  []func() error
}

func (s *side) close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// openMoving opens a database for a move, and migrates it as a portal would.
func openMoving(ctx context.Context, name string, opts Options) (*side, error) {
	if !IsPostgres(name) {
		if _, err := os.Stat(name); err != nil {
			return nil, fmt.Errorf("database %w", err)
		}
		unlock, err := Lock(ctx, name)
		if err != nil {
			return nil, err
		}
		s, err := Open(ctx, name, opts)
		if err != nil {
			return nil, errors.Join(err, unlock())
		}
		return &side{db: s.writes, closers: []func() error{s.Close, unlock}}, nil
	}
	if u, err := parseAddress(name); err == nil && holdsPassword(u) {
		opts.PasswordFile = "" // that of the other database
	}
	s, err := OpenPostgres(ctx, name, opts)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDBFromPool(s.pool)
	found := &side{db: db, postgres: true, closers: []func() error{db.Close, s.Close}}
	if err := found.alone(ctx, opts.Log); err != nil {
		return nil, errors.Join(fmt.Errorf("database %s: %w", Redacted(name), err), found.close())
	}
	return found, nil
}

// aloneWithin is how long the sessions of a portal that was stopped may take to end.
const aloneWithin = 3 * time.Second

// alone reports portals that use a PostgreSQL database, whose saves would be lost. Sessions that may be of
// portals, because they belong to another role or have another name, are logged unless log is nil.
func (s *side) alone(ctx context.Context, log *slog.Logger) error {
	if !s.postgres {
		return nil // the lock keeps others away
	}
	var portals, others int
	for began := time.Now(); ; time.Sleep(aloneWithin / 10) {
		err := s.db.QueryRowContext(ctx, `
			SELECT count(*) FILTER (WHERE application_name = $1), count(*) FILTER (WHERE coalesce(application_name, '') NOT IN ($1, $2))
			FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND coalesce(backend_type, 'client backend') = 'client backend'`,
			portalName, movingName).Scan(&portals, &others)
		if err != nil {
			return err
		}
		if portals == 0 || time.Since(began) > aloneWithin {
			break
		}
	}
	if portals > 0 {
		return fmt.Errorf("portals are using it, by %d sessions; stop all of them first (pgbouncer keeps sessions for a while)", portals)
	}
	if others > 0 && log != nil {
		log.Warn("there are other sessions in the database: make sure that none is of a portal, since what it saves would be lost",
			"sessions", others)
	}
	return nil
}

func openTarget(ctx context.Context, name string, opts Options) (*side, error) {
	opts.moving = true
	if IsPostgres(name) {
		return openMoving(ctx, name, opts)
	}
	if err := free(name); err != nil {
		return nil, err
	}
	file := name + ".moving"
	s, err := Open(ctx, file, opts)
	if err != nil {
		return nil, err
	}
	return &side{db: s.writes, file: file, name: name, closers: []func() error{s.Close}}, nil
}

// begin marks a database as incomplete, unless an earlier move has done so.
func (s *side) begin(ctx context.Context) error {
	if !s.postgres {
		return nil // its temporary name marks it
	}
	var begun, used bool
	err := s.db.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM moving), EXISTS (SELECT 1 FROM assessment)`).Scan(&begun, &used)
	if err != nil {
		return err
	}
	if used && !begun {
		return errors.New("there are assessments in this database already; move into an empty one")
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO moving (one) VALUES (1) ON CONFLICT (one) DO NOTHING`)
	return err
}

// end allows portals to start on the completed database.
func (s *side) end(ctx context.Context) error {
	if !s.postgres {
		if err := s.close(); err != nil { // moves the log into the file
			return err
		}
		if err := place(s.file, s.name); err != nil {
			return err
		}
		if err := os.Remove(s.file); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	for _, table := range []string{"assessment", "round", "api_token", "audit", "webhook_message", "webhook_delivery"} {
		// The next number must be above all copied numbers; for assessments, also above
		// those in the audit log and in messages.
		known := map[string]string{
			"assessment": ", (SELECT max(assessment) FROM audit), (SELECT max(assessment) FROM webhook_message)",
		}[table]
		_, err := s.db.ExecContext(ctx, fmt.Sprintf(
			`SELECT setval(pg_get_serial_sequence('%[1]s', 'num'), (SELECT greatest(coalesce(max(num), 0)%[2]s) + 1 FROM %[1]s), false)`,
			table, known))
		if err != nil {
			return err
		}
	}
	_, err := s.db.ExecContext(ctx, `DELETE FROM moving`)
	return err
}

// next returns the last number of the next batch of assessments after a number, or that
// number when there are no more.
func (s *side) next(ctx context.Context, after int64) (last int64, err error) {
	err = s.db.QueryRowContext(ctx, `
		SELECT coalesce(max(num), $1) FROM (SELECT num FROM assessment WHERE num > $1 ORDER BY num LIMIT $2) part`,
		after, int64(moveAtOnce)).Scan(&last)
	return last, err
}

func copyAll(ctx context.Context, source, target *side, log *slog.Logger) error {
	var done int64
	if err := target.db.QueryRowContext(ctx, `SELECT coalesce(max(num), 0) FROM assessment`).Scan(&done); err != nil {
		return err
	}
	if done > 0 {
		log.Info("going on with a move that was interrupted", "behind", done)
	}
	if err := copyRange(ctx, source, target, movedApart, 0, 0); err != nil {
		return err
	}
	for {
		last, err := source.next(ctx, done)
		if err != nil || last == done {
			return err
		}
		if err := copyRange(ctx, source, target, movedTables, done+1, last); err != nil {
			return err
		}
		log.Debug("copied", "up to", last)
		done = last
	}
}

func copyRange(ctx context.Context, source, target *side, tables []movedTable, first, last int64) error {
	tx, err := target.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after Commit
	for _, t := range tables {
		if err := t.copy(ctx, source, target, tx, first, last); err != nil {
			return fmt.Errorf("copying table %s: %w", t.name, err)
		}
	}
	return tx.Commit()
}

// compareAll reads both databases completely and reports the first difference.
func compareAll(ctx context.Context, source, target *side) (moved Moved, err error) {
	same := func(t movedTable, first, last int64) (int, error) {
		count, sum, err := t.digest(ctx, source, first, last)
		if err != nil {
			return 0, err
		}
		copied, copiedSum, err := t.digest(ctx, target, first, last)
		if err != nil {
			return 0, err
		}
		if count != copied || sum != copiedSum {
			return 0, fmt.Errorf("table %s differs for the assessments with the internal numbers %d to %d; if a portal was running "+
				"meanwhile, stop it, empty the new database and move again", t.name, first, last)
		}
		return count, nil
	}
	for _, t := range movedApart {
		if _, err := same(t, 0, 0); err != nil {
			return moved, err
		}
	}
	for done := int64(0); ; {
		last, err := source.next(ctx, done)
		if err != nil {
			return moved, err
		}
		if last == done { // covers rows in the target that the source lacks
			last = 1<<63 - 1
		}
		for _, t := range movedTables {
			count, err := same(t, done+1, last)
			if err != nil {
				return moved, err
			}
			switch t.name {
			case "assessment":
				moved.Assessments += count
			case "revision":
				moved.Revisions += count
			}
		}
		if last == 1<<63-1 {
			return moved, nil
		}
		done = last
	}
}
