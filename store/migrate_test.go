package store

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"crossroads/decision"
	"crossroads/record"
	"crossroads/store/storetest"
)

func TestNewerSchema(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("from before"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()

	// An update adds a column; everything saved before stays unchanged.
	next := shippedMigrations(t, 99)
	known := len(next)
	next[fmt.Sprintf("%05d_more.sql", known+1)] = &fstest.MapFile{
		Data: []byte("-- +goose Up\nALTER TABLE assessment ADD COLUMN team TEXT NOT NULL DEFAULT '';\n"),
	}
	s = openTest(t, path, Options{migrations: next})
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || got.Title != "from before" {
		t.Errorf("after the migration: %v, %v", got, err)
	}
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, storetest.Revision("after")); err != nil {
		t.Error(err)
	}
	s.Close()
	openError(t, path, Options{}, "newer version", fmt.Sprintf("schema %d", known+1), fmt.Sprintf("up to %d", known), "restore a backup")

	// The refusal changed nothing.
	s = openTest(t, path, Options{migrations: next})
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || got.Title != "after" {
		t.Errorf("after the refusal: %v, %v", got, err)
	}
}

// shippedMigrations returns the first most of the program's migrations.
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

// fillings add what a file of each schema could contain in addition to the one before, with
// the statements of its time: assessment i+1 has number i, and 1+i%3 revisions.
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
		run(t, old, `INSERT INTO round VALUES (?, ?, ?, 9, ?)`, i+1, i+
			1, fmt.Sprintf("token%025d", i), sql.NullInt64{Int64: 10, Valid: i%2 == 0})
		run(t, old, `INSERT INTO voice VALUES (?, 'Ada', 9, '{"answers":{"q":"a"}}', 'c', 'e', ?)`, i+1, []byte("said"))
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `INSERT INTO revision (assessment, number, at_ms, title, note, author, input, catalogue, engine, report)
			VALUES (?, ?, 0, 'packed', '', '', '{}', 'c', 'e', ?)`, i+1, 2+i%3, pack(longReport))
	},
	func(t *testing.T, old *sql.DB, i int) {
		once := onceOf(i)
		run(t, old, `INSERT INTO once (hash, request, salt, assessment, at_ms) VALUES (?, ?, 'abcdefghijklmnopqrstuvwxyz', ?, ?)`,
			derive(once, "find", ""), derive(once, "request", fmt.Sprintf("revoke assessment%020d key%d", i, i)), i+
				1, time.Now().UnixMilli())
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `INSERT INTO unopened VALUES (?, ?)`, i+1, 1000*i)
	},
	func(t *testing.T, old *sql.DB, i int) {
		hash := sha256.Sum256([]byte(fmt.Sprint("token", i)))
		run(t, old, `INSERT INTO session (hash, subject, name, role, id_token, created_ms, seen_ms, ends_ms)
			VALUES (?, 'sub', 'Ada', 'author', '', 1, 2, 3)`, hash[:])
		run(t, old, `INSERT INTO api_token (hash, name, scopes, maker, created_ms, ends_ms) VALUES (?, 'CI', 'read', 'Ada', 1, 2)`, hash[:])
		run(t, old, `INSERT INTO audit VALUES (?, 9, 'Ada', 'oidc', 'create', ?, 1, '', '', '', '')`, i+1, i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `UPDATE assessment SET arranged = 1, arranged_ms = 1000 WHERE num = ?`, i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `INSERT INTO tag VALUES ('orders', ?)`, i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `UPDATE assessment SET leader = 'modular' WHERE num = ?`, i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `INSERT INTO webhook_message VALUES (?, ?, 9, 'assessment.saved', ?, 1, 'draft', '')`, i+
			1, fmt.Sprintf("msg_%025d", i), i+1)
		run(t, old, `INSERT INTO webhook_delivery (message, endpoint, since_ms, next_ms) VALUES (?, 'wiki', 9, 9)`, i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `INSERT INTO comment VALUES (?, 1, 1, 'Ada', 9, 'Agreed.', ?)`, i+1, i%2)
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `UPDATE assessment SET digest = ? WHERE num = ?`,
			keysDigest(fmt.Sprintf("assessment%020d", i), hashed(fmt.Sprint("key", i))), i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		var comparison, owner string
		var created int64
		if err := old.QueryRow(`SELECT comparison, owner, created_ms FROM assessment WHERE num = ?`, i+1).Scan(&comparison, &owner, &created); err != nil {
			t.Fatal(err)
		}
		run(t, old, `INSERT INTO reader VALUES (?, 'ada')`, i+1)
		run(t, old, `UPDATE assessment SET audience = 'named', audience_digest = ? WHERE num = ?`,
			audienceDigest(firstDigest(comparison, owner, moment(created)), adaAlone), i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		var comparison, owner string
		var created int64
		if err := old.QueryRow(`SELECT comparison, owner, created_ms FROM assessment WHERE num = ?`, i+1).Scan(&comparison, &owner, &created); err != nil {
			t.Fatal(err)
		}
		run(t, old, `INSERT INTO reader_group VALUES (?, 'staff')`, i+1)
		run(t, old, `INSERT INTO person VALUES (?, 'https://login.example', ?)`, fmt.Sprint("ada", i), i)
		run(t, old, `UPDATE assessment SET audience_digest = ? WHERE num = ?`,
			audienceDigest(firstDigest(comparison, owner, moment(created)), adaAndStaff), i+1)
	},
	func(t *testing.T, old *sql.DB, i int) {
		run(t, old, `INSERT INTO catalogue VALUES ('deployment', ?, ?)`, fmt.Sprint("packed", i), pack(longReport))
	},
	func(*testing.T, *sql.DB, int) {}, // only looks again at what there is
}

var (
	adaAlone    = record.Audience{Who: record.ForNamed, People: []string{"ada"}}
	adaAndStaff = record.Audience{Who: record.ForNamed, People: []string{"ada"}, Groups: []string{"staff"}}
)

func onceOf(i int) record.Once { return record.Once{Key: fmt.Sprintf("once%025d", i)} }

// longReport is long enough to be compressed.
var longReport = []byte(`{"headline":"h","ranking":"` + strings.Repeat("a b ", 500) + `"}`)

func run(t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

// TestMigrateFromEverySchema fills a file of every former schema, verifies it as a backup
// and opens it with the present program. Everything must be there and usable.
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
			if err := createFile(t.Context(), file); err != nil {
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
			if c, err := Verify(t.Context(), file); err != nil || c.Assessments != count || c.Schema != schema ||
				c.Undigested != c.Revisions {
				t.Errorf("as a backup: %+v, %v", c, err)
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

// checkMigrated checks everything that fillings put into a file of a schema.
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
		want := record.Saved{ID: id, Comparison: "deployment", Created: moment(int64(1000 * i)), Latest: latest}
		want.Status, want.Audience.Who = record.Draft, record.ForLink
		if schema >= 13 {
			want.Audience = adaAlone
		}
		if schema >= 14 {
			want.Audience = adaAndStaff
		}
		want.Revision = record.Revision{Number: number, At: moment(int64(1000*i + number)), Title: fmt.Sprintf("title %d", number),
			Note: "note", Author: "author", Input: input, Catalogue: "c", Engine: "e", Report: []byte(`{"headline":"h"}`)}
		if schema >= 2 {
			want.Life = record.Life{Status: record.Decided, Review: "2030-01-02", Expires: "2040-01-02"}
			if number == 1 {
				want.Milestone = "Start"
			}
		}
		if schema >= 7 {
			want.Arranged, want.ArrangedAt = 1, moment(1000)
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
		want := record.Round{
			Token: fmt.Sprintf("token%025d", i), Opened: moment(9), Expires: "2040-01-02",
			Voices: []record.Voice{{Name: "Ada", At: moment(9)}},
		}
		if i%2 == 0 {
			want.Revealed = moment(10)
			want.Voices[0] = record.Voice{Name: "Ada", At: moment(9), Input: input, Catalogue: "c", Engine: "e", Report: []byte("said")}
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("the round: %+v, %v, want %+v", got, err, want)
		}
	}
	if schema >= 4 {
		if got, err := s.Revoke(t.Context(), id, fmt.Sprint("key", i), onceOf(i)); err != nil || got != id {
			t.Fatalf("new links asked for again: %s, %v", got, err)
		}
	}
	if _, err := s.Revise(t.Context(), id, fmt.Sprint("key", i), latest, storetest.Revision("today")); err != nil {
		t.Fatal(err)
	}
	if i%20 == 0 {
		if err := s.Mark(t.Context(), id, fmt.Sprint("key", i), latest+1, "Today"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Rotate(t.Context(), id, fmt.Sprint("key", i), record.Once{}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFailedMigration checks that a failed migration leaves the file unchanged.
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
	broken[fmt.Sprintf("%05d_broken.sql", known+1)] = &fstest.MapFile{
		Data: []byte("-- +goose Up\nDROP TABLE probe;\nDROP TABLE nosuchtable;\n"),
	}
	openError(t, path, Options{migrations: broken}, fmt.Sprintf("migrate from schema %d to %d", known, known+1), "nosuchtable")
	s = openTest(t, path, Options{})
	if _, err := s.Get(t.Context(), saved.ID, 0); err != nil {
		t.Error(err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}
