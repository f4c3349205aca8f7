//go:build unix

package store

import (
	"bytes"
	"errors"
	"log/slog"
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
	conn, err := s.pool.Acquire(ctx)
	check(t, err)
	_, err = conn.Conn().PgConn().Exec(ctx, documented(t, "Old lines, PostgreSQL")).ReadAll()
	conn.Release()
	check(t, err)
	if list, err := s.Audit(ctx, record.EventFilter{Limit: 9}); err != nil || len(list) != 1 || list[0].Detail != "new" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := s.pool.Exec(ctx, "DELETE FROM audit"); err == nil {
		t.Error("a line could be deleted afterwards")
	}
}

// A trigger that somebody switched off is noticed, at the start and while the portal runs.
func TestPostgresTriggerOff(t *testing.T) {
	address := postgres(t).NewDatabase(t)
	var log bytes.Buffer
	opts := Options{Log: slog.New(slog.NewTextHandler(&log, nil))}
	s := openPostgres(t, address, opts)
	check(t, s.Ping(t.Context()))
	if s.Damage() != nil || strings.Contains(log.String(), "audit") {
		t.Errorf("%v\n%s", s.Damage(), &log)
	}
	_, err := s.pool.Exec(t.Context(), "ALTER TABLE audit DISABLE TRIGGER audit_is_fixed")
	check(t, err)
	again := openPostgres(t, address, opts)
	if !errors.Is(again.Damage(), record.ErrUnguarded) || !strings.Contains(log.String(), "triggers=audit_is_fixed") {
		t.Errorf("at the start: %v\n%s", again.Damage(), &log)
	}
	s.probe = newProber()
	check(t, s.Ping(t.Context()))
	if !errors.Is(s.Damage(), record.ErrUnguarded) {
		t.Errorf("while it runs: %v", s.Damage())
	}
	_, err = s.pool.Exec(t.Context(), "ALTER TABLE audit ENABLE TRIGGER audit_is_fixed")
	check(t, err)
	s.probe = newProber()
	check(t, s.Ping(t.Context()))
	if s.Damage() != nil {
		t.Error(s.Damage())
	}
}
