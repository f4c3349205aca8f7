package score

import (
	"cmp"
	"math"
	"slices"
)

// boundStates is the number of combinations of unknown answers that are tried individually.
const boundStates = 256

// Bounds returns the lowest and highest value of each option of a part over all definite
// answers to its unknown questions. The combinations of the questions that matter most are
// tried individually and the rest enter as intervals: exact when few answers are unknown,
// and never too narrow.
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

// bounder computes the bounds of one option at a time.
type bounder struct {
	m     *Model
	fixed []float64
	open  []doubt // by possible effect, largest first
	tried []doubt
	steps []step // of all questions that are tried individually

	option    int
	terms     []bound // by criterion, of the combination being tried
	low, high float64
}

// doubt is a question with an unknown answer.
type doubt struct {
	question int
	choice   *Choice // unknown
	reach    float64 // roughly how much any answer to the question can move the option
	steps    []step
}

// step holds the effects of the possible answers to a question on one criterion of the
// option: first each answer, then the answer remaining unknown.
type step struct {
	k        int
	add, by  *table
	unknown  [2]float64 // effect of not knowing: what it adds and multiplies by
	at, mult float64    // before this question
}

// bound is the state of one criterion: position and factor, what the questions that enter
// as intervals can add and multiply by, and the resulting ranges of value and weight.
type bound struct {
	at, mult      float64
	add, by       span
	value, weight span
}

type span struct{ low, high float64 }

func newBounder(r *Run, place *Place) *bounder {
	b := &bounder{m: r.Model, fixed: r.fixed, terms: make([]bound, r.Model.Criteria)}
	b.open = make([]doubt, 0, len(place.Choices))
	for q, c := range place.Choices {
		if c.Set.Len() > 1 {
			b.open = append(b.open, doubt{question: q, choice: c})
		}
	}
	b.tried = make([]doubt, 0, len(b.open))
	b.steps = make([]step, 0, 4*r.Model.Criteria)
	return b
}

// aim prepares the search for one option.
func (b *bounder) aim(o int, place *Place) {
	b.option, b.low, b.high, b.tried, b.steps = o, math.Inf(1), math.Inf(-1), b.tried[:0], b.steps[:0]
	for k := range b.terms {
		b.terms[k] = bound{at: b.m.Cells[o*b.m.Criteria+k], mult: 1, by: span{1, 1}}
	}
	for _, c := range place.Choices {
		if c.Set.Len() == 1 {
			b.apply(c)
		}
	}
	for i := range b.open {
		b.open[i].reach = b.reach(b.open[i].question)
	}
	// The order does not depend on what is known, and trying stops at the first question
	// that does not fit. So whoever answers more questions has at least as many of the rest
	// tried, and bounds only get narrower. Ties follow the order of the wizard, so that no
	// option's bounds depend on which other options there are.
	slices.SortFunc(b.open, func(x, y doubt) int {
		return cmp.Or(cmp.Compare(y.reach, x.reach), cmp.Compare(x.question, y.question))
	})
	states := 1
	for _, d := range b.open {
		choices := d.choice.Set.Len() + 1
		switch {
		case b.spread(d.question, d.choice.Set) == 0: // every answer has the same effect
			b.apply(d.choice)
		case states*choices <= boundStates:
			states *= choices
			b.tried = append(b.tried, b.try(d))
		default:
			states = boundStates
			b.widen(d)
		}
	}
	for k := range b.terms {
		b.refresh(k)
	}
}

// apply includes a known answer.
func (b *bounder) apply(c *Choice) {
	for _, s := range c.Shifts {
		if s.Cell/b.m.Criteria == b.option {
			b.terms[s.Cell%b.m.Criteria].at += s.By
		}
	}
	for _, f := range c.Factors {
		b.terms[f.Criterion].mult *= f.By
	}
}

// shifts returns the effects of a question on the option; they are adjacent in the table.
func (b *bounder) shifts(q int) []table {
	list := b.m.Questions[q].shifts
	for len(list) > 0 && list[0].index/b.m.Criteria != b.option {
		list = list[1:]
	}
	for i := range list {
		if list[i].index/b.m.Criteria != b.option {
			return list[:i]
		}
	}
	return list
}

// factors returns the effects of a question on weights, if answers adjust weights at all.
func (b *bounder) factors(q int) []table {
	if b.fixed != nil {
		return nil
	}
	return b.m.Questions[q].factors
}

// span returns the range of effects of the answers in a set.
func (t *table) span(set Set) span {
	s := span{math.Inf(1), math.Inf(-1)}
	for ; set != 0; set &= set - 1 {
		by := t.by[set.First()]
		if by < s.low {
			s.low = by
		}
		if by > s.high {
			s.high = by
		}
	}
	return s
}

// spread returns roughly how much the answers in a set can move the value.
func (b *bounder) spread(q int, set Set) float64 {
	sum := 0.0
	shifts, factors := b.shifts(q), b.factors(q)
	for i := range shifts {
		s := shifts[i].span(set)
		sum += float64(b.m.Base[shifts[i].index%b.m.Criteria] * (s.high - s.low))
	}
	for i := range factors {
		s := factors[i].span(set)
		sum += float64(b.m.Base[factors[i].index] * (s.high - s.low))
	}
	return sum
}

// reach returns the spread over all answers.
func (b *bounder) reach(q int) float64 {
	sum := 0.0
	shifts, factors := b.shifts(q), b.factors(q)
	for i := range shifts {
		sum += float64(b.m.Base[shifts[i].index%b.m.Criteria] * (shifts[i].all.high - shifts[i].all.low))
	}
	for i := range factors {
		sum += float64(b.m.Base[factors[i].index] * (factors[i].all.high - factors[i].all.low))
	}
	return sum
}

// widen includes the answers to a question as intervals.
func (b *bounder) widen(d doubt) {
	shifts, factors := b.shifts(d.question), b.factors(d.question)
	for i := range shifts {
		s, t := shifts[i].span(d.choice.Set), &b.terms[shifts[i].index%b.m.Criteria]
		t.add.low += s.low
		t.add.high += s.high
	}
	for i := range factors {
		s, t := factors[i].span(d.choice.Set), &b.terms[factors[i].index]
		t.by.low *= s.low
		t.by.high *= s.high
	}
}

// try prepares a question for being tried individually.
func (b *bounder) try(d doubt) doubt {
	from := len(b.steps)
	find := func(k int) *step {
		for i := from; i < len(b.steps); i++ {
			if b.steps[i].k == k {
				return &b.steps[i]
			}
		}
		b.steps = append(b.steps, step{k: k, unknown: [2]float64{0, 1}})
		return &b.steps[len(b.steps)-1]
	}
	shifts, factors := b.shifts(d.question), b.factors(d.question)
	for i := range shifts {
		find(shifts[i].index % b.m.Criteria).add = &shifts[i]
	}
	for i := range factors {
		find(factors[i].index).by = &factors[i]
	}
	d.steps = b.steps[from:len(b.steps):len(b.steps)]
	for i := range d.steps {
		s := &d.steps[i]
		for _, x := range d.choice.Shifts {
			if x.Cell == b.option*b.m.Criteria+s.k {
				s.unknown[0] = x.By
			}
		}
		for _, f := range d.choice.Factors {
			if f.Criterion == s.k && s.by != nil {
				s.unknown[1] = f.By
			}
		}
	}
	return d
}

// search tries every combination from question i on.
func (b *bounder) search(i int) {
	if i == len(b.tried) {
		// An extreme is beyond what was found so far only if the mean about that is.
		if b.mean(b.high, true) > b.high {
			b.high = max(b.high, b.extreme(true))
		}
		if b.mean(b.low, false) < b.low {
			b.low = min(b.low, b.extreme(false))
		}
		return
	}
	d := &b.tried[i]
	for j := range d.steps {
		s := &d.steps[j]
		s.at, s.mult = b.terms[s.k].at, b.terms[s.k].mult
	}
	for set := d.choice.Set; ; set &= set - 1 {
		for j := range d.steps {
			s := &d.steps[j]
			add, by := s.effect(set)
			b.terms[s.k].at, b.terms[s.k].mult = s.at+add, float64(s.mult*by)
			b.refresh(s.k)
		}
		b.search(i + 1)
		if set == 0 {
			break
		}
	}
	for j := range d.steps {
		s := &d.steps[j]
		b.terms[s.k].at, b.terms[s.k].mult = s.at, s.mult
	}
}

// effect returns the effect of the first answer in a set, or of not knowing it.
func (s *step) effect(set Set) (add, by float64) {
	if set == 0 {
		return s.unknown[0], s.unknown[1]
	}
	add, by = 0, 1
	if s.add != nil {
		add = s.add.by[set.First()]
	}
	if s.by != nil {
		by = s.by.by[set.First()]
	}
	return add, by
}

// refresh recomputes the ranges of value and weight of a criterion.
func (b *bounder) refresh(k int) {
	t, curve := &b.terms[k], &b.m.Curves[k]
	t.value = span{curve.of(t.at + t.add.low), curve.of(t.at + t.add.high)}
	if b.fixed != nil {
		t.weight = span{b.fixed[k], b.fixed[k]}
		return
	}
	base, limit := b.m.Base[k], b.m.Limits[k]
	t.weight = span{float64(base * limit.of(t.mult*t.by.low)), float64(base * limit.of(t.mult*t.by.high))}
}

// extreme returns the greatest (or least) weighted mean over the intervals: each value at
// its end, and a weight high exactly if its value is beyond the mean.
func (b *bounder) extreme(high bool) float64 {
	mean := b.terms[0].value.low
	for range 2 * len(b.terms) {
		next := b.mean(mean, high)
		if next == mean {
			break
		}
		mean = next
	}
	return mean
}

// mean returns the weighted mean when weights are high for values on the wanted side of a
// pivot, and low for the others. It never passes the extreme, and using the result as the
// next pivot converges to it (Dinkelbach 1967).
func (b *bounder) mean(pivot float64, high bool) float64 {
	sum, weight := 0.0, 0.0
	for k := range b.terms {
		t := &b.terms[k]
		v, w := t.value.low, t.weight.low
		if high {
			v = t.value.high
		}
		if (v > pivot) == high {
			w = t.weight.high
		}
		sum += float64(w * v)
		weight += w
	}
	return sum / weight
}
