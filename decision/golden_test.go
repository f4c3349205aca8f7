package decision_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

var update = flag.Bool("update", false, "write the golden reports anew")

// Reports are stored as files, so that every change of a figure or word shows, and so does
// a machine that computes differently. Whoever changes them must increase EngineVersion.
func TestGoldenReports(t *testing.T) {
	partly := decision.Answers{"budget": {"much"}, "hurry": {"short", "normal"}, "guests": {"few"}}
	priced := func() *decision.Catalogue { return decisiontest.Priced(decisiontest.Sized(3, 3, 3)) }
	tests := []struct {
		file string
		a    decision.Assessment
	}{
		{"nothing", decision.Assessment{}},
		{"known", decision.Assessment{Answers: known()}},
		{"partly", decision.Assessment{Answers: partly}},
		{"ranked", decision.Assessment{Answers: partly, Priorities: decision.Priorities{Ranking: []string{"speed", "cost"}}}},
		{"weighted", decision.Assessment{
			Answers:    partly,
			Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "taste", Weight: 20}}},
		}},
		{"parts", parts()},
		{"load", decision.Assessment{Answers: decisiontest.FirstAnswers(priced(), 3), Load: decisiontest.Quiet(30_000_000)}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			c := decisiontest.Lunch()
			if tt.a.Load != nil {
				c = priced()
			}
			got, err := json.MarshalIndent(evaluate(t, c, tt.a), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", tt.file+".json")
			if *update {
				if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(got)+"\n" != string(want) {
				t.Errorf("the report is not that of %s any more; see the difference with -update and git diff", path)
			}
		})
	}
}
