package decision

import (
	"math"
	"slices"
	"strings"

	"crossroads/decision/cost"
	"crossroads/decision/score"
)

// Unpriced is an answer for which no list prices exist, such as a data centre of one's own.
type Unpriced struct {
	Part     string `json:"part,omitempty"` // name, "" for the whole
	Question string `json:"question"`
	Label    string `json:"label"`           // of the answer, or of the several that were named
	Maybe    bool   `json:"maybe,omitempty"` // another answer, which has list prices, is possible as well
}

// noPrices lists the parts, or the whole, for which no list prices exist; nil without bills. Their bills
// still use a provider's prices: they compare the options but are not bills that anybody will get.
func (s *session) noPrices() (list []Unpriced) {
	if s.priced == nil {
		return nil
	}
	for _, part := range s.parts() {
		found := s.markedIn(part, unpriced) // what is certain goes before what may be
		for q := 0; found == nil && q < len(s.c.Questions); q++ {
			found = s.markedTo(q, part, unpriced)
		}
		if found != nil {
			list = append(list, *found)
		}
	}
	return list
}

func unpriced(a *Answer) bool { return a.Unpriced }

// marked lists the parts, or the whole, that certainly have an answer with a mark.
func (s *session) marked(mark func(*Answer) bool) (list []Unpriced) {
	for _, part := range s.parts() {
		if found := s.markedIn(part, mark); found != nil {
			list = append(list, *found)
		}
	}
	return list
}

// parts returns the parts, or a single nil for the whole where there are none.
func (s *session) parts() []*Part {
	if len(s.a.Parts) == 0 {
		return []*Part{nil}
	}
	list := make([]*Part, len(s.a.Parts))
	for i := range s.a.Parts {
		list[i] = &s.a.Parts[i]
	}
	return list
}

// markedIn returns the first question that a part (nil for the whole) answers with a mark,
// whichever of the given answers holds; nil when there is none.
func (s *session) markedIn(part *Part, mark func(*Answer) bool) *Unpriced {
	for q := range s.c.Questions {
		if found := s.markedTo(q, part, mark); found != nil && !found.Maybe {
			return found
		}
	}
	return nil
}

// markedTo returns the answers with a mark that a part (nil for the whole) gives to a question; nil where there are none.
func (s *session) markedTo(q int, part *Part, mark func(*Answer) bool) *Unpriced {
	question := &s.c.Questions[q]
	ids, name := s.given(question.ID, part), ""
	if part != nil {
		name = part.Name
	}
	var labels []string
	for _, id := range ids {
		if a := &question.Answers[s.c.index.answer[q][id]]; mark(a) {
			labels = append(labels, a.Label)
		}
	}
	if len(labels) == 0 {
		return nil
	}
	// Where several answers hold at once, one is enough; where any of several may hold, all must have it.
	return &Unpriced{name, question.ID, strings.Join(labels, " or "), len(labels) < len(ids) && question.Several < 2}
}

// Unbilled says why load figures lead to no bill: a part, or the whole, needs what no machine of the
// cost model has, such as a GPU. The bill of a machine without it would be of a system that does not run.
type Unbilled struct {
	Load cost.Load  `json:"load"`
	For  []Unpriced `json:"for"`
}

// noBills returns why there are no bills; nil where there are, and without load figures.
func (s *session) noBills() *Unbilled {
	if !s.bare {
		return nil
	}
	return &Unbilled{*s.a.Load, s.marked(func(a *Answer) bool { return a.Unbilled })}
}

// unbillable reports whether a part certainly has an answer that cannot be billed, after some changes.
func (c *Catalogue) unbillable(in score.Input, changes []score.Change) bool {
	for slot, at := range in.Slots {
		none := c.index.unbilled[at.Question]
		if none == 0 {
			continue
		}
		set := in.Parts[at.Parts.First()].Sets[at.Question]
		for _, x := range changes {
			if x.Slot == slot {
				set = score.Bit(x.Answer)
			}
		}
		if set&^none == 0 {
			return true
		}
	}
	return false
}

// try returns the outcome after the changes, as Run.Try does. A change of what can be billed changes
// where the values of cost come from.
func (s *session) try(changes ...score.Change) (score.Outcome, float64) {
	if s.a.Load != nil && slices.ContainsFunc(changes, func(x score.Change) bool {
		return s.c.index.unbilled[s.run.In.Slots[x.Slot].Question] != 0
	}) && s.c.unbillable(s.run.In, changes) != s.bare {
		return s.otherwise().Try(changes...)
	}
	return s.run.Try(changes...)
}

// otherwise returns the run with the other values of cost: those of the answers where there are bills,
// those of the bills where there are none.
func (s *session) otherwise() *score.Run {
	if s.other != nil {
		return s.other
	}
	model := s.c.model
	if s.bare {
		p, err := s.c.price(*s.a.Load)
		if err != nil { // it would be refused: nothing can be said of it
			s.other = s.run
			return s.run
		}
		model = p.stated
	}
	s.other = score.New(model, s.run.In)
	s.other.Order = s.run.Order // leads are those of the present leader
	return s.other
}

// otherBounds returns the run whose bounds count as well, since an open question may have an answer that
// cannot be billed; nil where none may.
func (s *session) otherBounds() *score.Run {
	if s.priced == nil {
		return nil
	}
	for slot, at := range s.run.In.Slots {
		if s.set(slot)&s.c.index.unbilled[at.Question] != 0 {
			return s.otherwise()
		}
	}
	return nil
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

// RateSaid is an answer that speaks of another load than the figures have, with theirs.
type RateSaid struct {
	LoadSaid
	PerSecond float64 `json:"per_second"` // requests a second in the hours in use, by the figures
}

// farOff is how many times the requests of an answer are those of the figures, or the other way round,
// where the two contradict each other: answers say “about ten” or “hundreds”, so half as much again is none.
const farOff = 1.5

// farRates lists the answers that the stated requests contradict. Equal shares that nobody gave say
// nothing of a part.
func (s *session) farRates() (list []RateSaid) {
	if len(s.a.Parts) > 0 && !s.sharesGiven {
		return nil
	}
	load := s.priced.load
	hours := float64(hoursOfMonth * number(load.Hours) / 24)
	for i, part := range s.parts() {
		rate := s.run.In.Parts[i].Share * number(load.Requests) / hours / 3600
		for _, x := range s.loadSaidOf(part, func(a *Answer) bool {
			return a.MostRate > 0 && rate > farOff*a.MostRate || a.LeastRate > 0 && farOff*rate < a.LeastRate
		}) {
			list = append(list, RateSaid{x, rate})
		}
	}
	return list
}

// contrary lists the answers that contradict each other about the load of a part, or of the whole: one speaks of more
// requests a second than another allows. Parts that answer none of it themselves are the whole.
func (s *session) contrary() (list []LoadSaid) {
	for _, part := range s.parts() {
		least, most := 0.0, math.Inf(1)
		for q := range s.c.Questions {
			a := s.only(q, part)
			if a == nil {
				continue
			}
			if a.MostRate > 0 {
				most = min(most, a.MostRate)
			}
			least = max(least, a.LeastRate)
		}
		if least <= most {
			continue
		}
		said := s.loadSaidOf(part, func(a *Answer) bool { return a.LeastRate > most || a.MostRate > 0 && a.MostRate < least })
		if !slices.ContainsFunc(said, func(x LoadSaid) bool { return part != nil && len(part.Answers[x.Question]) > 0 }) {
			for i := range said {
				said[i].Part = ""
			}
		}
		for _, x := range said {
			if !slices.Contains(list, x) {
				list = append(list, x)
			}
		}
	}
	return list
}

// BilledAs is an answer in whose place the bills count something else, and what.
type BilledAs struct {
	LoadSaid
	As string `json:"as"`
}

// billedAs lists the answers that the bills count as something else.
func (s *session) billedAs() (list []BilledAs) {
	for _, part := range s.parts() {
		for q := range s.c.Questions {
			question := &s.c.Questions[q]
			ids := s.given(question.ID, part)
			for _, id := range ids {
				a := &question.Answers[s.c.index.answer[q][id]]
				if a.BilledAs != "" && (len(ids) == 1 || question.Several > 1) { // else another may hold
					list = append(list, BilledAs{said(part, question.ID, a), a.BilledAs})
				}
			}
		}
	}
	return list
}

// loadSaid lists the answers that say something else about the load than the figures, by part.
func (s *session) loadSaid(other func(*Answer) bool) (list []LoadSaid) {
	for _, part := range s.parts() {
		list = append(list, s.loadSaidOf(part, other)...)
	}
	return list
}

// loadSaidOf lists those of one part (nil for the whole).
func (s *session) loadSaidOf(part *Part, other func(*Answer) bool) (list []LoadSaid) {
	for q := range s.c.Questions {
		if a := s.only(q, part); a != nil && other(a) {
			list = append(list, said(part, s.c.Questions[q].ID, a))
		}
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
	if s.sharesGiven {
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
