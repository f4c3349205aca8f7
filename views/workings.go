package views

import (
	"slices"
	"strconv"

	"crossroads/decision"
	"crossroads/format"
)

// workings is the address of a part of the workings: on their own page, or further down
// in a file that holds everything.
func (v reportView) workings(part string) string { return v.WorkingsURL + "#" + part }

// workingParts lists the parts of the workings that are there, for the contents.
func (v reportView) workingParts() []navEntry {
	var parts []navEntry
	add := func(when bool, id, name string) {
		if when {
			parts = append(parts, navEntry{Name: name, URL: "#" + id})
		}
	}
	add(len(v.Report.Ranking) > 0, "scores", "Every score")
	add(v.showsLead(), "lead", "What made the lead")
	add(v.fitsByPart(), "parts", "Every option on every part")
	add(v.flipsKnown(), "changes", "Every change that counts")
	add(v.risky(), "risks", "Risks")
	add(len(v.Next()) > 0, "questions", "Open questions that count")
	add(v.Report.Cost != nil, "bills", "Load, curve and bills")
	add(true, "places", "How sure it is")
	add(true, "weights", "Weights")
	return parts
}

// risky reports whether there are warnings, about what is recommended or about other options.
func (v reportView) risky() bool {
	own, others := v.Risks()
	return v.Report.Kind != decision.VerdictUndecided && len(own)+len(others) > 0
}

// allRisks leads to all risks: of what is recommended, and of other options.
func (v reportView) allRisks(own, others int) string {
	if own == 0 {
		return format.Plural(others, "risk") + " of other options"
	}
	text := "All " + strconv.Itoa(own+others) + " risks"
	if own+others == 2 {
		text = "Both risks"
	}
	switch others {
	case 0:
		return text
	case 1:
		return text + ", one of them of another option"
	}
	return text + ", " + strconv.Itoa(others) + " of them of other options"
}

// otherRisks heads the risks of what is not recommended: in a mix, an option may be recommended for
// one part and have a risk in another, where that part does not go.
func (v reportView) otherRisks() string {
	if v.Mix() != nil {
		return "Where a part does not go"
	}
	return "Of the other options"
}

// risksLeftOut says that risks of options without a chance are not listed, "" where all have one.
func (v reportView) risksLeftOut() string {
	if !slices.ContainsFunc(v.Report.Ranking, func(s decision.Standing) bool {
		return s.Status != decision.StatusOut && s.Option != v.Report.Leader && s.FirstShare < decision.Seldom
	}) {
		return ""
	}
	return "Left out: what is a risk only of options that come first in less than " + format.Percent(decision.Seldom) +
		" of the situations."
}

// firstTwo are what ties: beside a mix, options that would carry every part.
func (v reportView) firstTwo() string {
	if v.Mix() != nil {
		return "the first two single options"
	}
	return "the first two"
}

// flipsKnown reports whether the engine has looked for changes of answers.
func (v reportView) flipsKnown() bool { return v.showsLead() || v.Mix() != nil }

// allChanges leads to the changes that are listed there.
func (v reportView) allChanges() string {
	of := []string{"answers"}
	if len(v.loadFlips()) > 0 {
		of = append(of, "loads")
	}
	if v.showsLead() || len(v.ties()) > 0 {
		of = append(of, "weights")
	}
	return "All changes of " + format.List(of, "and")
}

// fitsByPart reports whether the report knows how every option fits each part.
func (v reportView) fitsByPart() bool {
	p := v.Report.Plan
	return p != nil && len(p.Parts) > 0 && p.Parts[0].Sentence != ""
}
