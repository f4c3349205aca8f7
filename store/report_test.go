package store

import (
	"bytes"
	"database/sql"
	"strings"
	"testing"

	"crossroads/store/storetest"
)

func TestReportsArePacked(t *testing.T) {
	s := openTest(t, newPath(t), Options{})
	rev := storetest.Revision("x")
	rev.Report = report(t)
	saved, _, err := s.Create(t.Context(), "deployment", rev)
	if err != nil {
		t.Fatal(err)
	}
	var stored []byte
	if err := s.reads.QueryRow("SELECT report FROM revision").Scan(&stored); err != nil {
		t.Fatal(err)
	}
	if len(stored) > len(rev.Report)/3 {
		t.Errorf("%d bytes of a report take %d in the file", len(rev.Report), len(stored))
	}
	if got, err := s.Get(t.Context(), saved.ID, 0); err != nil || !bytes.Equal(got.Report, rev.Report) {
		t.Errorf("it came back as %d other bytes, %v", len(got.Report), err)
	}
	if got, want := headline(stored), headline(rev.Report); got != want || got == "" {
		t.Errorf("headline %q, want %q", got, want)
	}
	for _, damaged := range [][]byte{stored[:len(stored)-1], append(bytes.Clone(stored[:200]), 'x'), frame} {
		if got, err := unpack(damaged); err == nil {
			t.Errorf("%d damaged bytes gave a report of %d", len(damaged), len(got))
		}
		if got := headline(damaged); got != "" {
			t.Errorf("headline of damaged bytes: %q", got)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte(`{"headline":"x"}`))
	f.Add(pack(bytes.Repeat([]byte("report "), 100)))
	f.Add(append(bytes.Clone(frame), 1, 2, 3))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = unpack(data) // a damaged file ends in an error, not in a panic
		if got, err := unpack(pack(data)); err != nil || !bytes.Equal(got, data) {
			t.Errorf("packed and unpacked: %d bytes, want %d, %v", len(got), len(data), err)
		}
	})
}

// TestVerifyReadsReports checks that a report with a single wrong bit is found, which the
// checks of the file itself miss.
func TestVerifyReadsReports(t *testing.T) {
	path := newPath(t)
	s := openTest(t, path, Options{})
	rev := storetest.Revision("x")
	rev.Report = report(t)
	saved, _, err := s.Create(t.Context(), "deployment", rev)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var packed []byte
	if err := db.QueryRow("SELECT report FROM revision").Scan(&packed); err != nil {
		t.Fatal(err)
	}
	packed[len(packed)/2] ^= 1
	var trigger string
	if err := db.QueryRow("SELECT sql FROM sqlite_schema WHERE name = 'revision_is_fixed'").Scan(&trigger); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("DROP TRIGGER revision_is_fixed; UPDATE revision SET report = ?; "+trigger, packed); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), path); err == nil || !strings.Contains(err.Error(), "revision 1 of assessment "+saved.ID+
		" is damaged: its report cannot be read") {
		t.Errorf("a lost bit gives %v", err)
	}
}

// TestLeaderOf: what is recommended counts, if only on a condition, but not what is merely first.
func TestLeaderOf(t *testing.T) {
	for report, want := range map[string]string{
		`{"verdict":"clear","winner":"hosted","leader":"hosted"}`:       "hosted",
		`{"verdict":"hybrid","winner":"hybrid","leader":"hosted"}`:      "hybrid",
		`{"verdict":"conditional","winner":null,"leader":"hosted"}`:     "hosted",
		`{"verdict":"no_clear_winner","winner":null,"leader":"hosted"}`: "",
		`{"verdict":"conditional","winner":null}`:                       "",
		`{"verdict"`: "",
	} {
		if got := leaderOf([]byte(report)); got != want {
			t.Errorf("%s: %q, want %q", report, got, want)
		}
	}
}
