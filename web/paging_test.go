package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/web"
)

// TestPagesOfHistory follows a long history to its end, by the page and by the
// API: every revision is there once, in order.
func TestPagesOfHistory(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "title 1 end")
	const count = 107
	rev, err := s.store.Get(t.Context(), id, 1)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for n := 1; n <= count; n++ {
		if n > 1 {
			rev.Title = fmt.Sprintf("title %d end", n)
			if _, err := s.store.Revise(t.Context(), id, key, n-1, rev.Revision); err != nil {
				t.Fatal(err)
			}
		}
		want = append(want, fmt.Sprintf("title %d end", n))
	}
	slices.Reverse(want)
	entry := regexp.MustCompile(`Revision [0-9]+: <bdi>(title [0-9]+ end)`)
	older := regexp.MustCompile(`href="(/a/[^"]*/history\?before=[0-9]+)"`)
	if got, pages := follow(t, s, "/a/"+id+"/history", entry, older); !slices.Equal(got, want) || pages != 3 {
		t.Errorf("the pages list %d on %d: %q", len(got), pages, got)
	}
	for _, limit := range []int{0, 1, 53, 107, 200} { // 107 is exactly one page
		path := "/api/v1/assessments/" + id + "/revisions?"
		if limit > 0 {
			path += fmt.Sprint("limit=", limit)
		}
		if got := followJSON(t, s, path, "revisions", "before"); !slices.Equal(got, want) {
			t.Errorf("the API lists %d in pages of %d: %q", len(got), limit, got)
		}
	}
}

// TestPagesOfPortfolio does the same for the portfolio, also narrowed.
func TestPagesOfPortfolio(t *testing.T) {
	s := newSite(t, setup{
		config: web.Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, IdentityHeader: "X-Forwarded-User"},
	})
	const count = 100 // exactly two pages
	var want []string
	for n := range count {
		title := fmt.Sprintf("title %d end", n)
		if _, _, err := s.store.CreateOnce(t.Context(), "lunch", "ada", record.Once{},
			record.Revision{Title: title, Report: []byte("{}")}); err != nil {
			t.Fatal(err)
		}
		want = append(want, title)
	}
	if _, _, err := s.store.CreateOnce(t.Context(), "lunch", "ada", record.Once{},
		record.Revision{Title: "another", Report: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(want)
	entry := regexp.MustCompile(`>(?:<bdi>)?(title [0-9]+ end)<`)
	older := regexp.MustCompile(`class="button second" href="(/portfolio\?[^"]*after=[0-9]+[^"]*)"`)
	if got, pages := follow(t, s, "/portfolio?q=TITLE&status=draft", entry, older, "X-Forwarded-User", "ada"); !slices.Equal(got, want) ||
		pages != 2 {
		t.Errorf("the pages list %d on %d: %q", len(got), pages, got)
	}
	for _, limit := range []int{1, 33, 50, 100, 200} {
		got := followJSON(t, s, fmt.Sprint("/api/v1/portfolio?q=title&limit=", limit), "assessments", "after", "X-Forwarded-User", "ada")
		if !slices.Equal(got, want) {
			t.Errorf("the API lists %d in pages of %d: %q", len(got), limit, got)
		}
	}
}

// follow reads page after page and returns what entry finds, and how many pages.
func follow(t *testing.T, s *site, path string, entry, next *regexp.Regexp, headers ...string) (found []string, pages int) {
	t.Helper()
	for path != "" {
		res := s.get(path, headers...)
		if res.StatusCode != http.StatusOK || pages > 10 {
			t.Fatalf("page %d, %s gives %d", pages+1, path, res.StatusCode)
		}
		pages++
		for _, m := range entry.FindAllStringSubmatch(res.body, -1) {
			found = append(found, m[1])
		}
		path = ""
		if m := next.FindStringSubmatch(res.body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	return found, pages
}

// followJSON reads pages of a list of the API to the last, which says that it is.
func followJSON(t *testing.T, s *site, path, list, parameter string, headers ...string) (titles []string) {
	t.Helper()
	for at := path; ; {
		var page map[string]json.RawMessage
		if err := json.Unmarshal([]byte(s.get(at, headers...).body), &page); err != nil {
			t.Fatal(err)
		}
		var lines []struct{ Title string }
		if err := json.Unmarshal(page[list], &lines); err != nil || len(lines) == 0 {
			t.Fatalf("%s: %v, %d lines", at, err, len(lines))
		}
		for _, l := range lines {
			titles = append(titles, l.Title)
		}
		if string(page["next"]) == "null" {
			return titles
		}
		at = path + "&" + parameter + "=" + string(page["next"])
	}
}
