package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	lib "modernc.org/sqlite/lib"

	"crossroads/record"
)

// Options configure a store. The zero value is ready for use.
type Options struct {
	Now   func() time.Time // time.Now if nil
	NewID func() string    // makes ids and keys; by default 130 random bits
	Log   *slog.Logger     // for migrations and for a file that fills up; nothing is logged if nil
	Most  int64            // bytes the file may hold before saves are refused with record.ErrFull; 0 for no limit

	// DropUnopenedAfter is how long drafts are kept that nobody has opened since they were
	// saved; 0 for ever. DropUnopened deletes older ones.
	DropUnopenedAfter time.Duration

	// Webhooks are the subscriptions to changes; each change adds their messages in its own
	// transaction.
	Webhooks []record.Subscription

	// PasswordFile holds the password for PostgreSQL, if it is neither in the
	// address nor where libpq looks: PGPASSWORD, PGPASSFILE, ~/.pgpass.
	PasswordFile string

	migrations fs.FS         // the embedded ones if nil
	patience   time.Duration // how long to wait for locks and for a slow database; 5 s if zero
	batch      int           // most saves in a transaction; maxBatch if zero
	// application is the name of sessions in PostgreSQL, unless the address has one; portalName if empty.
	application string
	moving      bool // opened by Move, which may open a database with an unfinished move
}

// readers is the size of the pool of reading connections.
const readers = 4

// Open opens the database file, and creates and migrates it as needed. It also creates the
// directory, if only that last level is missing: a longer missing path is more likely a
// typing error. The file is readable only by its owner.
//
// Error messages are meant for the person who starts the server and state the remedy.
func Open(ctx context.Context, path string, opts Options) (*SQLite, error) {
	path, err := resolve(path)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	opts = opts.withDefaults()
	if opts.migrations == nil {
		opts.migrations, _ = fs.Sub(migrations, "migrations")
	}
	s := &SQLite{
		now: opts.Now, newID: opts.NewID, unopenedFor: opts.DropUnopenedAfter, webhooks: opts.Webhooks, path: path,
		room: room{most: opts.Most, log: opts.Log}, probe: newProber(),
	}
	if err := s.open(ctx, path, opts); err != nil {
		_ = s.closePools()
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() string { return strings.ToLower(rand.Text()) }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.patience == 0 {
		o.patience = 5 * time.Second
	}
	if o.batch == 0 {
		o.batch = maxBatch
	}
	return o
}

func (s *SQLite) open(ctx context.Context, path string, opts Options) (err error) {
	if err := createFile(ctx, path); err != nil {
		return err
	}
	if err := oneName(path); err != nil {
		return err
	}
	tighten(path, opts.Log)
	if s.writes, err = sql.Open("sqlite", writeDSN(path, opts.patience)); err != nil {
		return err
	}
	s.writes.SetMaxOpenConns(1)
	if err := migrate(ctx, s.writes, opts); err != nil {
		return err
	}
	if s.reads, err = sql.Open("sqlite", readDSN(path)); err != nil {
		return err
	}
	s.reads.SetMaxOpenConns(readers)
	s.reads.SetMaxIdleConns(readers)
	if err := fillLeaders(ctx, s.writes); err != nil {
		return err
	}
	if err := packCatalogues(ctx, s.writes); err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	watched, err := watch(path)
	if err != nil {
		return err
	}
	s.room.measure()
	s.writer, err = newWriter(ctx, s.writes, watched, opts.batch, s.room.measure)
	return err
}

// tighten restricts reading a database to its owner and their group, as it holds what
// people wrote and the hashes of what opens it. Old or copied files may have wider
// permissions. SQLite gives the files beside it the same permissions.
func tighten(path string, log *slog.Logger) {
	const others = 0o007
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm()&others == 0 {
			continue // whoever opens it reports what is missing or unreadable
		}
		if err := os.Chmod(file, info.Mode().Perm()&^others); err != nil {
			log.Warn("everybody on this machine can read the database: take the right away with chmod o-rwx", "file", file, "err", err)
		} else {
			log.Warn("everybody on this machine could read the database; the right was taken away", "file", file, "was",
				fmt.Sprintf("%04o", info.Mode().Perm()))
		}
	}
}

// createFile makes sure that a file exists, since SQLite would create it readable by
// everybody. A new file is empty, which SQLite accepts.
func createFile(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err == nil {
		err = look(ctx, path, info)
	}
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		if left := logLeft(path); left != nil {
			return left
		}
	}
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.Mkdir(dir, 0o700); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the directory %s does not exist; create it or choose another file", filepath.Dir(dir))
	} else if err == nil {
		syncDir(filepath.Dir(dir))
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was faster
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// syncDir makes sure that a new directory entry survives a power failure, as SQLite does
// for its own files. It does nothing on systems where directories cannot be synced.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func writeDSN(path string, patience time.Duration) string {
	return dsn(path, url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()),
			"journal_mode(WAL)",
			"synchronous(FULL)",
			"fullfsync(1)", // macOS: sync to the disk, not only to its cache
			"foreign_keys(1)",
			"secure_delete(1)",             // overwrite deleted data
			"wal_autocheckpoint(2000)",     // 8 MB
			"journal_size_limit(67108864)", // 64 MiB
		},
	})
}

func readDSN(path string) string {
	return dsn(path, url.Values{
		"mode":    {"ro"},
		"_pragma": {"busy_timeout(5000)", "query_only(1)"},
	})
}

func dsn(path string, v url.Values) string {
	v.Set("_defensive", "1")
	v.Set("_dqs", "0")
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… on Windows
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: v.Encode()}).String()
}

// explain adds a remedy to an error of opening.
func explain(err error) error {
	const writable = "give the user this program runs as the right to write the file and its directory"
	switch primary(err) {
	case lib.SQLITE_NOTADB:
		return fmt.Errorf("this is not a database; choose another file, or restore a backup (%w)", err)
	case lib.SQLITE_CORRUPT:
		return fmt.Errorf("the file is damaged; restore a backup (%w)", err)
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return fmt.Errorf("it cannot be written; %s (%w)", writable, err)
	case lib.SQLITE_FULL:
		return fmt.Errorf("the disk is full; make room (%w)", err)
	case lib.SQLITE_BUSY:
		return fmt.Errorf("another program is writing to it; stop that program (%w)", err)
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("it cannot be written; %s (%w)", writable, err)
	}
	return err
}

// prepare prepares the statements of the store's methods.
func (s *SQLite) prepare(ctx context.Context) (err error) {
	if s.get, err = s.reads.PrepareContext(ctx, getSQL); err != nil {
		return err
	}
	for text, stmt := range map[string]**sql.Stmt{
		sizeSQL: &s.room.size,
		`SELECT num, key_hash, comparison, created_ms, owner, status, review, expires, arranged, arranged_ms, commented,
		        audience
		 FROM assessment WHERE id = ?`: &s.stmts.find,
		`SELECT number, at_ms, digest FROM revision
		 WHERE assessment = ? ORDER BY number DESC LIMIT 1`: &s.stmts.latest,
		`DELETE FROM assessment WHERE num = ?`: &s.stmts.remove,
		insertSQL:                              &s.stmts.insert,
		`INSERT INTO probe VALUES (1, ?) ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms`: &s.stmts.probe,
		`SELECT o.request, o.salt, a.id, a.key_hash FROM once o JOIN assessment a ON a.num = o.assessment
		 WHERE o.hash = ? AND o.at_ms > ?`: &s.stmts.findOnce,
		`INSERT INTO once (hash, request, salt, assessment, at_ms) VALUES (?, ?, ?, ?, ?)`: &s.stmts.insertOnce,
		`DELETE FROM once WHERE at_ms <= ?`:                                                &s.stmts.tidyOnce,
		`INSERT INTO revision (assessment, number, at_ms, title, note, author, labels, input, catalogue, engine, report, digest)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`: &s.stmts.insertRevision,
		`UPDATE assessment SET leader = ? WHERE num = ?`:  &s.stmts.lead,
		`DELETE FROM tag WHERE assessment = ?`:            &s.stmts.removeTags,
		`INSERT INTO tag (tag, assessment) VALUES (?, ?)`: &s.stmts.insertTag,
	} {
		if *stmt, err = s.writes.PrepareContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// insertSQL assigns a number that no other assessment has had, as far as the audit log and
// webhook messages reach: there, a number identifies one assessment.
const insertSQL = `
	INSERT INTO assessment (num, id, key_hash, comparison, created_ms, owner, leader, digest)
	VALUES (1 + max((SELECT coalesce(max(num), 0) FROM assessment),
	                (SELECT coalesce(max(assessment), 0) FROM audit WHERE assessment <> 0),
	                (SELECT coalesce(max(assessment), 0) FROM webhook_message)), ?, ?, ?, ?, ?, ?, ?)`

// closePools closes all connections, the writing one last: it moves the log into the file.
func (s *SQLite) closePools() error {
	var errs []error
	for _, db := range []*sql.DB{s.reads, s.writes} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}
