package store

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// lockInode locks the file itself, whatever name or mount it is opened by, and returns errHeld
// if somebody else has done so. Closing the result unlocks it; only close it after SQLite has
// closed the file, since SQLite's own locks end when the process closes any handle of it.
//
// The lock is on one byte far behind the largest database, so it is in the way of no lock of
// SQLite, and belongs to the handle, not to the process.
func lockInode(path string) (io.Closer, error) {
	const ofdSetLock = 37 // F_OFD_SETLK
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	err = syscall.FcntlFlock(f.Fd(), ofdSetLock, &syscall.Flock_t{Type: syscall.F_WRLCK, Start: 1 << 60, Len: 1})
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		return nil, errors.Join(errHeld, f.Close())
	}
	return f, nil // a file system without such locks has the file beside the database alone
}
