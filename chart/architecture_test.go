package chart

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/report"
)

// TestArchitectureFits draws the longest names a reader can give: every line stays
// between the edges in the widest of the usual fonts, and nothing leaves the canvas.
func TestArchitectureFits(t *testing.T) {
	names := []string{
		strings.Repeat("W", 80), strings.Repeat("wide words ", 7), "Donaudampfschifffahrtsgesellschaftskapitän", strings.Repeat("漢字", 40),
		"x",
	}
	for _, structure := range []string{report.Application, report.Services, report.Handlers} {
		plan := &decision.Plan{Platforms: []string{"o"}}
		for _, name := range names {
			plan.Parts = append(plan.Parts, decision.PartPlan{Part: name, Option: "o"})
		}
		c, ok := NewArchitecture(report.Reading{
			Cat: &decision.Catalogue{
				Axes:    []decision.Axis{{ID: "structure", Values: []decision.AxisValue{{ID: structure}}}},
				Options: []decision.Option{{ID: "o", On: []string{structure}}},
			},
			Report: decision.Report{
				Kind: decision.VerdictClear, Leader: "o", Plan: plan,
				Ranking: []decision.Standing{{Option: "o", Name: strings.Repeat("Modular ", 30)}},
			},
		})
		if !ok {
			t.Fatalf("%s is not drawn", structure)
		}
		for _, x := range c.Texts {
			size := archSize
			if strings.Contains(x.Class, "s") {
				size = archSmall
			}
			from, width := x.X, textWidth(x.Text, size, strings.Contains(x.Class, "b"))
			if strings.Contains(x.Class, "m") {
				from -= width / 2
			}
			if from < archEdge || from+width > archWidth-archEdge || x.Y > c.Height {
				t.Errorf("%s: %q runs from %.0f to %.0f at %.0f of %.0f", structure, x.Text, from, from+width, x.Y, c.Height)
			}
		}
		for _, name := range names {
			if !strings.Contains(strings.Join(c.Words, " "), name) {
				t.Errorf("%s: the words lack %q", structure, name)
			}
		}
	}
}

// TestPlacesHaveNoOrder: either of two places may call the other, so the line between them has no head; the arrows that
// are left run from the users to each place and from what runs there to its data.
func TestPlacesHaveNoOrder(t *testing.T) {
	plan := &decision.Plan{Platforms: []string{"o"}, Apart: &decision.Apart{Groups: [][]string{{"Soup"}, {"Salad"}}},
		Parts: []decision.PartPlan{{Part: "Soup", Option: "o"}, {Part: "Salad", Option: "o"}}}
	c, ok := NewArchitecture(report.Reading{
		Cat: &decision.Catalogue{
			Axes:    []decision.Axis{{ID: "structure", Values: []decision.AxisValue{{ID: report.Application}}}},
			Options: []decision.Option{{ID: "o", On: []string{report.Application}}},
		},
		Report: decision.Report{Kind: decision.VerdictClear, Leader: "o", Plan: plan},
	})
	heads := 0
	for _, l := range c.Lines {
		if l.Class == "a" {
			heads++
		}
	}
	if !ok || heads != 4 {
		t.Errorf("%d heads in %+v", heads, c.Lines)
	}
}
