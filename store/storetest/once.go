package storetest

import (
	"errors"
	"sync"
	"testing"

	"crossroads/record"
)

var marked = record.Once{Key: "a-key-that-nobody-can-guess", Request: "save first"}

func createOnce(t *testing.T, s Store) {
	saved, key, err := s.CreateOnce(t.Context(), "deployment", "ada", marked, Revision("first"))
	if err != nil {
		t.Fatal(err)
	}
	if saved.Owner != "ada" || len(key) < 26 {
		t.Errorf("%+v, key %q", saved, key)
	}
	again, sameKey, err := s.CreateOnce(t.Context(), "deployment", "ada", marked, Revision("first"))
	if err != nil || sameKey != key {
		t.Fatalf("sent again: key %q, want %q, %v", sameKey, key, err)
	}
	equal(t, again, saved)

	// A repetition returns the assessment in its present state.
	second, err := s.Revise(t.Context(), saved.ID, key, 1, Revision("second"))
	if err != nil {
		t.Fatal(err)
	}
	again, _, err = s.CreateOnce(t.Context(), "deployment", "ada", marked, Revision("first"))
	second.Owner = "ada"
	if err != nil {
		t.Fatal(err)
	}
	equal(t, again, second)

	// Neither another key nor the same key with a different request reveals anything.
	for name, once := range map[string]record.Once{
		"without a key": {Request: marked.Request}, "with another key": {Key: "another-key-that-nobody-can-guess", Request: marked.Request},
	} {
		other, otherKey, err := s.CreateOnce(t.Context(), "deployment", "ada", once, Revision("first"))
		if err != nil || other.ID == saved.ID || otherKey == key {
			t.Errorf("%s: %v, key %q, %v", name, other, otherKey, err)
		}
	}
	if got, k, err := s.CreateOnce(t.Context(), "deployment", "ada", record.Once{Key: marked.Key, Request: "save second"},
		Revision("second")); !errors.Is(err, record.ErrConflict) || got.ID != "" || k != "" {
		t.Errorf("for something else: %+v, key %q, %v", got, k, err)
	}

	// Whoever lost access learns nothing any more, and after deletion the request saves
	// anew.
	fresh, err := s.Rotate(t.Context(), saved.ID, key, record.Once{})
	if err != nil {
		t.Fatal(err)
	}
	if got, k, err := s.CreateOnce(t.Context(), "deployment", "ada", marked, Revision("first")); !errors.Is(err, record.ErrConflict) ||
		got.ID != "" || k != "" {
		t.Errorf("after a new key: %+v, key %q, %v", got, k, err)
	}
	if err := s.Delete(t.Context(), saved.ID, fresh); err != nil {
		t.Fatal(err)
	}
	anew, newKey, err := s.CreateOnce(t.Context(), "deployment", "ada", marked, Revision("first"))
	if err != nil || anew.ID == saved.ID || newKey == key || newKey == fresh {
		t.Errorf("after deleting: %v, key %q, %v", anew, newKey, err)
	}
}

// createOnceAtOnce simulates a button that is clicked many times.
func createOnceAtOnce(t *testing.T, s Store) {
	var wait sync.WaitGroup
	var mu sync.Mutex
	ids, keys := map[string]int{}, map[string]int{}
	for range 16 {
		wait.Go(func() {
			saved, key, err := s.CreateOnce(t.Context(), "deployment", "", marked, Revision("first"))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			ids[saved.ID]++
			keys[key]++
		})
	}
	wait.Wait()
	if len(ids) != 1 || len(keys) != 1 {
		t.Errorf("ids %v, keys %v", ids, keys)
	}
}

func rotateOnce(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	other, otherKey := create(t, s, "other")
	once := record.Once{Key: marked.Key}
	if _, err := s.Rotate(t.Context(), saved.ID, "wrong", once); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("with a wrong key: %v", err)
	}
	fresh, err := s.Rotate(t.Context(), saved.ID, key, once)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if again, err := s.Rotate(t.Context(), saved.ID, key, once); err != nil || again != fresh {
			t.Errorf("sent again: %q, want %q, %v", again, fresh, err)
		}
	}
	for name, attempt := range map[string]func() (string, error){
		"another assessment": func() (string, error) { return s.Rotate(t.Context(), other.ID, otherKey, once) },
		"a wrong key":        func() (string, error) { return s.Rotate(t.Context(), saved.ID, "wrong", once) },
		"other links":        func() (string, error) { return s.Revoke(t.Context(), saved.ID, key, once) },
	} {
		if got, err := attempt(); !errors.Is(err, record.ErrConflict) || got != "" {
			t.Errorf("the same mark for %s: %q, %v", name, got, err)
		}
	}
	if err := s.Opens(t.Context(), saved.ID, fresh); err != nil {
		t.Error(err)
	}
	if _, err := s.Rotate(t.Context(), saved.ID, fresh, record.Once{}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Rotate(t.Context(), saved.ID, key, once); !errors.Is(err, record.ErrConflict) || got != "" {
		t.Errorf("after a newer key: %q, %v", got, err)
	}
}

func revokeOnce(t *testing.T, s Store) {
	saved, key := create(t, s, "first")
	once := record.Once{Key: marked.Key}
	if _, err := s.Revoke(t.Context(), saved.ID, "wrong", once); !errors.Is(err, record.ErrForbidden) {
		t.Errorf("with a wrong key: %v", err)
	}
	fresh, err := s.Revoke(t.Context(), saved.ID, key, once)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if again, err := s.Revoke(t.Context(), saved.ID, key, once); err != nil || again != fresh {
			t.Errorf("sent again: %q, want %q, %v", again, fresh, err)
		}
	}
	if got, err := s.Revoke(t.Context(), saved.ID, "wrong", once); !errors.Is(err, record.ErrConflict) || got != "" {
		t.Errorf("with a wrong key: %q, %v", got, err)
	}
	if _, err := s.Rotate(t.Context(), fresh, key, record.Once{}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Revoke(t.Context(), saved.ID, key, once); !errors.Is(err, record.ErrConflict) || got != "" {
		t.Errorf("after a newer key: %q, %v", got, err)
	}
}
