package main

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/optimize"

	"crossroads/content"
)

// logit is a multinomial logistic regression on the encodings. It shows what a model
// without criteria can learn from the same answers. Its inputs are the chances of the
// answers, averaged over the parts, and whether there are several parts. A ridge penalty
// keeps its coefficients small.
type logit struct {
	w [][]float64 // by choice and input
}

const ridge = 1.0

func (v *vector) inputs(o *observation) []float64 {
	var x []float64
	for q, question := range v.cat.Questions {
		for a := range question.Answers {
			x = append(x, v.chance(o.encoding, q, a))
		}
	}
	several := 0.0
	if len(o.parts) > 1 {
		several = 1
	}
	return append(x, several, 1)
}

// chance returns the chance of an answer in an encoding, averaged over its parts.
func (v *vector) chance(e content.Encoding, q, a int) float64 {
	id, sum := v.cat.Questions[q].ID, 0.0
	add := func(share float64, given []string) {
		for s, chance := range v.chances(q, given) {
			if slices.Contains(v.states[q][s], a) {
				sum += share * chance
			}
		}
	}
	if len(e.Parts) == 0 {
		add(1, e.Answers[id])
	}
	for _, p := range e.Parts {
		add(1/float64(len(e.Parts)), inPart(e.Answers, p.Answers, id))
	}
	return sum
}

// train fits the regression: xs by observation and input; ys by observation and choice, as
// shares that sum to one; how much each observation counts.
func train(xs, ys [][]float64, weights []float64) (*logit, error) {
	inputs, choices := len(xs[0]), len(ys[0])
	problem := optimize.Problem{
		Func: func(w []float64) float64 {
			m := reshape(w, choices)
			loss := ridge / 2 * floats.Dot(w, w)
			for i, x := range xs {
				for c, p := range m.chances(x) {
					if ys[i][c] > 0 {
						loss -= weights[i] * ys[i][c] * math.Log(p)
					}
				}
			}
			return loss
		},
		Grad: func(grad, w []float64) {
			m := reshape(w, choices)
			floats.ScaleTo(grad, ridge, w)
			for i, x := range xs {
				for c, p := range m.chances(x) {
					floats.AddScaled(grad[c*inputs:(c+1)*inputs], weights[i]*(p-ys[i][c]), x)
				}
			}
		},
	}
	settings := &optimize.Settings{GradientThreshold: 1e-3}
	result, err := optimize.Minimize(problem, make([]float64, inputs*choices), settings, &optimize.LBFGS{})
	if err != nil {
		return nil, fmt.Errorf("logistic regression: %w", err)
	}
	return reshape(result.X, choices), nil
}

// reshape splits a list of weights into rows by choice.
func reshape(w []float64, choices int) *logit {
	m := &logit{}
	for row := range slices.Chunk(w, len(w)/choices) {
		m.w = append(m.w, row)
	}
	return m
}

func (m *logit) chances(x []float64) []float64 {
	values := make([]float64, len(m.w))
	for c := range values {
		values[c] = floats.Dot(m.w[c], x)
	}
	return softmax(values[:0], values, 1)
}
