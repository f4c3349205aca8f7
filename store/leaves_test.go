package store

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crossroads/record"
)

const secretTitle, secretName = "Merger with Umbrella", "Signed in Racoon City"

// secretive saves an assessment whose texts are easy to find in a file.
func secretive(t *testing.T, s *SQLite) (id, key string) {
	t.Helper()
	rev := record.Revision{Title: secretTitle, Report: []byte(`{}`)}
	saved, key, err := s.CreateOnce(t.Context(), "lunch", "", record.Once{}, rev)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Mark(t.Context(), saved.ID, key, 1, secretName); err != nil {
		t.Fatal(err)
	}
	return saved.ID, key
}

// gone waits until no file of the database contains any of the texts.
func gone(t *testing.T, path string, texts ...string) {
	t.Helper()
	var left string
	for range 200 {
		left = ""
		for _, file := range []string{path, path + "-wal"} {
			raw, _ := os.ReadFile(file)
			for _, text := range texts {
				if bytes.Contains(raw, []byte(text)) {
					left = text + " in " + filepath.Base(file)
				}
			}
		}
		if left == "" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("after ten seconds there is still %s", left)
}

// TestDeletedLeavesTheLog checks that what was deleted, renamed or revoked disappears from
// all files, even if somebody was reading meanwhile and nobody saves again.
func TestDeletedLeavesTheLog(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	// Whoever reads from before the first save keeps all that is saved in the log.
	reading, err := s.reads.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reading.QueryRow(`SELECT count(*) FROM assessment`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	id, key := secretive(t, s)
	if err := s.Mark(t.Context(), id, key, 1, ""); err != nil {
		t.Fatal(err)
	}
	const reader, group = "Reads in secret", "Secret society"
	for _, a := range []record.Audience{{Who: record.ForNamed, People: []string{reader}, Groups: []string{group}}, {Who: record.ForLink}} {
		if err := s.SetAudience(t.Context(), id, key, a); err != nil {
			t.Fatal(err)
		}
	}
	fresh, err := s.Revoke(t.Context(), id, key, record.Once{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), fresh, key); err != nil {
		t.Fatal(err)
	}
	if raw, _ := os.ReadFile(path + "-wal"); !bytes.Contains(raw, []byte(secretTitle)) {
		t.Fatal("the log was emptied although somebody reads it, so this shows nothing")
	}
	killed := newPath(t) // the files as a killed process would leave them
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(killed+suffix, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}
	gone(t, path, secretTitle, secretName, reader, group, id, fresh)

	openTest(t, killed, Options{})
	gone(t, killed, secretTitle, secretName, reader, group, id, fresh)
}

// TestOpenFilesAreTightened checks that files readable by everybody become private.
func TestOpenFilesAreTightened(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	secretive(t, s)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(path+suffix, 0o664); err != nil {
			t.Fatal(err)
		}
	}
	tighten(path, slog.New(slog.DiscardHandler))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil || info.Mode().Perm() != 0o660 {
			t.Errorf("%s has the rights %v, %v", path+suffix, info.Mode(), err)
		}
	}
}

// TestCopiesOfTheKilled checks that the next backup removes what a killed one left, but not
// what a running one is making.
func TestCopiesOfTheKilled(t *testing.T) {
	path := newPath(t)
	openTest(t, path, Options{})
	dir := t.TempDir()
	killed := filepath.Join(dir, workPrefix+"1")
	if err := os.Mkdir(killed, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"made.db", "lock"} {
		if err := os.WriteFile(filepath.Join(killed, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	running, done, err := workDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Backup(t.Context(), path, filepath.Join(dir, "backup.db")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(killed); !os.IsNotExist(err) {
		t.Errorf("what was left is still there: %v", err)
	}
	if _, err := os.Stat(running); err != nil {
		t.Errorf("what is being made is gone: %v", err)
	}
	done()
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("beside the backup there is %v", entries)
	}
}

// TestVerifyFindsWhatIsMissing checks that a file without a trigger or a table is reported.
func TestVerifyFindsWhatIsMissing(t *testing.T) {
	for _, test := range []struct{ statement, want string }{
		{"", ""},
		{"DROP TABLE milestone", "the table milestone is missing"},
		{"DROP TRIGGER revision_is_fixed", "the trigger revision_is_fixed is missing"},
		{"ALTER TABLE milestone ADD COLUMN x TEXT", "the table milestone was changed"},
	} {
		path := newPath(t)
		s := openTest(t, path, Options{})
		secretive(t, s)
		if test.statement != "" {
			if _, err := s.writes.Exec(test.statement); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Verify(t.Context(), path); test.want == "" && err != nil || test.want != "" && (err == nil ||
			!strings.Contains(err.Error(), test.want)) {
			t.Errorf("after %q: %v, want %q", test.statement, err, test.want)
		}
	}
}
