package store

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

// openError opens path, which must fail with an error that contains the path and each of
// want.
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

// wantUnavailable checks that all writes are refused with ErrUnavailable and
// a cause that contains want, while reading goes on.
func wantUnavailable(t *testing.T, s *SQLite, saved record.Saved, key, want string) {
	t.Helper()
	_, _, created := s.Create(t.Context(), "deployment", big())
	_, revised := s.Revise(t.Context(), saved.ID, key, saved.Latest, big())
	for name, err := range map[string]error{"Create": created, "Revise": revised} {
		if !errors.Is(err, record.ErrUnavailable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want ErrUnavailable because %q", name, err, want)
		}
	}
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || got.Latest != saved.Latest {
		t.Errorf("Get: %v, %v", got, err)
	}
}

// big adds 64 KB of random data, which cannot be compressed.
func big() record.Revision {
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
	if err := s.Ping(t.Context()); !errors.Is(err, record.ErrUnavailable) {
		t.Errorf("Ping: %v", err)
	}
	if err := s.Delete(t.Context(), saved.ID, key); !errors.Is(err, record.ErrUnavailable) {
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

// TestGoneDuringTheSave removes the file between BEGIN and COMMIT.
func TestGoneDuringTheSave(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	err := s.writer.do(t.Context(), func() error {
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
		return nil
	})
	if !errors.Is(err, record.ErrUnavailable) {
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
	if err := s.Ping(t.Context()); !errors.Is(err, record.ErrUnavailable) {
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

	// Many at once, only one of which is small enough to be saved.
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
		if i != 7 && !errors.Is(err, record.ErrUnavailable) {
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

// TestLockedByAnother lets another program hold the write lock.
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
