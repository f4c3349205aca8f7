package views

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/record"
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

// TestWhatIfQuotesSeveralPossibleAnswers: several of which one holds are not quoted as one answer.
func TestWhatIfQuotesSeveralPossibleAnswers(t *testing.T) {
	const from = "Either “Here, or there” or “Away”"
	w := WhatIfResult{Difference: decision.Difference{Answers: []decision.AnswerChange{{Question: "q", Text: "Where?", From: from, To: "Away"}}}}
	if got, want := w.change(reportView{}), "“Away” instead of either “Here, or there” or “Away” to “Where?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
