//go:build unix

package store

import (
	"sync"
	"testing"

	"crossroads/store/pgtest"
	"crossroads/store/storetest"
)

// server is started by the first test that needs it and stopped by TestMain.
var server = sync.OnceValues(func() (*pgtest.Server, error) {
	s, err := pgtest.Start()
	started = s
	return s, err
})

var started *pgtest.Server

func stopServers() {
	if started != nil {
		started.Remove()
	}
}

func postgres(t testing.TB) *pgtest.Server {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openPostgres opens the database at the address and closes it after the test.
func openPostgres(t testing.TB, address string, opts Options) *Postgres {
	t.Helper()
	s, err := OpenPostgres(t.Context(), address, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestPostgresConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store {
		return openPostgres(t, postgres(t).NewDatabase(t), Options{})
	})
}
