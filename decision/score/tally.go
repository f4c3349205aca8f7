package score

// stand holds the values of the options in the draws of a block, for one part or for all
// parts together, and the counts so far.
type stand struct {
	left    []int      // options that no known answer rules out
	out     Set        // the others
	may     Set        // options left that some draw may rule out
	gone    [block]Set // options left that are ruled out, by draw
	goneIn  []drawSet  // by option: the draws that rule it out
	penalty []*column  // by option: places ruled-out options behind all others
	v       []*column  // by option
	w       []*column  // by criterion
	inverse column     // of the sum of the weights
	ahead   []counter  // by option: how many are ahead of it

	n, options, criteria int
	ranks                []int     // times option o had rank i, at [o*options+i]
	wins                 []int     // times a beat b, at [a*options+b]
	dropped              []int     // times option o was ruled out
	central              []float64 // sum of the weights when o was first, at [o*criteria+k]
}

func (s *sampler) newStand(out Set) stand {
	m := s.Model
	columns, square := make([]*column, 2*m.Options+m.Criteria), m.Options*m.Options
	counts := make([]int, 2*square+m.Options)
	d := stand{
		out: out, options: m.Options, criteria: m.Criteria,
		v: columns[:m.Options], penalty: columns[m.Options : 2*m.Options], w: columns[2*m.Options:],
		goneIn: make([]drawSet, m.Options), ahead: make([]counter, m.Options),
		ranks: counts[:square], wins: counts[square : 2*square], dropped: counts[2*square:],
		central: make([]float64, len(m.Cells)),
	}
	for o := range m.Options {
		if !out.Has(o) {
			d.left, d.v[o], d.penalty[o] = append(d.left, o), s.column(), s.column()
		}
	}
	return d
}

// far exceeds every value that is not normalised.
const far = 1e30

// penalise prepares the penalties for ruled-out options, which place them behind all others
// in catalogue order.
func (s *stand) penalise() {
	for left := s.may; left != 0; left &= left - 1 {
		o := left.First()
		var set [2]uint64
		penalty := s.penalty[o]
		for i, gone := range &s.gone {
			is := uint64(gone >> o & 1)
			penalty[i] = float64(is) * far * float64(1+o)
			set[i/half] |= is << (i % half)
		}
		s.goneIn[o] = drawSet{set[0], set[1]}
	}
}

// weigh adds up the weights.
func (s *stand) weigh() {
	s.inverse = column{}
	s.inverse.sum(s.w)
	for i, sum := range &s.inverse {
		s.inverse[i] = 1 / sum
	}
}

// dismiss places the ruled-out options behind all others.
func (s *stand) dismiss() {
	for left := s.may; left != 0; left &= left - 1 {
		o := left.First()
		v := s.v[o]
		for i, far := range s.penalty[o] {
			v[i] -= far
		}
	}
}

// firsts counts the draws, of the first m of a block, in which an option is first.
func (s *stand) firsts(option, m int) int {
	s.dismiss()
	first := firstDraws(m).without(s.goneIn[option])
	for _, o := range s.left {
		switch {
		case option < o:
			first = first.and(s.v[option].atLeast(s.v[o]))
		case option > o:
			first = first.without(s.v[o].atLeast(s.v[option]))
		}
	}
	return first.len()
}

// count adds the first m draws of a block to the tally. Of two equal options the first in the
// catalogue is ahead.
func (s *stand) count(m int) {
	s.n += m
	s.dismiss()
	clear(s.ahead)
	all := firstDraws(m)
	for i, a := range s.left {
		for _, b := range s.left[i+1:] {
			wins := s.v[a].atLeast(s.v[b]).and(all)
			losses := all.without(wins)
			s.ahead[b].add(wins)
			s.ahead[a].add(losses)
			s.wins[a*s.options+b] += wins.len()
			s.wins[b*s.options+a] += losses.len()
		}
	}
	for _, o := range s.left {
		for rank := range s.left {
			s.ranks[o*s.options+rank] += s.ahead[o].is(rank).and(all).len()
		}
		if first := s.ahead[o].is(0).and(all).without(s.goneIn[o]); first != (drawSet{}) {
			s.addWeights(s.central[o*s.criteria:][:s.criteria], first)
		}
	}
}

// addWeights adds the weights of draws, each normalised to sum to 1. It takes four
// criteria at a time, so that additions do not wait for each other.
func (s *stand) addWeights(sums []float64, set drawSet) {
	var list [block]uint8
	draws, k := set.list(&list), 0
	for ; k+4 <= len(sums); k += 4 {
		a, b, c, d := s.w[k], s.w[k+1], s.w[k+2], s.w[k+3]
		var sa, sb, sc, sd float64
		for _, i := range draws {
			x := s.inverse[i]
			sa += float64(a[i] * x)
			sb += float64(b[i] * x)
			sc += float64(c[i] * x)
			sd += float64(d[i] * x)
		}
		sums[k], sums[k+1], sums[k+2], sums[k+3] = sums[k]+sa, sums[k+1]+sb, sums[k+2]+sc, sums[k+3]+sd
	}
	for ; k < len(sums); k++ {
		w, sum := s.w[k], 0.0
		for _, i := range draws {
			sum += float64(w[i] * s.inverse[i])
		}
		sums[k] += sum
	}
}

// excuse subtracts what the first m draws of answers counted for options that they rule
// out: each was counted once for each draw of the weights.
func (s *stand) excuse(m int) {
	if s.may == 0 {
		return
	}
	for _, gone := range s.gone[:m] {
		rank := len(s.left) - gone.Len()
		for rest := gone; rest != 0; rest &= rest - 1 {
			a := rest.First()
			s.dropped[a] += repeats
			s.ranks[a*s.options+rank] -= repeats
			rank++
			for others := rest & (rest - 1); others != 0; others &= others - 1 {
				s.wins[a*s.options+others.First()] -= repeats
			}
		}
	}
}

// outlook converts the counts to shares.
func (s *stand) outlook() Outlook {
	n := float64(max(s.n, 1))
	floats := make([]float64, 2*len(s.ranks)+len(s.central)+s.options)
	look := Outlook{Rank: floats[:len(s.ranks)], Wins: floats[len(s.ranks):][:len(s.ranks)]}
	floats = floats[2*len(s.ranks):]
	look.Central, look.Confidence = floats[:len(s.central)], floats[len(s.central):]
	for i, count := range s.ranks {
		look.Rank[i] = float64(count) / n
	}
	for i, count := range s.wins {
		look.Wins[i] = float64(count) / n
	}
	for _, a := range s.left {
		for b := range s.options {
			if s.out.Has(b) {
				look.Wins[a*s.options+b] = float64(s.n-s.dropped[a]) / n
			}
		}
	}
	for i, sum := range s.central {
		if count := s.ranks[i/s.criteria*s.options]; count > 0 {
			look.Central[i] = sum / float64(count)
		}
	}
	return look
}
