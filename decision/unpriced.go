package decision

import (
	"slices"
	"strings"
)

// unpriced reports whether nothing of what is asked for is on a price list: load figures
// then say nothing of the bills, and the options stand as they do without them.
func (s *session) unpriced() bool {
	return len(s.a.Parts) == 0 && s.noPriceOf(nil) != nil ||
		len(s.a.Parts) > 0 && !slices.ContainsFunc(s.a.Parts, func(p Part) bool { return s.noPriceOf(&p) == nil })
}

// noPrices lists the parts without list prices, or the whole; nil without load figures.
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

// noPriceOf is the first answer of a part, nil for the whole, for which there is no list
// price whichever of the named answers holds; nil when there is none.
func (s *session) noPriceOf(part *Part) *Unpriced {
	for q := range s.c.Questions {
		question := &s.c.Questions[q]
		ids, name := s.a.Answers[question.ID], ""
		if part != nil {
			name = part.Name
			if own := part.Answers[question.ID]; len(own) > 0 {
				ids = own
			}
		}
		var labels []string
		for _, id := range ids {
			if a := &question.Answers[s.c.index.answer[q][id]]; a.Unpriced {
				labels = append(labels, a.Label)
			}
		}
		// of several that hold at once one will do; of several that may hold, all must
		if len(labels) > 0 && (len(labels) == len(ids) || question.Several > 1) {
			return &Unpriced{name, question.ID, strings.Join(labels, " or ")}
		}
	}
	return nil
}
