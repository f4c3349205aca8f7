package score

// Outlook is what stochastic multicriteria acceptability analysis says (SMAA-2,
// Lahdelma & Salminen 2001): how the options fare over random draws of the
// weights and of the unknown answers, within what was stated. Shares are of all
// draws. An option that a draw rules out takes no rank in it.
type Outlook struct {
	Several    float64   // share of draws in which the plan's platforms together beat every single option; of the whole, with several parts
	Rank       []float64 // share of draws in which option o has rank i, at [o*Options+i]
	Central    []float64 // mean weights when o is first, at [o*Criteria+k]; zeros when it never is
	Confidence []float64 // share of draws in which o is first when its central weights hold
	Wins       []float64 // share of draws in which a beats b, at [a*Options+b]
}

// Outlooks draws n times. The first outlook is of the whole; when there are
// several parts, one of each part alone follows. Confidence factors take the
// first fifth of the draws.
func (r *Run) Outlooks(n int, seed uint64) []Outlook {
	s := newSampler(r, seed)
	for range n {
		s.drawWeights()
		s.drawAnswers()
		for p := range s.parts {
			s.parts[p].score(r.Model, s.weights)
		}
		s.count()
	}
	return s.outlooks(n, seed)
}

// ahead tells whether in this draw the plan's platforms together, with their
// price off, beat every option alone.
func (s *sampler) ahead() bool {
	gone := s.sum()
	best := first(s.v, gone)
	mix := -s.price
	for p := range s.parts {
		d := &s.parts[p]
		carrier := first(d.v, d.gone|^s.Plan.Platforms)
		if carrier < 0 {
			return false
		}
		mix += float64(d.share * d.v[carrier])
	}
	return best < 0 || mix > s.v[best]
}

// outlooks turns the tallies into shares.
func (s *sampler) outlooks(n int, seed uint64) []Outlook {
	var list []Outlook
	if len(s.parts) > 1 {
		list = append(list, s.whole.outlook(n))
		list[0].Several = float64(s.mixed) / float64(n)
	}
	for p := range s.parts {
		list = append(list, s.parts[p].outlook(n))
	}
	s.answerRand = NewRand(^seed)
	times := 1
	if len(s.open) > 0 {
		times = max(1, n/5)
	}
	for range times {
		s.drawAnswers()
		for i := range list {
			s.confide(i, &list[i])
		}
	}
	for i := range list {
		for o := range list[i].Confidence {
			list[i].Confidence[o] /= float64(times)
		}
	}
	return list
}

// confide counts for each option whether it is first under its central weights.
func (s *sampler) confide(i int, look *Outlook) {
	m := s.Model
	for o := range look.Confidence {
		central := look.Central[o*m.Criteria:][:m.Criteria]
		if look.Rank[o*m.Options] == 0 {
			continue
		}
		var v []float64
		var gone Set
		switch {
		case len(s.parts) == 1:
			s.parts[0].rate(m, central)
			v, gone = s.parts[0].v, s.parts[0].gone
		case i > 0:
			s.parts[i-1].rate(m, central)
			v, gone = s.parts[i-1].v, s.parts[i-1].gone
		default:
			for p := range s.parts {
				s.parts[p].rate(m, central)
			}
			gone = s.sum()
			v = s.v
		}
		if first(v, gone) == o {
			look.Confidence[o]++
		}
	}
}

// first is the best option that is not gone, or -1.
func first(v []float64, gone Set) int {
	best := -1
	for o, x := range v {
		if !gone.Has(o) && (best < 0 || x > v[best]) {
			best = o
		}
	}
	return best
}
