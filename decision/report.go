package decision

import (
	"slices"

	"crossroads/decision/cost"
)

// EngineVersion must change whenever the same catalogue and assessment could give a
// different report.
const EngineVersion = "12"

// Hybrid is the winner's id when the parts of a system go to several platforms.
const Hybrid = "hybrid"

// Verdict kinds.
const (
	VerdictClear       = "clear"           // one option, clearly
	VerdictHybrid      = "hybrid"          // several platforms, by part, clearly
	VerdictLeaning     = "leaning"         // one option, or a mix, more likely than not
	VerdictConditional = "conditional"     // one option, if open questions do not rule it out
	VerdictClose       = "no_clear_winner" // none comes first often enough
	VerdictNone        = "none_fits"       // every option is ruled out, or the best is under the floor
	VerdictUndecided   = "undecided"       // nothing was answered
)

// Status of an option in a ranking.
const (
	StatusIn          = "in"
	StatusConditional = "conditional" // an unanswered question may rule it out
	StatusOut         = "ruled_out"
)

// Report is the complete result of an evaluation. It carries its own texts (names, labels,
// reasons), so that a stored report stays readable after the catalogue has changed. Lists
// are never nil in JSON. Scores and shares are in [0,1].
//
// When the plan is a mix, Leader, RunnerUp, Margin, Contributions, Baseline, Influences and
// BreakEven compare the best single platform with the next one, and Against is the drawback
// of the mix. Flips, NextQuestions and Revisit are about the plan.
type Report struct {
	Comparison string `json:"comparison"` // slug
	Title      string `json:"title"`

	Kind     string  `json:"verdict"`          // a Verdict… constant
	Winner   *string `json:"winner"`           // option id, "hybrid", or null
	Reason   string  `json:"reason,omitempty"` // why Winner is null, in plain words
	Leader   string  `json:"leader,omitempty"` // first of the ranking, even without a clear winner
	Headline string  `json:"headline"`         // the verdict in one plain sentence
	Margin   float64 `json:"margin"`           // V(first) - V(second); 0 when one option or none is left
	Share    float64 `json:"first_share"`      // first-rank acceptability of the leader
	// Share in words: "in 87% of the situations consistent with your answers"; of the leader, also when the verdict is a mix
	Sureness string `json:"sureness"`

	Axes       []AxisSureness `json:"axes,omitempty"`       // how sure the leader's value on each axis is
	Conditions []Condition    `json:"conditions,omitempty"` // open questions that may rule out what is recommended
	Because    *Because       `json:"because,omitempty"`    // the answer that did most for the leader
	TieBreaks  *TieBreaks     `json:"tie_breaks,omitempty"` // what to look at where all is answered and nothing is clear
	Weighted   bool           `json:"weighted,omitempty"`   // the user ranked or weighed criteria
	Today      bool           `json:"today,omitempty"`      // an answer says that the leader, for every part, is what there is today
	Each       string         `json:"each,omitempty"`       // without parts: what it runs at, once at each: "site"

	Ranking  []Standing    `json:"ranking"` // best first; ruled-out options last; over all parts, each option as the single platform
	Relax    []Relaxation  `json:"relax"`   // when nothing is left: the smallest set of musts to relax
	Weights  []WeightShare `json:"weights"` // the weights that were used, in catalogue order
	Answered []Answered    `json:"answered"`
	Unknown  []Unknown     `json:"unknown"`  // not answered, or narrowed to several
	Warnings []RiskNote    `json:"warnings"` // about options that are left, in the part named
	// answers that contradict each other about the load, whatever the figures say
	Contrary []LoadSaid `json:"contrary,omitempty"`

	// strongest argument against the leader, in one sentence; of a mix: what it costs
	Against       string         `json:"against,omitempty"`
	AgainstOn     string         `json:"against_criterion,omitempty"` // criterion of that argument
	RunnerUp      string         `json:"runner_up,omitempty"`
	Contributions []Contribution `json:"contributions"` // leader against runner-up; with Held they sum to Margin
	// of Margin: what the runner-up loses more than the leader by holding several parts together
	Held          float64        `json:"held,omitempty"`
	Baseline      float64        `json:"baseline"`       // lead with nothing answered
	Influences    []Influence    `json:"influences"`     // exact Shapley values; with Baseline and Held they sum to Margin
	Flips         []Flip         `json:"flips"`          // changes of answers that put another option first
	PairFlips     []Flip         `json:"pair_flips"`     // only when no single answer does
	BreakEven     []BreakEven    `json:"break_even"`     // weights at which leader and runner-up tie
	NextQuestions []NextQuestion `json:"next_questions"` // unknowns by chance of changing the leader, highest first
	Pairwise      [][]float64    `json:"pairwise"`       // winning index [i][j]: share of draws in which i beats j, in Ranking order
	Alike         []Alike        `json:"alike"`
	Revisit       []string       `json:"revisit"`
	Plan          *Plan          `json:"plan,omitempty"`
	Cost          *CostReport    `json:"cost,omitempty"`     // with load figures only
	Unpriced      []Unpriced     `json:"unpriced,omitempty"` // with load figures: the parts that no list price is about, or the whole
	Unbilled      *Unbilled      `json:"unbilled,omitempty"` // with load figures: why there are no bills nevertheless; Cost is then nil
	Policy        *Applied       `json:"policy,omitempty"`   // the rules of the organisation, where there are any

	Provenance Provenance `json:"provenance"`
}

// Standing is the place of one option in a ranking.
type Standing struct {
	Option     string        `json:"option"`
	Name       string        `json:"name"`
	Short      string        `json:"short"`
	Score      float64       `json:"score"` // V(a)
	Low        float64       `json:"low"`   // bounds of V(a) over the unknown answers
	High       float64       `json:"high"`
	FirstShare float64       `json:"first_share"`     // first-rank acceptability; also before any mix, if one option is to carry all parts
	RankShares []float64     `json:"rank_shares"`     // of rank 1, 2, … among the options; draws that rule the option out count for none
	Confidence float64       `json:"confidence"`      // confidence factor: first-rank share when its own central weights hold
	Central    []WeightShare `json:"central_weights"` // mean weights when it is first; empty when it never is
	Status     string        `json:"status"`          // a Status… constant
	Because    []MustNote    `json:"because"`         // musts that rule it out, or might
	Values     []float64     `json:"values"`          // v_k(a) in catalogue order of criteria
}

// AxisSureness is how sure the leader's value on an axis is. Shares are of all draws, by
// the value of the option that comes first. They sum to less than 1 if some draws rule
// every option out.
type AxisSureness struct {
	Axis     string       `json:"axis"`
	Name     string       `json:"name"`
	Asks     string       `json:"asks"`
	Leader   ValueShare   `json:"leader"`
	Rival    *ValueShare  `json:"rival"` // the likeliest other value
	Shares   []ValueShare `json:"shares"`
	Sentence string       `json:"sentence"`
}

// ValueShare is the share of draws in which an option with a given axis value comes first.
type ValueShare struct {
	Value  string  `json:"value"`
	Name   string  `json:"name"`
	Phrase string  `json:"phrase"`
	Share  float64 `json:"first_share"`
}

// MustNote is a must that rules an option out or may do so.
type MustNote struct {
	Question     string   `json:"question"`
	QuestionText string   `json:"question_text"`
	Answer       string   `json:"answer"`
	AnswerLabel  string   `json:"answer_label"`
	Reason       string   `json:"reason"`
	Relax        string   `json:"relax,omitempty"`
	Source       string   `json:"source,omitempty"`
	AsOf         string   `json:"as_of,omitempty"`
	BringsBack   []string `json:"brings_back"` // labels of answers to the question that would not rule it out
	Part         string   `json:"part,omitempty"`

	// Rule is the name of the policy, if one of its rules and no given answer rules the
	// option out: either the answer is locked or, without a question, the option is
	// removed.
	Rule string `json:"rule,omitempty"`
}

// Relaxation is one must from a smallest set that has to be relaxed for an option to be
// possible again.
type Relaxation struct {
	Option string   `json:"option"`
	Name   string   `json:"name"`
	Must   MustNote `json:"must"`
}

// WeightShare is a normalised weight; the shares of a list sum to 1.
type WeightShare struct {
	Criterion string  `json:"criterion"`
	Name      string  `json:"name"`
	Weight    float64 `json:"weight"`
}

// Answered is a question and its answer.
type Answered struct {
	Question string `json:"question"`
	Text     string `json:"text"`
	Answer   string `json:"answer"`
	Label    string `json:"label"`
	Part     string `json:"part,omitempty"`
}

// Unknown is an open question.
type Unknown struct {
	Question string   `json:"question"`
	Text     string   `json:"text"`
	Narrowed []string `json:"narrowed,omitempty"` // labels, when the user named several
	Part     string   `json:"part,omitempty"`
}

// RiskNote is a warning raised by an answer. Where it applies to several options, Option is
// the first of them and Name lists them all.
type RiskNote struct {
	Option string `json:"option"`
	Name   string `json:"name"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"`
	Part   string `json:"part,omitempty"`
	// It takes several answers together, so that no answer by itself tells of it: the verdict names it too.
	Together bool `json:"together,omitempty"`
}

// Contribution is C_k = w_k (v_k(leader) - v_k(runner-up)). Over several parts, each figure
// is the average by share, and the amount the average of the products.
type Contribution struct {
	Criterion string  `json:"criterion"`
	Name      string  `json:"name"`
	Weight    float64 `json:"weight"`
	Leader    float64 `json:"leader"`    // v_k of the leader
	RunnerUp  float64 `json:"runner_up"` // v_k of the runner-up
	Amount    float64 `json:"amount"`
}

// Influence is what one answer added to the leader's lead (Shapley value). A question
// narrowed to several answers counts as answered; its label lists them.
type Influence struct {
	Question string  `json:"question"`
	Text     string  `json:"text"`
	Label    string  `json:"label"`
	Part     string  `json:"part,omitempty"`
	Amount   float64 `json:"amount"`
	Whys     []Why   `json:"whys,omitempty"` // the reasons of its effects on the pair, the strongest first
}

// Why is the reason for one effect of an answer, and roughly how much that effect alone
// adds to the lead over the runner-up, in value.
type Why struct {
	Criterion string  `json:"criterion"`
	Name      string  `json:"name"`
	Text      string  `json:"text"`
	Amount    float64 `json:"amount"`
}

// likely is the chance from which something may well happen.
const likely = 0.5

// Unsettled reports whether an open question may well change the plan of several parts. The
// kind of verdict does not say so: shares compare options that each take all parts.
func (r *Report) Unsettled() bool { return r.unsettling() != nil }

// unsettling returns the first such question, nil for none.
func (r *Report) unsettling() *NextQuestion {
	if r.Plan == nil || len(r.Conditions) > 0 && r.Mix() == nil {
		return nil
	}
	for i := range r.NextQuestions {
		if r.NextQuestions[i].Least() >= likely {
			return &r.NextQuestions[i]
		}
	}
	return nil
}

// Oftener returns the option that comes first in more situations than the leader, as far as figures show it, although its
// score is lower, where it is not clear which is better; nil if there is none, or where a mix comes first.
func (r *Report) Oftener() *Standing {
	if r.Mix() != nil || r.Kind != VerdictClose && r.Kind != VerdictConditional {
		return nil
	}
	var most *Standing
	for i := range r.Ranking {
		s := &r.Ranking[i]
		if s.Status != StatusOut && s.Option != r.Leader && s.FirstShare > r.Share && Percent(s.FirstShare) != Percent(r.Share) &&
			(most == nil || s.FirstShare > most.FirstShare) {
			most = s
		}
	}
	return most
}

// muchOftener is from which difference on the headline names what comes first in more situations.
const muchOftener = 0.1

// Mix returns the plan when the verdict is a mix of options, or a mix comes first without being
// a clear winner; nil otherwise.
func (r *Report) Mix() *Plan {
	switch r.Kind {
	case VerdictHybrid:
		return r.Plan
	case VerdictClose, VerdictLeaning:
		if r.Plan != nil && len(r.Plan.Platforms) > 1 {
			return r.Plan
		}
	}
	return nil
}

// Because is the answer that did most for the leader against the runner-up. An answer with
// a known reason is preferred to one without that did up to twice as much.
type Because struct {
	Question string   `json:"question"`
	Text     string   `json:"text"`
	Label    string   `json:"label"`            // where several answers were named, all of them
	Labels   []string `json:"labels,omitempty"` // and each, where several were named
	Part     string   `json:"part,omitempty"`
	Why      *Why     `json:"why,omitempty"` // its strongest effect
	Sentence string   `json:"sentence"`
}

// Condition is an open question that may rule the leader out or, where the plan is a mix, an option of it for a part that
// goes there.
type Condition struct {
	Question string   `json:"question"`
	Text     string   `json:"text"`
	Part     string   `json:"part,omitempty"`
	Fine     []string `json:"fine"`   // labels of the answers that leave it in
	Spoils   []string `json:"spoils"` // and of those that rule it out
	// Of a mix: the ids of its options that these rule out. None in reports of before mixes had conditions of their own.
	Options []string `json:"options,omitempty"`
}

// TieBreaks are ways to decide between two options that are close although everything is
// answered.
type TieBreaks struct {
	Closest  []Flip   `json:"closest"`         // at most two single changes of different questions that decide, the likeliest first
	Rank     bool     `json:"rank"`            // ranking what matters has not been tried
	Leave    string   `json:"leave,omitempty"` // the option of the pair that is easier to leave later
	LeaveOn  string   `json:"leave_criterion,omitempty"`
	Sentence []string `json:"sentences"`
}

// Flip is a change of one answer (or two) that puts another option first or, for several
// parts, changes the set of platforms.
type Flip struct {
	Changes  []Change `json:"changes"`
	Leader   string   `json:"leader"` // what is then first: option id, "hybrid" for several platforms, "" for nothing left
	Name     string   `json:"name"`
	Plain    bool     `json:"plain,omitempty"` // changes a plain fact: true, but no advice
	Likely   float64  `json:"likely"`          // chance of the new answers by their shares
	Sentence string   `json:"sentence"`
	// where several flips change the answer to one question and have the same outcome, the first has a sentence about them all
	Together string `json:"together,omitempty"`
}

// Change is a different answer to one question.
type Change struct {
	Question  string `json:"question"`
	Text      string `json:"text"`
	From      string `json:"from"` // answer id, "" when unknown
	FromLabel string `json:"from_label"`
	To        string `json:"to"`
	ToLabel   string `json:"to_label"`
	Part      string `json:"part,omitempty"`
}

// BreakEven is the weight of one criterion at which leader and runner-up tie while the
// others keep their proportions. Only crossings in [0,1] are listed.
type BreakEven struct {
	Criterion string  `json:"criterion"`
	Name      string  `json:"name"`
	Now       float64 `json:"now"`
	At        float64 `json:"at"`
	Sentence  string  `json:"sentence"`

	OvertakenBy string `json:"overtaken_by,omitempty"` // option that is ahead of both at the tie
}

// NextQuestion is an open question and the chance that its answer changes the leader.
type NextQuestion struct {
	Question string  `json:"question"`
	Text     string  `json:"text"`
	Chance   float64 `json:"chance"`
	Sentence string  `json:"sentence"`
	Part     string  `json:"part,omitempty"`
	// chance if all parts for which the question is open, with the same chance, have the same answer; nil where there is one
	Alike *float64 `json:"alike,omitempty"`
	// What comes out with each of its answers, where none leaves the result as it is, for parts alike too.
	Outcomes []Becomes `json:"outcomes,omitempty"`
}

// Becomes is what comes out with any of some answers to an open question.
type Becomes struct {
	Answers  []string `json:"answers"` // labels
	Leader   string   `json:"leader"`  // as in a Flip
	Name     string   `json:"name"`
	Sentence string   `json:"sentence"`
}

// among reports whether the question is that of one of the conditions, for the same part.
func (q NextQuestion) among(conditions []Condition) bool {
	return slices.ContainsFunc(conditions, func(c Condition) bool { return c.Question == q.Question && c.Part == q.Part })
}

// Least returns the chance that is there in any case: whether one part has an answer or all have the same.
func (q NextQuestion) Least() float64 {
	if q.Alike != nil {
		return min(q.Chance, *q.Alike)
	}
	return q.Chance
}

// Most returns the chance for one part or for all alike, whichever is higher.
func (q NextQuestion) Most() float64 {
	if q.Alike != nil {
		return max(q.Chance, *q.Alike)
	}
	return q.Chance
}

// Like reports whether two questions differ only in their part.
func (q NextQuestion) Like(o NextQuestion) bool {
	alike := q.Alike == o.Alike || q.Alike != nil && o.Alike != nil && *q.Alike == *o.Alike
	return alike && q.Question == o.Question && (q.Part == "") == (o.Part == "") && Percent(q.Chance) == Percent(o.Chance)
}

// IfAlike is the chance if the parts have the same answer, after a joint; "" where it is the same or there is one part.
func (q NextQuestion) IfAlike(joint string) string {
	if q.Alike == nil || Percent(*q.Alike) == Percent(q.Chance) {
		return ""
	}
	return joint + Percent(*q.Alike) + " if they have the same answer"
}

// Alike is a published case with similar answers. It does not affect the result.
type Alike struct {
	Case     string  `json:"case"`
	Org      string  `json:"org"`
	Year     int     `json:"year"`
	Chose    string  `json:"chose"`
	Name     string  `json:"name"`     // of what it chose
	Distance float64 `json:"distance"` // Gower distance on the questions both answer
	Shared   int     `json:"shared"`   // how many questions both answer
}

// CostReport is what the options cost under the stated load, and what another load would
// change.
type CostReport struct {
	Criterion string    `json:"criterion"` // that takes its value from here
	Name      string    `json:"name"`
	Load      cost.Load `json:"load"`

	// Prices and the scale of the value: see CostScale.
	AsOf          string     `json:"as_of"` // oldest day on which a price in these bills was read
	Floor         cost.Cents `json:"floor"` // a month
	WorstRatio    float64    `json:"worst_ratio"`
	Cheapest      string     `json:"cheapest"` // blueprint of the least bill, which need not be of an option compared here
	CheapestName  string     `json:"cheapest_name"`
	CheapestTotal cost.Cents `json:"cheapest_total"`

	Options []OptionCost `json:"options"` // in ranking order
	// of the options over requests a month; the stated load is one of its points, unless it is 0
	Curve       cost.Curve       `json:"curve"`
	Uncertainty cost.Uncertainty `json:"uncertainty"` // behind low and high of the crossings
	Crossings   []CostCrossing   `json:"crossings"`   // of the leader with each other option, over requests a month
	LoadFlips   []LoadFlip       `json:"load_flips"`  // loads under which another option comes first, the nearest first

	HigherPeaks []LoadSaid `json:"higher_peaks,omitempty"` // answers that state a higher peak than the load has

	LowerPeaks []LoadSaid `json:"lower_peaks,omitempty"` // answers that state a peak of at most half of it
	Rates      []RateSaid `json:"rates,omitempty"`       // answers that speak of far more or far fewer requests
	Longer     []LoadSaid `json:"longer,omitempty"`      // answers that speak of requests that all take less than the load has on average
	BilledAs   []BilledAs `json:"billed_as,omitempty"`   // answers in whose place the bills count something else

	LeftOut []string       `json:"left_out,omitempty"`         // what the bill of the recommendation does not count; none in older reports
	Largest *cost.Addition `json:"largest_left_out,omitempty"` // of that, what would add most
	Idle    *IdleCost      `json:"idle,omitempty"`
	Assumed *Assumed       `json:"assumed,omitempty"`
	SetUps  []SetUpCost    `json:"set_ups,omitempty"` // where parts run apart: each possible option, set up as often as it has to be

	Mix *MixCost `json:"mix,omitempty"` // of the plan, where it is a mix; nil in reports of before it was priced
}

// Bill returns the bill of an option; nil where the report has none, and on a nil report.
func (r *CostReport) Bill(option string) *OptionCost {
	if r == nil {
		return nil
	}
	for i := range r.Options {
		if r.Options[i].Option == option {
			return &r.Options[i]
		}
	}
	return nil
}

// Total is the bill of an option, set up as often as it has to be.
func (r *CostReport) Total(o *OptionCost) cost.Cents {
	for _, s := range r.SetUps {
		if s.Option == o.Option {
			return s.Total
		}
	}
	return o.Total
}

// OptionCost is what an option costs a month, built as its default blueprint.
type OptionCost struct {
	Option        string     `json:"option"`
	Name          string     `json:"name"`
	Blueprint     string     `json:"blueprint"`
	BlueprintName string     `json:"blueprint_name"`
	Prices        string     `json:"prices"` // name of the price sheet
	Region        string     `json:"region"` // as the provider calls it
	AsOf          string     `json:"as_of"`  // oldest day on which one of its prices was read
	Total         cost.Cents `json:"total"`  // the provider's bill
	People        cost.Cents `json:"people"` // apart from the bill, and not in the value
	Ratio         float64    `json:"ratio"`  // of the bill to the least, the floor added to both
	Value         float64    `json:"value"`  // on the criterion
	Lines         []CostLine `json:"lines"`
	Notes         []string   `json:"notes"`

	Range *cost.Range `json:"range,omitempty"` // of the bill, where it hangs on how requests overlap
	BillMarks
}

// BillMarks is what is particular about the prices of a bill.
type BillMarks struct {
	Missing    []string `json:"missing,omitempty"`    // what the load asks for and the price sheet has no price of
	Unverified int      `json:"unverified,omitempty"` // prices that were recalled and not read
	BelowList  []string `json:"below_list,omitempty"` // lines with prices below the list price
	// limits of the platform that the load exceeds: it cannot carry that load, and the bill is for comparison only
	Passed []cost.Limit `json:"passed,omitempty"`
}

// Unmark removes the marks of all bills, which reports of earlier versions do not have.
func (r *CostReport) Unmark() {
	for i := range r.Options {
		r.Options[i].BillMarks = BillMarks{}
	}
	if r.Mix != nil {
		for i := range r.Mix.Parts {
			r.Mix.Parts[i].BillMarks = BillMarks{}
		}
	}
}

func marksOf(e *cost.Estimate) BillMarks {
	return BillMarks{e.Missing, e.Bill.Unverified(), e.Bill.BelowList(), e.Passed}
}

// CostLine is a line of a bill.
type CostLine struct {
	Label    string        `json:"label"`
	Quantity cost.Quantity `json:"quantity"`
	Unit     string        `json:"unit"`
	Amount   cost.Cents    `json:"amount"`
}

// CostCrossing is a number of requests a month at which the costs of the leader and another
// option cross.
type CostCrossing struct {
	cost.Crossing
	Option   string `json:"option"` // the other
	Name     string `json:"name"`
	Cheaper  string `json:"cheaper"` // option that costs less from there on
	Sentence string `json:"sentence"`
}

// Provenance is everything needed to reproduce the figures.
type Provenance struct {
	Catalogue string `json:"catalogue"` // version
	Engine    string `json:"engine"`
	Seed      uint64 `json:"seed"`
	Draws     int    `json:"draws"`
}
