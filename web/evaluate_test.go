package web

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"crossroads/content"
	"crossroads/decision"
)

func newTestServer(t *testing.T) *server {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	s, err := newServer(Config{Lazy: true}, lib, nil, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// aMark finds the mark of a form, which is another one on each copy of a page.
var aMark = regexp.MustCompile(`name="once" value="[A-Z2-7]{26}"`)

// TestReportIsReused goes the way of a user, whose answers are evaluated once,
// and finds the report as the engine gave it.
func TestReportIsReused(t *testing.T) {
	s := newTestServer(t)
	h := s.handler()
	cat := s.lib.Comparisons[0]
	query := cat.Questions[0].ID + "=" + cat.Questions[0].Answers[0].ID + "&load.requests=3000000&p1.name=a&p2.name=b"
	asked := parseQuery(cat, query, false).assessment
	want, err := decision.Evaluate(cat, asked)
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return aMark.ReplaceAllString(fmt.Sprint(w.Code, w.Body), "MARK")
	}
	api := func() string {
		r := httptest.NewRequest("POST", "/api/v1/comparisons/"+cat.Slug+"/evaluate", strings.NewReader(string(body)))
		r.Header.Set("Content-Type", typeJSON)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return fmt.Sprint(w.Code, w.Body)
	}
	all := func() (pages [5]string) {
		for i, path := range []string{"/decide/" + cat.Slug, "/decide/" + cat.Slug + "/standing", "/decide/" + cat.Slug + "/result", "/embed/decide/" + cat.Slug + "/result"} {
			pages[i] = get(path + "?" + query)
		}
		pages[4] = api()
		return pages
	}
	first := all()
	for i, page := range first {
		if !strings.HasPrefix(page, "200") {
			t.Fatalf("page %d: %.300s", i, page)
		}
	}
	if n := len(s.reports.reports.entries); n != 1 {
		t.Errorf("%d reports are kept, want 1", n)
	}
	if all() != first {
		t.Error("pages differ the second time")
	}
	kept, ok := s.reports.get(cat, asked)
	if got, want := asJSON(t, kept), asJSON(t, want); !ok || got != want {
		t.Errorf("the kept report is not what the engine says, or was changed by a page:\n%s\nwant\n%s", got, want)
	}
	kept.Headline = "from memory"
	s.reports.put(cat, asked, kept)
	for i, page := range all() {
		if !strings.Contains(page, "from memory") && i > 1 { // the wizard does not show it
			t.Errorf("page %d does not use the kept report", i)
		}
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestReportCache(t *testing.T) {
	s := newTestServer(t)
	cat, c := s.lib.Comparisons[0], s.reports
	ranked := decision.Assessment{Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: cat.Criteria[0].ID, Weight: 30}}}}
	if _, err := s.evaluate(t.Context(), cat, ranked); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.get(cat, ranked); !ok {
		t.Error("the report is not kept")
	}

	// The engine refuses a ranking beside weights, whose JSON has only these.
	both := ranked
	both.Priorities.Ranking = []string{cat.Criteria[0].ID}
	if _, err := s.evaluate(t.Context(), cat, both); err == nil {
		t.Error("what the engine refuses was answered from memory")
	}

	other := *cat // as it is read to score a saved assessment again
	if err := other.Compile(); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.get(&other, ranked); ok {
		t.Error("another state of the catalogue got the same report")
	}
	if _, err := s.evaluate(t.Context(), &other, ranked); err != nil {
		t.Fatal(err)
	}
	if n := len(c.reports.entries); n != 1 {
		t.Errorf("%d reports are kept, want none of another state", n)
	}

	for i := range 200 {
		c.put(cat, decision.Assessment{Parts: []decision.Part{{Name: fmt.Sprint(i)}}}, decision.Report{Headline: strings.Repeat("x", maxReports/100)})
	}
	if n := len(c.reports.entries); n < 90 || n > 100 || c.reports.used.Len() != n || c.reports.size > maxReports {
		t.Errorf("%d reports of %d bytes are kept, want nearly 100", n, c.reports.size)
	}
	if _, ok := c.get(cat, ranked); ok {
		t.Error("the report used longest ago is still there")
	}
}
