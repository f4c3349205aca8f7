package decision

import "strings"

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
