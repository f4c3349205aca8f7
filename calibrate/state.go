package main

import (
	"slices"

	"crossroads/decision"
)

// state holds intermediate results for the value of an observation, so that trying another
// value of one number only recomputes what that number affects.
type state struct {
	parts []partState
	all   []float64 // value of each choice
	like  float64   // log-likelihood of the panel's points
}

// partState is the state of one part.
type partState struct {
	at      []float64 // by option*criteria+criterion: position on the scale of 1 to 5
	factors []float64 // by criterion: product of the answers' factors, not yet bounded
	weights []float64 // by criterion
	total   float64   // of the weights
	values  []float64 // by option
}

// touch is a part of an observation that a number affects.
type touch struct {
	part      int
	chance    float64 // of the answer; 1 for cells
	options   uint    // that it moves, for cells and shifts
	criterion int
}

// bearing is an observation that a number affects, with the parts affected. The price of a
// platform affects none of the parts.
type bearing struct {
	at      int
	touches []touch
}

// index finds the observations that each number affects.
func (f *fitter) index() {
	f.bearing = make([][]bearing, len(f.numbers))
	n := len(f.bases)
	cells := make([]touch, len(f.numbers)) // by number: effect of a cell in every part
	for i, list := range f.cells {
		for _, c := range list {
			cells[c].options |= 1 << (i / n)
			cells[c].criterion, cells[c].chance = i%n, 1
		}
	}
	for i, o := range f.seen {
		note := func(number int, t touch) {
			list := f.bearing[number]
			if len(list) == 0 || list[len(list)-1].at != i {
				list = append(list, bearing{at: i})
			}
			last := &list[len(list)-1]
			last.touches = append(last.touches, t)
			f.bearing[number] = list
		}
		for p := range o.parts {
			for c, t := range cells {
				if t.options != 0 {
					t.part = p
					note(c, t)
				}
			}
			for k, b := range f.bases {
				note(b, touch{part: p, criterion: k})
			}
			for _, s := range o.parts[p].shifts {
				note(s.number, touch{p, s.chance, s.options, s.criterion})
			}
			for k, groups := range o.parts[p].factors {
				seen := map[int]bool{}
				for _, g := range groups {
					for _, x := range g {
						for _, number := range x.numbers {
							if !seen[number] {
								seen[number] = true
								note(number, touch{part: p, criterion: k})
							}
						}
					}
				}
			}
		}
		if len(o.parts) > 1 {
			priced := []int{f.lambda}
			for _, p := range o.parts {
				for _, x := range p.prices {
					priced = append(priced, x.number)
				}
			}
			slices.Sort(priced)
			if f.apart >= 0 { // it also bounds what a part may lose by its place
				priced = append(priced, f.apart)
			}
			if f.together >= 0 {
				priced = append(priced, f.together)
			}
			for _, number := range slices.Compact(priced) {
				f.bearing[number] = append(f.bearing[number], bearing{at: i})
			}
		}
	}
}

// settle recomputes every state.
func (f *fitter) settle() {
	n := len(f.bases)
	for i, o := range f.seen {
		s := &f.states[i]
		for len(s.parts) < len(o.parts) {
			s.parts = append(s.parts, partState{
				make([]float64, len(f.cells)), make([]float64, n), make([]float64, n), 0, make([]float64, len(f.options)),
			})
		}
		for p := range o.parts {
			part := &s.parts[p]
			part.total = f.value(&o.parts[p], part.values, part.weights, part.factors, part.at)
			copy(f.s.values[p], part.values)
		}
		s.all = append(s.all[:0], f.combine(o, f.s)...)
		if o.aim == nil {
			o.aim = f.aim(o, s.all)
		}
		s.like = f.like(o, s.all)
	}
}

// like returns the likelihood of the points to be explained, at the present temperature.
func (f *fitter) like(o *observation, all []float64) float64 {
	return o.weight * likelihood(all, o.aim, f.temperature)
}

// try returns the log-likelihood of the observations affected by a number if it had the
// value x. If keep is set, the number stays at x.
func (f *fitter) try(number int, x float64, keep bool) float64 {
	was := f.theta[number]
	f.theta[number] = x
	sum := 0.0
	for _, b := range f.bearing[number] {
		o, s := f.seen[b.at], &f.states[b.at]
		for p := range o.parts {
			copy(f.s.values[p], s.parts[p].values)
		}
		for _, t := range b.touches {
			f.move(number, x-was, t, &o.parts[t.part], &s.parts[t.part], f.s.values[t.part], keep)
		}
		all := f.combine(o, f.s)
		like := f.like(o, all)
		sum += like
		if keep {
			copy(s.all, all)
			s.like = like
		}
	}
	if !keep {
		f.theta[number] = was
	}
	return sum
}

// move updates the values of a part after a change of a number.
func (f *fitter) move(number int, by float64, t touch, p *part, s *partState, values []float64, keep bool) {
	n, k := len(f.bases), t.criterion
	switch f.numbers[number].kind {
	case cell, shift:
		by *= t.chance
		for o := range f.options {
			if t.options>>o&1 == 1 {
				at := s.at[o*n+k]
				values[o] += s.weights[k] / s.total * (position(at+by) - position(at))
				if keep {
					s.at[o*n+k] = at + by
				}
			}
		}
	case base, factor:
		product := s.factors[k]
		if f.numbers[number].kind == factor {
			product = f.product(p, k)
		}
		weight := f.theta[f.bases[k]] * min(max(product, decision.LeastFactor), decision.MostFactor)
		total := s.total + weight - s.weights[k]
		for o := range f.options {
			values[o] = (values[o]*s.total + (weight-s.weights[k])*position(s.at[o*n+k])) / total
		}
		if keep {
			s.factors[k], s.weights[k], s.total = product, weight, total
		}
	}
	if keep {
		copy(s.values, values)
	}
}

// position maps a criterion's scale of 1 to 5 to 0 to 1.
func position(at float64) float64 { return min(max((at-1)/4, 0), 1) }
