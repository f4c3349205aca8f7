package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	lib "modernc.org/sqlite/lib"
)

// resolve returns the absolute name of a database without symbolic links, since SQLite has its
// log beside the file, not beside the link. The file may be still to be made.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	for range 40 { // as many as Linux follows
		if found, err := filepath.EvalSymlinks(path); err == nil {
			return found, nil
		}
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return path, nil
}

// look refuses a file that cannot be a database of this program, without changing it: opening
// it as one would take rights away and switch its journal.
func look(ctx context.Context, path string, info os.FileInfo) error {
	const begins, idAt = "SQLite format 3\x00", 68
	if err := checkKind(info); err != nil || info.Size() == 0 {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	header := make([]byte, idAt+4)
	_, err = io.ReadFull(f, header)
	if err = errors.Join(err, f.Close()); err != nil || !bytes.HasPrefix(header, []byte(begins)) {
		return errors.New("this is not a database; choose another file, or restore a backup")
	}
	if binary.BigEndian.Uint32(header[idAt:]) == applicationID {
		return nil
	}
	// The log of a new file may hold all there is. What stands in the file itself is read without
	// the log, which even a reader would change.
	db, err := sql.Open("sqlite", dsn(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := checkOwner(ctx, db); primary(err) == 0 {
		return err
	}
	return nil // another process is making it; opening it says what is wrong
}

// checkKind refuses directories, devices and the like.
func checkKind(info os.FileInfo) error {
	if info.IsDir() {
		return errors.New("this is a directory; name a file in it")
	}
	if !info.Mode().IsRegular() {
		return errors.New("this is not a regular file; name another")
	}
	return nil
}

// logLeft refuses to make a database beside the log of another one: SQLite would delete the log,
// with saves that were acknowledged, or take it for that of the new file.
func logLeft(path string) error {
	if info, err := os.Lstat(path + "-wal"); err != nil || info.Size() == 0 {
		return nil
	}
	name := filepath.Base(path)
	return fmt.Errorf("%s-wal holds saves, and the database that they belong to is missing or empty: put %s back, or move %s-wal and "+
		"%s-shm away", path, name, name, name)
}

// free refuses a name for a new database that is taken, or has the log of another one beside it.
func free(target string) error {
	if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; choose a new name", target)
	}
	return logLeft(target)
}

// place gives a complete file its name and never replaces another one.
func place(made, target string) error {
	err := os.Link(made, target) // unlike a rename, never replaces a file
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return renameNew(made, target)
}

// renameNew renames a file and never replaces another one: it takes the name first. Sticks and
// shares often have no hard links.
func renameNew(made, target string) error {
	f, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err = errors.Join(f.Close(), os.Rename(made, target)); err != nil {
		return errors.Join(err, os.Remove(target))
	}
	return nil
}

// makePrivate takes a file away from everybody else, where the file system has permissions.
func makePrivate(path string) error {
	err := os.Chmod(path, 0o600)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) {
		return nil // sticks and shares: who may read it is said where they are mounted
	}
	return err
}

// openReading opens a database for reading and checks whose it is. A file without a log on a
// medium that cannot be written is read as it stands: SQLite would want to make a log.
func openReading(ctx context.Context, path string, options url.Values) (*sql.DB, error) {
	info, err := os.Stat(path)
	if err == nil {
		err = checkKind(info)
	}
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil { // not wrapped: explain would speak of writing
		return nil, fmt.Errorf("it cannot be read; run this as its user (%v)", errors.Unwrap(err))
	}
	f.Close()
	options.Set("mode", "ro")
	for {
		db, err := sql.Open("sqlite", dsn(path, options))
		if err != nil {
			return nil, err
		}
		db.SetMaxOpenConns(1)
		err = checkOurs(ctx, db)
		if err == nil {
			return db, nil
		}
		db.Close()
		readOnly := primary(err) == lib.SQLITE_CANTOPEN || primary(err) == lib.SQLITE_READONLY
		if readOnly && logLeft(path) != nil {
			return nil, fmt.Errorf("its newest changes are in a log beside it, and reading those takes the right to write both; run "+
				"this as their user (%v)", err)
		}
		if !readOnly || options.Has("immutable") {
			return nil, err
		}
		options.Set("immutable", "1")
	}
}

// checkOurs refuses a database that is not one of this program, or an empty one.
func checkOurs(ctx context.Context, db *sql.DB) error {
	var owner int
	err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&owner)
	if err == nil && owner != applicationID {
		err = errors.New("this is not a database of this program")
	}
	return err
}

// files are the files of an open database. When one is deleted or replaced, SQLite
// continues to write to the old file without an error, and these writes are lost when the
// process ends. So the files are checked around every transaction.
type files []file

type file struct {
	path string
	info os.FileInfo
}

// watch records the identity of the database file, its log and its index.
func watch(path string) (files, error) {
	var fs files
	for _, p := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		fs = append(fs, file{p, info})
	}
	return fs, nil
}

// writable returns record.ErrUnavailable while a file or the directory is read-only. SQLite
// could still write to the files it has open, but somebody removed the permission on
// purpose, or the disk was remounted read-only, and after a restart the database would not
// open. Saving resumes as soon as the permission is back.
func (fs files) writable() error {
	paths := []string{filepath.Dir(fs[0].path)}
	for _, f := range fs {
		paths = append(paths, f.path)
	}
	for _, path := range paths {
		if err := writable(path); err != nil {
			return unavailable(fmt.Errorf("the database is read-only: %s cannot be written: %w", path, err))
		}
	}
	return nil
}

// check returns record.ErrUnavailable when a file is no longer the one that was opened.
// Somebody then has to put it back and restart the program.
func (fs files) check() error {
	for _, f := range fs {
		info, err := os.Stat(f.path)
		if err != nil {
			return unavailable(fmt.Errorf("the open database lost a file, restart the server: %w", err))
		}
		if !os.SameFile(info, f.info) {
			return unavailable(fmt.Errorf("%s was replaced while the database was open, restart the server", f.path))
		}
	}
	return nil
}
