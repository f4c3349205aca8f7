package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestOneAddressOfARevision: each revision has one address of each kind; other
// ways to write its number lead nowhere, on pages and in the API alike. From the query of
// a page what programs do to a link is taken off.
func TestOneAddressOfARevision(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "A title")
	page := "/a/" + id
	api := "/api/v1/assessments/" + id + "/revisions/"
	addresses := []string{
		page + "/r/N", page + "/r/N/workings", page + "/r/N/again", page + "/r/N/report.json", page + "/r/N/adr.md",
		page + "/r/N/card.svg", page + "/r/N/export.json",
		"/embed" + page + "/r/N", page + "/history?from=N&to=1", page + "/history?before=N", "/diff/" + id + "/" + id + "?r=N",
		api + "N", api + "N/export", api + "N/again", "/api/v1/diff/" + id + "/" + id + "?r2=N",
	}
	for _, number := range []string{"01", "+1", "-1", "0", "1.0", "1e0", " 1", "\uff11", "9223372036854775808", "x"} {
		for _, address := range addresses {
			damaged := number == " 1" || number == "\uff11"
			if damaged && strings.Contains(address, "=N") && !strings.HasPrefix(address, "/api/") {
				continue
			}
			if res := s.get(strings.ReplaceAll(address, "N", url.QueryEscape(number))); res.StatusCode != http.StatusNotFound {
				t.Errorf("%s with %q: %d, want 404", address, number, res.StatusCode)
			}
		}
		for _, action := range []string{"mark", "restore"} {
			form := url.Values{"key": {key}, "action": {action}, "number": {number}, "base": {"1"}}
			if res := s.post(page+"/history", form); res.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("%s of revision %q: %d, want 422", action, number, res.StatusCode)
			}
		}
	}
	for _, address := range addresses {
		if res := s.get(strings.ReplaceAll(address, "N", "1")); res.StatusCode != http.StatusOK {
			t.Errorf("%s with 1: %d", address, res.StatusCode)
		}
	}
}

// TestFileLeadsBack: the links of a report as one file lead to the portal that it
// comes from, or to places in the file.
func TestFileLeadsBack(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	query := url.Values{"load.requests": {"3000000"}}
	for question, answers := range s.lib.Comparisons[0].Cases[0].Answers { // so that a case is like it
		query[question] = answers
	}
	id, _ := s.save(query.Encode(), "A title")
	body := s.get("/a/" + id + "/report.html").body
	links := regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(body, -1)
	there := 0
	for _, m := range links {
		switch {
		case strings.HasPrefix(m[1], s.URL+"/"):
			there++
		case !strings.HasPrefix(m[1], "#") && !strings.HasPrefix(m[1], "https://"):
			t.Errorf("a link leads to %q", m[1])
		}
	}
	for _, path := range []string{"/method#weights", "/cost?", "/cases/", "/options/deployment/"} {
		if !strings.Contains(body, `href="`+s.URL+path) {
			t.Errorf("no link leads to %s", path)
		}
	}
	if there < 4 {
		t.Errorf("%d of %d links lead to the portal", there, len(links))
	}
}
