package score

import (
	"math"
	"slices"
)

// boundStates is how many combinations of unknown answers are tried one by one.
const boundStates = 256

// Bounds are the least and greatest value of each option of a part, whatever
// definite answers are given to any of its unknown questions. The combinations
// of the questions that matter most are tried one by one, the others enter as
// intervals: exact when there are few unknowns, never too narrow when there are
// many.
func (r *Run) Bounds(p int) (low, high []float64) {
	low, high = make([]float64, r.Model.Options), make([]float64, r.Model.Options)
	for o := range low {
		b := newBounder(r, p, o)
		b.search(0)
		low[o], high[o] = min(b.low, r.Parts[p].V[o]), max(b.high, r.Parts[p].V[o])
	}
	return low, high
}

// bounder bounds one option.
type bounder struct {
	m         *Model
	fixed     []float64
	row       int // first cell of the option
	tried     [][]*Choice
	at, mult  []float64 // of the combination being tried
	add, by   []span    // what the questions that are not tried can add, and multiply by
	w         []span
	v         []float64
	low, high float64
}

type span struct{ low, high float64 }

func newBounder(r *Run, p, o int) *bounder {
	m, place := r.Model, &r.Parts[p]
	n := m.Criteria
	floats, spans := make([]float64, 3*n), make([]span, 3*n)
	b := &bounder{
		m: m, fixed: r.fixed, row: o * n,
		at: floats[:n], mult: floats[n : 2*n], v: floats[2*n:],
		add: spans[:n], by: spans[n : 2*n], w: spans[2*n:],
		low: math.Inf(1), high: math.Inf(-1),
	}
	copy(b.at, m.Cells[b.row:][:n])
	for k := range b.mult {
		b.mult[k], b.by[k] = 1, span{1, 1}
	}
	type open struct {
		choices []*Choice
		spread  float64
	}
	var list []open
	for q, c := range place.Choices {
		if c.Set.Len() == 1 {
			b.apply(c)
			continue
		}
		choices := []*Choice{c} // still unknown is a state too
		for i := range m.Questions[q].Answers {
			if c.Set.Has(i) {
				choices = append(choices, &m.Questions[q].Answers[i].Choice)
			}
		}
		if spread := b.spread(choices); spread > 0 {
			list = append(list, open{choices, spread})
		}
	}
	slices.SortStableFunc(list, func(x, y open) int {
		switch {
		case x.spread > y.spread:
			return -1
		case x.spread < y.spread:
			return 1
		}
		return 0
	})
	states := 1
	for _, o := range list {
		if states*len(o.choices) <= boundStates {
			states *= len(o.choices)
			b.tried = append(b.tried, o.choices)
		} else {
			b.widen(o.choices)
		}
	}
	return b
}

// apply takes a known answer in.
func (b *bounder) apply(c *Choice) {
	for _, s := range c.Shifts {
		if k := s.Cell - b.row; k >= 0 && k < len(b.at) {
			b.at[k] += s.By
		}
	}
	for _, f := range c.Factors {
		b.mult[f.Criterion] *= f.By
	}
}

// effect of a choice on criterion k of the option: what it adds and multiplies by.
func (b *bounder) effect(c *Choice, k int) (add, by float64) {
	by = 1
	for _, s := range c.Shifts {
		if s.Cell == b.row+k {
			add = s.By
		}
	}
	for _, f := range c.Factors {
		if f.Criterion == k && b.fixed == nil {
			by = f.By
		}
	}
	return add, by
}

// spans of the effects of the choices on criterion k.
func (b *bounder) spans(choices []*Choice, k int) (add, by span) {
	add, by = span{math.Inf(1), math.Inf(-1)}, span{math.Inf(1), math.Inf(-1)}
	for _, c := range choices {
		a, f := b.effect(c, k)
		add.low, add.high = min(add.low, a), max(add.high, a)
		by.low, by.high = min(by.low, f), max(by.high, f)
	}
	return add, by
}

// spread is roughly how much the choices can move the value.
func (b *bounder) spread(choices []*Choice) float64 {
	sum := 0.0
	for k, base := range b.m.Base {
		add, by := b.spans(choices, k)
		sum += float64(base * (add.high - add.low + by.high - by.low))
	}
	return sum
}

// widen lets the choices enter as intervals.
func (b *bounder) widen(choices []*Choice) {
	for k := range b.add {
		add, by := b.spans(choices, k)
		b.add[k].low += add.low
		b.add[k].high += add.high
		b.by[k].low *= by.low
		b.by[k].high *= by.high
	}
}

// search tries every combination from question i on.
func (b *bounder) search(i int) {
	if i == len(b.tried) {
		b.high = max(b.high, b.extreme(true))
		b.low = min(b.low, b.extreme(false))
		return
	}
	at, mult := make([]float64, len(b.at)), make([]float64, len(b.at))
	copy(at, b.at)
	copy(mult, b.mult)
	for _, c := range b.tried[i] {
		b.apply(c)
		b.search(i + 1)
		copy(b.at, at)
		copy(b.mult, mult)
	}
}

// extreme is the greatest (or least) weighted mean over the intervals: every
// value at its end, and a weight high exactly where the value beats the mean.
func (b *bounder) extreme(high bool) float64 {
	for k := range b.v {
		add := b.add[k].low
		if high {
			add = b.add[k].high
		}
		b.v[k] = b.m.Curves[k].of(b.at[k] + add)
		if b.fixed != nil {
			b.w[k] = span{b.fixed[k], b.fixed[k]}
			continue
		}
		w := b.m.Base[k] * b.mult[k]
		b.w[k] = span{w * b.by[k].low, w * b.by[k].high}
	}
	mean := b.mean(func(int) bool { return false })
	for range 2 * len(b.v) {
		next := b.mean(func(k int) bool { return (b.v[k] > mean) == high })
		if next == mean {
			break
		}
		mean = next
	}
	return mean
}

// mean of the values, with the high weight where told.
func (b *bounder) mean(high func(k int) bool) float64 {
	sum, weight := 0.0, 0.0
	for k, v := range b.v {
		w := b.w[k].low
		if high(k) {
			w = b.w[k].high
		}
		sum += float64(w * v)
		weight += w
	}
	return sum / weight
}
