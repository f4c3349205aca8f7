package assess

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"crossroads/decision"
)

func TestReportCache(t *testing.T) {
	s := New(Config{Now: time.Now}, library(t))
	cat, c := lunch(t), s.reports
	ranked := decision.Assessment{
		Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: cat.Criteria[0].ID, Weight: 30}}},
	}
	if _, err := s.Evaluate(t.Context(), cat, ranked); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.get(cat, ranked); !ok {
		t.Error("the report is not kept")
	}

	// The engine refuses a ranking beside weights, whose JSON has only these.
	both := ranked
	both.Priorities.Ranking = []string{cat.Criteria[0].ID}
	if _, err := s.Evaluate(t.Context(), cat, both); err == nil {
		t.Error("what the engine refuses was answered from memory")
	}

	other := *cat // as it is read to score a saved assessment again
	if err := other.Compile(); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.get(&other, ranked); ok {
		t.Error("another state of the catalogue got the same report")
	}
	if _, err := s.Evaluate(t.Context(), &other, ranked); err != nil {
		t.Fatal(err)
	}
	if n := c.reports.Len(); n != 1 {
		t.Errorf("%d reports are kept, want none of another state", n)
	}

	for i := range 200 {
		c.put(cat, decision.Assessment{Parts: []decision.Part{{Name: fmt.Sprint(i)}}},
			decision.Report{Headline: strings.Repeat("x", maxReports/100)})
	}
	if n := c.reports.Len(); n < 90 || n > 100 || c.reports.Size() > maxReports {
		t.Errorf("%d reports of %d bytes are kept, want nearly 100", n, c.reports.Size())
	}
	if _, ok := c.get(cat, ranked); ok {
		t.Error("the report used longest ago is still there")
	}
}
