package store

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"crossroads/record"
	"crossroads/store/storetest"
)

// TestBackup copies while 16 writers save. The copy must contain everything acknowledged
// before it began, and be usable at once.
func TestBackup(t *testing.T) {
	file := newPath(t)
	s := openTest(t, file, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	keys := map[string]string{}
	var wg sync.WaitGroup
	enough := make(chan struct{})
	var once sync.Once
	for g := range 16 {
		wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision(fmt.Sprint(g, n)))
				if err == nil {
					_, err = s.Revise(t.Context(), saved.ID, key, 1, storetest.Revision("second"))
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				keys[saved.ID] = key
				if len(keys) > 200 {
					once.Do(func() { close(enough) })
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	for round := range 3 {
		mu.Lock()
		before := maps.Clone(keys)
		mu.Unlock()
		target := filepath.Join(t.TempDir(), "copy.db")
		if _, err := Backup(t.Context(), file, target); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the copy: %v, %v", info.Mode(), err)
		}
		found, err := Verify(t.Context(), target)
		if err != nil || found.Assessments < len(before) || found.Revisions < 2*len(before) {
			t.Fatalf("round %d: %+v, %v; %d were acknowledged before", round, found, err, len(before))
		}
		restored := openTest(t, target, Options{})
		for id, key := range before {
			saved, err := restored.Get(t.Context(), id, 0)
			if err != nil || saved.Title != "second" {
				t.Fatalf("in the copy: %q, %v", saved.Title, err)
			}
			if _, err := restored.Revise(t.Context(), id, key, 2, storetest.Revision("third")); err != nil {
				t.Fatal(err)
			}
			break // one write is proof enough
		}
		restored.Close()
	}
	cancel()
	wg.Wait()
}

func TestBackupErrors(t *testing.T) {
	file := newPath(t)
	openTest(t, file, Options{}).Close()
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken.db")
	notes := filepath.Join(dir, "notes.db")
	for _, name := range []string{taken, notes} {
		if err := os.WriteFile(name, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ from, to, want string }{
		{file, taken, "there already"},
		{file, file, "there already"},
		{file, filepath.Join(dir, "none", "x.db"), "no such file"},
		{filepath.Join(dir, "none.db"), filepath.Join(dir, "x.db"), "no such file"},
		{notes, filepath.Join(dir, "x.db"), "not a database"},
	} {
		_, err := Backup(t.Context(), test.from, test.to)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s to %s: %v, want %q", test.from, test.to, err, test.want)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestVerifyFinds checks that each kind of damage is found.
func TestVerifyFinds(t *testing.T) {
	for _, test := range []struct{ name, damage, want string }{
		{"a revision that is gone", "DROP TRIGGER revision_stays; DELETE FROM revision WHERE number = 1", "lack revisions"},
		{"an assessment that is gone", "PRAGMA foreign_keys = 0; DELETE FROM assessment", "belong to nothing"},
		{"another program's file", "PRAGMA application_id = 7", "not a database of this program"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := newPath(t)
			s := openTest(t, file, Options{})
			saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Revise(t.Context(), saved.ID, key, 1, record.Revision{}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.writes.Exec(test.damage); err != nil {
				t.Fatal(err)
			}
			s.Close()
			if _, err := Verify(t.Context(), file); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
