package report

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// Headline is the verdict as one sentence in two pieces: what is recommended, and
// on which condition, "" where there is none. Joined they are Report.Headline.
func (v Reading) Headline() (what, condition string) {
	headline := v.Report.Headline
	at := len(headline)
	for _, joint := range []string{", provided that ", ", unless ", ", if ", "; but ", "; with "} { // the last one until engine 5
		if i := strings.Index(headline, joint); i >= 0 && i+1 < at {
			at = i + 1 // the comma stays with what it ends
		}
	}
	return headline[:at], headline[at:]
}

// Because is the answer that did most for the leader, and why, in one sentence; of a
// mix, what its parts gain. "" where no answer did anything for it.
func (v Reading) Because() string {
	if plan := v.Mix(); plan != nil {
		return v.becauseOfParts(plan)
	}
	b := v.Report.Because
	if b == nil {
		return ""
	}
	text := fmt.Sprintf("You answered %s to “%s”", saidShortly(*b), strings.TrimSuffix(b.Text, "."))
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

// saidShortly quotes the answer, or the several that were named, each up to its colon.
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

// becauseOfParts is what each part of a mix gains most from where it goes.
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

// PartReason is why a part of a plan goes where it goes: what it gains most on, and
// against what; "" where the report does not say.
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

// Little and much are gains of a mix over its best single option, in value, below
// and above which it is called so.
const (
	little = 0.02
	much   = 0.05
)

// But is the strongest argument against what is recommended, in words; "" where
// there is none.
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

// mixLine is what a mix costs a month, and the least of a single option.
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

// CostLine is what the leader costs a month under the stated load, and which of the
// options that are left would cost least; of a mix what it costs together; "" without a bill.
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

// NoBill says what no price list is about, and what the bills are then; "" where nothing.
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

// FirstStep is what to do next: the open question that is most worth an answer, or
// what can settle a close result.
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

// First is what to do next; the zero value where nothing is left to do.
func (v Reading) First() FirstStep {
	if next := v.Next(); len(next) > 0 && next[0].Chance >= worthAsking {
		return FirstStep{Question: next[0].Question, Text: next[0].Text, Part: next[0].Part, Chance: next[0].Chance}
	}
	if ties := v.TieBreaks(); len(ties) > 0 {
		return FirstStep{Settle: ties[0]}
	}
	return FirstStep{}
}

// Risk is a warning, with all parts that raised it; none where the whole did.
type Risk struct {
	decision.RiskNote
	Parts []string
}

// Risks are the warnings about what is recommended, then those about other options
// that are left.
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

// RisksOf are the warnings about one option.
func (v Reading) RisksOf(option string) []Risk {
	var list []Risk
	for _, w := range v.Report.Warnings {
		if v.about(w, option) {
			list = addRisk(list, w)
		}
	}
	return list
}

// addRisk appends a warning, or its part where another part raised the same one.
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
