package score

import "slices"

// drawn is one part in the draws of a block.
type drawn struct {
	stand
	share float64
	part  column  // share over the sum of the weights
	rows  []row   // by option left
	musts []*open // unknown answers that may rule out an option that is left
}

// row holds the values of an option: first those that are settled, then those that unknown
// answers may move.
type row struct {
	option  int
	at      []int     // criteria of the values
	weights []*column // of these criteria
	settled []float64
	moved   []*column
}

// cell is a value of a possible option that unknown answers may move, in one or more parts.
type cell struct {
	position float64 // from the answers that are known
	curve    *Curve
	cut      bool // some answers take it beyond an end of its scale
	effects  []effect
	only     *byAnswer // its values, if a single answer moves it
	values   *column
	next     *cell // the same for another part, with another position or other effects
}

// effect is the effect of an unknown answer on one figure.
type effect struct {
	table *table
	open  *open
}

// weigh multiplies the drawn weight of a criterion by the factors of answers, in one or more
// parts.
type weigh struct {
	criterion    int
	base, factor float64 // the factor of the answers that are known
	limit        Limit   // of all factors together
	effects      []effect
	only         *byAnswer // what by is for each answer, if a single one changes the weight
	by           *column   // base times factors, where there are effects
	weights      *column
	next         *weigh // the same for another part, with another factor or other effects
}

// drawn prepares a part for the draws.
func (s *sampler) drawn(p int) drawn {
	m, place := s.Model, &s.Parts[p]
	d := drawn{share: s.In.Parts[p].Share, stand: s.newStand(place.Out)}
	floats := make([]float64, len(m.Cells)+m.Criteria)
	positions, factors := floats[:len(m.Cells)], floats[len(m.Cells):]
	copy(positions, m.Cells)
	for k := range factors {
		factors[k] = 1
	}
	for _, c := range place.Choices {
		if c.Set.Len() > 1 {
			continue
		}
		for _, x := range c.Shifts {
			positions[x.Cell] += x.By
		}
		for _, f := range c.Factors {
			factors[f.Criterion] *= f.By
		}
	}
	if s.fixed == nil {
		for k, effects := range s.effects(p, m.Criteria, func(q *Question) []table { return q.factors }) {
			d.w[k] = s.weigh(k, factors[k], effects).weights
		}
	} else {
		copy(d.w, s.weights)
	}
	d.findCells(s, positions, s.effects(p, len(m.Cells), func(q *Question) []table { return q.shifts }))
	for i := range s.open {
		o := &s.open[i]
		if musts := m.Questions[o.question].musts &^ d.out; o.parts.Has(p) && musts != 0 {
			d.musts, d.may = append(d.musts, o), d.may|musts
		}
	}
	return d
}

// effects groups the effects of a part's unknown answers by their target, one of n cells or
// criteria.
func (s *sampler) effects(p, n int, of func(*Question) []table) [][]effect {
	lists, ends, total := make([][]effect, n), make([]int, n), 0
	visit := func(do func(o *open, t *table)) {
		for i := range s.open {
			if o := &s.open[i]; o.parts.Has(p) {
				tables := of(&s.Model.Questions[o.question])
				for j := range tables {
					do(o, &tables[j])
				}
			}
		}
	}
	visit(func(_ *open, t *table) { ends[t.index]++; total++ })
	all, from := make([]effect, total), 0
	for i, count := range ends {
		lists[i] = all[from : from : from+count]
		from += count
	}
	visit(func(o *open, t *table) { lists[t.index] = append(lists[t.index], effect{t, o}) })
	return lists
}

// findCells separates settled values from those that unknown answers may move.
func (d *drawn) findCells(s *sampler, positions []float64, effects [][]effect) {
	m := s.Model
	n := len(d.left) * m.Criteria
	at, settled, columns := make([]int, 0, n), make([]float64, 0, n), make([]*column, 0, 2*n)
	d.rows = make([]row, 0, len(d.left))
	for _, o := range d.left {
		at, settled, columns = at[len(at):], settled[len(settled):], columns[len(columns):]
		first := o * m.Criteria
		for k := range m.Criteria {
			if len(effects[first+k]) == 0 {
				at, settled = append(at, k), append(settled, m.Curves[k].of(positions[first+k]))
			}
		}
		for k := range m.Criteria {
			if list := effects[first+k]; len(list) > 0 {
				at, columns = append(at, k), append(columns, s.cell(first+k, positions[first+k], list).values)
			}
		}
		r := row{option: o, at: at, settled: settled, moved: columns}
		columns = columns[len(columns):]
		for _, k := range at {
			columns = append(columns, d.w[k])
		}
		r.weights = columns
		d.rows = append(d.rows, r)
	}
}

// cell returns the cell with an index, a position and effects: a new one unless the same has
// been made for another part.
func (s *sampler) cell(index int, position float64, effects []effect) *cell {
	for c := s.cells[index]; c != nil; c = c.next {
		if c.position == position && slices.Equal(c.effects, effects) {
			return c
		}
	}
	curve := &s.Model.Curves[index%s.Model.Criteria]
	c := s.pileOfCells.next()
	*c = cell{position: position, curve: curve, effects: effects, values: s.column(), next: s.cells[index]}
	c.only = s.only(effects, func(by float64) float64 { return curve.of(position + by) })
	low, high := position, position
	for _, e := range effects {
		low, high = low+e.table.all.low, high+e.table.all.high
	}
	c.cut = low < 0 || high > 1
	s.cells[index] = c
	return c
}

// weigh returns what weighs a criterion, like cell.
func (s *sampler) weigh(k int, factor float64, effects []effect) *weigh {
	for g := s.weighs[k]; g != nil; g = g.next {
		if g.factor == factor && slices.Equal(g.effects, effects) {
			return g
		}
	}
	g := s.pileOfWeighs.next()
	*g = weigh{
		criterion: k, base: s.Model.Base[k], factor: factor, limit: s.Model.Limits[k], effects: effects,
		by: s.column(), weights: s.column(), next: s.weighs[k],
	}
	g.only = s.only(effects, func(by float64) float64 { return float64(g.base * g.limit.of(float64(factor*by))) })
	s.weighs[k] = g
	return g
}

// only returns a function of a single effect for each possible answer; nil if there are several.
func (s *sampler) only(effects []effect, of func(by float64) float64) *byAnswer {
	if len(effects) != 1 {
		return nil
	}
	list, e := s.list(), effects[0]
	for set := e.open.set; set != 0; set &= set - 1 {
		list[set.First()] = of(e.table.by[set.First()])
	}
	return list
}

// settle computes the values under the answers of the block.
func (c *cell) settle() {
	if c.only != nil {
		c.values.pick(c.only, &c.effects[0].open.states)
		return
	}
	c.values.shifted(c.position, c.effects)
	switch {
	case len(c.curve.At) > 0:
		for j, at := range c.values {
			c.values[j] = c.curve.of(at)
		}
	case c.cut:
		c.values.clamp()
	}
}

// settle computes the factors under the answers of the block.
func (g *weigh) settle() {
	switch {
	case g.only != nil:
		g.by.pick(g.only, &g.effects[0].open.states)
	case len(g.effects) > 0:
		g.by.scaled(g.factor, g.effects)
		g.by.limit(g.limit, g.base)
	}
}

// draw draws the weights of a block, which begins at index from.
func (g *weigh) draw(s *sampler, from int) {
	even, spread := 1-s.Model.Spread, s.Model.Spread
	if len(g.effects) > 0 {
		g.weights.lineTimes(even, spread, s.draws.exp(g.criterion), from, g.by)
		return
	}
	by := float64(g.base * g.limit.of(g.factor))
	g.weights.line(float64(by*even), float64(by*spread), s.draws.exp(g.criterion), from)
}

// settle finds the options that the answers of the block rule out.
func (d *drawn) settle(m *Model) {
	if len(d.musts) == 0 {
		return
	}
	clear(d.gone[:])
	for _, o := range d.musts {
		out := &m.Questions[o.question].out
		for j := range d.gone {
			d.gone[j] |= out[o.states[j]%MaxAnswers] &^ d.out
		}
	}
	d.penalise()
}

// score values the options of a part under the weights of a block. The values are sums of
// value times weight, with weights that do not sum to 1 yet.
func (d *drawn) score() {
	d.weigh()
	for i := range d.rows {
		r := &d.rows[i]
		v, n := d.v[r.option], len(r.settled)
		*v = column{}
		v.addScaled(r.settled, r.weights[:n])
		v.addProducts(r.weights[n:], r.moved)
	}
}

// rate adds to into the values of the options under given weights, times the share of the
// part. It skips options that are not left in into.
func (d *drawn) rate(w []float64, into *stand) {
	for i := range d.rows {
		r := &d.rows[i]
		if into.out.Has(r.option) {
			continue
		}
		sum, n := 0.0, len(r.settled)
		for j, x := range r.settled {
			sum += float64(w[r.at[j]] * x)
		}
		v, by := into.v[r.option], float64(d.share*sum)
		for i := range v {
			v[i] += by
		}
		var shares [MaxCriteria]float64
		for j, k := range r.at[n:] {
			shares[j] = d.share * w[k]
		}
		v.addEachScaled(shares[:], r.moved)
	}
}
