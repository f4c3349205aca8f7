package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

type labels struct {
	Decision                  string
	Tags, Consulted, Informed []string
	Deciders                  []string `json:"decision_makers"`
}

// TestLabelsGoEverywhere follows tags and people through the form, the pages, the
// record, the file and back, and every way to change an assessment.
func TestLabelsGoEverywhere(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	form := url.Values{
		"comparison": {"lunch"}, "query": {q + "=" + a}, "title": {"Tagged"}, "author": {"Ada"},
		"tags": {"Payments,  EU region , payments"}, "decision_makers": {"Ada, <Łucja>"}, "consulted": {"Grace"},
		"informed": {"Team \"7\""}, "decision": {"Both, <b>mail</b> first "},
	}
	res := s.post("/assessments", form)
	link := editLink.FindStringSubmatch(res.body)
	if res.StatusCode != http.StatusOK || link == nil {
		t.Fatal(res.StatusCode, res.body)
	}
	id, key := link[1], link[2]
	want := labels{
		Tags: []string{"payments", "eu region"}, Deciders: []string{"Ada", "<Łucja>"}, Consulted: []string{"Grace"},
		Informed: []string{`Team "7"`}, Decision: "Both, <b>mail</b> first",
	}
	stored := func(id string) (doc struct {
		labels
		Revision int
	}) {
		t.Helper()
		if err := json.Unmarshal([]byte(s.get("/api/v1/assessments/"+id).body), &doc); err != nil {
			t.Fatal(err)
		}
		return doc
	}
	if got := stored(id); !reflect.DeepEqual(got.labels, want) {
		t.Errorf("stored %+v", got)
	}
	for path, texts := range map[string][]string{
		"/a/" + id:                  {"<b>Decided:</b> <bdi>Both, &lt;b&gt;mail&lt;/b&gt; first</bdi>", `<span class="tag"><bdi>eu region</bdi></span>`, "Decision-makers: <bdi>Ada, &lt;Łucja&gt;</bdi>"},
		"/a/" + id + "/edit":        {`>payments, eu region</textarea>`, `>Ada, &lt;Łucja&gt;</textarea>`, "<details open>"},
		"/a/" + id + "/report.html": {"decision-makers: Ada, &lt;Łucja&gt;", "decided: Both, &lt;b&gt;"},
		"/a/" + id + "/adr.md": {
			"\n## Decision Outcome\n\nDecided: **Both, \\<b\\>mail\\</b\\> first**.\n",
			"\ndecided: \"Both, <b\\u003email</b\\u003e first\"\ndecision-makers: [\"Ada\", \"<Łucja\\u003e\"]\nconsulted: [\"Grace\"]\ninformed: [\"Team \\\"7\\\"\"]\n" +
				"tags: [\"payments\", \"eu region\"]\ncrossroads:\n"},
		"/decide/lunch/result?" + q + "=" + a + "&revise=" + id + "&base=1": {`>payments, eu region</textarea>`},
	} {
		body := s.get(path).body
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s does not have %s", path, text)
			}
		}
	}
	imported := s.json("POST", "/api/v1/assessments/import", s.get("/a/"+id+"/export.json").body)
	var copied struct {
		ID string
		labels
	}
	if err := json.Unmarshal([]byte(imported.body), &copied); err != nil || !reflect.DeepEqual(copied.labels, want) {
		t.Errorf("imported: %d %v %+v", imported.StatusCode, err, copied)
	}

	// Words only; then a program; then an old revision again.
	edit := url.Values{"base": {"1"}, "key": {key}, "title": {"Tagged"}, "tags": {"one"}}
	if res := s.post("/a/"+id+"/edit", edit); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode, res.body)
	}
	if got := stored(id); !reflect.DeepEqual(got.labels, labels{
		Tags: []string{"one"}, Deciders: []string{}, Consulted: []string{}, Informed: []string{},
	}) {
		t.Errorf("reworded: %+v", got)
	}
	auth := []string{"Authorization", "Bearer " + key}
	if res := s.json("PUT", "/api/v1/assessments/"+id, `{"title":"Tagged","tags":["Two","three"],"informed":["Bo"]}`,
		append(auth, "If-Match", `"2"`)...); res.StatusCode != http.StatusOK {
		t.Fatal(res.StatusCode, res.body)
	}
	restore := url.Values{"action": {"restore"}, "key": {key}, "number": {"1"}, "base": {"3"}}
	if res := s.post("/a/"+id+"/history", restore); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode, res.body)
	}
	if got := stored(id); got.Revision != 4 || !reflect.DeepEqual(got.labels, want) {
		t.Errorf("restored: %+v", got)
	}
	if page := s.get("/a/" + id + "/history?from=2&to=2").body; !strings.Contains(page, "The same as revision 1.") ||
		strings.Count(page, "The same as revision") != 1 || !strings.Contains(page, "Choose two different revisions.") {
		t.Errorf("the history after restoring:\n%s", page)
	}
	if got := s.get("/api/v1/assessments/" + id + "/revisions").body; strings.Count(got, `"same_as":1`) != 1 {
		t.Errorf("the API after restoring: %s", got)
	}

	// Scoring again changes none of it.
	if err := s.portal.Replace(edited(t, "value: 8\n", "value: 16\n")); err != nil {
		t.Fatal(err)
	}
	if page := s.get("/a/" + id + "/r/4/again").body; !strings.Contains(page, "What caused it") || strings.Contains(page, "before:") {
		t.Errorf("scored again:\n%s", page)
	}
}

// TestLabelsMerge: tags that two people changed at once are laid side by side.
func TestLabelsMerge(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "Tagged")
	late := url.Values{"base": {"1"}, "key": {key}, "title": {"Tagged"}, "tags": {"mine, too"}, "informed": {"Bo"}}
	s.post("/a/"+id+"/edit", url.Values{"base": {"1"}, "key": {key}, "title": {"Tagged"}, "tags": {"theirs"}})
	res := s.post("/a/"+id+"/edit", late)
	for _, text := range []string{
		`name="pick.tags"`, `name="pick.informed"`, "mine, too", `<input type="hidden" name="informed" value="Bo">`,
	} {
		if res.StatusCode != http.StatusConflict || !strings.Contains(res.body, text) {
			t.Errorf("%d without %s:\n%s", res.StatusCode, text, res.body)
		}
	}
	late.Set("base", "2")
	late.Set("pick.tags", "theirs")
	if res := s.post("/a/"+id+"/merge", late); res.StatusCode != http.StatusSeeOther {
		t.Fatal(res.StatusCode, res.body)
	}
	saved, err := s.store.Get(t.Context(), id, 0)
	if err != nil || !slices.Equal(saved.Tags, []string{"theirs"}) || !slices.Equal(saved.Informed, []string{"Bo"}) {
		t.Errorf("%+v, %v", saved.Labels, err)
	}
	body := `{"base":1,"mine":{"title":"Tagged","tags":["other"]},"take":{"informed":"theirs"}}`
	merged := s.json("POST", "/api/v1/assessments/"+id+"/merge", body, "Authorization", "Bearer "+key, "If-Match", `"3"`)
	if merged.StatusCode != http.StatusConflict || !strings.Contains(merged.body, `"path":"tags"`) {
		t.Errorf("%d %s", merged.StatusCode, merged.body)
	}
}

// TestLabelsRefused: what is wrong is named at its field, and stays as it was typed.
func TestLabelsRefused(t *testing.T) {
	s := newSite(t, setup{})
	res := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"x"}, "tags": {strings.Repeat("a", 41) + ", b"}})
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, "is longer than 40 characters") ||
		!strings.Contains(res.body, `>`+strings.Repeat("a", 41)+`, b</textarea>`) || !strings.Contains(res.body, `id="tags-problem"`) {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	for body, field := range map[string]string{
		`"tags":"x"`: "tags", `"tags":null`: "tags", `"tags":[1]`: "tags", `"informed":["Lin, Ada"]`: "informed",
		`"consulted":{}`: "consulted",
		`"tags":["` + strings.Repeat(`a","`, 200) + `"]`: "tags",
	} {
		res := s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"x",`+body+`}`)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `"field":"`+field+`"`) &&
			!strings.Contains(res.body, `"path":"`+field+`"`) {
			t.Errorf("%.80s gives %d %s", body, res.StatusCode, res.body)
		}
	}
}
