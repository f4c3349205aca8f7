package decision_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/decision/decisiontest"
	"crossroads/wrong"
)

// shipped returns the published comparison, with the published prices.
func shipped(t testing.TB) *decision.Catalogue {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c, ok := lib.Comparison("deployment")
	if !ok {
		t.Fatal("the comparison deployment is missing")
	}
	return c
}

// loaded returns the usual load with some fields changed: "requests", "3000000", …
func loaded(t testing.TB, changes ...string) *cost.Load {
	t.Helper()
	load := cost.DefaultLoad()
	for i := 0; i < len(changes); i += 2 {
		f, ok := cost.FieldOf(changes[i])
		q, err := f.Parse(changes[i+1])
		if !ok || err != nil {
			t.Fatalf("%s: %v", changes[i], err)
		}
		load = f.With(load, q)
	}
	return &load
}

// worth returns what the options are worth on the cost criterion.
func worth(t testing.TB, c *decision.Catalogue, load *cost.Load) map[string]float64 {
	t.Helper()
	values := map[string]float64{}
	for _, o := range evaluate(t, c, decision.Assessment{Load: load}).Cost.Options {
		values[o.Option] = o.Value
	}
	return values
}

// The engine agrees in direction with published findings: Insider moved an event API with
// over 4,000 requests a minute, mostly forwarding, from functions to containers; Raksul
// moved image processing, 8,000 times 30 s a day, from permanently running tasks to
// functions; and an idle function costs nothing.
func TestDirectionOfPublishedCosts(t *testing.T) {
	c := shipped(t)
	balanced := loaded(t, "requests", "175200000", "duration", "20", "memory", "128", "response", "1", "concurrency", "50")
	balanced.Front = "balancer" // it moved from a gateway to one
	tests := []struct {
		name          string
		load          *cost.Load
		better, worse []string
	}{
		{"forwarded events, 4,000 a minute, behind a load balancer", balanced,
			[]string{"hosted"}, []string{"functions"}},
		{"images, 8,000 a day",
			loaded(t, "requests", "243333", "duration", "30000", "memory", "1024", "waiting", "10", "concurrency", "1", "response", "200"),
			[]string{"functions"}, []string{"hosted", "services", "microservices", "servers"}},
		{"idle", loaded(t, "requests", "0"), []string{"functions"}, []string{"hosted", "services", "microservices", "servers"}},
	}
	for _, tt := range tests {
		values := worth(t, c, tt.load)
		for _, a := range tt.better {
			for _, b := range tt.worse {
				if values[a] <= values[b] {
					t.Errorf("%s: %s is worth %v, %s %v", tt.name, a, values[a], b, values[b])
				}
			}
		}
	}
}

// The value by hand: bills of the shipped model, 50 USD added to each, on a log
// scale from the least to eight times that.
func TestValueOfABill(t *testing.T) {
	c := shipped(t)
	r := evaluate(t, c, decision.Assessment{Load: loaded(t, "engineer_hours", "10")})
	if r.Cost.Floor != 5000 || r.Cost.WorstRatio != 8 || r.Cost.Cheapest != "lambda-x86" || r.Cost.AsOf == "" {
		t.Fatalf("%+v", r.Cost)
	}
	for _, o := range r.Cost.Options {
		ratio := float64(o.Total+5000) / float64(r.Cost.CheapestTotal+5000)
		near(t, o.Option+" ratio", o.Ratio, ratio)
		near(t, o.Option+" value", o.Value, max(0, 1-math.Log(ratio)/math.Log(8)))
		if o.People.String() != "750.00" {
			t.Errorf("people of %s cost %s", o.Option, o.People)
		}
	}
}

// Without a stated load, the cells and shifts of the criterion apply.
func TestLoadReplacesBands(t *testing.T) {
	c := shipped(t)
	idle, busy := decision.Answers{"level": {"tiny"}, "shape": {"silent"}}, decision.Answers{"level": {"massive"}, "shape": {"even"}}
	cents := func(answers decision.Answers, load *cost.Load) []float64 {
		r := evaluate(t, c, decision.Assessment{Answers: answers, Load: load})
		values := make([]float64, len(c.Options))
		for _, s := range r.Ranking {
			at := slices.IndexFunc(c.Options, func(o decision.Option) bool { return o.ID == s.Option })
			values[at] = s.Values[0]
		}
		return values
	}
	if c.Criteria[0].Cost == nil {
		t.Fatal("the first criterion is not that of costs")
	}
	if slices.Equal(cents(idle, nil), cents(busy, nil)) {
		t.Error("without load figures the answers about the load do not count")
	}
	if load := loaded(t); !slices.Equal(cents(idle, load), cents(busy, load)) {
		t.Error("with load figures the answers about the load still move the cost")
	}
	if less := loaded(t, "requests", "1000"); slices.Equal(cents(idle, less), cents(idle, loaded(t, "requests", "900000000"))) {
		t.Error("the load does not count")
	}
}

// Load figures do not count as answers.
func TestLoadAloneDecidesNothing(t *testing.T) {
	r := evaluate(t, shipped(t), decision.Assessment{Load: loaded(t)})
	if r.Kind != decision.VerdictUndecided || r.Winner != nil || len(r.Cost.Options) != 6 {
		t.Errorf("%s, winner %v", r.Kind, r.Winner)
	}
}

// The load is that of the whole system: all parts have the same values.
func TestLoadOfParts(t *testing.T) {
	a := decision.Assessment{Load: loaded(t), Parts: []decision.Part{
		{Name: "api", Answers: decision.Answers{"kind": {"events"}}}, {Name: "report", Answers: decision.Answers{"level": {"tiny"}}},
	}}
	r := evaluate(t, shipped(t), a)
	for _, o := range r.Cost.Options {
		for _, part := range r.Plan.Parts {
			i := slices.IndexFunc(part.Ranking, func(s decision.Standing) bool { return s.Option == o.Option })
			near(t, part.Part+" on "+o.Option, part.Ranking[i].Values[0], o.Value)
		}
	}
}

// Each crossing is the first request at which the cheaper option changes.
func TestCrossingsOfTheLeader(t *testing.T) {
	c := shipped(t)
	load := loaded(t, "requests", "20000000")
	r := evaluate(t, c, decision.Assessment{Load: load, Answers: decision.Answers{"level": {"modest"}, "size": {"few"}}})
	if len(r.Cost.Crossings) == 0 {
		t.Fatal("no crossings")
	}
	f, _ := cost.FieldOf("requests")
	for _, x := range r.Cost.Crossings {
		if x.Option == r.Leader || x.Low.Cmp(x.At) > 0 || x.High.Cmp(x.At) < 0 {
			t.Errorf("%+v", x)
		}
		for _, at := range []cost.Quantity{x.At.Sub(f.Step), x.At} {
			below, _ := c.CostModel().Estimate(x.Below, f.With(*load, at))
			above, _ := c.CostModel().Estimate(x.Above, f.With(*load, at))
			if cheaper := above.Bill.Exact.Cmp(below.Bill.Exact) < 0; cheaper != (at == x.At) {
				t.Errorf("%q: at %s %s costs %s, %s %s", x.Sentence, at, x.Below, below.Bill.Exact, x.Above, above.Bill.Exact)
			}
		}
	}
}

// flipping returns an assessment of the shipped comparison whose result depends on the
// load.
func flipping(t testing.TB, c *decision.Catalogue) (decision.Assessment, decision.Report) {
	t.Helper()
	var weights []decision.CriterionWeight
	for _, k := range c.Criteria {
		weights = append(weights, decision.CriterionWeight{Criterion: k.ID, Weight: 10})
	}
	weights[0].Weight = 100 // the cost
	a := decision.Assessment{Load: loaded(t), Priorities: decision.Priorities{Weights: weights},
		Answers: decision.Answers{"kind": {"events"}, "needs": {"none"}, "appetite": {"little"}}}
	r := evaluate(t, c, a)
	if len(r.Cost.LoadFlips) == 0 {
		t.Fatal("with cost as the weightiest criterion no load changes what comes first")
	}
	return a, r
}

func TestLoadFlipsAreSaid(t *testing.T) {
	c := shipped(t)
	_, r := flipping(t, c)
	x := r.Cost.LoadFlips[0]
	if !strings.Contains(x.Sentence, " a month") || !strings.HasSuffix(x.Sentence, phraseOf(c, x.Leader)+" would come first.") {
		t.Errorf("%q", x.Sentence)
	}
	if !strings.HasPrefix(r.Revisit[0], "The load ") || !strings.Contains(r.Revisit[0], "requests") ||
		!strings.Contains(r.Revisit[0], phraseOf(c, x.Leader)) {
		t.Errorf("revisit %q", r.Revisit)
	}
}

// TestBreakEvensOfAnyLoad: from which load on two bills may be the same does not hang on the load that is stated.
func TestBreakEvensOfAnyLoad(t *testing.T) {
	c := shipped(t)
	low := func(requests string) (found []string) {
		a := decision.Assessment{Load: loaded(t, "requests", requests), Answers: decision.Answers{"kind": {"front"}}}
		for _, x := range evaluate(t, c, a).Cost.Crossings {
			if x.Option == "functions" {
				found = append(found, x.Low.Text())
			}
		}
		return found
	}
	want := low("1000000")
	if len(want) == 0 {
		t.Fatal("the bills never cross")
	}
	for _, requests := range []string{"330000", "1350000", "60000000", "68000000", "70000000", "72500000", "79000000", "100000000"} {
		if got := low(requests); !slices.Equal(got, want) {
			t.Errorf("with %s requests they may be the same from %q on, with a million from %q", requests, got, want)
		}
	}
}

// TestLoadFlipsHold: at a load outside of all ranges nothing else is clearly ahead, and a range that is said to go on does
// so to the most load there may be. Options that take turns within a point, as machines are added, are no reason to decide
// again.
func TestLoadFlipsHold(t *testing.T) {
	c := shipped(t)
	near := decision.Assessment{Load: loaded(t, "requests", "270000", "duration", "1500", "memory", "256"), Answers: decision.Answers{
		"kind": {"events"}, "duration": {"seconds"}, "needs": {"none"}, "place": {"regulated"}, "level": {"tiny"}, "shape": {"planned"},
		"latency": {"relaxed"}, "consistency": {"later"}, "size": {"team"}, "autonomy": {"together"}, "skills": {"functions"},
		"outage": {"critical"}, "reason": {"outages"}, "start": {"burdened"}, "horizon": {"steady"}}}
	r := evaluate(t, c, near)
	said := func(s string) bool { return strings.HasPrefix(s, "The load ") }
	if r.Leader != "functions" || len(r.Cost.LoadFlips) > 0 || slices.ContainsFunc(r.Revisit, said) {
		t.Errorf("%s leads: %+v %q", r.Leader, r.Cost.LoadFlips, r.Revisit)
	}
	clear, now := flipping(t, c)
	requests, _ := cost.FieldOf("requests")
	for _, start := range []decision.Assessment{near, clear} {
		first := evaluate(t, c, start)
		for n := cost.Whole(1); n.Cmp(requests.Max) <= 0; n = n.Times(10) {
			a, load := start, requests.With(*start.Load, n)
			a.Load = &load
			r, err := decision.Evaluate(c, a)
			if err != nil {
				break // more than can be computed
			}
			flip := slices.IndexFunc(first.Cost.LoadFlips, func(f decision.LoadFlip) bool {
				return (f.LowOpen || f.Low.Cmp(n) <= 0) && (f.HighOpen || n.Cmp(f.High) <= 0)
			})
			switch {
			case flip >= 0 && r.Leader != first.Cost.LoadFlips[flip].Leader:
				t.Errorf("%s leads at %s, but: %s", r.Leader, n, first.Cost.LoadFlips[flip].Sentence)
			case flip < 0 && r.Leader != first.Leader && r.Margin >= 0.01:
				t.Errorf("%s leads at %s, and nothing says so", r.Leader, n)
			}
		}
	}
	if len(now.Cost.LoadFlips) == 0 {
		t.Error("no load changes the result")
	}
}

// phraseOf returns the name of an option inside a sentence.
func phraseOf(c *decision.Catalogue, id string) string {
	at := slices.IndexFunc(c.Options, func(o decision.Option) bool { return o.ID == id })
	return c.Options[at].Phrase
}

func TestLoadRefused(t *testing.T) {
	c := shipped(t)
	spoil := func(change func(*cost.Load)) *cost.Load {
		load := loaded(t)
		change(load)
		return load
	}
	tests := []struct {
		field string
		load  *cost.Load
	}{
		{"load.duration", spoil(func(l *cost.Load) { l.Duration = cost.Whole(900_001) })},
		{"load.memory", spoil(func(l *cost.Load) { l.Memory = cost.Quantity{} })},
		{"load.region", spoil(func(l *cost.Load) { l.Region = "moon" })},
		{"load.duration", &cost.Load{Region: "us"}},
	}
	for _, tt := range tests {
		_, err := decision.Evaluate(c, decision.Assessment{Load: tt.load})
		var field wrong.Input
		if !errors.As(err, &field) || field.Field != tt.field {
			t.Errorf("error %v, want one of %s", err, tt.field)
		}
	}
}

// A system without requests still has a curve, although the log axis has no zero.
func TestNoRequests(t *testing.T) {
	r := evaluate(t, shipped(t), decision.Assessment{Load: loaded(t, "requests", "0")})
	curve := r.Cost.Curve
	if curve.At[0] != cost.Whole(1) || curve.Axis.From != curve.At[0] || curve.Axis.To.Cmp(cost.Whole(100_000)) < 0 {
		t.Errorf("axis %+v", curve.Axis)
	}
	for _, s := range curve.Series {
		if len(s.Totals) != len(curve.At) {
			t.Errorf("%s: %d totals for %d loads", s.Blueprint, len(s.Totals), len(curve.At))
		}
	}
}

// Figures too large in combination are refused; nearby loads are priced, and loads beyond
// the limit are not tried.
func TestLargestLoads(t *testing.T) {
	c := shipped(t)
	load := loaded(t, "requests", "1000000000000", "duration", "900000", "peak", "1000", "hours", "0.1", "concurrency", "1", "utilisation",
		"1")
	_, err := decision.Evaluate(c, decision.Assessment{Load: load})
	var field wrong.Input
	if !errors.As(err, &field) || field.Field != "load" {
		t.Fatalf("error %v", err)
	}
	priced := 0
	for n := cost.Whole(1); n.Cmp(cost.Whole(1_000_000_000_000)) < 0; n = n.Times(3) {
		load.Requests = n
		r, err := decision.Evaluate(c, decision.Assessment{Load: load})
		if err != nil {
			if !errors.Is(err, wrong.Err) {
				t.Fatal(err)
			}
			continue
		}
		if priced++; !slices.Contains(r.Cost.Curve.At, n) {
			t.Errorf("the curve lacks the stated load %s", n)
		}
		for _, s := range r.Cost.Curve.Series {
			if len(s.Totals) != len(r.Cost.Curve.At) {
				t.Errorf("%s: %d totals for %d loads", s.Blueprint, len(s.Totals), len(r.Cost.Curve.At))
			}
		}
		if _, err := json.Marshal(r); err != nil {
			t.Error(err)
		}
	}
	if priced < 10 {
		t.Errorf("only %d loads can be priced", priced)
	}
}

func TestCompileRefusesCosts(t *testing.T) {
	tests := []struct {
		name    string
		spoil   func(c *decision.Catalogue)
		path    string
		message string
	}{
		{"no floor", func(c *decision.Catalogue) { c.Criteria[0].Cost.Floor = 0 }, "criteria[0].cost.floor", "must lie between"},
		{"floor not a number", func(c *decision.Catalogue) {
			c.Criteria[0].Cost.Floor = math.NaN()
		}, "criteria[0].cost.floor", "not a finite number"},
		{"flat scale", func(c *decision.Catalogue) {
			c.Criteria[0].Cost.WorstRatio = 1
		}, "criteria[0].cost.worst_ratio", "must lie between"},
		{"two criteria", func(c *decision.Catalogue) { c.Criteria[2].Cost = c.Criteria[0].Cost }, "criteria[2].cost", "only one"},
		{"an option without a blueprint", func(c *decision.Catalogue) {
			c.Options[1].ID = "abacus"
		}, "criteria[0].cost", `no blueprint for the option "abacus"`},
		{"no prices", func(c *decision.Catalogue) { c.Prices = nil }, "criteria[0].cost", "no price sheets"},
		{"prices of others", func(c *decision.Catalogue) {
			c.Prices[0].Provider = "corner shop"
		}, "criteria[0].cost", `no prices of "aws" for the option "functions"`},
		{"a price is missing", func(c *decision.Catalogue) {
			c.Prices[0].Items = c.Prices[0].Items[1:]
		}, "criteria[0].cost", "lambda-requests"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := decisiontest.Priced(decisiontest.Sized(4, 3, 3))
			tt.spoil(c)
			err := c.Compile()
			var problems wrong.Inputs
			if !errors.As(err, &problems) || !slices.ContainsFunc(problems, func(p wrong.Input) bool {
				return p.Field == tt.path && strings.Contains(p.Message, tt.message)
			}) {
				t.Errorf("got\n%v\nwant %s: …%s…", err, tt.path, tt.message)
			}
		})
	}
}

// The cost of a mix is the sum of its parts, each the bill for its share of the load on its
// option in the plan. Without a mix there is none.
func TestMixIsPriced(t *testing.T) {
	c := shipped(t)
	load := cost.DefaultLoad()
	load.Requests, load.FreeTier, load.Secrets = cost.Whole(3_000_000), true, cost.Whole(10)
	mixes, single := 0, 0
	shop := decision.Part{
		Name: "Shop", Share: 2,
		Answers: decision.Answers{"kind": {"records"}, "consistency": {"strict"}, "place": {"regulated"}},
	}
	thumbnails := decision.Part{
		Name: "Thumbnails", Share: 1,
		Answers: decision.Answers{"kind": {"events"}, "level": {"tiny"}, "shape": {"silent"}},
	}
	for _, parts := range [][]decision.Part{nil, {shop}, {shop, thumbnails}, {thumbnails, shop}} {
		r := evaluate(t, c, decision.Assessment{
			Answers: decision.Answers{"shape": {"surges"}, "place": {"cloud"}}, Parts: parts, Load: &load,
		})
		m := r.Cost.Mix
		if (m != nil) != (r.Plan != nil && len(r.Plan.Platforms) > 1) {
			t.Fatalf("a plan %+v, a mix %+v", r.Plan, m)
		}
		if m == nil {
			single++
			continue
		}
		mixes++
		var total, low, high cost.Cents
		var requests cost.Quantity
		for i, p := range m.Parts {
			plan := r.Plan.Parts[i]
			if p.Part != plan.Part || p.Option != plan.Option || p.Share != plan.Share {
				t.Errorf("part %+v, planned %+v", p, plan)
			}
			var lines cost.Cents
			for _, l := range p.Lines {
				lines += l.Amount
			}
			if lines != p.Total || p.Low > p.Total || p.Total > p.High {
				t.Errorf("%s: lines %s, total %s, from %s to %s", p.Part, lines, p.Total, p.Low, p.High)
			}
			total, low, high, requests = total+p.Total, low+p.Low, high+p.High, requests.Add(p.Requests)
		}
		if total != m.Total || low != m.Low || high != m.High || m.First != "Shop" {
			t.Errorf("together %s (%s to %s), parts %s (%s to %s), the first is %s", m.Total, m.Low, m.High, total, low, high, m.First)
		}
		if requests.Cmp(load.Requests) < 0 || requests.Cmp(load.Requests.Add(cost.Whole(3))) > 0 {
			t.Errorf("the parts have %s requests, the whole %s", requests.Text(), load.Requests.Text())
		}
	}
	if mixes == 0 || single == 0 {
		t.Errorf("%d mixes and %d others were looked at", mixes, single)
	}
}

// TestBillMarks: a report says what its bills do not count, and which prices are recalled or below the list.
func TestBillMarks(t *testing.T) {
	c := shippedCatalogue(t)
	load := cost.DefaultLoad()
	load.Requests, load.Region = cost.Whole(9_000_000), "eu"
	load.Database, load.Commitment = "medium", "one-year"
	r := evaluated(t, c, decision.Assessment{Load: &load})
	lacking, below := 0, 0
	for _, o := range r.Cost.Options {
		e, err := c.CostModel().Estimate(o.Blueprint, load)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(o.Missing, e.Missing) || o.Unverified != e.Bill.Unverified() || !slices.Equal(o.BelowList, e.Bill.BelowList()) {
			t.Errorf("%s: %+v", o.Option, o.BillMarks)
		}
		lacking, below = lacking+len(o.Missing), below+len(o.BelowList)
	}
	if lacking == 0 || below == 0 {
		t.Errorf("%d things are missing, %d prices are below the list", lacking, below)
	}
	r.Cost.Unmark()
	for _, o := range r.Cost.Options {
		if len(o.Missing)+o.Unverified+len(o.BelowList) > 0 {
			t.Errorf("still marked: %+v", o.BillMarks)
		}
	}
}
