package decision

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"crossroads/decision/score"
)

// influences returns what each answer added to the lead, and the lead before any answer.
func (s *session) influences() (baseline float64, list []Influence) {
	if s.rival < 0 {
		return 0, []Influence{}
	}
	list = make([]Influence, 0, len(s.run.In.Slots))
	baseline, values := s.run.Shapley(s.leader, s.rival)
	for slot, amount := range values {
		if q := s.question(slot); s.told(slot) {
			list = append(list, Influence{
				Question: q.ID, Text: q.Text, Part: s.partName(slot),
				Label:  strings.Join(s.labels(slot, s.set(slot)), " or "),
				Amount: amount, Whys: s.whys(slot, amount),
			})
		}
	}
	return baseline, list
}

// maxWhys bounds the reasons given for one answer.
const maxWhys = 3

// whys returns the reasons for the effects of an answer that pull in the answer's overall
// direction, strongest first. Each effect is measured with all others in place: a shift
// under the present weight, a factor under the present values, in each part that the answer is about, by the share of the part.
func (s *session) whys(slot int, amount float64) []Why {
	if !s.answered(slot) {
		return nil
	}
	var list []Why
	add := func(criterion int, by float64, text string) {
		if by*amount > 0 {
			k := s.c.Criteria[criterion]
			list = append(list, Why{k.ID, k.Name, text, by})
		}
	}
	// sum adds up over the parts what an effect does to the lead in each.
	sum := func(of func(p *score.Place) float64) (by float64) {
		for p := range s.run.Parts {
			if s.run.In.Slots[slot].Parts.Has(p) {
				by += float64(s.run.In.Parts[p].Share * of(&s.run.Parts[p]))
			}
		}
		return by
	}
	for i, a := range s.question(slot).Answers {
		if !s.holds(slot, i, s.set(slot)) {
			continue
		}
		for _, shift := range a.Shifts {
			k := s.c.index.criterion[shift.Criterion]
			scale := s.c.Criteria[k].Scale
			side := 0.0
			if s.c.Covers(shift.Subject(), s.leader) {
				side++
			}
			if s.c.Covers(shift.Subject(), s.rival) {
				side--
			}
			by := shift.By / (scale.Best.At - scale.Worst.At)
			add(k, sum(func(p *score.Place) float64 { return side * p.Weights[k] * by }), shift.Why)
		}
		for _, w := range a.Weights {
			k := s.c.index.criterion[w.Criterion]
			add(k, sum(func(p *score.Place) float64 {
				gap := p.Values[s.at(s.leader, k)] - p.Values[s.at(s.rival, k)] - (p.V[s.leader] - p.V[s.rival])
				return p.Weights[k] * (1 - 1/w.Factor) * gap
			}), w.Why)
		}
	}
	slices.SortStableFunc(list, func(x, y Why) int { return cmp.Compare(math.Abs(y.Amount), math.Abs(x.Amount)) })
	return list[:min(len(list), maxWhys)]
}

// because returns the answer that did most for the leader; nil when none did. Several
// answers given together for one question have no common reason, so a definite answer that
// did at least half as much is preferred to them, or a quarter where only one of them holds: which one is open.
func (s *session) because() *Because {
	var most, reasoned *Influence
	for i := range s.report.Influences {
		in := &s.report.Influences[i]
		if in.Amount > 0 && (most == nil || in.Amount > most.Amount) {
			most = in
		}
		if len(in.Whys) > 0 && in.Amount > 0 && (reasoned == nil || in.Amount > reasoned.Amount) {
			reasoned = in
		}
	}
	switch {
	case most == nil:
		return nil
	case reasoned == nil || reasoned.Amount < most.Amount/2 && (s.narrowed(*most) == nil || reasoned.Amount < most.Amount/4):
		labels := s.narrowed(*most)
		if labels == nil {
			labels = s.c.labels(most.Question, most.Label)
		}
		return &Because{Question: most.Question, Text: most.Text, Label: most.Label, Labels: labels, Part: most.Part}
	}
	return &Because{Question: reasoned.Question, Text: reasoned.Text, Label: reasoned.Label,
		Labels: s.c.labels(reasoned.Question, reasoned.Label), Part: reasoned.Part, Why: &reasoned.Whys[0]}
}

// labels returns the labels of the answers that hold together in the state with a label; nil
// where there is a single one.
func (c *Catalogue) labels(question, label string) (list []string) {
	q := c.index.question[question]
	for _, s := range c.index.state[q] {
		if len(s.answers) > 1 && s.said.Label == label {
			for _, at := range s.answers {
				list = append(list, c.Questions[q].Answers[at].Label)
			}
			return list
		}
	}
	return nil
}

// narrowed returns the labels of the possible answers behind an influence; nil where there
// is a single one.
func (s *session) narrowed(in Influence) []string {
	for _, open := range s.report.Unknown {
		if open.Question == in.Question && open.Part == in.Part {
			return open.Narrowed
		}
	}
	return nil
}

// contributions returns what each criterion adds to the lead. Over several parts, figures
// are averages by share, and the amount is the sum of the parts' own products.
func (s *session) contributions() []Contribution {
	if s.rival < 0 {
		return []Contribution{}
	}
	list := make([]Contribution, len(s.c.Criteria))
	weights, values := s.weights(), s.values()
	for k, criterion := range s.c.Criteria {
		list[k] = Contribution{
			Criterion: criterion.ID, Name: criterion.Name, Weight: weights[k],
			Leader: values[s.at(s.leader, k)], RunnerUp: values[s.at(s.rival, k)],
		}
		for p := range s.run.Parts {
			place := &s.run.Parts[p]
			list[k].Amount += float64(
				s.run.In.Parts[p].Share * place.Weights[k] * (place.Values[s.at(s.leader, k)] - place.Values[s.at(s.rival, k)]))
		}
	}
	return list
}

// at returns the index of an option and a criterion.
func (s *session) at(option, criterion int) int { return option*len(s.c.Criteria) + criterion }

// against returns the criterion of an aim that the leader serves badly or, where there is none,
// the one that favours the runner-up most or else that on which the leader falls furthest short
// of a perfect option. It returns "" for a mix, whose drawback is its additional platforms, and
// when nothing is left.
func (s *session) against() string {
	if s.mixed() || s.leader < 0 {
		return ""
	}
	if aim := s.c.worstAim(s.report.Answered, s.report.Ranking[0].Values); aim != nil {
		return aim.criterion
	}
	worst := ""
	least := 0.0
	for _, c := range s.report.Contributions {
		if c.Amount < least {
			least, worst = c.Amount, c.Criterion
		}
	}
	if worst != "" {
		return worst
	}
	weights, values := s.weights(), s.values()
	loss := -1.0
	for k, criterion := range s.c.Criteria {
		if l := weights[k] * (1 - values[s.at(s.leader, k)]); l > loss {
			loss, worst = l, criterion.ID
		}
	}
	return worst
}

// A break-even weight carries no information if it is within rounding of the present one,
// or so high that nobody would give it to one criterion.
const (
	nearestBreakEven  = 0.01
	farthestBreakEven = 0.6
)

// breakEven computes the weight t of each criterion at which leader and runner-up tie while
// the others keep their proportions: t D + (1-t) R + H = 0, with D the lead on the criterion
// alone, R the lead on all the others (Triantaphyllou & Sanchez 1997), and H what no weight
// changes. Over several parts, D and R are averages by share.
func (s *session) breakEven() []BreakEven {
	list := []BreakEven{}
	if s.rival < 0 {
		return list
	}
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
		at := (rest + s.held()) / (rest - d)
		if !sound || rest == d || at < 0 || at > farthestBreakEven || math.Abs(at-now[k]) < nearestBreakEven {
			continue
		}
		b := BreakEven{Criterion: criterion.ID, Name: criterion.Name, Now: now[k], At: at}
		if third := s.overtaker(k, at); third >= 0 {
			b.OvertakenBy = s.c.Options[third].ID
		}
		list = append(list, b)
	}
	return list
}

// today reports whether the leader is what there is today for every part, by the answers. A mix
// is no single thing that could be there.
func (s *session) today() bool {
	if s.leader < 0 || s.mixed() {
		return false
	}
	leader := s.c.Options[s.leader].ID
	is := func(part *Part) bool {
		for q := range s.c.Questions {
			question := &s.c.Questions[q]
			ids := s.given(question.ID, part)
			if len(ids) == 1 && question.Answers[s.c.index.answer[q][ids[0]]].Today == leader {
				return true
			}
		}
		return false
	}
	return !slices.ContainsFunc(s.parts(), func(part *Part) bool { return !is(part) })
}

// held is the lead that the leader has because the runner-up loses more for holding the
// parts together.
func (s *session) held() float64 { return s.run.Held(s.rival) - s.run.Held(s.leader) }

// overtaker returns an option that is ahead of leader and runner-up where the two tie, -1
// when there is none.
func (s *session) overtaker(k int, at float64) int {
	const tie = 1e-9 // tolerance for rounding
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

// weighted returns the value of an option if criterion k had the weight t and the others
// kept their proportions.
func (s *session) weighted(option, k int, t float64) float64 {
	sum := 0 - s.run.Loss(option)
	for p := range s.run.Parts {
		place := &s.run.Parts[p]
		w, v := place.Weights[k], place.Values[s.at(option, k)]
		rest := (place.V[option] - float64(w*v)) / (1 - w)
		sum += float64(s.run.In.Parts[p].Share * (float64(t*v) + float64((1-t)*rest)))
	}
	return sum
}

// tieBreaks returns what is left to consider when every question is answered and the result
// is still close; nil otherwise.
func (s *session) tieBreaks() *TieBreaks {
	r := &s.report
	if len(r.Unknown) > 0 || s.rival < 0 || s.mixed() || r.Kind != VerdictClose && r.Kind != VerdictLeaning {
		return nil
	}
	t := &TieBreaks{Closest: []Flip{}, Rank: !r.Weighted, Sentence: []string{}}
	for _, f := range r.Flips {
		if !f.Plain && f.Leader == r.RunnerUp {
			t.Closest = append(t.Closest, f)
		}
	}
	slices.SortStableFunc(t.Closest, func(a, b Flip) int { return cmp.Compare(b.Likely, a.Likely) })
	if len(t.Closest) > 1 { // a second answer to the same question is no second thing to look at
		first, rest := t.Closest[0].Changes[0], t.Closest[1:]
		rest = slices.DeleteFunc(rest, func(f Flip) bool { return f.Changes[0].of(first) })
		t.Closest = t.Closest[:1+min(len(rest), 1)]
	}
	values := s.values()
	for k, criterion := range s.c.Criteria {
		if gap := values[s.at(s.leader, k)] - values[s.at(s.rival, k)]; criterion.Leaving && gap != 0 {
			t.LeaveOn, t.Leave = criterion.ID, r.Leader
			if gap < 0 {
				t.Leave = r.RunnerUp
			}
		}
	}
	return t
}
