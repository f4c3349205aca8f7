package views

import (
	"fmt"
	"slices"
	"strconv"

	"crossroads/decision"
)

// first says that the engine puts first what the organisation chose.
func (r CaseResult) first() bool { return r.Test.Rank == 1 }

// verdict says how the engine fares on the case.
func (r CaseResult) verdict() string {
	switch {
	case r.Test.Out:
		return "Ruled out"
	case r.Test.Rank == 1:
		return "Agrees"
	case r.Test.Rank == 2:
		return "Second"
	case r.Test.Rank > 2:
		return ordinal(r.Test.Rank)
	}
	return "Differs"
}

// says names what the engine puts first.
func (r CaseResult) says() string {
	switch {
	case r.Test.First == "":
		return "Nothing fits"
	case r.Test.Kind == decision.VerdictClose:
		return optionName(r.Catalogue, r.Test.First) + ", narrowly"
	}
	return optionName(r.Catalogue, r.Test.First)
}

// year writes the year, marked where it is not exact.
func (r CaseResult) year() string {
	if r.Case.YearNote != "" {
		return "about " + strconv.Itoa(r.Case.Year)
	}
	return strconv.Itoa(r.Case.Year)
}

// agreement counts the cases in which the choice comes first, among the first
// two, and is ruled out. Narrow are those of First without a clear winner; Mixed
// chose a mix of platforms, and MixedFirst are those of them in First.
type agreement struct{ All, First, FirstTwo, RuledOut, Narrow, Mixed, MixedFirst int }

func (p CasesPage) agreement() agreement {
	tests := make([]decision.CaseTest, len(p.Results))
	for i, r := range p.Results {
		tests[i] = r.Test
		tests[i].Chose = r.Case.Chose
	}
	return tally(tests)
}

func tally(tests []decision.CaseTest) agreement {
	a := agreement{All: len(tests)}
	for _, t := range tests {
		first, mixed := t.Rank == 1, t.Chose == decision.Hybrid
		a.First += one(first)
		a.FirstTwo += one(first || t.Rank == 2)
		a.RuledOut += one(t.Out)
		a.Narrow += one(first && t.Kind == decision.VerdictClose)
		a.Mixed += one(mixed)
		a.MixedFirst += one(mixed && first)
	}
	return a
}

// finer says what the totals hide.
func (a agreement) finer() string {
	verb := "are"
	if a.Narrow == 1 {
		verb = "is"
	}
	text := fmt.Sprintf("Of the %s, %d %s narrow: what was chosen comes first, but there is no clear winner.", plural(a.First, "agreement"), a.Narrow, verb)
	if a.Mixed > 0 {
		text += fmt.Sprintf(" Of the %s that chose a mix of platforms, the engine puts the mix first in %d.", plural(a.Mixed, "case"), a.MixedFirst)
	}
	return text
}

func (a agreement) share(n int) string { return percent(float64(n) / float64(max(a.All, 1))) }

// shown are the cases that the filter lets through.
func (p CasesPage) shown() []CaseResult {
	var shown []CaseResult
	for _, r := range p.Results {
		if p.Filter.Chose != "" && r.Case.Chose != p.Filter.Chose {
			continue
		}
		if p.Filter.Agree == "yes" && !r.first() || p.Filter.Agree == "no" && r.first() {
			continue
		}
		shown = append(shown, r)
	}
	return shown
}

// choices are the options that some case chose, for the filter.
func (p CasesPage) choices() []choice {
	var found []choice
	seen := map[string]bool{}
	for _, r := range p.Results {
		if !seen[r.Case.Chose] {
			seen[r.Case.Chose] = true
			found = append(found, choice{r.Case.Chose, optionName(r.Catalogue, r.Case.Chose)})
		}
	}
	return found
}

type choice struct{ ID, Name string }

// caseAnswers lists the facts as they were turned into answers.
func (r CaseResult) caseAnswers() []answerRow {
	var rows []answerRow
	add := func(answers decision.Answers, part string) {
		for _, q := range r.Catalogue.Questions {
			var labels []string
			for _, a := range q.Answers {
				if slices.Contains(answers[q.ID], a.ID) {
					labels = append(labels, a.Label)
				}
			}
			if len(labels) > 0 {
				rows = append(rows, answerRow{Question: q.ID, Text: q.Text, Label: list(labels, "or"), Part: part})
			}
		}
	}
	add(r.Case.Answers, "")
	for _, part := range r.Case.Parts {
		add(part.Answers, part.Name)
	}
	return rows
}
