package decision

import "strings"

// Unpriced is an answer for which there are no list prices: a data centre of one's own.
type Unpriced struct {
	Part     string `json:"part,omitempty"` // name, "" for the whole
	Question string `json:"question"`
	Label    string `json:"label"` // of the answer, or of the several that were named
}

// noPrices lists the parts for which there are no list prices, or the whole; nil without
// load figures. Their bills are computed from a provider's prices all the same, which
// compares the options and is no bill that anybody will get.
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

// noPriceOf returns the first answer of a part, nil for the whole, for which there is no
// list price whichever of the named answers holds; nil when there is none.
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
