package decision

import "crossroads/decision/score"

// build turns a checked catalogue into numbers. One criterion, if any, is left
// open: a straight scale with all cells at its worst, and no shifts.
func (c *Catalogue) build(leftOpen int) *score.Model {
	m := &score.Model{
		Options: len(c.Options), Criteria: len(c.Criteria),
		Cells: make([]float64, len(c.Options)*len(c.Criteria)),
	}
	for i, k := range c.Criteria {
		m.Base = append(m.Base, k.Weight)
		m.Curves = append(m.Curves, score.Curve{})
		if i != leftOpen {
			m.Curves[i] = k.Scale.curve()
		}
	}
	for _, cell := range c.Cells {
		if c.index.criterion[cell.Criterion] == leftOpen {
			continue
		}
		scale := c.Criteria[c.index.criterion[cell.Criterion]].Scale
		m.Cells[c.cell(cell.Option, cell.Criterion)] = scale.position(cell.Value)
	}
	for _, q := range c.Questions {
		var question score.Question
		for _, a := range q.Answers {
			question.Answers = append(question.Answers, c.buildAnswer(a, leftOpen))
		}
		m.Questions = append(m.Questions, question)
	}
	m.Prepare()
	return m
}

func (c *Catalogue) buildAnswer(a Answer, leftOpen int) score.Answer {
	answer := score.Answer{Share: a.Share, Choice: score.Choice{Platform: a.Platform}}
	for _, s := range a.Shifts {
		if c.index.criterion[s.Criterion] == leftOpen {
			continue
		}
		scale := c.Criteria[c.index.criterion[s.Criterion]].Scale
		answer.Shifts = append(answer.Shifts, score.Shift{
			Cell: c.cell(s.Option, s.Criterion),
			By:   s.By / (scale.Best.At - scale.Worst.At),
		})
	}
	for _, w := range a.Weights {
		answer.Factors = append(answer.Factors, score.Factor{Criterion: c.index.criterion[w.Criterion], By: w.Factor})
	}
	for _, m := range a.Musts {
		answer.Out |= score.Bit(c.index.option[m.Option])
	}
	return answer
}

// cell is the place of an option and a criterion in the model.
func (c *Catalogue) cell(option, criterion string) int {
	return c.index.option[option]*len(c.Criteria) + c.index.criterion[criterion]
}

// position is where a raw figure lies between worst (0) and best (1).
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
