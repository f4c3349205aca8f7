package score

// Outlook is the result of stochastic multicriteria acceptability analysis (SMAA-2,
// Lahdelma & Salminen 2001): how the options rank over random draws of the weights and the
// unknown answers, within what was stated. Shares are of all draws. An option that a draw
// rules out has no rank in it.
type Outlook struct {
	Several    float64   // share of draws in which the best mix beats every single option; of the whole, with several parts
	Alone      []float64 // share of draws in which option o beats every other one and the best mix; likewise
	Rank       []float64 // share of draws in which option o has rank i, at [o*Options+i]
	Central    []float64 // mean weights when o is first, at [o*Criteria+k]; zeros when it never is
	Confidence []float64 // share of draws in which o is first when its central weights hold
	Wins       []float64 // share of draws in which a beats b, at [a*Options+b]
}

// Outlooks ranks the options in the draws. The first outlook is of the whole; if there are
// several parts, one for each part alone follows. Confidence factors use the first fifth of
// the draws of the answers.
func (r *Run) Outlooks(d *Draws) []Outlook {
	s := newSampler(r, d)
	defer s.free()
	n := d.answers()
	for from := 0; from < n; from += block {
		m := min(block, n-from)
		if from == 0 || len(s.open) > 0 {
			s.drawAnswers(from)
			s.drawLambda()
		}
		for again := range repeats {
			s.count(again*n+from, m)
		}
		s.excuse(m)
	}
	return s.outlooks()
}

// count scores the first m draws of a block, whose weights begin at index from, and adds
// them to the tallies.
func (s *sampler) count(from, m int) {
	s.drawWeights(from)
	for p := range s.parts {
		s.parts[p].score()
	}
	if len(s.parts) > 1 {
		s.addParts()
	}
	for p := range s.parts {
		s.parts[p].count(m)
	}
	if len(s.parts) > 1 {
		s.whole.count(m)
		s.countAlone(m)
	}
}

// addParts adds up the values and the weights of the parts.
func (s *sampler) addParts() {
	for p := range s.parts {
		d := &s.parts[p]
		for i, x := range &d.inverse {
			d.part[i] = float64(d.share * x)
		}
	}
	add := func(into *column, of func(d *drawn) *column) {
		for p := range s.parts {
			s.added[p] = of(&s.parts[p])
		}
		into.addEachProduct(s.added, s.shares)
	}
	for _, o := range s.whole.left {
		s.whole.v[o].set(0 - s.Loss(o))
		add(s.whole.v[o], func(d *drawn) *column { return d.v[o] })
	}
	for k, w := range s.whole.w {
		*w = column{}
		add(w, func(d *drawn) *column { return d.w[k] })
	}
	s.whole.weigh()
}

// excuse removes the options that the answers rule out from the tallies.
func (s *sampler) excuse(m int) {
	for p := range s.parts {
		s.parts[p].excuse(m)
	}
	if len(s.parts) > 1 {
		s.whole.excuse(m)
	}
}

// countAlone counts the draws in which the best mix, with its parts where they are and minus its price,
// beats every single option, and those in which a single option beats the others and the mix.
func (s *sampler) countAlone(m int) {
	var mix column
	if s.Mix.Platforms == 0 || s.Mix.Gone != 0 {
		mix.set(-far)
	} else {
		s.mixValues(&mix)
	}
	for i := range m {
		best, at := nowhere, -1
		for _, o := range s.whole.left {
			if x := s.whole.v[o][i]; x > best {
				best, at = x, o
			}
		}
		switch {
		case mix[i] > best:
			s.mixed++
		case at >= 0:
			s.alone[at]++
		}
	}
}

// mixValues computes the values of the best mix.
func (s *sampler) mixValues(into *column) {
	price, rest := s.Model.price(s.Mix.Platforms), 0-s.Mix.Held-s.Mix.Again
	if s.lambda == nil {
		into.set(rest - float64(s.Lambda()*price))
	} else {
		for i, lambda := range s.lambda {
			into[i] = rest - float64(lambda*price)
		}
	}
	for p := range s.parts {
		d := &s.parts[p]
		into.addProduct(d.v[s.Mix.on(p, &s.Parts[p])], &d.part)
	}
}

// nowhere is less than any mix in which every part has a platform.
const nowhere = -1e6

// outlooks converts the tallies to shares.
func (s *sampler) outlooks() []Outlook {
	var list []Outlook
	if len(s.parts) > 1 {
		list = append(list, s.whole.outlook())
		list[0].Several = float64(s.mixed) / float64(s.whole.n)
		list[0].Alone = make([]float64, len(s.alone))
		for o, n := range s.alone {
			list[0].Alone[o] = float64(n) / float64(s.whole.n)
		}
	}
	for p := range s.parts {
		list = append(list, s.parts[p].outlook())
	}
	times := 1
	if len(s.open) > 0 {
		times = max(1, s.draws.answers()/5)
	}
	for from := 0; from < times; from += block {
		s.drawAnswers(from)
		for i := range list {
			s.countConfidence(i, min(block, times-from), &list[i])
		}
	}
	for i := range list {
		for o := range list[i].Confidence {
			list[i].Confidence[o] /= float64(times)
		}
	}
	return list
}

// countConfidence counts, for each option, the first m draws of a block in which it is
// first under its central weights.
func (s *sampler) countConfidence(i, m int, look *Outlook) {
	parts, stand := s.parts, &s.whole
	switch {
	case len(s.parts) == 1:
		stand = &s.parts[0].stand
	case i > 0:
		parts, stand = s.parts[i-1:i], &s.parts[i-1].stand
	}
	for _, o := range stand.left {
		if look.Rank[o*stand.options] == 0 {
			continue
		}
		for _, a := range stand.left {
			from := 0.0
			if stand == &s.whole {
				from -= s.Loss(a)
			}
			stand.v[a].set(from)
		}
		for p := range parts {
			parts[p].rate(look.Central[o*stand.criteria:][:stand.criteria], stand)
		}
		look.Confidence[o] += float64(stand.firsts(o, m))
	}
}
