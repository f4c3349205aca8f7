package costs

import (
	"fmt"
	"slices"

	"crossroads/decision/cost"
)

// crossings returns the values of an axis at which the cheapest blueprint of a curve changes,
// in rising order. Where the cheapest changes between two points of the curve, the exact value
// is computed for that pair of blueprints.
func crossings(m *cost.Model, curve cost.Curve, load cost.Load, axis cost.Axis, off cost.Uncertainty) ([]cost.Crossing, error) {
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

// cheapestLines returns the cheapest line of a curve at each of its points. Of equal ones it
// takes the one that was cheapest before.
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

// onFront reports whether both lines of a pair are cheaper than all others around a value.
func onFront(curve cost.Curve, best []int, pair [2]int, at cost.Quantity) bool {
	in := func(p int) bool { return best[p] == pair[0] || best[p] == pair[1] }
	for p := 1; p < len(curve.At); p++ {
		if curve.At[p].Cmp(at) >= 0 {
			return in(p-1) && in(p)
		}
	}
	return false
}
