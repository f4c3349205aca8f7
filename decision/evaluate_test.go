package decision_test

import (
	"encoding/json"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

func evaluate(t testing.TB, c *decision.Catalogue, a decision.Assessment) decision.Report {
	t.Helper()
	r, err := decision.Evaluate(c, a)
	if err != nil {
		t.Fatalf("Evaluate(%v): %v", a, err)
	}
	return r
}

func TestSmoke(t *testing.T) {
	c := decisiontest.Lunch()
	r := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"budget": {"little"}, "guests": {"none"}, "allergy": {"no"}, "hurry": {"short", "normal"}}})
	b, _ := json.MarshalIndent(r, "", " ")
	t.Log(string(b))
}
