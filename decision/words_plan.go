package decision

import (
	"cmp"
	"fmt"
	"slices"
)

// plan describes which parts go where, and why.
func (w words) plan() {
	plan := w.r.Plan
	for i := range plan.Parts {
		plan.Parts[i].Sentence = w.part(plan.Parts[i])
	}
	names := w.options(plan.Platforms)
	switch {
	case w.gone() != "":
		plan.Sentence = "At least one part fits no option, so there is no plan for the whole."
	case len(plan.Platforms) == 1 && w.r.Kind == VerdictClose && w.r.RunnerUp != "": // the headline names both
		plan.Sentence = fmt.Sprintf("The highest score goes to %s for every part. ", names) + w.enough()
	case len(plan.Platforms) == 1:
		plan.Sentence = fmt.Sprintf("One is enough: %s for every part. ", names) + w.enough()
	case plan.BestSingle == "":
		plan.Sentence = fmt.Sprintf("No single option can carry every part, so it takes a mix: %s.", names)
	default:
		single, hold := w.option(plan.BestSingle), "hold"
		costs := []string{"Running more than one costs " + PointsOf(plan.Price)}
		if !Level(plan.Joined) {
			costs = append(costs, "the parts that one of them holds together cost "+PointsOf(plan.Joined))
		}
		if !Level(plan.Again) {
			costs = append(costs, "setting one of them up more than once costs "+PointsOf(plan.Again))
		}
		taken := [...]string{", which is", "; both are", "; all are"}[len(costs)-1]
		plan.Sentence = fmt.Sprintf("A mix of %s scores %s out of 100, %s more than %s alone. %s%s already taken off.",
			names, Points(plan.Value), Gain(plan.Gain), single, and(costs), taken)
		if plan.Apart != nil {
			plan.Sentence += fmt.Sprintf(" %s, so %s alone would have to be set up %s and be one option in name only; that takes %s off "+
				"its score.",
				w.runApart(), single, plan.Times(), PointsOf(plan.Apart.Price))
			hold = "also hold"
		}
		if !Level(plan.Held) {
			plan.Sentence += fmt.Sprintf(" %s alone would %s together parts that differ, which takes %s off its score.",
				upper(single), hold, PointsOf(plan.Held))
		}
	}
}

// enough explains why one option is enough.
func (w words) enough() string {
	plan := w.r.Plan
	if plan.Apart == nil && Level(plan.Held) {
		if plan.bestEverywhere() {
			return "Every part is best there."
		}
		return fmt.Sprintf("A mix would not earn back the %s that a second %s costs.", PointsOf(plan.Lambda), w.c.Nouns().One)
	}
	text := "It"
	if plan.Apart != nil {
		text = fmt.Sprintf("%s, so it has to be set up %s and is one option in name only, which takes %s off its score",
			w.runApart(), plan.Times(), PointsOf(plan.Apart.Price))
		if !Level(plan.Held) {
			text += "; it also"
		}
	}
	if !Level(plan.Held) {
		text += fmt.Sprintf(" holds together parts that differ, which takes %s off its score", PointsOf(plan.Held))
	}
	return text + "; a mix would still score less."
}

// bestEverywhere reports whether no part would fit another option better than that of the plan. It is false in old reports
// without the ranking of a part.
func (p *Plan) bestEverywhere() bool {
	return !slices.ContainsFunc(p.Parts, func(part PartPlan) bool {
		return len(part.Ranking) == 0 || slices.ContainsFunc(part.Ranking, func(s Standing) bool {
			return s.Status != StatusOut && s.Score > part.Score
		})
	})
}

// runApart names the parts that run apart, and the questions that separate them.
func (w words) runApart() string {
	apart := w.r.Plan.Apart
	questions := make([]string, len(apart.Questions))
	for i, id := range apart.Questions {
		questions[i] = w.c.Questions[w.c.index.question[id]].Text
	}
	text := fmt.Sprintf("%s, as their answers to %s differ", apart.from(), quoted(questions))
	switch open := and(Marked(apart.Open)); len(apart.Open) {
	case 0:
		return text
	case 1:
		return text + " (" + open + " has none yet, which counts as no reason to run apart)"
	default:
		return text + " (" + open + " have none yet, which counts as no reason to run apart)"
	}
}

// from says which parts run apart from which others. One option that carries all parts has to be
// set up once for each group.
func (a *Apart) from() string {
	if len(a.SetUps) != 2 {
		groups := make([]string, len(a.SetUps))
		for i, group := range a.SetUps {
			groups[i] = join(Marked(group), " with ")
		}
		return and(groups) + " run apart"
	}
	some, rest := a.SetUps[0], a.SetUps[1]
	if len(rest) < len(some) {
		some, rest = rest, some
	}
	run := " run"
	if len(some) == 1 {
		run = " runs"
	}
	return and(Marked(some)) + run + " apart from " + and(Marked(rest))
}

// Times says how often one option has to be set up, or where, if that is at each of many places.
func (p *Plan) Times() string {
	each, there, elsewhere := "", 0, 0
	for _, group := range p.Apart.SetUps {
		at := ""
		for _, part := range p.Parts {
			if slices.Contains(group, part.Part) {
				at = cmp.Or(at, part.Each)
			}
		}
		if at == "" {
			elsewhere++
		} else {
			each, there = at, there+1
		}
	}
	at := "at every " + each
	if there > 1 {
		at = often(there) + " " + at
	}
	switch {
	case there == 0:
		return often(max(elsewhere, 2)) // of older reports, which lack the groups
	case elsewhere == 0:
		return at
	case elsewhere == 1:
		return at + " and again elsewhere"
	}
	return at + " and " + often(elsewhere) + " elsewhere"
}

// often says how often, twice or more.
func often(n int) string {
	if n == 2 {
		return "twice"
	}
	return Number(n) + " times"
}

// Told names the answer or the rule that rules an option out: the answer to “Where must it
// run?” is “In our own data centre”.
func (m MustNote) Told() string {
	if m.Question == "" {
		return "“" + m.Rule + "” removes it"
	}
	label := UpToColons([]string{m.AnswerLabel})[0]
	if m.Rule != "" {
		return fmt.Sprintf("“%s” answers “%s” with “%s”", m.Rule, m.QuestionText, label)
	}
	return fmt.Sprintf("the answer to “%s” is “%s”", m.QuestionText, label)
}

// gap returns how much better another option would suit a part, in points of the part; false
// where the report does not know it.
func (p PartPlan) gap(option string) (float64, bool) {
	if s := p.Standing(option); s != nil {
		return s.Score - p.Score, true
	}
	return 0, false
}

// RivalDoes says how the rival of a part would do there, where it would not do worse: "as
// well", or "better by 2 points". It returns "" where it would.
func (p PartPlan) RivalDoes() string {
	switch gap, known := p.gap(p.Rival); {
	case !known:
		return ""
	case Level(gap):
		return "as well"
	case gap > 0:
		return "better by " + PointsOf(gap)
	}
	return ""
}

// Outside returns the option that would suit a part best and is not in the plan, and by how much better;
// false where there is none.
func (p *Plan) Outside(part PartPlan) (option Standing, gap float64, ok bool) {
	for _, s := range part.Ranking {
		if gap := s.Score - part.Score; s.Status != StatusOut && gap > 0 && !Level(gap) && !slices.Contains(p.Platforms, s.Option) {
			return s, gap, true
		}
	}
	return Standing{}, 0, false
}

// Forgone says how much better the option that a part gives up would suit it, and what that
// option would lose for carrying every part, both in points of the whole system.
func (p *Plan) Forgone(part PartPlan) string {
	text := "suit it as well"
	if gap, _ := part.gap(part.Instead); !Level(gap) {
		text = "suit it better by " + PointsOf(gap)
		if of := gap * part.Share; !Level(of) {
			text += " (" + PointsOf(of) + " of the whole)"
		}
	}
	text += ", but would then carry every part and lose "
	apart, held := 0.0, 0.0
	if p.Apart != nil {
		apart = p.Apart.Price
	}
	if p.BestSingle == part.Instead {
		held = p.Held
	}
	const together = "holding parts together that differ"
	if apart == 0 && held == 0 {
		return text + "more for " + together
	}
	if held == 0 && p.BestSingle != part.Instead {
		text += "at least " // what that option holds together is known of the best one only
	}
	text += PointsOf(apart+held) + " of the whole for "
	switch {
	case held == 0:
		text += "being set up " + p.Times()
	case apart == 0:
		text += together
	default:
		text += "being set up " + p.Times() + " and for " + together
	}
	return text + "; the mix loses " + PointsOf(p.Lost())
}

// part describes where one part goes, where it gains by that, and how sure the choice is.
func (w words) part(p PartPlan) string {
	if p.Option == "" {
		return fmt.Sprintf("Nothing fits “%s”: every option is ruled out.", p.Part)
	}
	text := fmt.Sprintf("“%s” goes to %s", p.Part, w.option(p.Option))
	switch {
	case p.Instead != "":
		return text + ". " + upper(w.option(p.Instead)) + " would " + w.r.Plan.Forgone(p) + "."
	case p.Rival == "" && w.mixed():
		if out, must, ok := w.r.Plan.KeptFrom(p); ok {
			text += fmt.Sprintf(", as %s cannot take it: %s", w.option(out.Option), must.Told())
		}
	case p.Rival == "":
		return text + ", the only option that is not ruled out."
	case p.BestOn != "":
		text += fmt.Sprintf(", above all for “%s” (against %s)", w.criterion(p.BestOn), w.option(p.Rival))
	}
	if does := p.RivalDoes(); does != "" {
		text += fmt.Sprintf("; %s would do %s", w.option(p.Rival), does)
	}
	return text + fmt.Sprintf(". Taken alone, that is its best place in %s of the situations consistent with your answers.",
		Percent(p.FirstShare))
}
