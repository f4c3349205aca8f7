// Package matrix looks up what a catalogue holds for an option and a criterion, and
// turns raw values into a fit in [0,1] and that into one to five marks.
package matrix

import (
	"slices"

	"crossroads/decision"
)

// fit places a raw figure on its criterion's scale: 0 at the worst anchor, 1 at
// the best, bent by the points between, clamped outside.
func fit(s decision.Scale, raw float64) float64 {
	from := decision.Point{At: s.Worst.At, Value: 0}
	for _, to := range append(s.Points[:len(s.Points):len(s.Points)], decision.Point{At: s.Best.At, Value: 1}) {
		t := (raw - from.At) / (to.At - from.At)
		if t <= 1 {
			return from.Value + max(t, 0)*(to.Value-from.Value)
		}
		from = to
	}
	return 1
}

// stepsFrom are the values from which a cell gets one more mark: 1.6, 2.5, 3.6 and
// 4.4 on a scale from 1 to 5. What its author called middling stays "Fair".
var stepsFrom = [...]float64{0.15, 0.375, 0.65, 0.85}

// Steps is the number of marks a value in [0,1] gets: 1 to 5.
func Steps(value float64) int {
	step := 1
	for _, from := range stepsFrom {
		if value >= from-1e-9 { // a raw 3.6 of 5 may come out a hair below
			step++
		}
	}
	return step
}

// StepWord names a number of marks.
func StepWord(step int) string {
	return [...]string{"", "Very weak", "Weak", "Fair", "Strong", "Very strong"}[step]
}

// Matrix looks the cells of a catalogue up by option and criterion index.
type Matrix struct {
	cat   *decision.Catalogue
	cells map[[2]string]Judgement
}

func New(c *decision.Catalogue) Matrix {
	m := Matrix{cat: c, cells: make(map[[2]string]Judgement, len(c.Options)*len(c.Criteria))}
	for _, o := range c.Options {
		for _, k := range c.Criteria {
			if shares := c.Judgements(o.ID, k.ID); len(shares) > 0 {
				m.cells[[2]string{o.ID, k.ID}] = judged(shares)
			}
		}
	}
	return m
}

// Judgement is an option's value on a criterion: one cell, or the sum of its shares
// from the values that the option has on the axes.
type Judgement struct {
	decision.Cell
	Shares []decision.Cell // more than one where the value is a sum
}

// judged adds shares up: their values, words and sources. The sum is as old as its
// oldest share and due when the first of them is.
func judged(shares []decision.Cell) Judgement {
	j := Judgement{Cell: shares[0]}
	if len(shares) == 1 {
		return j
	}
	j.Shares, j.Sources = shares, slices.Clone(j.Sources)
	for _, s := range shares[1:] {
		j.Value += s.Value
		j.Verdict, j.Reason = j.Verdict+" "+s.Verdict, j.Reason+" "+s.Reason
		j.AsOf, j.ReviewBy = min(j.AsOf, s.AsOf), min(j.ReviewBy, s.ReviewBy)
		for _, id := range s.Sources {
			if !slices.Contains(j.Sources, id) {
				j.Sources = append(j.Sources, id)
			}
		}
	}
	return j
}

// Cell returns the judgement, or an empty one where the content has none.
func (m Matrix) Cell(option, criterion int) *Judgement {
	if j, ok := m.cells[[2]string{m.cat.Options[option].ID, m.cat.Criteria[criterion].ID}]; ok {
		return &j
	}
	return &Judgement{Cell: decision.Cell{Value: m.cat.Criteria[criterion].Scale.Worst.At}}
}

// Fit is the value of a cell in [0,1].
func (m Matrix) Fit(option, criterion int) float64 {
	return fit(m.cat.Criteria[criterion].Scale, m.Cell(option, criterion).Value)
}

// Rows lists the criteria to show: all, or those on which the options get
// different marks.
func (m Matrix) Rows(options []int, diff bool) []int {
	var rows []int
	for k := range m.cat.Criteria {
		same := true
		for _, o := range options {
			same = same && Steps(m.Fit(o, k)) == Steps(m.Fit(options[0], k))
		}
		if !diff || !same {
			rows = append(rows, k)
		}
	}
	return rows
}

// Stale reports whether a cell is past the date on which it should have been looked at again.
func Stale(c *Judgement, today string) bool { return c.ReviewBy != "" && c.ReviewBy < today }
