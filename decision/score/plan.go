package score

import "math"

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

// Plan puts each part on an option. It maximises the sum over the parts of share times value,
// minus the price of the options used, minus what options lose that hold parts together (see
// Held) or are set up several times, as parts on them run apart (see Alone). A part goes to
// its best option of a set, except that of two options one may carry a part that would be slightly
// better off on the other, by at most what setting one up for everything costs: a part that runs
// apart, or any part if the option divides parts, which then are not held together.
type Plan struct {
	Platforms Set
	Value     float64 // -Inf when there is no such plan
	Carried   float64 // the value before the price, what is held together and what is set up again
	Held      float64 // what is lost because options hold parts together
	Again     float64 // what a mix loses because an option of it is set up several times; of one option that is the price
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

// On returns the option that the plan puts a part on, -1 for none.
func (r *Run) On(part int) int { return r.Plan.on(part, &r.Parts[part]) }

func (p *Plan) on(part int, place *Place) int { return place.Best(p.among(part)) }

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

// plan tries every set of platforms, and returns the best plan with one option and the best
// mix, in which each of several options carries a part. Among equally good sets the smallest
// wins, then the first in catalogue order.
func (r *Run) plan(places []*Place, t *ties, lambda float64) (single, mix Plan) {
	single.Value, single.Gone = math.Inf(-1), r.gone(places)
	for _, place := range places {
		place.rank()
	}
	single.Apart = t.apart(single.Gone)
	mix = single
	busy := All(len(places)) &^ single.Gone
	alone := r.setUps(t, busy)
	most, _, _ := r.carry(places, All(r.Model.Options), single.Gone)
	for _, candidate := range r.Model.platforms {
		set, price := candidate.options, float64(lambda*candidate.price)
		if set.Len() > 1 && most-price <= mix.Value {
			continue // not even with all that any set can carry
		}
		carried, idle, ok := r.carry(places, set, single.Gone)
		if !ok {
			continue
		}
		switch n := set.Len(); {
		case n == 1:
			single.take(Plan{Platforms: set, Carried: carried, Held: r.heldBy(t, set.First())}, alone)
		case idle == 0:
			held, again := r.lost(places, t, set, single.Gone)
			mix.take(Plan{Platforms: set, Carried: carried, Held: held, Again: again}, price)
		case n == 2: // a larger set with an idle platform is hardly ever better than the set without it
			some := single.Apart
			if r.Model.Divided&idle != 0 {
				some = busy
			}
			if move, ok := r.cheapestMove(places, t, set&^idle, idle, busy, some); ok {
				move.Platforms, move.Carried = set, carried-move.Carried
				mix.take(move, price)
			}
		}
	}
	return single, mix
}

// better returns the better of the two plans, of two that are as good the single option.
func better(single, mix Plan) Plan {
	if mix.Value > single.Value {
		return mix
	}
	return single
}

// take replaces the plan by another with a price if that is better.
func (p *Plan) take(other Plan, price float64) {
	other.Value, other.Gone, other.Apart = other.Carried-other.Held-other.Again-price, p.Gone, p.Apart
	if other.Value > p.Value {
		*p = other
	}
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

// lost returns what the options of a set lose for the parts that they hold together and for being set
// up several times, each part on its best option.
func (r *Run) lost(places []*Place, t *ties, set, gone Set) (held, again float64) {
	var carried [MaxOptions]Set
	for p, place := range places {
		if !gone.Has(p) {
			carried[place.bests[set]] |= Bit(p)
		}
	}
	for left := set &^ r.Model.Divided; left != 0; left &= left - 1 {
		held += t.together(carried[left.First()])
	}
	return held, r.setUps(t, carried[:]...)
}

// cheapestMove returns the part, of some, that costs least to move from the busy option, which carries
// all parts, to the idle one: what it loses by that, as Carried, and what is then still lost on the busy
// option. It returns false when none can move. A part may lose no more than setting one option up for
// everything costs at most.
func (r *Run) cheapestMove(places []*Place, t *ties, busy, idle, all, some Set) (least Plan, ok bool) {
	if all.Len() < 2 {
		return least, false
	}
	for left := some; left != 0; left &= left - 1 {
		p := left.First()
		place := places[p]
		from, to := place.bests[busy], place.bests[idle]
		if to < 0 || place.V[from]-place.V[to] > r.In.Apart {
			continue
		}
		move := Plan{Carried: float64(r.In.Parts[p].Share * (place.V[from] - place.V[to])), Again: r.setUps(t, all&^Bit(p)),
			Moved: Bit(p), To: idle}
		if !r.Model.Divided.Has(int(from)) {
			move.Held = t.together(all &^ Bit(p))
		}
		if !ok || move.Carried+move.Held+move.Again < least.Carried+least.Held+least.Again {
			least, ok = move, true
		}
	}
	return least, ok
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
