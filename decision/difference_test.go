package decision_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
)

// shippedCatalogue returns the first shipped comparison, compiled anew from its JSON: the
// form stored with reports must be sufficient for evaluating again.
func shippedCatalogue(t *testing.T) *decision.Catalogue {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(lib.Comparisons[0])
	if err != nil {
		t.Fatal(err)
	}
	copied := new(decision.Catalogue)
	if err := json.Unmarshal(raw, copied); err != nil {
		t.Fatal(err)
	}
	if err := copied.Compile(); err != nil {
		t.Fatal(err)
	}
	return copied
}

func evaluated(t *testing.T, c *decision.Catalogue, a decision.Assessment) decision.Report {
	t.Helper()
	r, err := decision.Evaluate(c, a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCompare(t *testing.T) {
	c := shippedCatalogue(t)
	q, other := c.Questions[0], c.Questions[1]
	first := decision.Assessment{Answers: decision.Answers{q.ID: {q.Answers[0].ID}}}
	before := evaluated(t, c, first)
	if d := decision.Compare(before, evaluated(t, c, first)); !d.Same() || len(d.Scores) != len(c.Options) {
		t.Errorf("the same twice differs: %+v", d)
	}
	second := decision.Assessment{
		Answers:    decision.Answers{q.ID: {q.Answers[1].ID}, other.ID: {other.Answers[0].ID, other.Answers[1].ID}},
		Priorities: decision.Priorities{Ranking: []string{c.Criteria[1].ID, c.Criteria[0].ID}},
	}
	d := decision.Compare(before, evaluated(t, c, second))
	if len(d.Answers) != 2 || d.Same() {
		t.Fatalf("answers: %+v", d.Answers)
	}
	want := map[string][2]string{
		q.ID:     {q.Answers[0].Label, q.Answers[1].Label},
		other.ID: {"", decision.Either([]string{other.Answers[0].Label, other.Answers[1].Label})},
	}
	for _, a := range d.Answers {
		if got := [2]string{a.From, a.To}; got != want[a.Question] {
			t.Errorf("%s: %q, want %q", a.Question, got, want[a.Question])
		}
	}
	if len(d.Weights) == 0 {
		t.Error("a ranking changed no weight")
	}
	moved := 0
	for _, s := range d.Scores {
		if s.FromPlace == 0 || s.ToPlace == 0 {
			t.Errorf("%s has no place: %+v", s.Option, s)
		}
		if s.Moved() {
			moved++
		}
	}
	if moved == 0 {
		t.Error("no option moved")
	}
}

// about reports whether a subject includes an option.
func about(c *decision.Catalogue, option string, s decision.Subject) bool {
	return slices.ContainsFunc(c.OptionsOf(s), func(o int) bool { return c.Options[o].ID == option })
}

// TestCompareLoad compares reports with different loads, the same load, and none.
func TestCompareLoad(t *testing.T) {
	c := shippedCatalogue(t)
	under := func(requests uint64) decision.Report {
		load := cost.DefaultLoad()
		load.Requests = cost.Whole(requests)
		return evaluated(t, c, decision.Assessment{Load: &load})
	}
	none, small, large := evaluated(t, c, decision.Assessment{}), under(1_000_000), under(1_000_000_000)
	for _, test := range []struct {
		name              string
		before, after     decision.Report
		newLoad           bool
		from, to, changed int // bills
	}{
		{"none", none, none, false, 0, 0, 0},
		{"the same", small, under(1_000_000), false, 5, 5, 0},
		{"more", small, large, true, 5, 5, 5},
		{"stated", none, small, true, 0, 5, 5},
		{"taken back", small, none, true, 5, 0, 5},
	} {
		d := decision.Compare(test.before, test.after)
		from, to, changed := 0, 0, 0
		for _, x := range d.Costs {
			if x.From != nil {
				from++
			}
			if x.To != nil {
				to++
			}
			if x.Moved() {
				changed++
			}
			if x.Name == "" {
				t.Errorf("%s: a bill of nothing", test.name)
			}
		}
		if d.NewLoad() != test.newLoad || from != test.from || to != test.to || changed != test.changed || d.Same() == test.newLoad {
			t.Errorf("%s: new load %v, bills %d and %d, %d changed, same %v", test.name, d.NewLoad(), from, to, changed, d.Same())
		}
	}
	if d := decision.Compare(small, large); *d.FromLoad != small.Cost.Load || *d.ToLoad != large.Cost.Load {
		t.Error("the loads are others than those stated")
	}
	dearer := under(1_000_000)
	dearer.Cost.Options[0].Total++
	if decision.Compare(small, dearer).Same() {
		t.Error("a dearer bill is not told")
	}
}

// TestCauses changes three judgements of a copy, of which one matters, and removes one
// question.
func TestCauses(t *testing.T) {
	old, now := shippedCatalogue(t), shippedCatalogue(t)
	q := old.Questions[0]
	a := decision.Assessment{Answers: decision.Answers{q.ID: {q.Answers[0].ID}}}
	if causes, err := decision.Causes(old, now, a); err != nil || len(causes) != 0 {
		t.Fatalf("nothing changed: %v, %v", causes, err)
	}
	leader := evaluated(t, old, a).Leader
	for i := range now.Cells {
		// Lowering the structure's share to the worst keeps the sum on the scale.
		if cell := &now.Cells[i]; about(now, leader, cell.Subject()) && cell.Value > 1 {
			for _, k := range now.Criteria {
				if k.ID == cell.Criterion && len(now.Judgements(leader, k.ID)) == 1 {
					cell.Value = k.Scale.Worst.At
				}
			}
		}
	}
	last := now.Questions[len(now.Questions)-1]
	now.Questions = now.Questions[:len(now.Questions)-1]
	now.Cases = nil
	if err := now.Compile(); err != nil {
		t.Fatal(err)
	}
	causes, err := decision.Causes(old, now, a)
	if err != nil || len(causes) < 2 {
		t.Fatalf("%v, %v", causes, err)
	}
	named, gone := 0, false
	for i, c := range causes {
		switch {
		case c.Tested && c.Effect > 0:
			t.Errorf("a worse judgement of the leader helps it: %+v", c)
		case c.Tested:
			named++
			if i > 0 && causes[i-1].Leader == "" && c.Leader != "" {
				t.Errorf("%+v comes after %+v", c, causes[i-1])
			}
		default:
			gone = gone || strings.Contains(c.What, last.Text)
		}
	}
	if named == 0 || !gone {
		t.Errorf("causes: %+v", causes)
	}
}

// TestCausesOfParts checks that a mark which separates parts is a cause like any other
// effect.
func TestCausesOfParts(t *testing.T) {
	old, now := apart(t, 0.4, 0.5), apart(t, 0.4, 0.5)
	for q := range old.Questions {
		for i := range old.Questions[q].Answers {
			old.Questions[q].Answers[i].Apart = false
		}
	}
	if err := old.Compile(); err != nil {
		t.Fatal(err)
	}
	causes, err := decision.Causes(old, now, parts())
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, c := range causes {
		if strings.Contains(c.What, "sets parts apart") {
			named++
		}
	}
	if named != 2 { // the answers of the two parts, each of which turns one option into a mix
		t.Errorf("%d causes are about parts: %+v", named, causes)
	}
}

// TestCausesOfBills changes one price, then many, of a platform that comes last: its bill
// changes but not the lead.
func TestCausesOfBills(t *testing.T) {
	load := cost.DefaultLoad()
	load.Requests = cost.Whole(3_000_000_000)
	priced := decision.Assessment{Load: &load}
	dearer := func(from func(string) bool) *decision.Catalogue {
		c := shippedCatalogue(t)
		for i := range c.Prices {
			for j := range c.Prices[i].Items {
				if item := &c.Prices[i].Items[j]; from(item.ID) {
					item.Tiers[0].Price *= 11
				}
			}
		}
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	old := shippedCatalogue(t)
	one := dearer(func(id string) bool { return id == "lambda-requests" })
	causes, err := decision.Causes(old, one, priced)
	if err != nil || len(causes) != 1 || !causes[0].Tested ||
		!strings.HasSuffix(causes[0].What, "costs 2.2 USD instead of 0.2 USD for 1,000,000 × request.") {
		t.Errorf("one price: %+v, %v", causes, err)
	}
	if causes, err := decision.Causes(old, one, decision.Assessment{}); err != nil || len(causes) != 0 {
		t.Errorf("without a load no price matters: %+v, %v", causes, err)
	}
	all := dearer(func(string) bool { return true })
	causes, err = decision.Causes(old, all, priced)
	if err != nil || len(causes) == 0 || len(causes) > len(old.Prices) || !strings.Contains(causes[0].What, " prices of ") {
		t.Errorf("all prices: %+v, %v", causes, err)
	}
}

// TestCompareRules checks that rules are matched by their subject and that each difference
// is listed once.
func TestCompareRules(t *testing.T) {
	lock := decision.Rule{Kind: decision.RuleAnswer, Question: "place", Answers: []string{"eu"}, Sentence: "s", Reason: "r"}
	elsewhere, bound, removed := lock, decision.Rule{Kind: decision.RuleWeight, Criterion: "cost", Sentence: "s"},
		decision.Rule{Kind: decision.RuleOption, Options: []string{"a"}, Sentence: "s"}
	elsewhere.Sentence = "otherwise"
	other := removed
	other.Options = []string{"a", "b"}
	policy := func(rules ...decision.Rule) decision.Report {
		return decision.Report{Policy: &decision.Applied{Rules: rules}}
	}
	for name, test := range map[string]struct {
		before, after decision.Report
		want          []decision.RuleChange
	}{
		"none":          {decision.Report{}, decision.Report{}, nil},
		"the same":      {policy(lock, bound), policy(bound, lock), nil},
		"new":           {decision.Report{}, policy(lock, bound), []decision.RuleChange{{nil, &lock}, {nil, &bound}}},
		"gone":          {policy(lock, bound), policy(bound), []decision.RuleChange{{&lock, nil}}},
		"otherwise":     {policy(lock, removed), policy(removed, elsewhere), []decision.RuleChange{{&lock, &elsewhere}}},
		"other options": {policy(removed), policy(other), []decision.RuleChange{{nil, &other}, {&removed, nil}}},
	} {
		d := decision.Compare(test.before, test.after)
		if !reflect.DeepEqual(d.Rules, test.want) {
			t.Errorf("%s: %+v", name, d.Rules)
		}
		if !d.Same() {
			t.Errorf("%s: what readers are told differs", name)
		}
	}
}

// TestCompareAnswersOfAPart: a part without an answer of its own had that of the whole.
func TestCompareAnswersOfAPart(t *testing.T) {
	whole := decision.Answered{Question: "staff", Text: "Who?", Label: "Servers"}
	part := decision.Answered{Question: "staff", Text: "Who?", Label: "Nobody", Part: "Shop"}
	before := decision.Report{Answered: []decision.Answered{whole}}
	after := decision.Report{Answered: []decision.Answered{whole, part}}
	want := []decision.AnswerChange{{Question: "staff", Text: "Who?", Part: "Shop", From: "Servers", To: "Nobody"}}
	if got := decision.Compare(before, after).Answers; !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	want[0].From, want[0].To = want[0].To, want[0].From
	if got := decision.Compare(after, before).Answers; !slices.Equal(got, want) {
		t.Errorf("the other way round %+v, want %+v", got, want)
	}
}
