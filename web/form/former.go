package form

import (
	"slices"

	"crossroads/decision"
	"crossroads/text"
)

// formerAnswer is an answer in a link that has ids of an earlier edition.
type formerAnswer struct {
	into   *decision.Answers
	field  string
	given  decision.Answers
	inPart bool
}

// former sets the answers to a question aside if one of them is of an earlier edition. They are
// translated once the whole link has been read, because answers with today's ids come first.
func (r *reader) former(into *decision.Answers, field, question string, values []string) bool {
	if !slices.ContainsFunc(values, func(id string) bool { return r.cat.IsFormer(question, id) }) {
		return false
	}
	r.old = append(r.old, formerAnswer{into, field, decision.Answers{question: values}, field != question})
	return true
}

// finishFormer translates former answers into today's ids, with a finding for each that has no
// equivalent.
func (r *reader) finishFormer() {
	for _, old := range r.old {
		a := decision.Assessment{Answers: old.given}
		if old.inPart {
			a = decision.Assessment{Parts: []decision.Part{{Answers: old.given}}}
		}
		today, lost := r.cat.Today(a)
		answers := today.Answers
		if old.inPart {
			answers = today.Parts[0].Answers
		}
		for i := range r.cat.Questions {
			id := r.cat.Questions[i].ID
			if len(answers[id]) > 0 && len((*old.into)[id]) == 0 {
				r.answer(old.into, id, id, answers[id])
			}
		}
		for _, o := range lost {
			r.complain(old.field, text.Quote(o.Label)+" is no longer an answer to "+text.Quote(o.Text)+".", o.Why+
				" The question was left open.")
		}
	}
}
