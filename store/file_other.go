//go:build !unix

package store

import (
	"io"
	"os"
)

// writable returns nil on systems where permissions can only be found out by trying.
func writable(string) error { return nil }

// names returns one where hard links are not counted.
func names(os.FileInfo) int { return 1 }

// lockInode does nothing where such a lock would be in the way of SQLite's own.
func lockInode(string) (io.Closer, error) { return io.NopCloser(nil), nil }
