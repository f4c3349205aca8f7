package web_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crossroads/record"
	"crossroads/web"
)

var (
	ada      = []string{"X-Forwarded-User", "ada"}
	listedAs = regexp.MustCompile(`name="pick" value="([^"]+)"( checked)?`)
)

func ticked(body string) (n int) {
	for _, m := range listedAs.FindAllStringSubmatch(body, -1) {
		if m[2] != "" {
			n++
		}
	}
	return n
}

// stewarded is a portal with a portfolio of six: even ones of ada with tag "even",
// odd ones of bo; the first three are decided.
func stewarded(t *testing.T) (s *site, ids, keys []string) {
	t.Helper()
	s = newSite(t, setup{config: web.Config{TrustedProxies: local, IdentityHeader: "X-Forwarded-User"}})
	leaders := []string{`"canteen"`, `"cook"`, `"hybrid"`}
	for n := range 6 {
		rev := record.Revision{Title: fmt.Sprintf("Plan %d", n), Report: []byte(fmt.Sprintf(`{"headline":"So","winner":%s}`, leaders[n%3]))}
		if n%2 == 0 {
			rev.Tags = []string{"even"}
		}
		if n == 5 {
			rev.Title, rev.Deciders = "=HYPERLINK(1)", []string{"Ada", "Łucja"}
		}
		saved, key, err := s.store.CreateOnce(t.Context(), "lunch", []string{"ada", "bo"}[n%2], record.Once{}, rev)
		if err != nil {
			t.Fatal(err)
		}
		if n < 3 {
			if err := s.store.Arrange(t.Context(), saved.ID, key, record.Life{
				Status: record.Decided,
				Review: []string{"2026-11-01", "2030-01-01", ""}[n],
			}); err != nil {
				t.Fatal(err)
			}
		}
		ids, keys = append(ids, saved.ID), append(keys, key)
	}
	return s, ids, keys
}

// TestPortfolioFilters: the page, the API, the files and the counts leave the same.
func TestPortfolioFilters(t *testing.T) {
	s, _, _ := stewarded(t)
	for query, want := range map[string][]string{
		"":                                    {"=HYPERLINK(1)", "Plan 4", "Plan 3", "Plan 2", "Plan 1", "Plan 0"},
		"status=decided":                      {"Plan 2", "Plan 1", "Plan 0"},
		"leader=lunch%2Fcanteen":              {"Plan 3", "Plan 0"},
		"leader=lunch%2Fhybrid&tag=EVEN":      {"Plan 2"},
		"leader=lunch%2F":                     nil,
		"owner=bo":                            {"=HYPERLINK(1)", "Plan 3", "Plan 1"},
		"tag=even&owner=bo":                   nil,
		"review=due":                          {"Plan 0"},
		"due=1":                               {"Plan 0"},
		"review=planned":                      {"Plan 1", "Plan 0"},
		"review=none&status=decided":          {"Plan 2"},
		"q=plan&tag=even&leader=lunch%2Fcook": {"Plan 4"},
	} {
		page := s.get("/portfolio?"+query, ada...)
		var titles []string
		for _, m := range regexp.MustCompile(`<p class="h3"><a [^>]*><bdi>([^<]*)`).FindAllStringSubmatch(page.body, -1) {
			titles = append(titles, html.UnescapeString(m[1]))
		}
		if page.StatusCode != http.StatusOK || !slices.Equal(titles, want) {
			t.Errorf("%q: %d, %q, want %q", query, page.StatusCode, titles, want)
		}
		var answer struct {
			Assessments []struct{ Title, Leader string }
		}
		for _, path := range []string{"/api/v1/portfolio?", "/portfolio/export.json?"} {
			if err := json.Unmarshal([]byte(s.get(path+query, ada...).body), &answer); err != nil || len(answer.Assessments) != len(want) {
				t.Errorf("%s%s: %v, %+v", path, query, err, answer)
			}
		}
		rows, err := csv.NewReader(marked(s.get("/portfolio/export.csv?"+query, ada...).body)).ReadAll()
		if err != nil || len(rows) != len(want)+1 {
			t.Errorf("%q: %d rows of the table, %v", query, len(rows), err)
		}
		var counts struct {
			All     int
			Leaders []struct {
				Value string
				Count int
			}
		}
		if err := json.Unmarshal([]byte(s.get("/api/v1/portfolio/counts?"+query, ada...).body), &counts); err != nil ||
			counts.All != len(want) {
			t.Errorf("%q: %v, %+v", query, err, counts)
		}
		sum := 0
		for _, l := range counts.Leaders {
			sum += l.Count
			if !strings.Contains(page.body, fmt.Sprintf("<b>%d</b>", l.Count)) {
				t.Errorf("%q: the chart has no %+v", query, l)
			}
		}
		if sum != counts.All {
			t.Errorf("%q: %d come first, of %d", query, sum, counts.All)
		}
	}
	table := s.get("/portfolio/export.csv?owner=bo&review=none&q=hyper", ada...)
	if !strings.Contains(table.body, ",'=HYPERLINK(1),") || !strings.Contains(table.body, `"Ada, Łucja"`) ||
		table.Header.Get("Content-Disposition") != `attachment; filename="portfolio.csv"` {
		t.Errorf("%v\n%s", table.Header, table.body)
	}
	for _, query := range []string{
		"status=x", "leader=x", "leader=/x", "review=x", "owner=%00", "tag=%ff", "tag=" + strings.Repeat("x", 41),
	} {
		for _, path := range []string{"/portfolio?", "/api/v1/portfolio?", "/api/v1/portfolio/counts?", "/portfolio/export.csv?"} {
			if res := s.get(path+query, ada...); res.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("%s%s gives %d", path, query, res.StatusCode)
			}
		}
	}
	for _, path := range []string{"/portfolio/export.csv", "/portfolio/export.json", "/api/v1/portfolio/counts"} {
		if res := s.get(path); res.StatusCode != http.StatusForbidden {
			t.Errorf("%s for nobody gives %d", path, res.StatusCode)
		}
	}
}

// TestReviewsAtOnce sets dates by the form as a browser without scripts would.
func TestReviewsAtOnce(t *testing.T) {
	s, ids, keys := stewarded(t)
	reviews := func() (list []string) {
		t.Helper()
		for _, id := range ids {
			saved, err := s.store.Get(t.Context(), id, 0)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, saved.Review)
		}
		return list
	}
	picks := func(body string) (list []string) {
		for _, m := range listedAs.FindAllStringSubmatch(body, -1) {
			list = append(list, m[1])
		}
		return list
	}
	page := s.get("/portfolio?tag=even&pick=all", ada...)
	if n := ticked(page.body); n != 3 {
		t.Errorf("%d are ticked", n)
	}
	form := url.Values{"filter": {"tag=even"}, "pick": picks(page.body), "review": {"2027-05-01"}}
	if res := s.post("/portfolio/reviews", form); res.StatusCode != http.StatusForbidden {
		t.Errorf("nobody gets %d", res.StatusCode)
	}
	if res := s.post("/portfolio/reviews", form, append(ada, "Origin", "https://evil.example")...); res.StatusCode != http.StatusForbidden {
		t.Errorf("another site gets %d", res.StatusCode)
	}
	res := s.post("/portfolio/reviews", form, ada...)
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/portfolio?set=3&tag=even" {
		t.Fatal(res.StatusCode, res.Header, res.body)
	}
	want := []string{"2027-05-01", "2030-01-01", "2027-05-01", "", "2027-05-01", ""}
	if got := reviews(); !slices.Equal(got, want) {
		t.Errorf("dates %q", got)
	}
	if body := s.get(res.Header.Get("Location"), ada...).body; !strings.Contains(body, "The review date of 3 assessments is set.") {
		t.Error(body)
	}

	// Somebody changes one of them before the form is sent: it is named, and all stay.
	form.Set("review", "2028-05-01")
	form["pick"] = picks(s.get("/portfolio?tag=even", ada...).body)
	if err := s.store.Arrange(t.Context(), ids[2], keys[2], record.Life{Status: record.Decided, Review: "2029-01-01"}); err != nil {
		t.Fatal(err)
	}
	want[2] = "2029-01-01"
	late := s.post("/portfolio/reviews", form, ada...)
	if late.StatusCode != http.StatusConflict || !strings.Contains(late.body, "“Plan 2” was changed meanwhile") ||
		strings.Contains(late.body, "“Plan 4” was changed") ||
		!strings.Contains(late.body, `type="date" value="2028-05-01"`) || ticked(late.body) != 3 {
		t.Errorf("%d\n%s", late.StatusCode, late.body)
	}
	if got := reviews(); !slices.Equal(got, want) {
		t.Errorf("dates %q", got)
	}
	form["pick"] = picks(late.body) // as they are now
	if res := s.post("/portfolio/reviews", form, ada...); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the second time: %d", res.StatusCode)
	}

	for name, bad := range map[string]url.Values{
		"is ticked":         {"filter": {""}, "review": {"2027-01-01"}},
		"cannot be read":    {"pick": form["pick"][:1], "review": {"tomorrow"}},
		"assessments are m": {"pick": {"x:y:z"}},
	} {
		if res := s.post("/portfolio/reviews", bad, ada...); res.StatusCode < 400 || res.StatusCode > 422 ||
			!strings.Contains(res.body, name) {
			t.Errorf("%s: %d\n%s", name, res.StatusCode, res.body)
		}
	}
}

// TestReviewsByProgram does the same by the API.
func TestReviewsByProgram(t *testing.T) {
	s, ids, _ := stewarded(t)
	body := func(arranged int) string {
		return fmt.Sprintf(`{"review":"2027-05-01","assessments":[{"id":%q,"revision":1,"arranged":1},{"id":%q,"revision":1,"arranged":%d}]}`, ids[0], ids[1], arranged)
	}
	if res := s.json("POST", "/api/v1/portfolio/reviews", body(1)); res.StatusCode != http.StatusForbidden {
		t.Errorf("nobody gets %d", res.StatusCode)
	}
	res := s.json("POST", "/api/v1/portfolio/reviews", body(0), ada...)
	if res.StatusCode != http.StatusConflict || !strings.Contains(res.body, ids[1]) || strings.Contains(res.body, ids[0]) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	if saved, _ := s.store.Get(t.Context(), ids[0], 0); saved.Review != "2026-11-01" {
		t.Errorf("half done: %q", saved.Review)
	}
	before := s.get("/a/" + ids[0]).body // is kept in memory
	if res := s.json("POST", "/api/v1/portfolio/reviews", body(1), ada...); res.StatusCode != http.StatusNoContent {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	if after := s.get("/a/" + ids[0]).body; after == before || !strings.Contains(after, "Review on 1 May 2027") {
		t.Error("the page of the assessment is the old one")
	}
	for _, bad := range []string{
		`{}`, `{"review":"x","assessments":[{"id":"abc","revision":1,"arranged":0}]}`, `{"review":""}`,
		`{"review":"","assessments":[{"id":"a b","revision":1}]}`, `{"review":"","assessments":{}}`, `{"review":"","x":1}`,
	} {
		if res := s.json("POST", "/api/v1/portfolio/reviews", bad, ada...); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s gives %d %s", bad, res.StatusCode, res.body)
		}
	}
}

// marked is a CSV file without the byte order mark by which spreadsheets know UTF-8. It
// gives no rows for one that has none.
func marked(body string) io.Reader {
	table, ok := strings.CutPrefix(body, "\ufeff")
	if !ok {
		return strings.NewReader("")
	}
	return strings.NewReader(table)
}

// TestTablesAreMarked: every CSV file shows accents in spreadsheets, and is a table.
func TestTablesAreMarked(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "Überprüfung")
	for path, first := range map[string]string{"/a/" + id + "/scores.csv": "assessment", "/cost.csv": "option", "/cost.csv?requests=5": "option"} {
		rows, err := csv.NewReader(marked(s.get(path).body)).ReadAll()
		if err != nil || len(rows) < 2 || rows[0][0] != first {
			t.Errorf("%s: %v, %.80q", path, err, rows)
		}
	}
}
