package costs

import "crossroads/decision/cost"

// Points is the number of points of a curve.
const Points = 121

// Figures holds the bills of the chosen blueprints, and how they change along an axis.
type Figures struct {
	Bills     []cost.Estimate
	Later     []cost.Estimate // under the second load; nil without one
	Curve     cost.Curve      // under the first load
	Crossings []cost.Crossing // where the cheapest changes, in rising order
	Divided   *Divided        // in parts that run apart; nil without them
}

// Asked is the input of Compute.
type Asked struct {
	Load   cost.Load
	Later  *cost.Load // nil: one load only
	Show   []string   // blueprints that have prices in the region of the load
	Axis   cost.Axis
	Points int // of the curve
	Off    cost.Uncertainty
	Parts  []Part // that run apart; may be none
}

// LoadError is an error about another load than the first: the second, or that of a part.
type LoadError struct {
	Head string // before the ids of its fields: "later." or "p1."
	Err  error
}

func (e LoadError) Error() string { return e.Head + " " + e.Err.Error() }

func (e LoadError) Unwrap() error { return e.Err }

// Compute computes bills, curve and break-evens. It returns the errors of package cost, inside a
// LoadError if another load than the first is the reason.
func Compute(m *cost.Model, a Asked) (Figures, error) {
	var out Figures
	var err error
	if out.Bills, err = estimates(m, a.Show, a.Load); err != nil {
		return out, err
	}
	if a.Later != nil {
		if out.Later, err = estimates(m, a.Show, *a.Later); err != nil {
			return out, LoadError{cost.Later, err}
		}
	}
	if out.Divided, err = divide(m, a); err != nil {
		return out, err
	}
	if out.Curve, err = m.Curve(a.Show, a.Load, a.Axis, a.Points); err != nil {
		return out, err
	}
	out.Crossings, err = crossings(m, within(out.Curve, out.Bills), a.Load, a.Axis, a.Off)
	return out, err
}

func estimates(m *cost.Model, show []string, load cost.Load) ([]cost.Estimate, error) {
	list := make([]cost.Estimate, 0, len(show))
	for _, id := range show {
		e, err := m.Estimate(id, load)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// Cheapest returns the estimate with the lowest bill, the first of equal ones. One beyond the limits of its platform
// is taken only where all are.
func Cheapest(list []cost.Estimate) cost.Estimate {
	best := list[0]
	for _, e := range list[1:] {
		if e.Cheaper(&best) {
			best = e
		}
	}
	return best
}

// within returns the lines of a curve whose platforms can carry the load, or all of them where none can.
func within(curve cost.Curve, bills []cost.Estimate) cost.Curve {
	all := curve.Series
	curve.Series = nil
	for i, s := range all {
		if len(bills[i].Passed) == 0 {
			curve.Series = append(curve.Series, s)
		}
	}
	if curve.Series == nil {
		curve.Series = all
	}
	return curve
}

// Axis returns the range of a curve: a fixed one for each field, extended if the loads lie
// outside.
func Axis(field string, loads ...cost.Load) cost.Axis {
	low, high := cost.Whole(10_000), cost.Whole(10_000_000_000)
	switch field {
	case "duration":
		low, high = cost.Whole(10), cost.Whole(100_000)
	case "utilisation":
		low, high = cost.Whole(5), cost.Whole(100)
	}
	f, _ := cost.FieldOf(field)
	for _, load := range loads {
		at := f.Value(load)
		for at.Cmp(low) < 0 && low.Cmp(cost.Whole(1)) > 0 {
			low = low.Over(10).Max(cost.Whole(1))
		}
		for at.Cmp(high) > 0 {
			high = high.Times(10)
		}
	}
	return cost.Axis{Field: field, From: low, To: high.Min(f.Max)}
}

// Loads returns the loads of a state: one or two.
func (s State) Loads() []cost.Load {
	if s.Later == nil {
		return []cost.Load{s.Load}
	}
	return []cost.Load{s.Load, *s.Later}
}
