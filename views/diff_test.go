package views

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/report"
	"crossroads/report/reporttest"
)

// TestDiffGolden holds the comparison of load and cost: with another load and
// dearer, stated newly, and not stated at all.
func TestDiffGolden(t *testing.T) {
	all := reporttest.SavedCases(t)
	plain, loaded := all["first"], all["loaded"]
	more := loaded
	more.Report.Cost = reporttest.LunchBills()
	more.Report.Cost.Load.Requests = cost.Whole(90_000_000)
	more.Report.Cost.Load.FreeTier = false
	more.Report.Cost.Load.Region = "asia"
	for i, total := range []cost.Cents{123_456, 19_004, 2_000_000} {
		more.Report.Cost.Options[i].Total = total
	}
	for name, pair := range map[string][2]reporttest.SavedCase{
		"another": {loaded, more}, "stated": {plain, loaded}, "taken-back": {loaded, plain}, "none": {plain, plain},
		"the-same": {loaded, loaded},
	} {
		side := func(r reporttest.SavedCase, n int) DiffSide {
			r.Saved.Number = n
			return DiffSide{Saved: r.Saved, Report: r.Report, URL: "https://portal.example/a/k3v9/r/2"}
		}
		p := DiffPage{Page: Page{
			Site: Site{Name: "Crossroads", Version: "1", Content: "0123456789abcdef", Comparisons: []*decision.Catalogue{plain.Catalogue}},
		}, A: side(pair[0], 1), B: side(pair[1], 2), Difference: decision.Compare(pair[0].Report, pair[1].Report)}
		_, main, _ := strings.Cut(reporttest.Render(t, Diff(p)), "<main")
		_, main, _ = strings.Cut(main, ">")
		main, _, _ = strings.Cut(main, "</main>")
		reporttest.Golden(t, "diff-"+name+".txt", reporttest.Words(main))
		changed := reporttest.Render(t, changed(Changed{From: p.A.Saved.Revision, To: p.B.Saved.Revision, Difference: p.Difference}))
		reporttest.Golden(t, "changed-"+name+".txt", reporttest.Words(changed))
	}
}

// TestDiffVersions: other content is worth a word where figures are compared.
func TestDiffVersions(t *testing.T) {
	side := func(comparison, catalogue string) (s DiffSide) {
		s.Saved.Comparison, s.Saved.Catalogue = comparison, catalogue
		return s
	}
	for _, c := range []struct {
		a, b DiffSide
		want bool
	}{
		{side("lunch", "1"), side("lunch", "1"), false},
		{side("lunch", "1"), side("lunch", "2"), true},
		{side("lunch", "1"), side("dinner", "2"), false},
	} {
		if got := (DiffPage{A: c.a, B: c.b}).versions(); (got != "") != c.want {
			t.Errorf("%v and %v: %q", c.a.Saved, c.b.Saved, got)
		}
	}
}

// TestDiffFinding: what is the same is not said to have other reasons.
func TestDiffFinding(t *testing.T) {
	var dearer, better, asked, surer, shared, weighed decision.Difference
	surer.FromShare, surer.ToShare = 0.5, 0.6
	surer.Costs = []decision.CostChange{{From: &decision.OptionCost{}, To: &decision.OptionCost{}}}
	shared.Shares = []decision.ShareChange{{Part: "Shop", From: 0.5, To: 0.51}}
	weighed.Weights = []decision.WeightChange{{Criterion: "time"}}
	dearer.Costs = []decision.CostChange{{To: &decision.OptionCost{}}}
	better.Scores = []decision.ScoreChange{{From: 0.5, To: 0.7}}
	var ruled decision.Difference
	ruled.Rules = []decision.RuleChange{{To: &decision.Rule{}}}
	asked.Answers, asked.Scores = []decision.AnswerChange{{To: "Yes"}}, better.Scores
	loaded := asked
	loaded.ToLoad = &cost.Load{}
	moved := asked
	moved.PlanChanged, moved.Moves = true, []decision.Move{{Part: "Shop"}}
	for want, d := range map[string]decision.Difference{
		"Both say the same":                                      {},
		"Both say the same, under different rules":               ruled,
		"The same verdict, with other bills":                     dearer,
		"The same verdict, with other scores":                    better,
		"The same verdict, from another answer":                  asked,
		"The same verdict, from another answer and another load": loaded,
		"The same verdict, from other weights":                   weighed,
		"The same verdict, more or less often":                   surer,
		"The same verdict, for other shares of the parts":        shared,
		"The same mix comes first, but “Shop” goes elsewhere":    moved,
	} {
		if got := (DiffPage{Difference: d}).finding(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	because := DiffPage{Difference: asked}
	because.B.Report.Because = &decision.Because{Label: "Yes", Text: "Hot?"}
	if got, want := because.finding(), "The same verdict, for other reasons"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	settled := DiffPage{Difference: asked}
	settled.B.Report = decision.Report{Kind: decision.VerdictClear, Plan: &decision.Plan{}}
	settled.A.Report = settled.B.Report
	settled.A.Report.NextQuestions = []decision.NextQuestion{{Chance: .6}}
	if got, want := settled.finding(), "The verdict differs: A has “clear so far”, B “a clear answer”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestDiffToldOtherwise: what was told otherwise is named as it is: answers, priorities, both.
func TestDiffToldOtherwise(t *testing.T) {
	two := decision.Difference{Answers: make([]decision.AnswerChange, 2), Weights: make([]decision.WeightChange, 1)}
	p := DiffPage{Difference: two}
	if got := p.toldOtherwise(); got != "other answers" { // the weights follow from them
		t.Error(got)
	}
	p.B.Saved.Input.Priorities.Ranking = []string{"time"}
	if got := p.toldOtherwise(); got != "other answers and other priorities" {
		t.Error(got)
	}
	for want, ids := range map[string][2]string{"A B": {"", ""}, "the first the second": {"x", "y"}, "revision 1 revision 2": {"x", "x"}} {
		p := DiffPage{}
		p.A.Saved.ID, p.B.Saved.ID, p.A.Saved.Number, p.B.Saved.Number = ids[0], ids[1], 1, 2
		if got := p.sidesInside(); strings.Join(got[:], " ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestOnlyInRevision: what one side alone has is in that revision. Who has signed in keeps drafts.
func TestOnlyInRevision(t *testing.T) {
	p := DiffPage{}
	p.A.Saved.ID, p.B.Saved.ID, p.A.Saved.Number, p.B.Saved.Number = "x", "x", 1, 2
	if got := p.only(1); got != "Only in revision 2" {
		t.Errorf("%q", got)
	}
	for want, s := range map[string]Site{
		"A draft that nobody opens again within a day is deleted.": {DropUnopened: 1},
		"A draft that nobody opens again within 30 days is deleted, unless somebody who has signed in saved it.": {
			DropUnopened: 30, Portfolio: true,
		},
	} {
		if got := s.unopened(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestDiffWords: separate assessments have no before and after, and a change that is too small to show is not none.
func TestDiffWords(t *testing.T) {
	var apart, revisions, beside DiffPage
	apart.A.Saved.ID, apart.B.Saved.ID = "x", "y"
	revisions.A.Saved.ID, revisions.B.Saved.ID = "x", "x"
	for word, want := range map[string][3]string{
		"Added": {"Only in the second", "Added", "Only in B"}, "No longer computed": {"Only in the first", "No longer computed", "Only in A"},
		"Lower": {"Differs", "Lower", "Lower"}, "+3.00 USD": {"+3.00 USD", "+3.00 USD", "+3.00 USD"},
	} {
		if got := [3]string{apart.changeWord(word), revisions.changeWord(word), beside.changeWord(word)}; got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
	for want, c := range map[string]decision.ScoreChange{
		"Less than 0.1 points": {From: 0.6901, To: 0.6899, FromPlace: 2, ToPlace: 1},
		"The same score":       {From: 0.69, To: 0.69, FromPlace: 2, ToPlace: 1},
		"The same":             {From: 0.69499, To: 0.69501, FromPlace: 1, ToPlace: 1},
		"+0.6 points":          {From: 0.41556, To: 0.42129, FromPlace: 2, ToPlace: 2},
		"\u22120.3 points":     {From: 0.4929, To: 0.48945, FromPlace: 2, ToPlace: 2},
		"+1.5 points":          {From: 0.69, To: 0.705, FromPlace: 1, ToPlace: 1},
	} {
		if got := scoreMove(c); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		d := decision.Difference{Scores: []decision.ScoreChange{c}}
		if told := unrounded(d) != ""; told != (c.From != c.To && want != saidSame) {
			t.Errorf("%s: said to be computed before rounding: %v", want, told)
		}
	}
}

// TestMixMove: the score of a mix moved where the difference itself says so, whatever whole points are shown.
func TestMixMove(t *testing.T) {
	for want, values := range map[string][2]float64{
		"The same": {0.69499, 0.69501}, "+0.6 points": {0.41556, 0.42129}, "\u22121.5 points": {0.705, 0.69},
	} {
		from, to := &decision.Plan{Value: values[0]}, &decision.Plan{Value: values[1]}
		if got := mixMove(decision.Difference{FromMix: from, ToMix: to}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestDiffFolds: answers that only one side gives are folded away, but none to a question that parts of the other side answer.
func TestDiffFolds(t *testing.T) {
	p := DiffPage{}
	for range 6 {
		p.Difference.Answers = append(p.Difference.Answers, decision.AnswerChange{To: "Yes", FromNone: decision.NoPart})
	}
	for _, none := range []string{decision.ByPart, decision.SomeParts} {
		p.Difference.Answers = append(p.Difference.Answers, decision.AnswerChange{To: "Yes", FromNone: none})
	}
	if shown, folded := p.answers(); len(shown) != 2 || len(folded) != 6 {
		t.Errorf("shown %v, folded %v", shown, folded)
	}
}

// TestMixBesideTheOptions: the tables of a difference have a row for the mix, and name the parts that
// go elsewhere.
func TestMixBesideTheOptions(t *testing.T) {
	all := reporttest.SavedCases(t)
	from, to := all["first"].Report, all["first"].Report
	from.Plan = &decision.Plan{Platforms: []string{"one"}, Parts: []decision.PartPlan{
		{Part: "Soup", Option: "one", Name: "One pot"}, {Part: "Salad", Option: "one", Name: "One pot"}}}
	to.Kind, to.Plan = decision.VerdictHybrid, &decision.Plan{Value: .68, Share: .81, Platforms: []string{"one", "two"},
		Parts: []decision.PartPlan{{Part: "Soup", Option: "one", Name: "One pot"}, {Part: "Salad", Option: "two", Name: "Two pots"}}}
	d := decision.Compare(from, to)
	p := DiffPage{Page: Page{Site: Site{Comparisons: []*decision.Catalogue{all["first"].Catalogue}}},
		A: DiffSide{Saved: all["first"].Saved, Report: from}, B: DiffSide{Saved: all["first"].Saved, Report: to}, Difference: d}
	result := ResultPage{Catalogue: all["first"].Catalogue, Report: from}
	close := to
	close.Kind = decision.VerdictClose
	for name, c := range map[string]struct {
		page templ.Component
		want []string
	}{
		"difference": {diffScores(p), []string{"The mix No mix 68: One pot and Two pots Differs"}},
		"history":    {changedResult(Changed{Difference: d}), []string{"The mix No mix 68: One pot and Two pots", "Parts that go elsewhere Salad One pot → became Two pots How sure:"}},
		"what if": {whatIfResult(result, WhatIfResult{Report: to, Difference: d}), []string{
			"would come first.", "“Soup” goes to One pot One pot", "“Salad” goes to One pot Two pots",
			"The mix No mix 68: One pot and Two pots", "The mix beats every option on its own in 81% of the situations", "The canteen in the building comes first in "}},
		"what if, close": {whatIfResult(result, WhatIfResult{Report: close, Difference: d}), []string{"Then it would be too close to call, with a mix of "}},
	} {
		got := strings.Join(strings.Fields(reporttest.Words(reporttest.Render(t, c.page))), " ")
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q: %s", name, want, got)
			}
		}
	}
}

// TestDiffBillsOfNowhere: what no price list covers is said above the bills, once where it is true of both sides.
func TestDiffBillsOfNowhere(t *testing.T) {
	var p DiffPage
	p.A.Report.Unpriced = []decision.Unpriced{{Label: "Our own hall"}}
	said := "No price list covers “Our own hall”. The bills are at a provider’s list prices: they serve to compare the options, " +
		"not to plan a budget."
	for _, want := range []string{"A: " + said, said} {
		if got := reporttest.Words(reporttest.Render(t, diffCosts(p))); !strings.Contains(got, want) || strings.Contains(got, "B:") ||
			strings.Contains(got, "A: ") != strings.HasPrefix(want, "A: ") {
			t.Errorf("lacks %q: %s", want, got)
		}
		p.B.Report.Unpriced = p.A.Report.Unpriced
	}
}

// TestDiffOfOtherParts: a side without a part has no answer for it, and shares are shown where they were given.
func TestDiffOfOtherParts(t *testing.T) {
	side := func(part string, share float64) (s DiffSide) {
		s.Saved.ID = part
		s.Saved.Input.Parts = []decision.Part{{Name: part, Share: share}, {Name: "Till", Share: share}}
		s.Report = decision.Report{Plan: &decision.Plan{Parts: []decision.PartPlan{{Part: part, Option: "one", Name: "One pot", Share: 0.5},
			{Part: "Till", Option: "one", Name: "One pot", Share: 0.5}}},
			Answered: []decision.Answered{{Question: "kind", Text: "What?", Label: part + " alone", Part: part}}}
		return s
	}
	page := func(a, b DiffSide) string {
		p := DiffPage{A: a, B: b, Difference: decision.Compare(a.Report, b.Report)}
		html := reporttest.Render(t, diffAnswers(p)) + reporttest.Render(t, diffPlan(p, p.plans()))
		return strings.Join(strings.Fields(reporttest.Words(html)), " ")
	}
	got := page(side("Shop", 0), side("Depot", 0))
	for _, want := range []string{"What? Depot No such part Depot alone Only in the second", "What? Shop Shop alone No such part Only in the first",
		"Till One pot One pot The same"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
	}
	if strings.Contains(got, "50%") || strings.Contains(got, "Not known") {
		t.Errorf("shares were not given, and no part is open: %s", got)
	}
	if got, want := page(side("Shop", 1), side("Depot", 0)), "Till One pot, 50% One pot, share not given Differs"; !strings.Contains(got, want) {
		t.Errorf("lacks %q: %s", want, got)
	}
}

// TestSharesBeforeAndAfter: a share that misses a bound is not written as one that reaches it, as in the verdict beside it.
func TestSharesBeforeAndAfter(t *testing.T) {
	cat := &decision.Catalogue{Bounds: decision.Bounds{LeanShare: 0.6, ClearShare: 0.75}}
	now := decision.Report{Kind: decision.VerdictClose, Leader: "a", Share: 0.5987}
	then := decision.Report{Kind: decision.VerdictClose, Leader: "a", Share: 0.5049}
	d := decision.Compare(now, then)
	for name, page := range map[string]templ.Component{
		"history": changedResult(Changed{Catalogue: cat, Difference: d}),
		"what if": whatIfResult(ResultPage{Catalogue: cat, Report: now}, WhatIfResult{Report: then, Difference: d}),
	} {
		got := strings.Join(strings.Fields(reporttest.Words(reporttest.Render(t, page))), " ")
		if !strings.Contains(got, "comes first in just under 60%") || !strings.Contains(got, "50%") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestHowSureNamesTheOptions: two shares of different options are not written as one that changed.
func TestHowSureNamesTheOptions(t *testing.T) {
	d := decision.Difference{FromShare: .94, ToShare: .69, Scores: []decision.ScoreChange{
		{Name: "One pot", FromPlace: 1, ToPlace: 2}, {Name: "Two pots", FromPlace: 2, ToPlace: 1}}}
	for _, want := range []string{"One pot first in 94% → became Two pots first in 69% of the situations", "comes first in 94% → became 69% of the situations"} {
		got := strings.Join(strings.Fields(reporttest.Words(reporttest.Render(t, changedResult(Changed{Difference: d})))), " ")
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
		d.Scores[0].ToPlace, d.Scores[1].ToPlace = 1, 2
	}
}

// TestNoTies: two that are level are not said to be far from a tie.
func TestNoTies(t *testing.T) {
	for margin, want := range map[float64]string{
		.0001: "The first two are level with today’s weights.",
		.02:   "No single weight makes the first two tie if it changes by 1 point or more, up to 60%.",
	} {
		v := reportView{Reading: report.Reading{Report: decision.Report{Margin: margin}}}
		if got := v.noTies(); got != want {
			t.Errorf("%v: %q, want %q", margin, got, want)
		}
	}
}

// TestChanceWords: where every answer changes the result, that is said, but of several parts only if it holds for one
// and for all alike.
func TestChanceWords(t *testing.T) {
	never, half, all := 0.0, 0.5, 1.0
	for _, tt := range []struct {
		chance float64
		alike  *float64
		want   string
	}{
		{1, nil, "whatever the answer, it changes the result"},
		{1, &all, "whatever the answer, it changes the result"},
		{.5, nil, "50% chance that it changes the result"},
		{.5, &half, "50% chance that it changes the result"},
		{1, &never, "100% chance that it changes the result, 0% if they have the same answer"},
	} {
		if got := chanceWords(report.Asked{NextQuestion: decision.NextQuestion{Chance: tt.chance, Alike: tt.alike}}); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
