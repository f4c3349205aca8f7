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
	whole   tally   // of the whole, when there are several parts
	price   float64 // of the plan's platforms
	mixed   int     // draws in which the plan's platforms beat every single option
	v, w    []float64
}

// open is an unknown answer.
type open struct {
	parts   Set
	choices []*Choice
	upTo    []uint64 // the draw up to which a choice, but the last, is taken
}

func newSampler(r *Run, seed uint64) *sampler {
	m := r.Model
	s := &sampler{
		Run: r, weightRand: NewRand(seed), answerRand: NewRand(^seed),
		weights: make([]float64, m.Criteria), pool: make([]float64, m.Criteria),
		v: make([]float64, m.Options), w: make([]float64, m.Criteria),
		whole: newTally(m), price: r.Price(),
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
				s.weights[k] = float64(stated * (0.75 + r.Float64()/2))
			} else {
				s.weights[k] = float64(stated * r.Exp())
			}
		}
	default:
		even, spread := 1-s.Model.Spread, s.Model.Spread
		for k, base := range s.Model.Base {
			s.weights[k] = float64(base * (even + float64(spread*r.Exp())))
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
	if s.Plan.Platforms.Len() > 1 && s.ahead() {
		s.mixed++
	}
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
