package store

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"crossroads/record"
)

// smallDisk limits dir to 3 MB until makeRoom is called: by a small file system
// or, without the right to mount one, by the greatest size of a file.
func smallDisk(t *testing.T, dir string) (makeRoom func()) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "size=4m"); err == nil {
		t.Cleanup(func() { must(syscall.Unmount(dir, 0)) })
		ballast := filepath.Join(dir, "ballast")
		must(os.WriteFile(ballast, make([]byte, 1<<20), 0o600))
		return func() { must(os.Remove(ballast)) }
	}
	var old syscall.Rlimit
	must(syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old))
	must(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 3 << 20, Max: old.Max}))
	makeRoom = func() { must(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old)) }
	t.Cleanup(makeRoom)
	return makeRoom
}

// TestFullFileSystem saves until the disk is full, so that it is a COMMIT that
// fails, and makes room again.
func TestFullFileSystem(t *testing.T) {
	dir := t.TempDir()
	makeRoom := smallDisk(t, dir)
	s := openTest(t, filepath.Join(dir, "x.db"), Options{})
	var mu sync.Mutex
	keys := map[string]string{} // of acknowledged saves
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 100 {
				saved, key, err := s.Create(t.Context(), "deployment", big())
				if err != nil {
					if !errors.Is(err, record.ErrUnavailable) {
						t.Errorf("Create: %v, want ErrUnavailable", err)
					}
					return
				}
				mu.Lock()
				keys[saved.ID] = key
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(keys) == 0 || len(keys) > 64 {
		t.Fatalf("%d saves of 64 KB fitted in 3 MB", len(keys))
	}
	makeRoom()
	for id, key := range keys {
		saved, err := s.Get(t.Context(), id, 0)
		if err != nil {
			t.Fatalf("an acknowledged save is lost: %v", err)
		}
		rev := saved.Revision
		rev.Report = nil
		if _, err := s.Revise(t.Context(), id, key, 1, rev); err != nil {
			t.Errorf("with room again: %v", err)
		}
	}
	var ok string
	var n int
	if err := s.writes.QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Errorf("integrity: %s, %v", ok, err)
	}
	if err := s.writes.QueryRow("SELECT count(*) FROM assessment").Scan(&n); err != nil || n != len(keys) {
		t.Errorf("%d stored, %d acknowledged, %v", n, len(keys), err)
	}
	t.Logf("%d saves before the file system was full", n)
}
