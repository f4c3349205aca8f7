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
		{record.Life{Expires: "2026-11-24"}, "2026-11-25T12:00:00Z"}, // its last day is today
		{record.Life{Expires: "2026-11-23"}, "2026-11-24T12:00:00Z"}, // and here it is still today far west
		{record.Life{Expires: "2026-11-22"}, ""},
		{record.Life{Expires: "2028-02-28"}, "2028-02-29T12:00:00Z"},
		{record.Life{Review: "2028-02-29", Expires: "2028-03-01"}, "2028-02-29T00:00:00Z"},
		{record.Life{Review: "2027-01-01", Expires: "2026-12-31"}, "2027-01-01T00:00:00Z"},
		{record.Life{Review: "2027-01-02", Expires: "2026-12-31"}, "2027-01-01T12:00:00Z"},
		{record.Life{Review: "2026-12-02", Expires: "2026-12-31"}, "2026-12-02T00:00:00Z"},
		{record.Life{Review: "2026-11-01", Expires: "2026-12-31"}, "2027-01-01T12:00:00Z"},
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

// TestLastDay: the links work as long as it is the last day anywhere on Earth, and
// a day that somebody sees on a calendar is never one that has passed.
func TestLastDay(t *testing.T) {
	for zone := -12; zone <= 14; zone++ {
		there := time.FixedZone("", zone*3600)
		for _, day := range []string{"2026-11-28", "2027-12-31", "2028-02-29"} {
			last, err := time.ParseInLocation(time.DateOnly, day, there)
			if err != nil {
				t.Fatal(err)
			}
			life := record.Life{Expires: day}
			for _, at := range []time.Time{last, last.AddDate(0, 0, 1).Add(-time.Nanosecond)} {
				if life.Expired(at) {
					t.Errorf("at %v the links of %s have ended", at, day)
				}
			}
			if !life.Expired(last.AddDate(0, 0, 2).Add(3 * time.Hour)) {
				t.Errorf("the links of %s do not end", day)
			}
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
		life := record.Life{
			Review: day.Draw(t, "review"), Expires: day.Draw(t, "expires"),
			Status: rapid.SampledFrom([]string{record.Draft, record.Decided, record.Superseded}).Draw(t, "status"),
		}
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
