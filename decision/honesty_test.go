package decision_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"

	"pgregory.net/rapid"
)

// The verdict on a mix depends on its share of the situations, and a mix stays visible when
// it does not win.
func TestMixIsCalledByItsShare(t *testing.T) {
	c := decisiontest.Lunch()
	share := evaluate(t, c, parts()).Plan.Share
	if share <= 0 || share >= 1 {
		t.Fatalf("the mix is ahead in %v of the situations: the test needs doubt", share)
	}
	for _, tt := range []struct {
		clear, lean float64
		kind        string
	}{
		{share - 0.001, 0, decision.VerdictHybrid},
		{share + 0.001, share - 0.001, decision.VerdictLeaning},
		{1, share + 0.001, decision.VerdictClose},
	} {
		c.Bounds.ClearShare, c.Bounds.LeanShare = tt.clear, tt.lean
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		r := evaluate(t, c, parts())
		if r.Kind != tt.kind || len(r.Plan.Platforms) != 2 {
			t.Fatalf("share %v: %s, plan %v; want %s", share, r.Kind, r.Plan.Platforms, tt.kind)
		}
		if (r.Winner == nil) != (tt.kind == decision.VerdictClose) {
			t.Errorf("%s with the winner %v", r.Kind, r.Winner)
		}
		if want := "Too close to call between a mix (Canteen and Bakery) and Canteen alone"; tt.kind == decision.VerdictClose &&
			r.Headline != want {
			t.Errorf("%q, want %q", r.Headline, want)
		}
	}
}

// A mix that is the only possibility is certain, unless an open answer may rule it out.
func TestMixThatIsTheOnlyWay(t *testing.T) {
	c := decisiontest.Lunch()
	a := decision.Assessment{
		Answers: decision.Answers{"budget": {"much"}, "kitchen": {"yes"}},
		Parts: []decision.Part{
			{Name: "crew", Answers: decision.Answers{"guests": {"none"}, "hurry": {"short"}, "allergy": {"yes"}}},   // home alone
			{Name: "visitors", Answers: decision.Answers{"guests": {"many"}, "hurry": {"long"}, "allergy": {"no"}}}, // canteen alone
		},
	}
	r := evaluate(t, c, a)
	if r.Kind != decision.VerdictHybrid || r.Plan.BestSingle != "" || r.Plan.Share != 1 {
		t.Fatalf("%s (%s), best single %q", r.Kind, r.Reason, r.Plan.BestSingle)
	}
	if want := "A mix means two ways to build and run software instead of one, as no single option can carry every part."; r.Against != want {
		t.Errorf("against %q", r.Against)
	}
	delete(a.Answers, "kitchen") // "No" leaves nothing for the crew
	r = evaluate(t, c, a)
	if r.Kind != decision.VerdictClose || r.Headline != "No clear winner yet: it takes a mix, for now Canteen and Lunch from home, "+
		"unless the answer to “Can you cook at home?” is “No”" {
		t.Errorf("%s, %q, %q", r.Kind, r.Headline, r.Reason)
	}
}

func TestAgainstAMixSaysWhatIsCompared(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), parts())
	want := "A mix means two ways to build and run software instead of one, for " + decision.PointsOf(r.Plan.Gain) + " more than Canteen alone."
	if r.Against != want {
		t.Errorf("against %q", r.Against)
	}
}

// Verdicts respect their thresholds for every catalogue and all answers. The only rule is
// the share of the situations in which the proposal comes first.
func TestVerdictsKeepTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Catalogues().Draw(t, "catalogue")
		r, err := decision.Evaluate(c, decisiontest.Assessments(c).Draw(t, "assessment"))
		if err != nil {
			t.Fatal(err)
		}
		share, mixed := r.Share, r.Plan != nil && len(r.Plan.Platforms) > 1
		if mixed {
			share = r.Plan.Share
		}
		won := r.Kind == decision.VerdictClear || r.Kind == decision.VerdictHybrid || r.Kind == decision.VerdictLeaning
		switch {
		case won != (r.Winner != nil):
			t.Fatalf("%s with winner %v", r.Kind, r.Winner)
		case (r.Kind == decision.VerdictClear || r.Kind == decision.VerdictHybrid) && (share < c.Bounds.ClearShare || r.Reason != ""):
			t.Fatalf("%s with a share of %v, reason %q", r.Kind, share, r.Reason)
		case r.Kind == decision.VerdictLeaning && (share < c.Bounds.LeanShare || share >= c.Bounds.ClearShare):
			t.Fatalf("leaning with a share of %v", share)
		case (r.Kind == decision.VerdictClose || r.Kind == decision.VerdictConditional) && share >= c.Bounds.LeanShare:
			t.Fatalf("%s with a share of %v", r.Kind, share)
		case r.Kind == decision.VerdictConditional && (len(r.Conditions) == 0 || len(r.NextQuestions) == 0 ||
			r.NextQuestions[0].Question != firstCondition(r)):
			t.Fatalf("conditional on %+v, next %+v", r.Conditions, r.NextQuestions)
		}
		onePair(t, c, r)
	})
}

// firstCondition returns the conditional question that the next questions start with.
func firstCondition(r decision.Report) string {
	for _, c := range r.Conditions {
		if c.Question == r.NextQuestions[0].Question {
			return c.Question
		}
	}
	return ""
}

// onePair checks that headline, reasons and break-evens are about the same pair, the first
// two by score.
func onePair(t *rapid.T, c *decision.Catalogue, r decision.Report) {
	if r.RunnerUp == "" || r.Plan != nil && len(r.Plan.Platforms) > 1 {
		return
	}
	first, second := r.Ranking[0], r.Ranking[1]
	if r.Leader != first.Option || r.RunnerUp != second.Option {
		t.Fatalf("leader %q and runner-up %q, ranking %q, %q", r.Leader, r.RunnerUp, first.Option, second.Option)
	}
	want := "Too close to call between " + first.Name + " and " + second.Name
	if often := r.Oftener(); often != nil && often.FirstShare >= r.Share+0.1 {
		want = "The highest score goes to " + first.Name + ", but first place in more situations ("
		if !strings.HasSuffix(r.Headline, " to "+often.Name) {
			t.Fatalf("headline %q, but %s comes first more often", r.Headline, often.Name)
		}
	}
	if r.Kind == decision.VerdictClose && !strings.HasPrefix(r.Headline, want) {
		t.Fatalf("headline %q, want %q", r.Headline, want)
	}
	for _, b := range r.BreakEven {
		if !strings.Contains(b.Sentence, second.Name+" would draw level with "+first.Name) {
			t.Fatalf("break-even %q is not about %q and %q", b.Sentence, first.Name, second.Name)
		}
		if b.At > 0.6 || math.Abs(b.At-b.Now) < 0.01 {
			t.Fatalf("break-even %q says nothing", b.Sentence)
		}
	}
}

// If a third option is ahead at the tie, it is named, and otherwise none. Values are linear
// in the weight, so the ranking is enough to check this.
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
				// If two others are level at the tie, rounding decides which is named.
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
			}
		}
	})
	if seen == 0 {
		t.Log("no third option was ahead at a tie")
	}
}

// Risks are not listed for options that are ruled out, unless another part could still use
// them, nor for options that hardly ever come first.
func TestNoRisksOfRuledOutOptions(t *testing.T) {
	c := decisiontest.Lunch()
	a := decision.Answers{"guests": {"few"}, "budget": {"little"}, "hurry": {"long"}}
	if r := evaluate(t, c, decision.Assessment{Answers: a}); len(r.Warnings) != 1 || r.Warnings[0].Option != "canteen" {
		t.Errorf("warnings %+v, want one about the canteen", r.Warnings)
	}
	a["allergy"] = []string{"yes"} // rules the canteen out
	if r := evaluate(t, c, decision.Assessment{Answers: a}); len(r.Warnings) != 0 {
		t.Errorf("warnings about a ruled-out option: %+v", r.Warnings)
	}
	few := func(allergy string) decision.Answers {
		return decision.Answers{"guests": {"few"}, "allergy": {allergy}, "hurry": {"long"}}
	}
	r := evaluate(t, c, decision.Assessment{Parts: []decision.Part{{Name: "one", Answers: few("yes")}, {Name: "two", Answers: few("no")}}})
	if len(r.Warnings) != 1 || r.Warnings[0].Part != "two" {
		t.Errorf("warnings %+v, want one for the second part", r.Warnings)
	}
}

// A risk that is listed names every option that has it, also those that hardly ever come first: they would else seem to be
// free of it.
func TestRisksNameAllThatHaveThem(t *testing.T) {
	c := shipped(t)
	r := evaluate(t, c, decision.Assessment{Answers: decision.Answers{"kind": {"live"}, "needs": {"connections"}, "place": {"regulated"},
		"level": {"high"}, "size": {"few"}, "autonomy": {"together"}, "staff": {"developers"}}})
	found := false
	for _, w := range r.Warnings {
		if strings.Contains(w.Text, "60 minutes") {
			found = true
			for _, id := range []string{"hosted", "services"} {
				if name := c.OptionName(id); !strings.Contains(w.Name, name) {
					t.Errorf("%q has the risk too, which names %s only", name, w.Name)
				}
			}
		}
	}
	if at := slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == "services" }); !found ||
		r.Ranking[at].FirstShare >= decision.Seldom {
		t.Fatalf("take other answers: %+v", r.Warnings)
	}
}

// Triggers describe what happens; the likeliest new answers come first.
func TestRevisitReads(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: known()})
	want := []string{
		"The answer to “Can you cook at home?” becomes “No”: then Canteen would come first.",
		"The answer to “Do you bring guests?” becomes “A group”: then Canteen would come first.",
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

// What the decision depends on is named, and changes of plain facts only where little else is.
func TestRevisitIsConcrete(t *testing.T) {
	c := decisiontest.Lunch()
	a := known()
	delete(a, "guests")
	r := evaluate(t, c, decision.Assessment{Answers: a})
	if len(r.Conditions) == 0 || !strings.HasPrefix(r.Revisit[0], "The answer to “"+r.Conditions[0].Text+"” turns out to be “") ||
		!strings.Contains(r.Revisit[0], "”: that rules out ") {
		t.Errorf("it depends on %+v, revisit %q", r.Conditions, r.Revisit)
	}
	for i := range c.Questions {
		c.Questions[i].Plain = true
	}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	r = evaluate(t, c, decision.Assessment{Answers: known()})
	if want := "The answer to “Do you bring guests?” becomes “A group”: then Canteen would come first."; !slices.Contains(r.Revisit, want) {
		t.Errorf("without %q: %q", want, r.Revisit)
	}
}

// Only what can happen is a reason to decide again: no jump over steps of a scale, no answer that the given one does
// not turn into, no weight; and nothing is said for the sake of saying something.
func TestRevisitCanHappen(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*decision.Question)
		want   string
	}{
		"any":     {func(*decision.Question) {}, "“No” or “Never”"},
		"ordered": {func(q *decision.Question) { q.Ordered = true }, "“No”"},
		"becomes": {func(q *decision.Question) { q.Answers[0].Becomes = []string{"never"} }, "“Never”"},
		"other":   {func(q *decision.Question) { q.Answers[1].Becomes = []string{"never"} }, ""},
	} {
		c := decisiontest.Lunch()
		c.Questions[1].Answers = append(c.Questions[1].Answers, c.Questions[1].Answers[1])
		kitchen := c.Questions[1].Answers
		kitchen[0].Share, kitchen[1].Share, kitchen[2].Share = 0.5, 0.3, 0.2
		kitchen[2].ID, kitchen[2].Label = "never", "Never"
		test.change(&c.Questions[1])
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		r := evaluate(t, c, decision.Assessment{Answers: known()})
		all := strings.Join(r.Revisit, "\n")
		if got := strings.Contains(all, "cook at home?” becomes "); got != (test.want != "") ||
			!strings.Contains(all, test.want+": then Canteen") && test.want != "" ||
			strings.Contains(all, "counts for") || strings.Contains(all, "no longer holds") {
			t.Errorf("%s: %q", name, r.Revisit)
		}
	}
	c := decisiontest.Lunch()
	c.Questions[1].Answers[0].Becomes, c.Questions[1].Answers[1].Today = []string{"new"}, "new"
	if err := c.Compile(); err == nil || !strings.Contains(err.Error(), "becomes[0]") || !strings.Contains(err.Error(), "today") {
		t.Errorf("ids that nothing has: %v", err)
	}
}

// Of answers that hold together only what changes is named, and of many that lead to the same only a few.
func TestRevisitNamesTheDifference(t *testing.T) {
	c := decisiontest.Lunch()
	q := &c.Questions[1]
	q.Several, c.Cases = 2, nil
	no := q.Answers[1]
	hob := q.Answers[0]
	hob.ID, hob.Label = "hob", "A hob"
	q.Answers = []decision.Answer{q.Answers[0], hob}
	for _, id := range []string{"gas", "oven", "pots", "salt", "time"} {
		lacks := no
		lacks.ID, lacks.Label = id, "No "+id
		q.Answers = append(q.Answers, lacks)
	}
	for i := range q.Answers {
		q.Answers[i].Share = 1 / float64(len(q.Answers))
	}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := decision.Assessment{Answers: known()}
	r := evaluate(t, c, a)
	want := "The answer to “Can you cook at home?” comes to include “No gas”, “No oven”, “No pots” or one of two others: then Canteen would come first."
	if !slices.Contains(r.Revisit, want) {
		t.Errorf("without %q: %q", want, r.Revisit)
	}
	a.Answers["kitchen"] = []string{"yes", "gas"}
	want = "The answer to “Can you cook at home?” no longer includes “No gas”: then Lunch from home would come first."
	if r = evaluate(t, c, a); r.Leader != "home" && !slices.Contains(r.Revisit, want) {
		t.Errorf("without %q: %q", want, r.Revisit)
	}
}

// What there is today is said of the leader where an answer names it, for every part.
func TestToday(t *testing.T) {
	c := decisiontest.Lunch()
	for i := range c.Questions[0].Answers {
		c.Questions[0].Answers[i].Today = "home"
	}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := decision.Assessment{Answers: known()}
	r := evaluate(t, c, a)
	if r.Leader != "home" || !r.Today {
		t.Errorf("%s is there today: %v", r.Leader, r.Today)
	}
	if r := evaluate(t, decisiontest.Lunch(), a); r.Today {
		t.Error("no answer says so")
	}
	a.Answers[c.Questions[0].ID] = []string{c.Questions[0].Answers[0].ID, c.Questions[0].Answers[1].ID}
	if r := evaluate(t, c, a); r.Today {
		t.Error("the answer is open")
	}
	if r := evaluate(t, c, parts()); r.Today {
		t.Errorf("%v for a mix", r.Today)
	}
}

// Answers to one question that lead to the same outcome are one reason to decide again, and
// one thing to look at where the result is close.
func TestAnswersThatLeadToTheSameAreOneEvent(t *testing.T) {
	c := decisiontest.Lunch()
	c.Questions[1].Answers = append(c.Questions[1].Answers, c.Questions[1].Answers[1])
	kitchen := c.Questions[1].Answers
	kitchen[0].Share, kitchen[1].Share, kitchen[2].Share = 0.5, 0.3, 0.2
	kitchen[2].ID, kitchen[2].Label = "never", "Never"
	c.Bounds.ClearShare, c.Bounds.LeanShare, c.Criteria[2].Leaving = 1, 0.99, true
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	r := evaluate(t, c, decision.Assessment{Answers: known()})
	if want := "The answer to “Can you cook at home?” becomes “No” or “Never”: then Canteen would come first."; r.Revisit[0] != want {
		t.Errorf("revisit %q, want %q first", r.Revisit, want)
	}
	if r.TieBreaks == nil || len(r.TieBreaks.Closest) != 2 || r.TieBreaks.Closest[1].Changes[0].Question != "guests" {
		t.Fatalf("the result is %s: %+v", r.Kind, r.TieBreaks)
	}
	last := r.TieBreaks.Sentence[len(r.TieBreaks.Sentence)-1]
	if want := "If you still cannot decide, let “Little time” do it: it favours Canteen."; last != want {
		t.Errorf("%q, want %q", last, want)
	}
}

// Parts that depend on the same answer are named together, once, and not by name if all do.
func TestConditionsOfPartsAreJoined(t *testing.T) {
	a := parts()
	delete(a.Answers, "allergy")
	for i := range a.Parts {
		a.Parts[i].Answers = decision.Answers{"guests": {"many"}, "hurry": {"normal"}}
	}
	r := evaluate(t, decisiontest.Lunch(), a)
	const asked = "Does anybody have to avoid gluten?"
	if len(r.Conditions) != 2 || strings.Count(r.Headline, asked) != 1 || !strings.Contains(r.Headline, "for every part") {
		t.Errorf("%d conditions, headline %q", len(r.Conditions), r.Headline)
	}
	known := decision.Answers{"guests": {"many"}, "hurry": {"normal"}, "allergy": {"no"}}
	a.Parts = append(a.Parts, decision.Part{Name: "office", Share: 1, Answers: known})
	r = evaluate(t, decisiontest.Lunch(), a)
	if len(r.Conditions) != 2 || strings.Count(r.Headline, asked) != 1 || !strings.Contains(r.Headline, "for “crew” and “visitors”") {
		t.Errorf("%d conditions, headline %q", len(r.Conditions), r.Headline)
	}
}

// A mix depends on the answers that may rule out the option that a part of it goes to, and only on those.
func TestConditionsOfAMix(t *testing.T) {
	a := parts()
	delete(a.Answers, "allergy")
	a.Parts[1].Answers["allergy"] = []string{"no"}
	r := evaluate(t, decisiontest.Lunch(), a)
	if want := "The best fit is a mix: Canteen and Bakery, unless the answer to “Does anybody have to avoid gluten?” for “crew” is " +
		"“Yes”"; r.Headline != want || len(r.Conditions) != 1 || !slices.Equal(r.Conditions[0].Options, []string{"bakery"}) {
		t.Errorf("%q, want %q: %+v", r.Headline, want, r.Conditions)
	}
	if want := "The answer to “Does anybody have to avoid gluten?” for “crew” turns out to be “Yes”: that rules out " +
		"Bakery."; r.Revisit[0] != want {
		t.Errorf("%q, want %q", r.Revisit, want)
	}
	delete(a.Parts[1].Answers, "allergy")
	r = evaluate(t, decisiontest.Lunch(), a)
	if want := "The answer to “Does anybody have to avoid gluten?” for every part turns out to be “Yes”: that rules out Canteen " +
		"and Bakery."; r.Revisit[0] != want || len(r.Conditions) != 2 {
		t.Errorf("%q, want %q", r.Revisit, want)
	}
}

// Where no answer to an open question leaves the result as it is, each is listed once with what comes out.
func TestWhateverTheAnswer(t *testing.T) {
	c := decisiontest.Lunch()
	for i := range c.Cells {
		c.Cells[i].Value = 5
		if c.Cells[i].Criterion != "cost" {
			c.Cells[i].Value = 3
		}
	}
	cellOf(c, "home", "taste").Value = 3.5
	for i, by := range []float64{2, -2} {
		c.Questions[0].Answers[i] = decision.Answer{ID: c.Questions[0].Answers[i].ID, Label: c.Questions[0].Answers[i].Label, Share: .5,
			Shifts: []decision.Shift{{Option: "bakery", Criterion: "taste", By: by}, {Option: "canteen", Criterion: "taste", By: -by}}}
	}
	c.Questions[1].Answers[0].Shifts = nil
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := known()
	delete(a, "budget")
	r := evaluate(t, c, decision.Assessment{Answers: a})
	got := ""
	for _, b := range r.NextQuestions[0].Outcomes {
		got += b.Sentence + " "
	}
	if want := "With “A little”, Bakery would come first. With “A lot”, Canteen would come first. "; r.Leader != "home" || got != want {
		t.Errorf("%s: %q, want %q", r.Headline, got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Catalogues().Draw(t, "catalogue")
		r, err := decision.Evaluate(c, decisiontest.Assessments(c).Draw(t, "assessment"))
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range r.NextQuestions {
			if (len(q.Outcomes) > 0) != (q.Least() >= 1) {
				t.Fatalf("%+v", q)
			}
			var named []string
			for _, b := range q.Outcomes {
				named = append(named, b.Answers...)
				if !strings.HasPrefix(b.Sentence, "With ") || b.Leader == r.Leader && r.Plan == nil {
					t.Fatalf("%s comes first anyway: %+v", r.Leader, b)
				}
			}
			slices.Sort(named)
			if len(slices.Compact(slices.Clone(named))) != len(named) {
				t.Fatalf("an answer is named twice: %q", named)
			}
		}
	})
}

// A part of a mix is compared with the mix's other platforms, unless all of them are ruled
// out for it.
func TestPartsOfAMixAreHeldAgainstTheMix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Catalogues().Draw(t, "catalogue")
		r, err := decision.Evaluate(c, decisiontest.Assessments(c).Draw(t, "assessment"))
		if err != nil {
			t.Fatal(err)
		}
		if r.Plan == nil || len(r.Plan.Platforms) < 2 || r.Kind == decision.VerdictNone {
			return
		}
		for _, p := range r.Plan.Parts {
			_, must, kept := r.Plan.KeptFrom(p)
			switch {
			case p.Option == "" || p.Instead != "":
			case p.Rival != "" && !slices.Contains(r.Plan.Platforms, p.Rival):
				t.Fatalf("%q is held against %q, the mix has %v", p.Part, p.Rival, r.Plan.Platforms)
			case (p.Rival == "") != kept:
				t.Fatalf("%q has no rival in %v, and is kept from others by %+v", p.Part, r.Plan.Platforms, must)
			case kept && !strings.Contains(p.Sentence, " cannot take it: the answer to “"):
				t.Fatalf("%q says %q", p.Part, p.Sentence)
			}
		}
	})
}
