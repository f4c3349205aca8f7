package score

// tally counts how the options fare over the draws.
type tally struct {
	rank    []int     // times option o had rank i, at [o*options+i]
	wins    []int     // times a beat b, at [a*options+b]
	central []float64 // sum of the weights when o was first, at [o*criteria+k]
	options int
}

func newTally(m *Model) tally {
	counts := make([]int, 2*m.Options*m.Options)
	return tally{
		rank:    counts[:len(counts)/2],
		wins:    counts[len(counts)/2:],
		central: make([]float64, len(m.Cells)),
		options: m.Options,
	}
}

// add counts one draw: values, normalised weights, and what is ruled out.
func (t *tally) add(v, w []float64, gone Set) {
	n := t.options
	for a, x := range v {
		if gone.Has(a) {
			continue
		}
		rank, wins := 0, t.wins[a*n:][:n]
		for b, y := range v {
			switch {
			case a == b:
			case gone.Has(b) || x > y || (x == y && a < b):
				wins[b]++
			default:
				rank++
			}
		}
		t.rank[a*n+rank]++
		if rank == 0 {
			sum := t.central[a*len(w):][:len(w)]
			for k, x := range w {
				sum[k] += x
			}
		}
	}
}

// outlook turns counts over n draws into shares.
func (t *tally) outlook(n int) Outlook {
	floats := make([]float64, 2*len(t.rank)+len(t.central)+t.options)
	look := Outlook{Rank: floats[:len(t.rank)], Wins: floats[len(t.rank):][:len(t.rank)]}
	floats = floats[2*len(t.rank):]
	look.Central, look.Confidence = floats[:len(t.central)], floats[len(t.central):]
	for i, count := range t.rank {
		look.Rank[i] = float64(count) / float64(n)
	}
	for i, count := range t.wins {
		look.Wins[i] = float64(count) / float64(n)
	}
	criteria := len(t.central) / t.options
	for i, sum := range t.central {
		if count := t.rank[i/criteria*t.options]; count > 0 {
			look.Central[i] = sum / float64(count)
		}
	}
	return look
}
