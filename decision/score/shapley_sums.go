package score

import (
	"math/bits"
	"slices"
)

// maxApart bounds the number of players whose subsets are processed in one loop.
const maxApart = 6

// leaves is scratch space for the subsets of the last players: their lead times the sum of
// the weights, and that sum.
type leaves struct {
	num, den, added, with [1 << maxApart]float64
	sizes                 [1 << maxApart]uint8 // of the subsets
	weights               []joined             // by criterion touched
}

// joined is the weight of a criterion in the subsets of the last players: without the one of
// them that moves it, and with it.
type joined struct {
	criterion int
	by        int   // that player, 0 where there is none
	move      *move // of the player; nil where there is none
	weight    [2]float64
}

// order puts the light players last and, at the very end, some that share no criterion. The
// effects of these simply add up, so that each subset of them costs little more than a
// division.
func (g *game) order() {
	slices.SortStableFunc(g.players, func(x, y player) int { return len(y.moves) - len(x.moves) })
	var taken Set
	var last []player
	for i := len(g.players) - 1; i >= 0 && len(last) < maxApart; i-- {
		if on := g.players[i].criteria; taken&on == 0 {
			taken |= on
			last = append(last, g.players[i])
			g.players = slices.Delete(g.players, i, i+1)
		}
	}
	g.players, g.apart, g.leaves, g.changed = append(g.players, last...), len(last), new(leaves), taken
	for s := range g.leaves.sizes {
		g.leaves.sizes[s] = uint8(bits.OnesCount(uint(s)))
	}
	g.leaves.weights = make([]joined, len(g.touched))
	for i, k := range g.touched {
		w := &g.leaves.weights[i]
		w.criterion = k
		for j := range last {
			if m := last[j].on(k); m != nil {
				w.by, w.move = j, m
			}
		}
	}
}

// visitApart is visit for the players at the end, which share no criterion.
func (g *game) visitApart(size int) (with, all float64) {
	l, last := g.leaves, g.players[len(g.players)-g.apart:]
	l.num[0], l.den[0], l.added[0] = g.num, g.den, g.added
	for j := range last {
		if last[j].criteria&g.changed != 0 {
			g.ask(&last[j])
		}
		shift(l.num[:2<<j], last[j].adds[0])
		shift(l.den[:2<<j], last[j].adds[1])
		if len(g.touched) > 0 {
			shift(l.added[:2<<j], last[j].adds[2])
		}
	}
	g.changed = 0
	n := 1 << len(last)
	if len(g.touched) == 0 {
		all = l.leads(n, g.with[size:], g.all[size:])
	} else {
		all = g.leads(n, size)
	}
	for j := len(last) - 1; j >= 0; j-- {
		last[j].with += fold(l.with[:2<<j])
	}
	return l.with[0], all
}

// shift sets the second half of a list to the first half plus x.
func shift(list []float64, x float64) {
	low, high := list[:len(list)/2], list[len(list)/2:]
	for i, y := range low {
		high[i] = y + x
	}
}

// fold adds the second half of a list to the first, and returns the sum of the second.
func fold(list []float64) (sum float64) {
	low, high := list[:len(list)/2], list[len(list)/2:]
	for i, x := range high {
		sum += x
		low[i] += x
	}
	return sum
}

// leads sets the terms of the first n subsets for every player in them, and returns the sum
// of those against every player. The factors are by size of the subset.
func (l *leaves) leads(n int, withBySize, allBySize []float64) (all float64) {
	var factors [8][2]float64 // more than the sizes there are
	for i := range min(len(allBySize), maxApart+1) {
		factors[i] = [2]float64{withBySize[i], allBySize[i]}
	}
	num, den, with, sizes := l.num[:n], l.den[:n], l.with[:n], l.sizes[:n]
	for s := range n {
		f := &factors[sizes[s]%8]
		lead := float64(num[s] * (1 / den[s]))
		with[s] = float64(f[0] * lead)
		all += float64(f[1] * lead)
	}
	return all
}

// leads is that of leaves where there are simple players. It adds up the weights as well.
func (g *game) leads(n, size int) (all float64) {
	l := g.leaves
	for i := range l.weights {
		w := &l.weights[i]
		t := &g.terms[w.criterion]
		w.weight = [2]float64{t.weight, t.weight}
		if w.move != nil {
			w.weight[1], _ = g.after(t, w.move)
		}
	}
	for s := range n {
		part, n := 1/l.den[s], size+int(l.sizes[s])
		lead, added := float64(l.num[s]*part), float64(l.added[s]*part)
		l.with[s] = float64(g.with[n]*lead) + float64(g.withSimple[n]*added)
		all += float64(g.all[n] * lead)
		all += float64(g.allSimple[n] * added)
		factor := float64(part * g.alone[n])
		for i := range l.weights {
			w := &l.weights[i]
			g.means[i] += float64(factor * w.weight[s>>w.by&1])
		}
	}
	return all
}

// ask computes what a player at the end adds to the sums by itself.
func (g *game) ask(p *player) {
	p.adds = [3]float64{}
	for j := range p.moves {
		m := &p.moves[j]
		t := &g.terms[m.k]
		weight, gap := g.after(t, m)
		p.adds[0] += float64(weight*gap) - t.product
		p.adds[1] += weight - t.weight
		p.adds[2] += float64(t.simple * (weight - t.weight))
	}
}

// chances computes the factors of the Shapley sums. A player that joins s others out of n
// does so in s!(n-s-1)!/n! of all orders. So its value is that factor summed over the
// subsets with it, minus the same over those without it; equivalently, the sum of both
// factors over the subsets with it, minus the sum of the second factor over all subsets.
func (g *game) chances() {
	n := len(g.players)
	lists := make([]float64, 5*(n+1))
	take := func() []float64 {
		head := lists[: n+1 : n+1]
		lists = lists[n+1:]
		return head
	}
	g.with, g.all, g.withSimple, g.allSimple, g.alone = take(), take(), take(), take(), take()
	factorial := make([]float64, n+2)
	factorial[0] = 1
	for i := range n + 1 {
		factorial[i+1] = factorial[i] * float64(i+1)
	}
	for s := range n { // s others are included, and possibly the simple player
		joins := float64(factorial[s]*factorial[n-s-1]) / factorial[n]
		g.all[s] = joins
		g.with[s] += joins
		g.with[s+1] += joins
		joins = float64(factorial[s+1]*factorial[n-s-1]) / factorial[n+1]
		g.allSimple[s] = joins
		g.withSimple[s] += joins
		g.withSimple[s+1] += joins
	}
	for s := range n + 1 {
		g.alone[s] = float64(factorial[s]*factorial[n-s]) / factorial[n+1]
	}
}

// simpleValue returns the Shapley value of a simple player.
func (g *game) simpleValue(p *player) float64 {
	sum := 0.0
	for i, k := range g.touched {
		if m := p.on(k); m != nil {
			sum += float64((m.a - m.b) * g.means[i])
		}
	}
	return sum
}
