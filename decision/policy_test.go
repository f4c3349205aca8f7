package decision_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
	"crossroads/wrong"
)

// governed returns lunch with rules; the error is that of Compile.
func governed(p decision.Policy) (*decision.Catalogue, error) {
	c := decisiontest.Lunch()
	p.Name, p.Version, p.AsOf = "House rules", "7", "2026-11-01"
	c.Policy = &p
	return c, c.Compile()
}

func mustGovern(t testing.TB, p decision.Policy) *decision.Catalogue {
	t.Helper()
	c, err := governed(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func standingOf(r decision.Report, option string) decision.Standing {
	return r.Ranking[slices.IndexFunc(r.Ranking, func(s decision.Standing) bool { return s.Option == option })]
}

// A locked answer applies to the whole and to every part, whatever was given. What it rules
// out is attributed to the rule, and nobody is told to change the answer.
func TestLockedAnswer(t *testing.T) {
	c := mustGovern(t, decision.Policy{
		Answers: []decision.Lock{{Question: "guests", Answers: []string{"many"}, Reason: "We eat together."}},
	})
	given := decision.Assessment{
		Answers: decision.Answers{"budget": {"little"}, "guests": {"none"}},
		Parts: []decision.Part{
			{Name: "crew", Answers: decision.Answers{"guests": {"few"}, "hurry": {"short"}}},
			{Name: "office", Answers: decision.Answers{"hurry": {"long"}}},
		},
	}
	before := asJSON(t, given)
	after, overruled := c.Govern(given)
	if asJSON(t, given) != before {
		t.Error("the given assessment was changed")
	}
	var fields []string
	for _, o := range overruled {
		fields = append(fields, o.Field+" "+o.Given+" "+o.Counts+" "+o.Reason)
	}
	if want := []string{
		"answers.guests No A group We eat together.", "parts[0].answers.guests One or two A group We eat together.",
	}; !slices.Equal(fields, want) {
		t.Errorf("overruled: %q", fields)
	}
	if got := asJSON(t, after.Parts); got != `[{"name":"crew","share":0,"answers":{"hurry":"short"}},{"name":"office","share":0,"answers":{"hurry":"long"}}]` {
		t.Errorf("parts: %s", got)
	}
	r := evaluated(t, c, given)
	for _, option := range []string{"bakery", "home"} {
		s := standingOf(r, option)
		if s.Status != decision.StatusOut || s.Because[0].Rule != "House rules" || len(s.Because[0].BringsBack) > 0 ||
			s.Because[0].Relax != "" {
			t.Errorf("%s: %s because of %+v", option, s.Status, s.Because)
		}
	}
	for _, f := range slices.Concat(r.Flips, r.PairFlips) {
		for _, change := range f.Changes {
			if change.Question == "guests" {
				t.Errorf("a flip changes the locked answer: %+v", f)
			}
		}
	}
	if slices.Contains(c.Quick(2), "guests") || !slices.Contains(c.Ungoverned().Quick(5), "guests") {
		t.Errorf("the quick route asks %q", c.Quick(2))
	}
	if nothing := evaluated(t, c, decision.Assessment{}); nothing.Kind != decision.VerdictUndecided {
		t.Errorf("the rule alone gives the verdict %s", nothing.Kind)
	}
}

// A removed option is ruled out in every result, with the reason, and never comes first.
func TestRemovedOption(t *testing.T) {
	c := mustGovern(t, decision.Policy{Removed: []decision.Removal{{Option: "home", Reason: "No fridge."}}})
	rapid.Check(t, func(t *rapid.T) {
		a := decisiontest.Assessments(c).Draw(t, "assessment")
		r, err := decision.Evaluate(c, a)
		if err != nil {
			t.Skip(err)
		}
		s := standingOf(r, "home")
		if s.Status != decision.StatusOut || s.FirstShare != 0 || s.Because[0].Reason != "No fridge." || s.Because[0].Question != "" ||
			r.Leader == "home" {
			t.Fatalf("home: %+v", s)
		}
		for _, x := range r.Relax {
			if x.Option == "home" {
				t.Fatalf("a change of answers is said to bring it back: %+v", x)
			}
		}
		if r.Plan != nil && slices.Contains(r.Plan.Platforms, "home") {
			t.Fatalf("the plan has %q", r.Plan.Platforms)
		}
	})
}

// A governed assessment has the same report as the given one, and governing it again
// changes nothing.
func TestGovernedReportIsTheSame(t *testing.T) {
	c := mustGovern(t, decision.Policy{
		Answers: []decision.Lock{{Question: "hurry", Answers: []string{"short"}, Reason: "Short breaks."}},
		Weights: []decision.WeightRule{
			{Criterion: "cost", Least: 20, Most: 50, Reason: "Fair pay."}, {Criterion: "taste", Least: 70, Most: 70, Reason: "Taste."},
		},
	})
	rapid.Check(t, func(t *rapid.T) {
		a := decisiontest.Assessments(c).Draw(t, "assessment")
		given, err := decision.Evaluate(c, a)
		if err != nil {
			t.Skip(err)
		}
		after, _ := c.Govern(a)
		again, overruled := c.Govern(after)
		if len(overruled) > 0 || !reflect.DeepEqual(after, again) {
			t.Fatalf("%+v becomes %+v, overruled %+v", after, again, overruled)
		}
		same, err := decision.Evaluate(c, after)
		if err != nil || !reflect.DeepEqual(given, same) {
			t.Fatalf("another report, %v", err)
		}
		if given.Policy == nil || len(given.Policy.Rules) != 3 {
			t.Fatalf("the report names %+v", given.Policy)
		}
		for _, answered := range given.Answered {
			if answered.Question == "hurry" && answered.Answer != "short" {
				t.Fatalf("answered: %+v", answered)
			}
		}
	})
}

// Weights stay within their bounds, whether they are default weights adjusted by answers,
// stated, or from a ranking. If all weights are fixed, nothing is left to adjust.
func TestBoundedWeights(t *testing.T) {
	fixed := mustGovern(t, decision.Policy{Weights: []decision.WeightRule{
		{Criterion: "cost", Least: 20, Most: 20, Reason: "r"}, {Criterion: "taste", Least: 100, Most: 100, Reason: "r"},
		{Criterion: "speed", Least: 80, Most: 80, Reason: "r"},
	}})
	low := mustGovern(t, decision.Policy{Weights: []decision.WeightRule{
		{Criterion: "cost", Most: 25, Reason: "r"}, {Criterion: "taste", Least: 100, Most: 100, Reason: "r"},
		{Criterion: "speed", Least: 100, Most: 100, Reason: "r"},
	}})
	none := mustGovern(t, decision.Policy{Weights: []decision.WeightRule{{Criterion: "cost", Reason: "r"}}})
	rapid.Check(t, func(t *rapid.T) {
		a := decisiontest.Assessments(fixed).Draw(t, "assessment")
		if fixed.CheckAssessment(a) != nil {
			t.Skip()
		}
		weights := func(c *decision.Catalogue) []decision.WeightShare {
			r, err := decision.Evaluate(c, a)
			if err != nil {
				t.Fatal(err)
			}
			return r.Weights
		}
		for k, want := range []float64{0.1, 0.5, 0.4} {
			if got := weights(fixed)[k].Weight; math.Abs(got-want) > 1e-9 {
				t.Fatalf("weight %d is %v, want %v", k, got, want)
			}
		}
		if got := weights(low)[0].Weight; got > 25.0/225+1e-9 {
			t.Fatalf("cost counts %v", got)
		}
		if got := weights(none); len(got) > 0 && got[0].Weight != 0 {
			t.Fatalf("cost counts %v", got[0].Weight)
		}
	})
}

// Published cases and self-tests are about the method and ignore rules.
func TestMethodKnowsNoRules(t *testing.T) {
	c := mustGovern(t, decision.Policy{Removed: []decision.Removal{{Option: "home", Reason: "No fridge."}}})
	if !reflect.DeepEqual(c.SelfTest(), decisiontest.Lunch().SelfTest()) {
		t.Error("the self-test differs under rules")
	}
	if c.Ungoverned().Policy != nil || c.Policy == nil || decisiontest.Lunch().Ungoverned().Policy != nil {
		t.Error("Ungoverned has the rules, or takes them away")
	}
}

// A policy survives storing, and changes to it are listed among the causes.
func TestPolicyIsKept(t *testing.T) {
	c := mustGovern(t, decision.Policy{Removed: []decision.Removal{{Option: "bakery", Reason: "Closed."}}})
	var kept decision.Catalogue
	if err := json.Unmarshal([]byte(asJSON(t, c)), &kept); err != nil {
		t.Fatal(err)
	}
	if err := kept.Compile(); err != nil {
		t.Fatal(err)
	}
	a := decision.Assessment{Answers: decision.Answers{"budget": {"much"}, "kitchen": {"no"}}}
	if !reflect.DeepEqual(evaluated(t, c, a), evaluated(t, &kept, a)) {
		t.Error("a kept catalogue gives another report")
	}
	if strings.Contains(asJSON(t, decisiontest.Lunch()), "Policy") {
		t.Error("a catalogue without rules is kept in other bytes than before")
	}
	causes, err := decision.Causes(decisiontest.Lunch(), c, a)
	if err != nil || len(causes) == 0 || causes[0].What != "The rules of “House rules”, version 7 hold now." {
		t.Errorf("causes: %+v, %v", causes, err)
	}
}

func TestPolicyProblems(t *testing.T) {
	lock := func(question string, answers ...string) decision.Policy {
		return decision.Policy{Answers: []decision.Lock{{Question: question, Answers: answers, Reason: "r"}}}
	}
	weigh := func(rules ...decision.WeightRule) decision.Policy { return decision.Policy{Weights: rules} }
	for name, tt := range map[string]struct {
		policy decision.Policy
		want   string
	}{
		"no rule":          {decision.Policy{}, "policy: there is no rule: add one, or remove the file"},
		"unknown question": {lock("size", "few"), `policy.answers[0].question: there is no question "size"`},
		"unknown answer":   {lock("guests", "some"), `policy.answers[0].answer: there is no answer "some"`},
		"two answers":      {lock("guests", "few", "none"), "policy.answers[0].answer: names 2 answers, but only one holds: lock one of them"},
		"no answer":        {lock("guests"), "policy.answers[0].answer: is missing"},
		"no reason": {decision.Policy{
			Removed: []decision.Removal{{Option: "home"}},
		}, "policy.options[0].reason: is missing: readers see it beside the rule"},
		"unknown option": {decision.Policy{
			Removed: []decision.Removal{{Option: "bar", Reason: "r"}},
		}, `policy.options[0].remove.option: there is no option "bar"`},
		"no option": {decision.Policy{
			Removed: []decision.Removal{{Option: "home", Reason: "r"}, {Option: "bakery", Reason: "r"}, {Option: "canteen", Reason: "r"}},
		}, "policy.options[2].remove: this leaves no option: the rules before it rule out the others"},
		"lock and removal": {decision.Policy{
			Answers: lock("guests", "many").Answers,
			Removed: []decision.Removal{{Option: "canteen", Reason: "r"}},
		}, "policy.options[0].remove: this leaves no option: the rules before it rule out the others"},
		"two locks": {decision.Policy{
			Answers: append(lock("kitchen", "no").Answers, lock("allergy", "yes").Answers...),
		}, "policy.answers[1].answer: this leaves no option: the rules before it rule out the others"},
		"locked twice": {decision.Policy{
			Answers: append(lock("kitchen", "no").Answers, lock("kitchen", "yes").Answers...),
		}, `policy.answers[1].question: "kitchen" is locked already: name all answers that hold in one rule`},
		"bounds": {weigh(decision.WeightRule{
			Criterion: "cost", Least: 60, Most: 40, Reason: "r",
		}), "policy.weights[0].least: is 60, above most, 40: no weight lies between them"},
		"two bounds": {weigh(decision.WeightRule{Criterion: "cost", Least: 60, Most: 80, Reason: "r"}, decision.WeightRule{
			Criterion: "cost", Most: 40, Reason: "r",
		}), `policy.weights[1].criterion: the weight of "cost" has a rule already: keep one`},
		"every weight": {weigh(decision.WeightRule{
			Criterion: "cost", Most: 100, Reason: "r",
		}), "policy.weights[0]: allows every weight: give least, most or exactly"},
		"too much": {weigh(decision.WeightRule{
			Criterion: "cost", Least: 60, Most: 140, Reason: "r",
		}), "policy.weights[0].most: is 140, but must lie between 0 and 100"},
		"nothing counts": {weigh(
			decision.WeightRule{Criterion: "cost", Reason: "r"}, decision.WeightRule{Criterion: "taste", Reason: "r"},
			decision.WeightRule{Criterion: "speed", Reason: "r"},
		), "policy.weights[0].most: is 0 as for every other criterion: at least one must count"},
	} {
		_, err := governed(tt.policy)
		var found wrong.Inputs
		if !errors.As(err, &found) || !slices.Contains(strings.Split(err.Error(), "\n"), tt.want) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// A question that allows several answers keeps those given beside the locked one.
func TestLockBesideOthers(t *testing.T) {
	c := decisiontest.Lunch()
	q := &c.Questions[slices.IndexFunc(c.Questions, func(q decision.Question) bool { return q.ID == "hurry" })]
	q.Several = 2
	c.Cases = nil
	c.Policy = &decision.Policy{
		Name: "House rules", Version: "7",
		Answers: []decision.Lock{{Question: "hurry", Answers: []string{"normal"}, Reason: "r"}},
	}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		given, want []string
		named       bool
	}{
		{nil, []string{"normal"}, false},
		{[]string{"long"}, []string{"long", "normal"}, false},
		{[]string{"long", "short"}, []string{"long", "normal"}, true}, // at most two hold together
	} {
		after, overruled := c.Govern(decision.Assessment{Answers: decision.Answers{"hurry": tt.given}})
		if !slices.Equal(after.Answers["hurry"], tt.want) || (len(overruled) > 0) != tt.named {
			t.Errorf("%q becomes %q, overruled %+v", tt.given, after.Answers["hurry"], overruled)
		}
		for _, f := range evaluated(t, c, after).Flips {
			for _, change := range f.Changes {
				if change.Question == "hurry" && !strings.Contains(change.To, "normal") {
					t.Errorf("a flip drops the locked answer: %+v", f)
				}
			}
		}
	}
}

// A lock on an answer that rules out everything is reported as the problem.
func TestLockThatRulesOutEverything(t *testing.T) {
	c := decisiontest.Lunch()
	q := &c.Questions[slices.IndexFunc(c.Questions, func(q decision.Question) bool { return q.ID == "allergy" })]
	yes := &q.Answers[1]
	yes.Musts = append(yes.Musts, decision.Must{Option: "home", Reason: "The kitchen has traces of it."})
	c.Policy = &decision.Policy{
		Name: "House rules", Version: "7",
		Answers: []decision.Lock{{Question: "allergy", Answers: []string{"yes"}, Reason: "r"}},
	}
	if err := c.Compile(); err == nil || err.Error() != "policy.answers[0].answer: this rules out every option" {
		t.Errorf("got %v", err)
	}
}
