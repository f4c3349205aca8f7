package decision

import (
	"fmt"
	"slices"
	"strings"
)

// phrase fills in every sentence of a report, from its facts and the catalogue that they
// were computed with.
func phrase(c *Catalogue, r *Report) {
	w := words{c, r}
	if r.Plan != nil {
		w.plan()
	}
	for i := range r.Flips {
		r.Flips[i].Sentence = w.flip(r.Flips[i])
	}
	for _, same := range together(r.Flips) {
		if len(same) > 1 {
			at := slices.IndexFunc(r.Flips, same[0].Alike)
			r.Flips[at].Together = w.flips(same)
		}
	}
	for i := range r.PairFlips {
		r.PairFlips[i].Sentence = w.flip(r.PairFlips[i])
	}
	for i := range r.BreakEven {
		r.BreakEven[i].Sentence = w.breakEven(r.BreakEven[i])
	}
	for i := range r.NextQuestions {
		q := &r.NextQuestions[i]
		q.Sentence = w.nextQuestion(*q)
		for j := range q.Outcomes {
			b := &q.Outcomes[j]
			b.Sentence = "With " + w.answers(q.Question, b.Answers) + ", " + w.wouldLead(b.Leader, b.Name) + "."
		}
	}
	if r.Cost != nil {
		w.cost()
	}
	r.Sureness = w.sureness()
	r.Reason, r.Headline = w.reason(), w.headline()
	for i := range r.Axes {
		r.Axes[i].Sentence = w.axis(r.Axes[i])
	}
	if r.Because != nil {
		r.Because.Sentence = w.because(*r.Because)
	}
	r.Against = w.against()
	if r.TieBreaks != nil {
		w.tieBreaks()
	}
	r.Revisit = w.revisit()
}

// words turns the facts of a report into sentences.
type words struct {
	c *Catalogue
	r *Report
}

// option names an option inside a sentence: "a modular monolith on own servers".
func (w words) option(id string) string {
	if o, ok := w.c.index.option[id]; ok {
		if phrase := w.c.Options[o].Phrase; phrase != "" {
			return phrase
		}
	}
	return w.c.OptionName(id)
}

// options joins option names inside a sentence.
func (w words) options(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = w.option(id)
	}
	return and(list)
}

// mixed reports whether the plan is a mix of several platforms.
func (w words) mixed() bool { return w.r.Plan != nil && len(w.r.Plan.Platforms) > 1 && w.gone() == "" }

// gone returns the first part that fits no option, "" when every part fits one.
func (w words) gone() string {
	if w.r.Plan != nil {
		for _, p := range w.r.Plan.Parts {
			if p.Option == "" {
				return p.Part
			}
		}
	}
	return ""
}

// share returns the share of draws in which the proposal comes first.
func (w words) share() float64 {
	if w.mixed() {
		return w.r.Plan.Share
	}
	return w.r.Share
}

func (w words) sureness() string {
	switch {
	case w.r.Kind == VerdictUndecided:
		return "nothing is answered yet"
	case w.r.Leader == "" && !w.mixed():
		return "in none of the situations consistent with your answers"
	}
	return "in " + w.percent(w.share()) + " of the situations consistent with your answers"
}

// verySure is the share from which a decision is called very sure.
const verySure = 0.9

func (w words) percent(share float64) string { return w.c.Bounds.Percent(share) }

// Percent writes how often something comes first so that it does not seem to reach a bound that it misses: 0.597 is
// just under 60% where 60% make a leaning.
func (b Bounds) Percent(share float64) string {
	for _, bound := range []float64{b.LeanShare, b.ClearShare, verySure} {
		if share < bound && Percent(share) == Percent(bound) {
			return "just under " + Percent(bound)
		}
	}
	return Percent(share)
}

// sure describes a share in one or two words.
func (w words) sure(share float64) string {
	switch {
	case share >= verySure:
		return "very sure"
	case share >= w.c.Bounds.ClearShare:
		return "quite sure"
	case share >= w.c.Bounds.LeanShare:
		return "fairly sure"
	}
	return "not sure"
}

// axis describes how sure the leader's value on an axis is, and the alternative. Several options
// may share that alternative and together come first more often: then the axis is open.
func (w words) axis(a AxisSureness) string {
	if a.Rival != nil && a.Rival.Share > a.Leader.Share {
		return fmt.Sprintf("%s: open; %s in %s of the situations, %s in %s.", a.Name, a.Rival.inside(), w.percent(a.Rival.Share),
			a.Leader.inside(), w.percent(a.Leader.Share))
	}
	text := upper(a.Leader.inside())
	if a.Rival != nil && a.Leader.Share < w.c.Bounds.ClearShare && a.Rival.Share > 0 {
		text += " rather than " + a.Rival.inside()
	}
	return fmt.Sprintf("%s: %s (%s).", text, w.sure(a.Leader.Share), w.percent(a.Leader.Share))
}

func (v ValueShare) inside() string {
	if v.Phrase != "" {
		return v.Phrase
	}
	return v.Name
}

// reason explains why there is no winner, or no clear one; "" when there is one.
func (w words) reason() string {
	r, bounds := w.r, w.c.Bounds
	what := w.option(r.Leader)
	if w.mixed() {
		what = "the mix"
	}
	switch r.Kind {
	case VerdictUndecided:
		if r.Weighted {
			return "You have said what matters to you, but answered no question yet, so nothing is known about your case."
		}
		return "You have not answered anything yet, so nothing speaks for one option more than for another in your case."
	case VerdictNone:
		switch part := w.gone(); {
		case part != "":
			return w.ruler() + " rule out every option for the part “" + part + "”."
		case w.mixed():
			return w.underFloor("mix", r.Plan.Value+r.Plan.Lost())
		case r.Leader == "":
			return w.ruler() + " rule out every option."
		}
		return w.underFloor("option", r.Ranking[0].Score)
	case VerdictLeaning:
		return fmt.Sprintf("First place goes to %s %s: more often than not, but less than the %s that make an answer clear.", what,
			r.Sureness, Percent(bounds.ClearShare))
	case VerdictClose:
		return fmt.Sprintf("First place goes to %s %s. From %s on the answers lean to it.", what, r.Sureness, Percent(bounds.LeanShare))
	case VerdictConditional:
		return fmt.Sprintf("As long as the open questions may rule it out, it comes first only %s.", r.Sureness)
	}
	return ""
}

// ruler names what rules options out.
func (w words) ruler() string {
	if w.r.Policy != nil {
		return "Your answers and the rules of your organisation"
	}
	return "Your answers"
}

func (w words) underFloor(what string, value float64) string {
	return fmt.Sprintf("Even the best %s scores only %s out of 100. Under %s we do not call anything a fit.", what, Points(value),
		Points(w.c.Bounds.Floor))
}

// headline returns the verdict in one sentence, without a full stop.
func (w words) headline() string {
	r := w.r
	switch r.Kind {
	case VerdictUndecided:
		return "Undecided: answer a question to get a recommendation"
	case VerdictNone:
		if r.Leader == "" && !w.mixed() || w.gone() != "" {
			return "None of the options fits: " + lower(w.ruler()) + " rule out every one" + forPart(w.gone())
		}
		return "None of the options fits well"
	case VerdictHybrid:
		so := ""
		if r.Unsettled() {
			so = "so far "
		}
		return "The best fit " + so + "is a mix: " + w.options(r.Plan.Platforms) + w.provided(", provided that ") + w.unsettled()
	case VerdictConditional:
		text := upper(w.option(r.Leader)) + w.provided(", if ")
		if often := w.oftener(" goes"); often != "" {
			text += "; " + often
		}
		return text
	case VerdictLeaning:
		if w.mixed() {
			return "Your answers lean to a mix: " + w.options(r.Plan.Platforms) + w.provided(", provided that ") + w.unsettled()
		}
		return "Your answers lean to " + w.option(r.Leader) + w.provided(", provided that ")
	case VerdictClose:
		return w.close()
	}
	return "The best fit is " + w.option(r.Leader) + w.provided(", provided that ") + w.unsettled()
}

func (w words) close() string {
	r := w.r
	switch {
	case w.mixed() && r.Plan.BestSingle == "":
		return "No clear winner yet: it takes a mix, for now " + w.options(r.Plan.Platforms) + w.provided(", provided that ")
	case w.mixed() && w.seldom():
		return fmt.Sprintf("The highest score goes to a mix (%s), but first place %s to one %s alone",
			w.options(r.Plan.Platforms), InMore, w.c.Nouns().One)
	case w.mixed():
		return fmt.Sprintf("Too close to call between a mix (%s) and %s alone", w.options(r.Plan.Platforms), w.option(r.Plan.BestSingle))
	case r.RunnerUp == "":
		return "No clear winner yet: the only option left is " + w.option(r.Leader) + w.provided(", provided that ")
	}
	if often := w.oftener(""); often != "" {
		return "The highest score goes to " + w.option(r.Leader) + ", " + often
	}
	return "Too close to call between " + w.option(r.Leader) + " and " + w.option(r.RunnerUp)
}

// InMore begins, in a headline, how often something comes first that does so much more often than what has the highest score.
const InMore = "in more situations"

// oftener continues a headline with the option that comes first much more often than the leader, and how often; "" for none.
func (w words) oftener(goes string) string {
	often := w.r.Oftener()
	if often == nil || often.FirstShare < w.r.Share+muchOftener {
		return ""
	}
	return "but first place " + InMore + " (" + w.percent(often.FirstShare) + ")" + goes + " to " + w.option(often.Option)
}

// seldom reports whether single options beat the mix of the plan much more often than it beats them.
func (w words) seldom() bool {
	possible := 0.0 // situations in which a single option can carry every part
	for _, s := range w.r.Ranking {
		possible += s.FirstShare
	}
	return possible-w.share() >= w.share()+muchOftener
}

// provided names the unknown answers that a conditional leader depends on. Of one question it
// names those that must hold or those that must not, whichever is shorter; of several only
// the latter, in short forms, or the headline would be a paragraph. Parts with the same
// condition are named together.
func (w words) provided(joint string) string {
	var distinct []Condition
	for i, c := range w.r.Conditions {
		if !slices.ContainsFunc(w.r.Conditions[:i], c.alike) {
			distinct = append(distinct, c)
		}
	}
	switch len(distinct) {
	case 0:
		return ""
	case 1:
		c := distinct[0]
		text := fmt.Sprintf("the answer to “%s”%s is ", c.Text, w.forParts(c))
		provided, unless := joint+text+w.answers(c.Question, c.Fine), ", unless "+text+w.answers(c.Question, c.Spoils)
		if len([]rune(unless)) < len([]rune(provided)) {
			return unless
		}
		return provided
	}
	var spoils []string
	for _, c := range distinct {
		for _, label := range c.Spoils {
			spoils = append(spoils, w.shortOf(c.Question, label)+w.forParts(c))
		}
	}
	last := " or "
	if len(spoils) > 2 { // a comma, since a short form may hold an "or" of its own
		last = ", or "
	}
	return ", unless one of these holds: " + join(spoils, last)
}

// UpToColons cuts labels before the examples that follow a colon. What follows a single word says what it means:
// “Hardly: much the same day and night”.
func UpToColons(labels []string) []string {
	list := slices.Clone(labels)
	for i, label := range list {
		if head, _, _ := strings.Cut(label, ":"); strings.Contains(head, " ") {
			list[i] = head
		}
	}
	return list
}

// shortOf returns the short form of the answer with a label.
func (w words) shortOf(question, label string) string {
	if q, ok := w.c.index.question[question]; ok {
		for i := range w.c.index.state[q] {
			if s := &w.c.index.state[q][i]; s.said.Label == label {
				return s.said.short()
			}
		}
	}
	return w.answers(question, []string{label})
}

// answers quotes the labels of answers to a question, each up to its colon: “a”, “b” or “c”. Those
// that hold together are quoted one by one, after the others: “c”, or “a” and “b”. What all of them have in
// common is named once: “a” with “b” or “c”.
func (w words) answers(question string, labels []string) string {
	var single, several []string
	var common []string
	for i, label := range labels {
		held := Marked(UpToColons(w.c.Labels(question, label)))
		if i == 0 {
			common = slices.Clone(held)
		}
		common = slices.DeleteFunc(common, func(c string) bool { return !slices.Contains(held, c) })
		if len(held) == 1 {
			single = append(single, held[0])
		} else {
			several = append(several, and(held))
		}
	}
	switch {
	case len(several) == 0:
		return join(single, " or ")
	case len(labels) == 1:
		return several[0]
	case len(single) > 0 || len(common) == 0:
		return join(append(single, several...), ", or ")
	}
	rest := make([]string, len(labels))
	for i, label := range labels {
		held := Marked(UpToColons(w.c.Labels(question, label)))
		rest[i] = and(slices.DeleteFunc(held, func(c string) bool { return slices.Contains(common, c) }))
	}
	return and(common) + " with " + join(rest, " or ")
}

// alike reports whether two conditions differ only in their part.
func (c Condition) alike(o Condition) bool {
	return c.Question == o.Question && slices.Equal(c.Fine, o.Fine) && slices.Equal(c.Spoils, o.Spoils)
}

// forParts names the parts of a condition and of those like it; "" for the whole.
func (w words) forParts(c Condition) string {
	var parts []string
	for _, o := range w.r.Conditions {
		if o.alike(c) && o.Part != "" {
			parts = append(parts, o.Part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if w.r.Plan != nil && len(parts) > 1 && len(parts) == len(w.r.Plan.Parts) {
		return " for every part"
	}
	return " for " + and(Marked(parts))
}

// unsettled warns of a plan that an open question may well change, unless the headline names that question already.
func (w words) unsettled() string {
	q := w.r.unsettling()
	if q == nil || q.Least() < 1 && q.among(w.r.Conditions) {
		return ""
	}
	if q.Least() >= 1 {
		return "; but whatever the answer to “" + q.Text + "”" + forPart(q.Part) + ", it changes this plan"
	}
	return "; but the answer to “" + q.Text + "”" + forPart(q.Part) + " may well change the plan"
}

// because names the answer that did most for the leader, and why.
func (w words) because(b Because) string {
	text := fmt.Sprintf("“%s”%s: %s.", strings.TrimSuffix(b.Text, "."), forPart(b.Part), b.Label)
	if b.Why != nil {
		text += " " + b.Why.Text
	}
	return text
}

func (w words) criterion(id string) string {
	if k, ok := w.c.index.criterion[id]; ok {
		return w.c.Criteria[k].Name
	}
	return id
}

// tieBreaks describes what can settle a close result.
func (w words) tieBreaks() {
	t := w.r.TieBreaks
	for _, f := range t.Closest {
		t.Sentence = append(t.Sentence, "Look again at “"+f.Changes[0].Text+"”: "+w.c.inside(w.flip(f)))
	}
	if t.Rank {
		t.Sentence = append(t.Sentence, "Rank the criteria by what matters to you: the answers alone do not say it.")
	}
	if t.Leave != "" {
		t.Sentence = append(t.Sentence, strings.TrimSpace(fmt.Sprintf("If you still cannot decide, let “%s” do it: it favours %s. %s",
			w.criterion(t.LeaveOn), w.option(t.Leave), w.verdicts(t.Leave, t.LeaveOn, 1))))
	}
}
