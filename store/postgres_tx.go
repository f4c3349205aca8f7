package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"crossroads/record"
)

// attempts is how often a transaction is tried whose connection breaks before the commit.
// One that PostgreSQL rolls back is retried as long as patience lasts: among competing
// writers, one always succeeds.
const attempts = 20

// read runs fn, which must only read, a second time if its connection broke.
func (s *Postgres) read(ctx context.Context, fn func(ctx context.Context) error) error {
	return s.try(ctx, func(ctx context.Context) (again bool, err error) {
		err = fn(ctx)
		return err != nil && broken(err), err
	})
}

// change runs fn in a transaction and returns nil once that is committed. It runs fn again
// if the transaction certainly was not committed and the cause may be temporary. If the
// connection broke during COMMIT, the outcome is unknown; fn is then run again only if it
// is repeatable, that is, if running it twice has the same effect as once.
func (s *Postgres) change(ctx context.Context, repeatable bool, fn func(ctx context.Context, tx pgx.Tx) error) error {
	return s.try(ctx, func(ctx context.Context) (again bool, err error) {
		tx, err := s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: s.isolation})
		if err != nil {
			return broken(err), err
		}
		if err := fn(ctx, tx); err != nil {
			_ = tx.Rollback(ctx) // if even that fails, the connection is closed
			return undone(err) || broken(err), err
		}
		err = tx.Commit(ctx)
		if err != nil && broken(err) && !repeatable {
			return false, fmt.Errorf("the connection broke while saving; whether it was saved is not known: %w", err)
		}
		return undone(err) || (err != nil && broken(err)), err
	})
}

// try runs fn until it does not ask for another attempt. Once begun, fn is not interrupted
// when the caller gives up: that would close the connection and leave the outcome of a save
// unknown. All attempts together, including waits for connections and locks, may take
// s.patience.
func (s *Postgres) try(ctx context.Context, fn func(ctx context.Context) (again bool, err error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.patience)
	defer cancel()
	for n := 1; ; n++ {
		again, err := fn(bounded)
		if !again || (n >= attempts && !undone(err)) || bounded.Err() != nil || ctx.Err() != nil {
			return translatePostgres(err)
		}
		// A random wait, so that transactions that collided do not collide again.
		most := min(time.Millisecond<<min(n, 8), 200*time.Millisecond)
		time.Sleep(rand.N(most))
	}
}

// undone reports whether PostgreSQL rolled the transaction back for a temporary reason: it
// could not be serialised, or another transaction inserted the same key first, which a new
// attempt will see.
func undone(err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	switch pg.Code {
	case "40001", "40P01", // serialization failure, deadlock
		"23505": // unique violation
		return true
	}
	return false
}

// broken reports whether err concerns the connection, not the statement: the server is
// gone, shutting down or not yet ready.
func broken(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "57P01", "57P02", "57P03", "25006": // shut down, crashed, starting up; read-only after a failover
			return true
		}
		return strings.HasPrefix(pg.Code, "08")
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return pgconn.SafeToRetry(err) || errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// ours reports whether err is a regular answer to the request.
func ours(err error) bool {
	for _, answer := range []error{record.ErrForbidden, record.ErrConflict, record.ErrNotFound, record.ErrFull} {
		if errors.Is(err, answer) {
			return true
		}
	}
	return false
}

// translatePostgres maps errors about the state of the database to record.ErrUnavailable
// and returns all others unchanged.
func translatePostgres(err error) error {
	var pg *pgconn.PgError
	switch {
	case err == nil || errors.Is(err, pgx.ErrNoRows) || ours(err):
		return err
	case broken(err) || errors.Is(err, context.DeadlineExceeded):
		return unavailable(err)
	case !errors.As(err, &pg):
		return err
	case pg.Code == "53100" || pg.Code == "53400": // disk full, limit of the configuration
		return fmt.Errorf("%w: %w", record.ErrFull, err)
	}
	switch pg.Code[:2] {
	case "08", "25", "28", "3D", "40", "42", "53", "55", "57", "58", "XX":
		return unavailable(err)
	}
	return err
}

// PostgreSQL cannot store NUL in a text, but SQLite can. So NUL is stored here as two
// characters, and so is the first of these two.
var (
	escaper   = strings.NewReplacer("\x01", "\x01\x01", "\x00", "\x01\x02")
	unescaper = strings.NewReplacer("\x01\x01", "\x01", "\x01\x02", "\x00")
)

func escape(text string) string { return escaper.Replace(text) }

// unescaped wraps the target for a text that was escaped.
func unescaped(into *string) *escaped { return (*escaped)(into) }

type escaped string

// Scan implements sql.Scanner.
func (e *escaped) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("scan a text: got %T", value)
	}
	*e = escaped(unescaper.Replace(text))
	return nil
}

// lookup escapes an id for a query. One that could not be stored matches nothing.
func lookup(id string) string { return strings.ToValidUTF8(escape(id), "\x01") }
