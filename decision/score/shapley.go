package score

import "slices"

// Shapley divides the lead of option a over option b among the answers: it returns the
// exact Shapley value of every slot (0 where nothing was answered, or where the answer does
// not affect the pair). The baseline is the lead with nothing answered; baseline, values and what the
// options lose for holding parts together (see Held) add up to the lead.
//
// Both the lead and the Shapley values are sums over the parts, so each part is a separate game,
// whose players are the slots that affect it. What the options lose for holding parts together is no such sum and is left
// out: it comes from the answers by which parts differ, and from none of them alone.
func (r *Run) Shapley(a, b int) (baseline float64, values []float64) {
	values = make([]float64, len(r.In.Slots))
	for p := range r.Parts {
		g := r.game(p, a, b)
		share := r.In.Parts[p].Share
		baseline += float64(share * g.num / g.den)
		_, all := g.visit(0, 0)
		for _, player := range g.players {
			values[player.slot] += float64(share * (player.with - all))
		}
		for _, player := range g.simple {
			values[player.slot] += float64(share * g.simpleValue(&player))
		}
	}
	return baseline, values
}

// game is the lead in one part as a function of the set of answered slots: a weighted mean
// of the gaps between a and b.
//
// A player is simple if it only adds to gaps, on straight scales on which no set of players
// reaches an end. It contributes its amounts times the normalised weights, a product of its
// presence with a function of the other players, so it needs no place in the tree of all
// subsets: the game is that of the other players plus, for each simple player, a game of
// its own with them.
type game struct {
	curves  []Curve
	players []player
	simple  []player
	terms   []term
	num     float64 // the lead of the players included, times den
	den     float64 // sum of the weights
	added   float64 // what all simple players together add to num

	// Factors of the sums below, by the number of players included.
	with, all             []float64
	withSimple, allSimple []float64
	alone                 []float64

	apart   int // number of players at the end that share no criterion
	leaves  *leaves
	changed Set       // criteria whose terms have changed since the players at the end were last asked
	touched []int     // criteria that simple players add to
	means   []float64 // by criterion touched: mean normalised weight when a simple player joins
}

// term is one criterion: the positions of a and b, the gap between their values, the
// weight, and the product of weight and gap. The weight is the base times the factors of
// the answers, within their bounds.
type term struct {
	state
	base   float64
	limit  Limit
	simple float64 // what all simple players together add to the gap
}

// state is the part of a term that moves change.
type state struct{ a, b, gap, factor, weight, product float64 }

// player is a slot whose answer affects the pair.
type player struct {
	slot     int
	moves    []move
	criteria Set        // of the moves
	saved    []state    // scratch of visit
	adds     [3]float64 // of a player at the end: what it adds by itself to num, den and added
	with     float64    // sum over the subsets that include the player
}

// move is the effect on one criterion of knowing an answer instead of not knowing it.
type move struct {
	k            int
	a, b, factor float64
	values       bool // moves a value, not only the weight
}

func (r *Run) game(p, a, b int) *game {
	m := r.Model
	g := &game{curves: m.Curves, terms: make([]term, m.Criteria)}
	for k := range g.terms {
		g.terms[k] = term{
			state: state{a: m.Cells[a*m.Criteria+k], b: m.Cells[b*m.Criteria+k], factor: 1}, base: m.Base[k], limit: m.Limits[k],
		}
		if r.fixed != nil {
			g.terms[k].base = r.fixed[k]
		}
	}
	scratch := make([]move, 2*m.Criteria)
	with, without := scratch[:m.Criteria], scratch[m.Criteria:]
	for q := range m.Questions {
		r.moves(without, &m.Questions[q].Unknown, a, b)
		for k, v := range without {
			t := &g.terms[k]
			t.a, t.b, t.factor = t.a+v.a, t.b+v.b, float64(t.factor*v.factor)
		}
	}
	moves := make([]move, 0, len(r.In.Slots)*m.Criteria)
	for i, slot := range r.In.Slots {
		choice, unknown := r.Parts[p].Choices[slot.Question], &m.Questions[slot.Question].Unknown
		if !slot.Parts.Has(p) || choice == unknown {
			continue
		}
		r.moves(with, choice, a, b)
		r.moves(without, unknown, a, b)
		from := len(moves)
		moves = appendDifference(moves, with, without)
		if own := moves[from:len(moves):len(moves)]; len(own) > 0 {
			player := player{slot: i, moves: own}
			for _, m := range own {
				player.criteria |= Bit(m.k)
			}
			g.players = append(g.players, player)
		}
	}
	g.start()
	g.setSimpleApart()
	g.order()
	g.chances()
	return g
}

// start computes the terms without any player.
func (g *game) start() {
	for k := range g.terms {
		t := &g.terms[k]
		t.gap = g.curves[k].of(t.a) - g.curves[k].of(t.b)
		t.weight = float64(t.base * t.limit.of(t.factor))
		t.product = float64(t.weight * t.gap)
		g.num += t.product
		g.den += t.weight
	}
}

// moves returns the moves of a choice, one for each criterion.
func (r *Run) moves(list []move, c *Choice, a, b int) {
	for k := range list {
		list[k] = move{k: k, factor: 1}
	}
	for _, s := range c.Shifts {
		switch k := s.Cell % len(list); s.Cell / len(list) {
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
}

// appendDifference appends the effect of the first moves in place of the second.
func appendDifference(list, with, without []move) []move {
	for k, w := range with {
		o := &without[k]
		if d := (move{k: k, a: w.a - o.a, b: w.b - o.b, factor: w.factor / o.factor}); d.a != 0 || d.b != 0 || d.factor != 1 {
			d.values = d.a != 0 || d.b != 0
			list = append(list, d)
		}
	}
	return list
}

// setSimpleApart separates the simple players from the others.
func (g *game) setSimpleApart() {
	simple := func(player player) bool {
		return !slices.ContainsFunc(player.moves, func(m move) bool { return m.factor != 1 || !g.straight(m.k) })
	}
	saved := make([]state, 0, len(g.players)*len(g.terms))
	rest := g.players[:0:0]
	for _, player := range g.players {
		if simple(player) {
			g.simple = append(g.simple, player)
			for _, m := range player.moves {
				g.terms[m.k].simple += m.a - m.b
			}
			continue
		}
		from := len(saved)
		saved = saved[:from+len(player.moves)]
		player.saved = saved[from:]
		rest = append(rest, player)
	}
	g.players = rest
	for k := range g.terms {
		if t := &g.terms[k]; slices.ContainsFunc(g.simple, func(p player) bool { return p.on(k) != nil }) {
			g.touched = append(g.touched, k)
			g.added += float64(t.simple * t.weight)
		}
	}
	g.means = make([]float64, len(g.touched))
}

// on returns a player's move on a criterion, nil when there is none.
func (p *player) on(k int) *move {
	for i := range p.moves {
		if p.moves[i].k == k {
			return &p.moves[i]
		}
	}
	return nil
}

// straight reports whether effects on a criterion add up: its scale is straight, and no set
// of players takes a or b to an end of it.
func (g *game) straight(k int) bool {
	if len(g.curves[k].At) > 0 {
		return false
	}
	t := &g.terms[k]
	a, b := span{t.a, t.a}, span{t.b, t.b}
	for i := range g.players {
		if m := g.players[i].on(k); m != nil {
			a.low, a.high = a.low+min(m.a, 0), a.high+max(m.a, 0)
			b.low, b.high = b.low+min(m.b, 0), b.high+max(m.b, 0)
		}
	}
	return a.low >= 0 && a.high <= 1 && b.low >= 0 && b.high <= 1
}

// visit goes through all subsets of the players from i on, given that size of the earlier
// ones are included. It returns two sums over these subsets: of the terms for every player
// in them, and of the terms against every player.
func (g *game) visit(i, size int) (with, all float64) {
	if i == len(g.players)-g.apart {
		return g.visitApart(size)
	}
	with, all = g.visit(i+1, size)
	player, num, den, added := &g.players[i], g.num, g.den, g.added
	g.changed |= player.criteria
	for j := range player.moves {
		m := &player.moves[j]
		t := &g.terms[m.k]
		player.saved[j] = t.state
		g.move(t, m)
	}
	withIt, allIt := g.visit(i+1, size+1)
	player.with += withIt
	for j := range player.moves {
		g.terms[player.moves[j].k].state = player.saved[j]
	}
	g.num, g.den, g.added = num, den, added
	g.changed |= player.criteria
	return with + withIt, all + allIt
}

// move applies a move to a term.
func (g *game) move(t *term, m *move) {
	weight, gap := g.after(t, m)
	product := float64(weight * gap)
	g.den += weight - t.weight
	g.added += float64(t.simple * (weight - t.weight))
	g.num += product - t.product
	t.a, t.b, t.factor = t.a+m.a, t.b+m.b, float64(t.factor*m.factor)
	t.weight, t.gap, t.product = weight, gap, product
}

// after returns the weight and the gap of a term after a move.
func (g *game) after(t *term, m *move) (weight, gap float64) {
	weight, gap = t.weight, t.gap
	if m.factor != 1 {
		weight = float64(t.base * t.limit.of(t.factor*m.factor))
	}
	if m.values {
		gap = g.curves[m.k].of(t.a+m.a) - g.curves[m.k].of(t.b+m.b)
	}
	return weight, gap
}
