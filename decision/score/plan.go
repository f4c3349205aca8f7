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

// Plan puts each part on an option. It maximises the sum over the parts of share times value,
// minus the price of the options used, minus what options lose that hold parts together (see
// Held); one option for everything also has a price where parts run apart. A part goes to
// its best option of a set, except that of two options one may carry a part that would be slightly
// better off on the other, by at most that price: a part that runs apart, or any part if the
// option divides parts, which then are not held together.
type Plan struct {
	Platforms Set
	Value     float64 // -Inf when there is no such plan
	Carried   float64 // the value before the price and before what is held together
	Held      float64 // what is lost because options hold parts together
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
func (r *Run) plan(places []*Place, lambda float64) (single, mix Plan) {
	single.Value = math.Inf(-1)
	all := All(r.Model.Options)
	for p, place := range places {
		if place.Out == all {
			single.Gone |= Bit(p)
		}
		place.rank()
	}
	single.Apart = r.apart(places, single.Gone)
	mix = single
	busy := All(len(places)) &^ single.Gone
	for _, candidate := range r.Model.platforms {
		set := candidate.options
		carried, idle, ok := r.carry(places, set, single.Gone)
		if !ok {
			continue
		}
		price := float64(lambda * candidate.price)
		switch n := set.Len(); {
		case n == 1:
			single.take(Plan{Platforms: set, Carried: carried, Held: r.Held(set.First())}, r.alone(single.Apart))
		case idle == 0:
			mix.take(Plan{Platforms: set, Carried: carried, Held: r.heldBy(places, set, single.Gone)}, price)
		case n == 2: // a larger set with an idle platform is hardly ever better than the set without it
			some := single.Apart
			if r.Model.Divided&idle != 0 {
				some = busy
			}
			if part, loss, held := r.cheapestMove(places, set&^idle, idle, busy, some); part >= 0 {
				mix.take(Plan{Platforms: set, Carried: carried - loss, Held: held, Moved: Bit(part), To: idle}, price)
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
	other.Value, other.Gone, other.Apart = other.Carried-other.Held-price, p.Gone, p.Apart
	if other.Value > p.Value {
		*p = other
	}
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

// heldBy returns what the options of a set lose for the parts that they hold together, each part
// on its best option. It is Held for each of them, by the parts that it carries.
func (r *Run) heldBy(places []*Place, set, gone Set) float64 {
	var carried [MaxOptions]Set
	for p, place := range places {
		if !gone.Has(p) {
			carried[place.bests[set]] |= Bit(p)
		}
	}
	held := 0.0
	for left := set &^ r.Model.Divided; left != 0; left &= left - 1 {
		held += r.heldTogether(carried[left.First()])
	}
	return held
}

// heldTogether returns what an option loses that holds some parts together and does not divide
// them.
func (r *Run) heldTogether(parts Set) float64 {
	sum, squares := 0.0, 0.0
	for ; parts != 0; parts &= parts - 1 {
		share := r.In.Parts[parts.First()].Share
		sum += share
		squares += float64(share * share)
	}
	return max(float64(r.In.Together*(float64(sum*sum)-squares)), 0) // but for rounding
}

// cheapestMove returns the part, of some, that costs least to move from the busy option, which carries
// all parts, to the idle one, what it loses by that, and what is then still held together; -1 when
// none can move. A part may lose no more than one option for everything loses where parts run apart.
func (r *Run) cheapestMove(places []*Place, busy, idle, all, some Set) (part int, loss, held float64) {
	part = -1
	if all.Len() < 2 {
		return part, 0, 0
	}
	least := math.Inf(1)
	for left := some; left != 0; left &= left - 1 {
		p := left.First()
		place := places[p]
		from, to := place.bests[busy], place.bests[idle]
		if to < 0 || place.V[from]-place.V[to] > r.In.Apart {
			continue
		}
		x, h := float64(r.In.Parts[p].Share*(place.V[from]-place.V[to])), 0.0
		if !r.Model.Divided.Has(int(from)) {
			h = r.heldTogether(all &^ Bit(p))
		}
		if x+h < least {
			least, part, loss, held = x+h, p, x, h
		}
	}
	return part, loss, held
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
