package decision

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// against describes the strongest argument against the proposal.
func (w words) against() string {
	r := w.r
	switch {
	case w.mixed():
		return strings.TrimSpace(w.againstMix() + " " + r.IdleLine())
	case r.Kind != VerdictUndecided && r.IdleLine() != "":
		return r.IdleLine()
	case r.AgainstOn == "" || r.Kind == VerdictUndecided:
		return ""
	}
	name := w.criterion(r.AgainstOn)
	if aim := w.failed(); aim != nil {
		return strings.TrimSpace(fmt.Sprintf("%s %s to “%s”, but on “%s” it scores only %s of 100%s. %s",
			r.Policy.Answered(aim.question), w.answers(aim.question, []string{aim.label}),
			w.c.Questions[w.c.index.question[aim.question]].Text, name,
			Points(r.Ranking[0].Values[w.c.index.criterion[aim.criterion]]), w.thoughMore(), w.lowered()))
	}
	for _, c := range r.Contributions {
		if c.Criterion == r.AgainstOn && c.Amount < 0 {
			return strings.TrimSpace(fmt.Sprintf("“%s” speaks for %s. %s", name, w.option(r.RunnerUp), w.behind()))
		}
	}
	return strings.TrimSpace(fmt.Sprintf("Its weakest point is “%s”. %s", name, w.lowered()))
}

// thoughMore continues a low score with that of the runner-up, where it is lower still.
func (w words) thoughMore() string {
	for _, c := range w.r.Contributions {
		if c.Criterion == w.r.AgainstOn && c.Leader > c.RunnerUp && Points(c.Leader) != Points(c.RunnerUp) {
			return ", though more than the " + Points(c.RunnerUp) + " of " + w.option(w.r.RunnerUp)
		}
	}
	return ""
}

// lowered says why the leader scores low on the criterion against it: by the judgements that lower its score or, where
// there are none, by the answer that does most. It is "" where neither does.
func (w words) lowered() string {
	r := w.r
	if text := w.verdicts(r.Leader, r.AgainstOn, -1); text != "" {
		return text
	}
	leader, _ := w.c.optionAt(r.Leader)
	return w.shifted(r.AgainstOn, func(Answered, *Question) bool { return true }, func(shift Shift) float64 {
		if !w.c.Covers(shift.Subject(), leader) {
			return 0
		}
		return -w.better(r.AgainstOn, shift.By)
	})
}

// IdleLine says that the bill without requests is more than an answer allows, "" where it is not.
func (r *Report) IdleLine() string {
	if r.Cost == nil || r.Cost.Idle == nil {
		return ""
	}
	idle := r.Cost.Idle
	said := fmt.Sprintf("%s “%s”, but without a single request ", r.Policy.Answered(idle.Question), idle.Label)
	if idle.Built == "" { // several installations, or an older report
		return said + "the bill is " + idle.Total.Text() + " USD a month."
	}
	said += lower(idle.Built) + " costs " + idle.Total.Text() + " USD a month"
	if len(idle.Other) > 0 {
		said += "; " + join(Marked(idle.Other), " or ") + " would cost next to nothing"
	}
	return said + "."
}

// aims reports whether every answer to a question of the team makes a criterion count for more,
// so that an answer says what has to get better.
func (q *Question) aims() bool {
	return q.Scope != ScopePart && !slices.ContainsFunc(q.Answers, func(a Answer) bool {
		return !slices.ContainsFunc(a.Weights, func(w Weight) bool { return w.Factor > 1 })
	})
}

// middle is the middle of the scale of every criterion, in the whole points that are shown.
const middle = 50

// aim is an answer that says what has to get better, and the criterion that it raises most.
type aim struct{ question, label, criterion string }

// worstAim returns the aim that values, in catalogue order of criteria, serve worst; nil where
// they serve every aim at least to the middle of the scale.
func (c *Catalogue) worstAim(answered []Answered, values []float64) (worst *aim) {
	least := float64(middle)
	for _, said := range answered {
		at, known := c.index.question[said.Question]
		if !known || !c.Questions[at].aims() {
			continue
		}
		for _, id := range strings.Split(said.Answer, ",") {
			a := &c.Questions[at].Answers[c.index.answer[at][id]]
			most := slices.MaxFunc(a.Weights, func(x, y Weight) int { return cmp.Compare(x.Factor, y.Factor) })
			if v := math.Round(100 * values[c.index.criterion[most.Criterion]]); v < least {
				least, worst = v, &aim{said.Question, a.Label, most.Criterion}
			}
		}
	}
	return worst
}

// failed returns the aim that the leader serves badly; nil where the argument against it is
// another one.
func (w words) failed() *aim {
	aim := w.c.worstAim(w.r.Answered, w.r.Ranking[0].Values)
	if aim == nil || aim.criterion != w.r.AgainstOn {
		return nil
	}
	return aim
}

// behind explains why the leader is behind the runner-up on the criterion against it, by the two
// bills or as lead does.
func (w words) behind() string {
	r, on := w.r, w.r.AgainstOn
	if own, other := r.Cost.Bill(r.Leader), r.Cost.Bill(r.RunnerUp); own != nil && other != nil && r.Cost.Criterion == on {
		return fmt.Sprintf("The bill is then %s USD a month, against %s.", other.Total.Text(), own.Total.Text())
	}
	return w.lead(on, -1)
}

// Reason explains a contribution to the lead of a report, in one sentence: why the leader is ahead of
// the runner-up on that criterion, or behind it. It is "" where nothing says so, where bills do, and
// where the report is of another version of the catalogue. The catalogue may be nil.
func (c *Catalogue) Reason(r *Report, of Contribution) string {
	if c == nil || c.Version != r.Provenance.Catalogue || r.Cost != nil && r.Cost.Criterion == of.Criterion {
		return ""
	}
	return words{c, r}.lead(of.Criterion, math.Copysign(1, of.Amount))
}

// lead explains the lead of the leader on a criterion, with side -1 that of the runner-up: by what there is today,
// by the judgement that does most for it or, where the judgements alone would not put it there, by the answer that
// does. It is "" where none of them says so.
func (w words) lead(on string, side float64) string {
	r := w.r
	if text := w.effect(on, side, (*Question).ofToday); text != "" {
		return text
	}
	if w.better(on, w.c.Value(r.Leader, on)-w.c.Value(r.RunnerUp, on))*side > 0 {
		return w.judged(on, side)
	}
	var most *Why
	var answer Influence
	for _, in := range r.Influences {
		for i, why := range in.Whys {
			if why.Criterion == on && why.Amount*side > 0 && (most == nil || why.Amount*side > most.Amount*side) {
				most, answer = &in.Whys[i], in
			}
		}
	}
	if most == nil {
		return w.effect(on, side, func(*Question) bool { return true })
	}
	return w.answerDid(answer.Question, answer.Text, answer.Part, answer.Label, *most)
}

// ofToday reports whether a question is about what there is today. Its answers say more of a change than a judgement
// of the average start can.
func (q *Question) ofToday() bool {
	return slices.ContainsFunc(q.Answers, func(a Answer) bool { return a.Today != "" })
}

// effect explains the lead of the leader on a criterion, with side -1 that of the runner-up, by the answer to one of
// these questions that moves a judgement most in its favour; "" where none does.
func (w words) effect(on string, side float64, of func(*Question) bool) string {
	leader, led := w.c.optionAt(w.r.Leader)
	rival, rivals := w.c.optionAt(w.r.RunnerUp)
	if !led || !rivals {
		return ""
	}
	ofWhole := func(given Answered, q *Question) bool { return given.Part == "" && of(q) }
	return w.shifted(on, ofWhole, func(shift Shift) float64 {
		own, others := w.c.Covers(shift.Subject(), leader), w.c.Covers(shift.Subject(), rival)
		switch by := w.better(on, shift.By) * side; {
		case own == others:
			return 0
		case others:
			return -by
		default:
			return by
		}
	})
}

// shifted names the answer, of those that count, with the shift on a criterion that does most by a measure; "" where
// none does anything.
func (w words) shifted(on string, counts func(Answered, *Question) bool, does func(Shift) float64) (text string) {
	most := 0.0
	for _, given := range w.r.Answered {
		at, known := w.c.index.question[given.Question]
		if !known || !counts(given, &w.c.Questions[at]) {
			continue
		}
		for _, id := range strings.Split(given.Answer, ",") {
			a := &w.c.Questions[at].Answers[w.c.index.answer[at][id]]
			for _, shift := range a.Shifts {
				if shift.Criterion != on || does(shift) <= most {
					continue
				}
				most = does(shift)
				text = w.answerDid(given.Question, given.Text, given.Part, a.Label, Why{Criterion: on, Text: shift.Why})
			}
		}
	}
	return text
}

// answerDid names an answer with the reason for its effect.
func (w words) answerDid(question, text, part, label string, why Why) string {
	return fmt.Sprintf("%s %s to “%s”%s%s", w.r.Policy.Answered(question), w.answers(question, []string{label}), text, forPart(part),
		w.c.WhySaid(w.r, question, why))
}

// WhySaid ends a sentence about an answer with the reason for its effect. One that is about what the runner-up has
// and the leader has not names it: ". On servers of your own: somebody has to patch them". One that is about no option
// names the criterion: ". So “Low cost” counts for more: at this load small differences become large sums". The catalogue
// may be nil, or another one than that of the report.
func (c *Catalogue) WhySaid(r *Report, question string, why Why) string {
	text := ": " + c.inside(why.Text)
	if c == nil || c.Version != r.Provenance.Catalogue {
		return text
	}
	at, known := c.index.question[question]
	leader, led := c.optionAt(r.Leader)
	rival, rivals := c.optionAt(r.RunnerUp)
	if !known || !led || !rivals {
		return text
	}
	for _, a := range c.Questions[at].Answers {
		for _, weight := range a.Weights {
			if weight.Criterion == why.Criterion && weight.Why == why.Text { // it is about no option
				return fmt.Sprintf(". So “%s” counts for %s%s", words{c, r}.criterion(why.Criterion), moreOrLess(weight.Factor > 1), text)
			}
		}
		for _, shift := range a.Shifts {
			if shift.Criterion != why.Criterion || shift.Why != why.Text {
				continue
			}
			s := shift.Subject()
			if c.Covers(s, leader) || !c.Covers(s, rival) {
				return text
			}
			return ". " + upper(c.about(s)) + text
		}
	}
	return text
}

func moreOrLess(more bool) string {
	if more {
		return "more"
	}
	return "less"
}

// better turns a difference of raw values so that more is better.
func (w words) better(criterion string, difference float64) float64 {
	if k, ok := w.c.index.criterion[criterion]; ok {
		scale := w.c.Criteria[k].Scale
		return difference * math.Copysign(1, scale.Best.At-scale.Worst.At)
	}
	return 0
}

// judged returns the verdict of the cell that does most for the leader against the runner-up, with
// side -1 of the one that sets it back most, among those that do not apply to both. Where the leader's own is
// no praise, as no fewer of its kind are better than worse, the verdict is that on the runner-up.
func (w words) judged(on string, side float64) string {
	r := w.r
	other, found := w.c.optionAt(r.RunnerUp)
	text, most := "", 0.0
	for _, cell := range w.c.Judgements(r.Leader, on) {
		if !found || w.c.Covers(cell.Subject(), other) || cell.Verdict == "" {
			continue
		}
		rival, said := 0.0, ""
		for _, c := range w.c.Judgements(r.RunnerUp, on) {
			if c.beside(cell) {
				rival += c.Value
				if c.Verdict != "" {
					said = w.verdict(c)
				}
			}
		}
		if by := w.better(on, cell.Value-rival) * side; by > most {
			text, most = w.verdict(cell), by
			if side > 0 && said != "" && w.rank(cell) <= 0 {
				text = said
			}
		}
	}
	return text
}

// rank counts the cells that are worse than one beside them, less those that are better.
func (w words) rank(cell Cell) (rank int) {
	for _, c := range w.c.Cells {
		if c.beside(cell) {
			switch by := w.better(cell.Criterion, cell.Value-c.Value); {
			case by > 0:
				rank++
			case by < 0:
				rank--
			}
		}
	}
	return rank
}

// beside reports whether two cells judge the same criterion on the same axis, or both of single options.
func (c Cell) beside(o Cell) bool {
	axis, _, _ := strings.Cut(c.Axis, ".")
	other, _, _ := strings.Cut(o.Axis, ".")
	return axis == other && c.Criterion == o.Criterion
}

// verdicts returns the verdicts of those cells of an option on a criterion that are better than most beside them, with
// side -1 of those that are worse: the others would explain the opposite.
func (w words) verdicts(option, criterion string, side int) string {
	var list []string
	for _, cell := range w.c.Judgements(option, criterion) {
		if cell.Verdict != "" && w.rank(cell)*side > 0 {
			list = append(list, w.verdict(cell))
		}
	}
	return strings.Join(list, " ")
}

// verdict names what the verdict of a cell is about, since a verdict need not be a sentence:
// "On a managed platform: adds an address and certificates on the first day."
func (w words) verdict(cell Cell) string {
	return upper(w.c.about(cell.Subject())) + ": " + w.c.inside(cell.Verdict)
}

// about names a subject inside a sentence: "on a managed platform".
func (c *Catalogue) about(s Subject) string {
	if s.Axis == "" {
		return words{c, nil}.option(s.Option)
	}
	if _, value, ok := c.AxisValueOf(s.Axis); ok && value.Phrase != "" {
		return value.Phrase
	}
	return c.SubjectName(s)
}

// againstMix describes what a mix costs, and on what its reasons rest.
func (w words) againstMix() string {
	plan := w.r.Plan
	text := fmt.Sprintf("A mix means %s %s instead of one", Number(len(plan.Platforms)), w.c.Nouns().Ways)
	if plan.BestSingle == "" {
		return text + ", as no single option can carry every part."
	}
	return text + fmt.Sprintf(", for %s more than %s alone.", Gain(plan.Gain), w.option(plan.BestSingle))
}
