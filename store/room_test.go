package store

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crossroads/record"
)

// TestRoom saves until the file reaches its limit. Then reading, arranging and deleting
// still work, and deleting makes room again.
func TestRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	var log bytes.Buffer
	const most = 1 << 20
	s := openTest(t, path, Options{Most: most, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	keys := map[string]string{}
	var err error
	var last string
	for range 100 {
		saved, key, createErr := s.Create(t.Context(), "deployment", big())
		if err = createErr; err != nil {
			break
		}
		keys[saved.ID], last = key, saved.ID
	}
	if !errors.Is(err, record.ErrFull) || len(keys) < 8 || len(keys) > 16 {
		t.Fatalf("%d saves of 64 KB fitted in 1 MiB, then %v", len(keys), err)
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings before it was full:\n%s", n, &log)
	}
	if n := strings.Count(log.String(), "level=ERROR"); n != 1 {
		t.Errorf("%d errors when it was full:\n%s", n, &log)
	}
	info, err := os.Stat(path)
	if used, bound := s.Room(); used < most || bound != most || err != nil || info.Size() > most+200<<10 {
		t.Errorf("%d of %d are used, and the file has %v, %v", used, bound, info, err)
	}
	rev := big()
	if _, err := s.Revise(t.Context(), last, keys[last], 1, rev); !errors.Is(err, record.ErrFull) {
		t.Errorf("revising: %v", err)
	}
	if err := s.Mark(t.Context(), last, keys[last], 1, "name"); !errors.Is(err, record.ErrFull) {
		t.Errorf("naming: %v", err)
	}
	if _, err := s.OpenRound(t.Context(), last, keys[last]); !errors.Is(err, record.ErrFull) {
		t.Errorf("opening a round: %v", err)
	}
	if err := s.Arrange(t.Context(), last, keys[last], record.Life{Status: record.Decided}); err != nil {
		t.Errorf("arranging: %v", err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("ping: %v", err)
	}
	if _, err := s.Get(t.Context(), last, 0); err != nil {
		t.Errorf("reading: %v", err)
	}
	for id, key := range keys {
		if id == last {
			continue
		}
		if err := s.Delete(t.Context(), id, key); err != nil {
			t.Fatalf("deleting: %v", err)
		}
		break
	}
	if _, _, err := s.Create(t.Context(), "deployment", big()); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestRoomIsMeasuredAtStart checks that a file already over the limit accepts nothing.
func TestRoomIsMeasuredAtStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openTest(t, path, Options{})
	for range 20 {
		if _, _, err := s.Create(t.Context(), "deployment", big()); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openTest(t, path, Options{Most: 1 << 20})
	if _, _, err := s.Create(t.Context(), "deployment", big()); !errors.Is(err, record.ErrFull) {
		t.Errorf("saving gives %v", err)
	}
}
