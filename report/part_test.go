package report_test

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/report"
)

// TestReasonOfAMovedPart: a part on an option that is not its best has no gain to show,
// so the plan's own sentence says why it is there, without repeating where that is.
func TestReasonOfAMovedPart(t *testing.T) {
	moved := decision.PartPlan{
		Part: "Orders", Option: "b", Instead: "a",
		Sentence: "“Orders” goes to b. A would suit it better by 2 points.",
	}
	best := decision.PartPlan{Part: "Search", Option: "a", Rival: "b", BestOn: "speed"}
	v := report.Reading{Report: decision.Report{
		Kind:    decision.VerdictHybrid,
		Weights: []decision.WeightShare{{Criterion: "speed", Name: "Quick to deliver now"}},
		Plan:    &decision.Plan{Platforms: []string{"a", "b"}, Parts: []decision.PartPlan{moved, best}},
	}}
	if got, want := v.PartReason(moved), "A would suit it better by 2 points."; got != want {
		t.Errorf("the reason is %q, want %q", got, want)
	}
	if got, want := v.Because(), "“Orders” goes to b only because one option set up for each part would lose more. "+
		"“Search” goes to a above all for “Quick to deliver now”."; got != want {
		t.Errorf("because %q, want %q", got, want)
	}
}

// TestBecauseOfParts: each reason of a mix is a sentence of its own, and parts with the same
// reason share it.
func TestBecauseOfParts(t *testing.T) {
	onShip := decision.Standing{Option: "a", Status: decision.StatusOut,
		Because: []decision.MustNote{{AnswerLabel: "On a ship: far from land"}}}
	gains := func(name string) decision.PartPlan {
		return decision.PartPlan{Part: name, Option: "a", Rival: "b", BestOn: "speed"}
	}
	box := decision.PartPlan{Part: "Box", Option: "b", Ranking: []decision.Standing{onShip}}
	for _, tt := range []struct {
		parts []decision.PartPlan
		want  string
	}{
		{[]decision.PartPlan{box, gains("Search")}, "“Box” cannot go to a: “On a ship”. “Search” goes to a above all for “Quick”."},
		{[]decision.PartPlan{gains("Search"), gains("Orders")}, "“Search” and “Orders” go to a above all for “Quick”."},
		{[]decision.PartPlan{
			gains("Search"), {Part: "Mail", Option: "b", Rival: "a", BestOn: "speed"}, box, {Part: "Bill", Option: "b", Rival: "a", BestOn: "price"},
		}, "“Search” goes to a above all for “Quick”. “Mail” goes to b above all for “Quick”. The other parts have their reasons below."},
	} {
		v := report.Reading{Report: decision.Report{
			Kind:    decision.VerdictHybrid,
			Weights: []decision.WeightShare{{Criterion: "speed", Name: "Quick"}, {Criterion: "price", Name: "Cheap"}},
			Plan:    &decision.Plan{Platforms: []string{"a", "b"}, Parts: tt.parts},
		}}
		if got := v.Because(); got != tt.want {
			t.Errorf("because %q, want %q", got, tt.want)
		}
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
		got = append(got, q.Question+report.OfParts(q.Parts))
	}
	if want := "place for “Shop” and “Images”, size, place for “Reports”"; strings.Join(got, ", ") != want {
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
