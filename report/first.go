package report

import (
	"fmt"
	"math"
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

// Because names the answer that did most for the leader, and why, in one sentence; for a mix, why its
// parts go where they go. Where the lead was there before any answer, it says that. It is "" if nothing
// was in favour of the leader. What is there today is said first.
func (v Reading) Because() string { return strings.TrimSpace(v.today() + v.reason()) }

// today says that the recommendation, or the first of two that are close, is of the kind that there is today: the platform
// itself may end.
func (v Reading) today() string {
	switch {
	case !v.Report.Today || v.Report.Kind == decision.VerdictUndecided || v.Report.Kind == decision.VerdictNone:
		return ""
	case v.Report.Kind == decision.VerdictClose:
		return "The first of the two is the kind of " + v.Cat.Nouns().One + " you have. "
	}
	return "This is the kind of " + v.Cat.Nouns().One + " you have. "
}

func (v Reading) reason() string {
	if plan := v.Mix(); plan != nil {
		return v.becauseOfParts(plan)
	}
	if v.aheadBefore() {
		return v.becauseOfStart()
	}
	b := v.Report.Because
	switch {
	case b == nil:
		return ""
	case v.Narrowed(b.Question, b.Part) != nil: // an open question is no reason
		return v.becauseOfStart()
	}
	text := fmt.Sprintf("%s %s to “%s”", v.Report.Policy.Answered(b.Question), v.saidShortly(*b), strings.TrimSuffix(b.Text, "."))
	if b.Part != "" {
		text += fmt.Sprintf(" for “%s”", b.Part)
	}
	if b.Why != nil {
		return text + v.Cat.WhySaid(&v.Report, b.Question, *b.Why)
	}
	if b.Part == "" { // the question ends the sentence
		return text
	}
	return text + "."
}

// startOutweighs is how many times more than the best answer the start has to have done for the
// lead, so that the answer is not called its reason.
const startOutweighs = 4

// aheadBefore reports whether the leader was ahead before any answer, and no answer added much.
func (v Reading) aheadBefore() bool {
	r := v.Report
	return len(r.Influences) > 0 && r.Baseline > 0 && !slices.ContainsFunc(r.Influences, func(in decision.Influence) bool {
		return startOutweighs*in.Amount >= r.Baseline
	})
}

// becauseOfStart says how far the leader was ahead before any answer, what the answers changed, and which criterion does
// most for it.
func (v Reading) becauseOfStart() string {
	r := v.Report
	start := "In an average case"
	if given := v.Given(); given != "" {
		start = "With " + given + " alone"
	}
	who, side, than := "it", "ahead", " of "+v.Phrase(r.RunnerUp)
	if r.Baseline < 0 {
		side, than = "behind", " "+v.Phrase(r.RunnerUp)
	}
	if r.Kind == decision.VerdictClose { // the headline names both
		who, than = "the first of the two", ""
	}
	text := fmt.Sprintf("%s %s is %s %s%s", start, who, format.PointsOf(math.Abs(r.Baseline)), side, than)
	switch now := format.Points(r.Margin); {
	case r.Baseline < 0:
		text += "; with your answers it is " + format.PointsOf(r.Margin) + " ahead."
	case now == format.Points(r.Baseline):
		text += ", and your answers leave it there."
	case now == "0":
		text += "; with your answers the two are level."
	default:
		text += "; with your answers it is " + format.PointsOf(r.Margin) + "."
	}
	var most decision.Contribution
	for _, c := range r.Contributions {
		if c.Amount > most.Amount {
			most = c
		}
	}
	if most.Name != "" {
		text += fmt.Sprintf(" “%s” does most for it (%s).", most.Name, format.Signed(most.Amount))
	}
	return text
}

// BeyondScale says, after a space, that the bills of the first two differ although the criterion of the cost has both at
// its end; "" where it does not.
func (v Reading) BeyondScale() string {
	c := v.Report.Cost
	own, other := c.Bill(v.Report.Leader), c.Bill(v.Report.RunnerUp)
	if own == nil || other == nil || c.Total(own) == c.Total(other) {
		return ""
	}
	at := slices.IndexFunc(v.Report.Contributions, func(x decision.Contribution) bool { return x.Criterion == c.Criterion })
	if at < 0 || v.Report.Contributions[at].Leader > 0 || v.Report.Contributions[at].RunnerUp > 0 {
		return ""
	}
	return fmt.Sprintf(" “%s” adds nothing, as both bills are beyond its scale: %s USD and %s USD.", v.Report.Contributions[at].Name,
		c.Total(own).Text(), c.Total(other).Text())
}

// Given names what was stated besides answers and is in the lead before any answer; "" for nothing.
func (v Reading) Given() string {
	switch {
	case v.Report.Weighted && v.Report.Cost != nil:
		return "your priorities and load figures"
	case v.Report.Weighted:
		return "your priorities"
	case v.Report.Cost != nil:
		return "your load figures"
	}
	return ""
}

// saidShortly quotes the answer, or several that hold together or are all possible, each up to its
// colon.
func (v Reading) saidShortly(b decision.Because) string {
	labels, joint := b.Labels, "and"
	if len(labels) == 0 {
		labels = []string{b.Label}
	}
	if slices.ContainsFunc(v.Report.Unknown, func(u decision.Unknown) bool { return u.Question == b.Question && u.Part == b.Part }) {
		joint = "or"
	}
	return format.List(decision.Marked(decision.UpToColons(labels)), joint)
}

// Narrowed returns the labels of the answers that are possible, nil where there are not several.
func (v Reading) Narrowed(question, part string) []string {
	for _, u := range v.Report.Unknown {
		if u.Question == question && u.Part == part {
			return u.Narrowed
		}
	}
	return nil
}

// Quoted quotes the answer behind an influence: each of several that hold together or that are all possible.
func (v Reading) Quoted(in decision.Influence) string {
	if labels := v.Narrowed(in.Question, in.Part); labels != nil {
		return format.List(decision.Marked(labels), "or")
	}
	return format.List(decision.Marked(v.Cat.Labels(in.Question, in.Label)), "and")
}

// Said is the answer behind an influence as the name of a row: its label, or that it is one of several.
func (v Reading) Said(in decision.Influence) string {
	if labels := v.Narrowed(in.Question, in.Part); labels != nil {
		return decision.Either(labels)
	}
	return in.Label
}

// mostReasons is how many reasons of parts are written out.
const mostReasons = 3

// becauseOfParts writes why the parts of a mix go where they go, those with the same reason together.
func (v Reading) becauseOfParts(plan *decision.Plan) string {
	const goes = "goes"
	var reasons []string
	parts := map[string][]string{}
	for _, p := range plan.Parts {
		reason := ""
		if out, must, ok := plan.KeptFrom(p); ok {
			who := v.Phrase(out.Option)
			reason = fmt.Sprintf("%s to %s, as %s %s ruled out there: %s.", goes, v.Phrase(p.Option), who, format.Verb(who, "are", "is"),
				must.Told())
		} else if p.Instead != "" {
			reason = fmt.Sprintf("%s to %s: %s would %s.", goes, v.Phrase(p.Option), v.Phrase(p.Instead), plan.Forgone(p))
		} else if name := v.criterion(p.BestOn); name != "" {
			reason = fmt.Sprintf("%s to %s above all for “%s”%s.", goes, v.Phrase(p.Option), name, v.rivalDoes(p))
			if ahead := v.hardlyAhead(p); ahead != "" {
				reason = fmt.Sprintf("%s to %s, %s there, most on “%s”.", goes, v.Phrase(p.Option), ahead, name)
			}
		} else {
			continue
		}
		if parts[reason] == nil {
			reasons = append(reasons, reason)
		}
		parts[reason] = append(parts[reason], p.Part)
	}
	var text []string
	for i, reason := range reasons {
		if i == mostReasons-1 && len(reasons) > mostReasons {
			text = append(text, "The other parts have their reasons below.")
			break
		}
		names := parts[reason]
		if rest, ok := strings.CutPrefix(reason, goes); ok && len(names) > 1 {
			reason = "go" + rest
		}
		text = append(text, format.List(decision.Marked(names), "and")+" "+reason)
	}
	return strings.Join(text, " ")
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

// rivalDoes continues a sentence with how the rival of a part would do there, where that is not worse.
func (v Reading) rivalDoes(p decision.PartPlan) string {
	if does := p.RivalDoes(); does != "" {
		return "; " + v.Phrase(p.Rival) + " would do " + does
	}
	return ""
}

// PartReason writes why a part of a plan has its option: on what it gains most, compared with which
// option. It is "" if the report does not say.
func (v Reading) PartReason(p decision.PartPlan) string {
	name := v.criterion(p.BestOn)
	if plan := v.Mix(); plan != nil {
		if out, must, ok := plan.KeptFrom(p); ok {
			return format.Capital(v.Phrase(out.Option)) + " cannot take it: " + must.Told() + "."
		}
	}
	switch {
	case name == "": // without where it goes, which stands beside it
		return strings.TrimPrefix(p.Sentence, fmt.Sprintf("“%s” goes to %s. ", p.Part, v.Phrase(p.Option)))
	case p.Rival == "" || p.RivalDoes() != "":
		return "Above all for “" + name + "”" + v.rivalDoes(p) + "." + v.outside(p)
	}
	if ahead := v.hardlyAhead(p); ahead != "" {
		return format.Capital(ahead) + ", most on “" + name + "”." + v.outside(p)
	}
	own, other, ok := v.onBest(p)
	if !ok {
		return "Above all for “" + name + "”, against " + v.Phrase(p.Rival) + "." + v.outside(p)
	}
	return fmt.Sprintf("Above all for “%s”: %s of 100, against %s for %s.%s", name, own, other, v.Phrase(p.Rival), v.outside(p))
}

// hardlyAhead says that the option of a part is little ahead of its rival, and by how much: no criterion is then above all
// the reason. It is "" where the lead is larger or not known.
func (v Reading) hardlyAhead(p decision.PartPlan) string {
	rival := p.Standing(p.Rival)
	if rival == nil || p.RivalDoes() != "" || p.Score-rival.Score >= little {
		return ""
	}
	return "only " + format.PointsOf(p.Score-rival.Score) + " ahead of " + v.Phrase(p.Rival)
}

// onBest writes the values of the option of a part and of its rival on the criterion that does most for it; false where
// the report does not know them.
func (v Reading) onBest(p decision.PartPlan) (own, other string, ok bool) {
	k := slices.IndexFunc(v.Report.Weights, func(w decision.WeightShare) bool { return w.Criterion == p.BestOn })
	a, b := p.Standing(p.Option), p.Standing(p.Rival)
	if a == nil || b == nil || k < 0 || k >= min(len(a.Values), len(b.Values)) {
		return "", "", false
	}
	return format.Points(a.Values[k]), format.Points(b.Values[k]), true
}

// outside names, after a space, an option that would suit a part of a mix better than any of the plan.
func (v Reading) outside(p decision.PartPlan) string {
	plan := v.Mix()
	if plan == nil {
		return ""
	}
	other, gap, ok := plan.Outside(p)
	if !ok {
		return ""
	}
	return " " + format.Capital(v.Phrase(other.Option)) + " would suit it better by " + format.PointsOf(gap) +
		", but the plan as a whole would score less."
}

// The gain of a mix over the best single option, in value, is called little below the first number
// and much above the second.
const (
	little = 0.02
	much   = 0.05
)

// But returns what speaks most against the recommendation, or "": first the risks that no answer by itself tells of, as
// they say what it takes to be possible at all.
func (v Reading) But() string {
	text := ""
	own, _ := v.Risks()
	for _, risk := range own {
		if risk.Together {
			text += strings.TrimPrefix(OfParts(risk.Parts)+": ", ": ") + risk.Text + " "
		}
	}
	return strings.TrimSpace(format.Capital(strings.TrimSpace(text)) + " " + v.against())
}

// against is the strongest argument against the recommendation.
func (v Reading) against() string {
	plan := v.Mix()
	if plan == nil {
		return v.Report.Against
	}
	text := fmt.Sprintf("A mix means %s %s instead of one", decision.Number(len(plan.Platforms)), v.Noun().Ways)
	idle := v.Report.IdleLine()
	if plan.BestSingle == "" {
		return strings.TrimSpace(text + ", as no single option can carry every part. " + idle)
	}
	how := "somewhat worse"
	switch {
	case plan.Gain < little:
		how = "nearly as well"
	case plan.Gain >= much:
		how = "clearly worse"
	}
	return strings.TrimSpace(fmt.Sprintf("%s; %s alone would do %s. %s", text, format.OptionPhrase(v.Cat, plan.BestSingle, plan.SingleName),
		how, idle))
}

// FirstStep is the recommended next step: to answer the most valuable open question, or to settle a
// close result.
type FirstStep struct {
	Asked         // its Question is "" for none
	Settle string // in its place, one sentence
}

// worthAsking is the least chance to change the result that makes an open question
// the next step.
const worthAsking = 0.05

// First returns the next step, or the zero value if nothing is left to do.
func (v Reading) First() FirstStep {
	for _, q := range v.NextOnce() {
		if q.Most() >= worthAsking {
			return FirstStep{Asked: q}
		}
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

// Risks returns the warnings about the recommendation, which name no other option, and those about
// other options that are not ruled out.
func (v Reading) Risks() (own, others []Risk) {
	for _, w := range v.Report.Warnings {
		if options := v.recommended(w); len(options) > 0 {
			names := make([]string, len(options))
			for i, id := range options {
				names[i] = v.Name(id)
			}
			w.Option, w.Name = options[0], format.List(names, "and")
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

// rivals reports whether it is not clear if an option is better than the leader, and the verdict names it.
func (v Reading) rivals(option string) bool {
	often := v.Report.Oftener()
	return v.Report.Kind == decision.VerdictClose && option == v.Report.RunnerUp || often != nil && often.Option == option
}

// about reports whether a warning is about an option. It may be true of several,
// which its name then lists.
func (v Reading) about(w decision.RiskNote, option string) bool {
	return w.Option == option || strings.Contains(w.Name, v.Name(option))
}

// recommended returns the options that a warning is about and the report recommends: the leader, and what is too close to
// it to call if that has the risk too, or those of the mix for the parts that the warning is about.
func (v Reading) recommended(w decision.RiskNote) (options []string) {
	plan := v.Mix()
	if plan == nil {
		if v.Report.Leader == "" || !v.about(w, v.Report.Leader) {
			return nil
		}
		for _, s := range v.Report.Ranking {
			if (s.Option == v.Report.Leader || v.rivals(s.Option)) && v.about(w, s.Option) {
				options = append(options, s.Option)
			}
		}
		return options
	}
	for _, p := range plan.Parts {
		if (w.Part == "" || w.Part == p.Part) && v.about(w, p.Option) && !slices.Contains(options, p.Option) {
			options = append(options, p.Option)
		}
	}
	return options
}
