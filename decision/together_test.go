package decision_test

import (
	"fmt"
	"math"
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
	plain, r := evaluate(t, together(t, 0), a), evaluate(t, together(t, 0.3), a) // two answers differ, so two thirds count
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
// to another for that. It loses a third of all for each answer that differs.
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
	plain := together(t, 0)
	for differ, own := range []decision.Answers{same, {"guests": {"many"}}, {"guests": {"many"}, "hurry": {"long"}}} {
		a.Parts[2].Answers = own
		without := map[string]decision.Standing{}
		for _, s := range evaluate(t, plain, a).Ranking {
			without[s.Option] = s
		}
		for _, s := range evaluate(t, c, a).Ranking {
			loss := 0.2 * 4 / 9 * float64(differ) / 3 // two pairs of ninths, each twice; the third pair is alike
			if s.Option == "bakery" {
				loss = 0
			}
			near(t, fmt.Sprintf("%s with %d answers that differ", s.Option, differ), s.Score, without[s.Option].Score-loss)
			near(t, s.Option+" at most", s.High, without[s.Option].High-loss) // no less: what differs stays so
		}
	}
}

// What an open question is said to change for several parts at once is found by answering it alike for all of them, besides
// for one: here only one answer that differs makes parts differ, and so the plan.
func TestAskedOfSeveralPartsAlike(t *testing.T) {
	c := together(t, 1)
	c.Bounds.Platform = 0
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, budget := range []string{"little", "much"} {
		for _, kitchen := range []string{"yes", "no"} {
			found = askedAlike(t, c, decision.Answers{"kitchen": {kitchen}, "budget": {budget}}) || found
		}
	}
	if !found {
		t.Error("no answer for one part changes more than for both")
	}
}

// askedAlike holds the chances of open questions of two parts against what their answers do, and reports whether an answer for
// one part changes more than for both.
func askedAlike(t *testing.T, c *decision.Catalogue, answers decision.Answers) (found bool) {
	t.Helper()
	places := func(crew, visitors decision.Answers) (goes string) {
		for _, p := range evaluate(t, c, decision.Assessment{Answers: answers, Parts: []decision.Part{
			{Name: "crew", Answers: crew}, {Name: "visitors", Answers: visitors}}}).Plan.Parts {
			goes += p.Option + " "
		}
		return goes
	}
	now := places(nil, nil)
	r := evaluate(t, c, decision.Assessment{Answers: answers, Parts: []decision.Part{{Name: "crew"}, {Name: "visitors"}}})
	for _, q := range r.NextQuestions {
		if q.Part != "crew" {
			continue
		}
		if q.Alike == nil {
			t.Fatalf("%+v is not asked of both parts alike", q)
		}
		one, all := 0.0, 0.0
		for _, question := range c.Questions {
			for _, answer := range question.Answers {
				own := decision.Answers{q.Question: {answer.ID}}
				if question.ID == q.Question && places(own, nil) != now {
					one += answer.Share
				}
				if question.ID == q.Question && places(own, own) != now {
					all += answer.Share
				}
			}
		}
		near(t, q.Question+" for one part", q.Chance, one)
		near(t, q.Question+" for both alike", *q.Alike, all)
		near(t, "in any case", q.Least(), min(one, all))
		found = found || one > all+0.01
	}
	return found
}

// An answer for one part has the reasons of its effects by the share of that part.
func TestWhysOfOnePart(t *testing.T) {
	amount := func(share float64) (by float64) {
		r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: decision.Answers{"guests": {"few"}, "kitchen": {"yes"}},
			Parts: []decision.Part{{Name: "crew", Share: share, Answers: decision.Answers{"hurry": {"short"}}},
				{Name: "visitors", Share: 1 - share, Answers: decision.Answers{"hurry": {"normal"}}}}})
		for _, in := range r.Influences {
			if in.Question == "hurry" && in.Part == "crew" {
				for _, why := range in.Whys {
					by += math.Abs(why.Amount)
				}
			}
		}
		return by
	}
	if little, much := amount(0.01), amount(0.4); little == 0 || much < 30*little {
		t.Errorf("the reasons for a part of a hundredth come to %v, for one of 40%% to %v", little, much)
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
	if without, with := first(0), first(0.9); with < without+0.1 { // one answer differs, so a third counts
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
	c.Bounds.Together = 0.9 // one answer differs, so a third counts
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
		want := -0.1 * 8 / 9 // of nine pairs, two are apart
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
