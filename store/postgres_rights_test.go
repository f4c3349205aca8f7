//go:build unix

package store

import (
	"os"
	"strings"
	"testing"
	"time"

	"crossroads/store/pgtest"
	"crossroads/store/storetest"
)

// TestPostgresRights runs the suite with the rights granted in docs/operations.md: they
// suffice, and they do not allow rewriting revisions.
func TestPostgresRights(t *testing.T) {
	doc, err := os.ReadFile("../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var grants []string
	for line := range strings.Lines(string(doc)) {
		if line, ok := strings.CutPrefix(line, "    GRANT "); ok {
			grants = append(grants, "GRANT "+line)
		}
	}
	if len(grants) == 0 {
		t.Fatal("docs/operations.md grants nothing")
	}
	s := postgres(t)
	s.SQL(t, "postgres", "CREATE ROLE portal LOGIN PASSWORD '"+pgtest.Password+"'")
	open := func(t *testing.T, opts Options) *Postgres {
		address := s.NewDatabase(t)
		openPostgres(t, address, Options{})
		name := address[strings.LastIndex(address, "/")+1 : strings.Index(address, "?")]
		s.SQL(t, name, strings.Join(grants, ""))
		portal := openPostgres(t, strings.Replace(address, pgtest.User+":", "portal:", 1), opts)
		if _, err := portal.Secret(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := portal.pool.Exec(t.Context(), "UPDATE revision SET title = 'forged'"); err == nil ||
			!strings.Contains(err.Error(), "permission denied") {
			t.Errorf("rewriting a revision: %v", err)
		}
		for _, statement := range []string{
			"UPDATE audit SET actor = 'eve'", "DELETE FROM audit", "UPDATE webhook_message SET type = 'x'", "UPDATE comment SET text = 'x'",
			"ALTER TABLE audit DISABLE TRIGGER ALL",
		} {
			if _, err := portal.pool.Exec(t.Context(), statement); err == nil {
				t.Errorf("%s was not refused", statement)
			}
		}
		return portal
	}
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, Options{}) })
	storetest.RunKnown(t, func(t *testing.T) storetest.Known { return open(t, Options{}) })
	storetest.RunComments(t, func(t *testing.T) storetest.Commenting { return open(t, Options{}) })
	storetest.RunAudiences(t, func(t *testing.T) storetest.Seen { return open(t, Options{}) })
	storetest.RunWebhooks(t, func(t *testing.T, now func() time.Time) storetest.Telling {
		return open(t, Options{Now: now, Webhooks: storetest.Webhooks})
	})
}
