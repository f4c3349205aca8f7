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

// TestNextOnce: a question that is open for several parts is one row, unless its chances differ.
func TestNextOnce(t *testing.T) {
	v := report.Reading{Report: decision.Report{NextQuestions: []decision.NextQuestion{
		{Question: "place", Part: "Shop", Chance: .384}, {Question: "size", Chance: .38}, {Question: "place", Part: "Images", Chance: .38},
		{Question: "place", Part: "Reports", Chance: .2}, {Question: "age", Part: "Shop"},
	}}}
	var got []string
	for _, q := range v.NextOnce() {
		got = append(got, q.Question+" "+q.Part)
	}
	if want := "place Shop and Images, size , place Reports"; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", strings.Join(got, ", "), want)
	}
	if intro := v.NextIntro(); strings.HasPrefix(intro, "First what the answer depends on") {
		t.Errorf("the likeliest question is first, but %q", intro)
	}
	v.Report.NextQuestions[1].Chance = .5
	if intro := v.NextIntro(); !strings.HasPrefix(intro, "First what the answer depends on") {
		t.Errorf("a likelier question is second, but %q", intro)
	}
}
