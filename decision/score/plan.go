package score

import "math"

// platformSet is a set of options to run side by side, and its price in lambdas.
type platformSet struct {
	options Set
	price   float64
}

// sharing is the price, in lambdas, of one more option on a platform that is run
// anyway: another way to build and release, but nothing more to operate.
const sharing = 0.5

// price of a set of options, in lambdas: 1 for the second platform, 2 for the
// third, and so on, as each has to work with all those before it.
func (m *Model) price(set Set) float64 {
	var platforms Set
	for o := range m.Options {
		if set.Has(o) {
			platform := o
			if m.Platforms != nil {
				platform = m.Platforms[o]
			}
			platforms |= Bit(platform)
		}
	}
	n := platforms.Len()
	return float64(n*(n-1)/2) + float64(sharing*float64(set.Len()-n))
}

// Plan is the best set of platforms: the one that maximises the sum over the
// parts of share times the best value on a platform of the set, less the price of
// the set.
type Plan struct {
	Platforms Set
	Value     float64
	Carried   float64 // the value before the price of the further platforms
	Several   float64 // the best value with two platforms or more, each carrying a part; -Inf when there is none
	Gone      Set     // parts that fit no option; they count 0
}

// Price is what the plan's platforms after the first cost, in value.
func (r *Run) Price() float64 { return float64(r.Lambda() * r.Model.price(r.Plan.Platforms)) }

// Lambda is the price of a second platform under the answers, never below 0.
func (r *Run) Lambda() float64 { return lambda(r.In, r.places()) }

func lambda(in Input, places []*Place) float64 {
	price := in.Lambda
	for p, place := range places {
		for _, c := range place.Choices {
			price += float64(in.Parts[p].Share * c.Platform)
		}
	}
	return max(price, 0)
}

// plan tries every set of platforms. Of equally good sets the smallest one wins,
// then the one that comes first in the catalogue.
func (r *Run) plan(places []*Place, lambda float64) Plan {
	plan := Plan{Value: math.Inf(-1), Several: math.Inf(-1)}
	all := All(r.Model.Options)
	for p, place := range places {
		if place.Out == all {
			plan.Gone |= Bit(p)
		}
	}
	for _, candidate := range r.Model.platforms {
		set := candidate.options
		value, idle, ok := r.carry(places, set, plan.Gone)
		if !ok {
			continue
		}
		n, carried := set.Len(), value
		value -= float64(lambda * candidate.price)
		if value > plan.Value {
			plan.Value, plan.Carried, plan.Platforms = value, carried, set
		}
		if n == 2 && idle != 0 { // a larger set with an idle platform is never better than one without
			value -= r.employ(places, set&^idle, idle, plan.Gone)
		}
		if n == 2 || n > 2 && idle == 0 {
			plan.Several = max(plan.Several, value)
		}
	}
	return plan
}

// carry is the value of running every part on its best platform of the set, and
// the platforms that then carry nothing; not ok when a part that fits some option
// fits none of these. Parts in gone count 0.
func (r *Run) carry(places []*Place, set, gone Set) (value float64, idle Set, ok bool) {
	idle = set
	for p, place := range places {
		if gone.Has(p) {
			continue
		}
		best := place.Best(set)
		if best < 0 {
			return 0, 0, false
		}
		idle &^= Bit(best)
		value += float64(r.In.Parts[p].Share * place.V[best])
	}
	return value, idle, true
}

// employ is the least that it costs to move one part from the busy platform to
// the idle one while another part stays; +Inf when none can move.
func (r *Run) employ(places []*Place, busy, idle, gone Set) float64 {
	cost := math.Inf(1)
	if len(places)-gone.Len() < 2 {
		return cost
	}
	for p, place := range places {
		if other := place.Best(idle); other >= 0 && !gone.Has(p) {
			cost = min(cost, float64(r.In.Parts[p].Share*(place.V[place.Best(busy)]-place.V[other])))
		}
	}
	return cost
}

// Best is the option of the set with the highest value that is not ruled out, or -1.
func (p *Place) Best(set Set) int { return first(p.V, p.Out|^set) }
