package main

import (
	"math"

	"crossroads/content"
)

// logit is a plain multinomial logistic regression on the encodings: what the
// same answers can teach a model that knows nothing of criteria. Its inputs are
// the chances of the answers, averaged over the parts, and whether there are
// several; it is fitted by gradient descent with a ridge.
type logit struct {
	w       [][]float64 // by choice and input
	choices int
}

const ridge = 1.0

func (v *vector) inputs(o *observation, e content.Encoding) []float64 {
	var x []float64
	for q, question := range v.cat.Questions {
		sums := make([]float64, len(question.Answers))
		add := func(share float64, given []string) {
			for s, chance := range v.chances(q, given) {
				for _, a := range v.states[q][s] {
					sums[a] += share * chance
				}
			}
		}
		if len(e.Parts) == 0 {
			add(1, e.Answers[question.ID])
		}
		for _, p := range e.Parts {
			given := p.Answers[question.ID]
			if len(given) == 0 {
				given = e.Answers[question.ID]
			}
			add(1/float64(len(e.Parts)), given)
		}
		x = append(x, sums...)
	}
	several := 0.0
	if len(o.parts) > 1 {
		several = 1
	}
	return append(x, several, 1)
}

func train(xs [][]float64, ys [][]float64) *logit {
	m := &logit{choices: len(ys[0])}
	for range m.choices {
		m.w = append(m.w, make([]float64, len(xs[0])))
	}
	rate := 0.02
	for range 600 {
		grad := make([][]float64, m.choices)
		for c := range grad {
			grad[c] = make([]float64, len(xs[0]))
		}
		for i, x := range xs {
			p := m.chances(x)
			for c := range grad {
				d := ys[i][c] - p[c]
				for j, z := range x {
					grad[c][j] += d * z
				}
			}
		}
		for c := range grad {
			for j := range grad[c] {
				m.w[c][j] += rate * (grad[c][j] - ridge*m.w[c][j])
			}
		}
	}
	return m
}

func (m *logit) chances(x []float64) []float64 {
	z, top := make([]float64, m.choices), math.Inf(-1)
	for c := range z {
		for j, v := range x {
			z[c] += m.w[c][j] * v
		}
		top = max(top, z[c])
	}
	sum := 0.0
	for c := range z {
		z[c] = math.Exp(z[c] - top)
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
	return z
}
