package content_test

import (
	"testing"

	"crossroads/content"
	"crossroads/decision"
)

// The stated outcome of an example must be the engine's and clear, since readers use
// examples to learn what a recommendation looks like.
func TestWorkedExamples(t *testing.T) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	eachShipped(t, func(t *testing.T, c *decision.Catalogue) { checkExamples(t, lib.ExamplesOf(c.Slug), c) })
}

func checkExamples(t *testing.T, list []*content.Example, catalogue *decision.Catalogue) {
	if len(list) < len(catalogue.Options)+1 {
		t.Fatalf("there are %d examples, too few for one of each option and a mix", len(list))
	}
	leads := map[string]bool{}
	for _, e := range list {
		leads[e.Leads] = true
		got, report := first(t, catalogue, e.Assessment)
		if got != e.Leads {
			t.Errorf("%s: %s comes first, want %s", e.ID, got, e.Leads)
		}
		if report.Winner == nil && report.Kind != decision.VerdictLeaning {
			t.Errorf("%s: the verdict is %s", e.ID, report.Kind)
		}
		t.Logf("%s: %s", e.ID, report.Headline)
	}
	for _, o := range catalogue.Options {
		if !leads[o.ID] {
			t.Errorf("no example leads to %s", o.ID)
		}
	}
	if !leads[decision.Hybrid] {
		t.Error("no example leads to a mix")
	}
}
