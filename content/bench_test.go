package content_test

import (
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

// BenchmarkEvaluate measures the built-in comparison: nothing answered, half of
// the questions (a typical visit), all of them, with load figures, and in eight
// parts. Run it with GOMAXPROCS=1.
func BenchmarkEvaluate(b *testing.B) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		b.Fatal(err)
	}
	c, _ := lib.Comparison("deployment")
	known := func(n int) decision.Assessment {
		return decision.Assessment{Answers: decisiontest.FirstAnswers(c, n)}
	}
	loaded := known(10)
	loaded.Load = decisiontest.Quiet(30_000_000)
	for _, tt := range []struct {
		name string
		a    decision.Assessment
	}{
		{"answered=0", known(0)}, {"answered=10", known(10)}, {"answered=20", known(20)},
		{"load", loaded}, {"parts=8", decisiontest.EightParts(c, 6)},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := decision.Evaluate(c, tt.a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
