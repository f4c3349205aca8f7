package web_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"crossroads/identity"
)

// TestMembersTwice: no body of the API may have a member twice, at any place where
// one is read: which of the two counts would be a guess.
func TestMembersTwice(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	id, key := s.save("kind=front", "A title")
	for _, test := range []struct{ method, path, body, twice string }{
		{"POST", "/api/v1/comparisons/deployment/evaluate", `{"answers":{},"answers":{}}`, "answers"},
		{"POST", "/api/v1/comparisons/deployment/evaluate", `{"answers":{"kind":"front","kind":"batch"}}`, "answers.kind"},
		{"POST", "/api/v1/comparisons/deployment/evaluate", `{"load":{"requests":1,"requests":2}}`, "load.requests"},
		{"POST", "/api/v1/comparisons/deployment/evaluate", `{"parts":[{"name":"a","name":"b"}]}`, "parts[0].name"},
		{"POST", "/api/v1/comparisons/deployment/evaluate", `{"priorities":[{"criterion":"cost","weight":1,"weight":2}]}`, "priorities[0].weight"},
		{"POST", "/api/v1/assessments", `{"comparison":"deployment","title":"a","title":"b"}`, "title"},
		{"POST", "/api/v1/assessments/import", `{"format":"crossroads-assessment","version":1,"version":1}`, "version"},
		{"POST", "/api/v1/cost", `{"load":{"requests":1,"requests":2}}`, "load.requests"},
		{"POST", "/api/v1/cost", `{"load":{},"axis":{"field":"requests","field":"duration","from":1,"to":2}}`, "axis.field"},
		{"POST", "/api/v1/cost", `{"load":{},"uncertainty":{"price":1,"price":2}}`, "uncertainty.price"},
		{"POST", "/api/v1/cost", `{"load":{},"flags":{"free_tier":true,"free_tier":false}}`, "flags.free_tier"},
		{"POST", "/api/v1/cost", `{"sheet":"aws-us-east-1","components":[{"component":"lambda","component":"x"}]}`, "components[0].component"},
		{"POST", "/api/v1/cost", `{"load":{"requests":1},"parts":[{"name":"a","on":"fargate","on":"lambda-arm"},{"name":"c"}]}`, "parts[0].on"},
		{"POST", "/api/v1/cost", `{"load":{"requests":1},"parts":[{"name":"a"},{"name":"c","load":{"requests":1,"requests":2}}]}`,
			"parts[1].load.requests"},
		{"PUT", "/api/v1/assessments/" + id + "/life", `{"status":"draft","status":"decided"}`, "status"},
		{"PUT", "/api/v1/assessments/" + id + "/audience", `{"audience":"link","audience":"link"}`, "audience"},
		{"PUT", "/api/v1/assessments/" + id + "/audience", `{"audience":"link","people":["bob"],"people":[]}`, "people"},
		{"POST", "/api/v1/assessments/" + id + "/merge", `{"base":1,"mine":{"title":"a","title":"b"}}`, "mine.title"},
		{"POST", "/api/v1/assessments/" + id + "/merge", `{"base":1,"mine":{},"take":{"title":"mine","title":"theirs"}}`, "take.title"},
	} {
		res := s.json(test.method, test.path, test.body, "Authorization", "Bearer "+key, "If-Match", `"1"`)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `{"path":"`+test.twice+
			`","message":"is given twice"}`) {
			t.Errorf("%s: %d %s", test.body, res.StatusCode, res.body)
		}
	}
}

// TestMembersRead: members that nothing reads, in other case too, of the wrong kind or missing are
// refused with their path, and without words of the program's inside.
func TestMembersRead(t *testing.T) {
	s, steward := stewardSite(t, identity.Scopes...)
	id, key := s.save("size=few", "A title")
	audience, life := "/api/v1/assessments/"+id+"/audience", "/api/v1/assessments/"+id
	const unknown = "is not a field of this object"
	for _, test := range []struct{ method, path, body, field, message string }{
		{"PUT", audience, `{"audience":"signed-in","AUDIENCE":"link"}`, "AUDIENCE", unknown},
		{"PUT", audience, `{"audience":"named","people":[5]}`, "people[0]", "must be text"},
		{"POST", "/api/v1/tokens", `{"name":"x","name":"y","scopes":["read"],"days":30}`, "name", "is given twice"},
		{"POST", "/api/v1/tokens", `{"name":"x","scopes":["read"],"scopes":["audit"],"days":30}`, "scopes", "is given twice"},
		{"POST", "/api/v1/tokens", `{"name":"x","scopes":["read"],"days":"30"}`, "days", "must be a whole number"},
		{"POST", "/api/v1/tokens", `{"name":"x","scopes":"read","days":30}`, "scopes", "must be a list"},
		{"POST", "/api/v1/tokens", `{"name":"x","scopes":["read"],"days":30,"for":"me"}`, "for", unknown},
		{"POST", life + "/comments", `{"text":"a","text":"b"}`, "text", "is given twice"},
		{"POST", life + "/comments", `{"text":5}`, "text", "must be text"},
		{"PUT", life + "/comments/1", `{"hidden":true,"hidden":false}`, "hidden", "is given twice"},
		{"PUT", life + "/comments/1", `{"hidden":"yes"}`, "hidden", "must be true or false"},
		{"PUT", life + "/revisions/1/milestone", `{}`, "name", "is missing; an empty one takes the name away"},
		{"POST", "/api/v1/cost", `{"load":{},"parts":[{"Name":"a"},{"NAME":"b"}]}`, "parts[0].Name", unknown},
		{"POST", "/api/v1/cost", `{"load":{},"flags":{"Free_tier":false}}`, "flags.Free_tier", unknown},
		{"POST", "/api/v1/cost", `{"load":{},"axis":{"Field":"requests","from":1,"to":2}}`, "axis.Field", unknown},
	} {
		headers := steward
		if strings.HasSuffix(test.path, "milestone") {
			headers = []string{"Authorization", "Bearer " + key}
		}
		res := s.json(test.method, test.path, test.body, headers...)
		if want := `{"path":"` + test.field + `","message":"` + test.message + `"}`; res.StatusCode != http.StatusUnprocessableEntity ||
			!strings.Contains(res.body, want) {
			t.Errorf("%s: %d %s, want %s", test.body, res.StatusCode, res.body, want)
		}
	}
}

// TestDiffNumbers: the API names a number of a revision that is none.
func TestDiffNumbers(t *testing.T) {
	s := newSite(t, setup{})
	id, _ := s.save("size=few", "A title")
	for _, wrong := range []string{"latest", "0", "01", "1.0"} {
		res := s.get("/api/v1/diff/" + id + "/" + id + "?r2=" + wrong)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(res.body, `{"path":"r2","message":"must be the number`) {
			t.Errorf("%s: %d %s", wrong, res.StatusCode, res.body)
		}
	}
}

// TestAxisInTwoWays: the end of an axis that can be read in two ways is asked about.
func TestAxisInTwoWays(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	res := s.json("POST", "/api/v1/cost", `{"load":{},"axis":{"field":"requests","from":"10.000","to":"2000000"}}`)
	if want := `{"path":"axis.from","message":"can be read in two ways: write 10 or 10,000"}`; !strings.Contains(res.body, want) {
		t.Errorf("%d %s, want %s", res.StatusCode, res.body, want)
	}
}

// TestCreatedAsRead: the answer that creates an assessment holds what reading it answers,
// whatever its texts are.
func TestCreatedAsRead(t *testing.T) {
	s := newSite(t, setup{})
	for _, title := range []string{`"report":null`, `"report":null,"<x>"`, `\"report\":null`, "plain"} {
		body, err := json.Marshal(map[string]any{"comparison": "lunch", "title": title, "note": title, "answers": map[string]string{"size": "few"}})
		if err != nil {
			t.Fatal(err)
		}
		res := s.json("POST", "/api/v1/assessments", string(body))
		var made, read map[string]any
		if err := json.Unmarshal([]byte(res.body), &made); err != nil || res.StatusCode != http.StatusCreated {
			t.Fatal(res.StatusCode, err, res.body)
		}
		if err := json.Unmarshal([]byte(s.get("/api/v1/assessments/"+made["id"].(string)).body), &read); err != nil {
			t.Fatal(err)
		}
		delete(made, "key")
		delete(made, "edit_url")
		if report, _ := read["report"].(map[string]any); !reflect.DeepEqual(made, read) || len(report) == 0 || read["title"] != title {
			t.Errorf("%s: created %v\nread %v", title, made, read)
		}
	}
}
