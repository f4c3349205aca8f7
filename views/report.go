package views

import (
	"cmp"
	"slices"
	"strconv"

	"crossroads/decision"
)

// reportView is a report with what is needed to show it: the same for a fresh
// result and for a saved one.
type reportView struct {
	Report    decision.Report
	Cat       *decision.Catalogue // for colours and sources; may be newer than the report, or nil
	ChangeURL string              // the wizard with these answers; "" when they cannot be changed here
	Embed     bool                // in a frame: shorter, and links lead out of the frame
}

// index is the option's place, for colour and shape.
func (v reportView) index(option string) int { return optionIndex(v.Cat, option) }

// name is the option's short name, as the report knew it.
func (v reportView) name(option string) string {
	for _, s := range v.Report.Ranking {
		if s.Option == option {
			return s.Name
		}
	}
	if option == decision.Hybrid {
		return "A mix of platforms"
	}
	return option
}

// short is the option's name for charts.
func (v reportView) short(option string) string {
	for _, s := range v.Report.Ranking {
		if s.Option == option {
			return s.Short
		}
	}
	return option
}

// about are the pages of the options that the verdict names: the platforms of a
// mix, the first two where they are close, else the first. There is none for options that the catalogue has no more.
func (v reportView) about() []navEntry {
	ids := []string{v.Report.Leader}
	if plan := v.mix(); plan != nil {
		ids = plan.Platforms
	} else if v.Report.Kind == decision.VerdictClose {
		ids = append(ids, v.Report.RunnerUp)
	}
	if v.Embed || v.Cat == nil || v.Report.Kind == decision.VerdictUndecided {
		return nil
	}
	var pages []navEntry
	for _, id := range ids {
		if slices.ContainsFunc(v.Cat.Options, func(o decision.Option) bool { return o.ID == id }) {
			pages = append(pages, navEntry{Name: v.name(id), URL: OptionURL(v.Cat, id)})
		}
	}
	return pages
}

// change is the address of the question in the wizard.
func (v reportView) change(question string) string { return v.ChangeURL + "#q-" + question }

// tone groups the verdicts by how they are drawn.
func (v reportView) tone() string {
	switch v.Report.Kind {
	case decision.VerdictClear:
		return "clear"
	case decision.VerdictHybrid:
		return "hybrid"
	case decision.VerdictNone:
		return "none"
	}
	return "open"
}

// label names the kind of verdict.
func (v reportView) label() string {
	switch v.Report.Kind {
	case decision.VerdictClear:
		return "A clear answer"
	case decision.VerdictHybrid:
		return "A mix of platforms"
	case decision.VerdictNone:
		return "Nothing fits"
	case decision.VerdictUndecided:
		return "Nothing answered yet"
	}
	return "No clear winner"
}

// sure puts the confidence into words that go with the figure.
func (v reportView) sure() string {
	s := v.Report.Share
	switch {
	case s >= 0.95:
		return "Very sure"
	case s >= 0.8:
		return "Quite sure"
	case s >= 0.6:
		return "Fairly sure"
	}
	return "Not sure"
}

// showsLead says that there is a leader and a runner-up to compare.
func (v reportView) showsLead() bool {
	return v.Report.Leader != "" && v.Report.RunnerUp != "" && len(v.Report.Contributions) > 0 && v.Report.Kind != decision.VerdictUndecided
}

// with returns the standings that have a status.
func (v reportView) with(status string) []decision.Standing {
	var found []decision.Standing
	for _, s := range v.Report.Ranking {
		if s.Status == status {
			found = append(found, s)
		}
	}
	return found
}

// watch says that there is something to watch: nothing can be while nothing is recommended.
func (v reportView) watch() bool {
	return v.Report.Kind != decision.VerdictUndecided && len(v.Report.Warnings)+len(v.Report.Revisit) > 0
}

// flips are the changes of answers to show: single ones, else pairs.
func (v reportView) flips() []decision.Flip {
	if len(v.Report.Flips) > 0 {
		return v.Report.Flips
	}
	return v.Report.PairFlips
}

// flipTitle says how firmly the result stands.
func (v reportView) flipTitle() string {
	switch {
	case len(v.Report.Flips) > 0:
		return plural(len(v.Report.Flips), "change") + " of a single answer would put another option first"
	case len(v.Report.PairFlips) > 0:
		return "No single answer changes the result, but two together can"
	}
	return "No single answer and no pair of answers changes the result"
}

// weak are the criteria on which the leader is below the middle of the scale, worst first.
func (v reportView) weak() []decision.Contribution {
	var found []decision.Contribution
	for _, c := range v.Report.Contributions {
		if c.Leader < 0.5 {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b decision.Contribution) int { return cmp.Compare(a.Leader, b.Leader) })
	return found
}

// mix is the plan when the verdict is a mix of platforms.
func (v reportView) mix() *decision.Plan {
	if v.Report.Kind == decision.VerdictHybrid {
		return v.Report.Plan
	}
	return nil
}

// asOfWords follows the name of a source.
func asOfWords(date string) string {
	if date == "" {
		return ""
	}
	return ", as of " + day(date)
}

// next are the open questions that can change what comes first.
func (v reportView) next() []decision.NextQuestion {
	var found []decision.NextQuestion
	for _, q := range v.Report.NextQuestions {
		if q.Chance > 0 {
			found = append(found, q)
		}
	}
	return found
}

func (v reportView) nextIntro() string {
	switch {
	case len(v.next()) > 0:
		return "These open questions are the most likely to change what comes first. The figure is the chance that the answer does."
	case len(v.Report.Unknown) > 0:
		return "Nothing is pressing: no answer to a single open question would change what comes first."
	}
	return "You answered every question."
}

// source finds a source by id.
func (v reportView) source(id string) (decision.Source, bool) {
	if v.Cat != nil && id != "" {
		for _, s := range v.Cat.Sources {
			if s.ID == id {
				return s, true
			}
		}
	}
	return decision.Source{}, false
}

// ranks numbers the places of the rank table.
func (v reportView) ranks() []string {
	var names []string
	for i := range v.Report.Ranking {
		names = append(names, ordinal(i+1))
	}
	return names
}

// ordinal writes 1 as "1st".
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// planTitle is the finding of the plan for parts.
func planTitle(p *decision.Plan) string {
	if len(p.Platforms) > 1 {
		return "Split over " + strconv.Itoa(len(p.Platforms)) + " platforms, the parts fit better than on one"
	}
	return "One platform carries every part best"
}

// sections lists the parts of the report that are there, for the contents.
func (v reportView) sections() []navEntry {
	r := v.Report
	var s []navEntry
	add := func(when bool, id, name string) {
		if when {
			s = append(s, navEntry{Name: name, URL: "#" + id})
		}
	}
	add(r.Plan != nil, "plan", "Which part goes where")
	add(v.showsLead(), "why", "Why")
	add(v.showsLead() && r.Against != "", "against", "The case against")
	add(v.showsLead(), "flips", "What would change it")
	add(r.Kind != decision.VerdictUndecided || len(r.NextQuestions) > 0, "next", "What to find out next")
	add(r.Cost != nil || v.takesLoad(), "cost", "What it costs")
	add(v.watch(), "watch", "What to watch")
	add(len(r.Alike) > 0, "alike", "Similar cases")
	add(true, "answers", "Your answers")
	add(true, "details", "Details and method")
	return s
}
