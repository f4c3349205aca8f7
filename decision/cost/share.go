package cost

import "slices"

// divided are the numbers of a load that the parts of a system share out. The
// others describe one request or one copy of the program, and hold for each part.
var divided = []string{"requests", "engineer_hours", "objects", "images", "secrets", "services"}

// Share returns the load of a part of a system that has so many per cent of its requests, 0
// to 100, and runs apart from the others. What is kept, the services and the hours of work
// are divided likewise. Database, cache and the monthly allowances are there once for all
// parts: they count with the first one.
func (m *Model) Share(l Load, percent Quantity, first bool) Load {
	out := l
	for _, f := range slices.Concat(fields, m.AssumptionFields(), peopleFields) {
		whole := f.Value(l)
		if f.of == nil && !l.states(f.ID) {
			whole = f.Default // the one of this model
			if f.shared() {
				continue // it is as for all options, which are divided
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

// states says that a load has a number only because it states it.
func (l *Load) states(id string) bool {
	i := statedIndex(id)
	return i >= 0 && l.assumed[i].stated
}
