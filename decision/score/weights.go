package score

// Centroid returns the rank order centroid of n ranked criteria: weight i is (1/n) sum over
// j >= i of 1/j (Barron & Barrett 1996).
func Centroid(n int) []float64 {
	w := make([]float64, n)
	tail := 0.0
	for i := n - 1; i >= 0; i-- {
		tail += 1 / float64(i+1)
		w[i] = tail / float64(n)
	}
	return w
}

// Weights returns the normalised weights that follow from what was stated, or nil when
// nothing was and the answers adjust the base weights. Criteria missing from a ranking
// share the rest equally.
func (p Prior) Weights(criteria int) []float64 {
	switch {
	case p.Rank != nil:
		centroid := Centroid(criteria)
		rest := 0.0
		for _, x := range centroid[len(p.Rank):] {
			rest += x
		}
		w := make([]float64, criteria)
		for k := range w {
			w[k] = rest / float64(max(1, criteria-len(p.Rank)))
		}
		for i, k := range p.Rank {
			w[k] = centroid[i]
		}
		normalise(w)
		return w
	case p.Swing != nil:
		w := append([]float64(nil), p.Swing...)
		normalise(w)
		return w
	}
	return nil
}
