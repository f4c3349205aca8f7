package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestImportAnew: an export of an earlier engine, of content that nobody has any
// more or with an answer that is gone is scored with today's content when its
// owner says so, and what it said stays in the note.
func TestImportAnew(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	file := s.get("/a/" + id + "/export.json").body
	forged := strings.Replace(s.get("/a/"+id+"/report.json").body, `"headline":"`, `"headline":"Buy ours: `, 1)
	for _, test := range []struct{ name, key, value, left string }{
		{"an earlier engine", "engine", `"0"`, ""},
		{"earlier content", "catalogue", `"0000"`, ""},
		{"another report", "report", forged, ""},
		{"an answer that is gone", "answers", `{"` + q + `": "gone"}`, "“gone” is not an answer to"},
		{"a question that is gone", "answers", `{"` + q + `": "` + a + `", "gone": "x"}`, "“gone” is not a question here"},
		{"a criterion that is gone", "priorities", `["gone"]`, "“gone” is not a criterion here"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var doc map[string]json.RawMessage
			if err := json.Unmarshal([]byte(file), &doc); err != nil {
				t.Fatal(err)
			}
			doc[test.key] = json.RawMessage(test.value)
			old, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			offered := s.post("/assessments/import", url.Values{"text": {string(old)}})
			if offered.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(offered.body, `name="anew" value="1"`) ||
				!strings.Contains(offered.body, test.left) {
				t.Fatalf("gave %d without the offer, or without %q:\n%s", offered.StatusCode, test.left, offered.body)
			}
			taken := s.post("/assessments/import", url.Values{"text": {string(old)}, "anew": {"1"}})
			if taken.StatusCode != http.StatusOK || editLink.FindString(taken.body) == "" {
				t.Fatalf("taken with %d:\n%s", taken.StatusCode, taken.body)
			}
			res := s.json("POST", "/api/v1/assessments/import?anew=1", string(old))
			var saved struct {
				Note    string
				Ignored []struct{ Message string }
				Report  json.RawMessage
			}
			if err := json.Unmarshal([]byte(res.body), &saved); err != nil || res.StatusCode != http.StatusCreated {
				t.Fatalf("the API gives %d %s", res.StatusCode, res.body)
			}
			if !strings.Contains(saved.Note, s.URL+"/a/"+id) || !strings.Contains(saved.Note, "The file said:") ||
				!strings.Contains(saved.Note, test.left) {
				t.Errorf("the note is %q", saved.Note)
			}
			if test.left != "" && (len(saved.Ignored) != 1 || !strings.Contains(saved.Ignored[0].Message, test.left)) {
				t.Errorf("left out: %v, want %q", saved.Ignored, test.left)
			}
			if strings.Contains(string(saved.Report), "Buy ours") {
				t.Error("the report of the file is stored as one of this portal")
			}
		})
	}
	// A full note has no room for what the file said, and the reader is told.
	var full map[string]json.RawMessage
	if err := json.Unmarshal([]byte(file), &full); err != nil {
		t.Fatal(err)
	}
	full["engine"], full["note"] = json.RawMessage(`"0"`), json.RawMessage(`"`+strings.Repeat("n", 4000)+`"`)
	raw, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	const noRoom = "The note has no room for all of this"
	if res := s.json("POST", "/api/v1/assessments/import?anew=1", string(raw)); res.StatusCode != http.StatusCreated ||
		!strings.Contains(res.body, `"ignored":[{"path":"note","message":"`+noRoom) {
		t.Errorf("a full note: the API gives %d %s", res.StatusCode, res.body)
	}
	if page := s.post("/assessments/import", url.Values{"text": {string(raw)}}); !strings.Contains(page.body, noRoom) ||
		strings.Contains(page.body, "The note will name") {
		t.Errorf("a full note: the page is\n%s", page.body)
	}
	// null is what some programs write for what is not there.
	var bared map[string]json.RawMessage
	if err := json.Unmarshal([]byte(file), &bared); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"report", "catalogue", "engine", "note", "author", "comments", "tags", "decision", "source", "saved", "$schema"} {
		bared[key] = json.RawMessage("null")
	}
	bare, err := json.Marshal(bared)
	if err != nil {
		t.Fatal(err)
	}
	if res := s.json("POST", "/api/v1/assessments/import", string(bare)); res.StatusCode != http.StatusCreated {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
	for _, anew := range []string{"true", "", "yes"} {
		res := s.json("POST", "/api/v1/assessments/import?anew="+anew, file)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `{"path":"anew","message":"must be 1, or left out"}`) {
			t.Errorf("anew=%s: %d %s", anew, res.StatusCode, res.body)
		}
	}
	// What no edition can read is not offered.
	page := s.post("/assessments/import", url.Values{"text": {strings.Replace(file, `"title":"A title"`, `"title":" "`, 1)}})
	if page.StatusCode != http.StatusUnprocessableEntity || strings.Contains(page.body, "anew") {
		t.Errorf("a file without a title gave %d:\n%s", page.StatusCode, page.body)
	}
}
