package web_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"crossroads/decision/cost"
)

// TestQueriesAreReadWhole: a field of a filter that cannot be read is refused: without it the answer would be about more.
func TestQueriesAreReadWhole(t *testing.T) {
	s, _, _ := stewarded(t)
	ada := []string{"X-Forwarded-User", "ada"}
	for _, path := range []string{
		"/portfolio", "/portfolio/export.csv", "/portfolio/export.json", "/portfolio/reminders.ics", "/api/v1/portfolio", "/api/v1/portfolio/counts",
		"/audit", "/api/v1/audit", "/api/v1/audit.csv", "/api/v1/audit.jsonl",
	} {
		for _, query := range []string{"status=decided&tag=100%", "actor=%zz", "q=%"} {
			if res := s.get(path+"?"+query, ada...); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "%25") {
				t.Errorf("%s?%s gives %d %.300s", path, query, res.StatusCode, res.body)
			}
		}
	}
	if res := s.get("/api/v1/portfolio?tag=100%25", ada...); res.StatusCode != http.StatusOK || !strings.Contains(res.body, `"assessments":[]`) {
		t.Errorf("a tag with a percent sign gives %d %s", res.StatusCode, res.body)
	}
}

// TestFiltersAreKnown: a filter of another name, or one that is there twice, is refused by programs and files and named on
// the page: without it the answer would be about more.
func TestFiltersAreKnown(t *testing.T) {
	s, _, _ := stewarded(t)
	ada := []string{"X-Forwarded-User", "ada"}
	id, _ := s.save("size=few", "A title")
	for _, path := range []string{
		"/portfolio/export.csv", "/portfolio/export.json", "/portfolio/reminders.ics", "/portfolio/reminders.atom", "/api/v1/portfolio",
		"/api/v1/portfolio/counts", "/audit", "/api/v1/audit", "/api/v1/audit.csv", "/api/v1/audit.jsonl",
		"/api/v1/diff/" + id + "/" + id, "/api/v1/assessments/" + id + "/revisions",
	} {
		queries := []string{"stauts=decided", "tags=x", "actr=eve"}
		if strings.Contains(path, "portfolio") {
			queries = append(queries, "tag=x&tag=y", "owner=eve&owner=ada")
		} else if strings.Contains(path, "audit") {
			queries = append(queries, "actor=eve&actor=ada")
		}
		for _, query := range queries {
			name, _, _ := strings.Cut(query, "=")
			if res := s.get(path+"?"+query, ada...); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, name) {
				t.Errorf("%s?%s gives %d %.300s", path, query, res.StatusCode, res.body)
			}
		}
	}
	for query, want := range map[string]int{"/api/v1/portfolio?Status=decided": 422, "/portfolio/export.csv?Status=decided": 200,
		"/portfolio/export.csv?tag=x&Tag=y": 422, "/portfolio/export.csv?tag=x&Tag=x": 200,
		"/portfolio/export.csv?status=decided&tag=": 200, "/api/v1/portfolio?status=decided&limit=5": 200} {
		if res := s.get(query, ada...); res.StatusCode != want {
			t.Errorf("%s gives %d %.300s", query, res.StatusCode, res.body)
		}
	}
	for query, want := range map[string]string{"stauts=decided": "“stauts” is not a filter of this page.",
		"tag=x&tag=y": "“tag” is given more than once. Only the first one counts."} {
		if res := s.get("/portfolio?"+query, ada...); res.StatusCode != http.StatusOK || !strings.Contains(res.body, want) {
			t.Errorf("/portfolio?%s gives %d without %s", query, res.StatusCode, want)
		}
	}
	if res := s.get("/portfolio?Status=decided&tag=x", ada...); strings.Contains(res.body, "is not a filter") {
		t.Error("a filter in capitals is not known")
	}
}

// TestRequestsThatAreNotMeant: the API refuses what it would otherwise read as something else.
func TestRequestsThatAreNotMeant(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	id, _ := s.save("kind=front", "A title")
	file := s.get("/a/" + id + "/export.json").body
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		res := s.json(method, "/api/v1/assessments/import", "{}")
		if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != "POST" {
			t.Errorf("%s of the import gives %d, Allow %q", method, res.StatusCode, res.Header.Get("Allow"))
		}
	}
	const evaluate, imported = "/api/v1/comparisons/deployment/evaluate", "/api/v1/assessments/import"
	for _, test := range []struct {
		path, kind, body string
		want             int
		said             string
	}{
		{evaluate, "application/json; charset=utf-16", "{}", 415, "UTF-8"},
		{evaluate, "application/json; charset=iso-8859-1", "{}", 415, "UTF-8"},
		{evaluate, "application/json; charset=UTF-8", "{}", 200, ""},
		{imported, "application/json; charset=iso-8859-1", file, 415, ""},
		{imported, "application/json; charset=utf-16", file, 201, ""},
		{imported + "?edits=anything", "application/json", file, 422, `"path":"edits"`},
		{imported + "?edits=note", "application/json", file, 201, ""},
		{imported + "?anew=%", "application/json", file, 422, `"path":"query"`},
		{evaluate, "application/json", `{"load":{"free_tier":"true"}}`, 422, `"path":"load.free_tier"`},
		{evaluate, "application/json", `{"load":{"free_tier":null}}`, 422, `"path":"load.free_tier"`},
		{evaluate, "application/json", `{"load":{"free_tier":1}}`, 422, `"path":"load.free_tier"`},
		{evaluate, "application/json", `{"load":{"front":null}}`, 422, `"path":"load.front"`},
		{evaluate, "application/json", `{"load":{"region":3}}`, 422, `"path":"load.region"`},
		{evaluate, "application/json", `{"load":{"free_tier":true,"front":"own","region":"eu"}}`, 200, ""},
	} {
		res := s.do(s.request("POST", test.path, test.body, "Content-Type", test.kind))
		if res.StatusCode != test.want || !strings.Contains(res.body, test.said) {
			t.Errorf("%s as %s: %d %.300s", test.path, test.kind, res.StatusCode, res.body)
		}
	}
}

// TestIgnoredHasPaths: what an import leaves out is named as members of the file are.
func TestIgnoredHasPaths(t *testing.T) {
	s := newSite(t, setup{})
	id, _ := s.save("size=few", "A title")
	file := strings.Replace(s.get("/a/"+id+"/export.json").body, `"answers":{`, `"answers":{"gone":"x",`, 1)
	res := s.json("POST", "/api/v1/assessments/import?anew=1", file)
	if res.StatusCode != http.StatusCreated || !strings.Contains(res.body, `"path":"answers.gone"`) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

// TestVoicesUnderRules: who answers in a round learns that rules of the organisation changed an answer.
func TestVoicesUnderRules(t *testing.T) {
	s := newSite(t, setup{tree: policyTree})
	id, key := s.save("", "A title")
	s.json("POST", "/api/v1/assessments/"+id+"/round", "", "Authorization", "Bearer "+key)
	round, err := s.store.LatestRound(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	res := s.json("POST", "/api/v1/rounds/"+round.Token, `{"author":"Ada","answers":{"place":"cloud"}}`)
	if res.StatusCode != http.StatusOK || !strings.Contains(res.body, `"field":"answers.place"`) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	if res := s.json("POST", "/api/v1/rounds/"+round.Token, `{"author":"Bo"}`); res.StatusCode != http.StatusNoContent {
		t.Errorf("nothing gave way: %d %s", res.StatusCode, res.body)
	}
}

// TestRefusedByRules: the advice follows what the rules say as one sentence.
func TestRefusedByRules(t *testing.T) {
	s := newSite(t, setup{tree: policyTree})
	res := s.json("POST", "/api/v1/assessments/import",
		`{"format":"crossroads-assessment","version":1,"comparison":"deployment","title":"A","answers":{"place":"cloud"}}`)
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "add ?anew=1") || strings.Contains(res.body, ".; add") {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

// TestReviewsNameEachOnce: a list with an assessment twice is refused as such.
func TestReviewsNameEachOnce(t *testing.T) {
	s, ids, _ := stewarded(t)
	one, err := json.Marshal(map[string]any{"id": ids[0], "revision": 1, "arranged": 1})
	if err != nil {
		t.Fatal(err)
	}
	res := s.json("POST", "/api/v1/portfolio/reviews", `{"review":"2031-01-01","assessments":[`+string(one)+`,`+string(one)+`]}`,
		"X-Forwarded-User", "ada")
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `"path":"assessments[1]"`) {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

// TestLoadSaysWhatIsWhole: the description tells which numbers of a load may have decimals.
func TestLoadSaysWhatIsWhole(t *testing.T) {
	doc, err := described()
	if err != nil {
		t.Fatal(err)
	}
	whole := regexp.MustCompile(`; whole|container|server of|vCPU of a container|GB of memory of a server`)
	said := doc.Components.Schemas["Load"].Value.Properties
	for _, f := range append(append(cost.Fields(), cost.AssumptionFields()...), cost.PeopleFields()...) {
		if f.ID == "container-size" || f.ID == "server-size" { // which lists its values
			continue
		}
		words := said[f.ID].Value.Description
		if whole.MatchString(words) != (f.Step == cost.Whole(1)) && !(f.ID == "concurrency" || f.ID == "utilisation") {
			t.Errorf("%s goes in steps of %s: %s", f.ID, f.Step, words)
		}
	}
}
