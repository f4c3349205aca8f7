package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"crossroads/record"
)

// TestDropUnopened checks that drafts are dropped if nobody has opened, changed or claimed
// them for long enough, and only if the operator wants that.
func TestDropUnopened(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "x.db")
	open := func(keep time.Duration) *SQLite {
		return openTest(t, path, Options{Now: func() time.Time { return now }, DropUnopenedAfter: keep})
	}
	create := func(s *SQLite, owner string) (id, key string) {
		t.Helper()
		saved, key, err := s.CreateOnce(t.Context(), "deployment", owner, record.Once{}, big())
		if err != nil {
			t.Fatal(err)
		}
		return saved.ID, key
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s := open(0)
	before, _ := create(s, "")
	must(s.Close())

	s = open(30 * 24 * time.Hour)
	untouched, _ := create(s, "")
	opened, _ := create(s, "")
	must(s.Opened(t.Context(), opened))
	revised, key := create(s, "")
	_, err := s.Revise(t.Context(), revised, key, 1, big())
	must(err)
	decided, key := create(s, "")
	must(s.Arrange(t.Context(), decided, key, record.Life{Status: record.Decided}))
	owned, _ := create(s, "ann")
	now = now.Add(29 * 24 * time.Hour)
	later, _ := create(s, "")
	if n, err := s.DropUnopened(t.Context()); n != 0 || err != nil {
		t.Errorf("a day too early %d were dropped, %v", n, err)
	}
	now = now.Add(25 * time.Hour)
	if n, err := s.DropUnopened(t.Context()); n != 1 || err != nil {
		t.Errorf("%d were dropped, %v", n, err)
	}
	for _, id := range []string{before, opened, revised, decided, owned, later} {
		if _, err := s.Get(t.Context(), id, 0); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := s.Get(t.Context(), untouched, 0); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("the draft that nobody opened is there: %v", err)
	}
	for range sweepAtOnce + 5 {
		create(s, "")
	}
	must(s.Close())
	now = now.Add(100 * 24 * time.Hour)
	s = open(0) // switched off again
	if n, err := s.DropUnopened(t.Context()); n != 0 || err != nil {
		t.Errorf("%d were dropped though nobody wants it, %v", n, err)
	}
	must(s.Close())
	s = open(time.Hour)
	if n, err := s.DropUnopened(t.Context()); n != sweepAtOnce+6 || err != nil {
		t.Errorf("%d of many were dropped, %v", n, err)
	}
}
