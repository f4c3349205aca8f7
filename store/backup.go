package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
)

// Backup copies the database at path into a new file, as it is at one moment, while others
// may be writing to it. When it returns nil, the copy has been checked and synced to disk;
// on failure it leaves nothing at target. It never replaces a file.
func Backup(ctx context.Context, path, target string) (found Contents, err error) {
	if target == "" {
		return found, errors.New("the copy needs a file name")
	}
	if path, err = resolve(path); err != nil {
		return found, err
	}
	if target, err = filepath.Abs(target); err != nil {
		return found, err
	}
	if err := free(target); err != nil {
		return found, err
	}
	source, err := openReading(ctx, path, url.Values{"_pragma": {"busy_timeout(10000)"}})
	if err != nil {
		return found, fmt.Errorf("database %s: %w", path, explain(err))
	}
	defer source.Close()
	// VACUUM INTO creates its file readable by everybody. So the copy is made under another
	// name in a private directory, and moved when it is complete.
	dir, done, err := workDir(filepath.Dir(target))
	if err != nil {
		return found, err
	}
	defer done()
	made := filepath.Join(dir, "made.db")
	if _, err := source.ExecContext(ctx, "VACUUM INTO ?", made); err != nil {
		return found, fmt.Errorf("database %s: %w", path, explain(err))
	}
	if err := makePrivate(made); err != nil {
		return found, err
	}
	if found, err = Verify(ctx, made); err != nil {
		return found, fmt.Errorf("the copy is not sound: %w", err)
	}
	if err := syncFile(made); err != nil {
		return found, err
	}
	if err := place(made, target); err != nil {
		return found, err
	}
	syncDir(filepath.Dir(target))
	return found, nil
}

// workPrefix is the prefix of the directories in which copies are made.
const workPrefix = ".crossroads-copy-"

// workDir makes a directory in parent for a copy, and removes those that killed processes
// have left behind, each with a whole copy. A lock on a file inside marks a directory that
// is still in use, since the lock ends with its process. done removes the directory.
func workDir(parent string) (dir string, done func(), err error) {
	left, _ := filepath.Glob(filepath.Join(parent, workPrefix+"*")) // the only error is a malformed pattern
	for _, old := range left {
		lock := flock.New(filepath.Join(old, "lock"))
		if free, err := lock.TryLock(); err == nil && free {
			_ = lock.Unlock() // first, because Windows cannot remove open files
			os.RemoveAll(old)
		}
	}
	if dir, err = os.MkdirTemp(parent, workPrefix+"*"); err != nil {
		return "", nil, err
	}
	lock := flock.New(filepath.Join(dir, "lock"))
	if held, err := lock.TryLock(); err != nil || !held {
		os.RemoveAll(dir)
		return "", nil, fmt.Errorf("locking %s: %w", dir, cmp.Or(err, errors.New("it is in use")))
	}
	return dir, func() {
		_ = lock.Unlock()
		os.RemoveAll(dir)
	}, nil
}

// syncFile makes sure that the content of a file survives a power failure.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Contents describes a database: the version of its schema, and the assessments and
// revisions that Verify counted.
type Contents struct {
	Schema, Assessments, Revisions int
	Undigested                     int // revisions stored without a digest by older versions of the program
}

// Verify checks a database that no program is writing to. It checks the file itself, its
// schema and references, that revisions are numbered without gaps, that every report can be
// read, and that texts, answers, report, id and key match their digests.
func Verify(ctx context.Context, path string) (Contents, error) { return verify(ctx, path, full) }

func verify(ctx context.Context, path string, at pace) (Contents, error) {
	var c Contents
	if path == "" {
		return c, errors.New("name the file of the database")
	}
	path, err := resolve(path)
	if err != nil {
		return c, err
	}
	db, err := openReading(ctx, path, url.Values{"_pragma": {"busy_timeout(10000)", "query_only(1)"}})
	if err != nil {
		return c, fmt.Errorf("database %s: %w", path, explain(err))
	}
	defer db.Close()
	if err := c.read(ctx, db, at); err != nil {
		return c, fmt.Errorf("database %s: %w", path, explain(err))
	}
	return c, nil
}

func (c *Contents) read(ctx context.Context, db *sql.DB, at pace) error {
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New("the file is damaged: " + said)
	}
	var dangling, gaps int
	err := db.QueryRowContext(ctx, `
		SELECT (SELECT max(version_id) FROM goose_db_version),
		       (SELECT count(*) FROM assessment), (SELECT count(*) FROM revision),
		       (SELECT count(*) FROM pragma_foreign_key_check),
		       (SELECT count(*) FROM (
		            SELECT 1 FROM assessment a LEFT JOIN revision r ON r.assessment = a.num
		            GROUP BY a.num HAVING count(r.number) = 0 OR max(r.number) <> count(r.number)))`).
		Scan(&c.Schema, &c.Assessments, &c.Revisions, &dangling, &gaps)
	switch {
	case err != nil:
		return err
	case dangling > 0:
		return fmt.Errorf("%d rows belong to nothing", dangling)
	case gaps > 0:
		return fmt.Errorf("%d assessments lack revisions", gaps)
	}
	if err := checkSchema(ctx, db, c.Schema); err != nil {
		return err
	}
	if err := c.readRevisions(ctx, db, at); err != nil {
		return err
	}
	if c.Schema < 2 { // had no content
		return nil
	}
	return catalogues(ctx, db, storedCatalogue.sound, "")
}

// checkSchema compares the tables, indexes and triggers of a database with those made by
// the migrations. Without the triggers, revisions could be changed.
func checkSchema(ctx context.Context, db *sql.DB, version int) error {
	made, err := sql.Open("sqlite", "file:schema?mode=memory")
	if err != nil {
		return err
	}
	defer made.Close()
	made.SetMaxOpenConns(1)
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, made, steps, goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = p.UpTo(ctx, int64(version)) // a newer schema has at least what ours has
	}
	if err != nil {
		return fmt.Errorf("making the schema to compare with: %w", err)
	}
	want, err := schemaOf(ctx, made)
	if err != nil {
		return err
	}
	got, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	for name, text := range want {
		switch is, there := got[name]; {
		case !there:
			return fmt.Errorf("the %s is missing", name)
		case is != text:
			return fmt.Errorf("the %s was changed; it should be: %s", name, text)
		}
	}
	return nil
}

// schemaOf maps each object, such as "trigger NAME", to the statement that created it, in any
// indentation.
func schemaOf(ctx context.Context, db *sql.DB) (map[string]string, error) {
	rows, err := db.QueryContext(ctx,
		`SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	made := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		made[name] = strings.Join(strings.Fields(text), " ")
	}
	return made, rows.Err()
}
