package views

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/record"
	"crossroads/report/reporttest"
)

// TestChangedPeople: the history names tags and people that changed.
func TestChangedPeople(t *testing.T) {
	var c Changed
	c.From.Labels = record.Labels{Deciders: []string{"Ada"}, Informed: []string{"Cem"}}
	c.To.Labels = record.Labels{Decision: "Both", Deciders: []string{"Ada", "Bo"}, Tags: []string{"core"}}
	want := "What was decided: “Both”; before: not said.\nTags: core, where none were named before.\nDecision-makers: Ada and Bo; before: Ada.\nInformed: none; before: Cem."
	if got := strings.Join(c.labels(), "\n"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestDifferenceFromAMix: where a mix comes first, no single option does.
func TestDifferenceFromAMix(t *testing.T) {
	side := func(leader string, platforms ...string) DiffSide {
		r := decision.Report{Kind: decision.VerdictClose, Leader: leader,
			Ranking: []decision.Standing{{Option: "one", Name: "One pot"}, {Option: "two", Name: "Two pots"}}}
		if len(platforms) > 0 {
			r.Plan = &decision.Plan{Platforms: platforms}
		}
		return DiffSide{Report: r}
	}
	for _, tt := range []struct {
		a, b DiffSide
		want string
	}{
		{side("one"), side("two"), "Another option comes first: Two pots instead of One pot"},
		{side("one"), side("two", "one", "two"), "Something else comes first: a mix of One pot and Two pots instead of One pot"},
		{side("one", "one", "two"), side("one"), "Something else comes first: One pot instead of a mix of One pot and Two pots"},
	} {
		p := DiffPage{A: tt.a, B: tt.b, Difference: decision.Difference{NewLeader: tt.a.Report.Leader != tt.b.Report.Leader}}
		p.Difference.Answers = []decision.AnswerChange{{}}
		if got := p.finding(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestChangedParts: the history says what became of parts, shares, priorities and the note, and shows answers of
// parts only where there are such parts.
func TestChangedParts(t *testing.T) {
	plan := func(share float64, names ...string) *decision.Plan {
		p := &decision.Plan{Share: 0.8}
		for _, name := range names {
			p.Parts = append(p.Parts, decision.PartPlan{Part: name, Share: share, Option: "one", Name: "One pot"})
		}
		return p
	}
	said := func(part, label string) decision.Answered {
		return decision.Answered{Question: "kind", Text: "What?", Label: label, Part: part}
	}
	weights := []decision.WeightShare{{Criterion: "time", Name: "Little time", Weight: 1}}
	whole := decision.Report{Answered: []decision.Answered{said("", "Soup")}, Weights: weights}
	two := decision.Report{Plan: plan(0.5, "A", "B"), Answered: []decision.Answered{said("A", "Soup"), said("B", "Salad")}, Weights: weights}
	other := two
	other.Plan, other.Answered = plan(0.5, "A", "C"), []decision.Answered{said("A", "Soup"), said("C", "Salad")}
	shared := other
	shared.Plan = plan(0.7, "A", "C")
	revision := func(note string, ranking []string, shares ...float64) (r record.Revision) {
		r.Title, r.Note, r.Input.Priorities.Ranking = "t", note, ranking
		for _, share := range shares {
			r.Input.Parts = append(r.Input.Parts, decision.Part{Share: share})
		}
		return r
	}
	partly, nowhere := two, two
	partly.Answered = two.Answered[:1]
	partly.Unknown = []decision.Unknown{{Question: "kind", Text: "What?", Part: "B"}}
	nowhere.Answered = nil
	nowhere.Unknown = append([]decision.Unknown{{Question: "kind", Text: "What?", Part: "A"}}, partly.Unknown...)
	for name, test := range map[string]struct {
		before, after decision.Report
		from, to      record.Revision
		want, not     []string
	}{
		"divided": {whole, two, revision("", nil), revision("n", nil, 0, 0),
			[]string{"A note was added.", "Divided into parts: “A” and “B”.", "What? (B) Salad", "What? Soup → became answered for each part"},
			[]string{"divided into other parts", "(B) Soup", "not known"}},
		"no longer": {two, whole, revision("n", nil, 0, 0), revision("", nil),
			[]string{"The note was taken out.", "No longer divided into parts; before: “A” and “B”.",
				"What? answered for each part → became Soup"}, []string{"(A)", "(B)"}},
		"some parts": {whole, partly, revision("", nil), revision("", nil, 0, 0), []string{"What? Soup → became answered for “A” only"}, nil},
		"no part":    {whole, nowhere, revision("", nil), revision("", nil, 0, 0), []string{"What? Soup → became not known"}, nil},
		"renamed":    {two, other, revision("", nil, 0, 0), revision("", nil, 0, 0), []string{"“B” is now called “C”."}, []string{"What?", "Share"}},
		"shares": {other, shared, revision("", nil, 0, 0), revision("", nil, 7, 3),
			[]string{"Share of “C” 50% (not given) → became 70%"}, []string{"What?"}},
		"ranked":  {two, two, revision("", nil), revision("", []string{"time"}), []string{"Priorities stated", "→ became 1. Little time"}, nil},
		"nothing": {two, two, revision("", nil), revision("", nil), []string{"Answers and result are the same."}, []string{"Priorities"}},
	} {
		c := Changed{From: test.from, To: test.to, Before: test.before, After: test.after,
			Difference: decision.Compare(test.before, test.after)}
		got := strings.Join(strings.Fields(reporttest.Words(reporttest.Render(t, changed(c)))), " ")
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q: %s", name, want, got)
			}
		}
		for _, not := range test.not {
			if strings.Contains(got, not) {
				t.Errorf("%s has %q: %s", name, not, got)
			}
		}
	}
}

// TestChangedMix: under the same headline the history says first that parts go elsewhere, and how sure that is and
// what it costs.
func TestChangedMix(t *testing.T) {
	mix := func(share float64, bill cost.Cents, names ...string) decision.Report {
		r := decision.Report{Kind: decision.VerdictHybrid, Headline: "The best fit is a mix", Leader: "One",
			Plan: &decision.Plan{Share: share, Platforms: []string{"One", "Two"}}, Cost: &decision.CostReport{Mix: &decision.MixCost{Total: bill}}}
		for i, name := range names {
			r.Plan.Parts = append(r.Plan.Parts, decision.PartPlan{Part: string(rune('A' + i)), Option: name, Name: name})
		}
		return r
	}
	c := Changed{Difference: decision.Compare(mix(0.79, 12300, "One", "Two"), mix(0.85, 45600, "Two", "One"))}
	got := strings.Join(strings.Fields(reporttest.Words(reporttest.Render(t, changed(c)))), " ")
	for _, want := range []string{"The same mix, but parts go elsewhere: The best fit is a mix Parts that go elsewhere A One → became Two B Two → became One",
		"beats every option on its own in 79% → became 85% of the situations", "The mix 123.00 USD → became 456.00 USD"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
	}
	if strings.Contains(got, "The verdict is the same") {
		t.Errorf("the verdict is the same: %s", got)
	}
}

// TestEffectText: causes are told of what came first.
func TestEffectText(t *testing.T) {
	single := decision.Report{Kind: decision.VerdictClear, Leader: "one", Ranking: []decision.Standing{{Option: "one", Name: "One pot"}}}
	mix := single
	mix.Kind, mix.Plan = decision.VerdictHybrid, &decision.Plan{Platforms: []string{"one", "two"}}
	for _, test := range []struct {
		before decision.Report
		cause  decision.Cause
		want   string
	}{
		{single, decision.Cause{}, "It cannot be tried alone."},
		{single, decision.Cause{Tested: true, Led: true, Effect: 0.02, Score: 0.01},
			"Alone it moves the score of One pot by +1.0 point and its lead over the best other option by +2.0 points."},
		{single, decision.Cause{Tested: true, Led: true, Effect: -0.02},
			"Alone it moves the lead of One pot over the best other option by −2.0 points."},
		{single, decision.Cause{Tested: true, Effect: -0.02, Score: -0.02}, "Alone it moves the score of One pot by −2.0 points."},
		{single, decision.Cause{Tested: true, Led: true, Leader: "two", Name: "two pots", Effect: -0.02},
			"Alone it puts two pots first. It moves the lead of One pot over the best other option by −2.0 points."},
		{single, decision.Cause{Tested: true, Out: true, Led: true, Leader: "two", Name: "two pots", Effect: -0.6, Score: -0.6},
			"Alone it rules out One pot and puts two pots first."},
		{single, decision.Cause{Tested: true, Out: true, Name: "nothing"}, "Alone it rules out One pot, and nothing is left."},
		{single, decision.Cause{Tested: true}, "Alone it leaves One pot as it is, and changes other figures."},
		{mix, decision.Cause{Tested: true, Led: true, Effect: 0.02},
			"Alone it moves the lead of the mix over the best single option by +2.0 points."},
		{mix, decision.Cause{Tested: true, Led: true, Effect: 0.02, Name: "a mix of soup and salad"}, "Alone it puts a mix of soup and salad first."},
		{mix, decision.Cause{Tested: true, Moves: []decision.Move{{Part: "A", From: "one pot", To: "two pots"}}},
			"Alone it moves “A” from one pot to two pots."},
	} {
		p := AgainPage{Changed: Changed{Before: test.before}}
		if got := p.effectText(test.cause); strings.ReplaceAll(got, ".0 ", " ") != strings.ReplaceAll(test.want, ".0 ", " ") {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

// TestAgainOfAnOlderRevision: the page names the revision, and what saving its result would take back.
func TestAgainOfAnOlderRevision(t *testing.T) {
	r := decision.Report{Kind: decision.VerdictClear, Leader: "one", Headline: "One"}
	words := func(number int, after decision.Report, causes ...decision.Cause) string {
		p := AgainPage{NewContent: true, Saved: record.Saved{ID: "x", Latest: 3}, Causes: causes,
			Changed: Changed{Before: r, After: after, Difference: decision.Compare(r, after)}}
		p.Saved.Number = number
		return strings.Join(strings.Fields(reporttest.Words(reporttest.Render(t, Again(p)))), " ")
	}
	other := r
	other.Leader, other.Headline = "two", "Two"
	got := words(1, other, decision.Cause{What: "w"})
	for _, want := range []string{"Revision 1 of 3", "There are later revisions.", "Score the latest revision again", "The content has changed since",
		"What changes in the result"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
	}
	if strings.Contains(got, "Each change was tried alone") {
		t.Errorf("one cause: %s", got)
	}
	got = words(3, r, decision.Cause{What: "w"}, decision.Cause{What: "v"})
	for _, not := range []string{"later revisions", "What changes in the result", "Status and review date"} {
		if strings.Contains(got, not) {
			t.Errorf("of the latest, unchanged: has %q: %s", not, got)
		}
	}
	if !strings.Contains(got, "Each change was tried alone") {
		t.Errorf("two causes: %s", got)
	}
	p := AgainPage{NewContent: true, ContentMoved: true, Saved: record.Saved{ID: "x"},
		Changed: Changed{Before: r, After: other, Difference: decision.Compare(r, other)}}
	if got := reporttest.Words(reporttest.Render(t, Again(p))); !strings.Contains(got, "None of the changes of the content moves this result when") {
		t.Errorf("no change moves it alone: %s", got)
	}
}

// TestVersionsSaid: pages say which of content and method has changed.
func TestVersionsSaid(t *testing.T) {
	cat := &decision.Catalogue{Slug: "x", Version: "2"}
	page := Page{Site: Site{Comparisons: []*decision.Catalogue{cat}}}
	saved := func(content, engine string) (s record.Saved) {
		s.Comparison, s.Catalogue, s.Engine, s.Latest = "x", content, engine, 2
		return s
	}
	for want, s := range map[string]record.Saved{
		"The content has changed since then.":                saved("1", decision.EngineVersion),
		"The method has changed since then.":                 saved("2", "0"),
		"The content and the method have changed since then": saved("1", "0"),
	} {
		got := SavedPage{Page: page, Saved: s, Moved: true}.changedSince() + "."
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	before, after := saved("1", "8"), saved("2", "8")
	p := HistoryPage{Page: page, Saved: after, From: 1, To: 2, Changed: &Changed{From: before.Revision, To: after.Revision}}
	if got, want := reporttest.Render(t, History(p)), "computed from different versions of the content"; !strings.Contains(got, want) {
		t.Errorf("the history lacks %q", want)
	}
	p.Changed.To.Catalogue = "1"
	if got := reporttest.Render(t, History(p)); strings.Contains(got, "different versions") {
		t.Error("the content is the same, and the history says otherwise")
	}
}

// TestWhatIfQuotesSeveralPossibleAnswers: several of which one holds are not quoted as one answer.
func TestWhatIfQuotesSeveralPossibleAnswers(t *testing.T) {
	const from = "Either “Here, or there” or “Away”"
	w := WhatIfResult{Difference: decision.Difference{Answers: []decision.AnswerChange{{Question: "q", Text: "Where?", From: from, To: "Away"}}}}
	if got, want := w.change(reportView{}), "“Away” instead of either “Here, or there” or “Away” as the answer to “Where?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	w.Difference.Answers[0].From = ""
	if got, want := w.change(reportView{}), "“Away” as the answer to “Where?”, which is open now"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
