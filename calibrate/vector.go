package main

import (
	"fmt"
	"math"
	"slices"

	"crossroads/decision"
)

// kind is the type of a fitted number.
type kind int

const (
	base   kind = iota // weight of a criterion
	cell               // judgement of an option or a value on an axis
	shift              // of an answer
	factor             // of an answer on a weight
	price              // of one more platform: the comparison's, or what an answer adds
)

// number is a number of the catalogue that may be fitted.
type number struct {
	kind  kind
	where string // where it stands, for the reader: "questions size=few shifts platform.servers ops"
	first float64
	grid  []float64 // possible values, ascending; first is one of them
	entry float64   // least cost of an effect that the first judgement does not have
	unit  float64   // a step, for computing the pull towards the first judgement
	put   func(*decision.Catalogue, float64)
}

// factors lists the factors that an answer may apply to a weight, including 1, which is no
// effect.
var factors = slices.Sorted(slices.Values(append([]float64{1}, decision.Factors...)))

// reach is the maximum distance of a fitted number from the first judgement, in steps.
const reach = 3

// vector is a catalogue as a list of numbers, with the structure needed to compute values
// from them.
type vector struct {
	cat     *decision.Catalogue
	options []option
	numbers []number
	theta   []float64 // present values of the numbers

	cells    [][]int     // by option*criteria+criterion: numbers of the cells that add up
	states   [][][]int   // by question and state: positions of the answers that hold
	shares   [][]float64 // by question and state
	bases    []int
	lambda   int
	together int  // loss of one option that holds several parts together; -1 where nothing divides them
	divided  uint // options that divide them
	apart    int  // loss of one option where parts run apart; -1 where nothing separates parts
	answer   [][]effects
}

// option is an option of the catalogue.
type option struct {
	id string
	on []string
}

// effects are the numbers of one answer.
type effects struct {
	shifts  []effect
	factors []weighing
	price   int  // -1: none
	out     uint // options that it rules out
}

// effect is a shift: a number, its criterion, and the options it moves.
type effect struct {
	number, criterion int
	options           uint
}

// weighing is a factor: a number and the criterion whose weight it multiplies.
type weighing struct{ number, criterion int }

func newVector(c *decision.Catalogue, grow float64) *vector {
	v := &vector{cat: c}
	for _, o := range c.Options {
		v.options = append(v.options, option{o.ID, o.On})
	}
	v.takeCriteria()
	for q := range c.Questions {
		v.takeQuestion(q)
	}
	if grow > 0 {
		v.grow(grow)
	}
	v.theta = make([]float64, len(v.numbers))
	for i, n := range v.numbers {
		v.theta[i] = n.first
	}
	return v
}

// resume starts from the numbers of the last fit. Otherwise a small change of the first
// judgement could lead to a different one among many almost equally good fits. Effects
// dropped since start without effect.
func (v *vector) resume(last *vector) {
	at := map[string]float64{}
	for i, n := range last.numbers {
		at[n.where] = last.theta[i]
	}
	for i, n := range v.numbers {
		x, ok := at[n.where]
		switch {
		case ok:
		case n.kind == factor:
			x = 1
		case n.kind == shift || n.kind == price:
			x = 0
		default:
			continue
		}
		if slices.Contains(n.grid, x) {
			v.theta[i] = x
		}
	}
}

func (v *vector) add(n number) int {
	v.numbers = append(v.numbers, n)
	return len(v.numbers) - 1
}

func (v *vector) takeCriteria() {
	c := v.cat
	for i, k := range c.Criteria {
		v.bases = append(v.bases, v.add(number{kind: base, where: "criteria " + k.ID, first: k.Weight, grid: around(k.Weight, 1, 1, 15),
			unit: 1,
			put:  func(c *decision.Catalogue, x float64) { c.Criteria[i].Weight = x }}))
	}
	v.lambda = v.add(number{kind: price, where: "bounds platform", first: c.Bounds.Platform,
		grid: around(c.Bounds.Platform, 0.005, 0, 0.06), unit: 0.005,
		put: func(c *decision.Catalogue, x float64) { c.Bounds.Platform = x }})
	v.apart = -1
	if c.Bounds.Apart > 0 {
		v.apart = v.add(number{kind: price, where: "bounds apart", first: c.Bounds.Apart, grid: around(c.Bounds.Apart, 0.01, 0, 0.2),
			unit: 0.01,
			put:  func(c *decision.Catalogue, x float64) { c.Bounds.Apart = x }})
	}
	v.together = -1
	if c.Bounds.Together > 0 {
		v.together = v.add(number{kind: price, where: "bounds together", first: c.Bounds.Together,
			grid: around(c.Bounds.Together, 0.02, 0, 0.2), unit: 0.02,
			put: func(c *decision.Catalogue, x float64) { c.Bounds.Together = x }})
		for o := range c.Options {
			if c.Divides(o) {
				v.divided |= 1 << o
			}
		}
	}
	v.cells = make([][]int, len(v.options)*len(c.Criteria))
	for i, x := range c.Cells {
		n := v.add(number{kind: cell, where: "matrix " + x.Subject().Of() + " " + x.Criterion, first: x.Value,
			grid: around(x.Value, 0.5, least(x), 5), unit: 0.5,
			put: func(c *decision.Catalogue, x float64) { c.Cells[i].Value = x }})
		k := v.criterion(x.Criterion)
		for o := range v.options {
			if v.covers(x.Subject(), o) {
				at := o*len(c.Criteria) + k
				v.cells[at] = append(v.cells[at], n)
			}
		}
	}
}

func (v *vector) takeQuestion(q int) {
	question := v.cat.Questions[q]
	states, shares := question.States()
	v.states, v.shares = append(v.states, states), append(v.shares, shares)
	var list []effects
	for i, a := range question.Answers {
		where := fmt.Sprintf("questions %s=%s", question.ID, a.ID)
		in := func(c *decision.Catalogue) *decision.Answer { return &c.Questions[q].Answers[i] }
		e := effects{price: -1}
		for at, s := range a.Shifts {
			n := v.add(number{kind: shift, where: where + " shifts " + s.Subject().Of() + " " + s.Criterion, first: s.By,
				grid: signed(around(s.By, 0.5, -3, 3), s.By, 0), unit: 0.5,
				put: func(c *decision.Catalogue, x float64) { in(c).Shifts[at].By = x }})
			e.shifts = append(e.shifts, effect{n, v.criterion(s.Criterion), v.mask(s.Subject())})
		}
		for i, w := range a.Weights {
			at := slices.Index(factors, w.Factor)
			grid := signed(factors[max(0, at-reach+1):min(len(factors), at+reach)], w.Factor, 1)
			n := v.add(number{kind: factor, where: where + " weights " + w.Criterion, first: w.Factor, grid: grid, unit: 0.25,
				put: func(c *decision.Catalogue, x float64) { in(c).Weights[i].Factor = x }})
			e.factors = append(e.factors, weighing{n, v.criterion(w.Criterion)})
		}
		if a.Platform != 0 {
			e.price = v.add(number{kind: price, where: where + " platform", first: a.Platform,
				grid: signed(around(a.Platform, 0.005, -0.04, 0.06), a.Platform, 0), unit: 0.005,
				put: func(c *decision.Catalogue, x float64) { in(c).Platform = x }})
		}
		for _, m := range a.Musts {
			e.out |= v.mask(m.Subject())
		}
		list = append(list, e)
	}
	v.answer = append(v.answer, list)
}

func (v *vector) criterion(id string) int {
	return slices.IndexFunc(v.cat.Criteria, func(k decision.Criterion) bool { return k.ID == id })
}

// covers reports whether a subject includes an option of the vector.
func (v *vector) covers(s decision.Subject, o int) bool {
	if s.Axis == "" {
		return v.options[o].id == s.Option
	}
	for i, axis := range v.cat.Axes {
		if decision.AxisRef(axis.ID, v.options[o].on[i]) == s.Axis {
			return true
		}
	}
	return false
}

func (v *vector) mask(s decision.Subject) (mask uint) {
	for o := range v.options {
		if v.covers(s, o) {
			mask |= 1 << o
		}
	}
	return mask
}

// least returns the lowest value of a cell. One application answers without a network in
// between, so tighter latency must never count against it compared with several services.
// Its lead in this cell is therefore fixed.
func least(x decision.Cell) float64 {
	if x.Axis == "structure.application" && x.Criterion == "performance" {
		return x.Value
	}
	return -2
}

// around lists the values within reach of the first value, one step apart.
func around(first, step, low, high float64) []float64 {
	var grid []float64
	for i := -reach; i <= reach; i++ {
		if x := math.Round((first+float64(i)*step)*1000) / 1000; x >= low && x <= high {
			grid = append(grid, x)
		}
	}
	return grid
}

// signed filters the values on the same side of neutral as the first judgement, and neutral
// itself: a fit may drop an effect but not reverse it.
func signed(grid []float64, first, neutral float64) []float64 {
	var kept []float64
	for _, x := range grid {
		if (x-neutral)*(first-neutral) >= 0 {
			kept = append(kept, x)
		}
	}
	return kept
}

// grow adds, at zero, every shift that the first judgement lacks, so that the fit can find
// useful ones. Each costs entry in addition to the pull.
func (v *vector) grow(entry float64) {
	for q, question := range v.cat.Questions {
		for a, answer := range question.Answers {
			e := &v.answer[q][a]
			for _, axis := range v.cat.Axes {
				for _, value := range axis.Values {
					s := decision.Subject{Axis: decision.AxisRef(axis.ID, value.ID)}
					for k, criterion := range v.cat.Criteria {
						mask := v.mask(s)
						if slices.ContainsFunc(e.shifts, func(x effect) bool { return x.criterion == k && x.options == mask }) {
							continue
						}
						n := v.add(number{kind: shift,
							where: fmt.Sprintf("questions %s=%s shifts %s %s", question.ID, answer.ID, s.Axis, criterion.ID),
							grid:  []float64{-1.5, -1, -0.5, 0, 0.5, 1, 1.5}, unit: 0.5, entry: entry,
							put: func(c *decision.Catalogue, x float64) {
								into := &c.Questions[q].Answers[a]
								into.Shifts = append(into.Shifts, decision.Shift{
									Axis: s.Axis, Criterion: criterion.ID, By: x, Why: "Found by the fit.",
								})
							}})
						e.shifts = append(e.shifts, effect{n, k, mask})
					}
				}
			}
		}
	}
}
