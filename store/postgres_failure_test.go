//go:build unix

package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"crossroads/record"
	"crossroads/store/pgtest"
	"crossroads/store/storetest"
)

// TestPostgresRefused opens unusable databases. Each message states the remedy, and none
// contains the password.
func TestPostgresRefused(t *testing.T) {
	s := postgres(t)
	s.SQL(t, "postgres", "CREATE ROLE weak LOGIN PASSWORD 'correct horse'")
	full := s.NewDatabase(t)
	openPostgres(t, full, Options{})
	newer := s.NewDatabase(t)
	openPostgres(t, newer, Options{})
	name := newer[strings.LastIndex(newer, "/")+1 : strings.Index(newer, "?")]
	s.SQL(t, name, "INSERT INTO crossroads_schema (version_id, is_applied) VALUES (99, true)")
	other := s.NewDatabase(t)
	otherName := other[strings.LastIndex(other, "/")+1 : strings.Index(other, "?")]
	s.SQL(t, otherName, "CREATE TABLE assessment (id int)")
	at := func(address, old, new string) string {
		changed := strings.Replace(address, old, new, 1)
		if changed == address {
			t.Fatalf("%s has no %s", address, old)
		}
		return changed
	}
	for name, test := range map[string]struct{ address, want string }{
		"wrong password": {at(full, "correct", "wrong"), "PGPASSWORD or --db-password-file"},
		"unknown user":   {at(full, pgtest.User+":", "nobody:"), "PGPASSWORD or --db-password-file"},
		"no database":    {s.URL("missing"), "there is no such database; create it"},
		"unreachable":    {at(full, fmt.Sprint(s.Port), "1"), "cannot be reached; check host, port and sslmode"},
		"no TLS there":   {at(full, "sslmode=disable", "sslmode=require"), "cannot be reached; check host, port and sslmode"},
		"no rights":      {at(s.NewDatabase(t), pgtest.User+":", "weak:"), "the user lacks rights"},
		"not its tables": {at(full, pgtest.User+":", "weak:"), "the user lacks rights"},
		"newer":          {newer, "written by a newer version of this program (schema 99"},
		"another's":      {other, "tables of another program"},
		"read-only":      {full + "&default_transaction_read_only=on", "name the primary"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := OpenPostgres(t.Context(), test.address, Options{})
			if err == nil {
				got.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v\nwant: %s", err, test.want)
			}
			for _, secret := range []string{"correct", "horse"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the password is in: %v", err)
				}
			}
		})
	}
}

func TestPostgresVersions(t *testing.T) {
	for number, ok := range map[string]bool{"130000": true, "150012": true, "180001": true, "120019": false, "90624": false, "": false} {
		if err := checkVersion(number); (err == nil) != ok {
			t.Errorf("%s: %v", number, err)
		}
	}
}

func TestPostgresAddress(t *testing.T) {
	for _, address := range []string{
		"postgres://u:secret@h:port/d", "postgres://u:secret@h/d?sslmode=nonsense", "postgres://u:sec%ret@h/d",
		"postgres://h/d?password=secret&sslmode=x",
		"postgres://u:sec#9@h/d", "postgres://u:9#sec@h/d", "postgres://u:sec?ret@h/d", "postgres://u:9?sec@h/d", "postgres://u:sec/ret@h/d",
		"postgres://u:9/sec@h/d", "postgres://u:sec[ret@h/d", "postgres://u:a@sec@h/d", "postgres://u:a@sec/ret@h/d", "postgres://u:a@h#sec@h/d",
	} {
		if err := CheckPostgres(address); err == nil || strings.Contains(err.Error(), "sec") {
			t.Errorf("%s: %v", address, err)
		}
		if got := Redacted(address); strings.Contains(got, "sec") {
			t.Errorf("%s: %s", address, got)
		}
	}
	for address, want := range map[string]string{
		"postgres://u:secret@h/d?sslmode=verify-full&sslrootcert=/nope": "unable to read CA file: open /nope",
		"postgres://u:secret@h/d?sslmode=bogus":                         "sslmode is invalid",
		"postgres://u:secret@h/d?pool_max_conns=0":                      "pool_max_conns too small",
		"postgres://u:secret@h/d?connect_timeout=x":                     "connect_timeout",
	} {
		if err := CheckPostgres(address); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{
		"postgres://u@h:5432/d?sslmode=verify-full", "postgres://u:a%23%40b@h/d", "postgres://h/d?user=u@x&application_name=a@b",
	} {
		if err := CheckPostgres(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if got := Redacted("postgresql://u:secret@h/d?sslpassword=secret&sslmode=require"); strings.Contains(got, "secret") ||
		!strings.Contains(got, "sslmode=require") {
		t.Error(got)
	}
	if got := Redacted("dir/file.db"); got != "dir/file.db" {
		t.Error(got)
	}
}

func TestPostgresPasswordFile(t *testing.T) {
	address := postgres(t).NewDatabase(t)
	address = strings.Replace(address, ":correct%20horse@", "@", 1)
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(pgtest.Password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	openPostgres(t, address, Options{PasswordFile: file})
	t.Setenv("PGPASSWORD", pgtest.Password)
	openPostgres(t, address, Options{})
}

// A password that changes while a portal runs counts for its next connection.
func TestPostgresPasswordChanges(t *testing.T) {
	full := postgres(t).NewDatabase(t)
	admin := openPostgres(t, full, Options{})
	for _, statement := range []string{"CREATE ROLE changing LOGIN SUPERUSER PASSWORD 'one'", "ALTER ROLE changing PASSWORD 'one'"} {
		if _, err := admin.pool.Exec(t.Context(), statement); err != nil && !strings.Contains(err.Error(), "already exists") {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "password")
	put := func(password string) { check(t, os.WriteFile(file, []byte(password), 0o600)) }
	put("\ufeffone\r\n") // as Windows writes it
	u, err := url.Parse(full)
	check(t, err)
	u.User = url.User("changing")
	s := openPostgres(t, u.String(), Options{PasswordFile: file})
	_, err = admin.pool.Exec(t.Context(), "ALTER ROLE changing PASSWORD 'two'")
	check(t, err)
	put("two")
	s.pool.Reset()
	if _, err := s.pool.Exec(t.Context(), "SELECT 1"); err != nil {
		t.Error(err)
	}
	put("\n")
	s.pool.Reset()
	if _, err := s.pool.Exec(t.Context(), "SELECT 1"); err == nil || !strings.Contains(err.Error(), "is empty") {
		t.Error(err)
	}
	if _, err := OpenPostgres(t.Context(), full, Options{PasswordFile: file}); err == nil || !strings.Contains(err.Error(), "leave one of them out") {
		t.Errorf("a password in the address beside a file: %v", err)
	}
}

// acknowledged collects the saves acknowledged during a failure.
type acknowledged struct {
	mu  sync.Mutex
	ids []string
}

// save saves until ctx ends. Saves may only fail as unavailable.
func (a *acknowledged) save(ctx context.Context, t *testing.T, s *Postgres) {
	for ctx.Err() == nil {
		saved, _, err := s.Create(context.Background(), "deployment", storetest.Revision("x"))
		if err == nil {
			a.mu.Lock()
			a.ids = append(a.ids, saved.ID)
			a.mu.Unlock()
		} else if !errors.Is(err, record.ErrUnavailable) {
			t.Errorf("refused with %v, want ErrUnavailable", err)
			return
		}
	}
}

// reach waits until n more saves were acknowledged.
func (a *acknowledged) reach(t *testing.T, n int) {
	t.Helper()
	count := func() int { a.mu.Lock(); defer a.mu.Unlock(); return len(a.ids) }
	for want := count() + n; count() < want; {
		if t.Failed() || t.Context().Err() != nil {
			t.Fatal("saving has ended")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (a *acknowledged) check(t *testing.T, s *Postgres) {
	t.Helper()
	for _, id := range a.ids {
		if _, err := s.Get(t.Context(), id, 0); err != nil {
			t.Fatalf("an acknowledged save is lost: %v", err)
		}
	}
	t.Logf("%d acknowledged saves are all there", len(a.ids))
}

// TestPostgresKilled kills the server during saves, three times. The store recovers by
// itself once a server is running, and nothing acknowledged is lost.
func TestPostgresKilled(t *testing.T) {
	own, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Remove)
	s := openPostgres(t, own.URL("postgres"), Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var saves acknowledged
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { saves.save(ctx, t, s) })
	}
	for range 3 {
		saves.reach(t, 50)
		if err := own.Kill(); err != nil {
			t.Error(err)
			break
		}
		if err := own.Run(); err != nil {
			t.Error(err)
			break
		}
		saves.reach(t, 50)
	}
	cancel()
	wg.Wait()
	saves.check(t, s)
}

// TestPostgresConnectionsCut closes every connection again and again. What certainly was
// not saved is tried again, and nothing acknowledged is lost.
func TestPostgresConnectionsCut(t *testing.T) {
	server := postgres(t)
	address := server.NewDatabase(t)
	s := openPostgres(t, address, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var saves acknowledged
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { saves.save(ctx, t, s) })
	}
	for range 10 {
		saves.reach(t, 10)
		server.SQL(t, "postgres", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname LIKE 'test%'")
	}
	saves.reach(t, 10)
	cancel()
	wg.Wait()
	saves.check(t, s)
}

// TestPostgresBusy uses up all connections: callers are told in time.
func TestPostgresBusy(t *testing.T) {
	s := openPostgres(t, postgres(t).NewDatabase(t)+"&pool_max_conns=1", Options{patience: 300 * time.Millisecond})
	held, err := s.pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), "nosuchassessmentnosuchasse", 0); !errors.Is(err, record.ErrUnavailable) {
		t.Errorf("Get: %v", err)
	}
	if _, _, err := s.Create(t.Context(), "deployment", storetest.Revision("x")); !errors.Is(err, record.ErrUnavailable) {
		t.Errorf("Create: %v", err)
	}
	held.Release()
	if _, _, err := s.Create(t.Context(), "deployment", storetest.Revision("x")); err != nil {
		t.Error(err)
	}
}

// TestPostgresMigrationInterrupted closes the connection during a migration, which must
// leave nothing behind and succeed at the next start.
func TestPostgresMigrationInterrupted(t *testing.T) {
	server := postgres(t)
	address := server.NewDatabase(t)
	openPostgres(t, address, Options{})
	next := func(wait string) fstest.MapFS {
		found := fstest.MapFS{
			"99999_next.sql": {Data: []byte("-- +goose Up\nCREATE TABLE next (one INTEGER);\nSELECT pg_sleep(" + wait + ");\n")},
		}
		names, err := fs.Glob(migrations, "migrations/postgres/*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := migrations.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found[path.Base(name)] = &fstest.MapFile{Data: data}
		}
		return found
	}
	ended := make(chan error)
	go func() {
		_, err := OpenPostgres(context.Background(), address, Options{migrations: next("60")})
		ended <- err
	}()
	for server.SQL(t, "postgres", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "0" {
		time.Sleep(10 * time.Millisecond)
	}
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "migrate from schema") {
		t.Errorf("interrupted: %v", err)
	}
	openPostgres(t, address, Options{migrations: next("0")})
}
