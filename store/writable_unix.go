//go:build unix

package store

import "syscall"

// writable returns the reason why path cannot be written, nil when it can.
func writable(path string) error {
	const write = 2 // W_OK
	return syscall.Access(path, write)
}
