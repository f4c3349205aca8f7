package report_test

import (
	"reflect"
	"testing"

	"crossroads/decision"
	"crossroads/report"
)

// TestRisksOfSeveralParts: what two parts are warned of is one line with both names.
func TestRisksOfSeveralParts(t *testing.T) {
	v := report.Reading{Report: decision.Report{
		Leader: "b",
		Ranking: []decision.Standing{
			{Option: "a", Name: "Oven"}, {Option: "b", Name: "Stove"}, {Option: "c", Name: "Grill"},
		},
		Warnings: []decision.RiskNote{
			{Option: "a", Name: "Oven and Stove", Text: "Hot.", Part: "Soup"},
			{Option: "a", Name: "Oven and Stove", Text: "Hot.", Part: "Bread"},
			{Option: "c", Name: "Grill", Text: "Smoke.", Part: "Soup"},
			{Option: "a", Name: "Oven and Stove", Text: "Hot."},
		},
	}}
	parts := func(list []report.Risk) [][]string {
		var names [][]string
		for _, r := range list {
			names = append(names, r.Parts)
		}
		return names
	}
	own, others := v.Risks()
	if got, want := parts(own), [][]string{{"Soup", "Bread"}, nil}; !reflect.DeepEqual(got, want) {
		t.Errorf("own risks are of %v, want %v", got, want)
	}
	for _, r := range own {
		if r.Name != "Stove" || r.Option != "b" {
			t.Errorf("a risk of the stove is called one of %q, with the mark of %q", r.Name, r.Option)
		}
	}
	if got, want := parts(others), [][]string{{"Soup"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("other risks are of %v, want %v", got, want)
	}
	if got := v.RisksOf("b"); len(got) != 2 {
		t.Errorf("the second option of a joint warning has %d risks, want 2", len(got))
	}
}

// TestBecauseOfTheStart: an answer that added little to a lead is not called its reason.
func TestBecauseOfTheStart(t *testing.T) {
	little := []decision.Influence{{Question: "cook", Amount: 0.02}, {Question: "guests", Amount: -0.07}}
	for _, tt := range []struct {
		kind             string
		baseline, margin float64
		want             string
	}{
		{decision.VerdictClear, 0.14, 0.09, "In an average case it is 14 points ahead of b; with your answers it is 9 points."},
		{decision.VerdictClose, 0.14, 0.01, "In an average case the first of the two is 14 points ahead; with your answers it is 1 point."},
		{decision.VerdictLeaning, 0.14, 0.15, "In an average case it is 14 points ahead of b; with your answers it is 15 points."},
		{decision.VerdictLeaning, 0.14, 0.1401, "In an average case it is 14 points ahead of b, and your answers leave it there."},
		{decision.VerdictClear, 0.08, 0.03, "You answered “Nobody” to “Who cooks?”"},
		{decision.VerdictClear, -0.14, 0.03, "You answered “Nobody” to “Who cooks?”"},
	} {
		v := report.Reading{Report: decision.Report{
			Kind: tt.kind, Leader: "a", RunnerUp: "b", Baseline: tt.baseline, Margin: tt.margin, Influences: little,
			Because: &decision.Because{Question: "cook", Text: "Who cooks?", Label: "Nobody"},
		}}
		if got := v.Because(); got != tt.want {
			t.Errorf("%s of %v: %q, want %q", tt.kind, tt.baseline, got, tt.want)
		}
	}
}

// TestBecauseOfSeveralAnswers: each of several answers is quoted for itself.
func TestBecauseOfSeveralAnswers(t *testing.T) {
	v := report.Reading{Report: decision.Report{Unknown: []decision.Unknown{{Question: "cook"}}, Because: &decision.Because{
		Question: "cook", Text: "Who cooks?", Label: "Nobody or Our guests: friends, family", Labels: []string{"Nobody", "Our guests: friends, family"},
	}}}
	if got, want := v.Because(), "You answered “Nobody” or “Our guests” to “Who cooks?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Unknown = nil
	if got, want := v.Because(), "You answered “Nobody” and “Our guests” to “Who cooks?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNoBill: where no price list holds, the bills are said to compare and no more.
func TestNoBill(t *testing.T) {
	v := report.Reading{Report: decision.Report{Unpriced: []decision.Unpriced{{Label: "On a ship"}}}}
	want := "No price list covers “On a ship”. The bills are at a provider’s list prices: they serve to compare the options, " +
		"not to plan a budget."
	if got := v.NoBill(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// An answer that a rule of the organisation fixes is not the reader's.
func TestBecauseOfARule(t *testing.T) {
	v := report.Reading{Report: decision.Report{
		Because: &decision.Because{Question: "cook", Text: "Who cooks?", Label: "Nobody"},
		Policy:  &decision.Applied{Rules: []decision.Rule{{Kind: decision.RuleAnswer, Question: "cook"}}},
	}}
	if got, want := v.Because(), "Your organisation answers “Nobody” to “Who cooks?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
