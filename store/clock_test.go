//go:build unix

package store

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

// TestClockJumps lets the clock of the machine jump by years in both directions
// between changes: none is older than the one before it,
// and a request that is sent again has the outcome it had.
func TestClockJumps(t *testing.T) {
	for _, kind := range []string{"SQLite", "PostgreSQL"} {
		t.Run(kind, func(t *testing.T) {
			var now atomic.Int64
			at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
			opts := Options{Now: func() time.Time { return at.Add(time.Duration(now.Load())) }, DropUnopenedAfter: 24 * time.Hour}
			var db storetest.Store
			if kind == "SQLite" {
				db = openTest(t, newPath(t), opts)
			} else {
				db = openPostgres(t, postgres(t).NewDatabase(t), opts)
			}
			ctx := t.Context()
			saved, key, err := db.Create(ctx, "deployment", storetest.Revision("1"))
			if err != nil {
				t.Fatal(err)
			}
			last := saved.At
			for n, jump := range []time.Duration{-3 * 365 * 24 * time.Hour, 0, 5 * 365 * 24 * time.Hour, -time.Second} {
				now.Store(int64(jump))
				revised, err := db.Revise(ctx, saved.ID, key, n+1, storetest.Revision(fmt.Sprint(n+2)))
				if err != nil {
					t.Fatalf("after a jump by %v: %v", jump, err)
				}
				if clock := at.Add(jump); clock.After(last) {
					last = clock
				}
				if !revised.At.Equal(last) {
					t.Errorf("after a jump by %v it is of %v, not of %v", jump, revised.At, last)
				}
				if latest, err := db.Get(ctx, saved.ID, 0); err != nil || latest.Number != n+2 || latest.Title != fmt.Sprint(n+2) {
					t.Errorf("after a jump by %v the latest is %d %q, %v", jump, latest.Number, latest.Title, err)
				}
			}
			list, err := db.History(ctx, saved.ID, 0, 10)
			if err != nil || len(list) != 5 {
				t.Fatalf("%d revisions, %v", len(list), err)
			}
			for i, entry := range list {
				if entry.Number != 5-i {
					t.Errorf("the history has revision %d at place %d", entry.Number, i)
				}
			}
			now.Store(0)
			once := record.Once{Key: "a key of the request", Request: "what it asks"}
			first, firstKey, err := db.CreateOnce(ctx, "deployment", "", once, storetest.Revision("once"))
			if err != nil {
				t.Fatal(err)
			}
			now.Store(int64(-48 * time.Hour))
			again, againKey, err := db.CreateOnce(ctx, "deployment", "", once, storetest.Revision("once"))
			if err != nil || again.ID != first.ID || againKey != firstKey {
				t.Errorf("sent again after the clock was set back: another assessment, %v", err)
			}
		})
	}
}
