package decision

import (
	"fmt"

	"crossroads/decision/score"
)

// plan says which part goes where; nil for a system of one part.
func (s *session) plan() *Plan {
	if len(s.a.Parts) == 0 {
		return nil
	}
	run := s.run
	plan := &Plan{Platforms: []string{}, Lambda: run.Lambda(), Price: run.Price(), Value: run.Plan.Value}
	if s.leader >= 0 {
		plan.BestSingle = s.c.Options[s.leader].ID
		plan.SingleName = s.c.Options[s.leader].Name
		plan.SingleValue = run.V[s.leader]
	}
	plan.Gain = plan.Value - plan.SingleValue
	var used score.Set
	for p, part := range s.a.Parts {
		place := PartPlan{Part: part.Name, Share: run.In.Parts[p].Share, Ranking: s.ranking(p)}
		if best := run.Parts[p].Best(run.Plan.Platforms); best >= 0 {
			used |= score.Bit(best)
			place.Option, place.Name, place.Score = s.c.Options[best].ID, s.c.Options[best].Name, run.Parts[p].V[best]
		}
		plan.Parts = append(plan.Parts, place)
	}
	for o, option := range s.c.Options {
		if used.Has(o) {
			plan.Platforms = append(plan.Platforms, option.ID)
		}
	}
	if s.mixed() {
		plan.Share = s.look(whole).Several
	}
	plan.Sentence = s.planSentence(plan)
	return plan
}

// mixed tells whether the plan is a mix of several platforms.
func (s *session) mixed() bool {
	plan := &s.run.Plan
	return len(s.a.Parts) > 0 && plan.Gone == 0 && plan.Platforms.Len() > 1
}

func (s *session) planSentence(plan *Plan) string {
	names := and(s.names(s.run.Plan.Platforms))
	switch {
	case s.run.Plan.Gone != 0:
		return "At least one part fits no option, so there is no plan for the whole."
	case len(plan.Platforms) == 1:
		return fmt.Sprintf("One platform is enough: %s for every part. A mix would not earn back the %s that each further platform costs.", names, PointsOf(plan.Lambda))
	case plan.BestSingle == "":
		return fmt.Sprintf("No single option can carry every part, so it takes a mix: %s.", names)
	}
	return fmt.Sprintf("A mix of %s scores %s out of 100, %s more than %s alone. Running more than one platform costs %s, which is already taken off.",
		names, Points(plan.Value), PointsOf(plan.Gain), plan.SingleName, PointsOf(plan.Price))
}
