package views

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"crossroads/chart"
	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/report"
)

// DecidePage is the wizard, full page or framed. Its form is a GET form to
// Action with the fields of the assessment's query; when Revise is set it also
// carries revise (the id) and base.
type DecidePage struct {
	Page
	Catalogue   *decision.Catalogue
	Assessment  decision.Assessment
	Query       string              // canonical query of the assessment, without "?"
	Report      decision.Report     // from decision.Stand: how the options stand, without the reasons
	Action      string              // where the form goes: "/decide/deployment/result"
	StandingURL string              // fragment with the live standing: "/decide/deployment/standing"
	FullURL     string              // the wizard as a full page, absolute; set in frames
	Revise      *Revise             // set when a saved assessment is being revised
	LoadTexts   map[string]string   // figures of the load as they are shown, by id of the field
	Typed       map[string]string   // weights and shares, by form field, in the same way
	Regions     []string            // areas with prices; none where the comparison takes no load figures
	Ticked      map[string][]string // ticked answers that exclude each other, by form field
	Quick       []string            // ids of the questions of the quick route; nil outside of it
	Open        string              // what the reader asked to see: "weights", or a part such as "p2"
	PartBlocks  int                 // how many part blocks to show: the "parts" parameter, or len(Assessment.Parts) if more; 0 to 8
	Round       string              // token of the team round that is answered, "" for none
	Beside      string              // answers to compare the result with, as a query; "" for none
}

// Revise names the saved assessment that a wizard run will add a revision to.
type Revise struct {
	ID     string
	Base   int // revision the edit started from
	Title  string
	Note   string
	Author string
	Labels record.Labels
	Unseen bool // it is not shared with the reader: its texts are not here, and saving leaves them as they are
}

// fresh reports whether nothing is said yet, so that answers kept from another day can
// be offered.
func (p DecidePage) fresh() bool {
	return p.Query == "" && p.PartBlocks == 0 && p.Open == "" && p.Beside == ""
}

// scripts are those of the wizard.
func (p DecidePage) scripts() []string {
	if p.fresh() {
		return []string{"figures.js", "wizard.js", "keys.js", "resume.js"}
	}
	return []string{"figures.js", "wizard.js", "keys.js"}
}

// submitText is what the button does that ends the wizard.
func (p DecidePage) submitText() string {
	if p.Beside != "" {
		return "Show A beside B"
	}
	return "Show the result"
}

// questions returns the questions of a group, in order.
func (p DecidePage) questions(group string) []decision.Question {
	var found []decision.Question
	for _, q := range p.Catalogue.Questions {
		if q.Group == group {
			found = append(found, q)
		}
	}
	return found
}

// groups returns the groups that have questions.
func (p DecidePage) groups() []decision.Group {
	var found []decision.Group
	for _, g := range p.Catalogue.Groups {
		if len(p.questions(g.ID)) > 0 {
			found = append(found, g)
		}
	}
	return found
}

// partQuestions returns the questions asked for each part.
func (p DecidePage) partQuestions() []decision.Question {
	var found []decision.Question
	for _, q := range p.Catalogue.Questions {
		if q.Scope == decision.ScopePart {
			found = append(found, q)
		}
	}
	return found
}

func (p DecidePage) chosen(question, answer string) bool {
	return slices.Contains(p.ticked(question, p.Assessment.Answers[question]), answer)
}

// ticked returns the answers that a field shows as ticked, including those that exclude each other.
func (p DecidePage) ticked(field string, counted []string) []string {
	if all, ok := p.Ticked[field]; ok {
		return all
	}
	return counted
}

// several reports whether the user narrowed a question to more than one answer.
func (p DecidePage) several(question string) bool { return len(p.Assessment.Answers[question]) > 1 }

func (p DecidePage) open(question string) bool { return len(p.Assessment.Answers[question]) == 0 }

// places is how many places of the ranking the form has: three, or as many as were filled in.
func (p DecidePage) places() int {
	return max(min(3, len(p.Catalogue.Criteria)), len(p.Assessment.Priorities.Ranking))
}

// placed is the criterion on a place, counted from 0, "" for none.
func (p DecidePage) placed(n int) string {
	if ranking := p.Assessment.Priorities.Ranking; n < len(ranking) {
		return ranking[n]
	}
	return ""
}

func placeName(n int) string {
	if n == 0 {
		return "Most important"
	}
	return format.Ordinal(n + 1)
}

// weight is the swing weight given to a criterion, as text, "" for none.
func (p DecidePage) weight(criterion string) string { return p.Typed["w."+criterion] }

// part returns the part of a block, empty when the block is new.
func (p DecidePage) part(block int) decision.Part {
	if block <= len(p.Assessment.Parts) && block > 0 {
		return p.Assessment.Parts[block-1]
	}
	return decision.Part{}
}

// blocks is how many parts to show.
func (p DecidePage) blocks() int {
	return min(max(p.PartBlocks, len(p.Assessment.Parts)), decision.MaxParts)
}

// next is the value of the button that adds a part without script.
func (p DecidePage) next() string { return strconv.Itoa(p.blocks() + 1) }

// step numbers a step for readers: "3 of 6".
func (p DecidePage) step(i int) string {
	return strconv.Itoa(i) + " of " + strconv.Itoa(p.stepsCount())
}

func partName(block int) string { return "p" + strconv.Itoa(block) }

func partField(block int, field string) string { return partName(block) + "." + field }

// share writes the share of a part for its field, "" for none.
func (p DecidePage) share(block int) string { return p.Typed[partField(block, "share")] }

// usualWeight is what the empty field of a weight counts as.
func usualWeight(c *decision.Catalogue, criterion string) string {
	for _, w := range c.SwingWeights() {
		if w.Criterion == criterion {
			return format.Plain(math.Round(w.Weight))
		}
	}
	return ""
}

// outweighed says which criteria without a weight count for more than all weights given, "" for none.
func (p DecidePage) outweighed() string {
	var usual []decision.WeightShare
	for i, w := range p.Catalogue.SwingWeights() {
		usual = append(usual, decision.WeightShare{Criterion: w.Criterion, Name: p.Catalogue.Criteria[i].Name, Weight: w.Weight})
	}
	return report.Outweigh(p.Assessment.Priorities, usual)
}

// weighing reports whether weights are given, were to be, or are asked for.
func (p DecidePage) weighing() bool {
	return p.Open == "weights" || len(p.Assessment.Priorities.Weights) > 0 ||
		slices.ContainsFunc(p.Problems, func(x Problem) bool { return strings.HasPrefix(x.Field, "w.") })
}

// answeredCount is the number of questions that are answered, in words. It counts as Reading.Count
// does; the report of a preview does not list the answers.
func (p DecidePage) answeredCount() string {
	answered, partly, narrowed, asked := 0, 0, 0, 0
	for _, q := range p.Catalogue.Questions {
		if p.Catalogue.Settled(q.ID) {
			continue
		}
		asked++
		settled := func(answers decision.Answers) bool {
			n := len(answers[q.ID])
			return n == 1 || n > 1 && q.Several > 1
		}
		open := func(answers decision.Answers) bool { // all of them are as good as none
			n := len(answers[q.ID])
			return n > 1 && n < len(q.Answers)
		}
		apart, several := 0, open(p.Assessment.Answers)
		for _, part := range p.Assessment.Parts {
			if settled(part.Answers) {
				apart++
			}
			several = several || open(part.Answers)
		}
		switch {
		case settled(p.Assessment.Answers), apart > 0 && apart == len(p.Assessment.Parts):
			answered++
		case apart > 0:
			partly++
		case several:
			narrowed++
		}
	}
	text := report.Counted(answered, partly, narrowed, asked)
	if p.Report.Winner != nil && answered < asked {
		text += ", enough for a first result"
	}
	return text
}

// summary is announced to screen readers when the standing changes: what cannot be used, and how the options stand.
func (p DecidePage) summary() string {
	var said []string
	for _, x := range p.figureProblems() {
		said = append(said, x.Message)
	}
	return strings.Join(append(said, p.standingSaid()), " ")
}

func (p DecidePage) undecided() bool { return p.Report.Kind == decision.VerdictUndecided }

func (p DecidePage) standingSaid() string {
	if p.undecided() {
		return p.preview()
	}
	if mix := p.mix(); mix != "" {
		return mix + " " + p.answeredCount() + "."
	}
	in := chart.Standing(p.Report)
	if len(in) == 0 {
		return "Every option is ruled out. " + p.answeredCount() + "."
	}
	return in[0].Name + " first with " + format.Points(in[0].Score) + " of 100. " + p.answeredCount() + "."
}

// kindsOfRun are the words about parts where a comparison brings none.
var kindsOfRun = decision.Kinds{
	Asks: "One kind of work, or several that differ?",
	Hint: "A shop, its nightly report and its chat are three parts. Machines at each site and the system in the middle are two, and so " +
		"are everyday pages and a heavy computation. " +
		"Leave out what is bought or will not be touched. Parts that differ may fit different platforms; you then see which part goes " +
		"where, and whether a mix is worth its price.",
	Examples: []string{"checkout", "nightly report"},
}

// kinds is how to ask for the parts of a system.
func (p DecidePage) kinds() decision.Kinds {
	if p.Catalogue.Kinds.Asks == "" {
		return kindsOfRun
	}
	return p.Catalogue.Kinds
}

// exampleParts are names of parts: “checkout” or “nightly report”.
func (p DecidePage) exampleParts() string {
	var names []string
	for _, name := range p.kinds().Examples {
		names = append(names, "“"+name+"”")
	}
	return format.List(names, "or")
}

// mix names the options of a plan that has several: "So far a mix:
// functions and hosted application.", "" for no mix.
func (p DecidePage) mix() string {
	plan := p.Report.Plan
	if plan == nil || len(plan.Platforms) < 2 {
		return ""
	}
	var names []string
	for _, id := range plan.Platforms {
		names = append(names, format.InSentence(p.reading().Short(id)))
	}
	return "So far a mix: " + format.List(names, "and") + "."
}

// reading is how the options stand, with the names that they have there.
func (p DecidePage) reading() report.Reading {
	return report.Reading{Report: p.Report, Cat: p.Catalogue}
}

// preview returns the sentence above the live bars.
func (p DecidePage) preview() string {
	if mix := p.mix(); mix != "" && !p.undecided() {
		return mix
	}
	switch p.Report.Kind {
	case decision.VerdictUndecided:
		return "Nothing answered yet. This is how the options stand in an average situation."
	case decision.VerdictNone:
		return "So far nothing fits."
	}
	return chart.ScoreFinding(p.Catalogue, p.Report) + "."
}

// rangeWords returns what the worst and the best of a criterion mean.
func rangeWords(c decision.Criterion) string {
	return "From “" + c.Scale.Worst.Means + "” to “" + c.Scale.Best.Means + "”"
}

// partHolds reports whether an answer was named for a part.
func (p DecidePage) partHolds(block int, question, answer string) bool {
	return slices.Contains(p.ticked(partField(block, question), p.part(block).Answers[question]), answer)
}

// takesParts reports whether the comparison asks anything for each part of a system.
func (p DecidePage) takesParts() bool { return len(p.partQuestions()) > 0 }

// splits reports whether the answers to a question may be those of several parts.
func (p DecidePage) splits(q decision.Question) bool {
	return q.Scope == decision.ScopePart && q.Several < 2 && p.blocks() == 0
}

// partDiffers reports whether a part has answers beside the first question's, something is
// wrong with one of them, or the reader asked for these questions.
func (p DecidePage) partDiffers(block int) bool {
	if block > 0 && p.Open == partName(block) {
		return true
	}
	for i, q := range p.partQuestions() {
		field := partField(block, q.ID)
		if i > 0 && (p.problem(field) != "" || len(p.ticked(field, p.part(block).Answers[q.ID])) > 0) {
			return true
		}
	}
	return false
}

// ticking describes the boxes of a question that takes several answers, and what
// is wrong with them if anything is.
func (p DecidePage) ticking(field string) string {
	return p.describe(field, field+"-together")
}

// together is the hint on how many answers to a question may be ticked.
func together(q decision.Question) string {
	text := "Tick all that apply."
	if q.Several == 2 {
		text = "Tick one or two."
	} else if q.Several < len(q.Answers)-1 {
		text = "Tick up to " + strconv.Itoa(q.Several) + "."
	}
	for _, a := range q.Answers {
		if a.Alone {
			text += " “" + a.Label + "” excludes the others."
		}
	}
	return text
}
