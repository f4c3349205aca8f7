package decision

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"crossroads/decision/score"
)

// Bounds of the search for pairs: all pairs among the nearPairs single changes
// that bring the leader's lead down most, and at most maxPairs of them listed.
const (
	nearPairs = 24
	maxPairs  = 12
)

// tried is a change and what it leads to.
type tried struct {
	score.Change
	outcome score.Outcome
	lead    float64
}

// flips lists every change of one definite answer to another that changes the
// outcome, in wizard order; and, when there is none, pairs of changes that do,
// the nearest first. The outcome is the leader of the ranking or, for a system
// of several parts, the plan's set of platforms.
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
			if s.set(slot).Has(answer) || !s.c.near(q, s.set(slot).First(), answer) {
				continue
			}
			change := score.Change{Slot: slot, Answer: answer}
			outcome, lead := s.run.Try(change)
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
			if outcome, _ := s.run.Try(rest[i].Change, rest[j].Change); outcome != now {
				pairs = append(pairs, s.flip(outcome, rest[i].Change, rest[j].Change))
			}
		}
	}
	return single, pairs
}

// flip puts changes and their outcome into words.
func (s *session) flip(outcome score.Outcome, changes ...score.Change) Flip {
	flip := Flip{Leader: s.outcomeID(outcome), Name: and(s.names(score.Set(outcome)))}
	slices.SortFunc(changes, func(a, b score.Change) int { return a.Slot - b.Slot })
	var terms, becomes []string
	likely := 1.0
	for _, c := range changes {
		q := s.question(c.Slot)
		from, to := s.said(c.Slot, s.set(c.Slot).First()), s.said(c.Slot, c.Answer)
		flip.Changes = append(flip.Changes, Change{
			Question: q.ID, Text: q.Text, Part: s.partName(c.Slot),
			From: from.ID, FromLabel: from.Label, To: to.ID, ToLabel: to.Label,
		})
		terms, becomes = append(terms, s.instead(c)), append(becomes, s.becomes(c))
		likely *= to.Share
	}
	flip.Sentence = fmt.Sprintf("With %s, %s.", and(terms), s.would(outcome))
	s.triggers = append(s.triggers, trigger{and(becomes) + ": then " + s.would(outcome) + ".", likely})
	return flip
}

// becomes is a change as something that happens: the answer to “…” becomes “…”.
func (s *session) becomes(c score.Change) string {
	q, part := s.question(c.Slot), s.partName(c.Slot)
	if part != "" {
		part = " for “" + part + "”"
	}
	return fmt.Sprintf("the answer to “%s”%s becomes “%s”", q.Text, part, s.said(c.Slot, c.Answer).Label)
}

// instead is a change in words: steady load instead of rare spikes.
func (s *session) instead(c score.Change) string {
	from, to := s.said(c.Slot, s.set(c.Slot).First()), s.said(c.Slot, c.Answer)
	term := to.short() + " instead of " + from.short()
	if part := s.partName(c.Slot); part != "" {
		term += fmt.Sprintf(" for “%s”", part)
	}
	return term
}

func (a *Answer) short() string {
	if a.Short != "" {
		return a.Short
	}
	return "“" + a.Label + "”"
}

func (s *session) outcomeID(outcome score.Outcome) string {
	switch set := score.Set(outcome); set.Len() {
	case 0:
		return ""
	case 1:
		return s.c.Options[set.First()].ID
	}
	return Hybrid
}

// would is an outcome in words: what would happen.
func (s *session) would(outcome score.Outcome) string {
	switch names := s.names(score.Set(outcome)); len(names) {
	case 0:
		return "no option would be left"
	case 1:
		if len(s.a.Parts) > 0 {
			return names[0] + " alone would be the best plan"
		}
		return names[0] + " would come first"
	default:
		return "a mix of " + and(names) + " would be the best plan"
	}
}

// nextQuestions lists the open questions by the chance that a definite answer,
// by its share, changes the outcome.
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
			if outcome, _ := s.run.Try(score.Change{Slot: slot, Answer: answer}); outcome != now {
				chance += share
			}
		}
		chance = math.Min(chance, 1)
		list = append(list, NextQuestion{
			Question: q.ID, Text: q.Text, Chance: chance, Part: s.partName(slot), Sentence: chanceSentence(chance),
		})
	}
	slices.SortStableFunc(list, func(a, b NextQuestion) int { return cmp.Compare(b.Chance, a.Chance) })
	return list
}

func chanceSentence(chance float64) string {
	if chance == 0 {
		return "Alone, no answer to this changes what comes first."
	}
	return "Your answer has a " + Percent(chance) + " chance of changing what comes first."
}
