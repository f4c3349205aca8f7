package score

import "slices"

// Shapley shares the lead of option a over option b out among what was answered:
// the exact Shapley value of every slot (0 where nothing was answered, or where
// the answer does not bear on the pair). The lead with nothing answered is the
// baseline; baseline and values sum to the lead.
//
// The lead is a sum over the parts, and so is a Shapley value: each part is a
// game of its own, whose players are the slots that reach it.
func (r *Run) Shapley(a, b int) (baseline float64, values []float64) {
	values = make([]float64, len(r.In.Slots))
	for p := range r.Parts {
		g := r.game(p, a, b)
		share := r.In.Parts[p].Share
		baseline += float64(share * g.num / g.den)
		if len(g.players) == 0 {
			continue
		}
		g.visit(0, 0)
		for _, player := range g.players {
			values[player.slot] += float64(share * player.value)
		}
	}
	return baseline, values
}

// game is the lead in one part as a function of which slots are answered.
type game struct {
	curves  []Curve
	players []player
	terms   []term
	num     float64 // the lead, times den
	den     float64 // sum of the weights
	in, out []float64
	sums    [][]float64 // scratch of visit, by depth
	scratch [2][]move   // of moves
}

// term is one criterion: where a and b stand, the gap between their values, and
// the weight, which times the gap is the product. The weight is the base times the
// factors of the answers, within their bounds.
type term struct{ a, b, gap, base, factor, weight, product float64 }

// player is a slot whose answer bears on the pair.
type player struct {
	slot  int
	moves []move
	saved []term // scratch of visit
	value float64
}

// move is what knowing the answer, instead of not, does to a criterion.
type move struct {
	k            int
	a, b, factor float64
	values       bool // it moves a value, not the weight alone
}

func (r *Run) game(p, a, b int) *game {
	m := r.Model
	g := &game{curves: m.Curves, terms: make([]term, m.Criteria)}
	moves := make([]move, 2*m.Criteria)
	g.scratch = [2][]move{moves[:m.Criteria], moves[m.Criteria:]}
	for k := range g.terms {
		g.terms[k] = term{a: m.Cells[a*m.Criteria+k], b: m.Cells[b*m.Criteria+k], base: m.Base[k], factor: 1}
		if r.fixed != nil {
			g.terms[k].base = r.fixed[k]
		}
	}
	for q := range m.Questions {
		for _, v := range g.moves(0, r, &m.Questions[q].Unknown, a, b) {
			t := &g.terms[v.k]
			t.a, t.b, t.factor = t.a+v.a, t.b+v.b, float64(t.factor*v.factor)
		}
	}
	for k := range g.terms {
		t := &g.terms[k]
		t.gap = g.curves[k].of(t.a) - g.curves[k].of(t.b)
		t.weight = float64(t.base * bounded(t.factor))
		t.product = float64(t.weight * t.gap)
		g.num += g.terms[k].product
		g.den += g.terms[k].weight
	}
	for i, slot := range r.In.Slots {
		choice, unknown := r.Parts[p].Choices[slot.Question], &m.Questions[slot.Question].Unknown
		if !slot.Parts.Has(p) || choice == unknown {
			continue
		}
		if moves := difference(g.moves(0, r, choice, a, b), g.moves(1, r, unknown, a, b)); len(moves) > 0 {
			g.players = append(g.players, player{slot: i, moves: moves, saved: make([]term, len(moves))})
		}
	}
	// The players at the bottom of the tree move most often: let them be the light ones.
	slices.SortStableFunc(g.players, func(x, y player) int { return len(y.moves) - len(x.moves) })
	g.chances()
	return g
}

// moves of a choice, one for each criterion, in the scratch space of that number.
func (g *game) moves(number int, r *Run, c *Choice, a, b int) []move {
	list := g.scratch[number]
	for k := range list {
		list[k] = move{k: k, factor: 1}
	}
	for _, s := range c.Shifts {
		switch k := s.Cell % len(g.terms); s.Cell / len(g.terms) {
		case a:
			list[k].a = s.By
		case b:
			list[k].b = s.By
		}
	}
	if r.fixed == nil {
		for _, f := range c.Factors {
			list[f.Criterion].factor = f.By
		}
	}
	return list
}

// difference is what having the first moves instead of the second does.
func difference(with, without []move) []move {
	var list []move
	for k, w := range with {
		o := without[k]
		if d := (move{k: k, a: w.a - o.a, b: w.b - o.b, factor: w.factor / o.factor}); d.a != 0 || d.b != 0 || d.factor != 1 {
			d.values = d.a != 0 || d.b != 0
			list = append(list, d)
		}
	}
	return list
}

// chances fills in the weights of the Shapley sum: a player that joins s others
// out of n has s!(n-s-1)!/n! of all orders.
func (g *game) chances() {
	n := len(g.players)
	g.in, g.out = make([]float64, n+1), make([]float64, n+1)
	g.sums = make([][]float64, n+1)
	for i := range g.sums {
		g.sums[i] = make([]float64, n-i+1)
	}
	chance := 1 / float64(max(n, 1)) // s = 0
	for s := range n {
		g.out[s], g.in[s+1] = chance, chance
		chance *= float64(s+1) / float64(max(1, n-s-1))
	}
}

// after is the weight and the gap of a term after a move.
func (g *game) after(t *term, m *move) (weight, gap float64) {
	weight, gap = float64(t.base*bounded(t.factor*m.factor)), t.gap
	if m.values {
		gap = g.curves[m.k].of(t.a+m.a) - g.curves[m.k].of(t.b+m.b)
	}
	return weight, gap
}

// visit goes through all subsets of the players from i on, given that before of
// the earlier ones are in. It leaves the sum of the leads by the size of the
// subset in sums[i], from which each player takes its value on the way.
func (g *game) visit(i, before int) {
	player, here := &g.players[i], g.sums[i]
	if i == len(g.players)-1 {
		here[0], here[1] = g.num/g.den, g.with(player)
		player.value += float64(g.in[before+1]*here[1]) - float64(g.out[before]*here[0])
		return
	}
	below := g.sums[i+1]
	g.visit(i+1, before)
	for size, sum := range below {
		player.value -= float64(g.out[before+size] * sum)
	}
	copy(here, below)
	here[len(below)] = 0

	num, den := g.num, g.den
	for j := range player.moves {
		m := &player.moves[j]
		t := &g.terms[m.k]
		player.saved[j] = *t
		weight, gap := g.after(t, m)
		product := float64(weight * gap)
		g.num += product - t.product
		g.den += weight - t.weight
		t.a, t.b, t.factor = t.a+m.a, t.b+m.b, float64(t.factor*m.factor)
		t.gap, t.weight, t.product = gap, weight, product
	}
	g.visit(i+1, before+1)
	for size, sum := range below {
		player.value += float64(g.in[before+1+size] * sum)
		here[size+1] += sum
	}
	for j := range player.moves {
		g.terms[player.moves[j].k] = player.saved[j]
	}
	g.num, g.den = num, den
}

// with is the lead when one more player is in.
func (g *game) with(player *player) float64 {
	num, den := g.num, g.den
	for j := range player.moves {
		t := &g.terms[player.moves[j].k]
		weight, gap := g.after(t, &player.moves[j])
		num += float64(weight*gap) - t.product
		den += weight - t.weight
	}
	return num / den
}
