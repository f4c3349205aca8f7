package decision

import (
	"slices"
	"strings"

	"crossroads/decision/cost"
)

// Unpriced is an answer for which no list prices exist, such as a data centre of one's own.
type Unpriced struct {
	Part     string `json:"part,omitempty"` // name, "" for the whole
	Question string `json:"question"`
	Label    string `json:"label"` // of the answer, or of the several that were named
}

// noPrices lists the parts, or the whole, for which no list prices exist; nil without load
// figures. Their bills still use a provider's prices: they compare the options but are not
// bills that anybody will get.
func (s *session) noPrices() (list []Unpriced) {
	if s.a.Load == nil {
		return nil
	}
	if len(s.a.Parts) == 0 {
		if found := s.noPriceOf(nil); found != nil {
			list = append(list, *found)
		}
	}
	for i := range s.a.Parts {
		if found := s.noPriceOf(&s.a.Parts[i]); found != nil {
			list = append(list, *found)
		}
	}
	return list
}

// noPriceOf returns the first answer of a part (nil for the whole) without a list price,
// whichever of the given answers holds; nil when there is none.
func (s *session) noPriceOf(part *Part) *Unpriced {
	for q := range s.c.Questions {
		question := &s.c.Questions[q]
		ids, name := s.given(question.ID, part), ""
		if part != nil {
			name = part.Name
		}
		var labels []string
		for _, id := range ids {
			if a := &question.Answers[s.c.index.answer[q][id]]; a.Unpriced {
				labels = append(labels, a.Label)
			}
		}
		// Where several answers hold at once, one is enough; where any of several may hold,
		// all must be unpriced.
		if len(labels) > 0 && (len(labels) == len(ids) || question.Several > 1) {
			return &Unpriced{name, question.ID, strings.Join(labels, " or ")}
		}
	}
	return nil
}

// each returns what a part (nil for the whole) runs at, once at each, whichever of the given answers
// holds: "site"; "" where it runs once.
func (s *session) each(part *Part) string {
	for q := range s.c.Questions {
		question, at := &s.c.Questions[q], ""
		ids := s.given(question.ID, part)
		for i, id := range ids {
			each := question.Answers[s.c.index.answer[q][id]].Each
			if i == 0 || each == "" {
				at = each
			}
			if each == "" {
				break
			}
		}
		if at != "" {
			return at
		}
	}
	return ""
}

// today reports whether the leader is what there is today for every part, by the answers. A mix
// is no single thing that could be there.
func (s *session) today() bool {
	if s.leader < 0 || s.mixed() {
		return false
	}
	leader := s.c.Options[s.leader].ID
	parts := make([]*Part, 0, len(s.a.Parts)+1)
	for i := range s.a.Parts {
		parts = append(parts, &s.a.Parts[i])
	}
	if len(parts) == 0 {
		parts = append(parts, nil)
	}
	for _, part := range parts {
		if !slices.ContainsFunc(s.c.Questions, func(q Question) bool {
			ids := s.given(q.ID, part)
			return len(ids) == 1 && q.Answers[s.c.index.answer[s.c.index.question[q.ID]][ids[0]]].Today == leader
		}) {
			return false
		}
	}
	return true
}

// LoadSaid is an answer that says something about the load other than the figures behind the bills.
type LoadSaid struct {
	Part     string `json:"part,omitempty"` // name, "" for the whole
	Question string `json:"question"`
	Label    string `json:"label"`
}

// given returns the answers that hold for a part: its own, or those of the whole. Nil is the
// whole.
func (s *session) given(question string, part *Part) []string {
	if part != nil {
		if own := part.Answers[question]; len(own) > 0 {
			return own
		}
	}
	return s.a.Answers[question]
}

// higherPeaks lists the answers that state a higher peak than the load figures have, by part.
func (s *session) higherPeaks(load cost.Load) (list []LoadSaid) {
	if len(s.a.Parts) == 0 {
		return s.higherPeaksOf(nil, load)
	}
	for i := range s.a.Parts {
		list = append(list, s.higherPeaksOf(&s.a.Parts[i], load)...)
	}
	return list
}

func (s *session) higherPeaksOf(part *Part, load cost.Load) (list []LoadSaid) {
	for q := range s.c.Questions {
		a := s.only(q, part)
		if a == nil || a.Peak <= number(load.Peak) {
			continue
		}
		list = append(list, said(part, s.c.Questions[q].ID, a))
	}
	return list
}

// only returns the answer of a part to a question, nil where there is none, or more than one.
func (s *session) only(question int, part *Part) *Answer {
	q := &s.c.Questions[question]
	ids := s.given(q.ID, part)
	if len(ids) != 1 {
		return nil
	}
	return &q.Answers[s.c.index.answer[question][ids[0]]]
}

func said(part *Part, question string, a *Answer) LoadSaid {
	out := LoadSaid{Question: question, Label: a.Label}
	if part != nil {
		out.Part = part.Name
	}
	return out
}

// unequal lists what the parts answer about the amount of their load, where that differs
// although no shares were given, so that each part counts with an equal share.
func (s *session) unequal() (list []LoadSaid) {
	if s.divided {
		return nil
	}
	for q := range s.c.Questions {
		if !s.c.Questions[q].Amount {
			continue
		}
		var own []LoadSaid
		for i := range s.a.Parts {
			if a := s.only(q, &s.a.Parts[i]); a != nil {
				own = append(own, said(&s.a.Parts[i], s.c.Questions[q].ID, a))
			}
		}
		if slices.ContainsFunc(own, func(x LoadSaid) bool { return x.Label != own[0].Label }) {
			list = append(list, own...)
		}
	}
	return list
}
