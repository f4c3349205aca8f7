package record_test

import (
	"math"
	"slices"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
	"crossroads/record"
)

func TestCount(t *testing.T) {
	c := decisiontest.Lunch()
	say := func(name string, a decision.Answers) record.Said {
		return record.Said{Name: name, Report: report(t, c, a)}
	}
	said := []record.Said{
		say("Ada", decision.Answers{"budget": {"little"}, "kitchen": {"yes"}}),
		say("Bo", decision.Answers{"budget": {"much"}, "kitchen": {"yes"}}),
		say("Cy", decision.Answers{"budget": {"much"}, "kitchen": {"no"}, "hurry": {"short"}}),
		say("Di", decision.Answers{"kitchen": {"yes"}}),
	}
	tally := record.Count(said, decision.Noun{Many: "kitchens"})
	people := 0
	for i, s := range tally.Options {
		people += s.People
		if s.Share != float64(s.People)/4 || i > 0 && s.People > tally.Options[i-1].People {
			t.Errorf("share %+v", s)
		}
	}
	if people != 4 || len(tally.People) != 4 {
		t.Errorf("%d people in %+v", people, tally.Options)
	}
	for i, b := range tally.People {
		if b.Name != said[i].Name || b.Option != said[i].Report.Leader && !b.Clear || b.Label == "" {
			t.Errorf("ballot %+v, leader %s", b, said[i].Report.Leader)
		}
	}
	var order []string
	for _, d := range tally.Questions {
		order = append(order, d.Question)
	}
	// budget: 1, 2, 1 of 4; kitchen and hurry: 3 and 1
	if want := []string{"budget", "kitchen", "hurry"}; !slices.Equal(order, want) {
		t.Fatalf("disputes %q, want %q", order, want)
	}
	if got, want := tally.Questions[0].Split, 1-(1+4+1)/16.0; math.Abs(got-want) > 1e-12 {
		t.Errorf("split of the budget %v, want %v", got, want)
	}
	if camps := tally.Questions[0].Answers; len(camps) != 3 || camps[0].Label != "A lot" ||
		!slices.Equal(camps[0].Names, []string{"Bo", "Cy"}) {
		t.Errorf("camps %+v", camps)
	}
	for _, w := range tally.Criteria {
		sum := 0.0
		low, high := math.Inf(1), math.Inf(-1)
		for _, s := range said {
			for _, x := range s.Report.Weights {
				if x.Criterion == w.Criterion {
					sum += x.Weight
					low, high = min(low, x.Weight), max(high, x.Weight)
				}
			}
		}
		if math.Abs(w.Mean-sum/4) > 1e-12 || w.Low != low || w.High != high || w.Deviation > high-low {
			t.Errorf("spread %+v, want mean %v, %v to %v", w, sum/4, low, high)
		}
	}
	if empty := record.Count(nil, decision.Noun{}); len(empty.People)+len(empty.Options)+len(empty.Criteria)+len(empty.Questions) != 0 {
		t.Errorf("nobody: %+v", empty)
	}
}

func report(t *testing.T, c *decision.Catalogue, a decision.Answers) decision.Report {
	t.Helper()
	r, err := decision.Evaluate(c, decision.Assessment{Answers: a})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
