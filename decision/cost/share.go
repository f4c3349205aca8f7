package cost

import "slices"

// divided lists the numbers of a load that the parts of a system divide among them. All
// other numbers describe a single request or program and apply to every part.
var divided = []string{"requests", "engineer_hours", "objects", "images", "secrets", "services"}

// Share returns the load of one part of a system, with the given share of its requests in
// percent, 0 to 100. Stored data, services and hours of work are divided in the same way.
// Database, cache and monthly allowances exist once for all parts, so they count with the
// first part.
func (m *Model) Share(l Load, percent Quantity, first bool) Load {
	out := l
	for _, f := range slices.Concat(fields, m.AssumptionFields(), peopleFields) {
		whole := f.Value(l)
		if f.of == nil && !l.states(f.ID) {
			whole = f.Default // the default of this model
			if f.shared() {
				continue // it takes the value for all options, which is divided
			}
		}
		if slices.Contains(divided, f.ID) || f.shared() {
			out = f.With(out, whole.Mul(percent).Over(100).Ceil(f.Step).Max(f.Min))
		}
	}
	if !first {
		out.Database, out.Cache, out.DatabaseStorage, out.FreeTier = "", "", Quantity{}, false
	}
	return out
}

// states reports whether a load states a number that it otherwise would not have.
func (l *Load) states(id string) bool {
	i := statedIndex(id)
	return i >= 0 && l.assumed[i].stated
}
