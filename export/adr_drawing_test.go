package export

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/report"
)

// TestDrawingHoldsNoMarkup writes names that would end a label or its block.
func TestDrawingHoldsNoMarkup(t *testing.T) {
	hostile := "Shop\"] --> x\n```\n<b>#quot;`"
	a := adr{v: report.Reading{
		Cat: &decision.Catalogue{
			Axes:    []decision.Axis{{ID: "structure", Values: []decision.AxisValue{{ID: report.Services}}}},
			Options: []decision.Option{{ID: "many", On: []string{report.Services}}},
		},
		Report: decision.Report{
			Kind: decision.VerdictClear, Leader: "many",
			Plan: &decision.Plan{Parts: []decision.PartPlan{{Part: hostile, Option: "many"}}},
		},
	}}
	a.drawing()
	text := a.String()
	if !strings.Contains(text, "p1_1[\"Shop#34;] --#62; x #96;#96;#96; #60;b#62;#35;quot#59;#96;\"]") {
		t.Errorf("the label is not written as one text:\n%s", text)
	}
	if strings.Count(text, "```") != 2 {
		t.Errorf("the block does not end where it should:\n%s", text)
	}
}

// apartServices draws two parts that run apart, each of several services, the first once at each of what is named.
func apartServices(each string) string {
	plan := &decision.Plan{Platforms: []string{"many"}, Apart: &decision.Apart{Groups: [][]string{{"Soup"}, {"Salad"}}},
		Parts: []decision.PartPlan{{Part: "Soup", Option: "many", Each: each}, {Part: "Salad", Option: "many"}}}
	a := adr{v: report.Reading{
		Cat: &decision.Catalogue{
			Axes:    []decision.Axis{{ID: "structure", Values: []decision.AxisValue{{ID: report.Services}}}},
			Options: []decision.Option{{ID: "many", On: []string{report.Services}}},
		},
		Report: decision.Report{Kind: decision.VerdictClear, Leader: "many", Plan: plan},
	}}
	a.drawing()
	return a.String()
}

// TestDrawingHasNoOrder: either of two places may call the other.
func TestDrawingHasNoOrder(t *testing.T) {
	if text := apartServices(""); !strings.Contains(text, "  p1 -- interface or queue --- p2\n") {
		t.Errorf("the places have an order:\n%s", text)
	}
}

// TestDrawingAtEachPlace: places that have users of their own do not share a node for them, as in the words above it.
func TestDrawingAtEachPlace(t *testing.T) {
	text := apartServices("site")
	for _, want := range []string{"Each place has users and events of its own.", "  users1([Users and events])\n", "  users1 --> p1\n",
		"  users2([Users and events])\n", "  users2 --> p2\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("without %q:\n%s", want, text)
		}
	}
}
