package content_test

import (
	"testing"

	"crossroads/content"
	"crossroads/decision"
)

// What an example says comes first does, and is more than a guess: readers begin
// with it to see what a recommendation looks like.
func TestWorkedExamples(t *testing.T) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	list := lib.ExamplesOf("deployment")
	if len(list) < 8 {
		t.Fatalf("there are %d examples, want 8 or more", len(list))
	}
	catalogue, _ := lib.Comparison("deployment")
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
