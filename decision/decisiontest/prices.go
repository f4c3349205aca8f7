package decisiontest

import (
	"errors"
	"math"
	"slices"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/wrong"

	"pgregory.net/rapid"
)

// list holds typical cloud prices per unit, in USD.
var list = []struct {
	item string
	usd  float64
}{
	{"lambda-requests", 2e-7}, {"lambda-duration-arm", 1.3e-5}, {"lambda-duration-x86", 1.7e-5}, {"http-api-requests", 1e-6},
	{"fargate-cpu-x86", 1.1e-5}, {"fargate-memory-x86", 1.2e-6}, {"fargate-cpu-arm", 9e-6}, {"fargate-memory-arm", 1e-6},
	{"ec2-t3-medium", 0.04}, {"ec2-m5-large", 0.1}, {"ec2-m5-xlarge", 0.2}, {"eks-cluster", 0.1},
	{"alb-hours", 0.02}, {"alb-lcu", 0.008}, {"nat-hours", 0.045}, {"nat-gb", 0.045}, {"transfer-out", 0.09},
}

// price adds a cost criterion to a catalogue of up to five options, with prices from a
// third of those above to three times as much.
func price(c *decision.Catalogue, from source) {
	for o, id := range []string{"servers", "functions", "microservices", "hosted", "services"}[:len(c.Options)] {
		rename(c, c.Options[o].ID, id)
	}
	c.Criteria[0].Cost = &decision.CostScale{Floor: from.number(1, 200), WorstRatio: from.number(2, 20)}
	sheet := cost.Sheet{ID: "cloud", Provider: "aws", Name: "The cloud", Region: "here", Area: "us", Currency: "USD"}
	for _, l := range list {
		tier := cost.Tier{Price: cost.Price(l.usd * from.number(0.33, 3) * 1e13)}
		sheet.Items = append(sheet.Items, cost.Item{ID: l.item, Name: l.item, Unit: "unit", Per: 1, Tiers: []cost.Tier{tier},
			Source: "list", AsOf: "2026-11-23", ReviewBy: "2027-05-23", Status: cost.Derived})
	}
	c.Prices = []cost.Sheet{sheet}
}

func rename(c *decision.Catalogue, from, to string) {
	swap := func(id *string) {
		if *id == from {
			*id = to
		}
	}
	for i := range c.Options {
		swap(&c.Options[i].ID)
	}
	for i := range c.Cells {
		swap(&c.Cells[i].Option)
	}
	for _, q := range c.Questions {
		for _, a := range q.Answers {
			for i := range a.Shifts {
				swap(&a.Shifts[i].Option)
			}
			for i := range a.Musts {
				swap(&a.Musts[i].Option)
			}
		}
	}
}

// loads generates loads that can be priced, most of them small compared with the limits of
// the fields; none for a catalogue without a cost criterion.
func loads(t *rapid.T, c *decision.Catalogue) *cost.Load {
	if c.CostModel() == nil || rapid.SampledFrom([]bool{true, true, false}).Draw(t, "no load") {
		return nil
	}
	load := cost.DefaultLoad()
	load.FreeTier = rapid.Bool().Draw(t, "free tier")
	for _, f := range cost.Fields() {
		if rapid.Bool().Draw(t, f.ID+" as usual") {
			continue
		}
		part := rapid.Uint64Range(0, 1000).Draw(t, f.ID)
		small := rapid.SampledFrom([]uint64{1_000, 1_000_000, 1_000_000_000}).Draw(t, "smaller by")
		load = f.With(load, f.Max.Sub(f.Min).Times(part).Over(small).Add(f.Min).Ceil(f.Step).Min(f.Max))
	}
	if _, err := decision.Evaluate(c, decision.Assessment{Load: &load}); err != nil {
		if !errors.Is(err, wrong.Err) {
			t.Fatal(err)
		}
		load = cost.DefaultLoad()
	}
	return &load
}

// costsAreSound checks the costs in a report against the rest of it.
func costsAreSound(t *rapid.T, c *decision.Catalogue) {
	a := Assessments(c).Draw(t, "assessment")
	r := evaluate(t, c, a)
	if (r.Cost == nil && r.Unbilled == nil) != (a.Load == nil) || r.Cost != nil && r.Unbilled != nil {
		t.Fatalf("load %v, cost %v, no bill for %v", a.Load, r.Cost, r.Unbilled)
	}
	if r.Cost == nil {
		return
	}
	k := slices.IndexFunc(c.Criteria, func(k decision.Criterion) bool { return k.Cost != nil })
	for i, o := range r.Cost.Options {
		if s := r.Ranking[i]; s.Option != o.Option || math.Abs(s.Values[k]-o.Value) > tolerance || o.Value < 0 || o.Value > 1 ||
			o.Ratio < 1 {
			t.Fatalf("place %d is %s with %v; its cost is that of %+v", i, s.Option, s.Values[k], o)
		}
		for _, cheaper := range r.Cost.Options {
			if cheaper.Total < o.Total && cheaper.Value < o.Value {
				t.Fatalf("%s costs less than %s, but is worth less: %v, %v", cheaper.Option, o.Option, cheaper.Value, o.Value)
			}
		}
		e, err := c.CostModel().Estimate(o.Blueprint, *a.Load)
		if err != nil || e.Bill.Total != o.Total || len(e.Bill.Lines) != len(o.Lines) || e.People.Total != o.People {
			t.Fatalf("%s: %+v, an estimate says %v (%v)", o.Option, o, e.Bill.Total, err)
		}
	}
}

// loadFlipsAreTrue evaluates both ends of each reported range of loads, and the loads next
// to them.
func loadFlipsAreTrue(t *rapid.T, c *decision.Catalogue) {
	a := Assessments(c).Draw(t, "assessment")
	r := evaluate(t, c, a)
	if r.Cost == nil {
		return
	}
	f, _ := cost.FieldOf("requests")
	outcome := func(n cost.Quantity) string {
		load := f.With(*a.Load, n)
		b := a
		b.Load = &load
		return Outcome(evaluate(t, c, b))
	}
	now := Outcome(r)
	for _, x := range r.Cost.LoadFlips[:min(2, len(r.Cost.LoadFlips))] {
		low, high := outcome(x.Low), outcome(x.High)
		if low == now || low != high || x.Low.Cmp(x.High) > 0 || (x.At != x.Low && x.At != x.High) {
			t.Fatalf("%q: %q at %s, %q at %s; now %q", x.Sentence, low, x.Low, high, x.High, now)
		}
		if x.Leader != decision.Hybrid && x.Leader != low {
			t.Fatalf("%q: %q comes first", x.Sentence, low)
		}
		if below := x.Low.Sub(f.Step); !x.LowOpen && outcome(below) == low {
			t.Fatalf("%q: %q also at %s", x.Sentence, low, below)
		}
		if above := x.High.Add(f.Step); !x.HighOpen && outcome(above) == low {
			t.Fatalf("%q: %q also at %s", x.Sentence, low, above)
		}
	}
}

// Quiet returns a load like that of a small web service, with the given requests a month.
func Quiet(requests uint64) *cost.Load {
	load := cost.DefaultLoad()
	load.Requests = cost.Whole(requests)
	return &load
}
