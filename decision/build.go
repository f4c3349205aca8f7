package decision

import "crossroads/decision/score"

// build turns a checked catalogue into numbers. The criterion at index leftOpen, if not -1,
// gets a straight scale, its worst value in all cells, and no shifts.
func (c *Catalogue) build(leftOpen int) *score.Model {
	m := &score.Model{
		Options: len(c.Options), Criteria: len(c.Criteria),
		Cells: make([]float64, len(c.Options)*len(c.Criteria)), Platforms: c.group(), Spread: c.Bounds.Spread,
	}
	for i, k := range c.Criteria {
		m.Base = append(m.Base, k.Weight)
		m.Curves = append(m.Curves, score.Curve{})
		if i != leftOpen {
			m.Curves[i] = k.Scale.curve()
		}
	}
	for _, o := range c.Options {
		for k, criterion := range c.Criteria {
			if k != leftOpen {
				m.Cells[c.cell(o.ID, criterion.ID)] = criterion.Scale.position(c.Value(o.ID, criterion.ID))
			}
		}
	}
	for o := range c.Options {
		if c.Divides(o) {
			m.Divided |= score.Bit(o)
		}
	}
	for q := range c.Questions {
		var question score.Question
		for _, s := range c.index.state[q] {
			question.Answers = append(question.Answers, c.buildState(q, s, leftOpen))
		}
		m.Questions = append(m.Questions, question)
	}
	c.govern(m)
	m.Prepare()
	return m
}

// buildState returns the combined effects of all answers of a state: shifts of one cell add
// up, factors on one weight multiply.
func (c *Catalogue) buildState(q int, at state, leftOpen int) score.Answer {
	out := score.Answer{Share: at.share}
	shifts, factors := make([]float64, len(c.Options)*len(c.Criteria)), make([]float64, len(c.Criteria))
	for k := range factors {
		factors[k] = 1
	}
	for _, i := range at.answers {
		a := &c.Questions[q].Answers[i]
		out.Platform += a.Platform
		if a.Apart {
			out.Apart |= score.Bit(i)
		}
		for _, s := range a.Shifts {
			k := c.index.criterion[s.Criterion]
			scale := c.Criteria[k].Scale
			for _, o := range c.OptionsOf(s.Subject()) {
				if k != leftOpen {
					shifts[o*len(c.Criteria)+k] += s.By / (scale.Best.At - scale.Worst.At)
				}
			}
		}
		for _, w := range a.Weights {
			factors[c.index.criterion[w.Criterion]] *= w.Factor
		}
		for _, m := range a.Musts {
			out.Out |= c.set(m.Subject())
		}
	}
	for cell, by := range shifts {
		if by != 0 {
			out.Shifts = append(out.Shifts, score.Shift{Cell: cell, By: by})
		}
	}
	for k, by := range factors {
		if by != 1 {
			out.Factors = append(out.Factors, score.Factor{Criterion: k, By: by})
		}
	}
	return out
}

// cell returns the index of an option and a criterion in the model.
func (c *Catalogue) cell(option, criterion string) int {
	return c.index.option[option]*len(c.Criteria) + c.index.criterion[criterion]
}

// position maps a raw figure to the scale from worst (0) to best (1).
func (s Scale) position(raw float64) float64 {
	return (raw - s.Worst.At) / (s.Best.At - s.Worst.At)
}

func (s Scale) curve() score.Curve {
	if len(s.Points) == 0 {
		return score.Curve{}
	}
	at, value := []float64{0}, []float64{0}
	for _, p := range s.Points {
		at = append(at, s.position(p.At))
		value = append(value, p.Value)
	}
	return score.Curve{At: append(at, 1), Value: append(value, 1)}
}
