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
	now := s.run.Outcome()
	for slot := range s.run.In.Slots {
		if s.answered(slot) {
			continue
		}
		q, chance := s.question(slot), 0.0
		for answer := range s.c.index.state[s.run.In.Slots[slot].Question] {
			share := s.run.Model.Share(s.run.In.Slots[slot].Question, answer, s.set(slot))
			if share == 0 {
				continue
			}
			if outcome, _ := s.try(score.Change{Slot: slot, Answer: answer}); outcome != now {
				chance += share
			}
		}
		if chance > 1-1e-9 { // shares that sum to 1, but for rounding
			chance = 1
		}
		list = append(list, NextQuestion{
			Question: q.ID, Text: q.Text, Chance: chance, Part: s.partName(slot),
		})
	}
	slices.SortStableFunc(list, func(a, b NextQuestion) int { return cmp.Compare(b.Chance, a.Chance) })
	if s.report.Kind == VerdictConditional {
		slices.SortStableFunc(list, func(a, b NextQuestion) int { return cmp.Compare(s.spoils(a), s.spoils(b)) })
	}
	return list
}

// spoils sorts the questions that the leader depends on before all others.
func (s *session) spoils(q NextQuestion) int {
	if slices.ContainsFunc(s.report.Conditions, func(c Condition) bool { return c.Question == q.Question && c.Part == q.Part }) {
		return 0
	}
	return 1
}
