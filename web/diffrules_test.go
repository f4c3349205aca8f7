package web_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestDiffRules: two that were decided under other rules of the organisation say which, on the
// page and in the API.
func TestDiffRules(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	free, _ := s.save("kind=events&place=regulated", "Free")
	if err := s.portal.Replace(library(t, policyTree)); err != nil {
		t.Fatal(err)
	}
	ruled, _ := s.save("kind=events&place=regulated", "Ruled")
	again, _ := s.save("kind=events&place=regulated", "Ruled again")
	page := s.get("/diff/" + free + "/" + ruled)
	for _, want := range []string{"Rules of your organisation</h2>", "No rules, and “Hosting rules of Example Bank”, version 2026-11", "Locked answer", "Bounded weight",
		"Removed option", "rule SEC-12", "No such rule", "Only in the second"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page := s.get("/diff/" + again + "/" + ruled); strings.Contains(page.body, "diff-rules-title") {
		t.Error("the same rules differ")
	}
	var doc struct {
		Difference struct {
			Rules []struct {
				From, To *struct{ Kind, Reason string }
			}
		}
	}
	if err := json.Unmarshal([]byte(s.get("/api/v1/diff/"+ruled+"/"+free).body), &doc); err != nil {
		t.Fatal(err)
	}
	if rules := doc.Difference.Rules; len(rules) != 3 || rules[0].To != nil || rules[0].From.Kind != "answer" ||
		!strings.Contains(rules[0].From.Reason, "SEC-12") {
		t.Errorf("%+v", rules)
	}
}
