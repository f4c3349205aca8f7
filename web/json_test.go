package web_test

import (
	"net/http"
	"strings"
	"testing"
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
		{"PUT", "/api/v1/assessments/" + id + "/life", `{"status":"draft","status":"decided"}`, "status"},
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
