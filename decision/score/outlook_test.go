package score

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The numbers of a column are the same for every run, one in each stratum.
func TestDrawsAreStratified(t *testing.T) {
	d, again := NewDraws(1000, 7), NewDraws(1000, 7)
	mean := 0.0
	for k := range 3 {
		seen := make([]bool, 1000)
		for i, u := range d.uniform(k) {
			if at := int(u * 1000); seen[at] {
				t.Fatalf("column %d has two numbers in stratum %d", k, at)
			} else {
				seen[at] = true
			}
			mean += d.exp(k)[i] / 3000
		}
		if !slices.Equal(d.uniform(k), again.uniform(k)) || k > 0 && slices.Equal(d.uniform(k), d.uniform(0)) {
			t.Errorf("column %d", k)
		}
	}
	near(t, "mean of exponentials", mean, 1, 0.01)
	strata := slices.Sorted(slices.Values(d.strata(3)))
	for i, s := range strata {
		if int(s) != i {
			t.Fatalf("stratum %d of the answers is %d", i, s)
		}
	}
}

// Every share is compared with its definition, computed draw by draw and without the
// shortcuts of columns and blocks.
func TestOutlooksAgainstTheirDefinition(t *testing.T) {
	d := NewDraws(1200, 3) // three blocks of answers
	rapid.Check(t, func(t *rapid.T) {
		m, in := randomInput(t)
		if rapid.Bool().Draw(t, "ranked") && in.Prior.Swing == nil {
			in.Prior.Rank, in.Prior.Named = []int{m.Criteria - 1}, Bit(m.Criteria-1)
		}
		if in.Prior.Swing != nil {
			in.Prior.Named = Bit(0)
		}
		for q := range m.Questions { // musts, which randomInput has none of
			for a := range m.Questions[q].Answers {
				if rapid.IntRange(0, 5).Draw(t, "must") == 0 {
					m.Questions[q].Answers[a].Out = Bit(rapid.IntRange(0, 1).Draw(t, "rules out"))
				}
			}
		}
		m.Prepare()
		r := New(m, in)
		got := r.Outlooks(d)
		want := outlooks(r, d)
		for i := range want {
			for j := range want[i].Rank {
				if got[i].Rank[j] != want[i].Rank[j] || got[i].Wins[j] != want[i].Wins[j] {
					t.Fatalf("outlook %d: ranks %v, wins %v; want %v, %v", i, got[i].Rank, got[i].Wins, want[i].Rank, want[i].Wins)
				}
			}
			for j := range want[i].Central {
				if math.Abs(got[i].Central[j]-want[i].Central[j]) > 1e-9 {
					t.Fatalf("outlook %d: central weights %v, want %v", i, got[i].Central, want[i].Central)
				}
			}
		}
	})
}

// outlooks computes the outlooks draw by draw.
func outlooks(r *Run, d *Draws) []Outlook {
	s := newSampler(r, d)
	m, n, list := r.Model, d.answers(), make([]Outlook, 1, 1+len(r.Parts))
	if len(r.Parts) > 1 {
		list = make([]Outlook, 1+len(r.Parts))
	}
	for i := range list {
		list[i] = Outlook{
			Rank: make([]float64, m.Options*m.Options),
			Wins: make([]float64, m.Options*m.Options), Central: make([]float64, len(m.Cells)),
		}
	}
	firsts := make([][]float64, len(list))
	for i := range firsts {
		firsts[i] = make([]float64, m.Options)
	}
	for draw := range d.n {
		places := make([]Place, len(r.Parts))
		weights := stated(r, d, draw)
		v, w, gone := make([]float64, m.Options), make([]float64, m.Criteria), Set(0)
		for p := range places {
			places[p] = newPlace(m)
			copy(places[p].Choices, r.Parts[p].Choices)
			for i := range s.open {
				o := &s.open[i]
				if o.parts.Has(p) {
					state := o.state[o.strata[(o.from+draw%n)%n]]
					places[p].Choices[o.question] = &m.Questions[o.question].Answers[state].Choice
				}
			}
			places[p].settle(m, weights)
			if weights == nil { // the factors of the draw, on drawn base weights
				settleDrawn(m, &places[p], d, draw)
			}
			for k, x := range places[p].Weights {
				w[k] += r.In.Parts[p].Share * x
			}
			for o, x := range places[p].V {
				v[o] += r.In.Parts[p].Share * x
			}
			gone |= places[p].Out
			if len(places) > 1 {
				tallyOne(&list[1+p], firsts[1+p], places[p].V, places[p].Weights, places[p].Out)
			}
		}
		tallyOne(&list[0], firsts[0], v, w, gone)
	}
	for i := range list {
		for j := range list[i].Rank {
			list[i].Rank[j] /= float64(d.n)
			list[i].Wins[j] /= float64(d.n)
		}
		for j := range list[i].Central {
			if n := firsts[i][j/m.Criteria]; n > 0 {
				list[i].Central[j] /= n
			}
		}
	}
	return list
}

// stated returns the weights of a draw, if any were stated; else nil.
func stated(r *Run, d *Draws, draw int) []float64 {
	prior, n := r.In.Prior, r.Model.Criteria
	w := make([]float64, n)
	switch {
	case prior.Rank != nil:
		pool := make([]float64, n)
		for k := range pool {
			pool[k] = d.exp(k)[draw]
		}
		for _, k := range prior.Rank {
			at := slices.Index(pool, slices.Max(pool))
			w[k] = pool[at]
			pool = slices.Delete(pool, at, at+1)
		}
		for k := range w {
			if !prior.Named.Has(k) {
				w[k], pool = pool[0], pool[1:]
			}
		}
	case prior.Swing != nil:
		for k, x := range prior.Swing {
			if prior.Named.Has(k) {
				w[k] = x * (0.75 + d.uniform(k)[draw]/2)
			} else {
				w[k] = x * d.exp(k)[draw]
			}
		}
	default:
		return nil
	}
	normalise(w)
	return w
}

// settleDrawn weighs a part by drawn base weights times the factors of the answers.
func settleDrawn(m *Model, p *Place, d *Draws, draw int) {
	for k := range p.Weights {
		f := 1.0
		for _, c := range p.Choices {
			for _, x := range c.Factors {
				if x.Criterion == k {
					f *= x.By
				}
			}
		}
		p.Weights[k] = m.Base[k] * m.Limits[k].of(f) * (1 - m.Spread + m.Spread*d.exp(k)[draw])
	}
	normalise(p.Weights)
	for o := range p.V {
		p.V[o] = dot(p.Weights, p.Values[o*m.Criteria:][:m.Criteria])
	}
}

func tallyOne(look *Outlook, firsts, v, w []float64, gone Set) {
	list, n := make([]int, len(v)), len(v)
	order(list, v, gone)
	for rank, a := range list {
		if gone.Has(a) {
			continue
		}
		look.Rank[a*n+rank]++
		for _, b := range list[rank+1:] {
			look.Wins[a*n+b]++
		}
		if rank == 0 {
			firsts[a]++
			for k, x := range w {
				look.Central[a*len(w)+k] += x
			}
		}
	}
}
