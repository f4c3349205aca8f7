package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var beforeField = regexp.MustCompile(`name="before" value="([^"]*)"`)

// TestEditSavesWhatWasChanged sends the edit page's form: texts, status and dates go
// together, with one key; what somebody else changed meanwhile stays.
func TestEditSavesWhatWasChanged(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "A title")
	page := s.get("/a/" + id + "/edit").body
	if n := strings.Count(page, `type="password"`); n != 1 {
		t.Errorf("the page asks %d times for the key, want once", n)
	}
	before := beforeField.FindStringSubmatch(page)[1]
	send := func(status int, title, base, state, review string) string {
		t.Helper()
		res := s.post("/a/"+id+"/edit", url.Values{
			"key": {key}, "base": {base}, "before": {before}, "title": {title}, "status": {state}, "review": {review}, "expires": {""},
		})
		if res.StatusCode != status {
			t.Fatalf("%d, want %d\n%s", res.StatusCode, status, res.body)
		}
		return res.body + res.Header.Get("Location")
	}
	shows := func(wants ...string) {
		t.Helper()
		page := s.get("/a/" + id).body
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("the assessment lacks %q", want)
			}
		}
	}

	if to := send(http.StatusSeeOther, "Another title", "1", "decided", "2026-12-24"); to != "/a/"+id+"#saved" {
		t.Errorf("it leads to %s", to)
	}
	shows("Another title", "Decided", "24 December 2026", "Revision 2 of 2", `id="saved"`)
	send(http.StatusSeeOther, "A third title", "2", "draft", "") // from a page as old as the first
	shows("A third title", "Decided", "24 December 2026", "Revision 3 of 3")
	before = "decided 2026-12-24 "
	send(http.StatusSeeOther, "A third title", "3", "superseded", "2026-12-24")
	before = "superseded 2026-12-24 "
	shows("Superseded", "Revision 3 of 3")
	if body := send(http.StatusUnprocessableEntity, "Typed with care", "3", "decided",
		"tomorrow"); !strings.Contains(body, "Typed with care") || !strings.Contains(body, `value="tomorrow"`) {
		t.Error("what was typed is gone")
	}
	shows("A third title", "Superseded")
	// Nothing is stored of a form that is refused, or that came second.
	send(http.StatusUnprocessableEntity, "", "3", "draft", "2027-05-31")
	shows("A third title", "Superseded")
	page = send(http.StatusConflict, "Came second", "2", "draft", "2027-05-31")
	shows("A third title", "Superseded")
	if !strings.Contains(page, `name="review" value="2027-05-31"`) || !strings.Contains(page, `name="before" value="superseded 2026-12-24 "`) {
		t.Error("the page to choose from lacks the date")
	}
	res := s.post("/a/"+id+"/merge", url.Values{
		"key": {key}, "base": {"3"}, "title": {"Came second"}, "status": {"draft"}, "review": {"2027-05-31"}, "expires": {""},
	})
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("merging: %d\n%s", res.StatusCode, res.body)
	}
	shows("Came second", "Draft", "31 May 2027")
}

// TestEditKeepsStatusOfOthers: a form changes of status and dates what differs from its page.
// What two people changed at once is asked about.
func TestEditKeepsStatusOfOthers(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "A title")
	api := "/api/v1/assessments/" + id
	lives := func(want string) {
		t.Helper()
		if got := s.get(api).body; !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	form := func(status int, path, before, state, review, expires string, more ...string) string {
		t.Helper()
		fields := url.Values{"key": {key}, "base": {"1"}, "title": {"A title"},
			"before": {before}, "status": {state}, "review": {review}, "expires": {expires}}
		for i := 0; i < len(more); i += 2 {
			fields.Set(more[i], more[i+1])
		}
		res := s.post("/a/"+id+path, fields)
		if res.StatusCode != status {
			t.Fatalf("%d, want %d\n%s", res.StatusCode, status, res.body)
		}
		return res.body
	}
	s.json("PUT", api+"/life", `{"status":"decided","review":"2027-03-01","expires":""}`, "Authorization", "Bearer "+key)
	form(http.StatusSeeOther, "/edit", "draft  ", "draft", "", "2028-01-01")
	lives(`"status":"decided","review":"2027-03-01","expires":"2028-01-01"`)
	form(http.StatusSeeOther, "/edit", "draft  ", "draft", "2027-03-01", "", "action", "arrange")
	lives(`"status":"decided","review":"2027-03-01","expires":"2028-01-01"`)

	page := form(http.StatusConflict, "/edit", "draft  ", "superseded", "2027-04-01", "")
	lives(`"status":"decided","review":"2027-03-01","expires":"2028-01-01"`)
	for _, want := range []string{"set the status to “Decided”", "set the day of the review to 1 March 2027",
		`name="before" value="decided 2027-03-01 2028-01-01"`, `value="2027-04-01"`, `value="2028-01-01"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	form(http.StatusSeeOther, "/edit", "decided 2027-03-01 2028-01-01", "superseded", "2027-04-01", "2028-01-01")
	lives(`"status":"superseded","review":"2027-04-01","expires":"2028-01-01"`)

	// A form that is shown again for another reason still knows where it started.
	form(http.StatusSeeOther, "/edit", "", "superseded", "2027-04-01", "2028-01-01", "title", "Second")
	page = form(http.StatusUnprocessableEntity, "/edit", "superseded 2027-04-01 2028-01-01", "draft", "tomorrow", "2028-01-01", "title", "Mine")
	if !strings.Contains(page, `name="base" value="1"`) {
		t.Error("the page that is shown again forgets its revision")
	}
	// A second click stores the status too.
	form(http.StatusSeeOther, "/merge", "superseded 2027-04-01 2028-01-01", "draft", "2027-04-01", "2028-01-01", "title", "Second")
	lives(`"status":"draft","review":"2027-04-01","expires":"2028-01-01"`)
	// So does a choice that somebody was quicker to make.
	form(http.StatusSeeOther, "/edit", "", "draft", "2027-04-01", "2028-01-01", "base", "2", "title", "Third")
	page = form(http.StatusConflict, "/merge", "superseded 2027-04-01 2028-01-01", "decided", "2027-04-01", "2028-01-01", "title", "Third")
	lives(`"title":"Third"`)
	if !strings.Contains(page, "set the status to “Draft”") {
		t.Error("the choice hides the other status")
	}
}
