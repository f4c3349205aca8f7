package report_test

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/report"
)

// TestReasonOfAMovedPart: a part on an option that is not its best has no gain to show,
// so the plan's own sentence says why it is there.
func TestReasonOfAMovedPart(t *testing.T) {
	moved := decision.PartPlan{
		Part: "Orders", Option: "b", Instead: "a",
		Sentence: "“Orders” goes to B, though A would suit it slightly better.",
	}
	best := decision.PartPlan{Part: "Search", Option: "a", Rival: "b", BestOn: "speed"}
	v := report.Reading{Report: decision.Report{
		Kind:    decision.VerdictHybrid,
		Weights: []decision.WeightShare{{Criterion: "speed", Name: "Quick to deliver now"}},
		Plan:    &decision.Plan{Platforms: []string{"a", "b"}, Parts: []decision.PartPlan{moved, best}},
	}}
	if got := v.PartReason(moved); got != moved.Sentence {
		t.Errorf("the reason is %q", got)
	}
	if got := v.Because(); strings.Contains(got, "Orders") || !strings.Contains(got, "Search") {
		t.Errorf("because %q", got)
	}
}
