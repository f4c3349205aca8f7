package decision_test

import (
	"slices"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"

	"pgregory.net/rapid"
)

// TestQuick checks, by the chances in a report without answers, that no omitted question
// matters more than a listed one, and that the order is the wizard's.
func TestQuick(t *testing.T) {
	catalogues := map[string]*decision.Catalogue{"lunch": decisiontest.Lunch(), "shipped": shipped(t)}
	for name, c := range catalogues {
		t.Run(name, func(t *testing.T) { checkQuick(t, c) })
	}
	rapid.Check(t, func(t *rapid.T) { checkQuick(t, decisiontest.Catalogues().Draw(t, "catalogue")) })
}

func checkQuick(t rapid.TB, c *decision.Catalogue) {
	report, err := decision.Evaluate(c, decision.Assessment{})
	if err != nil {
		t.Fatal(err)
	}
	chance := map[string]float64{}
	for _, q := range report.NextQuestions {
		chance[q.Question] = q.Chance
	}
	for n := range len(c.Questions) + 2 {
		quick := c.Quick(n)
		if len(quick) != min(n, len(c.Questions)) {
			t.Fatalf("%d asked for, %d listed: %v", n, len(quick), quick)
		}
		least := 1.0
		for _, id := range quick {
			least = min(least, chance[id])
		}
		at := -1
		for i, q := range c.Questions {
			switch listed := slices.Index(quick, q.ID); {
			case listed < 0 && chance[q.ID] > least+1e-9 && n > 0:
				t.Errorf("%q decides in %v and is left out of %v, the least of which decides in %v", q.ID, chance[q.ID], quick, least)
			case listed >= 0 && listed != at+1:
				t.Errorf("%v is not in wizard order: question %d is %q", quick, i, q.ID)
			case listed >= 0:
				at = listed
			}
		}
	}
	if again := c.Quick(3); !slices.Equal(again, c.Quick(3)) {
		t.Errorf("asked twice: %v and %v", again, c.Quick(3))
	}
}

// TestQuickUncompiled checks that nothing is listed without a model.
func TestQuickUncompiled(t *testing.T) {
	if got := new(decision.Catalogue).Quick(6); got != nil {
		t.Errorf("%v", got)
	}
}
