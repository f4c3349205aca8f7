package main

import (
	"math"
	"slices"
)

// slip is the chance that a judge gives a point to anything at all: it keeps a
// choice that the model rules out from costing infinitely much.
const slip = 0.03

// likelihood of the panel's points under a softmax of the values, as a logarithm.
func likelihood(values, points []float64, temperature float64) float64 {
	var room [8]float64 // for five options and the mix, without an allocation
	chances := softmax(room[:0], values, temperature)
	sum := 0.0
	for i, p := range points {
		if p > 0 && chances != nil {
			sum += p * math.Log((1-slip)*chances[i]+slip/float64(len(values)))
		}
	}
	return sum
}

// softmax appends to list the chance of each value: they sum to one, and -Inf has
// none. It is nil when all values are -Inf.
func softmax(list, values []float64, temperature float64) []float64 {
	top, total := slices.Max(values), 0.0
	if math.IsInf(top, -1) {
		return nil
	}
	for _, x := range values {
		list = append(list, math.Exp((x-top)/temperature))
		total += list[len(list)-1]
	}
	for i := range list {
		list[i] /= total
	}
	return list
}

// fitter fits a vector's numbers to observations by going round the numbers, each
// to the best of its neighbouring values, until none gains.
type fitter struct {
	*vector
	seen        []*observation
	temperature float64
	pull        float64 // towards the first judgement, in log-likelihood for a step
	least       float64 // that a number must gain to move, beyond the pull
	s           *scratch
	states      []state     // by observation
	bearing     [][]bearing // by number
	rules       []rule
}

// fit takes the least gain for which a number moves.
func (v *vector) fit(seen []*observation, pull, least float64, rounds int) *fitter {
	f := &fitter{vector: v, seen: seen, temperature: 0.05, pull: pull, least: least, s: v.scratch(), states: make([]state, len(seen))}
	f.rules = v.ordered()
	f.index()
	f.settle()
	for range rounds {
		f.warm()
		changed := 0
		for n := range f.numbers {
			if f.improve(n) {
				changed++
			}
		}
		if changed == 0 {
			break
		}
	}
	f.warm()
	return f
}

// warm finds the temperature.
func (f *fitter) warm() {
	f.settle()
	best, at := math.Inf(-1), f.temperature
	for t := 0.01; t < 0.2; t *= 1.06 {
		f.temperature = t
		sum := 0.0
		for i, o := range f.seen {
			sum += f.like(o, f.states[i].all)
		}
		if sum > best {
			best, at = sum, t
		}
	}
	f.temperature = at
	for i, o := range f.seen {
		f.states[i].like = f.like(o, f.states[i].all)
	}
}

func (n *number) steps(x float64) float64 {
	if n.kind == factor {
		return math.Abs(float64(slices.Index(factors, x) - slices.Index(factors, n.first)))
	}
	return math.Abs(x-n.first) / n.unit
}

// cost of a value, in log-likelihood: what it must gain over the first judgement.
func (f *fitter) cost(n *number, x float64) float64 {
	c := f.pull * n.steps(x)
	if n.entry > 0 && x != n.first {
		c += n.entry
	}
	return c
}

// improve tries the neighbouring values of a number and keeps the best.
func (f *fitter) improve(n int) bool {
	num := &f.numbers[n]
	was := f.theta[n]
	at := slices.Index(num.grid, was)
	before := -f.cost(num, was)
	for _, b := range f.bearing[n] {
		before += f.states[b.at].like
	}
	best, kept := before+f.least, at
	for _, next := range []int{at - 2, at - 1, at + 1, at + 2} {
		if next < 0 || next >= len(num.grid) {
			continue
		}
		f.theta[n] = num.grid[next]
		ok := f.allowed(n)
		f.theta[n] = was
		if !ok {
			continue
		}
		if sum := f.try(n, num.grid[next], false) - f.cost(num, num.grid[next]); sum > best {
			best, kept = sum, next
		}
	}
	if kept == at {
		return false
	}
	f.try(n, num.grid[kept], true)
	return true
}

// allowed reports whether the numbers keep every rule that the changed one is in.
func (f *fitter) allowed(n int) bool {
	if f.numbers[n].kind == cell {
		for _, cells := range f.cells {
			if slices.Contains(cells, n) {
				sum := 0.0
				for _, c := range cells {
					sum += f.theta[c]
				}
				if sum < 1 || sum > 5 {
					return false
				}
			}
		}
	}
	for _, r := range f.rules {
		if slices.Contains(r.numbers, n) && !r.holds(f.theta) {
			return false
		}
	}
	return true
}
