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
		r.Against = s.against()
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
				Label:  strings.Join(s.labels(slot, s.set(slot)), " or "),
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
// weakest when there is none. Against a mix speak its further platforms.
func (s *session) against() string {
	if s.mixed() {
		return s.againstMix()
	}
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
		Points(worst.RunnerUp), s.c.Options[s.rival].Name, Points(worst.Leader), s.c.Options[s.leader].Name)
}

// againstMix says what a mix costs, and what the reasons are about.
func (s *session) againstMix() string {
	text := fmt.Sprintf("A mix means %d platforms to run instead of one", s.run.Plan.Platforms.Len())
	if s.leader < 0 {
		return text + ", as no single platform can carry every part."
	}
	leader := s.c.Options[s.leader].Name
	text += fmt.Sprintf(": %s alone would score %s out of 100, the mix %s.", leader, Points(s.run.V[s.leader]), Points(s.run.Plan.Value))
	if s.rival >= 0 {
		text += fmt.Sprintf(" The reasons compare the two best single platforms, %s and %s.", leader, s.c.Options[s.rival].Name)
	}
	return text
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
		s.c.Criteria[worst].Name, Points(values[s.at(s.leader, worst)]), Percent(weights[worst]))
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
		b := BreakEven{
			Criterion: criterion.ID, Name: criterion.Name, Now: now[k], At: at,
			Sentence: "If “" + criterion.Name + "” had " + Percent(at) + " of the weight instead of " + Percent(now[k]) + ", " +
				s.c.Options[s.rival].Name + " would draw level with " + s.c.Options[s.leader].Name,
		}
		if third := s.overtaker(k, at); third >= 0 {
			b.OvertakenBy = s.c.Options[third].ID
			b.Sentence += ", but " + s.c.Options[third].Name + " would be ahead of both by then"
		}
		b.Sentence += "."
		list = append(list, b)
	}
	return list
}

// overtaker is the option that is ahead of leader and runner-up where they tie,
// -1 when there is none.
func (s *session) overtaker(k int, at float64) int {
	const tie = 1e-9 // of rounding
	best, third := max(s.weighted(s.leader, k, at), s.weighted(s.rival, k, at))+tie, -1
	for o := range s.c.Options {
		if o == s.leader || o == s.rival || s.run.Out.Has(o) {
			continue
		}
		if v := s.weighted(o, k, at); v > best {
			best, third = v, o
		}
	}
	return third
}

// weighted is the value of an option when criterion k has the weight t and the
// others keep their proportions.
func (s *session) weighted(option, k int, t float64) float64 {
	sum := 0.0
	for p := range s.run.Parts {
		place := &s.run.Parts[p]
		w, v := place.Weights[k], place.Values[s.at(option, k)]
		rest := (place.V[option] - float64(w*v)) / (1 - w)
		sum += float64(s.run.In.Parts[p].Share * (float64(t*v) + float64((1-t)*rest)))
	}
	return sum
}
