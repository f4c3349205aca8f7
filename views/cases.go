package views

import (
	"fmt"
	"slices"
	"strconv"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/report"
)

// CasesPage lists the published cases of the comparisons and how the engine fares on them.
type CasesPage struct {
	Page
	Results []CaseResult // in the order of the content
	Filter  CaseFilter   // what the user asked for; Results holds all cases, the view filters
	Panels  []PanelCheck // of the comparisons that have one
}

// CaseFilter narrows the list of cases; empty fields do not narrow.
type CaseFilter struct {
	About string // slug of a comparison
	Chose string // option id or "hybrid"
	Agree string // "yes": the engine's first choice; "no": it is not
}

// CaseResult is a published case with the result of the engine for its facts.
type CaseResult struct {
	Catalogue *decision.Catalogue
	Case      *decision.Case
	Test      decision.CaseTest // from the catalogue's self-test
}

// CasePage is one published case.
type CasePage struct {
	Page
	Result    CaseResult
	Report    decision.Report // for the case's answers
	AnswerURL string          // the wizard with these answers
}

// first reports whether the engine puts first what the organisation chose.
func (r CaseResult) first() bool { return r.Test.Rank == 1 }

// verdict is the place of the choice in the engine's order: “Agrees”, “Second”, “Ruled out”.
func (r CaseResult) verdict() string {
	switch {
	case r.Test.Untried:
		return "No parts told"
	case r.Test.Out:
		return "Ruled out"
	case r.Test.Rank == 1:
		return "Agrees"
	case r.Test.Rank == 2:
		return "Second"
	case r.Test.Rank > 2:
		return format.Ordinal(r.Test.Rank)
	}
	return "Differs"
}

// says names what the engine puts first.
func (r CaseResult) says() string {
	switch {
	case r.Test.First == "":
		return "Nothing fits"
	case r.Test.Kind == decision.VerdictClose:
		return format.OptionName(r.Catalogue, r.Test.First) + ", narrowly"
	}
	return format.OptionName(r.Catalogue, r.Test.First)
}

// year writes the year, marked where it is not exact.
func (r CaseResult) year() string {
	if r.Case.YearNote != "" {
		return "about " + strconv.Itoa(r.Case.Year)
	}
	return strconv.Itoa(r.Case.Year)
}

// counts reports whether the case counts as a test.
func (r CaseResult) counts() bool { return r.Case.LeftOut == "" }

// chose names what the organisation chose: an option, a mix, or what is known of it.
func (r CaseResult) chose() string { return r.Catalogue.ChoseName(*r.Case) }

// axes say, for each axis on which the choice is known, whether the engine agrees.
func (r CaseResult) axes() []axisAgreement {
	var list []axisAgreement
	for i, agreed := range r.Test.Axes {
		if agreed != decision.AgreedUnknown {
			list = append(list, axisAgreement{r.Catalogue.Axes[i].Name, agreed == decision.AgreedYes})
		}
	}
	return list
}

// axisAgreement is whether the engine agrees with a case on one axis.
type axisAgreement struct {
	Name   string
	Agrees bool
}

func (a axisAgreement) says() string {
	if a.Agrees {
		return a.Name + " agrees"
	}
	return a.Name + " differs"
}

// agreement counts the cases, of those that count as a test, in which the choice
// comes first, among the first two, and is ruled out. Narrow are those of First
// without a clear or leaning answer; Mixed chose a mix, MixedFirst
// are those of them in First, and Untried those whose facts name no parts.
type agreement struct {
	All, First, FirstTwo, RuledOut, Narrow, Mixed, MixedFirst, Untried int
	LeftOut                                                            int
	Axes                                                               []axisCount
}

// axisCount counts the cases whose choice on an axis is known, and those on which the engine
// agrees.
type axisCount struct {
	Name         string
	Agree, Known int
}

// casesOf are the cases of one comparison, and its panel.
type casesOf struct {
	Catalogue *decision.Catalogue
	Results   []CaseResult
	Panel     *PanelCheck // nil when it has none
	filter    CaseFilter
}

// groups are the comparisons that the filter lets through, with their cases.
func (p CasesPage) groups() []casesOf {
	var groups []casesOf
	for _, c := range p.Site.Comparisons {
		if p.Filter.About != "" && p.Filter.About != c.Slug {
			continue
		}
		g := casesOf{Catalogue: c, filter: p.Filter}
		for _, r := range p.Results {
			if r.Catalogue.Slug == c.Slug {
				g.Results = append(g.Results, r)
			}
		}
		if i := slices.IndexFunc(p.Panels, func(panel PanelCheck) bool { return panel.Panel.Comparison == c.Slug }); i >= 0 {
			g.Panel = &p.Panels[i]
		}
		groups = append(groups, g)
	}
	return groups
}

// narrowed reports whether the filter leaves something out.
func (p CasesPage) narrowed() bool { return p.Filter != CaseFilter{} }

func (p casesOf) agreement() agreement {
	var tests []decision.CaseTest
	for _, r := range p.Results {
		tests = append(tests, r.Test)
	}
	a := tally(tests)
	for _, r := range p.Results {
		if r.counts() {
			a.countAxes(r)
		}
	}
	return a
}

func (a *agreement) countAxes(r CaseResult) {
	for _, axis := range r.axes() {
		at := slices.IndexFunc(a.Axes, func(c axisCount) bool { return c.Name == axis.Name })
		if at < 0 {
			at = len(a.Axes)
			a.Axes = append(a.Axes, axisCount{Name: axis.Name})
		}
		a.Axes[at].Known++
		a.Axes[at].Agree += one(axis.Agrees)
	}
}

func tally(tests []decision.CaseTest) agreement {
	var a agreement
	for _, t := range tests {
		if !t.Counts {
			a.LeftOut++
			continue
		}
		first, mixed := t.Rank == 1, t.Chose == decision.Hybrid
		a.All++
		a.First += one(first)
		a.FirstTwo += one(first || t.Rank == 2)
		a.RuledOut += one(t.Out)
		a.Narrow += one(first && t.Kind == decision.VerdictClose)
		a.Mixed += one(mixed)
		a.MixedFirst += one(mixed && first)
		a.Untried += one(t.Untried)
	}
	return a
}

// finer returns a sentence about narrow agreements and about mixes, which the totals hide.
func (a agreement) finer(noun decision.Noun) string {
	verb := "are"
	if a.Narrow == 1 {
		verb = "is"
	}
	text := fmt.Sprintf("Of the %s, %d %s narrow: what was chosen comes first, but there is no clear winner.",
		format.Plural(a.First, "agreement"), a.Narrow, verb)
	switch {
	case a.Mixed == 1 && a.MixedFirst == 1:
		text += fmt.Sprintf(" In the one case that chose a mix of %s, the engine puts the mix first as well.", noun.Many)
	case a.Mixed == 1:
		text += fmt.Sprintf(" In the one case that chose a mix of %s, the engine does not put the mix first.", noun.Many)
	case a.Mixed > 1:
		text += fmt.Sprintf(" Of the %s that chose a mix of %s, the engine puts the mix first in %d.", format.Plural(a.Mixed, "case"),
			noun.Many, a.MixedFirst)
	}
	if a.Untried > 0 {
		text += fmt.Sprintf(" No mix could come out in %d, whose facts name no parts.", a.Untried)
	}
	return text
}

// heldOut returns how often the fitted numbers agree with a panel on situations that they were not
// fitted to, or "" if that was not measured.
func heldOut(c *content.Calibration) string {
	row, known := c.HeldOut()
	if !known {
		return ""
	}
	return fmt.Sprintf("On situations that the fit has not seen, what the engine puts first is the panel’s first choice in %s, and among "+
		"the first two in %s; its structure is right in %s.",
		format.Percent(row.First), format.Percent(row.Two), format.Percent(row.Structure))
}

func (a agreement) share(n int) string { return shareOf(n, a.All) }

func shareOf(n, all int) string { return format.Percent(float64(n) / float64(max(all, 1))) }

// shown are the cases that count and that the filter lets through, leftOut those
// that do not count.
func (p casesOf) shown() []CaseResult { return p.filtered(true) }

func (p casesOf) leftOut() []CaseResult { return p.filtered(false) }

func (p casesOf) filtered(counts bool) []CaseResult {
	var shown []CaseResult
	for _, r := range p.Results {
		if r.counts() != counts {
			continue
		}
		if p.filter.Chose != "" && r.Case.Chose != p.filter.Chose {
			continue
		}
		if p.filter.Agree == "yes" && !r.first() || p.filter.Agree == "no" && r.first() {
			continue
		}
		shown = append(shown, r)
	}
	return shown
}

// axes reports whether a comparison that is shown has axes, of which a case may tell one alone.
func (p CasesPage) axes() bool {
	return slices.ContainsFunc(p.groups(), func(g casesOf) bool { return len(g.Catalogue.Axes) > 0 })
}

// choices are the options that cases chose, for the filter. A mix that was chosen in several
// comparisons is called a mix without saying of what.
func (p CasesPage) choices() []choice {
	var found []choice
	for _, r := range p.Results {
		if r.Case.Chose == "" || p.Filter.About != "" && r.Catalogue.Slug != p.Filter.About {
			continue
		}
		name := format.OptionName(r.Catalogue, r.Case.Chose)
		at := slices.IndexFunc(found, func(c choice) bool { return c.ID == r.Case.Chose })
		switch {
		case at < 0:
			found = append(found, choice{r.Case.Chose, name})
		case found[at].Name != name:
			found[at].Name = r.Catalogue.OptionName(r.Case.Chose)
		}
	}
	return found
}

type choice struct{ ID, Name string }

// caseAnswers lists the facts as they were turned into answers.
func (r CaseResult) caseAnswers() []report.AnswerRow {
	var rows []report.AnswerRow
	add := func(answers decision.Answers, part string) {
		for _, q := range r.Catalogue.Questions {
			var labels []string
			for _, a := range q.Answers {
				if slices.Contains(answers[q.ID], a.ID) {
					labels = append(labels, a.Label)
				}
			}
			if len(labels) > 0 {
				rows = append(rows, report.AnswerRow{Question: q.ID, Text: q.Text, Label: format.List(labels, "or"), Part: part})
			}
		}
	}
	add(r.Case.Answers, "")
	for _, part := range r.Case.Parts {
		add(part.Answers, part.Name)
	}
	return rows
}
