package decision_test

import (
	"fmt"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

// BenchmarkEvaluate measures the size that docs/adr/0003 promises: 14 questions,
// 12 criteria, 4 options, 10 000 draws.
func BenchmarkEvaluate(b *testing.B) {
	c := decisiontest.Sized(4, 12, 14)
	for _, known := range []int{0, 7, 14} {
		b.Run(fmt.Sprintf("answered=%d", known), func(b *testing.B) {
			run(b, c, decision.Assessment{Answers: decisiontest.FirstAnswers(c, known)})
		})
	}
	b.Run("parts=8", func(b *testing.B) { run(b, c, decisiontest.EightParts(c, 5)) })
}

// BenchmarkStand measures the same for whoever is still answering.
func BenchmarkStand(b *testing.B) {
	c := decisiontest.Sized(4, 12, 14)
	for _, known := range []int{0, 7, 14} {
		b.Run(fmt.Sprintf("answered=%d", known), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decision.Stand(c, decision.Assessment{Answers: decisiontest.FirstAnswers(c, known)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEvaluateWithLoad measures the same with load figures: at most 20 ms.
func BenchmarkEvaluateWithLoad(b *testing.B) {
	c := decisiontest.Priced(decisiontest.Sized(4, 12, 14))
	for _, known := range []int{0, 7, 14} {
		b.Run(fmt.Sprintf("answered=%d", known), func(b *testing.B) {
			run(b, c, decision.Assessment{Answers: decisiontest.FirstAnswers(c, known), Load: decisiontest.Quiet(30_000_000)})
		})
	}
}

func run(b *testing.B, c *decision.Catalogue, a decision.Assessment) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decision.Evaluate(c, a); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSelfTest runs at every start, without the published cases.
func BenchmarkSelfTest(b *testing.B) {
	c := decisiontest.Sized(4, 12, 14)
	for b.Loop() {
		c.SelfTest()
	}
}

// The time depends on the machine, the allocations do not.
func TestEvaluateAllocatesLittle(t *testing.T) {
	c := decisiontest.Sized(4, 12, 14)
	for _, n := range []int{0, 7, 14} {
		a := decision.Assessment{Answers: decisiontest.FirstAnswers(c, n)}
		allocations := testing.AllocsPerRun(3, func() {
			if _, err := decision.Evaluate(c, a); err != nil {
				t.Fatal(err)
			}
		})
		if allocations > 200 {
			t.Errorf("%d of 14 questions answered: %v allocations, want at most 200", n, allocations)
		}
	}
}
