package decision

import (
	"slices"

	"crossroads/decision/score"
)

// musts lists the musts that rule an option out, or may do so, in the whole or in one part.
func (s *session) musts(option, part int, status string) []MustNote {
	notes := []MustNote{}
	if status == StatusIn {
		return notes
	}
	if r := s.c.Removal(option); r != nil {
		notes = append(notes, MustNote{Reason: r.Reason, BringsBack: []string{}, Rule: s.c.Policy.Name})
	}
	for slot := range s.run.In.Slots {
		if part != whole && !s.run.In.Slots[slot].Parts.Has(part) {
			continue
		}
		choice := s.run.Model.Choice(s.run.In.Slots[slot].Question, s.set(slot))
		if choice.Out.Has(option) || (status == StatusConditional && choice.May.Has(option)) {
			notes = s.notes(notes, option, slot)
		}
	}
	return notes
}

// notes appends the musts on an option among the possible answers of a slot.
func (s *session) notes(notes []MustNote, option, slot int) []MustNote {
	q := s.question(slot)
	lock := s.c.Lock(q.ID)
	for i, a := range q.Answers {
		if !s.holds(slot, i, s.set(slot)) {
			continue
		}
		for _, m := range a.Musts {
			if !s.c.Covers(m.Subject(), option) {
				continue
			}
			note := MustNote{
				Question: q.ID, QuestionText: q.Text, Answer: a.ID, AnswerLabel: a.Label,
				Reason: m.Reason, Relax: m.Relax, Source: m.Source, AsOf: m.AsOf,
				BringsBack: s.labels(slot, s.allows(option, slot)), Part: s.partName(slot),
			}
			if lock != nil && slices.Contains(lock.Answers, a.ID) {
				note.Rule, note.Relax, note.BringsBack = s.c.Policy.Name, "", []string{}
			}
			notes = append(notes, note)
		}
	}
	return notes
}

// allows returns the answers to a slot's question that do not rule an option out.
func (s *session) allows(option, slot int) score.Set {
	var set score.Set
	for i, a := range s.run.Model.Questions[s.run.In.Slots[slot].Question].Answers {
		if !a.Out.Has(option) {
			set |= score.Bit(i)
		}
	}
	return set
}

// barred reports whether the policy rules an option out, so that no answer can change that.
func (s *session) barred(option int) bool {
	if s.c.Policy == nil {
		return false
	}
	out := s.c.removed()
	for _, lock := range s.c.Policy.Answers {
		out |= s.c.ruledOut(lock)
	}
	return out.Has(option)
}

// relax finds, when no option is left, a smallest set of musts whose relaxing makes an
// option possible again: one must for each question that rules it out. Among equally small
// sets, the option with the higher score wins.
func (s *session) relax() []Relaxation {
	best := []Relaxation{}
	for _, o := range s.run.Order { // by score, as all are ruled out
		if s.barred(o) {
			continue
		}
		list := []Relaxation{}
		for slot := range s.run.In.Slots {
			choice := s.run.Model.Choice(s.run.In.Slots[slot].Question, s.set(slot))
			if choice.Out.Has(o) {
				list = append(list, Relaxation{s.c.Options[o].ID, s.c.Options[o].Name, s.notes(nil, o, slot)[0]})
			}
		}
		if len(best) == 0 || len(list) < len(best) {
			best = list
		}
	}
	return best
}
