package score

import "math"

// Effort of the searches below. They are heuristic: what they find is certain, but they may
// miss something.
const (
	climbs  = 24   // random starts of a climb
	samples = 1500 // random answer sets
)

// probe tries complete answer sets of one part.
type probe struct {
	m       *Model
	place   Place
	rand    Rand
	answers []int // by question
}

func newProbe(m *Model, seed uint64) *probe {
	p := &probe{m: m, place: newPlace(m), rand: NewRand(seed), answers: make([]int, len(m.Questions))}
	for q := range m.Questions {
		p.set(q, 0)
	}
	return p
}

func (p *probe) set(q, answer int) {
	p.answers[q] = answer
	p.place.Choices[q] = &p.m.Questions[q].Answers[answer].Choice
}

// scatter answers every question but the kept one at random.
func (p *probe) scatter(kept int) {
	for q := range p.answers {
		if q != kept {
			p.set(q, p.rand.Intn(len(p.m.Questions[q].Answers)))
		}
	}
}

// climb changes answers, except that of the kept question, one after the other while a
// change raises the goal.
func (p *probe) climb(kept int, goal func() float64) float64 {
	best := goal()
	for improved := true; improved; {
		improved = false
		for q := range p.answers {
			if q == kept {
				continue
			}
			top := p.answers[q]
			for a := range p.m.Questions[q].Answers {
				p.set(q, a)
				if value := goal(); value > best {
					best, top, improved = value, a, true
				}
			}
			p.set(q, top)
		}
	}
	return best
}

// lead returns the lead of an option over the best other option left, or -2 when it is
// ruled out itself.
func lead(o int, v []float64, out Set) float64 {
	if out.Has(o) {
		return -2
	}
	gap := 1.0
	for other, x := range v {
		if other != o && !out.Has(other) {
			gap = min(gap, v[o]-x)
		}
	}
	return gap
}

// Reach looks for answers under which option o has the largest lead. If it finds none, the
// lead is not above 0.
func (m *Model) Reach(o int) (answers []int, best float64) {
	p := newProbe(m, uint64(o))
	best = math.Inf(-1)
	for range climbs {
		p.scatter(-1)
		got := p.climb(-1, func() float64 {
			p.place.settle(m, nil)
			return lead(o, p.place.V, p.place.Out)
		})
		if got > best {
			best, answers = got, append(answers[:0], p.answers...)
		}
	}
	return answers, best
}

// Sway looks for answers under which another answer to q changes the leader.
func (m *Model) Sway(q int) (answers []int, other int, ok bool) {
	p := newProbe(m, uint64(q))
	for range samples {
		p.scatter(q)
		if from, to, ok := p.turns(q); ok {
			p.set(q, from)
			return p.answers, to, true
		}
	}
	for range climbs { // a close race is most easily turned
		p.scatter(q)
		p.climb(q, func() float64 {
			p.place.settle(m, nil)
			top := first(p.place.V, p.place.Out)
			if top < 0 {
				return -2
			}
			return -lead(top, p.place.V, p.place.Out)
		})
		if from, to, ok := p.turns(q); ok {
			p.set(q, from)
			return p.answers, to, true
		}
	}
	return nil, 0, false
}

// turns reports whether two answers to q have different leaders.
func (p *probe) turns(q int) (from, to int, ok bool) {
	leader := -1
	for a := range p.m.Questions[q].Answers {
		p.set(q, a)
		p.place.settle(p.m, nil)
		switch top := first(p.place.V, p.place.Out); {
		case a == 0:
			leader = top
		case top != leader:
			return 0, a, true
		}
	}
	return 0, 0, false
}

// Decides looks for answers, including a to q, under which option o would lead without the
// must that a puts on it.
func (m *Model) Decides(q, a, o int) (answers []int, ok bool) {
	p := newProbe(m, uint64(q<<16|a<<8|o))
	p.set(q, a)
	for range climbs {
		p.scatter(q)
		got := p.climb(q, func() float64 {
			p.place.settle(m, nil)
			out := p.place.Out &^ Bit(o)
			for other, c := range p.place.Choices {
				if other != q {
					out |= c.Out & Bit(o)
				}
			}
			return lead(o, p.place.V, out)
		})
		if got > 0 {
			return p.answers, true
		}
	}
	return nil, false
}
