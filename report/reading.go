// Package report derives sentences and figures from a stored report, so that pages, charts and
// exports all show the same ones: names, the mix, open questions, answers.
package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// Reading is a report together with today's catalogue of its comparison, which may be newer than
// the report, or nil if the comparison has left the content.
type Reading struct {
	Report decision.Report
	Cat    *decision.Catalogue
}

// Index returns the place of an option in the catalogue, which decides its colour and shape.
func (v Reading) Index(option string) int { return format.OptionIndex(v.Cat, option) }

// Name returns the short name of an option, from the report if it has one.
func (v Reading) Name(option string) string {
	for _, s := range v.Report.Ranking {
		if s.Option == option {
			return s.Name
		}
	}
	if option == decision.Hybrid {
		return v.Cat.Nouns().Mix()
	}
	return option
}

// Phrase returns the name of an option inside a sentence.
func (v Reading) Phrase(option string) string {
	return format.OptionPhrase(v.Cat, option, v.Name(option))
}

// Small makes a sentence small for the middle of another, unless it begins with an option's name that is no phrase.
func (v Reading) Small(sentence string) string {
	if v.Cat.BeginsWithName(sentence) {
		return sentence
	}
	return format.Small(sentence)
}

// Short returns the name of an option for charts.
func (v Reading) Short(option string) string {
	for _, s := range v.Report.Ranking {
		if s.Option == option {
			return s.Short
		}
	}
	return option
}

// With returns the standings that have a status.
func (v Reading) With(status string) []decision.Standing {
	var found []decision.Standing
	for _, s := range v.Report.Ranking {
		if s.Status == status {
			found = append(found, s)
		}
	}
	return found
}

// Doubtful returns the options that an open question may rule out: as the only one or, of a mix, for a part that goes
// there, with the hard limits of these parts.
func (v Reading) Doubtful() (found []decision.Standing) {
	for _, s := range v.Report.Ranking {
		if plan := v.Mix(); plan != nil && s.Status != decision.StatusConditional {
			s.Because = nil
			for _, p := range plan.Parts {
				if own := p.Standing(p.Option); own != nil && own.Option == s.Option && own.Status == decision.StatusConditional {
					s.Status, s.Because = decision.StatusConditional, append(s.Because, own.Because...)
				}
			}
		}
		if s.Status == decision.StatusConditional {
			found = append(found, s)
		}
	}
	return found
}

// MayCarryPart reports whether an option that is ruled out as the only one may still carry a part of a mix. Reports
// without the options of a part do not know that it may not.
func (v Reading) MayCarryPart(option string) bool {
	plan := v.Mix()
	return plan != nil && slices.ContainsFunc(plan.Parts, func(p decision.PartPlan) bool {
		s := p.Standing(option)
		return s == nil || s.Status != decision.StatusOut
	})
}

// RuledOut reports whether an option is ruled out.
func (v Reading) RuledOut(option string) bool {
	return slices.ContainsFunc(v.With(decision.StatusOut), func(s decision.Standing) bool { return s.Option == option })
}

// Flips returns the changes of answers that would change the result: single ones, or pairs if there
// are none. Answers that somebody could change come first, the likeliest on top, and then facts. Changes of
// the answer to one question that have the same outcome are one, in words about them all.
func (v Reading) Flips() []decision.Flip {
	flips := v.Report.Flips
	if len(flips) == 0 {
		flips = v.Report.PairFlips
	}
	flips = slices.Clone(flips)
	slices.SortStableFunc(flips, func(a, b decision.Flip) int {
		return cmp.Or(compareFalseFirst(a.Plain, b.Plain), cmp.Compare(b.Likely, a.Likely))
	})
	var once []decision.Flip
	for _, f := range flips {
		first := slices.IndexFunc(v.Report.Flips, f.Alike)
		if first < 0 || v.Report.Flips[first].Together == "" { // a report from before they were put together
			once = append(once, f)
		} else if !slices.ContainsFunc(once, f.Alike) {
			f.Sentence = v.Report.Flips[first].Together
			once = append(once, f)
		}
	}
	return once
}

// turned returns the words for what the answer to an open question may change.
func (v Reading) turned() string {
	if v.Report.Plan != nil {
		return "the plan"
	}
	return "what comes first"
}

// Mix is the plan if a mix of options comes first.
func (v Reading) Mix() *decision.Plan { return v.Report.Mix() }

// Planned reports whether parts have places: before any answer nothing is recommended for them.
func (v Reading) Planned() bool {
	return v.Report.Plan != nil && v.Report.Kind != decision.VerdictUndecided
}

// Low reports whether a value, rounded as it is shown, is below the middle of the scale.
func Low(value float64) bool { return math.Round(100*value) < 50 }

// PartWeak is what is below the middle of the scale where some parts of a mix go.
type PartWeak struct {
	Parts  []string
	Option string
	On     []string // “A failure stays small” (18)
}

// mostWeak is how many weak points of a part are named.
const mostWeak = 3

// PartsWeak returns the weak points of the parts of a mix, those that cost the whole most first.
func (v Reading) PartsWeak() (list []PartWeak) {
	plan := v.Mix()
	if plan == nil {
		return nil
	}
	for _, p := range plan.Parts {
		on := v.weakOf(p)
		if len(on) == 0 {
			continue
		}
		at := slices.IndexFunc(list, func(w PartWeak) bool { return w.Option == p.Option && slices.Equal(w.On, on) })
		if at < 0 {
			at, list = len(list), append(list, PartWeak{Option: p.Option, On: on})
		}
		list[at].Parts = append(list[at].Parts, p.Part)
	}
	return list
}

// weakOf names the weakest points of a part where it goes: those that lose most by their weight, and none that hardly
// counts.
func (v Reading) weakOf(p decision.PartPlan) (on []string) {
	own := p.Standing(p.Option)
	if own == nil {
		return nil
	}
	values, weights := own.Values, v.Report.Weights
	var low []int
	for k := range weights {
		if k < len(values) && Low(values[k]) && 2*float64(len(weights))*weights[k].Weight >= 1 {
			low = append(low, k)
		}
	}
	loses := func(k int) float64 { return weights[k].Weight * (1 - values[k]) }
	slices.SortStableFunc(low, func(a, b int) int { return cmp.Compare(loses(b), loses(a)) })
	for _, k := range low[:min(len(low), mostWeak)] {
		on = append(on, fmt.Sprintf("“%s” (%s)", weights[k].Name, format.Points(values[k])))
	}
	return on
}

// Is continues a sentence about the parts.
func (w PartWeak) Is() string {
	verb := "is"
	if len(w.Parts) > 1 {
		verb = "are"
	}
	return verb + " below the middle of the scale there, 50 of 100, on " + format.List(w.On, "and")
}

// Noun returns the noun for the options of the report. Where some options of a mix share a platform,
// the word "platforms" would count too many.
func (v Reading) Noun() decision.Noun {
	noun := v.Cat.Nouns()
	if mix := v.Mix(); mix != nil && v.platforms(mix) < len(mix.Platforms) {
		noun.One, noun.Many = "option", "options"
	}
	return noun
}

// HeldOff is what the score of a single option has lost because it holds parts together that differ.
func (v Reading) HeldOff(s decision.Standing) float64 {
	if v.Report.Plan == nil {
		return 0
	}
	sum := 0.0
	for _, part := range v.Report.Plan.Parts {
		if of := part.Standing(s.Option); of != nil {
			sum += part.Share * of.Score
		}
	}
	if lost := sum - s.Score - v.ApartOff(); lost > 1e-9 { // far more than floating-point errors in a score
		return lost
	}
	return 0
}

// ApartOff is what the score of a single option has lost because it has to be set up for each part that runs apart.
func (v Reading) ApartOff() float64 {
	if plan := v.Report.Plan; plan != nil && plan.Apart != nil && v.Report.Net() {
		return plan.Apart.Price
	}
	return 0
}

// Held names the single options that have lost points for holding parts together, the first ones by score: "Holding together
// parts that differ has taken 5.8 points off a modular monolith on a managed platform." It is "" where none has.
func (v Reading) Held() string {
	var off []string
	for _, s := range v.Report.Ranking {
		if lost := v.HeldOff(s); s.Status != decision.StatusOut && !decision.Level(lost) && len(off) < mostHeld {
			off = append(off, format.PointsOf(lost)+" off "+v.Phrase(s.Option))
		}
	}
	if len(off) == 0 {
		return ""
	}
	return "Holding together parts that differ has taken " + format.List(off, "and") + "."
}

// mostHeld is how many options are named that lose by holding parts together: the first two are compared most.
const mostHeld = 2

// HeldBack names the option that would suit the parts better than the single one of the plan, but loses more by holding
// them together; "" where none would.
func (v Reading) HeldBack() string {
	plan := v.Report.Plan
	if plan == nil || v.Mix() != nil || len(v.Report.Ranking) == 0 {
		return ""
	}
	first := v.Report.Ranking[0]
	for _, s := range v.Report.Ranking[1:] {
		lost, more := v.HeldOff(s), s.Score-first.Score+v.HeldOff(s)-v.HeldOff(first)
		if s.Status != decision.StatusOut && more > 0 && !decision.Level(more) {
			return fmt.Sprintf("Part by part, %s would do better by %s, but it would hold together parts that differ and lose %s by that.",
				v.Phrase(s.Option), format.PointsOf(more), format.PointsOf(lost))
		}
	}
	return ""
}

// MixTitle returns the heading of the list of parts: "Two stores for your parts".
func (v Reading) MixTitle(p *decision.Plan) string {
	return format.Capital(decision.Number(len(p.Platforms))) + " " + v.Noun().Many + " for your parts"
}

// Next are the open questions that can change what comes first.
func (v Reading) Next() []decision.NextQuestion {
	var found []decision.NextQuestion
	for _, q := range v.Report.NextQuestions {
		if q.Most() > 0 {
			found = append(found, q)
		}
	}
	return found
}

// Asked is an open question with the parts that it is asked of; none if it is about the whole system.
type Asked struct {
	decision.NextQuestion
	Parts []string
}

// NextOnce are the same questions, each once for all parts for which it has the same chance.
func (v Reading) NextOnce() []Asked {
	var found []Asked
	for _, q := range v.Next() {
		at := slices.IndexFunc(found, func(o Asked) bool { return o.Like(q) })
		if at < 0 || q.Part == "" {
			found = append(found, Asked{NextQuestion: q})
			at = len(found) - 1
		}
		if q.Part != "" {
			found[at].Parts = append(found[at].Parts, q.Part)
		}
	}
	return found
}

// CanChange writes how many of the open questions can change the result by themselves: "7 of 13 open
// questions can change the plan". The list has a line for each part in which a question has another chance.
func (v Reading) CanChange() string {
	can := map[string]bool{}
	for _, q := range v.Next() {
		can[q.Question] = true
	}
	text := fmt.Sprintf("%d of %s can change %s", len(can), format.Plural(v.Open(), "open question"), v.turned())
	switch {
	case len(v.NextOnce()) == len(can):
		return text
	case len(can) == 1:
		return text + ", for several parts"
	}
	return text + ", some of them for several parts"
}

func (v Reading) NextIntro() string {
	switch {
	case v.conditionFirst():
		return "First what the answer depends on, then the others, each with the chance that its answer changes " + v.turned() + "."
	case len(v.Next()) > 0:
		return "Each with the chance that its answer changes " + v.turned() + "."
	case len(v.TieBreaks()) > 0:
		return "You answered every question, and it is still close. This can settle it:"
	case len(v.Report.Unknown) > 0:
		return "Nothing is pressing: no answer to a single open question would change " + v.turned() + "."
	}
	return "You answered every question."
}

// conditionFirst reports whether the first open question is not the one that is most likely to change
// the result: it is then the one on which the recommendation depends.
func (v Reading) conditionFirst() bool {
	next := v.Next()
	return slices.ContainsFunc(next, func(q decision.NextQuestion) bool { return q.Chance > next[0].Chance })
}

// Decide returns advice for the case that no single open question is worth asking first.
func (v Reading) Decide() string {
	text := "No single open answer would change " + v.turned() + ", though several together may."
	switch next := v.Next(); {
	case len(next) > 0:
		text = "No single open answer is likely to change " + v.turned() + ": the most likely one has a chance of " +
			format.Percent(next[0].Chance) + "."
	case len(v.Report.Unknown) == 0:
		text = "Every question is answered."
	case v.Report.Plan == nil && v.Report.Share == 1:
		text = "Nothing that is still open would change what comes first."
	}
	if own, _ := v.Risks(); len(own) > 0 {
		return text + " Read the risks, then decide."
	}
	return text + " Weigh what speaks against it, then decide."
}

// ComesFirst writes how often the recommendation comes first, in one sentence.
func (v Reading) ComesFirst() string {
	if v.Mix() != nil {
		return "The mix beats every " + v.Noun().One + " on its own " + v.Report.Sureness + "."
	}
	return v.Comes(v.Report.Leader) + " " + v.Report.Sureness + "."
}

// Comes begins a sentence about how often an option comes first: "Servers come first".
func (v Reading) Comes(option string) string {
	who := v.Phrase(option)
	return format.Capital(who) + " " + format.Verb(who, "come", "comes") + " first"
}

// Percent writes how often something comes first, as the sentences of the report do.
func (v Reading) Percent(share float64) string {
	if v.Cat == nil {
		return format.Percent(share)
	}
	return v.Cat.Bounds.Percent(share)
}

// Oftener names the option that comes first in more situations than the leader although its score is lower, where
// it is not clear which is better; "" if there is none, or where the headline names it.
func (v Reading) Oftener() string {
	s := v.Report.Oftener()
	if s == nil || strings.Contains(v.Report.Headline, decision.InMore) {
		return ""
	}
	text := v.Comes(s.Option) + " in more of them (" + v.Percent(s.FirstShare) + ")"
	if format.Points(s.Score) != format.Points(v.Report.Ranking[0].Score) {
		text += ", with a lower score"
	}
	return text + "."
}

// SurenessByAxis returns how sure the decision on each axis is by itself. It is empty without axes or
// a recommendation, and for a mix, which decides no axis.
func (v Reading) SurenessByAxis() []decision.AxisSureness {
	if v.Report.Kind == decision.VerdictUndecided || v.Report.Kind == decision.VerdictNone || v.Mix() != nil {
		return nil
	}
	return v.Report.Axes
}

// AxesAlike reports whether the decision on each axis is as sure as the whole, and none is open, so that one figure is
// enough.
func (v Reading) AxesAlike() bool {
	axes := v.SurenessByAxis()
	for _, a := range axes {
		if format.Percent(a.Leader.Share) != format.Percent(v.Report.Share) || a.Rival != nil && a.Rival.Share > a.Leader.Share {
			return false
		}
	}
	return len(axes) > 1
}

// TieBreaks returns what can settle a close result if every question is answered.
func (v Reading) TieBreaks() []string {
	if v.Report.TieBreaks == nil {
		return nil
	}
	return v.Report.TieBreaks.Sentence
}

// compareFalseFirst orders false before true.
func compareFalseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
