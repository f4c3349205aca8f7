package score

import "sync"

// repeats is the number of draws of the weights for each draw of the unknown answers.
const repeats = 4

// MaxDraws bounds the draws of a table.
const MaxDraws = 1 << 16

// Draws are random numbers shared by all evaluations (common random numbers, Glasserman &
// Yao 1992). They do not depend on the answers, so they are made once, and two evaluations
// differ by their answers only and not by chance. Every column is stratified: of n numbers
// exactly one lies in each n-th of the range (Latin hypercube sampling, McKay, Beckman &
// Conover 1979).
//
// Columns are made on first use. Draws are safe for concurrent use.
type Draws struct {
	n         int // of the weights; there is one draw of the answers for every repeats of them
	seed      uint64
	uniforms  [MaxCriteria]lazy[[]float64]
	exps      [MaxCriteria]lazy[[]float64]
	places    [MaxCriteria + 1]lazy[[]uint8]
	questions [MaxQuestions]lazy[[]uint16]
}

// lazy is a value made on first use.
type lazy[T any] struct {
	once  sync.Once
	value T
}

func (l *lazy[T]) get(make func() T) T {
	l.once.Do(func() { l.value = make() })
	return l.value
}

// NewDraws prepares n draws; n must be a multiple of 4 and at most MaxDraws.
func NewDraws(n int, seed uint64) *Draws { return &Draws{n: n, seed: seed} }

// Len returns the number of draws.
func (d *Draws) Len() int { return d.n }

// answers returns the number of draws of the unknown answers.
func (d *Draws) answers() int { return d.n / repeats }

// uniform returns numbers uniform over (0,1) for criterion k, one for each draw.
func (d *Draws) uniform(k int) []float64 {
	return d.uniforms[k].get(func() []float64 {
		r, list := NewRand(d.seed+uint64(k)), make([]float64, d.n)
		for i, stratum := range shuffled(d.n, &r) {
			list[i] = (float64(stratum) + 0.5) / float64(d.n)
		}
		return list
	})
}

// exp returns exponential numbers with mean 1 for criterion k, one for each draw.
func (d *Draws) exp(k int) []float64 {
	return d.exps[k].get(func() []float64 {
		list := make([]float64, d.n)
		for i, u := range d.uniform(k) {
			list[i] = -Ln(u)
		}
		return list
	})
}

// place returns, at [draw*n+k], how many of the first n exponentials of a draw are larger
// than that of criterion k.
func (d *Draws) place(n int) []uint8 {
	return d.places[n].get(func() []uint8 {
		list := make([]uint8, d.n*n)
		for a := range n {
			for b := range a {
				x, y := d.exp(a), d.exp(b)
				for i := range x {
					if y[i] >= x[i] {
						list[i*n+a]++
					} else {
						list[i*n+b]++
					}
				}
			}
		}
		return list
	})
}

// strata returns the strata of the answers to question q: each number below answers() once,
// in random order. Read from another starting point, and wrapping around, they serve
// another part.
func (d *Draws) strata(q int) []uint16 {
	return d.questions[q].get(func() []uint16 {
		r := NewRand(^d.seed - uint64(q))
		return shuffled(d.answers(), &r)
	})
}

// shuffled is 0..n-1 in random order (Fisher & Yates).
func shuffled(n int, r *Rand) []uint16 {
	list := make([]uint16, n)
	for i := range list {
		j := r.Intn(i + 1)
		list[i] = list[j]
		list[j] = uint16(i)
	}
	return list
}
