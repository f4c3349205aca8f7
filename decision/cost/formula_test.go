package cost

import (
	"strings"
	"testing"
)

// Every formula of a bill has as many numbers as placeholders.
func TestFormulasAreWhole(t *testing.T) {
	f := Say("# × #", Whole(2), Whole(3)).times("# GB", Whole(4))
	if got := f.String(); got != "2 × 3 × 4 GB" {
		t.Errorf("%q", got)
	}
	for _, b := range blueprints {
		load := DefaultLoad()
		load.Environments = Whole(2)
		s := &Sheet{}
		z := sizing{Load: &load, Assumptions: new(Assumptions), sheet: s}
		*z.Assumptions = DefaultAssumptions()
		b.build(&z)
		if z.err != nil {
			t.Fatal(z.err)
		}
		for _, u := range z.usages {
			whole(t, b.ID+" "+u.Item, u.Formula)
		}
		for _, step := range z.steps {
			whole(t, b.ID+" "+step.Name, step.Formula)
		}
	}
}

// TestFormulaOfOne: one of something is singular.
func TestFormulaOfOne(t *testing.T) {
	for want, f := range map[string]Formula{
		"1 request × 120 ms":  Say("# requests × # ms", unit, Whole(120)),
		"11 requests × 1 ms":  Say("# requests × # ms", Whole(11), unit),
		"the larger of 1 and": Say("the larger of # and", unit),
	} {
		if got := f.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func whole(t *testing.T, what string, f Formula) {
	t.Helper()
	if n := strings.Count(f.text, "#"); n != len(f.numbers) {
		t.Errorf("%s: %d numbers for the %d places of %q", what, len(f.numbers), n, f.text)
	}
}
