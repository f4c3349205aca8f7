package store

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"testing"
	"testing/fstest"
	"time"

	"crossroads/store/storetest"
)

// migrateUntilKilled opens a file with a migration that writes for minutes.
func migrateUntilKilled(db string) {
	long := fstest.MapFS{"99999_long.sql": {Data: []byte(`-- +goose Up
CREATE TABLE long AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, hex(randomblob(500)) FROM n LIMIT 1000000000;
`)}}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err == nil {
		for _, name := range names {
			data, readErr := migrations.ReadFile(name)
			err = readErr
			long[path.Base(name)] = &fstest.MapFile{Data: data}
		}
	}
	fmt.Println("begins", err)
	_, err = Open(context.Background(), db, Options{migrations: long})
	fmt.Println("ended", err)
	os.Exit(1)
}

// TestMigrationKilled kills a process during a migration that has enlarged the files. The
// next start must find the former schema and all assessments.
func TestMigrationKilled(t *testing.T) {
	db := newPath(t)
	s := openTest(t, db, Options{})
	saved, _, err := s.Create(t.Context(), "deployment", storetest.Revision("Before"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	size := func() (all int64) {
		for _, name := range []string{db, db + "-wal"} {
			if info, err := os.Stat(name); err == nil {
				all += info.Size()
			}
		}
		return all
	}
	before := size()

	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "STORE_TEST_MIGRATE="+db)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(pipe)
	if !said.Scan() || said.Text() != "begins <nil>" {
		t.Fatalf("the migrating process said: %s", said.Text())
	}
	for deadline := time.Now().Add(20 * time.Second); size() < before+8<<20; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the migration writes nothing")
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if said.Scan() {
		t.Fatalf("the migration has ended: %s", said.Text())
	}
	_ = cmd.Wait()

	s = openTest(t, db, Options{})
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || got.Title != "Before" {
		t.Errorf("what was there before: %q, %v", got.Title, err)
	}
	var tables int
	if err := s.writes.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'long'").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("half of the migration is there: %d, %v", tables, err)
	}
}
