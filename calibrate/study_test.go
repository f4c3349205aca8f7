package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
)

// puzzle returns a comparison with one question, each answer of which belongs to one
// situation. The judges choose "one" under every other answer and "two" under the rest, and
// the first judgement leaves both equal: what is right under an answer can be learned from
// its own situation only.
func puzzle(t *testing.T, n int) (*decision.Catalogue, *content.Panel) {
	t.Helper()
	grade := decision.Scale{Unit: "1 to 5", Worst: decision.Anchor{At: 1}, Best: decision.Anchor{At: 5}}
	c := &decision.Catalogue{
		Slug: "puzzle", Title: "One or two?", Summary: "A puzzle.", Version: "test",
		Bounds: decision.Bounds{ClearShare: 0.75, LeanShare: 0.6, Spread: 1, Floor: 0.1, Platform: 0.03},
		Axes: []decision.Axis{{ID: "structure", Name: "Structure", Asks: "How many?", Priced: true, Values: []decision.AxisValue{
			{ID: "one", Name: "One", Phrase: "one"}, {ID: "two", Name: "Two", Phrase: "two"},
		}}},
		Options: []decision.Option{
			{ID: "a", Name: "A", Short: "A", On: []string{"one"}}, {ID: "b", Name: "B", Short: "B", On: []string{"two"}},
		},
		Criteria: []decision.Criterion{
			{ID: "x", Name: "X", Short: "X", Scale: grade, Weight: 5}, {ID: "y", Name: "Y", Short: "Y", Scale: grade, Weight: 5},
		},
		Groups: []decision.Group{{ID: "all", Title: "All"}},
	}
	for _, o := range c.Options {
		for _, k := range c.Criteria {
			c.Cells = append(c.Cells, decision.Cell{Option: o.ID, Criterion: k.ID, Value: 2})
		}
	}
	q := decision.Question{ID: "which", Group: "all", Scope: decision.ScopePart, Text: "Which one is it?"}
	panel := &content.Panel{Comparison: c.Slug, Choices: []content.Choice{
		{ID: "one", On: []string{"one"}}, {ID: "two", On: []string{"two"}}, {ID: "mix"},
	}}
	for i := range n {
		id := fmt.Sprintf("a%d", i)
		q.Answers = append(q.Answers, decision.Answer{ID: id, Label: id, Short: id, Share: 1 / float64(n), Shifts: []decision.Shift{
			{Option: "a", Criterion: "x", By: 1}, {Option: "b", Criterion: "x", By: 1},
		}})
		right, wrong := "one", "two"
		if i%2 == 1 {
			right, wrong = wrong, right
		}
		panel.Situations = append(panel.Situations, content.Situation{
			ID: fmt.Sprintf("s%d", i), Encodings: []content.Encoding{{Answers: decision.Answers{"which": {id}}}},
			Judgements: []content.Judgement{
				{Judge: "first", Points: map[string]float64{right: 90, wrong: 10}, Plausible: true},
				{Judge: "second", Points: map[string]float64{right: 80, wrong: 20}, Plausible: true},
			},
		})
	}
	c.Questions = []decision.Question{q}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	return c, panel
}

// Nothing of a fold reaches the fit that is tested on it: a fit that had seen a
// situation would know what is right under its answer.
func TestFoldsDoNotLeak(t *testing.T) {
	const n = 12
	for _, folds := range []int{3, 4, n} {
		c, panel := puzzle(t, n)
		s := &study{cat: c, last: c, panel: panel, pull: 0.001, least: anyGain, folds: folds}
		if err := s.run(); err != nil {
			t.Fatal(err)
		}
		if s.fitted.n != n || s.fitted.first != n {
			t.Errorf("fitted on all, %.0f of %.0f are right: the puzzle can be learned", s.fitted.first, s.fitted.n)
		}
		if s.unseen.n != n || s.plain.n != n {
			t.Errorf("%d folds: %.0f situations were left out, of %d; by the regression %.0f", folds, s.unseen.n, n, s.plain.n)
		}
		// By chance every other one is right; where the known ones lean to one side, those left
		// out are on the other.
		if s.unseen.first > n/2 || s.plain.first > n/2 {
			t.Errorf("%d folds: of those left out %.0f are right, by the regression %.0f, of %d: the fit has seen them", folds, s.unseen.first,
				s.plain.first, n)
		}
		if s.unseen.loglik >= s.fitted.loglik {
			t.Errorf("%d folds: log-likelihood %.3f of those left out, %.3f of those fitted", folds, s.unseen.loglik, s.fitted.loglik)
		}
	}
}

// Situations written later, and those that two judges call implausible, are not fitted.
func TestWhatIsFitted(t *testing.T) {
	c, panel := puzzle(t, 6)
	panel.Situations[1].Later = true
	for i := range panel.Situations[2].Judgements {
		panel.Situations[2].Judgements[i].Plausible = false
	}
	panel.Situations[3].Judgements[0].Plausible = false // one doubt alone
	v := newVector(c, 0)
	ids := func(list []*observation) (ids []string) {
		for _, o := range list {
			ids = append(ids, o.id)
		}
		return ids
	}
	if got, want := ids(v.observe(panel, false)), []string{"s0", "s3", "s4", "s5"}; !slices.Equal(got, want) {
		t.Errorf("fitted to %v, want %v", got, want)
	}
	if got, want := ids(v.observe(panel, true)), []string{"s1"}; !slices.Equal(got, want) {
		t.Errorf("tested on %v, want %v", got, want)
	}
}

// Points that judges gave to a combination which the comparison lacks are left out, and
// the rest is made to sum to one.
func TestPoints(t *testing.T) {
	c, panel := puzzle(t, 2)
	panel.Choices = append(panel.Choices, content.Choice{ID: "three", On: []string{"three"}})
	given := map[string]float64{"one": 0.1, "two": 0.3, "mix": 0.1, "three": 0.5}
	got := newVector(c, 0).points(panel, func(id string) float64 { return given[id] })
	for i, want := range []float64{0.2, 0.6, 0.2} {
		if math.Abs(got[i]-want) > 1e-12 {
			t.Errorf("points %v", got)
		}
	}
}

// The table is what /method and /cases show, so its figures and their places count.
func TestTable(t *testing.T) {
	c, panel := puzzle(t, 4)
	v := newVector(c, 0)
	s := &study{cat: c, last: c, panel: panel, folds: 7, seen: v.observe(panel, false)}
	s.final = v.fit(s.seen, 0.001, anyGain, 0)
	s.final.temperature = 0.0625
	s.before = score{n: 8, first: 2, two: 4, structure: 6, loglik: -8}
	s.fitted = score{n: 8, first: 8, two: 8, structure: 8, loglik: -0.5}
	s.unseen = score{n: 3, first: 1, two: 2, structure: 3, loglik: -3.7}
	s.plain = score{n: 3}
	var out strings.Builder
	if err := s.print(&out); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		fmt.Sprintf("8 situations, %d numbers, temperature 0.062", len(v.numbers)),
		"",
		"agreement with the panel                       first       two   struct.   log-lik.",
		"first judgement, not fitted                   25.0 %    50.0 %    75.0 %     -1.000",
		"fitted, on what it was fitted to             100.0 %   100.0 %   100.0 %     -0.062",
		"fitted, on 7 unseen folds                     33.3 %    66.7 %   100.0 %     -1.233",
		"logistic regression, on the same folds         0.0 %     0.0 %     0.0 %      0.000",
		"one judge, against the others                  0.0 %     0.0 %     0.0 %      0.000",
		"",
		"agreement with published cases (a test)        first       two   struct.   platform",
		"first judgement                                0.0 %     0.0 %   of 0",
		"fitted                                         0.0 %     0.0 %   of 0",
		"",
	}, "\n")
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	out.Reset()
	s.later, s.afterwards, s.plainAfterwards = s.seen, score{n: 4, first: 3, two: 4, structure: 3, loglik: -6}, score{n: 4, first: 1}
	if err := s.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"\n4 situations written after the fit (a test)\n",
		"\nfitted                                        75.0 %   100.0 %    75.0 %     -1.500\n",
		"\nlogistic regression                           25.0 %     0.0 %     0.0 %      0.000\n",
	} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("%q is not in\n%s", line, out.String())
		}
	}
}

// A situation that several readers encoded counts once, and is in one fold with all its
// encodings: one that a fit had seen would give the others away.
func TestEncodingsShareASituation(t *testing.T) {
	const n = 12
	c, panel := puzzle(t, n)
	for i := range panel.Situations {
		if s := &panel.Situations[i]; i%3 > 0 {
			s.Encodings = append(s.Encodings, s.Encodings[0])
		}
	}
	s := &study{cat: c, last: c, panel: panel, pull: 0.001, least: anyGain, folds: 4}
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]score{"fitted": s.fitted, "unseen": s.unseen, "regression": s.plain} {
		if got.n != n {
			t.Errorf("%s: %v situations, want %d", name, got.n, n)
		}
	}
	if s.fitted.first != n || s.unseen.first > n/2 {
		t.Errorf("fitted on all, %v are right; of those left out %v", s.fitted.first, s.unseen.first)
	}
}

// A judge is held against the mean of the others, not against a mean with the judge in it.
func TestOneJudgeAgainstTheOthers(t *testing.T) {
	c, panel := puzzle(t, 2)
	v := newVector(c, 0)
	o := &observation{weight: 1, judges: [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 1, 0}}, points: []float64{1.0 / 3, 2.0 / 3, 0}}
	s := &study{cat: c, panel: panel, final: v.fit(nil, 0, anyGain, 0)}
	var judge score
	s.peers([]*observation{o}, &judge)
	// The first is against two who agree; each of the others is against one and one, of
	// which the earlier option counts as first.
	if judge.n != 3 || judge.first != 0 || judge.two != 3 {
		t.Errorf("%+v", judge)
	}
	want := math.Log(slip/3) + 2*(0.5*math.Log(slip/3)+0.5*math.Log(1-slip+slip/3))
	if math.Abs(judge.loglik-want) > 1e-12 {
		t.Errorf("log-likelihood %v, want %v", judge.loglik, want)
	}
}

func TestMoves(t *testing.T) {
	c, panel := puzzle(t, 4)
	s := &study{cat: c, last: c, panel: panel, pull: 0.001, least: anyGain, folds: 2}
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	s.printMoved(&out)
	for i, n := range s.final.numbers {
		line := fmt.Sprintf("%-64s %6v -> %v\n", n.where, n.first, s.final.theta[i])
		if moved := s.final.theta[i] != n.first; strings.Contains(out.String(), line) != moved {
			t.Errorf("%s: moved %v, but the list is\n%s", n.where, moved, out.String())
		}
	}
	out.Reset()
	s.printMisses(&out)
	if strings.TrimSpace(out.String()) != "" {
		t.Errorf("the fit misses\n%s", out.String())
	}
	out.Reset()
	s.final.theta = make([]float64, len(s.final.theta))
	for i, n := range s.final.numbers {
		s.final.theta[i] = n.first
	}
	s.printMisses(&out)
	if got := strings.Count(out.String(), "\n"); got != 3 || !strings.Contains(out.String(), "s1  panel b") {
		t.Errorf("as first judged, with both options equal, those of two are missed:\n%s", out.String())
	}
}
