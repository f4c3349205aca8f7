package score

import (
	"cmp"
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
	place, n := &r.Parts[p], r.Model.Options
	both := make([]float64, 2*n)
	low, high = both[:n:n], both[n:]
	b := newBounder(r, place)
	for o := range low {
		b.aim(o, place)
		b.search(0)
		low[o], high[o] = min(b.low, place.V[o]), max(b.high, place.V[o])
	}
	return low, high
}

// bounder bounds one option at a time.
type bounder struct {
	m     *Model
	fixed []float64
	open  []doubt // by what the question can do, the most first
	tried []doubt
	saved []float64 // scratch of search
	all   []*Choice // scratch of reach

	row       int       // first cell of the option
	at, mult  []float64 // of the combination being tried
	add, by   []span    // what the questions that are not tried can add, and multiply by
	w         []span
	v         []float64
	low, high float64
}

// doubt is an unknown answer: everything it may turn out to be, and unknown still.
type doubt struct {
	question int
	choices  []*Choice
	reach    float64 // roughly how much any answer to the question can move the option
}

type span struct{ low, high float64 }

func newBounder(r *Run, place *Place) *bounder {
	m, n := r.Model, r.Model.Criteria
	floats, spans := make([]float64, 3*n), make([]span, 3*n)
	b := &bounder{
		m: m, fixed: r.fixed,
		at: floats[:n], mult: floats[n : 2*n], v: floats[2*n:],
		add: spans[:n], by: spans[n : 2*n], w: spans[2*n:],
	}
	total := 0
	for _, c := range place.Choices {
		if n := c.Set.Len(); n > 1 {
			total += n + 1
		}
	}
	if total == 0 {
		return b
	}
	all := make([]*Choice, 0, total)
	for q, c := range place.Choices {
		if c.Set.Len() == 1 {
			continue
		}
		from := len(all)
		all = append(all, c)
		for i := range m.Questions[q].Answers {
			if c.Set.Has(i) {
				all = append(all, &m.Questions[q].Answers[i].Choice)
			}
		}
		b.open = append(b.open, doubt{question: q, choices: all[from:]})
	}
	b.tried = make([]doubt, 0, len(b.open))
	b.saved = make([]float64, 2*n*len(b.open))
	return b
}

// aim prepares the search for one option.
func (b *bounder) aim(o int, place *Place) {
	n := len(b.at)
	b.row, b.low, b.high, b.tried = o*n, math.Inf(1), math.Inf(-1), b.tried[:0]
	copy(b.at, b.m.Cells[b.row:][:n])
	for k := range b.mult {
		b.mult[k], b.add[k], b.by[k] = 1, span{}, span{1, 1}
	}
	for _, c := range place.Choices {
		if c.Set.Len() == 1 {
			b.apply(c)
		}
	}
	for i := range b.open {
		b.open[i].reach = b.reach(b.open[i].question)
	}
	// The order does not depend on what is known, and nothing is tried after the
	// first question that does not fit: so whoever answers more has at least as
	// many of the rest tried, and bounds that only get narrower.
	slices.SortStableFunc(b.open, func(x, y doubt) int { return cmp.Compare(y.reach, x.reach) })
	states := 1
	for _, d := range b.open {
		switch {
		case b.spread(d.choices) == 0: // whatever the answer, the same effect
			b.apply(d.choices[0])
		case states*len(d.choices) <= boundStates:
			states *= len(d.choices)
			b.tried = append(b.tried, d)
		default:
			states = boundStates
			b.widen(d.choices)
		}
	}
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

// reach is the spread over all answers to a question, known or not.
func (b *bounder) reach(q int) float64 {
	b.all = b.all[:0]
	for i := range b.m.Questions[q].Answers {
		b.all = append(b.all, &b.m.Questions[q].Answers[i].Choice)
	}
	return b.spread(b.all)
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
	n := len(b.at)
	at, mult := b.saved[2*n*i:][:n], b.saved[2*n*i+n:][:n]
	copy(at, b.at)
	copy(mult, b.mult)
	for _, c := range b.tried[i].choices {
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
		base, mult := b.m.Base[k], b.mult[k]
		b.w[k] = span{base * bounded(mult*b.by[k].low), base * bounded(mult*b.by[k].high)}
	}
	mean := b.v[0]
	for range 2 * len(b.v) {
		next := b.mean(mean, high)
		if next == mean {
			break
		}
		mean = next
	}
	return mean
}

// mean of the values when weights are high for the values that lie on the wanted
// side of a pivot, and low for the others. It is never on the other side of the
// extreme, and pivoting on the result leads there (Dinkelbach 1967).
func (b *bounder) mean(pivot float64, high bool) float64 {
	sum, weight := 0.0, 0.0
	for k, v := range b.v {
		w := b.w[k].low
		if (v > pivot) == high {
			w = b.w[k].high
		}
		sum += float64(w * v)
		weight += w
	}
	return sum / weight
}
