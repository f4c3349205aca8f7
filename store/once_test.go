package store

import (
	"bytes"
	"os"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/store/storetest"
)

// TestOnceEnds checks that a request is forgotten after its time and can be sent anew.
func TestOnceEnds(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := openTest(t, newPath(t), Options{Now: func() time.Time { return now }})
	once := record.Once{Key: "a-key-that-nobody-can-guess", Request: "save"}
	save := func() (id, key string) {
		t.Helper()
		saved, key, err := s.CreateOnce(t.Context(), "deployment", "", once, storetest.Revision("one"))
		if err != nil {
			t.Fatal(err)
		}
		return saved.ID, key
	}
	id, key := save()
	now = now.Add(record.OnceTime - time.Millisecond)
	if again, sameKey := save(); again != id || sameKey != key {
		t.Errorf("just in time: %s, %s", again, sameKey)
	}
	now = now.Add(time.Millisecond)
	later, laterKey := save()
	if later == id || laterKey == key {
		t.Errorf("too late: %s, %s", later, laterKey)
	}
	if again, sameKey := save(); again != later || sameKey != laterKey {
		t.Errorf("the later one sent again: %s, %s", again, sameKey)
	}
	var kept int
	if err := s.reads.QueryRow(`SELECT count(*) FROM once`).Scan(&kept); err != nil || kept != 1 {
		t.Errorf("%d requests are kept, %v", kept, err)
	}
	if err := s.Delete(t.Context(), later, laterKey); err != nil {
		t.Fatal(err)
	}
	if err := s.reads.QueryRow(`SELECT count(*) FROM once`).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d requests are kept of what was deleted, %v", kept, err)
	}
}

// TestOnceSurvivesARestart checks that outcomes are stored and not only in memory.
func TestOnceSurvivesARestart(t *testing.T) {
	path := newPath(t)
	once := record.Once{Key: "a-key-that-nobody-can-guess", Request: "save"}
	s := openTest(t, path, Options{})
	saved, key, err := s.CreateOnce(t.Context(), "deployment", "", once, storetest.Revision("one"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = openTest(t, path, Options{})
	again, sameKey, err := s.CreateOnce(t.Context(), "deployment", "", once, storetest.Revision("one"))
	if err != nil || again.ID != saved.ID || sameKey != key {
		t.Errorf("%v, %q, %v", again, sameKey, err)
	}
}

// TestOnceKeepsNoKey searches the whole file for the keys.
func TestOnceKeepsNoKey(t *testing.T) {
	path := newPath(t)
	once := record.Once{Key: "a-key-that-nobody-can-guess", Request: "what was asked for"}
	s := openTest(t, path, Options{})
	saved, key, err := s.CreateOnce(t.Context(), "deployment", "", once, storetest.Revision("one"))
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := s.Rotate(t.Context(), saved.ID, key, record.Once{Key: "another-key-that-nobody-can-guess"})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(file, []byte(saved.ID)) {
		t.Fatal("the file does not hold the id; the test shows nothing")
	}
	for _, secret := range []string{once.Key, "another-key", key, fresh, once.Request} {
		if bytes.Contains(file, []byte(secret)) {
			t.Errorf("the file holds %q", secret)
		}
	}
}
