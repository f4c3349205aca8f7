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
		{"serve --db-password-file missing --db postgres://me@127.0.0.1:1/crossroads", "--db-password-file: missing cannot be read"},
		{"serve --db-password-file move_test.go --db " + address, "--db-password-file: the address of the database holds a password too"},
		{"serve --db-password-file move_test.go --db postgres://127.0.0.1:1/x?password=sesame", "--db-password-file: the address of"},
		{"token list --db-password-file move_test.go --db " + address, "--db-password-file: the address of"},
		{"move --db-password-file move_test.go --from a.db --to " + address, "--db-password-file: the address of"},
		{"serve --db postgres://me:sesame@127.0.0.1/x?sslmode=verify-full&sslrootcert=/nope.pem", "--db: postgres://me:xxxxx@127.0.0.1/x" +
			"?sslmode=verify-full&sslrootcert=%2Fnope.pem: failed to configure TLS (unable to read CA file: open /nope.pem"},
		{"serve --db postgres://me:sesame@127.0.0.1/x?pool_max_conns=0", "pool_max_conns too small"},
		{"serve --db postgres://me:sesame@127.0.0.1/x?default_query_exec_mode=foo", `default_query_exec_mode (unknown value "foo")`},
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
