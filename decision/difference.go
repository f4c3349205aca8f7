package decision

import (
	"math"
	"slices"

	"crossroads/decision/cost"
)

// Difference lists what differs between two reports, in the order of the later one.
type Difference struct {
	From, To    string // headlines
	Answers     []AnswerChange
	Weights     []WeightChange
	Scores      []ScoreChange // every option of either report
	Costs       []CostChange  // every option with a bill in either report
	NewLeader   bool          // another option comes first
	NewVerdict  bool          // another kind of verdict, or another winner
	PlanChanged bool          // a part goes elsewhere, or the parts are others
	Moves       []Move        // parts of both reports that go elsewhere
	Rules       []RuleChange  // of the organisation

	FromMix, ToMix   *Plan      // nil where no mix comes first
	FromLoad, ToLoad *cost.Load // the loads of the two reports, nil where none was stated
}

// NewLoad reports whether the loads differ, or only one report has one.
func (d Difference) NewLoad() bool {
	if d.FromLoad == nil || d.ToLoad == nil {
		return d.FromLoad != d.ToLoad
	}
	return *d.FromLoad != *d.ToLoad
}

// Move is a part that goes to another option; "" for none that fits.
type Move struct{ Part, From, To string } // names

// AnswerChange is a question that was answered differently. A label is "" when the question
// was open or not asked.
type AnswerChange struct {
	Question, Text, Part string
	From, To             string // labels
}

// WeightChange is a criterion whose weight changed, in whole percent. -1 stands for a
// criterion that is missing from the report.
type WeightChange struct {
	Criterion, Name string
	From, To        float64
}

// ScoreChange compares an option between two reports. Places count from 1; 0 means that the
// option is missing from the report.
type ScoreChange struct {
	Option, Name         string
	From, To             float64
	FromPlace, ToPlace   int
	FromStatus, ToStatus string
}

// RuleChange is a rule of the organisation that differs between two reports; nil on the
// side where it did not apply. It alone does not make reports different, only its
// consequences do.
type RuleChange struct{ From, To *Rule }

// Moved reports whether the place, the status or the score in whole points changed.
func (c ScoreChange) Moved() bool {
	return c.FromPlace != c.ToPlace || c.FromStatus != c.ToStatus || math.Round(c.From*100) != math.Round(c.To*100)
}

// CostChange compares the bill of an option between two reports; nil where it has none.
type CostChange struct {
	Option, Name string
	From, To     *OptionCost
}

// Moved reports whether the bill or the cost of people's work changed.
func (c CostChange) Moved() bool {
	if c.From == nil || c.To == nil {
		return c.From != c.To
	}
	return c.From.Total != c.To.Total || c.From.People != c.To.People
}

// Same reports whether a reader would see no difference.
func (d Difference) Same() bool {
	return len(d.Answers) == 0 && len(d.Weights) == 0 && !d.NewLeader && !d.NewVerdict && !d.PlanChanged && !d.NewLoad() &&
		!slices.ContainsFunc(d.Scores, ScoreChange.Moved) && !slices.ContainsFunc(d.Costs, CostChange.Moved)
}

// Compare lists the changes between two reports of the same comparison.
func Compare(before, after Report) Difference {
	return Difference{
		From: before.Headline, To: after.Headline,
		FromMix: before.Mix(), ToMix: after.Mix(),
		FromLoad: loadOf(before), ToLoad: loadOf(after),
		Answers:     answerChanges(before, after),
		Weights:     weightChanges(before.Weights, after.Weights),
		Scores:      scoreChanges(before.Ranking, after.Ranking),
		Costs:       costChanges(before.Cost, after.Cost),
		NewLeader:   before.Leader != after.Leader,
		NewVerdict:  before.Kind != after.Kind || winner(before) != winner(after),
		PlanChanged: !slices.Equal(places(before.Plan), places(after.Plan)),
		Moves:       moves(before.Plan, after.Plan),
		Rules:       ruleChanges(before.Policy, after.Policy),
	}
}

func winner(r Report) string {
	if r.Winner == nil {
		return ""
	}
	return *r.Winner
}

// places returns the parts of a plan with the platform of each, in order of their names: in which
// order they were given does not matter.
func places(p *Plan) []string {
	if p == nil {
		return nil
	}
	var list []string
	for _, part := range p.Parts {
		list = append(list, part.Part+"\x00"+part.Option)
	}
	slices.Sort(list)
	return list
}

// moves lists the parts of both plans that go elsewhere, in the order of the later one.
func moves(before, after *Plan) (list []Move) {
	if before == nil || after == nil {
		return nil
	}
	for _, to := range after.Parts {
		for _, from := range before.Parts {
			if from.Part == to.Part && from.Option != to.Option {
				list = append(list, Move{to.Part, from.Name, to.Name})
			}
		}
	}
	return list
}

// Asked identifies a question, and the part it was answered for, if any.
type Asked struct{ Question, Part string }

// SaidIn returns the answer to each question in a report as one text, and the questions in
// its order.
func SaidIn(r Report) (map[Asked]string, []AnswerChange) {
	labels := map[Asked]string{}
	var order []AnswerChange
	for _, a := range r.Answered {
		labels[Asked{a.Question, a.Part}] = a.Label
		order = append(order, AnswerChange{Question: a.Question, Text: a.Text, Part: a.Part})
	}
	for _, u := range r.Unknown {
		label := ""
		for i, n := range u.Narrowed {
			if i > 0 {
				label += " or "
			}
			label += n
		}
		labels[Asked{u.Question, u.Part}] = label
		order = append(order, AnswerChange{Question: u.Question, Text: u.Text, Part: u.Part})
	}
	return labels, order
}

func answerChanges(before, after Report) []AnswerChange {
	said := func(labels map[Asked]string, at Asked) string {
		if label, own := labels[at]; own || at.Part == "" {
			return label
		}
		return labels[Asked{Question: at.Question}] // a part without an answer of its own has that of the whole
	}
	from, earlier := SaidIn(before)
	to, order := SaidIn(after)
	var changes []AnswerChange
	seen := map[Asked]bool{}
	for _, c := range append(order, earlier...) {
		at := Asked{c.Question, c.Part}
		c.From, c.To = said(from, at), said(to, at)
		if !seen[at] && c.From != c.To {
			changes = append(changes, c)
		}
		seen[at] = true
	}
	return changes
}

func weightChanges(before, after []WeightShare) []WeightChange {
	find := func(list []WeightShare, criterion string) float64 {
		for _, w := range list {
			if w.Criterion == criterion {
				return w.Weight
			}
		}
		return -1
	}
	var changes []WeightChange
	add := func(w WeightShare) {
		c := WeightChange{w.Criterion, w.Name, find(before, w.Criterion), find(after, w.Criterion)}
		if math.Round(c.From*100) != math.Round(c.To*100) {
			changes = append(changes, c)
		}
	}
	for _, w := range after {
		add(w)
	}
	for _, w := range before {
		if find(after, w.Criterion) < 0 {
			add(w)
		}
	}
	return changes
}

func scoreChanges(before, after []Standing) []ScoreChange {
	var changes []ScoreChange
	for i, s := range after {
		c := ScoreChange{Option: s.Option, Name: s.Name, To: s.Score, ToPlace: i + 1, ToStatus: s.Status}
		for j, old := range before {
			if old.Option == s.Option {
				c.From, c.FromPlace, c.FromStatus = old.Score, j+1, old.Status
			}
		}
		changes = append(changes, c)
	}
	for j, old := range before {
		if !slices.ContainsFunc(after, func(s Standing) bool { return s.Option == old.Option }) {
			changes = append(changes, ScoreChange{
				Option: old.Option, Name: old.Name, From: old.Score, FromPlace: j + 1, FromStatus: old.Status,
			})
		}
	}
	return changes
}

// ruleChanges lists changed rules in the order of the later report, then those that only
// the earlier one has.
func ruleChanges(before, after *Applied) []RuleChange {
	var changes []RuleChange
	rules := func(a *Applied) []Rule {
		if a == nil {
			return nil
		}
		return a.Rules
	}
	find := func(list []Rule, r Rule) *Rule {
		if i := slices.IndexFunc(list, r.about); i >= 0 {
			return &list[i]
		}
		return nil
	}
	for _, r := range rules(after) {
		if old := find(rules(before), r); old == nil || old.Sentence != r.Sentence || old.Reason != r.Reason {
			changes = append(changes, RuleChange{old, &r})
		}
	}
	for _, r := range rules(before) {
		if find(rules(after), r) == nil {
			changes = append(changes, RuleChange{&r, nil})
		}
	}
	return changes
}

func loadOf(r Report) *cost.Load {
	switch {
	case r.Cost != nil:
		return &r.Cost.Load
	case r.Unbilled != nil:
		return &r.Unbilled.Load
	}
	return nil
}

func costChanges(before, after *CostReport) []CostChange {
	var changes []CostChange
	add := func(o OptionCost) {
		changes = append(changes, CostChange{o.Option, o.Name, before.Bill(o.Option), after.Bill(o.Option)})
	}
	if after != nil {
		for _, o := range after.Options {
			add(o)
		}
	}
	if before != nil {
		for _, o := range before.Options {
			if after.Bill(o.Option) == nil {
				add(o)
			}
		}
	}
	return changes
}
