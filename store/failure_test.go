package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"crossroads/decision"
	"crossroads/store/storetest"
)

// openError opens path, which must fail with an error that names the path and
// says each of want.
func openError(t *testing.T, path string, opts Options, want ...string) {
	t.Helper()
	s, err := Open(t.Context(), path, opts)
	if err == nil {
		s.Close()
		t.Fatalf("Open(%s) succeeded", path)
	}
	for _, want := range append(want, path) {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Open: %v\nwant it to say %q", err, want)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	openError(t, filepath.Join(dir, "no", "such", "x.db"), Options{}, "does not exist", "create it", filepath.Join(dir, "no"))
	openError(t, dir, Options{}, "is a directory")
	openError(t, write("text.db", bytes.Repeat([]byte("not a database\n"), 500)), Options{}, "not a database", "choose another file")
	openError(t, filepath.Join(write("file", nil), "x.db"), Options{}, "not a directory")

	if _, err := os.Stat(filepath.Join(dir, "no")); err == nil {
		t.Error("a failed Open created a directory")
	}
	fresh := filepath.Join(dir, "new", "x.db")
	if err := openTest(t, fresh, Options{}).Ping(t.Context()); err != nil {
		t.Errorf("one missing directory: %v", err)
	}
}

func TestForeignDatabase(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	if _, err := s.writes.Exec("PRAGMA application_id = 42"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	openError(t, path, Options{}, "another program", "choose another file")
}

func TestNewerSchema(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("from before"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()

	// An update adds a column; what was saved before stays as it was.
	next := shippedMigrations(t, 99)
	known := len(next)
	next[fmt.Sprintf("%05d_more.sql", known+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\nALTER TABLE assessment ADD COLUMN team TEXT NOT NULL DEFAULT '';\n")}
	s = openTest(t, path, Options{migrations: next})
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || got.Title != "from before" {
		t.Errorf("after the migration: %v, %v", got, err)
	}
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, storetest.Revision("after")); err != nil {
		t.Error(err)
	}
	s.Close()
	openError(t, path, Options{}, "newer version", fmt.Sprintf("schema %d", known+1), fmt.Sprintf("up to %d", known), "restore a backup")

	// The refusal left it as it was.
	s = openTest(t, path, Options{migrations: next})
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || got.Title != "after" {
		t.Errorf("after the refusal: %v, %v", got, err)
	}
}

// shippedMigrations are the first most of the program's own.
func shippedMigrations(t *testing.T, most int) fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	found := fstest.MapFS{}
	for _, name := range names[:min(most, len(names))] {
		data, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found[path.Base(name)] = &fstest.MapFile{Data: data}
	}
	return found
}

// fillings add what a file of each schema could hold beyond the one before it,
// by the statements of its time: assessment i+1 of number i, with 1+i%3 revisions.
var fillings = []func(t *testing.T, old *sql.DB, i int){
	func(t *testing.T, old *sql.DB, i int) {
		hash := sha256.Sum256([]byte(fmt.Sprint("key", i)))
		run(t, old, `INSERT INTO assessment (id, key_hash, comparison, created_ms) VALUES (?, ?, 'deployment', ?)`,
			fmt.Sprintf("assessment%020d", i), hash[:], 1000*i)
		for number := 1; number <= 1+i%3; number++ {
			run(t, old, `INSERT INTO revision (assessment, number, at_ms, title, note, author, input, catalogue, engine, report)
				VALUES (?, ?, ?, ?, 'note', 'author', '{"answers":{"q":"a"}}', 'c', 'e', ?)`,
				i+1, number, 1000*i+number, fmt.Sprintf("title %d", number), []byte(`{"headline":"h"}`))
		}
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `UPDATE assessment SET status = 'decided', review = '2030-01-02', expires = '2040-01-02' WHERE num = ?`, i+1)
		run(t, old, `INSERT INTO milestone VALUES (?, 1, 'Start')`, i+1)
		run(t, old, `INSERT INTO catalogue VALUES ('deployment', ?, ?)`, fmt.Sprint("v", i), []byte("{}"))
		run(t, old, `INSERT INTO round VALUES (?, ?, ?, 9, ?)`, i+1, i+1, fmt.Sprintf("token%025d", i), sql.NullInt64{Int64: 10, Valid: i%2 == 0})
		run(t, old, `INSERT INTO voice VALUES (?, 'Ada', 9, '{"answers":{"q":"a"}}', 'c', 'e', ?)`, i+1, []byte("said"))
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `INSERT INTO revision (assessment, number, at_ms, title, note, author, input, catalogue, engine, report)
			VALUES (?, ?, 0, 'packed', '', '', '{}', 'c', 'e', ?)`, i+1, 2+i%3, pack(longReport))
	},
}

// longReport is worth compressing.
var longReport = []byte(`{"headline":"h","ranking":"` + strings.Repeat("a b ", 500) + `"}`)

func run(t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

// TestMigrateFromEverySchema fills a file of every schema there was and opens
// it with the program of today: all of it is there and can be worked with.
func TestMigrateFromEverySchema(t *testing.T) {
	all := len(shippedMigrations(t, 99))
	if all != len(fillings) {
		t.Fatalf("there are %d schemas; say in fillings what the new one can hold", all)
	}
	for schema := 1; schema <= all; schema++ {
		t.Run(fmt.Sprint("schema ", schema), func(t *testing.T) {
			file := newPath(t)
			old, err := sql.Open("sqlite", writeDSN(file, time.Second))
			if err != nil {
				t.Fatal(err)
			}
			old.SetMaxOpenConns(1)
			if err := createFile(file); err != nil {
				t.Fatal(err)
			}
			if err := migrate(t.Context(), old, Options{migrations: shippedMigrations(t, schema)}.withDefaults()); err != nil {
				t.Fatal(err)
			}
			const count = 200
			run(t, old, "BEGIN")
			for i := range count {
				for _, fill := range fillings[:schema] {
					fill(t, old, i)
				}
			}
			run(t, old, "COMMIT")
			if err := old.Close(); err != nil {
				t.Fatal(err)
			}
			s := openTest(t, file, Options{})
			for i := range count {
				checkMigrated(t, s, schema, i)
			}
			s.Close()
			if c, err := Verify(t.Context(), file); err != nil || c.Assessments != count || c.Schema != all {
				t.Errorf("%+v, %v", c, err)
			}
		})
	}
}

// checkMigrated looks for what fillings put into a file of a schema.
func checkMigrated(t *testing.T, s *SQLite, schema, i int) {
	t.Helper()
	id, plain := fmt.Sprintf("assessment%020d", i), 1+i%3
	latest := plain
	if schema >= 3 {
		latest++
		if got, err := s.Get(t.Context(), id, latest); err != nil || got.Title != "packed" || !bytes.Equal(got.Report, longReport) {
			t.Fatalf("the compressed revision of %s: %+v, %v", id, got, err)
		}
	}
	input := decision.Assessment{Answers: decision.Answers{"q": {"a"}}}
	for number := 1; number <= plain; number++ {
		got, err := s.Get(t.Context(), id, number)
		if err != nil {
			t.Fatal(err)
		}
		want := decision.Saved{ID: id, Comparison: "deployment", Created: moment(int64(1000 * i)), Latest: latest}
		want.Status = decision.Draft
		want.Revision = decision.Revision{Number: number, At: moment(int64(1000*i + number)), Title: fmt.Sprintf("title %d", number),
			Note: "note", Author: "author", Input: input, Catalogue: "c", Engine: "e", Report: []byte(`{"headline":"h"}`)}
		if schema >= 2 {
			want.Life = decision.Life{Status: decision.Decided, Review: "2030-01-02", Expires: "2040-01-02"}
			if number == 1 {
				want.Milestone = "Start"
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
	if schema >= 2 {
		if body, err := s.Catalogue(t.Context(), "deployment", fmt.Sprint("v", i)); err != nil || string(body) != "{}" {
			t.Fatalf("the content: %s, %v", body, err)
		}
		got, err := s.LatestRound(t.Context(), id)
		want := decision.Round{Token: fmt.Sprintf("token%025d", i), Opened: moment(9), Expires: "2040-01-02", Voices: []decision.Voice{{Name: "Ada", At: moment(9)}}}
		if i%2 == 0 {
			want.Revealed = moment(10)
			want.Voices[0] = decision.Voice{Name: "Ada", At: moment(9), Input: input, Catalogue: "c", Engine: "e", Report: []byte("said")}
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("the round: %+v, %v, want %+v", got, err, want)
		}
	}
	if _, err := s.Revise(t.Context(), id, fmt.Sprint("key", i), latest, storetest.Revision("today")); err != nil {
		t.Fatal(err)
	}
	if i%20 == 0 {
		if err := s.Mark(t.Context(), id, fmt.Sprint("key", i), latest+1, "Today"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Rotate(t.Context(), id, fmt.Sprint("key", i)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFailedMigration leaves the file as it was.
func TestFailedMigration(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	saved, _, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	broken := shippedMigrations(t, 99)
	known := len(broken)
	broken[fmt.Sprintf("%05d_broken.sql", known+1)] = &fstest.MapFile{Data: []byte("-- +goose Up\nDROP TABLE probe;\nDROP TABLE nosuchtable;\n")}
	openError(t, path, Options{migrations: broken}, fmt.Sprintf("migrate from schema %d to %d", known, known+1), "nosuchtable")
	s = openTest(t, path, Options{})
	if _, err := s.Get(t.Context(), saved.ID, 0); err != nil {
		t.Error(err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

// wantUnavailable checks that all writes are refused with ErrUnavailable and
// a cause that contains want, while reading goes on.
func wantUnavailable(t *testing.T, s *SQLite, saved decision.Saved, key, want string) {
	t.Helper()
	_, _, created := s.Create(t.Context(), "deployment", big())
	_, revised := s.Revise(t.Context(), saved.ID, key, saved.Latest, big())
	for name, err := range map[string]error{"Create": created, "Revise": revised} {
		if !errors.Is(err, decision.ErrUnavailable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want ErrUnavailable because %q", name, err, want)
		}
	}
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || got.Latest != saved.Latest {
		t.Errorf("Get: %v, %v", got, err)
	}
}

// big takes 64 KB of the file: noise, which does not compress.
func big() decision.Revision {
	rev := storetest.Revision("big")
	rev.Report = make([]byte, 64<<10)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(rev.Report)
	return rev
}

func TestDirectoryDeleted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := openTest(t, filepath.Join(dir, "x.db"), Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	wantUnavailable(t, s, saved, key, "no such file")
	if err := s.Ping(t.Context()); !errors.Is(err, decision.ErrUnavailable) {
		t.Errorf("Ping: %v", err)
	}
	if err := s.Delete(t.Context(), saved.ID, key); !errors.Is(err, decision.ErrUnavailable) {
		t.Errorf("Delete: %v", err)
	}
}

func TestFileReplaced(t *testing.T) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		path := newPath(t)
		s := openTest(t, path, Options{})
		saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+suffix, path+suffix+".moved"); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+suffix, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		wantUnavailable(t, s, saved, key, "was replaced")
	}
}

// TestGoneDuringTheSave takes the file away between BEGIN and COMMIT.
func TestGoneDuringTheSave(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	err := s.writer.do(t.Context(), func() error {
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
		return nil
	})
	if !errors.Is(err, decision.ErrUnavailable) {
		t.Errorf("acknowledged with %v", err)
	}
}

func TestReadOnlyConnection(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
	if err != nil {
		t.Fatal(err)
	}
	setPragma(t, s, "query_only(1)")
	wantUnavailable(t, s, saved, key, "readonly")
	if err := s.Ping(t.Context()); !errors.Is(err, decision.ErrUnavailable) {
		t.Errorf("Ping: %v", err)
	}
	setPragma(t, s, "query_only(0)")
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, big()); err != nil {
		t.Errorf("once it can be written again: %v", err)
	}
}

// setPragma sets a pragma of the writing connection, between transactions.
func setPragma(t *testing.T, s *SQLite, pragma string) {
	t.Helper()
	if _, err := s.writes.Exec("PRAGMA " + pragma); err != nil {
		t.Fatal(err)
	}
}

func TestDiskFull(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
	if err != nil {
		t.Fatal(err)
	}
	setPragma(t, s, "max_page_count(60)")
	for err == nil {
		_, _, err = s.Create(t.Context(), "deployment", big())
	}
	wantUnavailable(t, s, saved, key, "full")

	// Many at once, one of them small enough: it alone is saved.
	errs := make([]error, 2*maxBatch)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			rev := big()
			if i == 7 {
				rev.Report = nil
			}
			_, _, errs[i] = s.Create(t.Context(), "deployment", rev)
		})
	}
	wg.Wait()
	for i, err := range errs {
		if i != 7 && !errors.Is(err, decision.ErrUnavailable) {
			t.Errorf("save %d: %v", i, err)
		}
	}
	if errs[7] != nil {
		t.Errorf("the small save: %v", errs[7])
	}
	setPragma(t, s, "max_page_count(100000)")
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, big()); err != nil {
		t.Errorf("with room again: %v", err)
	}
	var ok string
	if err := s.writes.QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Errorf("integrity: %s, %v", ok, err)
	}
}

// TestDamaged overwrites pages of a populated file.
func TestDamaged(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	for range 50 {
		if _, _, err := s.Create(t.Context(), "deployment", big()); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range b[4096:] {
		b[4096+i] = 0xa5
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	openError(t, path, Options{}, "damaged", "restore a backup")

	if err := os.WriteFile(path, b[:100], 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), path, Options{})
	if err == nil {
		s.Close()
		t.Error("a cut-off file was opened")
	}
}

// TestLockedByAnother has another program hold the write lock.
func TestLockedByAnother(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{patience: 300 * time.Millisecond})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
	if err != nil {
		t.Fatal(err)
	}
	other := openTest(t, path, Options{})
	tx, err := other.writes.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	wantUnavailable(t, s, saved, key, "locked")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	if _, err := s.Revise(ctx, saved.ID, key, 1, big()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a caller with less patience: %v", err)
	}
	openError(t, path, Options{patience: 300 * time.Millisecond}, "another program", "stop")
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, big()); err != nil {
		t.Errorf("once it is free: %v", err)
	}
}

func TestPingProbesOncePerSecond(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	changes := func() (n int) {
		t.Helper()
		if err := s.writes.QueryRow("SELECT total_changes()").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before, began := changes(), time.Now()
	for range 100 {
		if err := s.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	most := 1 + int(time.Since(began)/probeEvery)
	if n := changes() - before; n < 1 || n > most {
		t.Errorf("100 pings wrote %d times, want 1 to %d", n, most)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Ping(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Ping: %v", err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("a caller that gave up spoiled the next: %v", err)
	}
}
