// Package score is the numeric half of the decision engine: options, criteria
// and questions are indices, a set of answers is a bit set.
//
// It is deterministic on every machine. Sums run in index order, products are
// rounded before they are added (so that no compiler fuses them), and random
// draws come from a generator of its own.
package score

import (
	"math/bits"
	"slices"
)

// Limits of a model. With them every bit set fits in one word, and the exhaustive searches
// (2^options platforms, 2^questions subsets of answers) stay affordable.
const (
	MaxOptions   = 12
	MaxCriteria  = 32
	MaxQuestions = 64
	MaxScoring   = 20 // questions that move a value or a weight
	MaxAnswers   = 64 // of one question; where several hold together, combinations of answers
)

// Model is a catalogue reduced to numbers. It is read-only after Prepare.
type Model struct {
	Options   int
	Criteria  int
	Base      []float64 // base weight by criterion, >= 0
	Limits    []Limit   // of the factors on each weight; nil: UsualLimit
	Cells     []float64 // position of option o on criterion k at [o*Criteria+k]
	Curves    []Curve   // by criterion
	Questions []Question
	Out       Set     // options that are always ruled out
	Platforms []int   // by option: its platform; nil: each option is a platform of its own
	Divided   Set     // options with which parts are programs of their own
	Spread    float64 // of the drawn weights: 1 is exponential around the stated ones, 0 is none

	platforms []platformSet // every set of options, smaller ones first
	apart     []int         // questions with answers that set parts apart
}

// Question holds its answers, and the effect of not knowing the answer.
type Question struct {
	Answers []Answer
	Unknown Choice // any answer, by prior share

	shifts  []table // by cell that some answer moves
	factors []table // by criterion whose weight some answer changes
	musts   Set     // options that some answer rules out
	out     [MaxAnswers]Set
}

// Answer is one possible answer.
type Answer struct {
	Share float64 // prior share; the shares of a question sum to 1
	Choice
}

// Choice is the effect of a set of possible answers: the expected effect, given the shares
// of the answers in it, and the options it rules out.
type Choice struct {
	Set      Set
	Shifts   []Shift
	Factors  []Factor
	Platform float64 // added to the price of a further platform
	Out      Set     // options that every answer in the set rules out
	May      Set     // options that some answer in the set rules out

	Apart    Set // marks that every answer in the set has: see ties
	MayApart Set // marks that some answer in the set has; but none for an open question of which only some answers have one
}

// Shift moves a cell, in units of position: 0 is worst, 1 is best.
type Shift struct {
	Cell int
	By   float64
}

// Factor multiplies the weight of a criterion.
type Factor struct {
	Criterion int
	By        float64
}

// Set is a bit set of small indices.
type Set uint64

// Bit returns the set that contains only i.
func Bit(i int) Set { return 1 << i }

// Has reports whether i is in the set.
func (s Set) Has(i int) bool { return s>>i&1 == 1 }

// Len counts the members.
func (s Set) Len() int { return bits.OnesCount64(uint64(s)) }

// First returns the smallest member; the set must not be empty.
func (s Set) First() int { return bits.TrailingZeros64(uint64(s)) }

// All returns the set of 0..n-1, for n up to 64.
func All(n int) Set { return Set(1)<<n - 1 }

// Curve maps a position between worst (0) and best (1) to a value in [0,1]. Both lists
// ascend and include the ends; empty lists mean a straight line.
type Curve struct{ At, Value []float64 }

// of returns the value at a position; positions outside [0,1] count as the nearer end.
func (c *Curve) of(t float64) float64 {
	if t < 0 {
		t = 0
	} else if t > 1 {
		t = 1
	}
	if len(c.At) == 0 {
		return t
	}
	for i := 1; i < len(c.At); i++ {
		if t <= c.At[i] {
			left, right := c.Value[i-1], c.Value[i]
			return left + float64((right-left)*(t-c.At[i-1])/(c.At[i]-c.At[i-1]))
		}
	}
	return c.Value[len(c.Value)-1]
}

// Prepare completes a model with options, criteria and answers: it computes the choices
// that every evaluation needs.
func (m *Model) Prepare() {
	for len(m.Limits) < m.Criteria {
		m.Limits = append(m.Limits, UsualLimit)
	}
	m.apart = nil
	for q := range m.Questions {
		question := &m.Questions[q]
		for i := range question.Answers {
			a := &question.Answers[i]
			a.Set, a.May, a.MayApart = Bit(i), a.Out, a.Apart
		}
		question.Unknown = m.blend(q, All(len(question.Answers)))
		if question.Unknown.MayApart != 0 {
			m.apart = append(m.apart, q)
		}
		if slices.ContainsFunc(question.Answers, func(a Answer) bool { return a.Apart == 0 }) {
			question.Unknown.MayApart = 0 // a special need is said where there is one
		}
		question.tabulate(m)
	}
	m.platforms = nil
	for size := 1; size <= m.Options; size++ {
		for set := Set(1); set <= All(m.Options); set++ {
			if set.Len() == size {
				m.platforms = append(m.platforms, platformSet{set, m.price(set)})
			}
		}
	}
}

// tabulate groups the effects of the answers by their target.
func (q *Question) tabulate(m *Model) {
	q.shifts, q.factors, q.musts = nil, nil, 0
	for cell := range m.Cells {
		t, moved := table{index: cell}, false
		for i := range q.Answers {
			for _, s := range q.Answers[i].Shifts {
				if s.Cell == cell {
					t.by[i], moved = s.By, true
				}
			}
		}
		if moved {
			t.all = t.span(All(len(q.Answers)))
			q.shifts = append(q.shifts, t)
		}
	}
	for k := range m.Criteria {
		t, moved := table{index: k}, false
		for i := range q.Answers {
			t.by[i] = 1
			for _, f := range q.Answers[i].Factors {
				if f.Criterion == k {
					t.by[i], moved = f.By, true
				}
			}
		}
		if moved {
			t.all = t.span(All(len(q.Answers)))
			q.factors = append(q.factors, t)
		}
	}
	for i := range q.Answers {
		q.out[i] = q.Answers[i].Out
		q.musts |= q.out[i]
	}
}

// Choice returns the effect of knowing that the answer to q is in the set. The empty set
// counts as unknown.
func (m *Model) Choice(q int, set Set) *Choice {
	question := &m.Questions[q]
	switch n := set.Len(); {
	case n == 1:
		return &question.Answers[set.First()].Choice
	case n == 0 || n == len(question.Answers):
		return &question.Unknown
	}
	c := m.blend(q, set)
	return &c
}

// Share returns the chance of answer i to q when the answer is known to be in the set.
func (m *Model) Share(q, i int, set Set) float64 {
	if !set.Has(i) {
		return 0
	}
	return m.Questions[q].Answers[i].Share / m.total(q, set)
}

func (m *Model) total(q int, set Set) float64 {
	sum := 0.0
	for i := range m.Questions[q].Answers {
		if set.Has(i) {
			sum += m.Questions[q].Answers[i].Share
		}
	}
	return sum
}

// blend returns the expected effect of the answers in a set, cell by cell.
func (m *Model) blend(q int, set Set) Choice {
	c := Choice{Set: set, Out: ^Set(0), Apart: ^Set(0)}
	shift := make([]float64, m.Options*m.Criteria)
	factor := make([]float64, m.Criteria) // minus 1
	for i := range m.Questions[q].Answers {
		if !set.Has(i) {
			continue
		}
		a, share := &m.Questions[q].Answers[i], m.Share(q, i, set)
		for _, s := range a.Shifts {
			shift[s.Cell] += float64(share * s.By)
		}
		for _, f := range a.Factors {
			factor[f.Criterion] += float64(share * (f.By - 1))
		}
		c.Platform += float64(share * a.Platform)
		c.Out &= a.Out
		c.May |= a.Out
		c.Apart &= a.Apart
		c.MayApart |= a.Apart
	}
	for cell, by := range shift {
		if by != 0 {
			c.Shifts = append(c.Shifts, Shift{cell, by})
		}
	}
	for k, by := range factor {
		if by != 0 {
			c.Factors = append(c.Factors, Factor{k, 1 + by})
		}
	}
	return c
}

// WithOwnCells returns a copy of a prepared model whose cells may be changed independently.
func (m *Model) WithOwnCells() *Model {
	own := *m
	own.Cells = append([]float64(nil), m.Cells...)
	return &own
}

// The factors of several answers on one weight multiply, limited to these bounds: no set of
// answers makes a criterion count for more than three times, or less than a third, of its
// usual weight.
const (
	LeastFactor = 1.0 / 3
	MostFactor  = 3.0
)

// Limit bounds the combined factor of answers on a weight.
type Limit struct{ Least, Most float64 }

// UsualLimit applies to weights without a bound of their own.
var UsualLimit = Limit{LeastFactor, MostFactor}

func (l Limit) of(factor float64) float64 {
	switch { // faster than min and max, which handle signed zeros and NaN
	case factor < l.Least:
		return l.Least
	case factor > l.Most:
		return l.Most
	}
	return factor
}
