package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

// TestMain lets the test binary act as other processes.
func TestMain(m *testing.M) {
	if path := os.Getenv("STORE_TEST_SAVE"); path != "" {
		saveUntilKilled(path)
	}
	if path := os.Getenv("STORE_TEST_OPEN"); path != "" {
		openAndTell(path)
		os.Exit(0)
	}
	if path := os.Getenv("STORE_TEST_MIGRATE"); path != "" {
		migrateUntilKilled(path)
	}
	code := m.Run()
	stopServers()
	os.Exit(code)
}

// openAndTell opens a database and prints the error.
func openAndTell(db string) {
	var s io.Closer
	var err error
	if IsPostgres(db) {
		s, err = OpenPostgres(context.Background(), db, Options{})
	} else {
		s, err = Open(context.Background(), db, Options{})
	}
	fmt.Println(err)
	if err == nil {
		s.Close()
	}
}

// saveUntilKilled saves from 16 goroutines and prints a line for each acknowledged save.
func saveUntilKilled(path string) {
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var out sync.Mutex
	acknowledged := func(saved record.Saved) {
		out.Lock()
		defer out.Unlock()
		fmt.Printf("saved %s %d %x\n", saved.ID, saved.Number, sha256.Sum256(saved.Report))
	}
	for g := range 16 {
		go func() {
			for n := 0; ; n++ {
				rev := storetest.Revision(fmt.Sprint(g, n))
				rev.Report = bytes.Repeat([]byte(rev.Title), 1+n%2000)
				saved, key, err := s.Create(context.Background(), "deployment", rev)
				for err == nil {
					acknowledged(saved)
					if saved.Latest == 4 {
						break
					}
					saved, err = s.Revise(context.Background(), saved.ID, key, saved.Latest, rev)
				}
				if err != nil {
					fmt.Println("error", err)
				}
			}
		}()
	}
	select {}
}

// TestKill kills a process during its saves, several times on one file. Everything
// acknowledged must be there.
func TestKill(t *testing.T) {
	path := newPath(t)
	acknowledged := map[string]string{} // id and number -> hash of the report
	for range 5 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "STORE_TEST_SAVE="+path)
		pipe, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(pipe)
		var kill *time.Timer
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				break // the end, perhaps in the middle of a line
			}
			if kill == nil { // not before the first save
				kill = time.AfterFunc(100*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			var id, hash string
			var number int
			if _, err := fmt.Sscanf(line, "saved %s %d %s", &id, &number, &hash); err != nil {
				t.Fatalf("the saving process said: %s", line)
			}
			acknowledged[fmt.Sprint(id, " ", number)] = hash
		}
		_, _ = io.Copy(io.Discard, lines)
		if err := cmd.Wait(); err == nil {
			t.Fatal("the saving process ended by itself")
		}
		checkAcknowledged(t, path, acknowledged)
	}
	t.Logf("%d acknowledged saves survived 5 kills", len(acknowledged))
}

func checkAcknowledged(t *testing.T, path string, acknowledged map[string]string) {
	t.Helper()
	s := openTest(t, path, Options{})
	defer s.Close()
	var ok string
	if err := s.writes.QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Fatalf("integrity: %s, %v", ok, err)
	}
	if len(acknowledged) == 0 {
		t.Fatal("nothing was saved")
	}
	for at, hash := range acknowledged {
		var id string
		var number int
		if _, err := fmt.Sscan(at, &id, &number); err != nil {
			t.Fatal(err)
		}
		saved, err := s.Get(t.Context(), id, number)
		if err != nil {
			t.Fatalf("revision %s was acknowledged and is lost: %v", at, err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(saved.Report)); got != hash {
			t.Fatalf("revision %s was acknowledged with another report", at)
		}
	}
}

// TestNotWritable opens files as another user, since root may write everything.
func TestNotWritable(t *testing.T) {
	made := filepath.Join(nobodysDir(t), "made")
	if said := openAsNobody(t, filepath.Join(made, "x.db")); !strings.HasPrefix(said, "<nil>") {
		t.Fatalf("with every right it says %s", said) // or the cases below would fail for another reason
	}
	mode := func(mode os.FileMode, path string) {
		t.Helper()
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(made, 0o700) }) // so that it can be removed
	for _, test := range []struct {
		name      string
		dir, file os.FileMode
		path      string
	}{
		{"read-only file", 0o755, 0o444, "x.db"},
		{"read-only directory", 0o555, 0o666, "x.db"},
		{"new file in a read-only directory", 0o555, 0o666, "new.db"},
		{"new directory in a read-only directory", 0o555, 0o666, "new/x.db"},
		{"unreadable directory", 0o000, 0o666, "x.db"},
	} {
		t.Run(test.name, func(t *testing.T) {
			mode(0o700, made)
			mode(test.file, filepath.Join(made, "x.db"))
			mode(test.dir, made)
			path := filepath.Join(made, test.path)
			said := openAsNobody(t, path)
			for _, want := range []string{path, "cannot be written", "give the user"} {
				if !strings.Contains(said, want) {
					t.Errorf("said %q, want %q in it", said, want)
				}
			}
		})
	}
}
