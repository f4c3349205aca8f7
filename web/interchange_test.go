package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"crossroads/decision"
)

// exportSchema compiles what the portal publishes.
func exportSchema(t *testing.T, s *site) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(s.get("/api/v1/assessment.schema.json").body))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("assessment.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("assessment.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestExportImport takes assessments of every shape out and back in: the file
// is as its schema says, and the report is the same, byte for byte.
func TestExportImport(t *testing.T) {
	for tree := range trees {
		s := newSite(t, setup{tree: tree})
		schema := exportSchema(t, s)
		cat := s.lib.Comparisons[0]
		q, a := s.first()
		last := cat.Questions[slices.IndexFunc(cat.Questions, func(q decision.Question) bool { return q.Scope == decision.ScopePart })]
		load := ""
		if cat.CostModel() != nil {
			load = "load.requests=5000000&load.peak=2.5&load.free_tier=true"
		} else if tree == "shipped" {
			t.Error("the shipped content has no costs to try a load on")
		}
		for _, query := range []string{
			"", load, q + "=" + a, q + "=" + a + "&rank=" + cat.Criteria[1].ID, "w." + cat.Criteria[0].ID + "=80&" + q + "=" + a,
			"p1.name=Shop+%3Cb%3E&p2.name=Back&p1.share=2&p2.share=1&p1." + last.ID + "=" + last.Answers[0].ID,
		} {
			id, _ := s.save(query, "Été <b> & “more”")
			file := s.get("/a/" + id + "/export.json")
			if file.body != s.get("/api/v1/assessments/"+id+"/export").body {
				t.Errorf("%s: the page and the API give different files", query)
			}
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(file.body))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s: not as the schema says: %v", query, err)
			}
			res := s.json("POST", "/api/v1/assessments/import", file.body)
			if res.StatusCode != http.StatusCreated {
				t.Fatalf("%s: import gave %d %s", query, res.StatusCode, res.body)
			}
			var back struct{ ID, Key, Title string }
			if err := json.Unmarshal([]byte(res.body), &back); err != nil {
				t.Fatal(err)
			}
			if back.ID == id || back.Key == "" || back.Title != "Été <b> & “more”" {
				t.Errorf("%s: imported as %+v", query, back)
			}
			if s.get("/a/"+id+"/report.json").body != s.get("/a/"+back.ID+"/report.json").body {
				t.Errorf("%s: another report after import", query)
			}
			// other programs write the same JSON in other words
			var loose any
			if err := json.Unmarshal([]byte(file.body), &loose); err != nil {
				t.Fatal(err)
			}
			pretty, err := json.MarshalIndent(loose, "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			if res := s.json("POST", "/api/v1/assessments/import", string(pretty)); res.StatusCode != http.StatusCreated {
				t.Errorf("%s: rewritten, import gave %d %s", query, res.StatusCode, res.body)
			}
		}
	}
}

// TestImportRefuses names the path and the reason of what cannot be used.
func TestImportRefuses(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	file := s.get("/a/" + id + "/export.json").body
	with := func(key string, value string) string {
		var doc map[string]json.RawMessage
		if err := json.Unmarshal([]byte(file), &doc); err != nil {
			t.Fatal(err)
		}
		doc[key] = json.RawMessage(value)
		raw, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	var other map[string]any
	if err := json.Unmarshal([]byte(with("x", "1")), &other); err != nil {
		t.Fatal(err)
	}
	report := other["report"].(map[string]any)
	report["headline"] = "Buy ours"
	forged, _ := json.Marshal(report)
	parts := "[" + strings.TrimSuffix(strings.Repeat(`{"name":"p"},`, 10_000), ",") + "]"
	deep := strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000)
	tests := []struct {
		name, body, path, says string
		status                 int
	}{
		{"not JSON", "{", "", "is not JSON", 400},
		{"a tab", `{"title": "a` + "\t" + `b"}`, "", "a tab or a line break cannot stand inside of a text", 400},
		{"a list", "[]", "", "not a JSON object", 400},
		{"empty", "", "", "empty", 400},
		{"deep", deep, "", "depth", 400},
		{"deeper", strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000), "", "depth", 400},
		{"not UTF-8", strings.Replace(file, "A title", "A \xff title", 1), "", "not text in UTF-8", 400},
		{"not a number", with("x", "1")[:len(with("x", "1"))-1] + `,"y":NaN}`, "", "is not JSON", 400},
		{"a huge number", with("parts", `[{"name":"a","share":1e999},{"name":"b","share":1}]`), "parts[0].share", "must be a number", 422},
		{"too large a number", with("parts", `[{"name":"a","share":1e300},{"name":"b","share":1}]`), "parts[0].share", "", 422},
		{"a weight below zero", with("priorities", `[{"criterion":"`+s.lib.Comparisons[0].Criteria[0].ID+
			`","weight":-1}]`), "priorities[0].weight", "", 422},
		{"twice, inside", with("answers", `{"`+q+`":"`+a+`","`+q+`":"`+a+`"}`), "answers." + q, "twice", 422},
		{"a version of 1.5", with("version", "1.5"), "version", "whole number", 422},
		{"too large", with("note", `"`+strings.Repeat("x", 1<<20)+`"`), "", "larger than 1024 KB", 413},
		{"another format", with("format", `"figma"`), "format", "not an assessment", 422},
		{"a later version", with("version", "2"), "version", "must be 1", 422},
		{"version in words", with("version", `"1"`), "version", "whole number", 422},
		{"another comparison", with("comparison", `"nosuch"`), "comparison", "not a comparison", 422},
		{"another portal's question", with("answers", `{"nosuch":"x"}`), "answers.nosuch", "no question", 422},
		{"another portal's answer", with("answers", `{"`+q+`":"nosuch"}`), "answers." + q, "no answer", 422},
		{"another portal's criterion", with("priorities", `["nosuch"]`), "priorities[0]", "no criterion", 422},
		{"10 000 parts", with("parts", parts), "parts", "at most 8", 422},
		{"a member nobody knows", with("__proto__", `{}`), "__proto__", "not a field", 422},
		{"twice", strings.Replace(file, `"title"`, `"title":"x","title"`, 1), "title", "twice", 422},
		{"a title with control characters", with("title", `"a\u0000b"`), "title", "control characters", 422},
		{"no title", with("title", `" "`), "title", "missing", 422},
		{"a long author", with("author", `"`+strings.Repeat("x", 500)+`"`), "author", "longer", 422},
		{"another engine", with("engine", `"999"`), "engine", "not the version", 422},
		{"other content", with("catalogue", `"0000"`), "catalogue", "never had", 422},
		{"a forged report", with("report", string(forged)), "report", "not what these answers give", 422},
		{"a report of another kind", with("report", "7"), "report", "not what these answers give", 422},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			res := s.json("POST", "/api/v1/assessments/import", test.body)
			if res.StatusCode != test.status || !strings.Contains(res.body, test.says) || test.path != "" &&
				!strings.Contains(res.body, fmt.Sprintf(`"path":%q`, test.path)) {
				t.Errorf("gave %d %.400s, want %d with path %q and %q", res.StatusCode, res.body, test.status, test.path, test.says)
			}
			form := url.Values{"text": {test.body}}
			if len(form.Encode()) > 1<<20 { // is too large as a form
				return
			}
			page := s.post("/assessments/import", form)
			if page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.body, "Import an assessment") {
				t.Errorf("the form gave %d %.300s", page.StatusCode, page.body)
			}
		})
	}
	var anew map[string]json.RawMessage
	if err := json.Unmarshal([]byte(file), &anew); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"catalogue", "engine", "report"} {
		delete(anew, key)
	}
	raw, _ := json.Marshal(anew)
	if res := s.json("POST", "/api/v1/assessments/import", string(raw)); res.StatusCode != http.StatusCreated {
		t.Errorf("without a report: %d %s", res.StatusCode, res.body)
	}
}

// TestImportFromWindows: editors and shells of Windows write marks that people cannot
// see, and UTF-16.
func TestImportFromWindows(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "Überprüfung")
	file := s.get("/a/" + id + "/export.json").body
	var wide strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + file)) {
		wide.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	for kind, text := range map[string]string{"a mark": "\ufeff" + file, "UTF-16": wide.String(), "UTF-16 without a mark": wide.String()[2:]} {
		var answer struct{ Title string }
		res := s.json("POST", "/api/v1/assessments/import", text)
		if err := json.Unmarshal([]byte(res.body), &answer); err != nil || res.StatusCode != http.StatusCreated || answer.Title != "Überprüfung" {
			t.Errorf("%s: the API gave %d %.300s", kind, res.StatusCode, res.body)
		}
		if page := s.post("/assessments/import", url.Values{"text": {text}}); !editLink.MatchString(page.body) {
			t.Errorf("%s: the form gave %d %.300s", kind, page.StatusCode, page.body)
		}
	}
}

// TestImportUpload sends the file as browsers do.
func TestImportUpload(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	file := s.get("/a/" + id + "/export.json").body
	fields := url.Values{"text": {""}, "once": {hiddenFields(t, s.get("/assessments/import").body).Get("once")}}
	var links []string // the page that comes is loaded again
	for range 2 {
		res := s.upload("a.json", file, fields)
		link := editLink.FindString(res.body)
		if res.StatusCode != http.StatusOK || link == "" || strings.Contains(link, id) {
			t.Fatalf("gave %d, edit link %q\n%s", res.StatusCode, link, res.body)
		}
		links = append(links, link)
	}
	if links[0] != links[1] {
		t.Errorf("sent twice it gave %q", links)
	}
	if res := s.do(s.request("POST", "/assessments/import", "x", "Content-Type",
		"multipart/form-data; boundary=b")); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a broken form gave %d", res.StatusCode)
	}
}
