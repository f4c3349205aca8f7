package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"crossroads/record"
	"crossroads/store/storetest"
)

// openTest opens the database path with opts and closes it after the test.
func openTest(t testing.TB, path string, opts Options) *SQLite {
	t.Helper()
	s, err := Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "test.db") }

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return openTest(t, newPath(t), Options{}) })
}

func TestPragmas(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
		"secure_delete": "1", "fullfsync": "1", "integrity_check": "ok",
	} {
		var got string
		// In the writer, since it changes the timeout while it empties the log.
		err := s.writer.do(t.Context(), func() error { return s.writes.QueryRow("PRAGMA " + pragma).Scan(&got) })
		if err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", pragma, got, err, want)
		}
	}
	if _, err := s.reads.Exec("DELETE FROM assessment"); err == nil {
		t.Error("the reading pool could write")
	}
	rows, err := s.writes.Query("SELECT name, strict FROM pragma_table_list WHERE name IN ('assessment', 'revision', 'probe', 'once')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var name string
		var strict bool
		if err := rows.Scan(&name, &strict); err != nil || !strict {
			t.Errorf("table %s strict: %v, %v", name, strict, err)
		}
	}
	if n != 4 {
		t.Errorf("%d tables, want 4", n)
	}
}

// TestAppendOnly bypasses the store's methods: the schema itself refuses changes.
func TestAppendOnly(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("one"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Revise(t.Context(), saved.ID, key, 1, storetest.Revision("two")); err != nil {
		t.Fatal(err)
	}
	for _, stmt := range []string{
		"UPDATE revision SET report = x'00'",
		"UPDATE assessment SET comparison = 'other'",
		"UPDATE assessment SET created_ms = 0",
		"UPDATE assessment SET owner = 'me'",
		"UPDATE assessment SET status = 'final'",
		"DELETE FROM revision WHERE number = 2",
		"DELETE FROM revision",
		"INSERT OR REPLACE INTO revision SELECT assessment, number, at_ms, 'forged', note, author, input, catalogue, engine, report FROM revision",
		"INSERT INTO revision SELECT assessment, 4, at_ms, title, note, author, input, catalogue, engine, report FROM revision WHERE number = 2",
		"INSERT INTO revision SELECT 99, 1, at_ms, title, note, author, input, catalogue, engine, report FROM revision WHERE number = 2",
		"INSERT INTO revision SELECT assessment, 3, at_ms, title, note, author, 'not json', catalogue, engine, report FROM revision WHERE number = 2",
	} {
		if _, err := s.writes.Exec(stmt); err == nil {
			t.Errorf("%s: went through", stmt)
		}
	}
	got, err := s.Get(t.Context(), saved.ID, 0)
	if err != nil || got.Number != 2 || got.Title != "two" {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestKeyIsNotStored searches the files for keys and for deleted content.
func TestKeyIsNotStored(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	var keys []string
	rev := storetest.Revision("kept")
	kept, key, err := s.Create(t.Context(), "deployment", rev)
	if err != nil {
		t.Fatal(err)
	}
	keys = append(keys, key)
	rev.Note = strings.Repeat("deleted for good ", 2000)
	rev.Report = []byte(rev.Note)
	gone, key, err := s.Create(t.Context(), "deployment", rev)
	if err != nil {
		t.Fatal(err)
	}
	keys = append(keys, key)
	scan := func(want string) bool {
		t.Helper()
		var all []byte
		names, _ := filepath.Glob(path + "*")
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, b...)
		}
		return bytes.Contains(bytes.ToLower(all), []byte(want))
	}
	if !scan(kept.ID) || !scan(gone.ID) || !scan("deleted for good") {
		t.Error("the scan does not find what is stored")
	}
	for _, key := range keys {
		if scan(key) {
			t.Error("a key is in the file")
		}
	}
	if err := s.Delete(t.Context(), gone.ID, keys[1]); err != nil {
		t.Fatal(err)
	}
	// The next save begins once the log of the previous one is truncated.
	if _, _, err := s.Create(t.Context(), "deployment", storetest.Revision("later")); err != nil {
		t.Fatal(err)
	}
	if !scan(kept.ID) || scan(gone.ID) || scan("deleted for good") {
		t.Error("the deleted assessment is still in the file or its log, or the other is not")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !scan(kept.ID) || scan(gone.ID) || scan("deleted for good") {
		t.Error("the deleted assessment is still in the file, or the other is not")
	}
}

func TestOptions(t *testing.T) {
	at := time.Date(2031, 2, 3, 4, 5, 6, 789_999_999, time.FixedZone("", 3600))
	ids := []string{"theassessmentstheassessmen", "thekeythekeythekeythekeyth"}
	s := openTest(t, newPath(t), Options{
		Now:   func() time.Time { return at },
		NewID: func() string { id := ids[len(ids)-1]; ids = ids[:len(ids)-1]; return id },
	})
	saved, key, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
	if err != nil {
		t.Fatal(err)
	}
	want := time.Date(2031, 2, 3, 3, 5, 6, 789_000_000, time.UTC)
	if saved.ID != "theassessmentstheassessmen" || key != "thekeythekeythekeythekeyth" || saved.At != want || saved.Created != want {
		t.Errorf("got %q, %q, %v, %v", saved.ID, key, saved.At, saved.Created)
	}
}

// TestOneBadJob checks that a job which fails after writing undoes only its own changes.
func TestOneBadJob(t *testing.T) {
	ids := make(chan string, 10)
	s := openTest(t, newPath(t), Options{NewID: func() string { return <-ids }})
	ids <- "firstkeyfirstkeyfirstkeyfi"
	ids <- "takenidtakenidtakenidtaken"
	if _, _, err := s.Create(t.Context(), "deployment", storetest.Revision("first")); err != nil {
		t.Fatal(err)
	}
	bad := &job{done: make(chan error, 1), run: func() error {
		if _, err := s.stmts.insert.Exec("halfwayhalfwayhalfwayhalfw", make([]byte, 32), "x", 0, "", "", ""); err != nil {
			t.Error(err)
		}
		_, err := s.stmts.insert.Exec("takenidtakenidtakenidtaken", make([]byte, 32), "x", 0, "", "", "")
		return err
	}}
	good := func(id string) *job {
		return &job{done: make(chan error, 1), run: func() error {
			_, err := s.stmts.insert.Exec(id, make([]byte, 32), "x", 0, "", "", "")
			return err
		}}
	}
	one, two := good("goodonegoodonegoodonegoodo"), good("goodtwogoodtwogoodtwogoodt")
	s.writer.save([]*job{one, bad, two}) // the writer itself is idle
	if err := <-bad.done; err == nil {
		t.Error("the bad job succeeded")
	}
	if err := errors.Join(<-one.done, <-two.done); err != nil {
		t.Error(err)
	}
	var rows string
	if err := s.writes.QueryRow("SELECT group_concat(id ORDER BY num) FROM assessment").Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if want := "takenidtakenidtakenidtaken,goodonegoodonegoodonegoodo,goodtwogoodtwogoodtwogoodt"; rows != want {
		t.Errorf("rows %s, want %s", rows, want)
	}
}

// TestGivingUp stalls the writer and lets callers give up: jobs that have not begun are not
// saved, and the one that has begun reports its real outcome.
func TestGivingUp(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	hold, begun := make(chan struct{}), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		err := s.writer.do(ctx, func() error { close(begun); <-hold; return nil })
		if err != nil {
			t.Errorf("the save that had begun: %v", err)
		}
	})
	<-begun
	var ran atomic.Int32
	var waiting sync.WaitGroup
	for range 3 * maxBatch { // more than the queue holds
		waiting.Go(func() {
			err := s.writer.do(ctx, func() error { ran.Add(1); return nil })
			if !errors.Is(err, context.Canceled) {
				t.Errorf("a save that had not begun: %v", err)
			}
		})
	}
	for len(s.writer.queue) < cap(s.writer.queue) {
		time.Sleep(time.Millisecond)
	}
	cancel()
	waiting.Wait()
	close(hold)
	wg.Wait()
	if err := s.writer.do(t.Context(), func() error { return nil }); err != nil {
		t.Error(err)
	}
	if n := ran.Load(); n != 0 {
		t.Errorf("%d saves ran although their callers had given up", n)
	}
}

// TestClose closes during many saves: each is either stored or refused.
func TestClose(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	path := newPath(t)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var accepted []string
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			for {
				saved, _, err := s.Create(context.Background(), "deployment", storetest.Revision("x"))
				if err != nil {
					if !errors.Is(err, record.ErrUnavailable) {
						t.Errorf("refused with %v, want ErrUnavailable", err)
					}
					return
				}
				mu.Lock()
				accepted = append(accepted, saved.ID)
				mu.Unlock()
			}
		})
	}
	for saved := 0; saved < 100; { // well under way
		time.Sleep(time.Millisecond)
		mu.Lock()
		saved = len(accepted)
		mu.Unlock()
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	again := openTest(t, path, Options{})
	for _, id := range accepted {
		if _, err := again.Get(t.Context(), id, 0); err != nil {
			t.Fatalf("an acknowledged save is lost: %v", err)
		}
	}
	var n int
	if err := again.reads.QueryRow("SELECT count(*) FROM assessment").Scan(&n); err != nil || n != len(accepted) {
		t.Errorf("%d stored, %d acknowledged, %v", n, len(accepted), err)
	}
	again.Close()
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"a b.db", "per%41cent.db", "q?mode=memory.db", "hash#.db", "ünï.db", "plus+&=.db"} {
		path := filepath.Join(t.TempDir(), name)
		s := openTest(t, path, Options{})
		saved, _, err := s.Create(t.Context(), "deployment", storetest.Revision("x"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(t.Context(), saved.ID, 0); err != nil {
			t.Error(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

func TestRelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	s := openTest(t, "data/test.db", Options{})
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	t.Chdir(t.TempDir()) // an open database does not depend on the directory
	if _, _, err := s.Create(t.Context(), "deployment", storetest.Revision("x")); err != nil {
		t.Error(err)
	}
}

// TestSecondStore stands for a second program that reads while this one writes.
func TestSecondStore(t *testing.T) {
	path := newPath(t)
	one, two := openTest(t, path, Options{}), openTest(t, path, Options{})
	saved, key, err := one.Create(t.Context(), "deployment", storetest.Revision("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.Revise(t.Context(), saved.ID, key, 1, storetest.Revision("y")); err != nil {
		t.Fatal(err)
	}
	if got, err := one.Get(t.Context(), saved.ID, 0); err != nil || got.Number != 2 || !strings.Contains(string(got.Report), "y") {
		t.Errorf("got %v, %v", got, err)
	}
}
