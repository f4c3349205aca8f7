package main

import (
	"fmt"
	"slices"

	"crossroads/decision"
)

// fitted returns the catalogue with the fitted numbers, without effects that the fit
// dropped.
func (f *fitter) fitted() (*decision.Catalogue, error) {
	c := *f.cat
	c.Criteria, c.Cells, c.Questions = slices.Clone(c.Criteria), slices.Clone(c.Cells), slices.Clone(c.Questions)
	for q := range c.Questions {
		c.Questions[q].Answers = slices.Clone(c.Questions[q].Answers)
		for a := range c.Questions[q].Answers {
			answer := &c.Questions[q].Answers[a]
			answer.Shifts, answer.Weights = slices.Clone(answer.Shifts), slices.Clone(answer.Weights)
		}
	}
	for i, n := range f.numbers {
		if n.entry == 0 || f.theta[i] != 0 {
			n.put(&c, f.theta[i])
		}
	}
	for q := range c.Questions {
		for a := range c.Questions[q].Answers {
			answer := &c.Questions[q].Answers[a]
			answer.Shifts = slices.DeleteFunc(answer.Shifts, func(s decision.Shift) bool { return s.By == 0 })
			answer.Weights = slices.DeleteFunc(answer.Weights, func(w decision.Weight) bool { return w.Factor == 1 })
		}
	}
	if err := c.Compile(); err != nil {
		return nil, fmt.Errorf("the fitted comparison: %w", err)
	}
	return &c, nil
}

// onCases describes how well a catalogue agrees with the published cases, which no fit has
// seen. The engine itself evaluates them.
func onCases(c *decision.Catalogue) string {
	t := c.TestCases()
	n := float64(max(t.Counted, 1))
	line := fmt.Sprintf("%5.1f %%   %5.1f %%", 100*float64(t.First)/n, 100*float64(t.TopTwo)/n)
	for _, axis := range t.Axes {
		line += fmt.Sprintf("   %5.1f %%", 100*float64(axis.Agree)/float64(max(axis.Known, 1)))
	}
	return fmt.Sprintf("%s   of %d", line, t.Counted)
}
