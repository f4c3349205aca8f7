package decision

import "crossroads/decision/score"

// musts lists what rules an option out, or might, in the whole or in one part.
func (s *session) musts(option, part int, status string) []MustNote {
	notes := []MustNote{}
	if status == StatusIn {
		return notes
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

// notes adds the musts on an option among the possible answers of a slot.
func (s *session) notes(notes []MustNote, option, slot int) []MustNote {
	q := s.question(slot)
	for i, a := range q.Answers {
		if !s.holds(slot, i, s.set(slot)) {
			continue
		}
		for _, m := range a.Musts {
			if s.c.Covers(m.Subject(), option) {
				notes = append(notes, MustNote{
					Question: q.ID, QuestionText: q.Text, Answer: a.ID, AnswerLabel: a.Label,
					Reason: m.Reason, Relax: m.Relax, Source: m.Source, AsOf: m.AsOf,
					BringsBack: s.labels(slot, s.allows(option, slot)), Part: s.partName(slot),
				})
			}
		}
	}
	return notes
}

// allows is the set of answers to a slot's question that do not rule an option out.
func (s *session) allows(option, slot int) score.Set {
	var set score.Set
	for i, a := range s.run.Model.Questions[s.run.In.Slots[slot].Question].Answers {
		if !a.Out.Has(option) {
			set |= score.Bit(i)
		}
	}
	return set
}

// relax is, when nothing is left, the smallest set of musts whose relaxing lets
// an option back in: one for each question that rules it out. Of equally small
// sets the one of the option with the higher score is taken.
func (s *session) relax() []Relaxation {
	best := []Relaxation{}
	for _, o := range s.run.Order { // by score, as all are ruled out
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
