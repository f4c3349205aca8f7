package decision

import "fmt"

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
	case len(plan.Platforms) == 1:
		plan.Sentence = fmt.Sprintf("One is enough: %s for every part. ", names) + w.enough()
	case plan.BestSingle == "":
		plan.Sentence = fmt.Sprintf("No single option can carry every part, so it takes a mix: %s.", names)
	default:
		plan.Sentence = fmt.Sprintf("A mix of %s scores %s out of 100, %s more than %s alone. Running more than one costs %s, "+
			"which is already taken off.",
			names, Points(plan.Value), PointsOf(plan.Gain), w.option(plan.BestSingle), PointsOf(plan.Price))
		if plan.Apart != nil {
			plan.Sentence += fmt.Sprintf(" %s, so %s alone would have to be set up %s; that takes %s off its score.",
				w.runApart(), w.option(plan.BestSingle), plan.Apart.times(), PointsOf(plan.Apart.Price))
		}
		if plan.Held > 0 {
			plan.Sentence += fmt.Sprintf(" It would also hold together parts that differ, which takes %s off.", PointsOf(plan.Held))
		}
	}
}

// enough explains why one option is enough.
func (w words) enough() string {
	plan := w.r.Plan
	switch {
	case plan.Apart == nil && plan.Held > 0:
		return fmt.Sprintf("It holds together parts that differ, which takes %s off its score; a mix would still score less.",
			PointsOf(plan.Held))
	case plan.Apart == nil:
		return fmt.Sprintf("A mix would not earn back the %s that a second %s costs.", PointsOf(plan.Lambda), w.c.Nouns().One)
	}
	return fmt.Sprintf("%s, so it has to be set up %s, which takes %s off its score; a mix would still score less.",
		w.runApart(), plan.Apart.times(), PointsOf(plan.Apart.Price))
}

// runApart names the parts that run apart, and the questions that separate them.
func (w words) runApart() string {
	apart := w.r.Plan.Apart
	questions := make([]string, len(apart.Questions))
	for i, id := range apart.Questions {
		questions[i] = w.c.Questions[w.c.index.question[id]].Text
	}
	return fmt.Sprintf("%s, as their answers to %s differ", apart.from(), quoted(questions))
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

// times says how often one option has to be set up.
func (a *Apart) times() string {
	if len(a.SetUps) == 2 {
		return "twice"
	}
	return Number(len(a.SetUps)) + " times"
}

// loss returns how much better another option of the plan would suit a part.
func (w words) loss(p PartPlan) float64 {
	for _, s := range p.Ranking {
		if s.Option == p.Instead {
			return s.Score - p.Score
		}
	}
	return 0
}

// part describes where one part goes, where it gains by that, and how sure the choice is.
func (w words) part(p PartPlan) string {
	if p.Option == "" {
		return fmt.Sprintf("Nothing fits “%s”: every option is ruled out.", p.Part)
	}
	text := fmt.Sprintf("“%s” goes to %s", p.Part, w.option(p.Option))
	switch {
	case p.Instead != "":
		better := "as well"
		if loss := PointsOf(w.loss(p)); loss != PointsOf(0) {
			better = "better by " + loss
		}
		if w.r.Plan.Apart == nil {
			return text + fmt.Sprintf(". %s would suit it %s, but would then hold all parts together and lose %s by that.",
				upper(w.option(p.Instead)), better, PointsOf(w.r.Plan.Held))
		}
		return text + fmt.Sprintf(". %s would suit it %s, but the parts run apart, and one option set up for each would lose %s.",
			upper(w.option(p.Instead)), better, PointsOf(w.r.Plan.Apart.Price))
	case p.Rival == "" && w.mixed():
		if out, must, ok := w.r.Plan.KeptFrom(p); ok {
			text += fmt.Sprintf(", as %s cannot take it (%s)", w.option(out.Option), must.By())
		}
	case p.Rival == "":
		return text + ", the only option that is not ruled out."
	case p.BestOn != "":
		text += fmt.Sprintf(", above all for “%s” (against %s)", w.criterion(p.BestOn), w.option(p.Rival))
	}
	return text + fmt.Sprintf(". Taken alone, that is its best place in %s of the situations consistent with your answers.",
		Percent(p.FirstShare))
}
