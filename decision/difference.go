package decision

import (
	"maps"
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
	Moves       []Move        // parts of both reports that go elsewhere, where a mix comes first in one of them
	Rules       []RuleChange  // of the organisation

	FromParts, ToParts []string      // names, none where the system is not divided
	Renamed            []Rename      // parts that only their name tells apart
	Shares             []ShareChange // parts of both reports that count for more or less

	// how often what comes first does, a mix before every single option; -1 where nothing does
	FromShare, ToShare float64

	FromMix, ToMix   *Plan      // nil where no mix comes first
	FromBill, ToBill *MixCost   // of the mix, nil where none has a bill
	FromLoad, ToLoad *cost.Load // the loads of the two reports, nil where none was stated
}

// NewLoad reports whether the loads differ, or only one report has one.
func (d Difference) NewLoad() bool {
	if d.FromLoad == nil || d.ToLoad == nil {
		return d.FromLoad != d.ToLoad
	}
	return *d.FromLoad != *d.ToLoad
}

// NewBill reports whether the mixes of both reports have bills, and not the same.
func (d Difference) NewBill() bool {
	return d.FromBill != nil && d.ToBill != nil && (d.FromBill.Total != d.ToBill.Total || d.FromBill.People != d.ToBill.People)
}

// NewShare reports whether what comes first does so more or less often, as shares are written.
func (d Difference) NewShare() bool {
	return d.FromShare >= 0 && d.ToShare >= 0 && Percent(d.FromShare) != Percent(d.ToShare)
}

// Added returns the parts that only the later report has, Gone those that only the earlier one has.
func (d Difference) Added() []string { return without(d.ToParts, d.FromParts, d.Renamed) }
func (d Difference) Gone() []string  { return without(d.FromParts, d.ToParts, d.Renamed) }

// Move is a part that goes to another option; "" for none that fits.
type Move struct{ Part, From, To string } // names

// Rename is a part with the same answers under another name.
type Rename struct{ From, To string }

// ShareChange is a part that counts for another share of the whole.
type ShareChange struct {
	Part     string
	From, To float64
}

// AnswerChange is a question that was answered differently. A label is "" when the question
// was open or not asked, or for the reason given beside it.
type AnswerChange struct {
	Question, Text, Part string
	From, To             string // labels
	FromNone, ToNone     string // NotAsked, NoPart, ByPart, SomeParts or ""
	FromOf, ToOf         string // with SomeParts, their quoted names
}

// Reasons why a side of an AnswerChange has no label.
const (
	NotAsked = "not_asked" // the content of that report has no such question
	NoPart   = "no_part"   // that report has no such part
	ByPart   = "by_part"   // there each part has an answer of its own
	// there some parts have an answer of their own, and for the others the question is open
	SomeParts = "some_parts"
)

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
		len(d.Renamed) == 0 && len(d.Shares) == 0 && !d.NewShare() && !d.NewBill() &&
		!slices.ContainsFunc(d.Scores, ScoreChange.Moved) && !slices.ContainsFunc(d.Costs, CostChange.Moved)
}

// Compare lists the changes between two reports of the same comparison.
func Compare(before, after Report) Difference {
	from, to := saidIn(before), saidIn(after)
	renamed := renames(from, to)
	d := Difference{
		From: before.Headline, To: after.Headline,
		FromMix: before.Mix(), ToMix: after.Mix(),
		FromBill: mixBill(before), ToBill: mixBill(after),
		FromLoad: loadOf(before), ToLoad: loadOf(after),
		FromShare: before.firstShare(), ToShare: after.firstShare(),
		FromParts: from.parts, ToParts: to.parts, Renamed: renamed,
		Weights:    weightChanges(before.Weights, after.Weights),
		Scores:     scoreChanges(before.Ranking, after.Ranking),
		Costs:      costChanges(before.Cost, after.Cost),
		NewLeader:  before.Leader != after.Leader,
		NewVerdict: before.Kind != after.Kind || winner(before) != winner(after),
		Rules:      ruleChanges(before.Policy, after.Policy),
	}
	from, plan := from.renamed(renamed), before.Plan.renamed(renamed)
	d.Answers = answerChanges(from, to)
	d.PlanChanged = !slices.Equal(places(plan), places(after.Plan))
	d.Shares = shareChanges(plan, after.Plan)
	if before.placed() && after.placed() && (d.FromMix != nil || d.ToMix != nil) {
		d.Moves = moves(plan, after.Plan)
	}
	return d
}

// placed reports whether parts have a place: also where the first two are too close to call, as the plan shows the first.
func (r *Report) placed() bool { return r.Kind != VerdictNone && r.Kind != VerdictUndecided }

// firstShare is how often what comes first does, -1 where nothing does.
func (r *Report) firstShare() float64 {
	switch mix := r.Mix(); {
	case r.Kind == VerdictNone || r.Kind == VerdictUndecided || r.Leader == "":
		return -1
	case mix != nil:
		return mix.Share
	}
	return r.Share
}

func mixBill(r Report) *MixCost {
	if r.Cost == nil || r.Mix() == nil {
		return nil
	}
	return r.Cost.Mix
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

// Reply is an answer in a report; zero where the question was open.
type Reply struct {
	ID    string // of the answer, "" for one of several
	Label string
}

// Same reports whether two replies are the same answer, whatever words the content had for it.
func (r Reply) Same(other Reply) bool {
	return r.Label == other.Label || r.ID != "" && r.ID == other.ID
}

// SaidIn returns the answer to each question in a report, and the questions in its order.
func SaidIn(r Report) (map[Asked]Reply, []AnswerChange) {
	replies := map[Asked]Reply{}
	var order []AnswerChange
	for _, a := range r.Answered {
		replies[Asked{a.Question, a.Part}] = Reply{a.Answer, a.Label}
		order = append(order, AnswerChange{Question: a.Question, Text: a.Text, Part: a.Part})
	}
	for _, u := range r.Unknown {
		var open Reply
		if len(u.Narrowed) > 0 {
			open.Label = Either(u.Narrowed)
		}
		replies[Asked{u.Question, u.Part}] = open
		order = append(order, AnswerChange{Question: u.Question, Text: u.Text, Part: u.Part})
	}
	return replies, order
}

// sayings are what a report says of each question.
type sayings struct {
	replies map[Asked]Reply
	order   []AnswerChange  // the questions, without labels
	parts   []string        // names
	asked   map[string]bool // the questions, by id
	byPart  map[string]bool // those that are asked of each part
}

func saidIn(r Report) sayings {
	s := sayings{asked: map[string]bool{}, byPart: map[string]bool{}}
	s.replies, s.order = SaidIn(r)
	if r.Plan != nil {
		for _, p := range r.Plan.Parts {
			s.parts = append(s.parts, p.Part)
		}
	}
	for _, c := range s.order {
		s.asked[c.Question] = true
		if c.Part != "" {
			s.byPart[c.Question] = true
		}
	}
	return s
}

// of returns the answer to a question, or why there is none, and of which parts there is one if only of some.
func (s sayings) of(at Asked) (said Reply, none, of string) {
	if at.Part != "" && !slices.Contains(s.parts, at.Part) {
		return Reply{}, NoPart, ""
	}
	if !s.asked[at.Question] {
		return Reply{}, NotAsked, ""
	}
	if said, own := s.replies[at]; own {
		return said, "", ""
	}
	if at.Part == "" && s.byPart[at.Question] {
		var told []string
		for _, part := range s.parts {
			if s.replies[Asked{at.Question, part}].Label != "" {
				told = append(told, part)
			}
		}
		switch len(told) {
		case 0:
			return Reply{}, "", ""
		case len(s.parts):
			return Reply{}, ByPart, ""
		}
		return Reply{}, SomeParts, and(Marked(told))
	}
	return s.replies[Asked{Question: at.Question}], "", "" // a part without an answer of its own has that of the whole
}

// own returns the answers of a part itself.
func (s sayings) own(part string) map[string]Reply {
	answers := map[string]Reply{}
	for at, said := range s.replies {
		if at.Part == part && said.Label != "" {
			answers[at.Question] = said
		}
	}
	return answers
}

// renames finds the parts of which only the name has changed: one of the earlier and one of the later report
// that have the same answers, which no other part has that came or went.
func renames(before, after sayings) (list []Rename) {
	gone, added := without(before.parts, after.parts, nil), without(after.parts, before.parts, nil)
	for _, old := range gone {
		alike := func(s sayings, among []string) (found []string) {
			for _, part := range among {
				if maps.EqualFunc(before.own(old), s.own(part), Reply.Same) {
					found = append(found, part)
				}
			}
			return found
		}
		if now := alike(after, added); len(now) == 1 && len(alike(before, gone)) == 1 {
			list = append(list, Rename{old, now[0]})
		}
	}
	return list
}

// without returns the parts that the other list lacks, renamed ones not counted.
func without(parts, other []string, renamed []Rename) (list []string) {
	for _, part := range parts {
		if !slices.Contains(other, part) && !slices.ContainsFunc(renamed, func(r Rename) bool { return part == r.From || part == r.To }) {
			list = append(list, part)
		}
	}
	return list
}

// later returns the name of a part in the later report.
func later(part string, renamed []Rename) string {
	for _, r := range renamed {
		if r.From == part {
			return r.To
		}
	}
	return part
}

// renamed returns a copy with the later names of the parts.
func (s sayings) renamed(list []Rename) sayings {
	if len(list) == 0 {
		return s
	}
	named := sayings{replies: map[Asked]Reply{}, asked: s.asked, byPart: s.byPart}
	for at, said := range s.replies {
		named.replies[Asked{at.Question, later(at.Part, list)}] = said
	}
	for _, c := range s.order {
		c.Part = later(c.Part, list)
		named.order = append(named.order, c)
	}
	for _, part := range s.parts {
		named.parts = append(named.parts, later(part, list))
	}
	return named
}

func (p *Plan) renamed(list []Rename) *Plan {
	if p == nil || len(list) == 0 {
		return p
	}
	named := *p
	named.Parts = slices.Clone(p.Parts)
	for i := range named.Parts {
		named.Parts[i].Part = later(named.Parts[i].Part, list)
	}
	return &named
}

// answerChanges lists the questions with other answers, in the order of the later report.
func answerChanges(from, to sayings) (changes []AnswerChange) {
	seen := map[Asked]bool{}
	for _, c := range slices.Concat(to.order, from.order) {
		at := Asked{c.Question, c.Part}
		var was, is Reply
		was, c.FromNone, c.FromOf = from.of(at)
		is, c.ToNone, c.ToOf = to.of(at)
		c.From, c.To = was.Label, is.Label
		if !seen[at] && !was.Same(is) {
			changes = append(changes, c)
		}
		seen[at] = true
	}
	return changes
}

// shareChanges lists the parts of both plans with other shares, in whole percent.
func shareChanges(before, after *Plan) (changes []ShareChange) {
	if before == nil || after == nil {
		return nil
	}
	for _, to := range after.Parts {
		for _, from := range before.Parts {
			if from.Part == to.Part && math.Round(from.Share*100) != math.Round(to.Share*100) {
				changes = append(changes, ShareChange{to.Part, from.Share, to.Share})
			}
		}
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
