package store

import (
	"fmt"
	"os"
	"path/filepath"
)

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
