package decision_test

import (
	"encoding/json"
	"math"
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
		{"the same", small, under(1_000_000), false, 6, 6, 0},
		{"more", small, large, true, 6, 6, 6},
		{"stated", none, small, true, 0, 6, 6},
		{"taken back", small, none, true, 6, 0, 6},
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

// TestCompareContents: other words for an answer are no other answer, and a question that the content of one
// side does not have was not taken back.
func TestCompareContents(t *testing.T) {
	answered := func(label string, questions ...string) (r decision.Report) {
		for _, q := range questions {
			r.Answered = append(r.Answered, decision.Answered{Question: q, Text: q + "?", Answer: "few", Label: label})
		}
		return r
	}
	if d := decision.Compare(answered("Six to twenty", "size"), answered("Six to fifteen", "size")); len(d.Answers) > 0 || !d.Same() {
		t.Errorf("reworded: %+v", d.Answers)
	}
	with, without := answered("Few", "size", "load"), answered("Few", "size")
	if d := decision.Compare(with, without); len(d.Answers) != 1 || d.Answers[0].From != "Few" || d.Answers[0].ToNone != decision.NotAsked {
		t.Errorf("a question that is gone: %+v", d.Answers)
	}
	if d := decision.Compare(without, with); len(d.Answers) != 1 || d.Answers[0].FromNone != decision.NotAsked {
		t.Errorf("a new question: %+v", d.Answers)
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

// TestCauseKinds makes one change of each kind that moves a result, and expects it to be named.
func TestCauseKinds(t *testing.T) {
	load := cost.DefaultLoad()
	load.Requests = cost.Whole(300_000_000)
	open, priced := decision.Assessment{Answers: decision.Answers{"kind": {"records"}}}, decision.Assessment{Load: &load}
	split := func(question, answer string) decision.Assessment {
		return decision.Assessment{Parts: []decision.Part{
			{Name: "Shop", Share: 0.5, Answers: decision.Answers{"kind": {"front"}, "place": {"cloud"}}},
			{Name: "Books", Share: 0.5, Answers: decision.Answers{"kind": {"records"}, question: {answer}}},
		}}
	}
	divided, apart := split("needs", "state"), split("place", "onprem")
	leader := evaluated(t, shippedCatalogue(t), open).Leader
	option := func(c *decision.Catalogue) *decision.Option {
		return &c.Options[slices.IndexFunc(c.Options, func(o decision.Option) bool { return o.ID == leader })]
	}
	for _, test := range []struct {
		name   string
		answer decision.Assessment
		change func(*decision.Catalogue)
		want   string
	}{
		{"new cell", open, func(c *decision.Catalogue) {
			c.Cells = append(c.Cells, decision.Cell{Axis: "platform.managed", Criterion: "clarity", Value: -1, Verdict: "v", Reason: "r",
				Sources: c.Cells[0].Sources, AsOf: "2026-01-01", ReviewBy: "2027-01-01"})
		}, "New: A managed platform is judged -1 on"},
		{"axis", divided, func(c *decision.Catalogue) { c.Axes[0].Values[0].Divides = !c.Axes[0].Values[0].Divides }, "programs of their own with"},
		{"place on an axis", open, func(c *decision.Catalogue) { o := option(c); o.On = c.Options[len(c.Options)-1].On }, "has another place on the axes."},
		{"apart", apart, func(c *decision.Catalogue) { c.Bounds.Apart += 0.2 }, "where parts run apart."},
		{"together", divided, func(c *decision.Catalogue) { c.Bounds.Together += 0.2 }, "holds different parts together"},
		{"thresholds", open, func(c *decision.Catalogue) { c.Bounds.LeanShare = 0.01; c.Bounds.ClearShare = 0.02 }, "The thresholds"},
		{"shares", open, func(c *decision.Catalogue) {
			a := c.Questions[len(c.Questions)-1].Answers
			a[0].Share, a[1].Share = a[0].Share+a[1].Share-0.001, 0.001
		}, "How usual each answer to"},
		{"assumption", priced, func(c *decision.Catalogue) { c.Assumptions = map[string]cost.Quantity{"services": cost.Whole(4)} },
			"“Services” is assumed to be 4 instead of 10."},
		{"hours", withHours(priced), func(c *decision.Catalogue) { c.Hours = []cost.Rule{{Option: leader, Hours: cost.Whole(90), Why: "w"}} },
			"The hours that people spend"},
	} {
		old, now := shippedCatalogue(t), shippedCatalogue(t)
		test.change(now)
		if err := now.Compile(); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		causes, err := decision.Causes(old, now, test.answer)
		if err != nil || len(causes) != 1 || !causes[0].Tested || !strings.Contains(causes[0].What, test.want) {
			t.Errorf("%s: %+v, %v", test.name, causes, err)
		}
	}
}

func withHours(a decision.Assessment) decision.Assessment {
	load := *a.Load
	load.People, load.EngineerRate = "rules", cost.Whole(75)
	return decision.Assessment{Load: &load}
}

// TestCausesOfNames: what has a new name only is neither new nor gone.
func TestCausesOfNames(t *testing.T) {
	old, now := shippedCatalogue(t), shippedCatalogue(t)
	now.Options[0].Name += " again"
	now.Axes[0].Name += " again"
	now.Criteria[0].Name += " again"
	now.Questions[0].Text += " Again?"
	now.Prices[0].Name += " again"
	if err := now.Compile(); err != nil {
		t.Fatal(err)
	}
	load := cost.DefaultLoad()
	load.Requests = cost.Whole(3_000_000)
	causes, err := decision.Causes(old, now, decision.Assessment{Load: &load})
	if err != nil || len(causes) > 0 {
		t.Errorf("%+v, %v", causes, err)
	}
}

// TestCausesOfSources: a source that is cited no more keeps no change from being tried.
func TestCausesOfSources(t *testing.T) {
	old, now := shippedCatalogue(t), shippedCatalogue(t)
	a := decision.Assessment{Answers: decision.Answers{"kind": {"records"}}}
	now.Bounds.LeanShare, now.Bounds.ClearShare = 0.01, 0.02
	for q := range now.Questions {
		for i := range now.Questions[q].Answers {
			answer := &now.Questions[q].Answers[i]
			answer.Warnings, answer.Platform = nil, answer.Platform+0.001
		}
	}
	now.Sources = slices.DeleteFunc(now.Sources, func(s decision.Source) bool {
		return slices.ContainsFunc(old.Questions, func(q decision.Question) bool {
			return slices.ContainsFunc(q.Answers, func(a decision.Answer) bool {
				return slices.ContainsFunc(a.Warnings, func(w decision.Warning) bool { return w.Source == s.ID })
			})
		}) && !cites(now, s.ID)
	})
	if err := now.Compile(); err != nil {
		t.Fatal(err)
	}
	if len(now.Sources) == len(old.Sources) {
		t.Fatal("no source is cited by a warning alone")
	}
	causes, err := decision.Causes(old, now, a)
	for _, c := range causes {
		if !c.Tested {
			t.Errorf("not tried: %s", c.What)
		}
	}
	if err != nil || len(causes) == 0 {
		t.Errorf("%+v, %v", causes, err)
	}
}

func cites(c *decision.Catalogue, id string) bool {
	for _, q := range c.Questions {
		for _, a := range q.Answers {
			if slices.ContainsFunc(a.Musts, func(m decision.Must) bool { return m.Source == id }) {
				return true
			}
		}
	}
	return slices.ContainsFunc(c.Cells, func(cell decision.Cell) bool { return slices.Contains(cell.Sources, id) })
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
	plan := &decision.Plan{Parts: []decision.PartPlan{{Part: "Shop"}, {Part: "Depot"}}}
	before := decision.Report{Answered: []decision.Answered{whole}, Plan: plan}
	after := decision.Report{Answered: []decision.Answered{whole, part}, Plan: plan}
	want := []decision.AnswerChange{{Question: "staff", Text: "Who?", Part: "Shop", From: "Servers", To: "Nobody"}}
	if got := decision.Compare(before, after).Answers; !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	want[0].From, want[0].To = want[0].To, want[0].From
	if got := decision.Compare(after, before).Answers; !slices.Equal(got, want) {
		t.Errorf("the other way round %+v, want %+v", got, want)
	}
}

// TestCompareParts: parts that come, go or are renamed have no answers on a side that lacks them.
func TestCompareParts(t *testing.T) {
	c := shippedCatalogue(t)
	kinds := map[string]string{}
	for _, a := range c.Questions[0].Answers {
		kinds[a.ID] = a.Label
	}
	on := func(kind string) decision.Answers { return decision.Answers{"kind": {kind}} }
	report := func(whole string, parts ...decision.Part) decision.Report {
		a := decision.Assessment{Parts: parts}
		if whole != "" {
			a.Answers = on(whole)
		}
		return evaluated(t, c, a)
	}
	two := []decision.Part{{Name: "Shop", Answers: on("front")}, {Name: "Depot", Answers: on("batch")}}
	renamed := []decision.Part{{Name: "Store", Share: 70, Answers: on("front")}, {Name: "Depot", Share: 30, Answers: on("batch")}}
	three := append(slices.Clone(two), decision.Part{Name: "Box", Answers: on("events")})
	ask := func(part, from, to, fromNone, toNone string) decision.AnswerChange {
		return decision.AnswerChange{Question: "kind", Text: c.Questions[0].Text, Part: part, From: kinds[from], To: kinds[to],
			FromNone: fromNone, ToNone: toNone}
	}
	for name, test := range map[string]struct {
		before, after decision.Report
		added, gone   []string
		renamed       []decision.Rename
		shares        int
		answers       []decision.AnswerChange
	}{
		"divided": {report("records"), report("", two...), []string{"Shop", "Depot"}, nil, nil, 0, []decision.AnswerChange{
			ask("Shop", "", "front", decision.NoPart, ""), ask("Depot", "", "batch", decision.NoPart, ""),
			ask("", "records", "", "", decision.ByPart)}},
		"no longer": {report("", two...), report("records"), nil, []string{"Shop", "Depot"}, nil, 0, []decision.AnswerChange{
			ask("", "", "records", decision.ByPart, ""), ask("Shop", "front", "", "", decision.NoPart),
			ask("Depot", "batch", "", "", decision.NoPart)}},
		"one more": {report("", two...), report("", three...), []string{"Box"}, nil, nil, 2, []decision.AnswerChange{
			ask("Box", "", "events", decision.NoPart, "")}},
		"renamed": {report("", two...), report("", renamed...), nil, nil, []decision.Rename{{From: "Shop", To: "Store"}}, 2, nil},
		"both ways": {report("", renamed...), report("", three...), []string{"Box"}, nil, []decision.Rename{{From: "Store", To: "Shop"}}, 2,
			[]decision.AnswerChange{ask("Box", "", "events", decision.NoPart, "")}},
		"the same":  {report("", two...), report("", two...), nil, nil, nil, 0, nil},
		"undivided": {report("front"), report("front"), nil, nil, nil, 0, nil},
		"inherited": {report("front", decision.Part{Name: "Shop"}, two[1]), report("", two...), nil, nil, nil, 0,
			[]decision.AnswerChange{ask("", "front", "", "", decision.ByPart)}},
		"some parts": {report("front"), report("", two[0], decision.Part{Name: "Depot"}), []string{"Shop", "Depot"}, nil, nil, 0,
			[]decision.AnswerChange{ask("Shop", "", "front", decision.NoPart, ""),
				{Question: "kind", Text: c.Questions[0].Text, From: kinds["front"], ToNone: decision.SomeParts, ToOf: "“Shop”"}}},
		"no part": {report("front"), report("", decision.Part{Name: "Shop"}, decision.Part{Name: "Depot"}), []string{"Shop", "Depot"}, nil, nil, 0,
			[]decision.AnswerChange{ask("", "front", "", "", "")}},
		"ambiguous": {report("", two...),
			report("", decision.Part{Name: "One", Answers: on("front")}, decision.Part{Name: "Two", Answers: on("front")}),
			[]string{"One", "Two"}, []string{"Shop", "Depot"}, nil, 0, []decision.AnswerChange{
				ask("One", "", "front", decision.NoPart, ""), ask("Two", "", "front", decision.NoPart, ""),
				ask("Shop", "front", "", "", decision.NoPart), ask("Depot", "batch", "", "", decision.NoPart)}},
	} {
		d := decision.Compare(test.before, test.after)
		if !slices.Equal(d.Added(), test.added) || !slices.Equal(d.Gone(), test.gone) || !slices.Equal(d.Renamed, test.renamed) {
			t.Errorf("%s: new %q, gone %q, renamed %q", name, d.Added(), d.Gone(), d.Renamed)
		}
		if !slices.Equal(d.Answers, test.answers) {
			t.Errorf("%s: %+v", name, d.Answers)
		}
		if len(d.Shares) != test.shares || d.Same() == (name != "the same" && name != "undivided") {
			t.Errorf("%s: shares %+v, the same: %v", name, d.Shares, d.Same())
		}
	}
}

// TestCompareMoves: parts go elsewhere where a mix comes first in one of the reports; of single options the verdict says so.
func TestCompareMoves(t *testing.T) {
	plan := func(kind string, options ...string) decision.Report {
		p := &decision.Plan{Parts: []decision.PartPlan{{Part: "Shop", Option: options[0], Name: options[0]},
			{Part: "Depot", Option: options[len(options)-1], Name: options[len(options)-1]}}}
		p.Platforms = slices.Compact(slices.Clone(options))
		return decision.Report{Kind: kind, Leader: options[0], Plan: p}
	}
	mix := plan(decision.VerdictHybrid, "b", "a")
	for name, test := range map[string]struct {
		before, after decision.Report
		moves         int
	}{
		"nothing was chosen":  {plan(decision.VerdictClose, "a"), plan(decision.VerdictClear, "b"), 0},
		"nothing, then a mix": {plan(decision.VerdictClose, "a"), mix, 1},
		"nothing fits":        {plan(decision.VerdictNone, "a"), mix, 0},
		"another option":      {plan(decision.VerdictClear, "a"), plan(decision.VerdictClear, "b"), 0}, // the verdict says so
		"one, then a mix":     {plan(decision.VerdictLeaning, "a"), mix, 1},
		"the other way round": {plan(decision.VerdictHybrid, "a", "b"), mix, 2},
		"a mix that is close": {plan(decision.VerdictClose, "a", "b"), mix, 2},
	} {
		if d := decision.Compare(test.before, test.after); len(d.Moves) != test.moves || !d.PlanChanged {
			t.Errorf("%s: %+v", name, d.Moves)
		}
	}
}

// TestCompareSureness: how sure a result is and what a mix costs are differences.
func TestCompareSureness(t *testing.T) {
	report := func(share float64, bill cost.Cents) decision.Report {
		return decision.Report{Kind: decision.VerdictHybrid, Leader: "a", Share: 0.1, Plan: &decision.Plan{Share: share},
			Cost: &decision.CostReport{Mix: &decision.MixCost{Total: bill}}}
	}
	for name, test := range map[string]struct {
		after      decision.Report
		sure, bill bool
	}{
		"the same": {report(0.801, 100), false, false},
		"surer":    {report(0.9, 100), true, false},
		"dearer":   {report(0.8, 120), false, true},
	} {
		d := decision.Compare(report(0.8, 100), test.after)
		if d.NewShare() != test.sure || d.NewBill() != test.bill || d.Same() == (test.sure || test.bill) {
			t.Errorf("%s: shares %v and %v, bills %v and %v", name, d.FromShare, d.ToShare, d.FromBill, d.ToBill)
		}
	}
	if d := decision.Compare(decision.Report{Kind: decision.VerdictUndecided, Leader: "a"}, report(0.8, 1)); d.FromShare >= 0 || d.NewShare() {
		t.Errorf("nothing answered: %v", d.FromShare)
	}
}

// TestCausesOfAMix: what causes are measured on is the mix that came first, not the first of the options alone.
func TestCausesOfAMix(t *testing.T) {
	old, now := apart(t, 0.1, 0.04), apart(t, 0.1, 0.04)
	base := evaluated(t, old, parts())
	if base.Mix() == nil {
		t.Fatalf("no mix: %s", base.Headline)
	}
	heavier := func(c *decision.Catalogue, only string) *decision.Catalogue {
		for i := range c.Criteria {
			if k := &c.Criteria[i]; only == "" || strings.Contains(only, "“"+k.Name+"”") {
				k.Weight *= 500
			}
		}
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	causes, err := decision.Causes(old, heavier(now, ""), parts())
	if err != nil || len(causes) < 2 {
		t.Fatalf("%+v, %v", causes, err)
	}
	stays := 0
	for _, c := range causes {
		alone := evaluated(t, heavier(apart(t, 0.1, 0.04), c.What), parts())
		if want := alone.Plan.Value - base.Plan.Value; math.Abs(c.Score-want) > 1e-9 {
			t.Errorf("%s: the score moves by %v, want %v", c.What, c.Score, want)
		}
		if want := alone.Plan.Gain - base.Plan.Gain; math.Abs(c.Effect-want) > 1e-9 || !c.Led {
			t.Errorf("%s: the lead moves by %v, want %v", c.What, c.Effect, want)
		}
		still := alone.Mix() != nil && slices.Equal(alone.Plan.Platforms, base.Plan.Platforms)
		if still == (c.Name != "") {
			t.Errorf("%s: first is %q, and then: %s", c.What, c.Name, alone.Headline)
		}
		if still {
			stays++
			if want := decision.Compare(base, alone).Moves; len(c.Moves) != len(want) {
				t.Errorf("%s: parts go elsewhere: %+v, want %+v", c.What, c.Moves, want)
			}
		}
	}
	if stays == 0 || stays == len(causes) {
		t.Errorf("the mix stays with %d of %d changes", stays, len(causes))
	}
}
