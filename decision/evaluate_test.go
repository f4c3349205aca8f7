package decision_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
	"crossroads/wrong"

	"pgregory.net/rapid"
)

func evaluate(t testing.TB, c *decision.Catalogue, a decision.Assessment) decision.Report {
	t.Helper()
	r, err := decision.Evaluate(c, a)
	if err != nil {
		t.Fatalf("Evaluate: %v", err)
	}
	return r
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 || math.IsNaN(got) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// known returns a complete answer to Lunch, worked out by hand below.
func known() decision.Answers {
	return decision.Answers{"budget": {"little"}, "kitchen": {"yes"}, "hurry": {"normal"}, "guests": {"none"}, "allergy": {"no"}}
}

// Weights 2*40, 35, 25 out of 140. Cost bends at 10 EUR (0.4): 7 EUR is 0.58, 9
// is 0.46, 4 is 0.76. A kitchen lifts the taste of home from 2.5 to 4.
func TestScoresByHand(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: known()})
	want := map[string]float64{
		"canteen": (80*0.58 + 35*0.5 + 25*0.625) / 140,
		"bakery":  (80*0.46 + 35*0.75 + 25*0.5) / 140,
		"home":    (80*0.76 + 35*0.75 + 25*0.5) / 140,
	}
	for _, s := range r.Ranking {
		near(t, s.Option, s.Score, want[s.Option])
		near(t, s.Option+" low", s.Low, s.Score)
		near(t, s.Option+" high", s.High, s.Score)
	}
	if r.Leader != "home" || r.RunnerUp != "canteen" || r.Kind != decision.VerdictClear || r.Winner == nil || *r.Winner != "home" {
		t.Errorf("leader %s, runner-up %s, verdict %s", r.Leader, r.RunnerUp, r.Kind)
	}
	near(t, "margin", r.Margin, want["home"]-want["canteen"])
	near(t, "cost contribution", r.Contributions[0].Amount, 80.0/140*(0.76-0.58))
	if r.Headline != "The best fit is Lunch from home" {
		t.Errorf("headline %q", r.Headline)
	}
	if want := "“Little time” speaks for Canteen."; r.Against != want {
		t.Errorf("against: %q, want %q", r.Against, want)
	}
}

// An unknown answer counts by its share: hurry moves the weight of speed by
// 0.3*2 + 0.5*1 + 0.2*0.5 and its shifts by share.
func TestUnknownIsExpected(t *testing.T) {
	a := known()
	delete(a, "hurry")
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: a})
	speed := 25 * (0.3*2 + 0.5 + 0.2*0.5)
	want := (80*0.46 + 35*0.75 + speed*(0.5+0.3*1.0/4)) / (80 + 35 + speed)
	near(t, "bakery", r.Ranking[slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == "bakery" })].Score, want)

	// Narrowed to two answers, their shares become 3/8 and 5/8.
	a["hurry"] = []string{"short", "normal"}
	r = evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: a})
	speed = 25 * (0.375*2 + 0.625)
	want = (80*0.46 + 35*0.75 + speed*(0.5+0.375*1.0/4)) / (80 + 35 + speed)
	near(t, "bakery", r.Ranking[slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == "bakery" })].Score, want)
}

func TestWeights(t *testing.T) {
	c := decisiontest.Lunch()
	tests := []struct {
		name  string
		given decision.Priorities
		want  []float64 // cost, taste, speed
	}{
		{"none: base weights moved by the answers", decision.Priorities{}, []float64{80.0 / 140, 35.0 / 140, 25.0 / 140}},
		{"ranking: rank order centroid", decision.Priorities{
			Ranking: []string{"speed", "cost", "taste"},
		}, []float64{5.0 / 18, 2.0 / 18, 11.0 / 18}},
		{"partial ranking: the rest shares", decision.Priorities{Ranking: []string{"taste"}}, []float64{3.5 / 18, 11.0 / 18, 3.5 / 18}},
		{"swing weights", decision.Priorities{Weights: []decision.CriterionWeight{
			{Criterion: "cost", Weight: 10}, {Criterion: "taste", Weight: 30}, {Criterion: "speed", Weight: 0},
		}}, []float64{0.25, 0.75, 0}},
		// The heaviest criterion is 100, so taste keeps 87.5 and speed 62.5.
		{"swing weight of one: the others stay", decision.Priorities{
			Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: 50}},
		}, []float64{0.25, 0.4375, 0.3125}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := evaluate(t, c, decision.Assessment{Answers: known(), Priorities: tt.given})
			for k, want := range tt.want {
				near(t, r.Weights[k].Criterion, r.Weights[k].Weight, want)
			}
		})
	}
}

// At a break-even weight, the others keeping their proportions, the two tie.
func TestBreakEvenTies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Catalogues().Draw(t, "catalogue")
		a := decisiontest.Assessments(c).Draw(t, "assessment")
		a.Parts = nil
		r, err := decision.Evaluate(c, a)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range r.BreakEven {
			if b.At < 0 || b.At > 1 {
				t.Fatalf("break-even at %v", b.At)
			}
			gap := 0.0
			for _, k := range r.Contributions {
				w := k.Weight * (1 - b.At) / (1 - b.Now)
				if k.Criterion == b.Criterion {
					w = b.At
				}
				gap += w * (k.Leader - k.RunnerUp)
			}
			if math.Abs(gap) > 1e-6 {
				t.Fatalf("at a weight of %v for %s the lead is %v, not 0", b.At, b.Criterion, gap)
			}
		}
	})
}

func TestEvaluateRefuses(t *testing.T) {
	c := decisiontest.Lunch()
	nan := math.NaN()
	two := func(first, second float64) []decision.Part {
		return []decision.Part{{Name: "a", Share: first}, {Name: "b", Share: second}}
	}
	tests := []struct {
		name, field string
		a           decision.Assessment
	}{
		{"unknown question", "answers.weather", decision.Assessment{Answers: decision.Answers{"weather": {"wet"}}}},
		{"unknown answer", "answers.budget", decision.Assessment{Answers: decision.Answers{"budget": {"little", "none"}}}},
		{"unknown criterion ranked", "priorities[1]", decision.Assessment{
			Priorities: decision.Priorities{Ranking: []string{"cost", "looks"}},
		}},
		{"ranked twice", "priorities[1]", decision.Assessment{Priorities: decision.Priorities{Ranking: []string{"cost", "cost"}}}},
		{"ranking and weights", "priorities", decision.Assessment{
			Priorities: decision.Priorities{Ranking: []string{"cost"}, Weights: []decision.CriterionWeight{{Criterion: "cost"}}},
		}},
		{"negative weight", "priorities[0].weight", decision.Assessment{
			Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: -1}}},
		}},
		{"weight not a number", "priorities[0].weight", decision.Assessment{
			Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: nan}}},
		}},
		{"all weights 0", "priorities", decision.Assessment{Priorities: decision.Priorities{
			Weights: []decision.CriterionWeight{{Criterion: "cost"}, {Criterion: "taste"}, {Criterion: "speed"}},
		}}},
		{"too many parts", "parts", decision.Assessment{Parts: make([]decision.Part, decision.MaxParts+1)}},
		{"share not a number", "parts[1].share", decision.Assessment{Parts: two(1, nan)}},
		{"negative share", "parts[0].share", decision.Assessment{Parts: two(-1, 2)}},
		{"infinite share", "parts[0].share", decision.Assessment{Parts: two(math.Inf(1), 2)}},
		{"one share of two", "parts[0].share", decision.Assessment{Parts: two(0, 2)}},
		{"load where no criterion takes it", "load", decision.Assessment{Load: decisiontest.Quiet(1)}},
		{"two parts of one name", "parts[1].name", decision.Assessment{Parts: []decision.Part{{Name: "a"}, {Name: "a"}}}},
		{"team question in a part", "parts[0].answers.budget", decision.Assessment{
			Parts: []decision.Part{{Answers: decision.Answers{"budget": {"little"}}}},
		}},
		{"unknown answer in a part", "parts[0].answers.hurry", decision.Assessment{
			Parts: []decision.Part{{Answers: decision.Answers{"hurry": {"never"}}}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decision.Evaluate(c, tt.a)
			var field wrong.Input
			if !errors.As(err, &field) || !errors.Is(err, wrong.Err) || field.Field != tt.field {
				t.Errorf("error %v, want one of field %q", err, tt.field)
			}
		})
	}
	if _, err := decision.Evaluate(&decision.Catalogue{}, decision.Assessment{}); err == nil || errors.Is(err, wrong.Err) {
		t.Errorf("not compiled: error %v", err)
	}
}

func TestSameBytesOnAnyNumberOfCores(t *testing.T) {
	c := decisiontest.Sized(4, 12, 14)
	a := decision.Assessment{Answers: decisiontest.FirstAnswers(c, 6)}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want []byte
	for _, cores := range []int{1, 2, 4} {
		runtime.GOMAXPROCS(cores)
		got, err := json.Marshal(evaluate(t, c, a))
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		}
		if string(got) != string(want) {
			t.Fatalf("on %d cores the report differs", cores)
		}
	}
}

func FuzzEvaluateWithLoad(f *testing.F) {
	c := decisiontest.Priced(decisiontest.Sized(4, 3, 4))
	f.Add([]byte(`{"load":{},"answers":{"q0":"a1"}}`))
	f.Add([]byte(`{"load":{"requests":1e12,"duration":900000,"memory":10240,"response":1048576,"waiting":0,"peak":1000,"hours":0.1,"utilisation":1,"environments":50}}`))
	f.Add([]byte(`{"load":{"requests":0,"concurrency":1},"parts":[{"name":"a"},{"name":"b"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { evaluateAny(t, c, data) })
}

func FuzzEvaluate(f *testing.F) {
	c := decisiontest.Lunch()
	f.Add([]byte(`{"answers":{"budget":"little","hurry":["short","long"]},"priorities":["cost"]}`))
	f.Add([]byte(`{"answers":{"kitchen":"no"},"parts":[{"name":"a","share":1,"answers":{"guests":"many"}},{"name":"b","share":1e9,"answers":{"allergy":"yes"}}]}`))
	f.Add([]byte(`{"priorities":[{"criterion":"cost","weight":0},{"criterion":"taste","weight":1e-300}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { evaluateAny(t, c, data) })
}

func evaluateAny(t *testing.T, c *decision.Catalogue, data []byte) {
	var a decision.Assessment
	if json.Unmarshal(data, &a) != nil {
		return
	}
	r, err := decision.Evaluate(c, a)
	if err != nil {
		if !errors.Is(err, wrong.Err) {
			t.Fatal(err)
		}
		return
	}
	if _, err := json.Marshal(r); err != nil {
		t.Fatalf("the report is not JSON: %v", err)
	}
}

// If every possible answer has an effect, that effect moves the bounds together with the
// score.
func TestBoundsWithAnEffectThatEveryAnswerHas(t *testing.T) {
	c := decisiontest.Lunch()
	less := []decision.Shift{{Option: "bakery", Criterion: "taste", By: -1}}
	c.Questions = append(c.Questions, decision.Question{
		ID: "rain", Group: "day", Scope: decision.ScopePart, Text: "Does it rain?",
		Answers: []decision.Answer{
			{ID: "no", Label: "No", Short: "no rain", Share: 0.5, Shifts: less},
			{ID: "yes", Label: "Yes", Short: "rain", Share: 0.5, Shifts: less},
		},
	})
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	for _, s := range evaluate(t, c, decision.Assessment{Answers: known()}).Ranking {
		near(t, s.Option+" low", s.Low, s.Score)
		near(t, s.Option+" high", s.High, s.Score)
	}
}

// Stand must agree with Evaluate in everything it reports.
func TestStandIsTheStandingOfTheReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := decisiontest.Catalogues().Draw(t, "catalogue")
		if rapid.Bool().Draw(t, "priced") {
			c = decisiontest.PricedCatalogues().Draw(t, "priced catalogue")
		}
		a := decisiontest.Assessments(c).Draw(t, "assessment")
		full, err := decision.Evaluate(c, a)
		if err != nil {
			t.Fatal(err)
		}
		stand, err := decision.Stand(c, a)
		if err != nil {
			t.Fatal(err)
		}
		want := decision.Report{
			Comparison: full.Comparison, Title: full.Title, Provenance: full.Provenance, Kind: full.Kind, Winner: full.Winner,
			Leader: full.Leader, RunnerUp: full.RunnerUp, Margin: full.Margin, Share: full.Share, Axes: slices.Clone(full.Axes),
			Conditions: full.Conditions, Relax: full.Relax, Weighted: full.Weighted, Ranking: full.Ranking, Weights: full.Weights,
		}
		for i := range want.Axes {
			want.Axes[i].Sentence = ""
		}
		if full.Plan != nil {
			plan := *full.Plan
			plan.Sentence, plan.Parts = "", slices.Clone(plan.Parts)
			for i := range plan.Parts {
				plan.Parts[i].Sentence = ""
			}
			want.Plan = &plan
		}
		if !reflect.DeepEqual(stand, want) {
			t.Fatalf("stands\n%+v\nwant\n%+v", stand, want)
		}
	})
}

func TestStandRefusesWhatEvaluateRefuses(t *testing.T) {
	a := decision.Assessment{Answers: decision.Answers{"budget": {"none"}}}
	_, want := decision.Evaluate(decisiontest.Lunch(), a)
	if _, err := decision.Stand(decisiontest.Lunch(), a); want == nil || err == nil || err.Error() != want.Error() {
		t.Errorf("%v, want %v", err, want)
	}
}

// A risk is not listed where an answer says that it cannot arise, for the parts that gave it.
func TestAvertedRisk(t *testing.T) {
	c := decisiontest.Lunch()
	c.Questions[3].Answers[1].Warnings[0].Unless = []string{"hurry.short"}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	few := func(more decision.Answers) decision.Answers {
		more["guests"] = []string{"few"}
		return more
	}
	for _, tt := range []struct {
		name string
		a    decision.Assessment
		want string
	}{
		{"open", decision.Assessment{Answers: few(decision.Answers{})}, "[]"},
		{"averted", decision.Assessment{Answers: few(decision.Answers{"hurry": {"short"}})}, ""},
		{"possible", decision.Assessment{Answers: few(decision.Answers{"hurry": {"short", "normal"}})}, "[]"},
		{"in one part", decision.Assessment{Parts: []decision.Part{
			{Name: "crew", Answers: few(decision.Answers{"hurry": {"short"}})}, {Name: "visitors", Answers: few(decision.Answers{})},
		}}, "[visitors]"},
	} {
		got := ""
		for _, w := range evaluate(t, c, tt.a).Warnings {
			got += "[" + w.Part + "]"
		}
		if got != tt.want {
			t.Errorf("%s: the risk is listed for %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A risk of several answers together arises only where all of them are given, and is told of these parts alone.
func TestRiskOfAnswersTogether(t *testing.T) {
	c := decisiontest.Lunch()
	c.Questions[3].Answers[1].Warnings[0].With = []string{"hurry.long"}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	answers := decision.Answers{"guests": {"few"}}
	for _, tt := range []struct {
		name string
		a    decision.Assessment
		want string
	}{
		{"one of them", decision.Assessment{Answers: answers}, ""},
		{"possible", decision.Assessment{Answers: decision.Answers{"guests": {"few"}, "hurry": {"long", "normal"}}}, ""},
		{"both", decision.Assessment{Answers: decision.Answers{"guests": {"few"}, "hurry": {"long"}}}, "[]"},
		{"one part has both", decision.Assessment{Answers: answers, Parts: []decision.Part{
			{Name: "crew", Answers: decision.Answers{"hurry": {"long"}}}, {Name: "visitors", Answers: decision.Answers{"hurry": {"normal"}}},
		}}, "[crew]"},
		{"every part has both", decision.Assessment{Answers: answers, Parts: []decision.Part{
			{Name: "crew", Answers: decision.Answers{"hurry": {"long"}}}, {Name: "visitors", Answers: decision.Answers{"hurry": {"long"}}},
		}}, "[]"},
	} {
		got := ""
		for _, w := range evaluate(t, c, tt.a).Warnings {
			if !w.Together {
				t.Errorf("%s: %+v does not say that it takes several answers", tt.name, w)
			}
			got += "[" + w.Part + "]"
		}
		if got != tt.want {
			t.Errorf("%s: parts with the risk %q, want %q", tt.name, got, tt.want)
		}
	}
	c.Questions[3].Answers[1].Warnings[0].With = []string{"hurry.never"}
	if err := c.Compile(); err == nil || !strings.Contains(err.Error(), "questions[3].answers[1].warnings[0].with[0]") {
		t.Errorf("an unknown answer: %v", err)
	}
}
