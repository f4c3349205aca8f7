package score

import "slices"

// ties says which parts of a system run apart from which, and what an option loses that holds
// others together: they are sized, released and restored as one.
type ties struct {
	from   []Set     // by part: those that it runs apart from; nil where that costs nothing
	pairs  []float64 // by set of parts: the sum of the products of the shares of those that run apart; nil likewise
	unlike unlike    // nil where holding parts together costs nothing
	held   []float64 // by set of parts; likewise
}

// unlike says how much two parts differ, in [0,1], at [p][other] with p > other; 0 for two that run apart, which nothing
// holds together.
type unlike [][]float64

// fully is the number of questions with different answers from which on two parts count as different in full. With one
// or two they count for a third or two: parts that are alike but for one answer are nearly as good as one.
const fully = 3

// compare counts, for each pair of parts, the questions by which they differ.
func compare(parts, questions int, differ func(p, other, question int) bool) unlike {
	list, room := make(unlike, parts), make([]float64, parts*(parts-1)/2) // each trial compares them anew
	for p := range list {
		list[p], room = room[:p:p], room[p:]
		for other := range p {
			count := 0
			for q := 0; q < questions && count < fully; q++ {
				if differ(p, other, q) {
					count++
				}
			}
			list[p][other] = float64(count) / fully
		}
	}
	return list
}

// tie finds the ties of the parts under their answers; what is held together is worked out anew only
// where it is not as in the run.
func (r *Run) tie(places []*Place) (t ties) {
	if len(places) < 2 {
		return t
	}
	if r.In.Apart != 0 {
		t.from = make([]Set, len(places))
		for _, q := range r.Model.apart {
			t.separate(places, q)
		}
		t.pairs = r.ties.pairs
		if !slices.Equal(t.from, r.ties.from) {
			t.pairs = r.pairsBySet(t.from)
		}
	}
	if r.In.Together != 0 {
		t.unlike = compare(len(places), len(r.Model.Questions), func(p, other, q int) bool {
			return places[p].Choices[q].Set != places[other].Choices[q].Set && !t.separates(p, other)
		})
		t.held = r.ties.held
		if !slices.EqualFunc(t.unlike, r.ties.unlike, slices.Equal) {
			t.held = r.heldBySet(t.unlike)
		}
	}
	return t
}

// separate notes the pairs of parts that a question separates: one certainly has an answer with a mark
// that the other does not have.
func (t *ties) separate(places []*Place, question int) {
	for p := range places {
		for other := range p {
			if a, b := places[p].Choices[question], places[other].Choices[question]; a.Apart&^b.MayApart|b.Apart&^a.MayApart != 0 {
				pair(t.from, p, other)
			}
		}
	}
}

// pair notes two parts at each other.
func pair(list []Set, p, other int) {
	list[p] |= Bit(other)
	list[other] |= Bit(p)
}

// pairsBySet returns, for each set of parts, the sum of the products of the shares of the pairs in it that run apart.
func (r *Run) pairsBySet(from []Set) []float64 {
	list := make([]float64, 1<<len(r.In.Parts))
	for set := Set(1); int(set) < len(list); set++ {
		others := set & (set - 1)
		list[set] = list[others] + r.pairsWith(set.First(), others&from[set.First()])
	}
	return list
}

// pairsWith returns the sum of the products of a part's share and those of some others.
func (r *Run) pairsWith(part int, others Set) (sum float64) {
	for ; others != 0; others &= others - 1 {
		sum += float64(r.In.Parts[part].Share * r.In.Parts[others.First()].Share)
	}
	return sum
}

// heldBySet returns what an option loses that carries a set of parts and does not divide them. It is
// the more, the more evenly the work is divided among the parts: a part that is hardly any of it does not
// count (Simpson's index, 1949). Parts that run apart are set up apart, so nothing holds them together,
// and parts that nothing tells from each other are as good as one.
func (r *Run) heldBySet(unlike unlike) []float64 {
	list := make([]float64, 1<<len(r.In.Parts))
	for set := Set(1); int(set) < len(list); set++ {
		others := set & (set - 1)
		list[set] = list[others] + r.heldWith(set.First(), others, unlike)
	}
	return list
}

// heldWith returns what it costs to hold a part together with later ones.
func (r *Run) heldWith(part int, later Set, unlike unlike) float64 {
	pairs := 0.0
	for ; later != 0; later &= later - 1 {
		other := later.First()
		pairs += float64(r.In.Parts[part].Share * r.In.Parts[other].Share * unlike[other][part])
	}
	return float64(2 * r.In.Together * pairs)
}

// apart returns the parts that run apart from another one. Parts in gone do not count.
func (t *ties) apart(gone Set) (apart Set) {
	for p, from := range t.from {
		if !gone.Has(p) && from&^gone != 0 {
			apart |= Bit(p)
		}
	}
	return apart
}

// separates reports whether two parts run apart.
func (t *ties) separates(p, other int) bool { return t.from != nil && t.from[p].Has(other) }

// together returns what an option loses that holds a set of parts together and does not divide them.
func (t *ties) together(parts Set) float64 {
	if t.held == nil {
		return 0
	}
	return t.held[parts]
}

// Held returns what an option loses that carries every part, for those that it holds together.
func (r *Run) Held(option int) float64 { return r.heldBy(&r.ties, option) }

func (r *Run) heldBy(t *ties, option int) float64 {
	if r.Model.Divided.Has(option) {
		return 0
	}
	return t.together(All(len(r.In.Parts)))
}

// Loss returns what an option loses that carries every part: for those that it holds together, and
// where parts run apart because it has to be set up for each.
func (r *Run) Loss(option int) float64 { return r.Held(option) + r.Alone() }

// Losses returns, by option, the least and the most that Loss can be under further answers.
func (r *Run) Losses() (least, most []float64) {
	least, most = make([]float64, r.Model.Options), make([]float64, r.Model.Options)
	sure, maybe := r.mayRunApart()
	fewest, all := r.mayDiffer(sure, maybe)
	loss := func(list []float64, apart []Set, unlike unlike) {
		pairs, held := 0.0, 0.0
		for p, later := len(apart)-1, Set(0); p >= 0; p-- { // in the order of the sums by set, so that rounding is the same
			pairs += r.pairsWith(p, later&apart[p])
			held += r.heldWith(p, later, unlike)
			later |= Bit(p)
		}
		alone := r.setUp(pairs)
		for o := range list {
			list[o] = alone
			if !r.Model.Divided.Has(o) {
				list[o] = held + alone
			}
		}
	}
	loss(least, sure, fewest)
	loss(most, maybe, all)
	return least, most
}

// mayDiffer returns the least and the most that the parts can come to differ under further answers, given those that
// are sure to run apart and those that may.
func (r *Run) mayDiffer(sure, maybe []Set) (fewest, most unlike) {
	choices := func(p, other, q int) (a, b Set) { return r.Parts[p].Choices[q].Set, r.Parts[other].Choices[q].Set }
	fewest = compare(len(r.Parts), len(r.Model.Questions), func(p, other, q int) bool {
		a, b := choices(p, other, q)
		return a&b == 0 && !maybe[p].Has(other)
	})
	most = compare(len(r.Parts), len(r.Model.Questions), func(p, other, q int) bool {
		a, b := choices(p, other, q)
		return (a != b || a.Len() > 1 && r.asked(q, p) != r.asked(q, other)) && !sure[p].Has(other)
	})
	return fewest, most
}

// asked returns the slot of a question of a part.
func (r *Run) asked(question, part int) int {
	return slices.IndexFunc(r.In.Slots, func(s Slot) bool { return s.Question == question && s.Parts.Has(part) })
}

// mayRunApart returns, by part, the others that it runs apart from whatever else is answered, and
// those that it may run apart from.
func (r *Run) mayRunApart() (sure, maybe []Set) {
	sure, maybe = make([]Set, len(r.Parts)), make([]Set, len(r.Parts))
	if r.In.Apart == 0 {
		return sure, maybe
	}
	for _, q := range r.Model.apart {
		for p := range r.Parts {
			certain, possible := r.marks(p, q)
			for other := range p {
				always, ever := r.marks(other, q)
				if certain&^ever|always&^possible != 0 {
					pair(sure, p, other)
				}
				if possible&^always|ever&^certain != 0 {
					pair(maybe, p, other)
				}
			}
		}
	}
	return sure, maybe
}

// marks returns the marks that every possible answer of a part has, and those that some have.
func (r *Run) marks(part, question int) (certain, possible Set) {
	choice := r.Parts[part].Choices[question]
	for i, a := range r.Model.Questions[question].Answers {
		if choice.Set.Has(i) {
			possible |= a.Apart
		}
	}
	return choice.Apart, possible
}

// Alone returns what one option for everything loses where parts run apart.
func (r *Run) Alone() float64 { return r.setUps(&r.ties, All(len(r.In.Parts))&^r.Plan.Gone) }

// setUps returns what is lost where options are set up several times, given the parts that each of them carries.
func (r *Run) setUps(t *ties, carried ...Set) float64 {
	if t.pairs == nil {
		return 0
	}
	pairs := 0.0
	for _, parts := range carried {
		pairs += t.pairs[parts]
	}
	return r.setUp(pairs)
}

// setUp returns what is lost for being set up for each part that runs apart. It depends on the shares of each pair:
// two halves cost all of it, and a part that is hardly any of the work costs hardly anything.
func (r *Run) setUp(pairs float64) float64 { return float64(r.In.Apart * min(1, 4*pairs)) }

// gone returns the parts that fit no option.
func (r *Run) gone(places []*Place) (gone Set) {
	for p, place := range places {
		if place.Out == All(r.Model.Options) {
			gone |= Bit(p)
		}
	}
	return gone
}

// Together groups the parts that one installation of an option can carry: parts that the
// plan puts on the same option and none of which runs apart from another of the group.
// Groups are in the order of their first parts. Parts in Gone belong to no group.
func (r *Run) Together() []Set {
	return r.group(func(p, other int) bool { return r.On(other) == r.On(p) && !r.ties.separates(p, other) })
}

// SetUps groups the parts as Together does, if one option were to carry all of them.
func (r *Run) SetUps() []Set {
	return r.group(func(p, other int) bool { return !r.ties.separates(p, other) })
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

// ApartBy lists the questions by which parts run apart.
func (r *Run) ApartBy() (questions []int) {
	places := r.places()
	for _, q := range r.Model.apart {
		t := ties{from: make([]Set, len(places))}
		if t.separate(places, q); t.apart(r.Plan.Gone) != 0 {
			questions = append(questions, q)
		}
	}
	return questions
}
