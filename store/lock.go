package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// Lock keeps other portals off the SQLite file at path, which they would serve
// from caches that do not see each other's changes. The lock is one of the
// operating system on a file beside it, so it ends with the process, however
// that ends. Unlock gives it back. A missing file is made.
//
// When another process holds it the error has the number of that process.
func Lock(path string) (unlock func() error, err error) {
	path, err = filepath.Abs(path)
	if err == nil {
		err = createFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	resolved, err := filepath.EvalSymlinks(path) // two names of one file
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	name := resolved + ".lock"
	lock := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	if !held {
		return nil, fmt.Errorf("database %s: %s; stop it first, or let both use a PostgreSQL database", path, holder(name))
	}
	_ = os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600) // only for the message
	return lock.Unlock, nil
}

// holder names the process that has locked a file.
func holder(name string) string {
	content, err := os.ReadFile(name)
	pid, convErr := strconv.Atoi(strings.TrimSpace(string(content)))
	if errors.Join(err, convErr) != nil {
		return "another portal is using it"
	}
	return fmt.Sprintf("another portal is using it, process %d", pid)
}
