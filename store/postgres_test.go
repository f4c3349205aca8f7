//go:build unix

package store

import (
	"errors"
	"sync"
	"testing"

	"crossroads/record"
	"crossroads/store/pgtest"
	"crossroads/store/storetest"
)

// server is started by the first test that needs it, and stopped by TestMain.
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

func TestPostgresComments(t *testing.T) {
	storetest.RunComments(t, func(t *testing.T) storetest.Commenting {
		return openPostgres(t, postgres(t).NewDatabase(t), Options{})
	})
}

func TestPostgresAudiences(t *testing.T) {
	storetest.RunAudiences(t, func(t *testing.T) storetest.Seen {
		return openPostgres(t, postgres(t).NewDatabase(t), Options{})
	})
}

// TestPostgresStanding checks that the state of a page changes exactly when the data it is
// made from changes.
func TestPostgresStanding(t *testing.T) {
	s, ctx := openPostgres(t, postgres(t).NewDatabase(t), Options{}), t.Context()
	saved, key, err := s.Create(ctx, "deployment", storetest.Revision("first"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	check := func(after string) {
		t.Helper()
		full, err := s.Get(ctx, saved.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		standing, err := s.Standing(ctx, saved.ID, 0)
		if err != nil || standing.State() != full.State() {
			t.Errorf("after %s: %q and %q, %v", after, standing.State(), full.State(), err)
		}
		if before, same := seen[full.State()]; same {
			t.Errorf("%s and %s have the same state", before, after)
		}
		seen[full.State()] = after
	}
	check("saving")
	for what, change := range map[string]func() error{
		"arranging": func() error {
			return s.Arrange(ctx, saved.ID, key, record.Life{Status: record.Decided, Review: "2027-01-31"})
		},
		"a comment": func() error {
			_, err := s.AddComment(ctx, saved.ID, record.Comment{Author: "Ada", Text: "Agreed."})
			return err
		},
		"an audience": func() error {
			return s.AssignAudience(ctx, saved.ID, record.Audience{Who: record.ForNamed, People: []string{"ada"}})
		},
		"a milestone": func() error { return s.Mark(ctx, saved.ID, key, 1, "As presented") },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		check(what)
	}
	if _, err := s.Revise(ctx, saved.ID, key, 1, storetest.Revision("second")); err != nil {
		t.Fatal(err)
	}
	check("revising")
	old, err := s.Standing(ctx, saved.ID, 1)
	if err != nil || old.Number != 1 || old.Latest != 2 || old.Milestone != "As presented" {
		t.Errorf("the first revision: %+v, %v", old, err)
	}
	if err := s.Delete(ctx, saved.ID, key); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Standing(ctx, saved.ID, 0); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("after deleting: %v", err)
	}
}
