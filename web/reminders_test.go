package web_test

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"crossroads/record"
	"crossroads/web"
)

// events reads a calendar with rules of our own for lines, and with the library for
// what they say.
func events(t *testing.T, raw string) []*ics.VEvent {
	t.Helper()
	if !strings.HasSuffix(raw, "\r\n") {
		t.Errorf("the last line does not end: %q", raw)
	}
	for _, line := range strings.Split(strings.TrimSuffix(raw, "\r\n"), "\r\n") {
		if len(line) > 75 || line == "" || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	return cal.Events()
}

func value(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

// TestCalendarOfAssessment follows one event: its UID stays, its sequence grows with
// revisions and with dates, and it goes when the decision is superseded.
func TestCalendarOfAssessment(t *testing.T) {
	s := newSite(t, setup{config: web.Config{BaseURL: publicAddress}})
	title := "決済システムの配置、" + strings.Repeat("ウィーン; Зал, ", 5) + `\ end`
	id, key := s.save("size=few", title)
	path := "/a/" + id + "/reminders.ics"
	if got := events(t, s.get(path).body); len(got) != 0 {
		t.Errorf("without a review date: %v", got)
	}
	life := func(status, review string) {
		t.Helper()
		s.now.Advance(time.Minute)
		res := s.json("PUT", "/api/v1/assessments/"+id+
			"/life", fmt.Sprintf(`{"status":%q,"review":%q}`, status, review), "Authorization", "Bearer "+key)
		if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNoContent {
			t.Fatal(res.StatusCode, res.body)
		}
	}
	life("decided", "2027-02-28")
	res := s.get(path)
	if kind := res.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
		t.Errorf("type %q", kind)
	}
	first := events(t, res.body)
	if len(first) != 1 {
		t.Fatal(res.body)
	}
	e := first[0]
	for name, want := range map[ics.ComponentProperty]string{
		ics.ComponentPropertyDtStart: "20270228", ics.ComponentPropertyDtEnd: "20270301", ics.ComponentPropertySequence: "1",
		ics.ComponentPropertySummary: "Review: " + title, ics.ComponentPropertyUrl: publicAddress + "/a/" + id,
		ics.ComponentPropertyTransp: "TRANSPARENT",
	} {
		if got := value(e, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(res.body, "DTSTART;VALUE=DATE:20270228\r\n") {
		t.Errorf("not a whole day:\n%s", res.body)
	}
	if strings.Contains(e.Id(), id) {
		t.Errorf("the UID %q holds what opens the assessment", e.Id())
	}
	if !strings.Contains(res.body, "\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\n") {
		t.Errorf("how often to ask again:\n%s", res.body)
	}
	stamp := value(e, ics.ComponentPropertyLastModified)
	if stamp == "" || stamp != value(e, ics.ComponentPropertyDtstamp) {
		t.Errorf("modified %q, stamped %q", stamp, value(e, ics.ComponentPropertyDtstamp))
	}
	if again := s.get(path, "If-None-Match", res.Header.Get("Etag")); again.StatusCode != http.StatusNotModified || again.body != "" {
		t.Errorf("asked again: %d, %q", again.StatusCode, again.body)
	}

	life("decided", "2027-03-31")
	life("decided", "2027-02-28") // back to the first day: still a newer event
	moved := events(t, s.get(path, "If-None-Match", res.Header.Get("Etag")).body)
	if len(moved) != 1 || moved[0].Id() != e.Id() || value(moved[0], ics.ComponentPropertySequence) != "3" ||
		value(moved[0], ics.ComponentPropertyLastModified) <= stamp {
		t.Errorf("moved: %v", moved)
	}
	life("superseded", "2027-02-28")
	if gone := events(t, s.get(path).body); len(gone) != 0 {
		t.Errorf("superseded: %v", gone)
	}
}

// TestFeedOfAssessment: on its day a review is a new entry, because readers show those.
func TestFeedOfAssessment(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "Lunch <&> more")
	s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"decided","review":"2026-12-24"}`, "Authorization", "Bearer "+key)
	read := func() (f atom) {
		t.Helper()
		res := s.get("/a/" + id + "/reminders.atom")
		if err := xml.Unmarshal([]byte(res.body), &f); err != nil || len(f.ID) != 1 || len(f.Author) != 1 {
			t.Fatal(err, res.body)
		}
		if f.Links[0].Href != s.URL+"/a/"+id+"/reminders.atom" || len(f.Entries) == 0 {
			t.Fatal(res.body)
		}
		return f
	}
	entry := func(f atom, title string) (id, updated string) {
		t.Helper()
		for _, e := range f.Entries {
			if e.Title[0] == title {
				return e.ID[0], e.Updated[0]
			}
		}
		t.Fatalf("no entry %q in %+v", title, f.Entries)
		return "", ""
	}
	planned, _ := entry(read(), "Review on 24 December 2026: Lunch <&> more")
	again, _ := entry(read(), "Decide again when: Lunch <&> more")
	day, _ := time.Parse(time.DateOnly, "2026-12-24")
	s.now.Advance(day.Sub(s.now.Now()))
	f := read()
	due, updated := entry(f, "Due for review: Lunch <&> more")
	if due == planned || updated != "2026-12-24T00:00:00Z" || f.Updated[0] != updated {
		t.Errorf("due %s at %s, planned %s", due, updated, planned)
	}
	if same, _ := entry(f, "Decide again when: Lunch <&> more"); same != again {
		t.Errorf("the reasons were %s and are %s", again, same)
	}
}

// TestRemindersOfPortfolio: as closed as its page, narrowed like it, over all pages.
func TestRemindersOfPortfolio(t *testing.T) {
	s := newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}})
	ada := []string{"X-Forwarded-User", "ada"}
	const count = 205 // more than one page of the store
	for n := range count {
		rev := record.Revision{Title: fmt.Sprintf("Plan %d", n), Report: []byte(`{"headline":"So","revisit":["Much changes."]}`)}
		saved, key, err := s.store.CreateOnce(t.Context(), "lunch", "ada", record.Once{}, rev)
		if err != nil {
			t.Fatal(err)
		}
		if n == 7 {
			continue // has no day
		}
		if err := s.store.Arrange(t.Context(), saved.ID, key, record.Life{Status: record.Decided, Review: "2027-01-01"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"reminders.ics", "reminders.atom"} {
		if res := s.get("/portfolio/" + name); res.StatusCode != http.StatusForbidden {
			t.Errorf("%s for nobody: %d", name, res.StatusCode)
		}
		res := s.get("/portfolio/"+name, ada...)
		if again := s.get("/portfolio/"+
			name, append(ada, "If-None-Match", res.Header.Get("Etag"))...); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s asked again: %d", name, again.StatusCode)
		}
		if res := s.get("/portfolio/"+name+"?status=x", ada...); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s with a wrong filter: %d", name, res.StatusCode)
		}
	}
	if got := len(events(t, s.get("/portfolio/reminders.ics", ada...).body)); got != count-1 {
		t.Errorf("%d events", got)
	}
	if got := events(t, s.get("/portfolio/reminders.ics?q=plan+11", ada...).body); len(got) != 11 { // 11 and 110 to 119
		t.Errorf("%d events of plan 11", len(got))
	}
	var f atom
	if err := xml.Unmarshal([]byte(s.get("/portfolio/reminders.atom?q=plan+11", ada...).body), &f); err != nil || len(f.Entries) != 22 {
		t.Errorf("%v, %d entries", err, len(f.Entries))
	}
	if want := s.URL + "/portfolio/reminders.atom?q=plan+11"; f.ID[0] != want {
		t.Errorf("the feed is called %q, want %q", f.ID[0], want)
	}
}

// TestCalendarForOldClients speaks HTTP/1.0: no Host, no chunks, no compression.
func TestCalendarForOldClients(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "An old client")
	s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"decided","review":"2026-12-24"}`, "Authorization", "Bearer "+key)
	ask := func(more string) string {
		t.Helper()
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /a/%s/reminders.ics HTTP/1.0\r\n%s\r\n", id, more)
		raw, err := io.ReadAll(bufio.NewReader(conn)) // ends because the server closes
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	head, body, _ := strings.Cut(ask(""), "\r\n\r\n")
	if !regexp.MustCompile(`^HTTP/1\.[01] 200 `).MatchString(head) || strings.Contains(head, "Transfer-Encoding") ||
		strings.Contains(head, "Content-Encoding") ||
		!strings.Contains(head, fmt.Sprintf("Content-Length: %d", len(body))) {
		t.Fatalf("%s\n\n%s", head, body)
	}
	if got := events(t, body); len(got) != 1 {
		t.Errorf("%v", got)
	}
	for _, host := range []string{"", "Host:\r\n"} { // links lead to the address that was asked
		if _, body, _ := strings.Cut(ask(host), "\r\n\r\n"); !strings.Contains(strings.ReplaceAll(body, "\r\n ", ""), s.URL+"/a/"+id) {
			t.Errorf("%q: no link to %s in %s", host, s.URL, body)
		}
	}
	tag := regexp.MustCompile(`(?i)\r\nEtag: (.*)`).FindStringSubmatch(head)
	if tag == nil {
		t.Fatal(head)
	}
	if again := ask("If-None-Match: " + strings.TrimSpace(tag[1]) + "\r\n"); !regexp.MustCompile(`^HTTP/1\.[01] 304 `).MatchString(again) {
		t.Errorf("asked again: %s", again)
	}
}
