//go:build unix

package store

import (
	"errors"
	"io"
	"os"
	"runtime"
	"syscall"
)

// writable returns the reason why path cannot be written, nil when it can.
func writable(path string) error {
	const write = 2 // W_OK
	return syscall.Access(path, write)
}

// names returns how many names (hard links) a file has.
func names(info os.FileInfo) int {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Nlink)
	}
	return 1
}

// lockInode locks the file itself, whatever name or mount it is opened by, and returns errHeld
// if somebody else has done so. Closing the result unlocks it; only close it after SQLite has
// closed the file, since SQLite's own locks end when the process closes any handle of it.
//
// The lock is on one byte far behind the largest database, so it is in the way of no lock of
// SQLite, and belongs to the handle, not to the process.
func lockInode(path string) (io.Closer, error) {
	if runtime.GOOS != "linux" { // elsewhere such a lock would be in the way of SQLite's own
		return io.NopCloser(nil), nil
	}
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
