package score

import (
	"math"
	"slices"
)

// platformSet is a set of options used side by side, and its price in lambdas.
type platformSet struct {
	options Set
	price   float64
}

// sharing is the price, in lambdas, of one more option on a platform already in use:
// another way to build and release, but nothing more to operate.
const sharing = 0.5

// price returns the price of a set of options, in lambdas: 1 for the second platform, 2 for
// the third, and so on, since each has to work with all before it.
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

// Plan is the best set of platforms: it maximises the sum over the parts of share times the
// best value on a platform of the set, minus the price of the set; a single option may lose
// something for holding the parts together (see Held). Where parts run apart,
// using one option for all of them also has a price. Then, of two options, one may carry a
// part that would be slightly better off on the other, by at most that price.
type Plan struct {
	Platforms Set
	Value     float64
	Carried   float64 // the value before the price
	Several   float64 // the best value with two platforms or more, each carrying a part; -Inf when there is none
	Gone      Set     // parts that fit no option; they count 0
	Apart     Set     // parts that run apart from another one
	Moved     Set     // the part that is not on its best option of the set, if any
	To        Set     // its option instead
}

// Price returns the price of the plan, in value: of the platforms after the first, or of
// one option for parts that run apart.
func (r *Run) Price() float64 {
	if r.Plan.Platforms.Len() == 1 {
		return r.Alone()
	}
	return float64(r.Lambda() * r.Model.price(r.Plan.Platforms))
}

// Alone returns what one option for everything loses where parts run apart.
func (r *Run) Alone() float64 { return r.alone(r.Plan.Apart) }

func (r *Run) alone(apart Set) float64 {
	if apart == 0 {
		return 0
	}
	return r.In.Apart
}

// On returns the option that the plan puts a part on, -1 for none.
func (r *Run) On(part int) int {
	return r.Parts[part].Best(r.Plan.among(part))
}

// among returns the plan's platforms available to a part.
func (p *Plan) among(part int) Set {
	if p.Moved.Has(part) {
		return p.To
	}
	return p.Platforms
}

// Lambda returns the price of a second platform under the answers; it is never negative.
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

// plan tries every set of platforms. Among equally good sets the smallest wins, then the
// first in catalogue order.
func (r *Run) plan(places []*Place, lambda float64) Plan {
	plan := Plan{Value: math.Inf(-1), Several: math.Inf(-1)}
	all := All(r.Model.Options)
	for p, place := range places {
		if place.Out == all {
			plan.Gone |= Bit(p)
		}
		place.rank()
	}
	plan.Apart = r.apart(places, plan.Gone)
	busy := All(len(places)) &^ plan.Gone
	for _, candidate := range r.Model.platforms {
		set := candidate.options
		carried, idle, ok := r.carry(places, set, plan.Gone)
		if !ok {
			continue
		}
		price := float64(lambda * candidate.price)
		switch n := set.Len(); {
		case n == 1:
			plan.take(set, carried-r.Held(set.First()), r.alone(plan.Apart))
		case idle == 0:
			plan.take(set, carried, price)
			plan.Several = max(plan.Several, carried-price)
		case n == 2: // a larger set with an idle platform is never better than the set without it
			cost, _ := r.cheapestMove(places, set&^idle, idle, busy, math.Inf(1))
			plan.Several = max(plan.Several, carried-price-cost)
			if cost, part := r.cheapestMove(places, set&^idle, idle, plan.Apart, r.In.Apart); part >= 0 && plan.take(set,
				carried-cost, price) {
				plan.Moved, plan.To = Bit(part), idle
			}
		}
	}
	return plan
}

// take replaces the plan by a set of platforms if that set is better.
func (p *Plan) take(set Set, carried, price float64) bool {
	value := carried - price
	if value <= p.Value {
		return false
	}
	p.Value, p.Carried, p.Platforms, p.Moved, p.To = value, carried, set, 0, 0
	return true
}

// apart returns the parts that run apart from another one. Parts in gone do not count.
func (r *Run) apart(places []*Place, gone Set) (apart Set) {
	if r.In.Apart == 0 {
		return 0
	}
	for _, q := range r.Model.apart {
		apart |= apartBy(places, gone, q)
	}
	return apart
}

// apartBy returns the parts that a question separates: one certainly has an answer with a
// mark that another does not have.
func apartBy(places []*Place, gone Set, q int) (apart Set) {
	for p, place := range places {
		for other := range p {
			if !gone.Has(p) && !gone.Has(other) && runApart(place.Choices[q], places[other].Choices[q]) {
				apart |= Bit(p) | Bit(other)
			}
		}
	}
	return apart
}

func runApart(a, b *Choice) bool { return a.Apart&^b.MayApart|b.Apart&^a.MayApart != 0 }

// Together groups the parts that one installation of an option can carry: parts that the
// plan puts on the same option and none of which runs apart from another of the group.
// Groups are in the order of their first parts. Parts in Gone belong to no group.
func (r *Run) Together() []Set {
	places := r.places()
	return r.group(func(p, other int) bool { return r.On(other) == r.On(p) && !r.apartFrom(places, p, other) })
}

// SetUps groups the parts as Together does, if one option were to carry all of them.
func (r *Run) SetUps() []Set {
	places := r.places()
	return r.group(func(p, other int) bool { return !r.apartFrom(places, p, other) })
}

// group puts each part that is not gone into the first group with whose parts it can be.
func (r *Run) group(with func(p, other int) bool) (groups []Set) {
	for p := range r.Parts {
		if r.Plan.Gone.Has(p) {
			continue
		}
		fits := func(group Set) bool {
			for other := range p {
				if group.Has(other) && !with(p, other) {
					return false
				}
			}
			return true
		}
		if i := slices.IndexFunc(groups, fits); i >= 0 {
			groups[i] |= Bit(p)
		} else {
			groups = append(groups, Bit(p))
		}
	}
	return groups
}

// apartFrom reports whether a question separates two parts.
func (r *Run) apartFrom(places []*Place, p, other int) bool {
	return slices.ContainsFunc(r.Model.apart, func(q int) bool { return runApart(places[p].Choices[q], places[other].Choices[q]) })
}

// ApartBy lists the questions by which parts run apart.
func (r *Run) ApartBy() (questions []int) {
	for _, q := range r.Model.apart {
		if apartBy(r.places(), r.Plan.Gone, q) != 0 {
			questions = append(questions, q)
		}
	}
	return questions
}

// carry returns the value of running every part on its best platform of the set, and the
// platforms then left idle. ok is false when a part that fits some option fits none of the
// set. Parts in gone count 0.
func (r *Run) carry(places []*Place, set, gone Set) (value float64, idle Set, ok bool) {
	idle = set
	for p, place := range places {
		if gone.Has(p) {
			continue
		}
		best := int(place.bests[set])
		if best < 0 {
			return 0, 0, false
		}
		idle &^= Bit(best)
		value += float64(r.In.Parts[p].Share * place.V[best])
	}
	return value, idle, true
}

// cheapestMove returns the lowest loss of moving one of some parts from the busy platform
// to the idle one while another stays, and that part; +Inf and -1 when none can move. The
// loss of the part itself may be at most most.
func (r *Run) cheapestMove(places []*Place, busy, idle, some Set, most float64) (cost float64, part int) {
	cost, part = math.Inf(1), -1
	if some.Len() < 2 {
		return cost, part
	}
	for p, place := range places {
		if other := place.Best(idle); other >= 0 && some.Has(p) {
			loss := place.V[place.Best(busy)] - place.V[other]
			if x := float64(r.In.Parts[p].Share * loss); loss <= most && x < cost {
				cost, part = x, p
			}
		}
	}
	return cost, part
}

// rank finds the best option of every set: either that of the set without its first option,
// or its first option.
func (p *Place) rank() {
	if p.ranked {
		return
	}
	if p.bests == nil {
		p.bests = make([]int8, 1<<len(p.V))
	}
	p.bests[0] = -1
	for set := Set(1); int(set) < len(p.bests); set++ {
		best, o := p.bests[set&(set-1)], set.First()
		if !p.Out.Has(o) && (best < 0 || p.V[o] >= p.V[best]) {
			best = int8(o)
		}
		p.bests[set] = best
	}
	p.ranked = true
}

// Best returns the option of the set with the highest value that is not ruled out, or -1.
func (p *Place) Best(set Set) int { return first(p.V, p.Out|^set) }
