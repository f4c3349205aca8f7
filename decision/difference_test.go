package decision_test

import (
	"encoding/json"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
)

// shippedCatalogue is the first comparison that ships, compiled anew from its
// JSON: what is kept with a saved report must be enough to evaluate again.
func shippedCatalogue(t *testing.T) *decision.Catalogue {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(lib.Comparisons[0])
	if err != nil {
		t.Fatal(err)
	}
	copied := new(decision.Catalogue)
	if err := json.Unmarshal(raw, copied); err != nil {
		t.Fatal(err)
	}
	if err := copied.Compile(); err != nil {
		t.Fatal(err)
	}
	return copied
}

func evaluated(t *testing.T, c *decision.Catalogue, a decision.Assessment) decision.Report {
	t.Helper()
	r, err := decision.Evaluate(c, a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCompare(t *testing.T) {
	c := shippedCatalogue(t)
	q, other := c.Questions[0], c.Questions[1]
	first := decision.Assessment{Answers: decision.Answers{q.ID: {q.Answers[0].ID}}}
	before := evaluated(t, c, first)
	if d := decision.Compare(before, evaluated(t, c, first)); !d.Same() || len(d.Scores) != len(c.Options) {
		t.Errorf("the same twice differs: %+v", d)
	}
	second := decision.Assessment{
		Answers:    decision.Answers{q.ID: {q.Answers[1].ID}, other.ID: {other.Answers[0].ID, other.Answers[1].ID}},
		Priorities: decision.Priorities{Ranking: []string{c.Criteria[1].ID, c.Criteria[0].ID}},
	}
	d := decision.Compare(before, evaluated(t, c, second))
	if len(d.Answers) != 2 || d.Same() {
		t.Fatalf("answers: %+v", d.Answers)
	}
	want := map[string][2]string{
		q.ID:     {q.Answers[0].Label, q.Answers[1].Label},
		other.ID: {"", other.Answers[0].Label + " or " + other.Answers[1].Label},
	}
	for _, a := range d.Answers {
		if got := [2]string{a.From, a.To}; got != want[a.Question] {
			t.Errorf("%s: %q, want %q", a.Question, got, want[a.Question])
		}
	}
	if len(d.Weights) == 0 {
		t.Error("a ranking changed no weight")
	}
	moved := 0
	for _, s := range d.Scores {
		if s.FromPlace == 0 || s.ToPlace == 0 {
			t.Errorf("%s has no place: %+v", s.Option, s)
		}
		if s.Moved() {
			moved++
		}
	}
	if moved == 0 {
		t.Error("no option moved")
	}
}

// TestCauses changes three judgements of a copy, of which one matters, and
// takes one question away.
func TestCauses(t *testing.T) {
	old, now := shippedCatalogue(t), shippedCatalogue(t)
	q := old.Questions[0]
	a := decision.Assessment{Answers: decision.Answers{q.ID: {q.Answers[0].ID}}}
	if causes, err := decision.Causes(old, now, a); err != nil || len(causes) != 0 {
		t.Fatalf("nothing changed: %v, %v", causes, err)
	}
	leader := evaluated(t, old, a).Leader
	for i := range now.Cells {
		if cell := &now.Cells[i]; cell.Option == leader {
			for _, k := range now.Criteria {
				if k.ID == cell.Criterion {
					cell.Value = k.Scale.Worst.At
				}
			}
		}
	}
	last := now.Questions[len(now.Questions)-1]
	now.Questions = now.Questions[:len(now.Questions)-1]
	now.Cases = nil
	if err := now.Compile(); err != nil {
		t.Fatal(err)
	}
	causes, err := decision.Causes(old, now, a)
	if err != nil || len(causes) < 2 {
		t.Fatalf("%v, %v", causes, err)
	}
	named, gone := 0, false
	for i, c := range causes {
		switch {
		case c.Tested && c.Effect > 0:
			t.Errorf("a worse judgement of the leader helps it: %+v", c)
		case c.Tested:
			named++
			if i > 0 && causes[i-1].Leader == "" && c.Leader != "" {
				t.Errorf("%+v comes after %+v", c, causes[i-1])
			}
		default:
			gone = gone || strings.Contains(c.What, last.Text)
		}
	}
	if named == 0 || !gone {
		t.Errorf("causes: %+v", causes)
	}
}
