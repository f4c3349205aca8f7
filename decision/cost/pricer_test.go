package cost_test

import (
	"fmt"
	"strings"
	"testing"

	"crossroads/decision/cost"

	"pgregory.net/rapid"
)

// The totals of a pricer equal those of estimates, for one load after another.
func TestPricerAgreesWithEstimates(t *testing.T) {
	m := model()
	rapid.Check(t, func(t *rapid.T) {
		l := load()
		b := rapid.SampledFrom(m.Blueprints()).Draw(t, "blueprint").ID
		l.Region = rapid.SampledFrom(m.AreasOf(b)).Draw(t, "region")
		pricer, err := m.Pricer(b, l)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			l.FreeTier = rapid.Bool().Draw(t, "free tier")
			for _, f := range cost.Fields() {
				l = f.With(l, between(t, f, f.Min))
			}
			for _, f := range cost.AssumptionFields() {
				if rapid.Bool().Draw(t, "state "+f.ID) {
					l = f.With(l, between(t, f, f.Min))
				}
			}
			l = choose(t, l)
			sum, err := pricer.Totals(&l)
			want, other := m.Estimate(b, l)
			if fmt.Sprint(err) != fmt.Sprint(other) {
				t.Fatalf("errors %v and %v", err, other)
			}
			if err == nil && (sum.Exact != want.Bill.Exact || sum.Total != want.Bill.Total) {
				t.Fatalf("%s: %s (%s), an estimate says %s (%s)", b, sum.Total, sum.Exact, want.Bill.Total, want.Bill.Exact)
			}
		}
	})
}

func TestPricerRefuses(t *testing.T) {
	l := load()
	if _, err := model().Pricer("abacus", l); err == nil {
		t.Error("an unknown blueprint is taken")
	}
	l.Region = "moon"
	if _, err := model().Pricer("ec2", l); err == nil || !strings.Contains(err.Error(), "moon") {
		t.Errorf("error %v", err)
	}
}

// A search between few values finds the same crossings, except those undone at once.
func TestBreakEvenBetween(t *testing.T) {
	off := cost.Uncertainty{Price: 10, Load: 20}
	l := decided("memory", "128")
	fine := breakEven(t, "lambda-arm", "workers", l, overRequests, off)
	requests, _ := cost.FieldOf("requests")
	var at []cost.Quantity
	for n := cost.Whole(1); n.Cmp(overRequests.To) <= 0; n = n.Times(2) {
		at = append(at, n)
	}
	at = append(at, overRequests.To)
	priced := func(id string) cost.Priced {
		p := cost.Priced{}
		var err error
		if p.Pricer, err = model().Pricer(id, l); err != nil {
			t.Fatal(err)
		}
		for _, n := range at {
			load := requests.With(l, n)
			sum, err := p.Totals(&load)
			if err != nil {
				t.Fatal(err)
			}
			p.Exact = append(p.Exact, sum.Exact)
		}
		return p
	}
	coarse, err := cost.BreakEvenBetween(priced("lambda-arm"), priced("workers"), l, requests, at, off)
	if err != nil || len(coarse) == 0 || len(fine) == 0 || coarse[0].At != fine[0].At || coarse[0].Above != fine[0].Above {
		t.Errorf("%+v (%v), with more points %+v", coarse, err, fine)
	}
}
