package store

import (
	"fmt"
	"os"
	"path/filepath"
)

// files are the files a database was opened on. When somebody deletes or
// replaces one, SQLite goes on writing to the old file without an error, and
// what it writes is gone when the process ends. So they are looked at around
// every transaction.
type files []file

type file struct {
	path string
	info os.FileInfo
}

// watch remembers the file of an open database, its log and its index.
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

// writable returns record.ErrUnavailable while a file or their directory may
// only be read. SQLite could go on writing to the files that it has open, but the right
// was taken away on purpose, or the disk mounted read-only, and after a restart the
// database would not open. Saving works again as soon as the right is back.
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

// check returns record.ErrUnavailable when a file is no longer the one that
// was opened. The remedy is to put it back and restart.
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
