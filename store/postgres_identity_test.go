//go:build unix

package store

import (
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

func TestPostgresKnown(t *testing.T) {
	storetest.RunKnown(t, func(t *testing.T) storetest.Known {
		return openPostgres(t, postgres(t).NewDatabase(t), Options{})
	})
}

func TestPostgresAuditMonth(t *testing.T) {
	testMonth(t, func(now func() time.Time) storetest.Known {
		return openPostgres(t, postgres(t).NewDatabase(t), Options{Now: now})
	})
}

// TestPostgresAuditIsFixed checks that even the owner of the tables cannot change the audit
// log.
func TestPostgresAuditIsFixed(t *testing.T) {
	now := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	s := openPostgres(t, postgres(t).NewDatabase(t), Options{Now: func() time.Time { return now }})
	ctx := record.WithActor(t.Context(), record.Actor{Name: "ada"})
	check(t, s.Record(ctx, record.ActSignIn, "old"))
	now = time.Now()
	check(t, s.Record(ctx, record.ActSignIn, "new"))
	for _, statement := range []string{"UPDATE audit SET actor = 'eve'", "DELETE FROM audit", "TRUNCATE audit"} {
		if _, err := s.pool.Exec(ctx, statement); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	for statement := range strings.SplitSeq(strings.TrimSpace(documented(t, "Old lines, PostgreSQL")), ";") {
		_, err := s.pool.Exec(ctx, statement)
		check(t, err)
	}
	if list, err := s.Audit(ctx, record.EventFilter{Limit: 9}); err != nil || len(list) != 1 || list[0].Detail != "new" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := s.pool.Exec(ctx, "DELETE FROM audit"); err == nil {
		t.Error("a line could be deleted afterwards")
	}
}
