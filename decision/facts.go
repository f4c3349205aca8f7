package decision

import (
	"fmt"

	"crossroads/decision/score"
)

// factual is an effect that stands for a named fact.
type factual struct {
	path             string
	question, answer int
	fact, note       string
	criterion        string
	options          score.Set // whose value it shifts; 0 when it changes a weight
}

// checkFacts reports facts that count twice: effects of two answers that can hold together,
// act on the same cell or weight, and name the same fact without a note.
func (c *Catalogue) checkFacts(p *problems) {
	effects := c.factual()
	for i, a := range effects {
		if a.note != "" {
			continue
		}
		for j, b := range effects {
			if i == j || !a.repeats(b) || !c.together(a, b) {
				continue
			}
			other := c.Questions[b.question]
			p.add(a.path, "the answer %q to %q states the same fact, %q, on %q: say in note why both count, or drop one of them",
				other.Answers[b.answer].ID, other.ID, a.fact, a.criterion)
			break
		}
	}
}

func (c *Catalogue) factual() (list []factual) {
	for q, question := range c.Questions {
		for i, a := range question.Answers {
			at := fmt.Sprintf("questions[%d].answers[%d]", q, i)
			for n, s := range a.Shifts {
				if s.Fact != "" {
					list = append(list, factual{fmt.Sprintf("%s.shifts[%d]", at, n), q, i, s.Fact, s.Note, s.Criterion, c.set(s.Subject())})
				}
			}
			for n, w := range a.Weights {
				if w.Fact != "" {
					list = append(list, factual{fmt.Sprintf("%s.weights[%d]", at, n), q, i, w.Fact, w.Note, w.Criterion, 0})
				}
			}
		}
	}
	return list
}

// repeats reports whether two effects name one fact and act on one cell or one weight.
func (a factual) repeats(b factual) bool {
	if a.fact != b.fact || a.criterion != b.criterion {
		return false
	}
	return a.options&b.options != 0 || a.options == 0 && b.options == 0
}

// together reports whether the answers of two effects can hold at the same time.
func (c *Catalogue) together(a, b factual) bool {
	q := &c.Questions[a.question]
	switch {
	case a.question != b.question:
		return true
	case a.answer == b.answer:
		return false
	}
	return q.Several > 1 && !q.Answers[a.answer].Alone && !q.Answers[b.answer].Alone
}
