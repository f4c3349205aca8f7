package score

import (
	"math/bits"
	"testing"
)

// Values with many players are compared with the sum over all subsets, including players
// that reach the end of scales and players that only add.
func TestShapleyAgainstSubsets(t *testing.T) {
	const criteria, questions = 7, 9
	for seed := range uint64(12) {
		random := NewRand(seed)
		m := &Model{Spread: 1, Options: 2, Criteria: criteria, Curves: make([]Curve, criteria)}
		for range criteria {
			m.Base = append(m.Base, 0.2+random.Float64())
		}
		for range 2 * criteria {
			m.Cells = append(m.Cells, 0.3+0.4*random.Float64())
		}
		for q := range questions {
			question := Question{Answers: make([]Answer, 2)}
			for a := range question.Answers {
				question.Answers[a].Share = 0.5
				question.Answers[a].Shifts = []Shift{{Cell: random.Intn(len(m.Cells)), By: 0.4 * (random.Float64() - 0.5)}}
				if q%3 > 0 || seed%2 == 0 {
					question.Answers[a].Factors = []Factor{{Criterion: random.Intn(criteria), By: 0.5 + random.Float64()}}
				}
			}
			m.Questions = append(m.Questions, question)
		}
		m.Prepare()
		baseline, values := answered(m, 1<<questions-1).Shapley(0, 1)
		near(t, "baseline", baseline, leadOf(m, 0), 1e-12)
		for q, got := range values {
			near(t, "Shapley value", got, bySubsets(m, q), 1e-12)
		}
	}
}

// answered answers each question in a set with its first answer.
func answered(m *Model, known uint) *Run {
	in := Input{Parts: []Part{{Share: 1}}}
	for q := range m.Questions {
		set := All(2)
		if known>>q&1 == 1 {
			set = Bit(0)
		}
		in.Parts[0].Sets = append(in.Parts[0].Sets, set)
		in.Slots = append(in.Slots, Slot{Question: q, Parts: 1})
	}
	return New(m, in)
}

// leadOf returns the lead of the first option when the questions in a set are answered.
func leadOf(m *Model, known uint) float64 {
	r := answered(m, known)
	return r.V[0] - r.V[1]
}

// bySubsets returns the Shapley value of a question by its definition.
func bySubsets(m *Model, q int) (sum float64) {
	n := len(m.Questions)
	factorial := func(k int) float64 {
		f := 1.0
		for i := 2; i <= k; i++ {
			f *= float64(i)
		}
		return f
	}
	for known := range uint(1 << n) {
		if known>>q&1 == 1 {
			continue
		}
		s := bits.OnesCount(known)
		sum += factorial(s) * factorial(n-s-1) / factorial(n) * (leadOf(m, known|1<<q) - leadOf(m, known))
	}
	return sum
}
