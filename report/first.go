package report

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// Headline splits the sentence Report.Headline into the recommendation and its condition, which may be
// "".
func (v Reading) Headline() (what, condition string) {
	headline := v.Report.Headline
	at := len(headline)
	for _, joint := range []string{", provided that ", ", unless ", ", if ", "; but ", "; with "} { // "; with" up to engine 5
		if i := strings.Index(headline, joint); i >= 0 && i+1 < at {
			at = i + 1 // the comma belongs to the recommendation
		}
	}
	return headline[:at], headline[at:]
}

// Because names the answer that did most for the leader, and why, in one sentence; for a mix, what its
// parts gain. It is "" if no answer was in favour of the leader.
func (v Reading) Because() string {
	if plan := v.Mix(); plan != nil {
		return v.becauseOfParts(plan)
	}
	b := v.Report.Because
	if b == nil {
		return ""
	}
	text := fmt.Sprintf("%s %s to “%s”", v.whoAnswered(b.Question), saidShortly(*b), strings.TrimSuffix(b.Text, "."))
	if b.Part != "" {
		text += fmt.Sprintf(" for “%s”", b.Part)
	}
	if b.Why != nil {
		return text + ": " + format.Small(b.Why.Text)
	}
	if b.Part == "" { // the question ends the sentence
		return text
	}
	return text + "."
}

// whoAnswered is the reader, or the organisation if one of its rules fixes the answer.
func (v Reading) whoAnswered(question string) string {
	if p := v.Report.Policy; p != nil && slices.ContainsFunc(p.Rules, func(r decision.Rule) bool {
		return r.Kind == decision.RuleAnswer && r.Question == question
	}) {
		return "Your organisation answers"
	}
	return "You answered"
}

// saidShortly quotes the answer, or several, each up to its colon.
func saidShortly(b decision.Because) string {
	labels := slices.Clone(b.Labels)
	if len(labels) == 0 {
		labels = []string{b.Label}
	}
	for i, label := range labels {
		labels[i], _, _ = strings.Cut(label, ":")
	}
	return format.List(decision.Marked(labels), "or")
}

// becauseOfParts writes what each part of a mix gains most from its option.
func (v Reading) becauseOfParts(plan *decision.Plan) string {
	var gains []string
	for _, p := range plan.Parts {
		if out, must, ok := plan.KeptFrom(p); ok {
			gains = append(gains, fmt.Sprintf("“%s” rules out %s: %s", p.Part, v.Phrase(out.Option), must.By()))
		} else if name := v.criterion(p.BestOn); name != "" {
			gains = append(gains, fmt.Sprintf("“%s” gains most on “%s”", p.Part, name))
		}
	}
	switch {
	case len(gains) == 0:
		return ""
	case len(gains) > 3:
		gains = append(gains[:2:2], fmt.Sprintf("%s more parts have their reasons below", decision.Number(len(gains)-2)))
	}
	return format.List(gains, "and") + "."
}

// criterion is the name of a criterion, as the report knew it; "" for an unknown one.
func (v Reading) criterion(id string) string {
	for _, w := range v.Report.Weights {
		if w.Criterion == id {
			return w.Name
		}
	}
	return ""
}

// PartReason writes why a part of a plan has its option: on what it gains most, compared with which
// option. It is "" if the report does not say.
func (v Reading) PartReason(p decision.PartPlan) string {
	name := v.criterion(p.BestOn)
	if plan := v.Mix(); plan != nil {
		if out, must, ok := plan.KeptFrom(p); ok {
			return format.Capital(v.Phrase(out.Option)) + " is ruled out for it: " + must.By() + "."
		}
	}
	switch {
	case name == "":
		return p.Sentence
	case p.Rival == "":
		return "Above all for “" + name + "”."
	}
	return "Above all for “" + name + "”, against " + v.Phrase(p.Rival) + "."
}

// The gain of a mix over the best single option, in value, is called little below the first number
// and much above the second.
const (
	little = 0.02
	much   = 0.05
)

// But returns the strongest argument against the recommendation, or "".
func (v Reading) But() string {
	plan := v.Mix()
	if plan == nil {
		return v.Report.Against
	}
	text := fmt.Sprintf("A mix means %s %s instead of one", decision.Number(len(plan.Platforms)), v.Cat.Nouns().Ways)
	if plan.BestSingle == "" {
		return text + ", as no single option can carry every part."
	}
	how := "somewhat worse"
	switch {
	case plan.Gain < little:
		how = "nearly as well"
	case plan.Gain >= much:
		how = "clearly worse"
	}
	return fmt.Sprintf("%s; %s alone would do %s.", text, format.OptionPhrase(v.Cat, plan.BestSingle, plan.SingleName), how)
}

// mixLine writes the monthly cost of a mix, and that of the cheapest single option.
func (v Reading) mixLine(c *decision.CostReport) string {
	text := "The mix costs about " + format.Between(c.Mix.Total, c.Mix.Low, c.Mix.High) + " USD a month to the provider"
	var least *decision.OptionCost
	for _, s := range v.Report.Ranking {
		if o := c.Bill(s.Option); s.Status != decision.StatusOut && o != nil && (least == nil || o.Total < least.Total) {
			least = o
		}
	}
	if least == nil {
		return text + "."
	}
	return fmt.Sprintf("%s. Least of one option alone: %s at %s USD.", text, format.OptionPhrase(v.Cat, least.Option, least.Name),
		least.Total.Text())
}

// CostLine writes the monthly cost of the leader under the stated load, and which of the options that
// are not ruled out is cheapest; for a mix, its total. It is "" without a bill.
func (v Reading) CostLine() string {
	if c := v.Report.Cost; v.Mix() != nil && c != nil && c.Mix != nil {
		return v.mixLine(c)
	}
	bill := v.Report.Cost.Bill(v.Report.Leader)
	if bill == nil || v.Mix() != nil {
		return ""
	}
	text := "About " + bill.Total.Text() + " USD a month to the provider"
	if people := format.PeopleText(bill); people != "" {
		text += ", " + people
	}
	least, all := bill, "all"
	for _, s := range v.Report.Ranking {
		if s.Status == decision.StatusOut {
			all = "what is left"
		} else if o := v.Report.Cost.Bill(s.Option); o != nil && o.Total < least.Total {
			least = o
		}
	}
	if least == bill {
		return fmt.Sprintf("%s, the least of %s.", text, all)
	}
	return fmt.Sprintf("%s. Least of %s: %s at %s USD.", text, all, format.OptionPhrase(v.Cat, least.Option, least.Name),
		least.Total.Text())
}

// NoBill names the options without a price list, and what their bills are instead; "" if there are none.
func (v Reading) NoBill() string {
	none := v.Report.Unpriced
	switch {
	case len(none) == 0:
		return ""
	case none[0].Part == "" || v.Report.Plan != nil && len(none) == len(v.Report.Plan.Parts):
		return fmt.Sprintf("No price list covers “%s”. The bills are at a provider’s list prices: they compare the options, and "+
			"are not what it will cost.",
			none[0].Label)
	}
	parts := make([]string, len(none))
	for i, n := range none {
		parts[i] = n.Part
	}
	return fmt.Sprintf("No price list covers where %s must run; the bills count it at a provider’s list prices.",
		format.List(decision.Marked(parts), "and"))
}

// FirstStep is the recommended next step: to answer the most valuable open question, or to settle a
// close result.
type FirstStep struct {
	Question string // id, "" for none
	Text     string // of the question
	Part     string
	Chance   float64 // that its answer changes the result
	Settle   string  // in its place, one sentence
}

// worthAsking is the least chance to change the result that makes an open question
// the next step.
const worthAsking = 0.05

// First returns the next step, or the zero value if nothing is left to do.
func (v Reading) First() FirstStep {
	if next := v.Next(); len(next) > 0 && next[0].Chance >= worthAsking {
		return FirstStep{Question: next[0].Question, Text: next[0].Text, Part: next[0].Part, Chance: next[0].Chance}
	}
	if ties := v.TieBreaks(); len(ties) > 0 {
		return FirstStep{Settle: ties[0]}
	}
	return FirstStep{}
}

// Risk is a warning with the parts that it is about; none if it is about the whole system.
type Risk struct {
	decision.RiskNote
	Parts []string
}

// Risks returns the warnings about the recommendation, and those about other options that are not ruled
// out.
func (v Reading) Risks() (own, others []Risk) {
	for _, w := range v.Report.Warnings {
		if v.recommends(w) {
			own = addRisk(own, w)
		} else {
			others = addRisk(others, w)
		}
	}
	return own, others
}

// RisksOf returns the warnings about one option.
func (v Reading) RisksOf(option string) []Risk {
	var list []Risk
	for _, w := range v.Report.Warnings {
		if v.about(w, option) {
			list = addRisk(list, w)
		}
	}
	return list
}

// addRisk appends a warning. If another part has the same warning, it appends only the part to that.
func addRisk(list []Risk, w decision.RiskNote) []Risk {
	for i := range list {
		if list[i].Name == w.Name && list[i].Text == w.Text && len(list[i].Parts) > 0 && w.Part != "" {
			list[i].Parts = append(list[i].Parts, w.Part)
			return list
		}
	}
	risk := Risk{RiskNote: w}
	if w.Part != "" {
		risk.Parts = []string{w.Part}
	}
	return append(list, risk)
}

// about reports whether a warning is about an option. It may be true of several,
// which its name then lists.
func (v Reading) about(w decision.RiskNote, option string) bool {
	return w.Option == option || strings.Contains(w.Name, v.Name(option))
}

// recommends reports whether a warning is about the leader, or about an option of the
// mix in a part that goes there.
func (v Reading) recommends(w decision.RiskNote) bool {
	plan := v.Mix()
	if plan == nil {
		return v.Report.Leader != "" && v.about(w, v.Report.Leader)
	}
	for _, p := range plan.Parts {
		if (w.Part == "" || w.Part == p.Part) && v.about(w, p.Option) {
			return true
		}
	}
	return false
}
