package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"crossroads/record"
)

// errClosed is returned for writes after Close.
var errClosed = unavailable(errors.New("the store is closed"))

// unavailable marks cause as a failure of the storage, not of the request. The cause
// remains in the chain and in the text, for the log.
func unavailable(cause error) error {
	return fmt.Errorf("%w: %w", record.ErrUnavailable, cause)
}

// translate maps the driver's errors about the state of the storage to
// record.ErrUnavailable and returns all others unchanged.
func translate(err error) error {
	switch primary(err) {
	case lib.SQLITE_PERM, lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_NOMEM,
		lib.SQLITE_READONLY, lib.SQLITE_IOERR, lib.SQLITE_CORRUPT, lib.SQLITE_FULL,
		lib.SQLITE_CANTOPEN, lib.SQLITE_PROTOCOL, lib.SQLITE_NOTADB:
		return unavailable(err)
	}
	return err
}

// primary returns SQLite's primary result code of err, 0 if it has none.
func primary(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}
