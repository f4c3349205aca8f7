package decisiontest

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"

	"pgregory.net/rapid"
)

// tolerance for sums and bounds; the engine is exact except for floating-point rounding.
const tolerance = 1e-9

// Promise is a property of every catalogue with every assessment.
type Promise struct {
	Name  string
	Check func(t *rapid.T, c *decision.Catalogue)
}

// Promises lists the properties of the method for any catalogue that compiles.
var Promises = []Promise{
	{"options do not disturb one another", optionsAreIndependent},
	{"a better value never lowers a rank", betterNeverHurts},
	{"a dominated option stays behind", dominatedStaysBehind},
	{"nothing answered decides nothing", nothingDecidesNothing},
	{"any answer stays within the bounds", answersStayWithinBounds},
	{"the explanation sums to the lead", explanationSums},
	{"the same input gives the same bytes", sameBytes},
	{"figures are sound", figuresAreSound},
	{"flips are true and complete", flipsAreTrue},
	{"chances of the next questions are true", chancesAreTrue},
	{"costs and values agree", costsAreSound},
	{"flips by load are true", loadFlipsAreTrue},
}

// CheckPromises checks everything that the method promises for a published catalogue: the
// promises for every catalogue, and that each option, question and must can matter.
func CheckPromises(t *testing.T, c *decision.Catalogue) {
	t.Helper()
	for _, p := range Promises {
		t.Run(p.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { p.Check(t, c) })
		})
	}
	test := c.SelfTest()
	t.Run("every option, question and must can matter", func(t *testing.T) {
		for _, o := range test.Options {
			if !o.Found {
				t.Errorf("no answers put %q first", o.Option)
			}
		}
		for _, q := range test.Questions {
			if !q.Found {
				t.Errorf("no answers make %q change what comes first", q.Question)
			}
		}
		for _, m := range test.Musts {
			if !m.RulesOut {
				t.Errorf("%s=%s does not rule out %q", m.Question, m.Answer, m.Option)
			}
		}
	})
}

func evaluate(t *rapid.T, c *decision.Catalogue, a decision.Assessment) decision.Report {
	r, err := decision.Evaluate(c, a)
	if err != nil {
		t.Fatalf("Evaluate: %v", err)
	}
	return r
}

// Without returns the compiled catalogue without one option and without cases.
func Without(c *decision.Catalogue, option string) (*decision.Catalogue, error) {
	smaller := *c
	smaller.Cases, smaller.Former = nil, decision.Former{}
	smaller.Options = slices.DeleteFunc(slices.Clone(c.Options), func(o decision.Option) bool { return o.ID == option })
	unused := dropValues(&smaller)
	about := func(s decision.Subject) bool { return s.Option == option || slices.Contains(unused, s.Axis) }
	smaller.Cells = slices.DeleteFunc(slices.Clone(c.Cells), func(x decision.Cell) bool { return about(x.Subject()) })
	smaller.Questions = slices.Clone(c.Questions)
	for q := range smaller.Questions {
		answers := slices.Clone(smaller.Questions[q].Answers)
		for i := range answers {
			a := &answers[i]
			a.Shifts = slices.DeleteFunc(slices.Clone(a.Shifts), func(s decision.Shift) bool { return about(s.Subject()) })
			a.Musts = slices.DeleteFunc(slices.Clone(a.Musts), func(m decision.Must) bool { return about(m.Subject()) })
			a.Warnings = slices.DeleteFunc(slices.Clone(a.Warnings), func(w decision.Warning) bool { return about(w.Subject()) })
			if a.Today == option {
				a.Today = ""
			}
		}
		smaller.Questions[q].Answers = answers
	}
	return &smaller, smaller.Compile()
}

// dropValues removes axis values that no option has any more, and lists them.
func dropValues(c *decision.Catalogue) (unused []string) {
	axes := slices.Clone(c.Axes)
	for i := range axes {
		axes[i].Values = slices.DeleteFunc(slices.Clone(axes[i].Values), func(v decision.AxisValue) bool {
			used := slices.ContainsFunc(c.Options, func(o decision.Option) bool { return o.On[i] == v.ID })
			if !used {
				unused = append(unused, decision.AxisRef(axes[i].ID, v.ID))
			}
			return !used
		})
	}
	c.Axes = axes
	return unused
}

func optionsAreIndependent(t *rapid.T, c *decision.Catalogue) {
	if len(c.Options) < 3 {
		return
	}
	gone := rapid.SampledFrom(c.Options).Draw(t, "gone").ID
	smaller, err := Without(c, gone)
	if err != nil {
		t.Fatal(err)
	}
	a := Assessments(c).Draw(t, "assessment")
	before, after := evaluate(t, c, a), evaluate(t, smaller, a)
	rest := slices.DeleteFunc(slices.Clone(before.Ranking), func(s decision.Standing) bool { return s.Option == gone })
	for i, s := range rest {
		now := after.Ranking[i]
		if now.Option != s.Option || now.Score != s.Score || now.Status != s.Status || now.Low != s.Low || now.High != s.High {
			t.Fatalf("without %s, place %d goes from %s (%v between %v and %v, %s) to %s (%v between %v and %v, %s)", gone, i+
				1, s.Option, s.Score, s.Low, s.High, s.Status, now.Option, now.Score, now.Low, now.High, now.Status)
		}
		// Among the options: without one of them another mix may be the best, and be ahead more often.
		if now.RankShares[0] < s.RankShares[0] {
			t.Fatalf("without %s, %s comes first less often: %v, was %v", gone, s.Option, now.RankShares[0], s.RankShares[0])
		}
	}
}

func rank(r decision.Report, option string) int {
	return slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == option })
}

// behind counts the options ranked before one, except those that moved with it.
func behind(r decision.Report, option string, moved []int, c *decision.Catalogue) int {
	n := 0
	for _, s := range r.Ranking[:rank(r, option)] {
		if !slices.ContainsFunc(moved, func(o int) bool { return c.Options[o].ID == s.Option }) {
			n++
		}
	}
	return n
}

func betterNeverHurts(t *rapid.T, c *decision.Catalogue) {
	better := *c
	better.Cells = slices.Clone(c.Cells)
	cell := &better.Cells[rapid.IntRange(0, len(c.Cells)-1).Draw(t, "cell")]
	moved := c.OptionsOf(cell.Subject())
	for _, k := range c.Criteria {
		if k.ID == cell.Criterion {
			left := math.Inf(1) // how much the best option may still gain
			for _, o := range moved {
				left = min(left, math.Abs(k.Scale.Best.At-c.Value(c.Options[o].ID, k.ID)))
			}
			up := 1.0
			if k.Scale.Best.At < k.Scale.Worst.At {
				up = -1
			}
			cell.Value += float64(up * left * rapid.Float64Range(0, 1).Draw(t, "raise"))
		}
	}
	if err := better.Compile(); err != nil {
		t.Fatal(err)
	}
	a := Assessments(c).Draw(t, "assessment")
	before, after := evaluate(t, c, a), evaluate(t, &better, a)
	for _, o := range moved {
		option := c.Options[o].ID
		if was, is := behind(before, option, moved, c), behind(after, option, moved, c); is > was {
			t.Fatalf("%s is better on %s, and %d options that are not pass it", option, cell.Criterion, is-was)
		}
	}
}

func dominatedStaysBehind(t *rapid.T, c *decision.Catalogue) {
	a := Assessments(c).Draw(t, "assessment")
	a.Parts = nil
	r := evaluate(t, c, a)
	for i, worse := range r.Ranking {
		for j, better := range r.Ranking {
			if i == j || worse.Status == decision.StatusOut != (better.Status == decision.StatusOut) {
				continue
			}
			if dominates(better.Values, worse.Values) && worse.Score > better.Score+tolerance {
				t.Fatalf("%s is at least as good as %s everywhere, but scores %v against %v", better.Option, worse.Option, better.Score,
					worse.Score)
			}
		}
	}
}

func dominates(a, b []float64) bool {
	for k := range a {
		if a[k] < b[k] {
			return false
		}
	}
	return true
}

func nothingDecidesNothing(t *rapid.T, c *decision.Catalogue) {
	a := decision.Assessment{Priorities: priorities(t, c), Load: loads(t, c)}
	r := evaluate(t, c, a)
	if r.Kind != decision.VerdictUndecided || r.Winner != nil {
		t.Fatalf("nothing answered: %s", r.Kind)
	}
}

func answersStayWithinBounds(t *rapid.T, c *decision.Catalogue) {
	a := Assessments(c).Draw(t, "assessment")
	a.Parts = nil
	before := evaluate(t, c, a)
	if len(before.Unknown) == 0 {
		return
	}
	next := decision.Assessment{Answers: decision.Answers{}, Priorities: a.Priorities, Load: a.Load}
	for id, list := range a.Answers {
		next.Answers[id] = list
	}
	for _, u := range before.Unknown { // answer one or more of them
		possible := next.Answers[u.Question]
		if len(possible) == 0 {
			possible = answerIDs(c, u.Question)
		}
		if len(before.Unknown) == 1 || rapid.Bool().Draw(t, "answer "+u.Question) {
			// One answer, for questions that allow several.
			next.Answers[u.Question] = []string{rapid.SampledFrom(possible).Draw(t, u.Question)}
		}
	}
	after := evaluate(t, c, next)
	for _, s := range after.Ranking {
		was := before.Ranking[rank(before, s.Option)]
		if s.Score < was.Low-tolerance || s.Score > was.High+tolerance {
			t.Fatalf("%s scores %v, outside of [%v, %v]", s.Option, s.Score, was.Low, was.High)
		}
		if s.Low < was.Low-tolerance || s.High > was.High+tolerance {
			t.Fatalf("the bounds of %s grow from [%v, %v] to [%v, %v]", s.Option, was.Low, was.High, s.Low, s.High)
		}
	}
}

func explanationSums(t *rapid.T, c *decision.Catalogue) {
	r := evaluate(t, c, Assessments(c).Draw(t, "assessment"))
	criteria, answers := 0.0, r.Baseline
	for _, x := range r.Contributions {
		criteria += x.Amount
	}
	for _, x := range r.Influences {
		answers += x.Amount
	}
	if math.Abs(criteria+r.Held-r.Margin) > tolerance {
		t.Fatalf("contributions sum to %v, and %v for holding parts, the lead is %v", criteria, r.Held, r.Margin)
	}
	if math.Abs(answers+r.Held-r.Margin) > tolerance {
		t.Fatalf("baseline and influences sum to %v, and %v for holding parts, the lead is %v", answers, r.Held, r.Margin)
	}
}

func sameBytes(t *rapid.T, c *decision.Catalogue) {
	a := Assessments(c).Draw(t, "assessment")
	first, err := json.Marshal(evaluate(t, c, a))
	if err != nil {
		t.Fatal(err) // for example because of a NaN
	}
	for range 2 {
		if again, _ := json.Marshal(evaluate(t, c, a)); !bytes.Equal(first, again) {
			t.Fatalf("two evaluations differ:\n%s\n%s", first, again)
		}
	}
	if rest := strings.ReplaceAll(string(first), `"winner":null`, ""); strings.Contains(rest, ":null") {
		t.Fatalf("a list is null: %s", first)
	}
}

// loss is the most that an option loses by carrying all parts: it holds them together, or has to be set up
// for each. Its values are not below that.
func loss(c *decision.Catalogue, r decision.Report, option string) float64 {
	o := slices.IndexFunc(c.Options, func(o decision.Option) bool { return o.ID == option })
	if r.Plan == nil {
		return 0
	}
	if c.Divides(o) {
		return c.Bounds.Apart
	}
	same := 0.0
	for _, p := range r.Plan.Parts {
		same += float64(p.Share * p.Share)
	}
	return c.Bounds.Apart + float64(c.Bounds.Together*(1-same))
}

func figuresAreSound(t *rapid.T, c *decision.Catalogue) {
	r := evaluate(t, c, Assessments(c).Draw(t, "assessment"))
	first := 0.0
	for i, s := range r.Ranking {
		ranks := 0.0
		for _, share := range s.RankShares {
			ranks += share
		}
		first += s.FirstShare
		switch {
		case s.Score < s.Low || s.Score > s.High || s.Low < 0-loss(c, r, s.Option)-tolerance || s.High > 1+tolerance:
			t.Fatalf("%s: score %v, bounds [%v, %v]", s.Option, s.Score, s.Low, s.High)
		case ranks > 1+tolerance || s.Confidence < 0 || s.Confidence > 1:
			t.Fatalf("%s: rank shares %v, confidence %v", s.Option, s.RankShares, s.Confidence)
		case s.Status == decision.StatusOut && (ranks > 0 || len(s.Because) == 0):
			t.Fatalf("%s is out, with rank shares %v because of %v", s.Option, s.RankShares, s.Because)
		case s.Status == decision.StatusIn && len(s.Because) > 0:
			t.Fatalf("%s is in, in spite of %v", s.Option, s.Because)
		}
		if i > 0 && r.Ranking[i-1].Status == decision.StatusOut && s.Status != decision.StatusOut {
			t.Fatalf("%s ranks behind an option that is ruled out", s.Option)
		}
	}
	if r.Kind == decision.VerdictClear && r.Share < c.Bounds.ClearShare {
		t.Fatalf("called clear, but first in only %v of the draws", r.Share)
	}
	weights := 0.0
	for _, w := range r.Weights {
		weights += w.Weight
	}
	if r.Revisit == nil || len(r.Revisit) > 4 || r.Headline == "" || r.Sureness == "" {
		t.Fatalf("headline %q, sureness %q, revisit %q", r.Headline, r.Sureness, r.Revisit)
	}
	if first > 1+tolerance || math.Abs(weights-1) > tolerance {
		t.Fatalf("first shares sum to %v, weights to %v", first, weights)
	}
}
