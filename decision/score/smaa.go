package score

// Outlook is what stochastic multicriteria acceptability analysis says (SMAA-2,
// Lahdelma & Salminen 2001): how the options fare over random draws of the
// weights and of the unknown answers, within what was stated. Shares are of all
// draws. An option that a draw rules out takes no rank in it.
type Outlook struct {
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

// sampler is the state of the draws.
type sampler struct {
	*Run
	weightRand Rand // two streams, so that answers can be replayed alone
	answerRand Rand

	weights []float64 // of the draw, before the factors of the answers; not normalised
	pool    []float64 // exponentials still to be handed out by rank
	open    []open
	parts   []drawn
	whole   tally // of the whole, when there are several parts
	v, w    []float64
}

// open is an unknown answer that moves or rules out something.
type open struct {
	parts   Set
	choices []*Choice
	upTo    []float64 // cumulative chance
}

// drawn is one part in the present draw.
type drawn struct {
	share    float64
	settled  []float64 // positions, from the answers that are known
	factors  []float64 // on weights, from the answers that are known
	out      Set       // from the answers that are known
	cells    []int     // that unknown answers may move
	reweighs bool      // factors count

	at     []float64 // positions of the draw
	mult   []float64 // factors of the draw
	gone   Set       // ruled out in the draw
	values []float64
	w      []float64 // normalised
	v      []float64
	tally
}

func newSampler(r *Run, seed uint64) *sampler {
	m := r.Model
	s := &sampler{
		Run: r, weightRand: NewRand(seed), answerRand: NewRand(^seed),
		weights: make([]float64, m.Criteria), pool: make([]float64, m.Criteria),
		v: make([]float64, m.Options), w: make([]float64, m.Criteria),
		whole: newTally(m),
	}
	for i := range r.In.Slots {
		if o, ok := r.open(i); ok {
			s.open = append(s.open, o)
		}
	}
	s.parts = make([]drawn, len(r.Parts))
	for p := range s.parts {
		s.parts[p] = r.drawn(p)
	}
	return s
}

// open lists the choices of a slot; not ok when it is answered or does nothing.
func (r *Run) open(slot int) (open, bool) {
	q := r.In.Slots[slot].Question
	set := r.In.Parts[r.In.Slots[slot].Parts.First()].Sets[q]
	o := open{parts: r.In.Slots[slot].Parts}
	if set.Len() == 1 || (!r.Model.Scores(q) && r.Model.Choice(q, set).May == 0) {
		return o, false
	}
	sum := 0.0
	for i := range r.Model.Questions[q].Answers {
		if share := r.Model.Share(q, i, set); share > 0 {
			sum += share
			o.choices = append(o.choices, &r.Model.Questions[q].Answers[i].Choice)
			o.upTo = append(o.upTo, sum)
		}
	}
	return o, len(o.choices) > 0
}

// drawn sets up a part: everything the known answers do, once and for all draws.
func (r *Run) drawn(p int) drawn {
	m, place := r.Model, &r.Parts[p]
	d := drawn{
		share:   r.In.Parts[p].Share,
		settled: append([]float64(nil), m.Cells...), factors: make([]float64, m.Criteria),
		reweighs: r.fixed == nil,
		at:       make([]float64, len(m.Cells)), mult: make([]float64, m.Criteria),
		values: make([]float64, len(m.Cells)),
		w:      make([]float64, m.Criteria), v: make([]float64, m.Options),
		tally: newTally(m),
	}
	for k := range d.factors {
		d.factors[k] = 1
	}
	moved := make([]bool, len(m.Cells))
	for q, c := range place.Choices {
		if c.Set.Len() == 1 {
			for _, s := range c.Shifts {
				d.settled[s.Cell] += s.By
			}
			for _, f := range c.Factors {
				d.factors[f.Criterion] *= f.By
			}
			d.out |= c.Out
			continue
		}
		for _, a := range m.Questions[q].Answers {
			for _, s := range a.Shifts {
				moved[s.Cell] = moved[s.Cell] || c.Set.Has(a.Set.First())
			}
		}
	}
	for cell := range moved {
		if moved[cell] {
			d.cells = append(d.cells, cell)
		}
		d.values[cell] = m.Curves[cell%m.Criteria].of(d.settled[cell])
	}
	copy(d.mult, d.factors)
	copy(d.at, d.settled)
	d.gone = d.out
	return d
}

// drawWeights draws weights uniformly from what was stated allows.
func (s *sampler) drawWeights() {
	prior, r := &s.In.Prior, &s.weightRand
	switch {
	case prior.Rank != nil:
		s.pool = s.pool[:cap(s.pool)]
		for k := range s.pool {
			s.pool[k] = r.Exp()
		}
		for _, k := range prior.Rank {
			s.weights[k] = s.largest()
		}
		for k, next := 0, 0; k < len(s.weights); k++ {
			if !prior.Named.Has(k) {
				s.weights[k] = s.pool[next]
				next++
			}
		}
	case prior.Swing != nil:
		for k, stated := range prior.Swing {
			if prior.Named.Has(k) {
				s.weights[k] = stated * (0.75 + r.Float64()/2)
			} else {
				s.weights[k] = stated * r.Exp()
			}
		}
	default:
		for k, base := range s.Model.Base {
			s.weights[k] = base * r.Exp()
		}
	}
}

// largest takes the largest number out of the pool; the others keep their order.
func (s *sampler) largest() float64 {
	at := 0
	for i, x := range s.pool {
		if x > s.pool[at] {
			at = i
		}
	}
	x := s.pool[at]
	s.pool = append(s.pool[:at], s.pool[at+1:]...)
	return x
}

// drawAnswers draws every unknown answer and applies it to its parts.
func (s *sampler) drawAnswers() {
	if len(s.open) == 0 {
		return
	}
	for p := range s.parts {
		d := &s.parts[p]
		for _, cell := range d.cells {
			d.at[cell] = d.settled[cell]
		}
		copy(d.mult, d.factors)
		d.gone = d.out
	}
	for i := range s.open {
		o := &s.open[i]
		u, at := s.answerRand.Float64(), 0
		for at < len(o.upTo)-1 && u >= o.upTo[at] {
			at++
		}
		for p := range s.parts {
			if o.parts.Has(p) {
				s.parts[p].apply(o.choices[at])
			}
		}
	}
	for p := range s.parts {
		d, m := &s.parts[p], s.Model
		for _, cell := range d.cells {
			d.values[cell] = m.Curves[cell%m.Criteria].of(d.at[cell])
		}
	}
}

func (d *drawn) apply(c *Choice) {
	for _, s := range c.Shifts {
		d.at[s.Cell] += s.By
	}
	for _, f := range c.Factors {
		d.mult[f.Criterion] *= f.By
	}
	d.gone |= c.Out
}

// score values the options of a part under the weights of the draw.
func (d *drawn) score(m *Model, weights []float64) {
	sum := 0.0
	for k, x := range weights {
		if d.reweighs {
			x *= d.mult[k]
		}
		d.w[k] = x
		sum += x
	}
	for k := range d.w {
		d.w[k] /= sum
	}
	d.rate(m, d.w)
}

// rate values the options under given weights.
func (d *drawn) rate(m *Model, w []float64) {
	for o := range d.v {
		d.v[o] = dot(w, d.values[o*m.Criteria:][:len(w)])
	}
}

// count takes the draw into the tallies.
func (s *sampler) count() {
	if len(s.parts) == 1 {
		d := &s.parts[0]
		d.add(d.v, d.w, d.gone)
		return
	}
	clear(s.w)
	for p := range s.parts {
		d := &s.parts[p]
		d.add(d.v, d.w, d.gone)
		for k, x := range d.w {
			s.w[k] += float64(d.share * x)
		}
	}
	s.whole.add(s.v, s.w, s.sum())
}

// sum adds the parts up into s.v and says what is ruled out in any.
func (s *sampler) sum() (gone Set) {
	clear(s.v)
	for p := range s.parts {
		d := &s.parts[p]
		for o, x := range d.v {
			s.v[o] += float64(d.share * x)
		}
		gone |= d.gone
	}
	return gone
}

// outlooks turns the tallies into shares.
func (s *sampler) outlooks(n int, seed uint64) []Outlook {
	var list []Outlook
	if len(s.parts) > 1 {
		list = append(list, s.whole.outlook(n))
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
