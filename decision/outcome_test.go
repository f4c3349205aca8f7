package decision_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"

	"pgregory.net/rapid"
)

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
		{"all answers of a question", decision.Assessment{
			Answers: decision.Answers{"budget": {"little", "much"}},
		}, decision.VerdictUndecided, ""},
		{"clear", with(func(decision.Answers) {}), decision.VerdictClear, "The best fit is Lunch from home"},
		{"clear, if", with(func(a decision.Answers) { delete(a, "guests") }), decision.VerdictClear,
			"The best fit is Lunch from home, unless the answer to “Do you bring guests?” is “A group”"},
		{"depends on one answer", with(func(a decision.Answers) { delete(a, "kitchen") }), decision.VerdictConditional,
			"Lunch from home, if the answer to “Can you cook at home?” is “Yes”"},
		{"one left", with(func(a decision.Answers) { a["guests"] = []string{"many"} }), decision.VerdictClear, "The best fit is Canteen"},
		{"none left", with(func(a decision.Answers) { a["guests"], a["allergy"] = []string{"many"}, []string{"yes"} }),
			decision.VerdictNone,
			"None of the options fits: your answers rule out every one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := evaluate(t, c, tt.a)
			if r.Kind != tt.kind || (tt.headline != "" && r.Headline != tt.headline) {
				t.Errorf("%s: %q (%s); want %s: %q", r.Kind, r.Headline, r.Reason, tt.kind, tt.headline)
			}
			if r.Winner == nil && r.Reason == "" {
				t.Error("there is no winner, and no reason why")
			}
		})
	}
}

// A condition lists the answers that are fine, if they are fewer.
func TestConditionInFewerWords(t *testing.T) {
	c := decisiontest.Lunch()
	few := &c.Questions[3].Answers[1]
	few.Musts = append(few.Musts, decision.Must{Option: "home", Reason: "Guests want a table.", Relax: "Lay one"})
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := known()
	delete(a, "guests")
	r := evaluate(t, c, decision.Assessment{Answers: a})
	if want := "Your answers lean to Lunch from home, provided that the answer to “Do you bring guests?” is “No”"; r.Headline != want {
		t.Errorf("%q (%s), want %q", r.Headline, r.Reason, want)
	}
}

// Several conditions are named by their short forms, and labels up to their colons.
func TestSeveralConditions(t *testing.T) {
	c := decisiontest.Lunch()
	c.Questions[3].Answers[2].Label = "A group: classmates, the choir"
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := known()
	delete(a, "guests")
	one := evaluate(t, c, decision.Assessment{Answers: a})
	if want := "The best fit is Lunch from home, unless the answer to “Do you bring guests?” is “A group”"; one.Headline != want {
		t.Errorf("%q, want %q", one.Headline, want)
	}
	delete(a, "kitchen")
	several := evaluate(t, c, decision.Assessment{Answers: a})
	if want := "Lunch from home, unless one of these holds: no kitchen or a group of guests"; several.Headline != want {
		t.Errorf("%q (%s), want %q", several.Headline, several.Kind, want)
	}
	c.Questions[3].Answers[1].Musts = append(c.Questions[3].Answers[1].Musts, decision.Must{Option: "home", Reason: "No table.", Relax: "Lay one"})
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	several = evaluate(t, c, decision.Assessment{Answers: a})
	if want := "Lunch from home, unless one of these holds: no kitchen, a few guests, or a group of guests; " +
		"but first place in more situations (44%) goes to Canteen"; several.Headline != want {
		t.Errorf("%q (%s), want %q", several.Headline, several.Kind, want)
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

// No option is left: the bakery breaks two musts, the others one each, and home scores
// higher than the canteen.
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

// parts returns a system whose two parts fit different options.
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

// A single part is the whole: the report is the same, byte for byte.
func TestOnePartIsNoPart(t *testing.T) {
	c := decisiontest.Lunch()
	rapid.Check(t, func(t *rapid.T) {
		a := decisiontest.Assessments(c).Draw(t, "assessment")
		a.Parts = nil
		b := decision.Assessment{
			Priorities: a.Priorities, Answers: decision.Answers{},
			Parts: []decision.Part{{Name: "all", Share: 7, Answers: decision.Answers{}}},
		}
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
	c := decisiontest.Lunch()
	answers := decision.Answers{
		"budget": {"little"}, "kitchen": {"no", "yes"}, "hurry": {"normal", "long"}, "guests": {"none"}, "allergy": {"no"},
	}
	if r := evaluate(t, c, decision.Assessment{Answers: answers}); len(r.Alike) != 0 {
		t.Errorf("alike on three questions: %+v", r.Alike)
	}
	answers["kitchen"] = []string{"yes"}
	monday := decision.Alike{
		Case: "monday", Org: "Team A", Year: 2025, Chose: "home", Name: "Lunch from home", Distance: 0.5 / 4, Shared: 4,
	}
	// Team B is half alike, which is not enough.
	if r := evaluate(t, c, decision.Assessment{Answers: answers}); !slices.Equal(r.Alike, []decision.Alike{monday}) {
		t.Errorf("alike %+v, want %+v", r.Alike, monday)
	}
	answers["kitchen"] = []string{"no"} // rules out what Team A chose
	party := decision.Alike{Case: "party", Org: "Team B", Year: 2024, Chose: "canteen", Name: "Canteen", Distance: 1.0 / 4, Shared: 4}
	if r := evaluate(t, c, decision.Assessment{Answers: answers}); !slices.Equal(r.Alike, []decision.Alike{party}) { // Team C is half alike
		t.Errorf("alike %+v, want %+v", r.Alike, party)
	}
	r := evaluate(t, c, parts()) // the mix stays, though its options are ruled out in a part
	if !slices.ContainsFunc(r.Alike, func(a decision.Alike) bool { return a.Case == "both" }) {
		t.Errorf("the mix is not among %+v", r.Alike)
	}
}

// Priorities alone give no verdict, but the report mentions them.
func TestOnlyPriorities(t *testing.T) {
	for _, p := range []decision.Priorities{
		{Ranking: []string{"cost"}}, {Weights: []decision.CriterionWeight{{Criterion: "cost", Weight: 80}}},
	} {
		r := evaluate(t, decisiontest.Lunch(), decision.Assessment{Priorities: p})
		if r.Kind != decision.VerdictUndecided ||
			!strings.HasPrefix(r.Reason, "You have said what matters to you, but answered no question yet") {
			t.Errorf("%s: %q", r.Kind, r.Reason)
		}
	}
}
