//go:build unix

package store

import (
	"os"
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
