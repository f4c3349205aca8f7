package decision

import (
	"cmp"
	"slices"

	"crossroads/decision/score"
)

// Bounds of the search for pairs: it tries all pairs of the nearPairs single changes that
// reduce the leader's lead most, and lists at most maxPairs.
const (
	nearPairs = 24
	maxPairs  = 12
)

// tried is a change and its outcome.
type tried struct {
	score.Change
	outcome score.Outcome
	lead    float64
}

// flips lists, in wizard order, every change of one definite answer to another that changes
// the outcome and is not forbidden by the policy. When there is none, it lists pairs of
// changes that do so, smallest change first. The outcome is the leader of the ranking or,
// for a system of several parts, which part the plan puts where.
func (s *session) flips() (single, pairs []Flip) {
	now := s.run.Outcome()
	single, pairs = []Flip{}, []Flip{}
	var rest []tried
	for slot := range s.run.In.Slots {
		if !s.answered(slot) {
			continue
		}
		q := s.run.In.Slots[slot].Question
		for answer := range s.c.index.state[q] {
			if s.set(slot).Has(answer) || !s.c.near(q, s.set(slot).First(), answer) || !s.c.allowed(q, answer) {
				continue
			}
			change := score.Change{Slot: slot, Answer: answer}
			outcome, lead := s.try(change)
			if outcome != now {
				single = append(single, s.flip(outcome, change))
			}
			rest = append(rest, tried{change, outcome, lead})
		}
	}
	if len(single) > 0 {
		return single, pairs
	}
	slices.SortStableFunc(rest, func(a, b tried) int { return cmp.Compare(a.lead, b.lead) })
	rest = rest[:min(len(rest), nearPairs)]
	for j := range rest {
		for i := range j {
			if rest[i].Slot == rest[j].Slot || len(pairs) == maxPairs {
				continue
			}
			if outcome, _ := s.try(rest[i].Change, rest[j].Change); outcome != now {
				pairs = append(pairs, s.flip(outcome, rest[i].Change, rest[j].Change))
			}
		}
	}
	return single, pairs
}

// flip describes the outcome of some changes.
func (s *session) flip(outcome score.Outcome, changes ...score.Change) Flip {
	flip := Flip{Leader: s.outcomeID(outcome), Name: s.outcomeName(outcome), Likely: 1}
	slices.SortFunc(changes, func(a, b score.Change) int { return a.Slot - b.Slot })
	for _, c := range changes {
		q := s.question(c.Slot)
		from, to := s.said(c.Slot, s.set(c.Slot).First()), s.said(c.Slot, c.Answer)
		flip.Changes = append(flip.Changes, Change{
			Question: q.ID, Text: q.Text, Part: s.partName(c.Slot),
			From: from.ID, FromLabel: from.Label, To: to.ID, ToLabel: to.Label,
		})
		flip.Plain = flip.Plain || q.Plain
		flip.Likely *= to.Share
	}
	return flip
}

// outcomeID returns an outcome in the form of Flip.Leader.
func (s *session) outcomeID(outcome score.Outcome) string {
	switch set := outcome.Options; set.Len() {
	case 0:
		return ""
	case 1:
		return s.c.Options[set.First()].ID
	}
	return Hybrid
}

// nextQuestions lists the open questions: first those that may rule out a conditional
// leader, then by the chance that a definite answer, weighted by its share, changes the
// outcome.
func (s *session) nextQuestions() []NextQuestion {
	list := make([]NextQuestion, 0, len(s.run.In.Slots))
	slots := make([]int, 0, len(s.run.In.Slots))
	for slot := range s.run.In.Slots {
		if s.answered(slot) {
			continue
		}
		q := s.question(slot)
		list = append(list, NextQuestion{Question: q.ID, Text: q.Text, Chance: s.chance(slot), Part: s.partName(slot)})
		slots = append(slots, slot)
	}
	s.askedAlike(list, slots)
	for i := range list {
		if list[i].Least() >= 1 {
			list[i].Outcomes = s.becomes(slots[i])
		}
	}
	slices.SortStableFunc(list, func(a, b NextQuestion) int { return cmp.Compare(b.Chance, a.Chance) })
	if s.report.Kind == VerdictConditional {
		slices.SortStableFunc(list, func(a, b NextQuestion) int { return cmp.Compare(s.spoils(a), s.spoils(b)) })
	}
	return list
}

// becomes lists what comes out with each possible answer to an open question, answers with the same outcome together.
func (s *session) becomes(slot int) (list []Becomes) {
	for answer := range s.c.index.state[s.run.In.Slots[slot].Question] {
		if !s.set(slot).Has(answer) {
			continue
		}
		outcome, _ := s.try(score.Change{Slot: slot, Answer: answer})
		leader, name := s.outcomeID(outcome), s.outcomeName(outcome)
		at := slices.IndexFunc(list, func(b Becomes) bool { return b.Leader == leader && b.Name == name })
		if at < 0 {
			at, list = len(list), append(list, Becomes{Leader: leader, Name: name})
		}
		list[at].Answers = append(list[at].Answers, s.said(slot, answer).Label)
	}
	return list
}

// askedAlike works out what the same answer does to all parts of which an open question is said at once: those for
// which it has the same chance and the same possible answers.
func (s *session) askedAlike(list []NextQuestion, slots []int) {
	for i := range list {
		if list[i].Alike != nil || list[i].Part == "" {
			continue
		}
		var of, same []int
		for j := i; j < len(list); j++ {
			if list[j].Like(list[i]) && s.set(slots[j]) == s.set(slots[i]) {
				of, same = append(of, j), append(same, slots[j])
			}
		}
		if len(of) > 1 {
			chance := s.chance(same...)
			for _, j := range of {
				list[j].Alike = &chance
			}
		}
	}
}

// chance returns the chance that the answer to a question, given in each of these slots alike, changes the outcome.
func (s *session) chance(slots ...int) (chance float64) {
	now, q := s.run.Outcome(), s.run.In.Slots[slots[0]].Question
	changes := make([]score.Change, len(slots))
	for answer := range s.c.index.state[q] {
		share := s.run.Model.Share(q, answer, s.set(slots[0]))
		if share == 0 {
			continue
		}
		for i, slot := range slots {
			changes[i] = score.Change{Slot: slot, Answer: answer}
		}
		if outcome, _ := s.try(changes...); outcome != now {
			chance += share
		}
	}
	if chance > 1-1e-9 { // shares that sum to 1, but for rounding
		return 1
	}
	return chance
}

// spoils sorts the questions that the leader depends on before all others.
func (s *session) spoils(q NextQuestion) int {
	if q.among(s.report.Conditions) {
		return 0
	}
	return 1
}
