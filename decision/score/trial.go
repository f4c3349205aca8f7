package score

import "slices"

// Change is another answer for one slot.
type Change struct {
	Slot   int
	Answer int
}

// Outcome is what a team would do: the options that it would use, and for several parts which
// part goes to which of them. There are no options when some part (or the only one) fits none.
type Outcome struct {
	Options Set
	Parts   uint64 // the option of each part, four bits each; 0 for one part
}

// Of returns the option of a part, in a system of several.
func (o Outcome) Of(part int) int { return int(o.Parts >> (4 * part) & 15) }

// trial is scratch space for evaluating changes.
type trial struct {
	places []Place
	used   []*Place // the trial's place for a part that changes, the run's for others
	v      []float64
}

func newTrial(m *Model, parts int) trial {
	t := trial{
		places: make([]Place, parts),
		used:   make([]*Place, parts),
		v:      make([]float64, m.Options),
	}
	for p := range t.places {
		t.places[p] = newPlace(m)
	}
	return t
}

// Outcome returns the outcome of the assessment as it stands.
func (r *Run) Outcome() Outcome {
	if len(r.Parts) > 1 {
		return r.Plan.outcome(r.places())
	}
	return leading(r.V, r.Out)
}

func (p Plan) outcome(places []*Place) Outcome {
	if p.Gone != 0 {
		return Outcome{}
	}
	o := Outcome{Options: p.Platforms}
	for part, place := range places {
		o.Parts |= uint64(p.on(part, place)) << (4 * part)
	}
	return o
}

func leading(v []float64, out Set) Outcome {
	if best := first(v, out); best >= 0 {
		return Outcome{Options: Bit(best)}
	}
	return Outcome{}
}

// Try returns the outcome after the changes, and the lead that the present leader of the
// ranking would then have over its best rival (negative when it would be behind).
func (r *Run) Try(changes ...Change) (Outcome, float64) {
	t := &r.trial
	touched := Set(0)
	for _, c := range changes {
		touched |= r.In.Slots[c.Slot].Parts
	}
	for p := range r.Parts {
		t.used[p] = &r.Parts[p]
		if !touched.Has(p) {
			continue
		}
		place := &t.places[p]
		copy(place.Choices, r.Parts[p].Choices)
		for _, c := range changes {
			if slot := r.In.Slots[c.Slot]; slot.Parts.Has(p) {
				place.Choices[slot.Question] = &r.Model.Questions[slot.Question].Answers[c.Answer].Choice
			}
		}
		place.settle(r.Model, r.fixed)
		t.used[p] = place
	}
	ties := &r.ties
	if slices.ContainsFunc(changes, func(c Change) bool { return r.In.Slots[c.Slot].Parts != All(len(r.Parts)) }) {
		anew := r.tie(t.used)
		ties = &anew
	}
	out, _ := r.combine(t.used, ties, t.v)
	lead := r.lead(t.v, out)
	if len(r.Parts) > 1 {
		return better(r.plan(t.used, ties, lambda(r.In, t.used))).outcome(t.used), lead
	}
	return leading(t.v, out), lead
}

// Under returns the outcome under another model with the same questions, and the lead as Try does.
func (r *Run) Under(m *Model) (Outcome, float64) {
	t := &r.trial
	for p := range r.Parts {
		t.used[p] = &t.places[p]
		copy(t.used[p].Choices, r.Parts[p].Choices)
		t.used[p].settle(m, r.fixed)
	}
	out, _ := r.combine(t.used, &r.ties, t.v)
	lead := r.lead(t.v, out)
	if len(r.Parts) > 1 {
		return better(r.plan(t.used, &r.ties, lambda(r.In, t.used))).outcome(t.used), lead
	}
	return leading(t.v, out), lead
}

// lead returns the lead of the present leader over its best rival under other values.
func (r *Run) lead(v []float64, out Set) float64 {
	leader := r.Order[0]
	if out.Has(leader) {
		return -1
	}
	lead := 1.0
	for o := range v {
		if o != leader && !out.Has(o) {
			lead = min(lead, v[leader]-v[o])
		}
	}
	return lead
}
