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
		return strings.TrimSpace(fmt.Sprintf("%s %s to “%s”, but on “%s” it scores only %s of 100. %s", r.Policy.Answered(aim.question),
			w.answers(aim.question, []string{aim.label}), w.c.Questions[w.c.index.question[aim.question]].Text, name,
			Points(r.Ranking[0].Values[w.c.index.criterion[aim.criterion]]), w.verdicts(r.Leader, r.AgainstOn)))
	}
	for _, c := range r.Contributions {
		if c.Criterion == r.AgainstOn && c.Amount < 0 {
			return strings.TrimSpace(fmt.Sprintf("“%s” speaks for %s. %s", name, w.option(r.RunnerUp), w.behind()))
		}
	}
	return strings.TrimSpace(fmt.Sprintf("Its weakest point is “%s”. %s", name, w.verdicts(r.Leader, r.AgainstOn)))
}

// IdleLine says that the bill without requests is more than an answer allows, "" where it is not.
func (r *Report) IdleLine() string {
	if r.Cost == nil || r.Cost.Idle == nil {
		return ""
	}
	idle := r.Cost.Idle
	return fmt.Sprintf("%s “%s”, but without a single request the bill is %s USD a month.", r.Policy.Answered(idle.Question), idle.Label,
		idle.Total.Text())
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

// behind explains why the leader is behind the runner-up on the criterion against it: by the
// two bills, by the judgement that sets it back most or, where the judgements alone would
// not put it behind, by the answer that does. It is "" where none of them says so.
func (w words) behind() string {
	r, on := w.r, w.r.AgainstOn
	if own, other := r.Cost.Bill(r.Leader), r.Cost.Bill(r.RunnerUp); own != nil && other != nil && r.Cost.Criterion == on {
		return fmt.Sprintf("Its bill is %s USD a month, against %s.", other.Total.Text(), own.Total.Text())
	}
	if w.better(on, w.c.Value(r.RunnerUp, on)-w.c.Value(r.Leader, on)) > 0 {
		return w.setback()
	}
	var most *Why
	var answer Influence
	for _, in := range r.Influences {
		for i, why := range in.Whys {
			if why.Criterion == on && why.Amount < 0 && (most == nil || why.Amount < most.Amount) {
				most, answer = &in.Whys[i], in
			}
		}
	}
	if most == nil {
		return ""
	}
	part := ""
	if answer.Part != "" {
		part = " for “" + answer.Part + "”"
	}
	return fmt.Sprintf("%s %s to “%s”%s: %s", r.Policy.Answered(answer.Question),
		w.answers(answer.Question, []string{answer.Label}), answer.Text, part, lower(most.Text))
}

// better turns a difference of raw values so that more is better.
func (w words) better(criterion string, difference float64) float64 {
	if k, ok := w.c.index.criterion[criterion]; ok {
		scale := w.c.Criteria[k].Scale
		return difference * math.Copysign(1, scale.Best.At-scale.Worst.At)
	}
	return 0
}

// setback returns the verdict of the cell that sets the leader back most against the
// runner-up, among those that do not apply to both.
func (w words) setback() string {
	r, on := w.r, w.r.AgainstOn
	other, found := w.c.optionAt(r.RunnerUp)
	text, most := "", 0.0
	for _, cell := range w.c.Judgements(r.Leader, on) {
		if !found || w.c.Covers(cell.Subject(), other) || cell.Verdict == "" {
			continue
		}
		axis, _, _ := strings.Cut(cell.Axis, ".")
		rival := 0.0
		for _, c := range w.c.Judgements(r.RunnerUp, on) {
			if same, _, _ := strings.Cut(c.Axis, "."); same == axis {
				rival += c.Value
			}
		}
		if by := w.better(on, rival-cell.Value); by > most {
			text, most = w.verdict(cell), by
		}
	}
	return text
}

// verdicts returns the verdicts of the cells of an option on a criterion.
func (w words) verdicts(option, criterion string) string {
	var list []string
	for _, cell := range w.c.Judgements(option, criterion) {
		if cell.Verdict != "" {
			list = append(list, w.verdict(cell))
		}
	}
	return strings.Join(list, " ")
}

// verdict names what the verdict of a cell is about, since a verdict need not be a sentence:
// "On a managed platform: adds an address and certificates on the first day."
func (w words) verdict(cell Cell) string {
	subject := w.c.SubjectName(cell.Subject())
	if cell.Axis == "" {
		subject = w.option(cell.Option)
	} else if _, value, ok := w.c.AxisValueOf(cell.Axis); ok && value.Phrase != "" {
		subject = value.Phrase
	}
	return upper(subject) + ": " + lower(cell.Verdict)
}

// againstMix describes what a mix costs, and on what its reasons rest.
func (w words) againstMix() string {
	plan := w.r.Plan
	text := fmt.Sprintf("A mix means %s %s instead of one", Number(len(plan.Platforms)), w.c.Nouns().Ways)
	if plan.BestSingle == "" {
		return text + ", as no single option can carry every part."
	}
	alone, mix := Points(plan.SingleValue), Points(plan.Value)
	if alone == mix && plan.SingleValue != plan.Value {
		alone, mix = tenths(plan.SingleValue), tenths(plan.Value)
	}
	return text + fmt.Sprintf(": %s alone would score %s out of 100, the mix %s.", w.option(plan.BestSingle), alone, mix)
}
