package main

import (
	"crossroads/content"
	"math"
	"math/bits"
	"slices"

	"crossroads/decision"
)

// observation is a situation in one of its encodings, with the panel's judgement of it.
type observation struct {
	id       string
	encoding content.Encoding
	weight   float64 // 1, divided among the encodings of the situation
	parts    []part
	apart    uint        // parts that run apart from some other part
	from     []uint      // by part: those of the parts before it that it runs apart from
	unlike   [][]float64 // by two parts: how much they differ, 0 where they run apart
	points   []float64   // mean shares by choice: the options of the vector, then the mix
	aim      []float64   // the points of the choices possible under the encoding
	judges   [][]float64 // points by judge
}

// part holds the answers of one part in a form for computing values.
type part struct {
	share   float64
	shifts  []scaled
	factors [][]group // by criterion
	prices  []scaled
	out     uint
	marks   []marks // by question
}

// marks are the answers to a question that separate parts: those that certainly hold in a
// part, and those that may hold.
type marks struct{ certain, possible uint }

// scaled is an effect multiplied by the chance of its answer.
type scaled struct {
	effect
	chance float64
}

// group holds the factors of one question on one weight: their product in each possible
// state, with the chance of the state.
type group []product

type product struct {
	chance  float64
	numbers []int
}

// value computes the value of each option in a part as package decision does: cells and
// shifts add up to a position, factors multiply the weights. It returns the sum of the
// weights.
func (v *vector) value(p *part, values, weights, products, at []float64) float64 {
	n := len(v.bases)
	total := 0.0
	for k, b := range v.bases {
		products[k] = v.product(p, k)
		weights[k] = v.theta[b] * min(max(products[k], decision.LeastFactor), decision.MostFactor)
		total += weights[k]
	}
	for i, cells := range v.cells {
		at[i] = 0
		for _, c := range cells {
			at[i] += v.theta[c]
		}
	}
	for _, s := range p.shifts {
		by := s.chance * v.theta[s.number]
		if by == 0 {
			continue
		}
		for o := range v.options {
			if s.options>>o&1 == 1 {
				at[o*n+s.criterion] += by
			}
		}
	}
	for o := range v.options {
		sum := 0.0
		for k, w := range weights {
			sum += w * position(at[o*n+k])
		}
		values[o] = sum / total
	}
	return total
}

// product returns the product of the factors on a weight, averaged over the possible
// answers.
func (v *vector) product(p *part, k int) float64 {
	f := 1.0
	for _, g := range p.factors[k] {
		mean := 0.0
		for _, s := range g {
			x := s.chance
			for _, i := range s.numbers {
				x *= v.theta[i]
			}
			mean += x
		}
		f *= mean
	}
	return f
}

// scratch is memory for computing values, allocated once.
type scratch struct {
	values                     [][]float64
	weights, products, at, all []float64
}

func (v *vector) scratch() *scratch {
	s := &scratch{
		weights:  make([]float64, len(v.bases)),
		products: make([]float64, len(v.bases)), at: make([]float64, len(v.cells)), all: make([]float64, len(v.options)+1),
	}
	for range 8 {
		s.values = append(s.values, make([]float64, len(v.options)))
	}
	return s
}

var ruledOut = math.Inf(-1)

// values returns the value of each choice: the options over all parts, ruledOut for those
// ruled out, followed by the best mix, ruledOut if there is none.
func (v *vector) values(o *observation, s *scratch) []float64 {
	for i := range o.parts {
		v.value(&o.parts[i], s.values[i], s.weights, s.products, s.at)
	}
	return v.combine(o, s)
}

// combine computes the value of each choice from the values in each part.
func (v *vector) combine(o *observation, s *scratch) []float64 {
	clear(s.all)
	var out uint
	lambda := v.theta[v.lambda]
	for i := range o.parts {
		p := &o.parts[i]
		for a, x := range s.values[i] {
			s.all[a] += p.share * x
		}
		out |= p.out
		for _, x := range p.prices {
			lambda += p.share * x.chance * v.theta[x.number]
		}
	}
	for a := range v.options {
		if out>>a&1 == 1 {
			s.all[a] = ruledOut
		}
	}
	s.all[len(v.options)] = v.mix(o, s, max(lambda, 0))
	for a := range v.options {
		at := func(int) int { return a }
		s.all[a] -= v.held(o, at) + v.setUps(o, at)
	}
	return s.all
}

// mix returns the value of the best plan with at least two options, each carrying a part, as
// package decision finds it.
func (v *vector) mix(o *observation, s *scratch, lambda float64) float64 {
	best := ruledOut
	if len(o.parts) < 2 {
		return best
	}
	on := make([]int, len(o.parts))
	at := func(part int) int { return on[part] }
	for set := uint(1); set < 1<<len(v.options); set++ {
		if set&(set-1) == 0 {
			continue
		}
		value, used := 0.0, uint(0)
		for i := range o.parts {
			top := v.top(o, s, i, set)
			if top < 0 {
				value = ruledOut
				break
			}
			on[i], used = top, used|1<<top
			value += o.parts[i].share * s.values[i][top]
		}
		if math.IsInf(value, -1) {
			continue
		}
		switch price := lambda * v.price(set); {
		case used == set:
			best = max(best, value-price-v.held(o, at)-v.setUps(o, at))
		case bits.OnesCount(set) == 2:
			best = max(best, value-price-v.move(o, s, on, set&^used))
		}
	}
	return best
}

// top returns the best option of a set for a part, -1 for none.
func (v *vector) top(o *observation, s *scratch, part int, set uint) int {
	top := -1
	for a := range v.options {
		if set>>a&1 == 1 && o.parts[part].out>>a&1 == 0 && (top < 0 || s.values[part][a] > s.values[part][top]) {
			top = a
		}
	}
	return top
}

// move returns the least that is lost when one part of those on a single option moves to another: by
// that part, which may lose at most what setting up one option for parts that run apart costs, and by the
// parts that are still held together or set up apart. A part that does not run apart moves to an option
// that divides parts only.
func (v *vector) move(o *observation, s *scratch, on []int, idle uint) float64 {
	least := math.Inf(1)
	for i, from := range on {
		to := v.top(o, s, i, idle)
		if to < 0 || v.apart < 0 || s.values[i][from]-s.values[i][to] > v.theta[v.apart] || (o.apart>>i|v.divided>>to)&1 == 0 {
			continue
		}
		on[i] = to
		at := func(p int) int { return on[p] }
		least = min(least, o.parts[i].share*(s.values[i][from]-s.values[i][to])+v.held(o, at)+v.setUps(o, at))
		on[i] = from
	}
	return least
}

// held returns what options lose that hold parts together, the more the more these differ, given the option
// that each part is on.
func (v *vector) held(o *observation, on func(part int) int) float64 {
	if v.together < 0 {
		return 0
	}
	sum := 0.0
	for i, p := range o.parts {
		for j, q := range o.parts {
			if a := on(i); i != j && a == on(j) && v.divided>>a&1 == 0 {
				sum += p.share * q.share * o.unlike[i][j]
			}
		}
	}
	return v.theta[v.together] * sum
}

// setUps returns what is lost where options are set up several times, for parts that run apart, given the
// option that each part is on.
func (v *vector) setUps(o *observation, on func(part int) int) float64 {
	if v.apart < 0 {
		return 0
	}
	sum := 0.0
	for i, p := range o.parts {
		for j, q := range o.parts[:i] {
			if o.from[i]>>j&1 == 1 && on(i) == on(j) {
				sum += p.share * q.share
			}
		}
	}
	return v.theta[v.apart] * min(1, 4*sum)
}

// price returns the price of a set of options in lambdas, as in package decision.
func (v *vector) price(set uint) float64 {
	var platforms []string
	n := 0
	for a, o := range v.options {
		if set>>a&1 == 1 {
			n++
			if key := v.platform(o); !slices.Contains(platforms, key) {
				platforms = append(platforms, key)
			}
		}
	}
	p := float64(len(platforms))
	return p*(p-1)/2 + 0.5*(float64(n)-p)
}

func (v *vector) platform(o option) string {
	key := ""
	for i, axis := range v.cat.Axes {
		if axis.Priced {
			key += o.on[i] + " "
		}
	}
	return key
}
