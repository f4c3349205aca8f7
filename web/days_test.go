package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web"
)

// countingStore counts what is read.
type countingStore struct {
	web.Store
	reads atomic.Int64
}

func (s *countingStore) Get(ctx context.Context, id string, number int) (record.Saved, error) {
	s.reads.Add(1)
	return s.Store.Get(ctx, id, number)
}

// TestDaysToCome: what shows an assessment that has a review date and a last
// day is made once, once more on the day of the review, and not shown after the
// last day.
func TestDaysToCome(t *testing.T) {
	var store *countingStore
	s := newSite(t, setup{store: func(db web.Store) web.Store {
		store = &countingStore{Store: db}
		return store
	}})
	id, key := s.save("", "A title")
	life := url.Values{"action": {"arrange"}, "key": {key}, "status": {"decided"}, "review": {"2026-11-25"}, "expires": {"2026-11-26"}}
	if res := s.post("/a/"+id+"/edit", life); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", res.StatusCode, res.body)
	}
	paths := []string{"/a/" + id, "/a/" + id + "/r/1", "/a/" + id + "/r/1/workings", "/embed/a/" + id, "/a/" + id + "/report.html",
		"/a/" + id + "/adr.md", "/a/" + id + "/scores.csv",
		"/a/" + id + "/card.png", "/a/" + id + "/card.svg", "/a/" + id + "/r/1/strip.png"}
	read := func(status int) (reads int64, due int) {
		t.Helper()
		before := store.reads.Load()
		for _, path := range paths {
			res := s.get(path)
			if res.StatusCode != status {
				t.Errorf("%s gives %d, want %d", path, res.StatusCode, status)
			}
			if strings.Contains(res.body, "This decision was to be looked at again") {
				due++
			}
		}
		return store.reads.Load() - before, due
	}
	all := int64(len(paths))
	for _, step := range []struct {
		at     string
		status int
		reads  int64
		due    int
	}{
		{"2026-11-23T12:00:00Z", 200, all, 0}, // made
		{"2026-11-23T12:00:01Z", 200, 0, 0},
		{"2026-11-24T23:59:59Z", 200, 0, 0},
		{"2026-11-25T00:00:00Z", 200, all, 3}, // the review is due
		{"2026-11-25T12:00:00Z", 200, 0, 3},
		{"2026-11-27T11:59:59Z", 200, 0, 3}, // the last day is over with its last second at UTC-12
		{"2026-11-27T12:00:00Z", 410, all, 0},
	} {
		at, err := time.Parse(time.RFC3339, step.at)
		if err != nil {
			t.Fatal(err)
		}
		s.now.Advance(at.Sub(s.now.Now()))
		if reads, due := read(step.status); reads != step.reads || due != step.due {
			t.Errorf("%s: %d reads, %d pages say that the review is due, want %d and %d", step.at, reads, due, step.reads, step.due)
		}
	}
}

// TestDaysOfTheCalendar: days that are there in some years only, and the last of a year,
// are taken as dates and come due on their day; a day that never comes is refused.
func TestDaysOfTheCalendar(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "A title")
	arrange := func(review string) int {
		return s.post("/a/"+id+"/edit", url.Values{
			"action": {"arrange"}, "key": {key}, "status": {"decided"}, "review": {review},
		}).StatusCode
	}
	for _, never := range []string{"2027-02-29", "2100-02-29", "2028-02-30", "2028-13-01", "2027-04-31"} {
		if got := arrange(never); got != http.StatusUnprocessableEntity {
			t.Errorf("%s gives %d", never, got)
		}
	}
	const due = "This decision was to be looked at again"
	for _, day := range []string{"2026-12-31", "2028-02-29", "2028-12-31", "2029-01-01"} {
		if got := arrange(day); got != http.StatusSeeOther {
			t.Fatalf("%s gives %d", day, got)
		}
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		s.now.Advance(at.Add(-time.Second).Sub(s.now.Now()))
		if strings.Contains(s.get("/a/"+id).body, due) {
			t.Errorf("%s is due a second too early", day)
		}
		if calendar := s.get("/a/" + id + "/reminders.ics").body; !strings.Contains(calendar, strings.ReplaceAll(day, "-", "")) {
			t.Errorf("%s is not in the calendar:\n%s", day, calendar)
		}
		s.now.Advance(time.Second)
		if !strings.Contains(s.get("/a/"+id).body, due) {
			t.Errorf("%s is not due", day)
		}
	}
}
