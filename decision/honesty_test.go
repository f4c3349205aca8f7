package decision_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"

	"pgregory.net/rapid"
)

// A mix that gains next to nothing is not called the answer, but stays in sight.
func TestMixWithoutAClearGain(t *testing.T) {
	c := decisiontest.Lunch()
	gain, platform, least := evaluate(t, c, parts()).Plan.Gain, c.Bounds.Platform, c.Bounds.ClearMargin/3
	for _, tt := range []struct {
		gain float64
		kind string
	}{{least + 0.001, decision.VerdictHybrid}, {least - 0.001, decision.VerdictClose}} {
		c.Bounds.Platform = platform + gain - tt.gain // the price of the second platform eats up the rest
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		r := evaluate(t, c, parts())
		if r.Kind != tt.kind || len(r.Plan.Platforms) != 2 {
			t.Fatalf("gain %v of %v: %s, plan %v", r.Plan.Gain, least, r.Kind, r.Plan.Platforms)
		}
		if tt.kind == decision.VerdictHybrid {
			continue
		}
		if want := "Too close to call between a mix (Canteen and Bakery) and Canteen alone"; r.Headline != want || r.Winner != nil {
			t.Errorf("%q with the winner %v, want %q and none", r.Headline, r.Winner, want)
		}
		if !strings.HasPrefix(r.Reason, "The mix gains ") || !strings.Contains(r.Reason, "Canteen alone") {
			t.Errorf("reason %q", r.Reason)
		}
	}
}

// A mix that is the only way need not gain anything, but an open answer may still
// take it away.
func TestMixThatIsTheOnlyWay(t *testing.T) {
	c := decisiontest.Lunch()
	c.Bounds.ClearMargin = 1
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := decision.Assessment{
		Answers: decision.Answers{"budget": {"much"}, "kitchen": {"yes"}},
		Parts: []decision.Part{
			{Name: "crew", Answers: decision.Answers{"guests": {"none"}, "hurry": {"short"}, "allergy": {"yes"}}},   // home alone
			{Name: "visitors", Answers: decision.Answers{"guests": {"many"}, "hurry": {"long"}, "allergy": {"no"}}}, // canteen alone
		},
	}
	r := evaluate(t, c, a)
	if r.Kind != decision.VerdictHybrid || r.Plan.BestSingle != "" {
		t.Fatalf("%s (%s), best single %q", r.Kind, r.Reason, r.Plan.BestSingle)
	}
	if want := "A mix means 2 platforms to run instead of one, as no single platform can carry every part."; r.Against != want {
		t.Errorf("against %q", r.Against)
	}
	delete(a.Answers, "kitchen") // "No" leaves nothing for the crew
	r = evaluate(t, c, a)
	if r.Kind != decision.VerdictClose || r.Headline != "No clear winner yet: it takes a mix, for now Canteen and Home" || !strings.Contains(r.Reason, "Can you cook at home?") {
		t.Errorf("%s, %q, %q", r.Kind, r.Headline, r.Reason)
	}
}

func TestAgainstAMixSaysWhatIsCompared(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), parts())
	if !strings.HasPrefix(r.Against, "A mix means 2 platforms to run instead of one: Canteen alone would score ") {
		t.Errorf("against %q", r.Against)
	}
}

// Verdicts keep their bounds, whatever the catalogue and the answers.
func TestVerdictsKeepTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Catalogues().Draw(t, "catalogue")
		r, err := decision.Evaluate(c, decisiontest.Assessments(c).Draw(t, "assessment"))
		if err != nil {
			t.Fatal(err)
		}
		chance := 0.0
		if len(r.NextQuestions) > 0 {
			chance = r.NextQuestions[0].Chance
		}
		sure := r.Kind == decision.VerdictClear || r.Kind == decision.VerdictHybrid
		switch {
		case sure != (r.Winner != nil) || sure != (r.Reason == ""):
			t.Fatalf("%s with winner %v, reason %q", r.Kind, r.Winner, r.Reason)
		case sure && chance >= 0.4:
			t.Fatalf("%s, but %q has a chance of %v", r.Kind, r.NextQuestions[0].Text, chance)
		case r.Kind == decision.VerdictHybrid && r.Plan.BestSingle != "" && r.Plan.Gain < c.Bounds.ClearMargin/3:
			t.Fatalf("a mix with a gain of %v", r.Plan.Gain)
		}
		namesTheMostFrequent(t, r)
	})
}

// namesTheMostFrequent checks that an option that comes first more often than the
// runner-up is named beside the leader.
func namesTheMostFrequent(t *rapid.T, r decision.Report) {
	if r.Kind != decision.VerdictClose || r.RunnerUp == "" || (r.Plan != nil && len(r.Plan.Platforms) > 1) {
		return
	}
	leader, other := r.Ranking[0], r.Ranking[1]
	for _, s := range r.Ranking[2:] {
		if s.FirstShare > other.FirstShare {
			other = s
		}
	}
	if want := fmt.Sprintf("Too close to call between %s and %s", leader.Name, other.Name); r.Headline != want {
		t.Fatalf("headline %q, want %q", r.Headline, want)
	}
	if other.FirstShare > leader.FirstShare && !strings.Contains(r.Reason, "comes first most often is "+other.Name+" (") {
		t.Fatalf("reason %q does not say that %s comes first most often", r.Reason, other.Name)
	}
}

// A catalogue in which the third by score comes first most often: the outsider is
// best in seven of ten situations, and hopeless in the others.
func TestCloseNamesTheMostFrequent(t *testing.T) {
	c := outsider()
	r := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"other": {"a"}}})
	if r.Leader != "steady" || r.RunnerUp != "second" || r.Kind != decision.VerdictClose {
		t.Fatalf("%s, leader %q, runner-up %q", r.Kind, r.Leader, r.RunnerUp)
	}
	if want := "Too close to call between Steady and Outsider"; r.Headline != want {
		t.Errorf("headline %q, want %q", r.Headline, want)
	}
	if want := "The highest score is that of Steady, but the option that comes first most often is Outsider ("; !strings.HasPrefix(r.Reason, want) {
		t.Errorf("reason %q", r.Reason)
	}
}

func outsider() *decision.Catalogue {
	grade := decision.Scale{Unit: "0 to 10", Worst: decision.Anchor{At: 0}, Best: decision.Anchor{At: 10}}
	c := &decision.Catalogue{
		Slug: "three", Title: "Which?", Summary: "One.", Version: "test",
		Bounds:   decision.Bounds{ClearMargin: 0.05, ClearShare: 0.6, Floor: 0.1},
		Options:  []decision.Option{{ID: "steady", Name: "Steady"}, {ID: "second", Name: "Second"}, {ID: "outsider", Name: "Outsider"}},
		Criteria: []decision.Criterion{{ID: "good", Name: "Good", Weight: 1, Scale: grade}, {ID: "same", Name: "Same", Weight: 1, Scale: grade}},
		Groups:   []decision.Group{{ID: "all", Title: "All"}},
		Questions: []decision.Question{
			{ID: "luck", Group: "all", Scope: decision.ScopeTeam, Text: "Luck?", Answers: []decision.Answer{
				{ID: "good", Label: "Good", Share: 0.7, Shifts: []decision.Shift{{Option: "outsider", Criterion: "good", By: 1}}},
				{ID: "bad", Label: "Bad", Share: 0.3, Shifts: []decision.Shift{{Option: "outsider", Criterion: "good", By: -6}}},
			}},
			{ID: "other", Group: "all", Scope: decision.ScopeTeam, Text: "Other?", Answers: []decision.Answer{{ID: "a", Label: "A", Share: 0.5}, {ID: "b", Label: "B", Share: 0.5}}},
		},
		Cells: []decision.Cell{
			{Option: "steady", Criterion: "good", Value: 6.4}, {Option: "second", Criterion: "good", Value: 6.2}, {Option: "outsider", Criterion: "good", Value: 6},
		},
	}
	for _, o := range c.Options {
		c.Cells = append(c.Cells, decision.Cell{Option: o.ID, Criterion: "same", Value: 5})
	}
	if err := c.Compile(); err != nil {
		panic(err)
	}
	return c
}

// Where a third option is ahead at the tie, it is named; elsewhere none is. Values
// are linear in the weight, so this can be checked from the ranking.
func TestBreakEvenNamesWhoIsAhead(t *testing.T) {
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Catalogues().Draw(t, "catalogue")
		a := decisiontest.Assessments(c).Draw(t, "assessment")
		a.Parts = nil
		r, err := decision.Evaluate(c, a)
		if err != nil {
			t.Fatal(err)
		}
		for k, w := range r.Contributions {
			for _, b := range r.BreakEven {
				if b.Criterion != w.Criterion {
					continue
				}
				at := func(s decision.Standing) float64 {
					return b.At*s.Values[k] + (1-b.At)*(s.Score-w.Weight*s.Values[k])/(1-w.Weight)
				}
				tie, best, ahead, named := at(r.Ranking[0]), 0.0, "", math.Inf(-1)
				for _, s := range r.Ranking[2:] {
					if s.Status == decision.StatusOut {
						continue
					}
					v := at(s)
					if v > tie && v > best {
						best, ahead = v, s.Option
					}
					if s.Option == b.OvertakenBy {
						named = v
					}
				}
				// Where two others are level at the tie, rounding decides which of them is named.
				level := ahead != "" && math.Abs(best-named) <= 1e-9
				if ahead != b.OvertakenBy && math.Abs(best-tie) > 1e-6 && !level {
					t.Fatalf("%q: at the tie (%v) %q is ahead with %v, said is %q", b.Criterion, tie, ahead, best, b.OvertakenBy)
				}
				if b.OvertakenBy == "" {
					continue
				}
				seen++
				if name := c.OptionName(b.OvertakenBy); !strings.HasSuffix(b.Sentence, ", but "+name+" would be ahead of both by then.") {
					t.Fatalf("sentence %q", b.Sentence)
				}
				for _, line := range r.Revisit {
					if strings.HasPrefix(line, "“"+b.Name+"” counts for ") {
						t.Fatalf("%q is no reason to decide again", line)
					}
				}
			}
		}
	})
	if seen == 0 {
		t.Log("no third option was ahead at a tie")
	}
}

// Ruled-out options bring no risks, unless another part could still use them.
func TestNoRisksOfRuledOutOptions(t *testing.T) {
	c := decisiontest.Lunch()
	a := decision.Answers{"guests": {"few"}, "budget": {"little"}, "kitchen": {"yes"}}
	if r := evaluate(t, c, decision.Assessment{Answers: a}); len(r.Warnings) != 1 || r.Warnings[0].Option != "canteen" {
		t.Errorf("warnings %+v, want one about the canteen", r.Warnings)
	}
	a["allergy"] = []string{"yes"} // rules the canteen out
	if r := evaluate(t, c, decision.Assessment{Answers: a}); len(r.Warnings) != 0 {
		t.Errorf("warnings about a ruled-out option: %+v", r.Warnings)
	}
	few := func(allergy string) decision.Answers {
		return decision.Answers{"guests": {"few"}, "allergy": {allergy}}
	}
	r := evaluate(t, c, decision.Assessment{Parts: []decision.Part{{Name: "one", Answers: few("yes")}, {Name: "two", Answers: few("no")}}})
	if len(r.Warnings) != 1 || r.Warnings[0].Part != "two" {
		t.Errorf("warnings %+v, want one for the second part", r.Warnings)
	}
}

// Triggers say what happens; the likeliest new answers come before the others.
func TestRevisitReads(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: known()})
	want := []string{
		"The answer to “Can you cook at home?” becomes “No”: then Canteen would come first.",
		"The answer to “Do you bring guests?” becomes “A group”: then Canteen would come first.",
		"“Little time” counts for 61 % of the decision instead of 14 %: then Canteen would draw level with Lunch from home.",
	}
	if strings.Join(r.Revisit, "\n") != strings.Join(want, "\n") {
		t.Errorf("revisit %q", r.Revisit)
	}
	c := decisiontest.Lunch()
	c.Questions[1].Answers[0].Share, c.Questions[1].Answers[1].Share = 0.95, 0.05
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	if r = evaluate(t, c, decision.Assessment{Answers: known()}); r.Revisit[0] != want[1] || r.Revisit[1] != want[0] {
		t.Errorf("the less likely answer comes first: %q", r.Revisit)
	}
}
