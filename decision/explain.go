package decision

import (
	"fmt"
	"strings"
)

// explain says why the leader leads: criterion by criterion, answer by answer,
// and at which weights it would not.
func (s *session) explain() {
	r := &s.report
	if s.rival < 0 {
		r.Against = s.weakness()
		return
	}
	r.Contributions = s.contributions()
	r.BreakEven = s.breakEven()
	baseline, values := s.run.Shapley(s.leader, s.rival)
	r.Baseline = baseline
	r.Influences = make([]Influence, 0, len(values))
	for slot, amount := range values {
		if q := s.question(slot); s.told(slot) {
			r.Influences = append(r.Influences, Influence{
				Question: q.ID, Text: q.Text, Part: s.partName(slot),
				Label:  strings.Join(labels(q, s.set(slot)), " or "),
				Amount: amount,
			})
		}
	}
	r.Against = s.against()
}

// contributions of the criteria to the lead. Over several parts each figure is
// the mean by share; the amount is the sum of the parts' own products.
func (s *session) contributions() []Contribution {
	list := make([]Contribution, len(s.c.Criteria))
	weights, values := s.weights(), s.values()
	for k, criterion := range s.c.Criteria {
		list[k] = Contribution{
			Criterion: criterion.ID, Name: criterion.Name, Weight: weights[k],
			Leader: values[s.at(s.leader, k)], RunnerUp: values[s.at(s.rival, k)],
		}
		for p := range s.run.Parts {
			place := &s.run.Parts[p]
			list[k].Amount += float64(s.run.In.Parts[p].Share * place.Weights[k] * (place.Values[s.at(s.leader, k)] - place.Values[s.at(s.rival, k)]))
		}
	}
	return list
}

// at is the cell of an option and a criterion.
func (s *session) at(option, criterion int) int { return option*len(s.c.Criteria) + criterion }

// against is the criterion that speaks most for the runner-up, or the leader's
// weakest when there is none.
func (s *session) against() string {
	var worst *Contribution
	for i := range s.report.Contributions {
		if c := &s.report.Contributions[i]; c.Amount < 0 && (worst == nil || c.Amount < worst.Amount) {
			worst = c
		}
	}
	if worst == nil {
		return s.weakness()
	}
	return fmt.Sprintf("On “%s” the score is %s out of 100 for %s, and %s for %s.", worst.Name,
		points(worst.RunnerUp), s.c.Options[s.rival].Name, points(worst.Leader), s.c.Options[s.leader].Name)
}

// weakness is where the leader loses most against a perfect option.
func (s *session) weakness() string {
	if s.leader < 0 {
		return ""
	}
	weights, values := s.weights(), s.values()
	worst, loss := 0, -1.0
	for k := range weights {
		if l := weights[k] * (1 - values[s.at(s.leader, k)]); l > loss {
			worst, loss = k, l
		}
	}
	return fmt.Sprintf("The weakest point of %s is “%s”: %s out of 100, at %s of the weight.", s.c.Options[s.leader].Name,
		s.c.Criteria[worst].Name, points(values[s.at(s.leader, worst)]), percent(weights[worst]))
}

// breakEven is the weight t of each criterion at which leader and runner-up tie
// while the others keep their proportions: t D + (1-t) R = 0, with D the lead on
// the criterion alone and R the lead on all the others (Triantaphyllou & Sanchez
// 1997). Over several parts D and R are means by share.
func (s *session) breakEven() []BreakEven {
	list := make([]BreakEven, 0, len(s.c.Criteria))
	now := s.weights()
	for k, criterion := range s.c.Criteria {
		d, rest, sound := 0.0, 0.0, true
		for p := range s.run.Parts {
			place, share := &s.run.Parts[p], s.run.In.Parts[p].Share
			w, gap := place.Weights[k], place.Values[s.at(s.leader, k)]-place.Values[s.at(s.rival, k)]
			d += float64(share * gap)
			rest += float64(share * (place.V[s.leader] - place.V[s.rival] - float64(w*gap)) / (1 - w))
			sound = sound && w < 1
		}
		at := rest / (rest - d)
		if !sound || rest == d || at < 0 || at > 1 {
			continue
		}
		list = append(list, BreakEven{
			Criterion: criterion.ID, Name: criterion.Name, Now: now[k], At: at,
			Sentence: "If “" + criterion.Name + "” had " + percent(at) + " of the weight instead of " + percent(now[k]) + ", " +
				s.c.Options[s.rival].Name + " would draw level with " + s.c.Options[s.leader].Name + ".",
		})
	}
	return list
}
