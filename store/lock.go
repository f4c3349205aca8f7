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

// Lock prevents two portals from serving the SQLite file at path, since their caches would
// not see each other's changes. It locks a file beside the database, creating it if needed;
// the operating system releases the lock when the process ends, for whatever reason. unlock
// releases it earlier.
//
// When another process holds the lock, the error contains its process id.
func Lock(path string) (unlock func() error, err error) {
	path, err = filepath.Abs(path)
	if err == nil {
		err = createFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	resolved, err := filepath.EvalSymlinks(path) // a file may have two names
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
	_ = os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600) // only used in the error message
	return lock.Unlock, nil
}

// holder describes the process that has locked a file.
func holder(name string) string {
	content, err := os.ReadFile(name)
	pid, convErr := strconv.Atoi(strings.TrimSpace(string(content)))
	if errors.Join(err, convErr) != nil {
		return "another portal is using it"
	}
	return fmt.Sprintf("another portal is using it, process %d", pid)
}
