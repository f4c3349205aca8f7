package web

import (
	"context"
	"fmt"
	"slices"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/views"
	"crossroads/web/form"
)

// curvePoints is how finely a curve is drawn.
const curvePoints = 121

// uncertain is how far off prices and load are taken to be.
var uncertain = cost.Uncertainty{Price: 10, Load: 20}

// estimates are the bills of the chosen blueprints with what lies around them.
type estimates struct {
	bills     []cost.Estimate
	curve     cost.Curve
	crossings []cost.Crossing
}

// estimate computes bills, curve and break-evens.
func (s *server) estimate(ctx context.Context, load cost.Load, show []string, axis cost.Axis, points int, off cost.Uncertainty) (estimates, error) {
	var out estimates
	leave, err := s.assess.Enter(ctx, priceCost*(1+points/curvePoints))
	if err != nil {
		return out, err
	}
	defer leave()
	for _, id := range show {
		e, err := s.costs.Estimate(id, load)
		if err != nil {
			return out, err
		}
		out.bills = append(out.bills, e)
	}
	if out.curve, err = s.costs.Curve(show, load, axis, points); err != nil {
		return out, err
	}
	out.crossings, err = cheapestCrossings(s.costs, out.curve, load, axis, off)
	return out, err
}

// cheapestCrossings are the values of an axis at which the cheapest of the
// blueprints of a curve changes, rising. Each pair that follows one another on
// the curve is compared exactly.
func cheapestCrossings(m *cost.Model, curve cost.Curve, load cost.Load, axis cost.Axis, off cost.Uncertainty) ([]cost.Crossing, error) {
	best := cheapestLines(curve)
	var found []cost.Crossing
	done := map[[2]int]bool{}
	for i := 1; i < len(best); i++ {
		pair := [2]int{min(best[i-1], best[i]), max(best[i-1], best[i])}
		if pair[0] == pair[1] || done[pair] {
			continue
		}
		done[pair] = true
		all, err := m.BreakEven(curve.Series[pair[0]].Blueprint, curve.Series[pair[1]].Blueprint, load, axis, off)
		if err != nil {
			return nil, fmt.Errorf("break-even: %w", err)
		}
		for _, x := range all {
			if onFront(curve, best, pair, x.At) {
				found = append(found, x)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b cost.Crossing) int { return a.At.Cmp(b.At) })
	return found, nil
}

// cheapestLines returns the cheapest line of a curve at each of its points; of
// equal ones the one that was cheapest before.
func cheapestLines(curve cost.Curve) []int {
	best := make([]int, len(curve.At))
	now := 0
	for p := range curve.At {
		for i, s := range curve.Series {
			if s.Totals[p] < curve.Series[now].Totals[p] {
				now = i
			}
		}
		best[p] = now
	}
	return best
}

// onFront is true where both of a pair are cheaper than all others around a value.
func onFront(curve cost.Curve, best []int, pair [2]int, at cost.Quantity) bool {
	in := func(p int) bool { return best[p] == pair[0] || best[p] == pair[1] }
	for p := 1; p < len(curve.At); p++ {
		if curve.At[p].Cmp(at) >= 0 {
			return in(p-1) && in(p)
		}
	}
	return false
}

// costAxis is the range of a curve: wide enough for every reader, wider where
// the load lies outside.
func costAxis(field string, load cost.Load) cost.Axis {
	low, high := cost.Whole(10_000), cost.Whole(10_000_000_000)
	switch field {
	case "duration":
		low, high = cost.Whole(10), cost.Whole(100_000)
	case "utilisation":
		low, high = cost.Whole(5), cost.Whole(100)
	}
	f, _ := cost.FieldOf(field)
	at := f.Value(load)
	for at.Cmp(low) < 0 && low.Cmp(cost.Whole(1)) > 0 {
		low = low.Over(10).Max(cost.Whole(1))
	}
	for at.Cmp(high) > 0 {
		high = high.Times(10)
	}
	return cost.Axis{Field: field, From: low, To: high.Min(f.Max)}
}

// costFigures are what the page shows for a valid input.
func (s *server) costFigures(ctx context.Context, in costInput) (*views.CostFigures, error) {
	got, err := s.estimate(ctx, in.load, in.show, costAxis(in.axis, in.load), curvePoints, uncertain)
	if err != nil {
		return nil, err
	}
	query := in.query()
	f := &views.CostFigures{
		Load: in.load, Estimates: got.bills, Curve: got.curve, Crossings: got.crossings, Off: uncertain,
		Assumptions: s.costs.Assumptions.Numbers(), Sources: s.lib.Sources, Today: s.today(),
		CSVURL: "/cost.csv?" + query, JSONURL: "/cost.json?" + query,
	}
	if cat := s.costComparison(); cat != nil {
		f.WizardURL = form.URL("/decide/"+cat.Slug, form.LoadQuery(in.load))
	}
	return f, nil
}

// costComparison is the first comparison that takes load figures.
func (s *server) costComparison() *decision.Catalogue {
	for _, cat := range s.lib.Comparisons {
		if cat.CostModel() != nil {
			return cat
		}
	}
	return nil
}
