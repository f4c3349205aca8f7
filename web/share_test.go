package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/qr"
)

// TestOneAddressOfARevision: each revision has one address of each kind; other
// ways to write its number lead nowhere, on pages and in the API alike. In the query of
// a page they are ignored, and what programs do to a link is taken off.
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
			want := http.StatusNotFound
			if strings.Contains(address, "=N") { // ignored, with a word
				want = http.StatusOK
			}
			if strings.Contains(address, "?r2=") { // a parameter of the API, which is named
				want = http.StatusUnprocessableEntity
			}
			if res := s.get(strings.ReplaceAll(address, "N", url.QueryEscape(number))); res.StatusCode != want {
				t.Errorf("%s with %q: %d, want %d", address, number, res.StatusCode, want)
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

// TestQRCodes: the picture that a page shows leads to the link beside it, without what only
// this page has in its address, and a page whose address is too long for one shows none.
func TestQRCodes(t *testing.T) {
	s := newSite(t, setup{})
	id, _ := s.save("size=few", "A title")
	picture := regexp.MustCompile(`<img class="qr" src="([^"]*)" alt="QR code[^"]+"`)
	for page, want := range map[string]string{
		"/a/" + id:                             "/a/" + id,
		"/a/" + id + "/r/1":                    "/a/" + id,
		"/decide/lunch/result?SIZE=few&whatif": "/decide/lunch/result?size=few",
	} {
		found := picture.FindStringSubmatch(s.get(page).body)
		if found == nil {
			t.Errorf("%s shows no QR code", page)
			continue
		}
		code, err := qr.New(s.URL + want)
		if err != nil {
			t.Fatal(err)
		}
		if res := s.get(html.UnescapeString(found[1])); res.body != string(code.SVG()) {
			t.Errorf("the code of %s at %s does not lead to %s", page, found[1], want)
		}
	}
	for address, want := range map[string]int{
		"/a/nobody/qr.svg":             http.StatusNotFound,
		"/decide/supper/result/qr.svg": http.StatusNotFound,
		"/decide/lunch/result/qr.svg?q=" + strings.Repeat("a", qr.Most): http.StatusRequestURITooLong,
	} {
		if res := s.get(address); res.StatusCode != want {
			t.Errorf("GET %.60s: %d, want %d", address, res.StatusCode, want)
		}
	}

	shipped := newSite(t, setup{tree: "shipped"})
	answers := url.Values{}
	for part := range 8 {
		at := "p" + strconv.Itoa(part+1)
		answers.Set(at+".name", "Part "+at)
		for _, q := range shipped.lib.Comparisons[0].Questions {
			for _, a := range q.Answers[:min(4, len(q.Answers))] {
				if q.Scope == decision.ScopePart {
					answers.Add(at+"."+q.ID, a.ID)
				}
			}
		}
	}
	long := "/decide/deployment/result?" + answers.Encode()
	res := shipped.get(long)
	if link := regexp.MustCompile(`id="result-link" type="text" readonly value="([^"]*)"`).FindStringSubmatch(res.body); link == nil ||
		len(html.UnescapeString(link[1])) <= qr.Most {
		t.Fatalf("%d: the link is not too long: %.200q", res.StatusCode, link)
	}
	if picture.MatchString(res.body) {
		t.Error("a page shows a QR code for an address that none can hold")
	}
}
