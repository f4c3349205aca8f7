package views

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/cost"
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
	var dearer, better, asked decision.Difference
	dearer.Costs = []decision.CostChange{{To: &decision.OptionCost{}}}
	better.Scores = []decision.ScoreChange{{From: 0.5, To: 0.7}}
	var ruled decision.Difference
	ruled.Rules = []decision.RuleChange{{To: &decision.Rule{}}}
	asked.Answers, asked.Scores = []decision.AnswerChange{{To: "Yes"}}, better.Scores
	for want, d := range map[string]decision.Difference{
		"Both say the same":                        {},
		"Both say the same, under different rules": ruled,
		"The same verdict, with other bills":       dearer,
		"The same verdict, with other scores":      better,
		"The same verdict, for other reasons":      asked,
	} {
		if got := (DiffPage{Difference: d}).finding(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
