package main

import (
	"strings"
	"testing"
)

// TestPostgresCommands: the commands for files name what takes their place, and
// no message has the password.
func TestPostgresCommands(t *testing.T) {
	const address = "postgres://me:sesame@127.0.0.1:1/crossroads"
	for _, test := range []struct{ args, want string }{
		{"backup --db " + address + " copy.db", "pg_dump"},
		{"restore --db " + address + " copy.db", "pg_restore"},
		{"verify " + address, "pg_amcheck"},
		{"move --from a.db --to b.db", "crossroads backup copies a file"},
		{"move --from missing.db --to " + address, "missing.db"},
		{"serve --addr 127.0.0.1:0 --db " +
			address, "--db (CROSSROADS_DB): database postgres://me:xxxxx@127.0.0.1:1/crossroads: it cannot be reached"},
		{"serve --db mysql://host/db", "--db: mysql is no kind of database"},
		{"serve --db postgres://me:sesame@host:port/db", "--db: postgres://…: the address cannot be read; "},
		{"serve --max-db 1GB --db " + address, "--max-db: it bounds a SQLite file"},
		{"serve --db-password-file missing --db " + address, "--db-password-file: missing cannot be read"},
		{"serve --db-password-file move_test.go", "--db-password-file: only a PostgreSQL database has a password"},
	} {
		got := finish(t, env{}, strings.Fields(test.args)...)
		if got.err == nil || !strings.Contains(got.err.Error(), test.want) {
			t.Errorf("%s: %v\nwant: %s", test.args, got.err, test.want)
		}
		if got.err != nil && strings.Contains(got.err.Error()+got.stderr+got.stdout, "sesame") {
			t.Errorf("%s: the password is in what was printed", test.args)
		}
	}
}
