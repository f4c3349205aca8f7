package score

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

// open is an unknown answer.
type open struct {
	parts   Set
	choices []*Choice
	upTo    []uint64 // the draw up to which a choice, but the last, is taken
}

// drawn is one part in the present draw.
type drawn struct {
	share    float64
	settled  []float64 // positions, from the answers that are known
	factors  []float64 // on weights, from the answers that are known
	out      Set       // from the answers that are known
	straight []int     // cells that unknown answers may move, on straight scales
	bent     []int     // the same on bent scales
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
	s.openSlots()
	s.parts = make([]drawn, len(r.Parts))
	for p := range s.parts {
		s.parts[p] = r.drawn(p)
	}
	return s
}

// openSlots lists the slots that are not answered, also those that do nothing:
// they take their place in the stream of draws, so that an option that is added
// or removed does not change the draws of the others.
func (s *sampler) openSlots() {
	total := 0
	for i := range s.In.Slots {
		total += s.set(i).Len()
	}
	choices, upTo := make([]*Choice, 0, total), make([]uint64, 0, total)
	s.open = make([]open, 0, len(s.In.Slots))
	for i, slot := range s.In.Slots {
		q, set := slot.Question, s.set(i)
		if set.Len() == 1 {
			continue
		}
		from, sum := len(choices), 0.0
		for a := range s.Model.Questions[q].Answers {
			if set.Has(a) {
				sum += s.Model.Share(q, a, set)
				choices = append(choices, &s.Model.Questions[q].Answers[a].Choice)
				upTo = append(upTo, uint64(min(sum, 1)*(1<<63)))
			}
		}
		s.open = append(s.open, open{parts: slot.Parts, choices: choices[from:], upTo: upTo[from : len(upTo)-1]})
	}
}

// set is the possible answers of a slot.
func (r *Run) set(slot int) Set {
	at := r.In.Slots[slot]
	return r.In.Parts[at.Parts.First()].Sets[at.Question]
}

// drawn sets up a part: everything the known answers do, once and for all draws.
func (r *Run) drawn(p int) drawn {
	m, place := r.Model, &r.Parts[p]
	floats := make([]float64, 3*len(m.Cells)+3*m.Criteria+m.Options)
	take := func(n int) []float64 {
		head := floats[:n:n]
		floats = floats[n:]
		return head
	}
	d := drawn{
		share: r.In.Parts[p].Share, reweighs: r.fixed == nil, tally: newTally(m),
		settled: take(len(m.Cells)), at: take(len(m.Cells)), values: take(len(m.Cells)),
		factors: take(m.Criteria), mult: take(m.Criteria), w: take(m.Criteria), v: take(m.Options),
	}
	copy(d.settled, m.Cells)
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
	cells := make([]int, 0, len(moved)) // the straight ones from the front, the bent ones behind
	for _, bent := range []bool{false, true} {
		for cell := range moved {
			if moved[cell] && bent == (len(m.Curves[cell%m.Criteria].At) > 0) {
				cells = append(cells, cell)
			}
		}
		if !bent {
			d.straight = cells
		}
	}
	d.bent = cells[len(d.straight):]
	for cell := range d.values {
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
		copy(d.at, d.settled)
		copy(d.mult, d.factors)
		d.gone = d.out
	}
	for i := range s.open {
		o := &s.open[i]
		u, at := s.answerRand.Uint64()>>1, 0
		for _, limit := range o.upTo { // counted, not searched: a branch here is a coin toss
			if u >= limit {
				at++
			}
		}
		for left := o.parts; left != 0; left &= left - 1 {
			s.parts[left.First()].apply(o.choices[at])
		}
	}
	for p := range s.parts {
		s.parts[p].settle(s.Model)
	}
}

// settle turns the positions that may have moved into values.
func (d *drawn) settle(m *Model) {
	at, values := d.at, d.values[:len(d.at)]
	for _, cell := range d.straight {
		v := at[cell]
		if v > 1 {
			v = 1
		}
		if v < 0 {
			v = 0
		}
		values[cell] = v
	}
	for _, cell := range d.bent {
		values[cell] = m.Curves[cell%m.Criteria].of(at[cell])
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
