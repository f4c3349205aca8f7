package export

import (
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/format"
)

// load lists what the costs were computed for, nothing where no load was stated.
func (a *adr) load() {
	r := a.rec.Report
	switch {
	case r.Cost != nil:
		a.line("\nThe load that the costs are computed for:\n")
		a.figures(&r.Cost.Load)
	case r.Unbilled != nil:
		a.line("\nThe load that was stated, with usual values for the rest:\n")
		a.figures(&r.Unbilled.Load)
		a.line("\n", markdown(a.v.Unbilled()))
	}
}

// figures lists those of a load, and tells which were given from those that have their usual value.
func (a *adr) figures(load *cost.Load) {
	for _, r := range format.Saying(format.LoadRows(load)) {
		usual := r.Usual && !strings.HasPrefix(r.Text, "not ") // “not decided” says as much itself
		a.line("* ", markdown(r.Name), ": **", markdown(r.Text), "**", only(usual, " (the usual value)"))
	}
}

// bills is a table of what the considered options cost a month.
func (a *adr) bills() {
	c := a.rec.Report.Cost
	if c == nil || len(c.Options) == 0 {
		return
	}
	a.paragraphs(a.v.NoBill(), a.v.LeftOutPeak())
	people := a.v.CountsPeople()
	a.line("\nWhat they cost to run, in USD a month before tax, each carrying the whole load alone",
		only(a.v.SetUpTimes() != "", ", set up once"), ":\n")
	a.line("| Option | Built as | Provider’s bill |", only(people, " People |"), " List prices |")
	a.line("| --- | --- | ---: |", only(people, " ---: |"), " --- |")
	for i := range c.Options {
		o := &c.Options[i]
		a.line("| ", markdown(o.Name), " | ", markdown(o.BlueprintName), " | ", format.BillRange(o), a.marks(o.BillMarks), " | ",
			only(people, o.People.Text()+" | "), markdown(format.PricesText(o)), " |")
	}
	a.paragraphs(a.v.Assumes(), a.v.NotCounted())
	a.breakEvens()
	if leader := c.Bill(a.rec.Report.Leader); c.Mix == nil && leader != nil {
		a.lines(a.v.Phrase(leader.Option), leader.Lines)
	}
	a.mix()
	for _, o := range c.Options {
		for _, note := range o.Notes {
			a.line("\n", markdown(o.Name), ": ", markdown(note))
		}
	}
}

// marks continues the sum of a bill with what is particular about its prices.
func (a *adr) marks(m decision.BillMarks) (text string) {
	for _, mark := range format.BillMarks(m, &a.rec.Report.Cost.Load) {
		text += "; " + markdown(mark)
	}
	return text
}

// only returns a text if it is wanted, and "" otherwise.
func only(wanted bool, text string) string {
	if wanted {
		return text
	}
	return ""
}

// mix is a table of what each part of a mix costs a month, nothing where there is none.
func (a *adr) mix() {
	m := a.rec.Report.Cost.Mix
	if m == nil {
		return
	}
	a.paragraphs(a.v.LeftOutShares())
	people := a.v.CountsPeople()
	a.line("\nThe mix, each installation carrying its share of the load:\n")
	a.line("| Part | Requests a month | Option | Built as | Provider’s bill |", only(people, " People |"))
	a.line("| --- | ---: | --- | --- | ---: |", only(people, " ---: |"))
	for _, p := range m.Parts {
		a.line("| ", markdown(p.Part), " | ", p.Requests.Text(), " | ", markdown(p.Name), " | ", markdown(p.BlueprintName), " | ",
			format.Between(p.Total, p.Low, p.High), a.marks(p.BillMarks), " |",
			only(people, " "+p.People.Text()+" |"))
	}
	a.line("| **Together** | | | | ", format.Between(m.Total, m.Low, m.High), " |",
		only(people, " "+m.People.Text()+" |"))
	for _, p := range m.Parts {
		a.lines(p.Part, p.Lines)
	}
}

// lines lists those of a bill, nothing where there are none.
func (a *adr) lines(of string, lines []decision.CostLine) {
	if len(lines) == 0 {
		return
	}
	a.line("\nThe bill of ", markdown(of), ":\n")
	for _, l := range lines {
		a.line("* ", markdown(l.Label), ", ", markdown(format.Counted(l.Quantity, l.Unit)), ": ", l.Amount.Text(), " USD")
	}
}

// costConsequence returns sentences about the bill of the decision: for it, against it, or neutral.
// All are empty if no bill was computed.
func (a *adr) costConsequence() (good, bad, neither []string) {
	r := a.rec.Report
	leader := r.Cost.Bill(r.Leader)
	if leader == nil {
		return nil, nil, nil
	}
	c := r.Cost
	least, most := leader, leader
	for i := range c.Options {
		o := &c.Options[i]
		if !a.v.Carries(o) {
			continue
		}
		if !a.v.Carries(least) || c.Total(o) < c.Total(least) {
			least = o
		}
		if c.Total(o) > c.Total(most) {
			most = o
		}
	}
	name := markdown(a.v.Phrase(leader.Option))
	runs := name + " " + format.Verb(name, "cost", "costs") + " " + c.Total(leader).Text() + " USD a month to run"
	alone := "on one " + markdown(a.v.Noun().One) + " alone"
	if times := a.v.SetUpTimes(); times != "" {
		runs += ", set up " + times
		alone += ", set up " + times + ","
	}
	switch mix := c.Mix; {
	case a.v.Mix() != nil && mix != nil:
		together := "the mix costs " + mix.Total.Text() + " USD a month to run"
		if mix.Total > c.Total(least) {
			bad = []string{together + "; " + alone + " it is from " + c.Total(least).Text() + " to " + c.Total(most).Text() + " USD"}
		} else {
			good = []string{together + ", no more than any option alone; " + a.would(least)}
		}
	case a.v.Mix() != nil:
		neither = []string{"the cost of the mix is not computed; " + alone + " it is from " +
			c.Total(least).Text() + " to " + c.Total(most).Text() + " USD a month"}
	case a.v.SetUpTimes() == "" &&
		slices.ContainsFunc(c.TooClose(least.Option, r.Leader), func(o decision.OptionCost) bool { return o.Option == r.Leader }):
		neither = []string{runs + ", and " + a.would(least) + ": too close to call, as " + a.v.Turns()}
	case c.Total(leader) > c.Total(least):
		bad = []string{runs + ", and " + a.would(least)}
	case c.Total(most) > c.Total(leader):
		good = []string{runs + ", the least of all that are possible" + markdown(a.v.TooClose(leader.Option, a.v.Built)) +
			"; " + a.would(most) + ", the most"}
	default:
		neither = []string{runs + ", as every option does"}
	}
	return good, bad, neither
}

// billsOf compares the bills of the recommendation and of what comes second, where a criterion has its value from
// them, and reports whether they are too close to call. It is "" where it has not.
func (a *adr) billsOf(criterion string) (text string, tooClose bool) {
	c := a.rec.Report.Cost
	own, other := c.Bill(a.rec.Report.Leader), c.Bill(a.rec.Report.RunnerUp)
	if own == nil || other == nil || c.Criterion != criterion {
		return "", false
	}
	text = "a bill of " + own.Total.Text() + " USD a month, against " + other.Total.Text()
	tooClose = slices.ContainsFunc(c.TooClose(own.Option, own.Option), func(o decision.OptionCost) bool { return o.Option == other.Option })
	if tooClose {
		text += ", too close to call"
	}
	return text, tooClose
}

// billWords continues the line of the cost criterion: ", a bill of 12.30 USD a month".
func (a *adr) billWords(criterion, option string) string {
	c := a.rec.Report.Cost
	o := c.Bill(option)
	if o == nil || c.Criterion != criterion {
		return ""
	}
	return ", a bill of " + o.Total.Text() + " USD a month"
}

// breakEvens says at which loads the bill of another option that is possible becomes lower, or no longer is, than
// that of the recommended one. A mix has no such loads.
func (a *adr) breakEvens() {
	c := a.rec.Report.Cost
	if a.v.Mix() != nil {
		return
	}
	said := ""
	for _, x := range c.Crossings {
		if !a.v.RuledOut(x.Option) && x.Sentence != said { // all crossings with one option share a sentence
			a.line("\nBreak-even load: ", told(format.Small(x.Sentence)))
		}
		said = x.Sentence
	}
}

// would writes what another option would cost.
func (a *adr) would(o *decision.OptionCost) string {
	return markdown(a.v.Built(o.Option)) + " would cost " + a.rec.Report.Cost.Total(o).Text() + " USD"
}
