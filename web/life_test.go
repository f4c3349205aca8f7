package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossroads/decision"
	"crossroads/export"
	"crossroads/record"
)

// TestDaysAsTyped: days are read where there is one way to, in the form and in the API,
// and other texts are answered with what to write.
func TestDaysAsTyped(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "A title")
	api := "/api/v1/assessments/" + id
	for _, typed := range []string{"2027-05-31", "31.05.2027", "٢٠٢٧-٠٥-٣١", " 2027/5/31", "31 May 2027"} {
		for kind, send := range map[string]func() int{
			"form": func() int {
				return s.post("/a/"+id+"/edit", url.Values{"key": {key}, "action": {"arrange"}, "status": {"decided"}, "review": {typed}}).StatusCode
			},
			"API": func() int {
				body := `{"status":"decided","review":"` + typed + `","expires":""}`
				return s.json("PUT", api+"/life", body, "Authorization", "Bearer "+key).StatusCode
			},
		} {
			s.json("PUT", api+"/life", `{"status":"draft","review":"","expires":""}`, "Authorization", "Bearer "+key)
			if status := send(); status >= 400 || !strings.Contains(s.get(api).body, `"review":"2027-05-31"`) {
				t.Errorf("%s: %q gave %d", kind, typed, status)
			}
		}
	}
	res := s.json("PUT", api+"/life", `{"status":"draft","review":"1/2/2027","expires":""}`, "Authorization", "Bearer "+key)
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "It can be 2027-01-02 or 2027-02-01. Write it as 2027-05-31") {
		t.Errorf("gave %d %s", res.StatusCode, res.body)
	}
}

// TestAgainNamesCauses saves a report of older content, in which the option
// that is last today was judged best on everything.
func TestAgainNamesCauses(t *testing.T) {
	s := newSite(t, setup{})
	raw, err := json.Marshal(s.lib.Comparisons[0])
	if err != nil {
		t.Fatal(err)
	}
	old := new(decision.Catalogue)
	if err := json.Unmarshal(raw, old); err != nil {
		t.Fatal(err)
	}
	q, a := s.first()
	input := decision.Assessment{Answers: decision.Answers{q: {a}}}
	today, err := decision.Evaluate(s.lib.Comparisons[0], input)
	if err != nil {
		t.Fatal(err)
	}
	last := today.Ranking[len(today.Ranking)-1]
	for i := range old.Cells {
		for _, k := range old.Criteria {
			if old.Cells[i].Option == last.Option && old.Cells[i].Criterion == k.ID {
				old.Cells[i].Value = k.Scale.Best.At
			}
		}
	}
	old.Version = "older"
	if err := old.Compile(); err != nil {
		t.Fatal(err)
	}
	report, err := decision.Evaluate(old, input)
	if err != nil {
		t.Fatal(err)
	}
	save := func(catalogue string) string {
		rev := record.Revision{Title: "From before", Input: input, Catalogue: catalogue, Engine: decision.EngineVersion}
		if rev.Report, err = json.Marshal(report); err != nil {
			t.Fatal(err)
		}
		saved, _, err := s.store.CreateOnce(t.Context(), old.Slug, "", record.Once{}, rev)
		if err != nil {
			t.Fatal(err)
		}
		return saved.ID
	}
	body, err := json.Marshal(old)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.StoreCatalogue(t.Context(), old.Slug, "older", body); err != nil {
		t.Fatal(err)
	}
	id := save("older")
	if page := s.get("/a/" + id); !strings.Contains(page.body, "/a/"+id+"/r/1/again") || !strings.Contains(page.body, report.Headline) {
		t.Errorf("the saved page does not lead to its causes:\n%s", page.body)
	}
	page := s.get("/a/" + id + "/r/1/again")
	for _, want := range []string{
		"What caused it", last.Name + " is now judged", "Alone it moves the score of " + last.Name, report.Headline, today.Headline,
		"revise=" + id,
	} {
		if page.StatusCode != http.StatusOK || !strings.Contains(page.body, want) {
			t.Errorf("%d, want %q in\n%s", page.StatusCode, want, page.body)
		}
	}
	checkAgainJSON(t, s, id, last, today)
	if again := s.get("/a/"+id+"/r/1/again", "If-None-Match", page.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: %d", again.StatusCode)
	}
	lost := save("unknown")
	if res := s.get("/api/v1/assessments/" + lost + "/revisions/1/again"); !strings.Contains(res.body, `"causes_known":false,"causes":[]`) {
		t.Errorf("content that was not kept: %d %s", res.StatusCode, res.body)
	}
	if unkept := s.get("/a/" + lost + "/r/1/again"); !strings.Contains(unkept.body, "causes cannot be named") ||
		!strings.Contains(unkept.body, today.Headline) {
		t.Errorf("content that was not kept:\n%s", unkept.body)
	}
}

// checkAgainJSON: the API says the same as the page.
func checkAgainJSON(t *testing.T, s *site, id string, last decision.Standing, today decision.Report) {
	t.Helper()
	var again struct {
		Catalogue  string
		Difference struct {
			Same     bool
			Headline struct{ From, To string }
			Leader   struct{ From, To *string }
		}
		Known  bool `json:"causes_known"`
		Causes []struct {
			What   string
			Effect *float64
		}
		Report decision.Report
	}
	res := s.get("/api/v1/assessments/" + id + "/revisions/1/again")
	if err := json.Unmarshal([]byte(res.body), &again); err != nil {
		t.Fatal(err)
	}
	d := again.Difference
	if again.Catalogue != s.lib.Comparisons[0].Version || d.Same || d.Headline.To != today.Headline || *d.Leader.From != last.Option ||
		*d.Leader.To != today.Leader || !again.Known || again.Report.Headline != today.Headline {
		t.Errorf("the API says %+v", again)
	}
	if len(again.Causes) == 0 || !strings.HasPrefix(again.Causes[0].What, last.Name+" is now judged") || again.Causes[0].Effect == nil ||
		*again.Causes[0].Effect >= 0 {
		t.Errorf("causes %+v", again.Causes)
	}
}

// TestContentIsKept: what a save was scored with is there for later.
func TestContentIsKept(t *testing.T) {
	s := newSite(t, setup{})
	s.save("", "One")
	cat := s.lib.Comparisons[0]
	raw, err := s.store.Catalogue(t.Context(), cat.Slug, cat.Version)
	if err != nil {
		t.Fatal(err)
	}
	kept := new(decision.Catalogue)
	if err := json.Unmarshal(raw, kept); err != nil {
		t.Fatal(err)
	}
	if err := kept.Compile(); err != nil {
		t.Fatal(err)
	}
	want, err := decision.Evaluate(cat, decision.Assessment{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := decision.Evaluate(kept, decision.Assessment{})
	if err != nil || !decision.Compare(want, got).Same() {
		t.Errorf("the kept content gives another report, %v", err)
	}
}

// TestExpiry: after its last day nothing of an assessment is shown, until its
// owner sets a later one.
func TestExpiry(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "Secret plan")
	paths := []string{"/a/" + id, "/a/" + id + "/r/1", "/a/" + id + "/history", "/a/" + id + "/round", "/a/" + id + "/report.json",
		"/a/" + id + "/adr.md",
		"/a/" + id + "/scores.csv", "/embed/a/" + id, "/a/" + id + "/r/1/again", "/api/v1/assessments/" + id,
		"/api/v1/assessments/" + id + "/revisions"}
	expect := func(status int) {
		t.Helper()
		for _, path := range paths {
			if res := s.get(path); res.StatusCode != status || status != http.StatusOK && strings.Contains(res.body, "Secret plan") {
				t.Errorf("%s gives %d, want %d", path, res.StatusCode, status)
			}
		}
	}
	expect(http.StatusOK)
	arrange := func(day string) {
		t.Helper()
		if res := s.post("/a/"+id+"/edit", url.Values{
			"action": {"arrange"}, "key": {key}, "status": {"draft"}, "expires": {day},
		}); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", res.StatusCode, res.body)
		}
	}
	arrange("2026-11-24")
	s.now.Advance(47 * time.Hour) // an hour before the end of that day at UTC-12
	expect(http.StatusOK)
	s.now.Advance(time.Hour)
	expect(http.StatusGone)
	if edit := s.get("/a/" + id + "/edit"); edit.StatusCode != http.StatusOK || strings.Contains(edit.body, "Secret plan") ||
		!strings.Contains(edit.body, `value="arrange"`) {
		t.Errorf("the edit page: %d\n%s", edit.StatusCode, edit.body)
	}
	arrange("2026-12-24")
	expect(http.StatusOK)
}

// TestGuessing: after twenty wrong keys a network has to wait with another one, but
// the right key opens: nobody locks an owner out by guessing.
func TestGuessing(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "One")
	change := func(key string) answer {
		return s.json("PUT", "/api/v1/assessments/"+id+"/life", `{"status":"decided"}`, "Authorization", "Bearer "+key)
	}
	for n := range 20 {
		if res := change("wrong"); res.StatusCode != http.StatusForbidden {
			t.Fatalf("wrong key %d gives %d", n+1, res.StatusCode)
		}
	}
	if res := change("wrong"); res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "30" {
		t.Errorf("after that a wrong key gives %d, to retry after %s", res.StatusCode, res.Header.Get("Retry-After"))
	}
	if res := change(key); res.StatusCode != http.StatusNoContent {
		t.Errorf("after that the right key gives %d", res.StatusCode)
	}
	if res := s.post("/a/nosuchassessmentnosuchasse/edit",
		url.Values{"key": {"x"}, "action": {"delete"}}); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("another id gives %d", res.StatusCode)
	}
	if res := s.get("/a/" + id); res.StatusCode != http.StatusOK {
		t.Errorf("reading gives %d", res.StatusCode)
	}
	s.now.Advance(30 * time.Second)
	if res := change("wrong"); res.StatusCode != http.StatusForbidden {
		t.Errorf("after the pause: %d", res.StatusCode)
	}
}

// TestDecidedIsSaidEverywhere: pictures and previews of an assessment say what was decided and how it stands, under entity
// tags of their own, and the record of an older revision is superseded.
func TestDecidedIsSaidEverywhere(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("size=few", "A title")
	api, bearer := "/api/v1/assessments/"+id, []string{"Authorization", "Bearer " + key}
	tags := map[string]bool{}
	says := func(page, description, alt string) {
		t.Helper()
		body := s.get(page).body
		if !strings.Contains(body, `property="og:description" content="`+description) ||
			!strings.Contains(body, `property="og:image:alt" content="A title: `+alt) {
			head, _, _ := strings.Cut(body, "</head>")
			t.Errorf("%s says something else than %q:\n%s", page, description, head)
		}
		for _, file := range []string{"/card.svg", "/card.png", "/strip.svg", "/strip.png"} {
			res := s.get(page + file)
			if tag := res.Header.Get("Etag"); tags[tag] || res.StatusCode != http.StatusOK {
				t.Errorf("%s: %d, the entity tag is that of another state: %s", page+file, res.StatusCode, tag)
			} else {
				tags[tag] = true
			}
			if strings.HasSuffix(file, "svg") && !strings.Contains(res.body, "<title>A title: "+alt) {
				t.Errorf("%s: %s", page+file, res.body)
			}
		}
	}
	s.json("PUT", api+"/life", `{"status":"decided","review":"","expires":""}`, bearer...)
	says("/a/"+id, "Decided. ", "Decided. ")
	s.now.Advance(time.Minute)
	res := s.json("PUT", api, `{"title":"A title","decision":"We cook","answers":{"size":"many"}}`, append(bearer, "If-Match", `"1"`)...)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("revising gives %d %s", res.StatusCode, res.body)
	}
	says("/a/"+id, "Decided: We cook. Recommendation: ", "Decided: We cook. ")
	says("/a/"+id+"/r/1", "Older revision. ", "Older revision. ")
	older, newest := s.get("/a/"+id+"/r/1/adr.md").body, s.get("/a/"+id+"/adr.md").body
	if !strings.Contains(older, "\nstatus: superseded\n") || !strings.Contains(older, "Revision 2 of this assessment is newer: <"+s.URL+"/a/"+id+">") {
		t.Errorf("the record of the older revision:\n%s", older)
	}
	if !strings.Contains(newest, "\nstatus: accepted\n") || !strings.Contains(newest, "\n"+export.DecidedBefore+"\n") {
		t.Errorf("the record of the newest revision:\n%s", newest)
	}
	s.now.Advance(time.Minute)
	s.json("PUT", api+"/life", `{"status":"superseded","review":"","expires":""}`, bearer...)
	says("/a/"+id, "Superseded. Decided: We cook. ", "Superseded. ")
	if got := s.get("/a/" + id + "/adr.md").body; strings.Contains(got, export.DecidedBefore) {
		t.Errorf("status and dates were set since:\n%s", got)
	}
}
