package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// Lock prevents two portals from serving the SQLite file at path, since their caches would
// not see each other's changes, and SQLite itself would lose what they write if they open the
// file by different names. It locks a file beside the database, creating it if needed, and the
// database itself; the operating system releases both locks when the process ends, for
// whatever reason. unlock releases them earlier; call it after the database is closed.
//
// When another process holds the lock, the error contains its process id, except when it has
// opened the file by another name.
func Lock(ctx context.Context, path string) (unlock func() error, err error) {
	path, err = resolve(path)
	if err == nil {
		err = createFile(ctx, path)
	}
	if err == nil {
		unlock, err = lockNames(path)
	}
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	return unlock, nil
}

// errHeld is the error about a file that another process has locked.
var errHeld = errors.New("another portal is using it")

const stopFirst = "; stop it first, or let both use a PostgreSQL database"

// lockNames locks the file beside the database and the database itself.
func lockNames(path string) (unlock func() error, err error) {
	name := path + ".lock"
	beside := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	held, err := beside.TryLock()
	if err != nil {
		return nil, err
	}
	if !held {
		return nil, errors.New(holder(name) + stopFirst)
	}
	inode, err := lockInode(path) // hard links and mounts of a single file are other names of it
	if errors.Is(err, errHeld) {
		err = fmt.Errorf("%w under another name, a hard link or a mount of this file%s", errHeld, stopFirst)
	}
	if err == nil {
		if err = oneName(path); err != nil {
			err = errors.Join(err, inode.Close())
		}
	}
	if err != nil {
		return nil, errors.Join(err, beside.Unlock())
	}
	_ = os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600) // only used in the error message
	return func() error { return errors.Join(inode.Close(), beside.Unlock()) }, nil
}

// oneName refuses a file with hard links. SQLite has the last saves in a file named after the
// database, so a start by another name after a crash would lose them.
func oneName(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if n := names(info); n > 1 {
		return fmt.Errorf("the file has %d names (hard links), and the last saves are beside one of them only; "+
			"remove the others, which “find -samefile” lists, and make copies with “crossroads backup”", n)
	}
	return nil
}

// holder describes the process that has locked a file.
func holder(name string) string {
	content, err := os.ReadFile(name)
	pid, convErr := strconv.Atoi(strings.TrimSpace(string(content)))
	if errors.Join(err, convErr) != nil {
		return errHeld.Error()
	}
	return fmt.Sprintf("%s, process %d", errHeld, pid)
}
