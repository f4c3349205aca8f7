package views

import (
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/format"
)

// TestSituationCountsEveryEncoding: the engine is held against the panel for each reader's answers,
// and where judges put first what is not offered, against their next choice.
func TestSituationCountsEveryEncoding(t *testing.T) {
	lunch := &decision.Catalogue{
		Axes: []decision.Axis{{ID: "where", Name: "Place", Values: []decision.AxisValue{{ID: "in", Phrase: "in"}, {ID: "out", Phrase: "out"}}}},
		Options: []decision.Option{
			{ID: "canteen", Name: "Canteen", On: []string{"in"}}, {ID: "bistro", Name: "Bistro", On: []string{"out"}},
		},
	}
	panel := &content.Panel{Choices: []content.Choice{
		{ID: "c", On: []string{"in"}}, {ID: "b", On: []string{"out"}}, {ID: "moon", On: []string{"off"}},
	}}
	situation := &content.Situation{Judgements: []content.Judgement{{Points: map[string]float64{"moon": 60, "c": 40}}}}
	r := SituationResult{Catalogue: lunch, Panel: panel, Situation: situation, Orders: [][]string{{"canteen", "bistro"}, {"bistro", "canteen"}}}
	if one, two := r.agrees(1), r.agrees(2); one != 0.5 || two != 1 {
		t.Errorf("agrees in %v, among two in %v", one, two)
	}
	if got, want := r.verdict(), "Agrees for "+format.Percent(0.5); got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
	if got, want := r.engineSays(), "Canteen or Bistro, depending on whose answers it gets"; got != want {
		t.Errorf("engine %q, want %q", got, want)
	}
	if got, want := r.panelSays(), "of what is offered here, Canteen, "+format.Percent(0.4); !strings.Contains(got, want) {
		t.Errorf("panel %q, want %q in it", got, want)
	}
	check := PanelCheck{Catalogue: lunch, Panel: panel, Results: []SituationResult{r}}
	for _, later := range []bool{false, true} {
		situation.Later = later
		for _, want := range []string{"first choice in " + format.Percent(0.5), "In 1 the judges put first what is not offered here"} {
			if got := check.summary(); !strings.Contains(got, want) {
				t.Errorf("later %v: summary %q, want %q in it", later, got, want)
			}
		}
	}
}
