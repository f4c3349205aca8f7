package main

import (
	"math"
	"slices"
)

// slip is the chance that a judge gives a point to any choice at random. It keeps the cost
// of a choice that the model rules out finite.
const slip = 0.03

// likelihood returns the log-likelihood of the panel's points under a softmax of the
// values.
func likelihood(values, points []float64, temperature float64) float64 {
	var room [8]float64 // enough for six options and the mix, without allocating
	chances := softmax(room[:0], values, temperature)
	sum := 0.0
	for i, p := range points {
		if p > 0 && chances != nil {
			sum += p * math.Log((1-slip)*chances[i]+slip/float64(len(values)))
		}
	}
	return sum
}

// softmax appends the chance of each value to list. The chances sum to one; that of -Inf is
// zero. It returns nil when all values are -Inf.
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

// fitter fits the numbers of a vector to observations. It goes through the numbers
// repeatedly and moves each to the best of its neighbouring values, until no move gains
// enough.
type fitter struct {
	*vector
	seen        []*observation
	temperature float64
	pull        float64 // cost of a step away from the first judgement, in log-likelihood
	least       float64 // log-likelihood, beyond the pull, that a move must gain
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

// warm finds the best temperature.
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

// cost returns the log-likelihood that a value must gain over the first judgement.
func (f *fitter) cost(n *number, x float64) float64 {
	c := f.pull * n.steps(x)
	if n.entry > 0 && x != n.first {
		c += n.entry
	}
	return c
}

// improve moves a number to the best of its neighbouring values and reports whether it
// moved.
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

// allowed reports whether all rules about a changed number hold.
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
