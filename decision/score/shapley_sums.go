package score

import (
	"math/bits"
	"slices"
)

// maxApart bounds the number of players whose subsets are processed in one loop.
const maxApart = 6

// leaves is scratch space for the subsets of the last players: their lead times the sum of
// the weights, and that sum.
type leaves struct{ num, den, added, with [1 << maxApart]float64 }

// order puts the light players last and, at the very end, some that share no criterion. The
// effects of these simply add up, so that each subset of them costs little more than a
// division.
func (g *game) order() {
	slices.SortStableFunc(g.players, func(x, y player) int { return len(y.moves) - len(x.moves) })
	var taken Set
	var last []player
	for i := len(g.players) - 1; i >= 0 && len(last) < maxApart; i-- {
		var on Set
		for _, m := range g.players[i].moves {
			on |= Bit(m.k)
		}
		if taken&on == 0 {
			taken |= on
			last = append(last, g.players[i])
			g.players = slices.Delete(g.players, i, i+1)
		}
	}
	g.players, g.apart, g.leaves = append(g.players, last...), len(last), new(leaves)
}

// visitApart is visit for the players at the end, which share no criterion.
func (g *game) visitApart(size int) (with, all float64) {
	l, last := g.leaves, g.players[len(g.players)-g.apart:]
	l.num[0], l.den[0], l.added[0] = g.num, g.den, g.added
	for j := range last {
		num, den, added := g.adds(&last[j])
		for s := range 1 << j {
			l.num[1<<j|s], l.den[1<<j|s], l.added[1<<j|s] = l.num[s]+num, l.den[s]+den, l.added[s]+added
		}
	}
	for s := range 1 << len(last) {
		part, n := 1/l.den[s], size+bits.OnesCount(uint(s))
		lead := float64(l.num[s] * part)
		l.with[s] = float64(g.with[n] * lead)
		all += float64(g.all[n] * lead)
		if len(g.touched) > 0 {
			added := float64(l.added[s] * part)
			l.with[s] += float64(g.withSimple[n] * added)
			all += float64(g.allSimple[n] * added)
			g.addMeans(s, float64(part*g.alone[n]))
		}
	}
	for j := len(last) - 1; j >= 0; j-- {
		sum := 0.0
		for s := range 1 << j {
			sum += l.with[1<<j|s]
			l.with[s] += l.with[1<<j|s]
		}
		last[j].with += sum
	}
	return l.with[0], all
}

// adds returns what a player adds to the sums by itself.
func (g *game) adds(p *player) (num, den, added float64) {
	for j := range p.moves {
		m := &p.moves[j]
		t := &g.terms[m.k]
		weight, gap := g.after(t, m)
		p.saved[j].weight = weight
		num += float64(weight*gap) - t.product
		den += weight - t.weight
		added += float64(t.simple * (weight - t.weight))
	}
	return num, den, added
}

// addMeans adds the weights, times a factor, for a subset of the last players.
func (g *game) addMeans(subset int, factor float64) {
	last := g.players[len(g.players)-g.apart:]
	for i, k := range g.touched {
		weight := g.terms[k].weight
		for j := range last {
			if subset>>j&1 == 0 {
				continue
			}
			for at := range last[j].moves {
				if last[j].moves[at].k == k {
					weight = last[j].saved[at].weight
				}
			}
		}
		g.means[i] += float64(factor * weight)
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
