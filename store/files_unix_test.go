//go:build unix

package store

import (
	"bytes"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crossroads/record"
	"crossroads/store/storetest"
)

// TestLogLeft starts, moves and restores beside the log of a database that is gone or empty. The
// acknowledged saves in the log must stay, and be there when the file is put back.
func TestLogLeft(t *testing.T) {
	for name, lose := range map[string]func(path string) error{
		"gone":  os.Remove,
		"empty": func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			running := newPath(t)
			s := openTest(t, running, Options{})
			saved, _, err := s.Create(t.Context(), "deployment", storetest.Revision("kept"))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir() // what a killed process leaves behind
			path, aside := filepath.Join(dir, "test.db"), filepath.Join(dir, "aside.db")
			for from, to := range map[string]string{running: path, running + "-wal": path + "-wal"} {
				copyFile(t, from, to)
			}
			copyFile(t, path, aside)
			backup := filepath.Join(dir, "backup.db")
			if _, err := Backup(t.Context(), running, backup); err != nil {
				t.Fatal(err)
			}
			if err := lose(path); err != nil {
				t.Fatal(err)
			}
			openError(t, path, Options{}, path+"-wal holds saves")
			if _, err := Lock(t.Context(), path); err == nil || !strings.Contains(err.Error(), path+"-wal") {
				t.Errorf("locked: %v", err)
			}
			if name == "gone" {
				if _, err := Backup(t.Context(), backup, path); err == nil || !strings.Contains(err.Error(), path+"-wal") {
					t.Errorf("restored: %v", err)
				}
				if _, err := os.Stat(path); err == nil {
					t.Error("a file was made")
				}
			}
			copyFile(t, aside, path)
			back := openTest(t, path, Options{})
			if got, err := back.Get(t.Context(), saved.ID, 0); err != nil || got.Title != "kept" {
				t.Errorf("put back: %q, %v", got.Title, err)
			}
		})
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestForeignFiles opens files that are not ours by every function. They must stay as they are,
// with nothing beside them.
func TestForeignFiles(t *testing.T) {
	makers := map[string]func(path string) error{
		"text.txt": func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("a letter ", 50)), 0o600) },
		"short":    func(path string) error { return os.WriteFile(path, []byte("x"), 0o600) },
		"other.db": func(path string) error {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				return err
			}
			_, err = db.Exec("CREATE TABLE t (i); INSERT INTO t VALUES (1)")
			return errors.Join(err, db.Close())
		},
		"named.db": func(path string) error {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				return err
			}
			_, err = db.Exec("PRAGMA application_id = 7; CREATE TABLE t (i)")
			return errors.Join(err, db.Close())
		},
	}
	for name, make := range makers {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			if err := errors.Join(make(path), os.Chmod(path, 0o644)); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			openError(t, path, Options{}, "database")
			if _, err := Lock(t.Context(), path); err == nil {
				t.Error("locked")
			}
			if _, err := Verify(t.Context(), path); err == nil {
				t.Error("verified")
			}
			if _, err := Backup(t.Context(), path, filepath.Join(t.TempDir(), "x.db")); err == nil {
				t.Error("backed up")
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was changed: %v", err)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
				t.Errorf("its rights are %v: %v", info.Mode(), err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
	dump := newPath(t)
	s := openTest(t, dump, Options{})
	if _, err := s.writes.Exec("PRAGMA application_id = 0"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	openError(t, dump, Options{}, "as files made of an SQL dump do")
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o644); err != nil {
		t.Fatal(err)
	}
	openError(t, fifo, Options{}, "not a regular file")
	if _, err := Verify(t.Context(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "this is a directory") {
		t.Errorf("a directory: %v", err)
	}
}

// TestNames opens a database by links: behind a symbolic one it is served and made, a hard one is
// refused, since the log is beside one of the names only.
func TestNames(t *testing.T) {
	dir, behind := t.TempDir(), t.TempDir()
	link, file := filepath.Join(dir, "link.db"), filepath.Join(behind, "x.db")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	for range 2 { // made and found
		s := openTest(t, link, Options{})
		if _, _, err := s.Create(t.Context(), "deployment", storetest.Revision("x")); err != nil {
			t.Error(err)
		}
		s.Close()
	}
	if found, err := Verify(t.Context(), file); err != nil || found.Assessments != 2 {
		t.Errorf("%+v, %v", found, err)
	}
	hard := filepath.Join(behind, "hard.db")
	if err := os.Link(file, hard); err != nil {
		t.Fatal(err)
	}
	openError(t, hard, Options{}, "the file has 2 names")
}

// TestPlaceWithoutLinks gives a file its name where the file system has no hard links.
func TestPlaceWithoutLinks(t *testing.T) {
	dir := t.TempDir()
	made, target := filepath.Join(dir, "made"), filepath.Join(dir, "target")
	if err := os.WriteFile(made, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := renameNew(made, target); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(target); err != nil || string(got) != "x" {
		t.Errorf("%q, %v", got, err)
	}
	if err := os.WriteFile(made, []byte("y"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := renameNew(made, target); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if err := renameNew(filepath.Join(dir, "none"), filepath.Join(dir, "new")); err == nil {
		t.Error("what is not there was placed")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestCatalogueDamage flips each bit of some bytes of the stored content of a comparison.
func TestCatalogueDamage(t *testing.T) {
	file := newPath(t)
	s := openTest(t, file, Options{})
	body := []byte(`{"Slug":"deployment","Version":"v1","Title":"` + strings.Repeat("which one? ", 100) + `"}`)
	if _, err := s.writes.Exec(`INSERT INTO catalogue VALUES ('deployment', 'v1', ?)`, body); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = openTest(t, file, Options{}) // compresses it
	if got, err := s.Catalogue(t.Context(), "deployment", "v1"); err != nil || !bytes.Equal(got, body) {
		t.Fatalf("%q, %v", got, err)
	}
	if _, err := Verify(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	var packed []byte
	if err := s.writes.QueryRow(`SELECT body FROM catalogue`).Scan(&packed); err != nil || len(packed) >= len(body) {
		t.Fatalf("%d bytes, %v", len(packed), err)
	}
	for at := range packed {
		for bit := range 8 {
			c := storedCatalogue{"deployment", "v1", bytes.Clone(packed)}
			c.body[at] ^= 1 << bit
			if got, err := unpack(c.body); c.sound() == nil && (err != nil || !bytes.Equal(got, body)) {
				t.Fatalf("bit %d of byte %d was not noticed", bit, at)
			}
		}
	}
	packed[len(packed)/2] ^= 1
	if _, err := s.writes.Exec(`UPDATE catalogue SET body = ?`, packed); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Catalogue(t.Context(), "deployment", "v1"); !errors.Is(err, record.ErrDamaged) {
		t.Errorf("read: %v", err)
	}
	s.Close()
	if _, err := Verify(t.Context(), file); err == nil || !strings.Contains(err.Error(), `comparison "deployment", version "v1", is damaged`) {
		t.Errorf("verified: %v", err)
	}
}
