package record_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"crossroads/record"
)

func TestTurns(t *testing.T) {
	at := func(text string) time.Time {
		t.Helper()
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	now := at("2026-11-23T23:30:00-05:00") // the 24th already
	for _, tt := range []struct {
		life record.Life
		want string // "" for never
	}{
		{record.Life{}, ""},
		{record.Life{Review: "2026-11-25"}, "2026-11-25T00:00:00Z"},
		{record.Life{Review: "2026-11-24"}, ""}, // has come
		{record.Life{Review: "2026-11-25", Status: record.Superseded}, ""},
		{record.Life{Expires: "2026-11-24"}, "2026-11-25T00:00:00Z"}, // its last day is today
		{record.Life{Expires: "2026-11-23"}, ""},
		{record.Life{Expires: "2028-02-28"}, "2028-02-29T00:00:00Z"},
		{record.Life{Review: "2027-01-01", Expires: "2026-12-31"}, "2027-01-01T00:00:00Z"},
		{record.Life{Review: "2027-01-02", Expires: "2026-12-31"}, "2027-01-01T00:00:00Z"},
		{record.Life{Review: "2026-12-02", Expires: "2026-12-31"}, "2026-12-02T00:00:00Z"},
		{record.Life{Review: "2026-11-01", Expires: "2026-12-31"}, "2027-01-01T00:00:00Z"},
		{record.Life{Expires: "2026-99-01"}, now.Format(time.RFC3339)},
	} {
		var want time.Time
		if tt.want != "" {
			want = at(tt.want)
		}
		if got := tt.life.Turns(now); !got.Equal(want) {
			t.Errorf("%+v turns at %v, want %v", tt.life, got, want)
		}
	}
}

// TestTurnsProperty: nothing changes before that moment, something does at it,
// and never when there is none.
func TestTurnsProperty(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	day := rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "none") {
			return ""
		}
		return start.AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "day")).Format(time.DateOnly)
	})
	rapid.Check(t, func(t *rapid.T) {
		life := record.Life{Review: day.Draw(t, "review"), Expires: day.Draw(t, "expires"), Status: rapid.SampledFrom([]string{record.Draft, record.Decided, record.Superseded}).Draw(t, "status")}
		moment := func(name string) time.Time {
			return start.Add(time.Duration(rapid.Int64Range(0, int64(62*24*time.Hour)).Draw(t, name)))
		}
		now, later := moment("now"), moment("later")
		turns := life.Turns(now)
		same := func(at time.Time) bool {
			return life.Due(at) == life.Due(now) && life.Expired(at) == life.Expired(now)
		}
		switch {
		case turns.IsZero() && !later.Before(now) && !same(later):
			t.Fatalf("%+v turns by %v, but is said to be as at %v for ever", life, later, now)
		case turns.IsZero():
		case !turns.After(now) || same(turns) || !same(turns.Add(-1)):
			t.Fatalf("%+v does not turn at %v first, seen from %v", life, turns, now)
		}
	})
}
