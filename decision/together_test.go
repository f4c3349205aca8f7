package decision_test

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

// together returns lunch in which only the bakery divides parts, at the given loss of the
// other options.
func together(t *testing.T, loss float64) *decision.Catalogue {
	t.Helper()
	c := decisiontest.Lunch()
	c.Bounds.Together = loss
	c.Axes = []decision.Axis{{ID: "size", Name: "Size", Asks: "Which size?", Values: []decision.AxisValue{
		{ID: "one", Name: "One"}, {ID: "many", Name: "Many", Divides: true},
	}}}
	for i, o := range c.Options {
		c.Options[i].On = []string{"one"}
		if o.ID == "bakery" {
			c.Options[i].On[0] = "many"
		}
	}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	return c
}

// An option that holds several parts together loses what the catalogue states, in its score,
// and its range; one that divides them does not, nor does a mix.
func TestPartsHeldTogether(t *testing.T) {
	a := parts()
	a.Parts[0].Share, a.Parts[1].Share = 1, 1
	plain, r := evaluate(t, together(t, 0), a), evaluate(t, together(t, 0.2), a)
	was := map[string]decision.Standing{}
	for _, s := range plain.Ranking {
		was[s.Option] = s
	}
	for _, s := range r.Ranking {
		loss := 0.1
		if s.Option == "bakery" {
			loss = 0
		}
		near(t, s.Option, s.Score, was[s.Option].Score-loss)
		near(t, s.Option+" at least", s.Low, was[s.Option].Low-loss)
		near(t, s.Option+" at most", s.High, was[s.Option].High-loss)
	}
	p := r.Plan
	if len(p.Platforms) != 2 {
		t.Fatalf("the plan is %+v", p)
	}
	near(t, "value of the mix", p.Value, plain.Plan.Value)
	near(t, "value of one option", p.SingleValue, r.Ranking[0].Score)
	if p.BestSingle != "canteen" {
		t.Fatalf("the best single option is %s", p.BestSingle)
	}
	near(t, "of that held", p.Held, 0.1)
	if !strings.Contains(p.Sentence, " Canteen alone would hold together parts that differ, which takes 10 points off its score.") {
		t.Errorf("the plan says %q", p.Sentence)
	}
}

// Parts with the same answers are not told apart yet: one option for both loses nothing, and no part goes
// to another for that. As soon as an answer differs, it does.
func TestPartsThatAreAlike(t *testing.T) {
	c, same := together(t, 0.2), decision.Answers{"guests": {"few"}}
	a := decision.Assessment{Answers: decision.Answers{"hurry": {"short"}}, Parts: []decision.Part{{Name: "crew", Answers: same},
		{Name: "visitors", Answers: same}, {Name: "others", Answers: same}}}
	whole := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"hurry": {"short"}, "guests": {"few"}}})
	r := evaluate(t, c, a)
	if len(r.Plan.Platforms) != 1 || r.Plan.Held != 0 {
		t.Errorf("the plan of parts that are alike is %+v", r.Plan)
	}
	for i, s := range r.Ranking {
		near(t, s.Option, s.Score, whole.Ranking[i].Score)
		near(t, s.Option+" at most", s.High, whole.Ranking[i].High)
	}
	a.Parts[2].Answers = decision.Answers{"guests": {"many"}}
	plain := map[string]float64{}
	for _, s := range evaluate(t, together(t, 0), a).Ranking {
		plain[s.Option] = s.Score
	}
	for _, s := range evaluate(t, c, a).Ranking {
		loss := 0.2 * 4 / 9 // two pairs of ninths, each twice; the third pair is alike
		if s.Option == "bakery" {
			loss = 0
		}
		near(t, s.Option+" with the third", s.Score, plain[s.Option]-loss)
	}
}

// What is lost counts in every draw: the option that divides comes first in more of them.
func TestPartsHeldTogetherInDraws(t *testing.T) {
	a := decision.Assessment{Parts: []decision.Part{
		{Name: "crew", Share: 1, Answers: decision.Answers{"guests": {"few"}, "hurry": {"short"}}},
		{Name: "visitors", Share: 1, Answers: decision.Answers{"guests": {"few"}, "hurry": {"long"}}},
	}}
	first := func(loss float64) float64 {
		r := evaluate(t, together(t, loss), a)
		if r.Ranking[0].Option != "bakery" {
			t.Fatalf("with a loss of %v %s is first", loss, r.Ranking[0].Option)
		}
		return r.Ranking[0].FirstShare
	}
	if without, with := first(0), first(0.3); with < without+0.1 {
		t.Errorf("the option that divides comes first in %v of the draws, without a loss of others in %v", with, without)
	}
}

// Without parts there is nothing to hold together.
func TestNothingHeldTogether(t *testing.T) {
	a := decision.Assessment{Answers: decision.Answers{"guests": {"few"}}}
	plain, r := evaluate(t, together(t, 0), a), evaluate(t, together(t, 0.1), a)
	for i, s := range r.Ranking {
		near(t, s.Option, s.Score, plain.Ranking[i].Score)
	}
	near(t, "held", r.Held, 0)
}

// Parts that run apart are set up apart, so nothing holds them together; the others still are.
func TestPartsApartAreNotHeld(t *testing.T) {
	c := apart(t, 0.1, 0.5)
	c.Bounds.Together = 0.3
	c.Axes = []decision.Axis{{ID: "size", Name: "Size", Asks: "Which size?", Values: []decision.AxisValue{
		{ID: "one", Name: "One"}, {ID: "many", Name: "Many", Divides: true},
	}}}
	for i := range c.Options {
		c.Options[i].On = []string{"one"}
	}
	c.Options[len(c.Options)-1].On = []string{"many"}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := parts()
	a.Parts[0].Share, a.Parts[1].Share = 1, 1
	if p := evaluate(t, c, a).Plan; p.Apart == nil || p.Held != 0 {
		t.Errorf("two parts that run apart: %+v", p)
	}
	a.Parts = append(a.Parts, decision.Part{Name: "helpers", Share: 1, Answers: decision.Answers{"guests": a.Parts[0].Answers["guests"]}})
	r := evaluate(t, c, a)
	near(t, "two of three", r.Plan.Held, 0.3*2/9)
	for _, s := range r.Ranking {
		want := -0.1
		if s.Option != c.Options[len(c.Options)-1].ID {
			want -= 0.3 * 2 / 9
		}
		for _, p := range r.Plan.Parts {
			for _, of := range p.Ranking {
				if of.Option == s.Option {
					want += of.Score / 3
				}
			}
		}
		near(t, s.Option, s.Score, want)
	}
}
