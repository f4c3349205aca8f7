package score

import "slices"

// sampler holds the state of the draws.
type sampler struct {
	*Run
	*scratch
	draws *Draws

	open   []open
	cells  []*cell  // by index
	weighs []*weigh // by criterion; nil where answers do not move the weights
	parts  []drawn
	lambda *column // price of a second platform; nil where the answers that are open do not move it
	known  float64 // that price by the answers that are known
	mixed  int     // draws in which the best mix beats every single option
	alone  []int   // by option: draws in which it beats every other one and the best mix

	weights      []*column // of the draws, where they were stated; not normalised
	whole        stand     // all parts together, when there are several
	pileOfCells  pile[cell]
	pileOfWeighs pile[weigh]

	shares []*column // by part: its share over the sum of its weights
	added  []*column // by part: what is being added up
}

// open is a slot with an unknown answer that can affect the result.
type open struct {
	question int
	parts    Set
	set      Set     // possible answers
	states   states  // in the draws of the block
	state    []uint8 // by stratum
	strata   []uint16
	from     int // first stratum to use
}

// newSampler prepares the draws. Its scratch space must be freed.
func newSampler(r *Run, d *Draws) *sampler {
	m := r.Model
	s := &sampler{
		Run: r, scratch: newScratch(), draws: d, cells: make([]*cell, len(m.Cells)), weighs: make([]*weigh, m.Criteria),
	}
	if r.fixed != nil {
		s.weights = make([]*column, m.Criteria)
		for k := range s.weights {
			s.weights[k] = s.column()
		}
	}
	s.openSlots()
	s.parts = make([]drawn, len(r.Parts))
	for p := range s.parts {
		s.parts[p] = s.drawn(p)
	}
	if len(s.parts) > 1 {
		s.whole = s.newStand(r.Out)
		for k := range s.whole.w {
			s.whole.w[k] = s.column()
		}
		s.added = make([]*column, len(s.parts))
		for p := range s.parts {
			s.whole.may |= s.parts[p].may &^ r.Out
			s.shares = append(s.shares, &s.parts[p].part)
		}
		s.alone = make([]int, m.Options)
		if slices.ContainsFunc(s.open, func(o open) bool { return s.prices(o.question) }) {
			s.lambda, s.known = s.column(), s.knownLambda()
		}
	}
	return s
}

// openSlots lists the unanswered slots that affect a possible option or a weight.
func (s *sampler) openSlots() {
	n := 0
	for i, slot := range s.In.Slots {
		if s.set(i).Len() > 1 && s.matters(slot) {
			n++
		}
	}
	s.open = make([]open, 0, n)
	states := s.bytes(n * s.draws.answers())
	for i, slot := range s.In.Slots {
		if set := s.set(i); set.Len() > 1 && s.matters(slot) {
			s.open = append(s.open, s.newOpen(slot, set, states[:s.draws.answers()]))
			states = states[s.draws.answers():]
		}
	}
}

func (s *sampler) matters(slot Slot) bool {
	if len(s.In.Parts) > 1 && s.prices(slot.Question) {
		return true
	}
	q := &s.Model.Questions[slot.Question]
	for left := slot.Parts; left != 0; left &= left - 1 {
		out := s.Parts[left.First()].Out
		if q.musts&^out != 0 || len(q.factors) > 0 && s.fixed == nil {
			return true
		}
		for j := range q.shifts {
			if !out.Has(q.shifts[j].index / s.Model.Criteria) {
				return true
			}
		}
	}
	return false
}

// prices reports whether answers to a question move the price of a second platform.
func (s *sampler) prices(question int) bool {
	return slices.ContainsFunc(s.Model.Questions[question].Answers, func(a Answer) bool { return a.Platform != 0 })
}

func (s *sampler) knownLambda() float64 {
	known := s.In.Lambda
	for p := range s.Parts {
		for _, c := range s.Parts[p].Choices {
			if c.Set.Len() == 1 {
				known += float64(s.In.Parts[p].Share * c.Platform)
			}
		}
	}
	return known
}

// drawLambda computes the price of a second platform under the answers of a block.
func (s *sampler) drawLambda() {
	if s.lambda == nil {
		return
	}
	s.lambda.set(s.known)
	for i := range s.open {
		o := &s.open[i]
		if !s.prices(o.question) {
			continue
		}
		share, answers := 0.0, s.Model.Questions[o.question].Answers
		for left := o.parts; left != 0; left &= left - 1 {
			share += s.In.Parts[left.First()].Share
		}
		for j := range s.lambda {
			s.lambda[j] += float64(share * answers[o.states[j]%MaxAnswers].Platform)
		}
	}
	for j, x := range s.lambda {
		s.lambda[j] = max(x, 0)
	}
}

// newOpen distributes the possible answers over the strata by their shares.
func (s *sampler) newOpen(slot Slot, set Set, states []uint8) open {
	n := len(states)
	o := open{question: slot.Question, parts: slot.Parts, set: set, state: states, strata: s.draws.strata(slot.Question)}
	if len(s.In.Parts) > 1 { // slots of one question are drawn independently
		o.from = n / len(s.In.Parts) * slot.Parts.First()
	}
	sum, at := 0.0, 0
	for left := set; left != 0; left &= left - 1 {
		a := left.First()
		sum += s.Model.Share(slot.Question, a, set)
		for end := min(int(float64(sum*float64(n))+0.5), n); at < end; at++ {
			o.state[at] = uint8(a)
		}
		if left&(left-1) == 0 {
			for ; at < n; at++ {
				o.state[at] = uint8(a)
			}
		}
	}
	return o
}

// set returns the possible answers of a slot.
func (r *Run) set(slot int) Set {
	at := r.In.Slots[slot]
	return r.In.Parts[at.Parts.First()].Sets[at.Question]
}

// drawAnswers draws every unknown answer of a block and applies it to its parts.
func (s *sampler) drawAnswers(from int) {
	n := s.draws.answers()
	for i := range s.open {
		o := &s.open[i]
		for done := 0; done < block; { // the strata wrap around
			strata := o.strata[(o.from+from+done)%n:]
			strata = strata[:min(len(strata), block-done)]
			for j, stratum := range strata {
				o.states[done+j] = o.state[stratum]
			}
			done += len(strata)
		}
	}
	for _, c := range s.cells {
		for ; c != nil; c = c.next {
			c.settle()
		}
	}
	for _, g := range s.weighs {
		for ; g != nil; g = g.next {
			g.settle()
		}
	}
	for p := range s.parts {
		s.parts[p].settle(s.Model)
	}
	if s.whole.may == 0 {
		return
	}
	clear(s.whole.gone[:])
	for p := range s.parts {
		for i, gone := range &s.parts[p].gone {
			s.whole.gone[i] |= gone &^ s.whole.out
		}
	}
	s.whole.penalise()
}

// drawWeights draws the weights of a block: around the stated ones, or each by its weigh.
func (s *sampler) drawWeights(from int) {
	switch prior := &s.In.Prior; {
	case prior.Rank != nil:
		s.drawRanked(from)
	case prior.Swing != nil:
		for k, stated := range prior.Swing {
			if prior.Named.Has(k) {
				s.weights[k].line(float64(stated*0.75), stated/2, s.draws.uniform(k), from)
			} else {
				s.weights[k].line(0, stated, s.draws.exp(k), from)
			}
		}
	default:
		for _, g := range s.weighs {
			for ; g != nil; g = g.next {
				g.draw(s, from)
			}
		}
	}
}

// drawRanked assigns the largest exponentials of a draw to the ranked criteria, in their
// order, and the others to the remaining criteria as they come.
func (s *sampler) drawRanked(from int) {
	n, prior := s.Model.Criteria, &s.In.Prior
	place := s.draws.place(n)
	for i := range min(block, s.draws.n-from) {
		next := 0
		for k, larger := range place[(from+i)*n:][:n] {
			x := s.draws.exp(k)[from+i]
			if int(larger) < len(prior.Rank) {
				s.weights[prior.Rank[larger]][i] = x
				continue
			}
			for prior.Named.Has(next) {
				next++
			}
			s.weights[next][i] = x
			next++
		}
	}
}
