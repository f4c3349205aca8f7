package decision

import (
	"slices"
	"strings"

	"crossroads/decision/score"
)

// state is one way a question can be answered: by one answer or, where several
// hold together, by a set of them.
type state struct {
	answers []int   // positions in Question.Answers, rising
	share   float64 // chance when unknown; the shares of a question's states sum to 1
	said    Answer  // the state in the form of an answer, for reports
}

// states lists the ways a question can be answered: single answers first, in their order,
// then pairs and larger sets. The share of a set is the chance that its answers hold
// together if they are independent of each other.
func (q *Question) states() []state {
	var list []state
	for i := range q.Answers {
		list = append(list, state{answers: []int{i}, share: q.Answers[i].Share})
	}
	if q.Several < 2 {
		return list
	}
	for from, size := 0, 2; size <= q.Several; size++ {
		to := len(list)
		for _, smaller := range list[from:to] {
			if q.Answers[smaller.answers[0]].Alone {
				continue
			}
			for next := smaller.answers[len(smaller.answers)-1] + 1; next < len(q.Answers); next++ {
				if !q.Answers[next].Alone {
					list = append(list, state{
						answers: append(slices.Clone(smaller.answers), next),
						share:   smaller.share * q.Answers[next].Share,
					})
				}
			}
		}
		from = to
	}
	total := 0.0
	for _, s := range list {
		total += s.share
	}
	for i := range list {
		list[i].share /= total
	}
	return list
}

// name fills in the id, label and short form of states, joined where several answers hold.
func (q *Question) name(states []state) {
	for i := range states {
		s := &states[i]
		if len(s.answers) == 1 {
			s.said = q.Answers[s.answers[0]]
			continue
		}
		var ids, labels, shorts []string
		for _, at := range s.answers {
			a := &q.Answers[at]
			ids, labels, shorts = append(ids, a.ID), append(labels, a.Label), append(shorts, a.short())
		}
		s.said = Answer{ID: strings.Join(ids, ","), Label: strings.Join(labels, "; "), Short: shared(shorts, " and "), Share: s.share}
	}
}

// stateCount returns the number of states of a question, or limit if there are more.
func (q *Question) stateCount(limit int) int {
	together := 0
	for _, a := range q.Answers {
		if !a.Alone {
			together++
		}
	}
	count, ways := len(q.Answers), together
	for size := 2; size <= min(q.Several, together); size++ {
		ways = ways * (together - size + 1) / size
		if count += ways; count > limit {
			return limit + 1
		}
	}
	return count
}

// stateOf returns the index of the state with exactly these answers, -1 when there is none.
// The answers may be in any order.
func (c *Catalogue) stateOf(q int, answers []int) int {
	sorted := slices.Compact(slices.Sorted(slices.Values(answers)))
	return slices.IndexFunc(c.index.state[q], func(s state) bool { return slices.Equal(s.answers, sorted) })
}

// given returns the states that remain possible for the ids of a valid answer; 0 when no
// answer, or every answer, was named.
func (c *Catalogue) given(q int, ids []string) score.Set {
	positions := make([]int, 0, len(ids))
	var set score.Set
	for _, id := range ids {
		at := c.index.answer[q][id]
		positions = append(positions, at)
		set |= score.Bit(at) // the first states are the single answers
	}
	if c.Questions[q].Several > 1 && len(positions) > 0 {
		return score.Bit(c.stateOf(q, positions))
	}
	if set == score.All(len(c.index.state[q])) {
		return 0
	}
	return set
}

// near reports whether one change of a reader, adding, dropping or replacing one answer,
// leads from one state of a question to another.
func (c *Catalogue) near(q, from, to int) bool {
	a, b := c.index.state[q][from].answers, c.index.state[q][to].answers
	if len(a) == 1 && len(b) == 1 {
		return true
	}
	gone, come := 0, 0
	for _, x := range a {
		if !slices.Contains(b, x) {
			gone++
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			come++
		}
	}
	return gone <= 1 && come <= 1
}

// States lists the ways the question can be answered, as indexes of the answers that then
// hold, and the chance of each when the question is open.
func (q *Question) States() (answers [][]int, shares []float64) {
	for _, s := range q.states() {
		answers, shares = append(answers, s.answers), append(shares, s.share)
	}
	return answers, shares
}
