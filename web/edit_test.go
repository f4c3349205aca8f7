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
	send(http.StatusSeeOther, "A third title", "3", "superseded", "")
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
	if !strings.Contains(page, `name="review" value="2027-05-31"`) {
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
