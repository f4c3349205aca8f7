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
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// serverOf is the portal of a library, without what makes its content replaceable. Its clock
// stands still: forms carry the second in which they were made, and pages are compared.
func serverOf(t *testing.T, cfg Config, lib *content.Library, db Store) *server {
	t.Helper()
	at := time.Now()
	p, err := New(cfg, lib, db, slog.New(slog.DiscardHandler), func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p.current.Load().server
}

func newTestServer(t *testing.T) *server {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return serverOf(t, Config{}, lib, nil)
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
	asked := form.Parse(cat, query, false).Assessment
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
		r.Header.Set("Content-Type", deliver.TypeJSON)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return fmt.Sprint(w.Code, w.Body)
	}
	all := func() (pages [5]string) {
		for i, path := range []string{
			"/decide/" + cat.Slug, "/decide/" + cat.Slug + "/standing", "/decide/" + cat.Slug + "/result",
			"/embed/decide/" + cat.Slug + "/result",
		} {
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
	for i, page := range all() {
		if page != first[i] {
			t.Errorf("page %d differs the second time:\n%s\nfirst\n%s", i, page, first[i])
		}
	}
	kept, err := s.assess.Evaluate(t.Context(), cat, asked)
	if got, want := asJSON(t, kept), asJSON(t, want); err != nil || got != want {
		t.Errorf("the kept report is not what the engine says, or was changed by a page:\n%s\nwant\n%s", got, want)
	}
	kept.Ranking[0].Name = "from memory" // nobody may do that: it is seen by all who get the report
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
