package decision_test

import (
	"encoding/json"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"

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

// known is a complete answer to Lunch, worked out by hand below.
func known() decision.Answers {
	return decision.Answers{"budget": {"little"}, "kitchen": {"yes"}, "hurry": {"normal"}, "guests": {"none"}, "allergy": {"no"}}
}

// Weights 3*40, 35, 25 out of 180. Cost bends at 10 EUR (0.4): 7 EUR is 0.58, 9
// is 0.46, 4 is 0.76. A kitchen lifts the taste of home from 2.5 to 4.
func TestScoresByHand(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: known()})
	want := map[string]float64{
		"canteen": (120*0.58 + 35*0.5 + 25*0.625) / 180,
		"bakery":  (120*0.46 + 35*0.75 + 25*0.5) / 180,
		"home":    (120*0.76 + 35*0.75 + 25*0.5) / 180,
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
	near(t, "cost contribution", r.Contributions[0].Amount, 120.0/180*(0.76-0.58))
	if r.Headline != "The best fit is Lunch from home" {
		t.Errorf("headline %q", r.Headline)
	}
	if want := "On “Little time” the score is 63 out of 100 for Canteen, and 50 for Lunch from home."; r.Against != want {
		t.Errorf("against: %q, want %q", r.Against, want)
	}
}

// An unknown answer counts by its share: hurry moves the weight of speed by
// 0.3*3 + 0.5*1 + 0.2*0.2 and its shifts by share.
func TestUnknownIsExpected(t *testing.T) {
	a := known()
	delete(a, "hurry")
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: a})
	speed := 25 * (0.3*3 + 0.5 + 0.2*0.2)
	want := (120*0.46 + 35*0.75 + speed*(0.5+0.3*1.0/4)) / (120 + 35 + speed)
	near(t, "bakery", r.Ranking[slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == "bakery" })].Score, want)

	// Narrowed to two answers, their shares become 3/8 and 5/8.
	a["hurry"] = []string{"short", "normal"}
	r = evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: a})
	speed = 25 * (0.375*3 + 0.625)
	want = (120*0.46 + 35*0.75 + speed*(0.5+0.375*1.0/4)) / (120 + 35 + speed)
	near(t, "bakery", r.Ranking[slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == "bakery" })].Score, want)
}

func TestWeights(t *testing.T) {
	c := decisiontest.Lunch()
	tests := []struct {
		name  string
		given decision.Priorities
		want  []float64 // cost, taste, speed
	}{
		{"none: base weights moved by the answers", decision.Priorities{}, []float64{120.0 / 180, 35.0 / 180, 25.0 / 180}},
		{"ranking: rank order centroid", decision.Priorities{Ranking: []string{"speed", "cost", "taste"}}, []float64{5.0 / 18, 2.0 / 18, 11.0 / 18}},
		{"partial ranking: the rest shares", decision.Priorities{Ranking: []string{"taste"}}, []float64{3.5 / 18, 11.0 / 18, 3.5 / 18}},
		{"swing weights", decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: 10}, {Criterion: "taste", Weight: 30}, {Criterion: "speed", Weight: 0}}}, []float64{0.25, 0.75, 0}},
		// The heaviest criterion is 100, so taste keeps 87.5 and speed 62.5.
		{"swing weight of one: the others stay", decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: 50}}}, []float64{0.25, 0.4375, 0.3125}},
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

func TestScreening(t *testing.T) {
	c := decisiontest.Lunch()
	standing := func(a decision.Answers, option string) decision.Standing {
		r := evaluate(t, c, decision.Assessment{Answers: a})
		return r.Ranking[slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == option })]
	}
	tests := []struct {
		name   string
		guests []string
		want   string
	}{
		{"answered: in", []string{"few"}, decision.StatusIn},
		{"answered: out", []string{"many"}, decision.StatusOut},
		{"unknown: conditional", nil, decision.StatusConditional},
		{"narrowed to answers without the must: in", []string{"none", "few"}, decision.StatusIn},
		{"narrowed to answers with and without: conditional", []string{"few", "many"}, decision.StatusConditional},
		{"all named is unknown: conditional", []string{"few", "many", "none"}, decision.StatusConditional},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := known()
			a["guests"] = tt.guests
			s := standing(a, "bakery")
			if s.Status != tt.want {
				t.Fatalf("status %s, want %s", s.Status, tt.want)
			}
			if tt.want == decision.StatusIn {
				return
			}
			want := decision.MustNote{
				Question: "guests", QuestionText: "Do you bring guests?", Answer: "many", AnswerLabel: "A group",
				Reason: "The bakery has four seats.", Relax: "Come in turns", Source: "seats", AsOf: "2026-01-02",
				BringsBack: []string{"No", "One or two"},
			}
			got, _ := json.Marshal(s.Because)
			if wanted, _ := json.Marshal([]decision.MustNote{want}); string(got) != string(wanted) {
				t.Errorf("because %s, want %s", got, wanted)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	c := decisiontest.Lunch()
	with := func(change func(decision.Answers)) decision.Assessment {
		a := known()
		change(a)
		return decision.Assessment{Answers: a}
	}
	tests := []struct {
		name     string
		a        decision.Assessment
		kind     string
		headline string
	}{
		{"nothing", decision.Assessment{}, decision.VerdictUndecided, "Undecided: answer a question to get a recommendation"},
		{"only priorities", decision.Assessment{Priorities: decision.Priorities{Ranking: []string{"cost"}}}, decision.VerdictUndecided, ""},
		{"only empty lists", decision.Assessment{Answers: decision.Answers{"budget": {}}}, decision.VerdictUndecided, ""},
		{"all answers of a question", decision.Assessment{Answers: decision.Answers{"budget": {"little", "much"}}}, decision.VerdictUndecided, ""},
		{"clear", with(func(decision.Answers) {}), decision.VerdictClear, "The best fit is Lunch from home"},
		{"clear, if", with(func(a decision.Answers) { delete(a, "guests") }), decision.VerdictClear,
			"The best fit is Lunch from home, provided that the answer to “Do you bring guests?” is “No” or “One or two”"},
		{"hangs on one answer", with(func(a decision.Answers) { delete(a, "kitchen") }), decision.VerdictClose, "Too close to call between Lunch from home and Canteen"},
		{"one left", with(func(a decision.Answers) { a["guests"] = []string{"many"} }), decision.VerdictClear, "The best fit is Canteen"},
		{"none left", with(func(a decision.Answers) { a["guests"], a["allergy"] = []string{"many"}, []string{"yes"} }), decision.VerdictNone,
			"None of the options fits: your answers rule out every one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := evaluate(t, c, tt.a)
			if r.Kind != tt.kind || (tt.headline != "" && r.Headline != tt.headline) {
				t.Errorf("%s: %q (%s); want %s: %q", r.Kind, r.Headline, r.Reason, tt.kind, tt.headline)
			}
			if (r.Winner == nil) != (r.Reason != "") {
				t.Errorf("winner %v with the reason %q", r.Winner, r.Reason)
			}
		})
	}
}

func TestFloor(t *testing.T) {
	c := decisiontest.Lunch()
	c.Bounds.Floor = 0.9
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	r := evaluate(t, c, decision.Assessment{Answers: known()})
	if r.Kind != decision.VerdictNone || r.Leader != "home" || r.Winner != nil {
		t.Errorf("%s, leader %q", r.Kind, r.Leader)
	}
}

// Nothing is left: the bakery breaks two musts, the others one each, and home
// scores more than the canteen.
func TestRelax(t *testing.T) {
	a := known()
	a["guests"], a["allergy"] = []string{"many"}, []string{"yes"}
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: a})
	if r.Leader != "" || r.RunnerUp != "" || len(r.Contributions) != 0 || r.Margin != 0 {
		t.Errorf("leader %q, runner-up %q, margin %v", r.Leader, r.RunnerUp, r.Margin)
	}
	if len(r.Relax) != 1 || r.Relax[0].Option != "home" || r.Relax[0].Must.Relax != "Order in" {
		t.Errorf("relax %+v", r.Relax)
	}
	if len(r.Flips) == 0 || r.Flips[0].Leader == "" {
		t.Errorf("no way back among the flips: %+v", r.Flips)
	}
}

// parts is a system whose two parts want different places.
func parts() decision.Assessment {
	return decision.Assessment{
		Answers: decision.Answers{"budget": {"much"}, "kitchen": {"no"}, "allergy": {"no"}},
		Parts: []decision.Part{
			{Name: "crew", Share: 3, Answers: decision.Answers{"guests": {"few"}, "hurry": {"short"}}},
			{Name: "visitors", Share: 1, Answers: decision.Answers{"guests": {"many"}, "hurry": {"long"}}},
		},
	}
}

func TestPlan(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), parts())
	p := r.Plan
	if r.Kind != decision.VerdictHybrid || *r.Winner != decision.Hybrid || strings.Join(p.Platforms, "+") != "canteen+bakery" {
		t.Fatalf("%s: %+v", r.Kind, p)
	}
	near(t, "lambda", p.Lambda, 0.04-0.03)
	near(t, "share of crew", p.Parts[0].Share, 0.75)
	if p.Parts[0].Option != "bakery" || p.Parts[1].Option != "canteen" || p.BestSingle != "canteen" {
		t.Errorf("parts on %s and %s, best single %s", p.Parts[0].Option, p.Parts[1].Option, p.BestSingle)
	}
	near(t, "value", p.Value, 0.75*p.Parts[0].Score+0.25*p.Parts[1].Score-p.Lambda)
	near(t, "gain", p.Gain, p.Value-p.SingleValue)
	near(t, "single", p.SingleValue, r.Ranking[0].Score)
	if r.Headline != "The best fit is a mix: Canteen and Bakery" {
		t.Errorf("headline %q", r.Headline)
	}

	c := decisiontest.Lunch() // a second platform that costs too much
	c.Bounds.Platform = 0.5
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	r = evaluate(t, c, parts())
	if strings.Join(r.Plan.Platforms, "+") != "canteen" || r.Plan.Gain != 0 || r.Kind == decision.VerdictHybrid {
		t.Errorf("with dear platforms: %s, %+v", r.Kind, r.Plan)
	}
}

func TestPartThatFitsNothing(t *testing.T) {
	a := parts()
	a.Parts[1].Answers["allergy"] = []string{"yes"}
	r := evaluate(t, decisiontest.Lunch(), a)
	if r.Kind != decision.VerdictNone || r.Winner != nil || !strings.Contains(r.Reason, "visitors") {
		t.Errorf("%s, %q", r.Kind, r.Reason)
	}
	if r.Plan.Parts[1].Option != "" || r.Plan.Parts[0].Option != "bakery" {
		t.Errorf("plan %+v", r.Plan.Parts)
	}
}

// One part is no part: the report is the same, byte for byte.
func TestOnePartIsNoPart(t *testing.T) {
	c := decisiontest.Lunch()
	rapid.Check(t, func(t *rapid.T) {
		a := decisiontest.Assessments(c).Draw(t, "assessment")
		a.Parts = nil
		b := decision.Assessment{Priorities: a.Priorities, Answers: decision.Answers{}, Parts: []decision.Part{{Name: "all", Share: 7, Answers: decision.Answers{}}}}
		for _, q := range c.Questions {
			if q.Scope == decision.ScopePart {
				b.Parts[0].Answers[q.ID] = a.Answers[q.ID]
			} else {
				b.Answers[q.ID] = a.Answers[q.ID]
			}
		}
		one, _ := decision.Evaluate(c, a)
		two, err := decision.Evaluate(c, b)
		x, _ := json.Marshal(one)
		y, _ := json.Marshal(two)
		if err != nil || string(x) != string(y) {
			t.Fatalf("%v\n%s\n%s", err, x, y)
		}
	})
}

func TestAlike(t *testing.T) {
	r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Answers: decision.Answers{
		"budget": {"little"}, "kitchen": {"yes"}, "hurry": {"normal", "long"}, "guests": {"many"},
	}})
	want := []decision.Alike{
		{Case: "party", Org: "Team B", Year: 2024, Chose: "canteen", Name: "Canteen", Distance: 1.0 / 3, Shared: 3},
		{Case: "monday", Org: "Team A", Year: 2025, Chose: "home", Name: "Lunch from home", Distance: 1.5 / 4, Shared: 4},
	}
	if !slices.Equal(r.Alike, want) {
		t.Errorf("alike %+v, want %+v", r.Alike, want)
	}
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
		{"unknown criterion ranked", "priorities[1]", decision.Assessment{Priorities: decision.Priorities{Ranking: []string{"cost", "looks"}}}},
		{"ranked twice", "priorities[1]", decision.Assessment{Priorities: decision.Priorities{Ranking: []string{"cost", "cost"}}}},
		{"ranking and weights", "priorities", decision.Assessment{Priorities: decision.Priorities{Ranking: []string{"cost"}, Weights: []decision.CriterionWeight{{Criterion: "cost"}}}}},
		{"negative weight", "priorities[0].weight", decision.Assessment{Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: -1}}}}},
		{"weight not a number", "priorities[0].weight", decision.Assessment{Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: nan}}}}},
		{"all weights 0", "priorities", decision.Assessment{Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cost"}, {Criterion: "taste"}, {Criterion: "speed"}}}}},
		{"too many parts", "parts", decision.Assessment{Parts: make([]decision.Part, decision.MaxParts+1)}},
		{"share not a number", "parts[1].share", decision.Assessment{Parts: two(1, nan)}},
		{"negative share", "parts[0].share", decision.Assessment{Parts: two(-1, 2)}},
		{"infinite share", "parts[0].share", decision.Assessment{Parts: two(math.Inf(1), 2)}},
		{"one share of two", "parts[0].share", decision.Assessment{Parts: two(0, 2)}},
		{"two parts of one name", "parts[1].name", decision.Assessment{Parts: []decision.Part{{Name: "a"}, {Name: "a"}}}},
		{"team question in a part", "parts[0].answers.budget", decision.Assessment{Parts: []decision.Part{{Answers: decision.Answers{"budget": {"little"}}}}}},
		{"unknown answer in a part", "parts[0].answers.hurry", decision.Assessment{Parts: []decision.Part{{Answers: decision.Answers{"hurry": {"never"}}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decision.Evaluate(c, tt.a)
			var field *decision.FieldError
			if !errors.As(err, &field) || !errors.Is(err, decision.ErrInvalid) || field.Field != tt.field {
				t.Errorf("error %v, want one of field %q", err, tt.field)
			}
		})
	}
	if _, err := decision.Evaluate(&decision.Catalogue{}, decision.Assessment{}); err == nil || errors.Is(err, decision.ErrInvalid) {
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

func FuzzEvaluate(f *testing.F) {
	c := decisiontest.Lunch()
	f.Add([]byte(`{"answers":{"budget":"little","hurry":["short","long"]},"priorities":["cost"]}`))
	f.Add([]byte(`{"answers":{"kitchen":"no"},"parts":[{"name":"a","share":1,"answers":{"guests":"many"}},{"name":"b","share":1e9,"answers":{"allergy":"yes"}}]}`))
	f.Add([]byte(`{"priorities":[{"criterion":"cost","weight":0},{"criterion":"taste","weight":1e-300}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a decision.Assessment
		if json.Unmarshal(data, &a) != nil {
			return
		}
		r, err := decision.Evaluate(c, a)
		if err != nil {
			if !errors.Is(err, decision.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatalf("the report is not JSON: %v", err)
		}
	})
}
