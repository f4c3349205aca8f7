package score

// drawn is one part in the draws of a block. Effects of known answers are computed once,
// effects of unknown answers once for each draw of them.
type drawn struct {
	stand
	share  float64
	part   column // share over the sum of the weights
	cells  []cell
	rows   []row   // by option left
	weighs []weigh // by criterion; nil where answers do not move the weights
	musts  []*open // unknown answers that may rule out an option that is left
}

// cell is a value of a possible option that unknown answers may move.
type cell struct {
	position float64 // from the answers that are known
	curve    *Curve
	cut      bool // some answers take it beyond an end of its scale
	effects  []effect
	values   column
}

// effect is the effect of an unknown answer on one figure.
type effect struct {
	table *table
	open  *open
}

// row holds the values of an option by criterion: settled ones, and cells.
type row struct {
	option  int
	at      []int // criteria of the settled values
	settled []float64
	cellAt  []int // criteria of the cells
	cells   []*cell
}

// weigh multiplies the drawn weight of a criterion by the factors of answers.
type weigh struct {
	base, factor float64 // the factor of the answers that are known
	limit        Limit   // of all factors together
	effects      []effect
	by           column // base times factors, where there are effects
}

// drawn prepares a part for the draws.
func (s *sampler) drawn(p int) drawn {
	m, place := s.Model, &s.Parts[p]
	d := drawn{share: s.In.Parts[p].Share, stand: newStand(m, place.Out)}
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
	d.findCells(m, positions, s.effects(p, len(m.Cells), func(q *Question) []table { return q.shifts }))
	if s.fixed == nil {
		effects := s.effects(p, m.Criteria, func(q *Question) []table { return q.factors })
		d.weighs = make([]weigh, m.Criteria)
		for k := range d.weighs {
			d.weighs[k] = weigh{base: m.Base[k], factor: factors[k], limit: m.Limits[k], effects: effects[k]}
		}
	} else {
		d.w = s.weights
	}
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
func (d *drawn) findCells(m *Model, positions []float64, effects [][]effect) {
	n, moved := len(d.left)*m.Criteria, 0
	for i := range effects {
		if len(effects[i]) > 0 {
			moved++
		}
	}
	at, settled := make([]int, 0, n), make([]float64, 0, n)
	d.cells = make([]cell, 0, moved)
	cells, cellAt := make([]*cell, 0, moved), make([]int, 0, moved)
	d.rows = make([]row, 0, len(d.left))
	for _, o := range d.left {
		from, fromCell := len(at), len(cells)
		for k := range m.Criteria {
			index, curve := o*m.Criteria+k, &m.Curves[k]
			if len(effects[index]) == 0 {
				at, settled = append(at, k), append(settled, curve.of(positions[index]))
				continue
			}
			d.cells = append(d.cells, cell{
				position: positions[index], curve: curve, effects: effects[index],
				cut: cuts(positions[index], effects[index]),
			})
			cells, cellAt = append(cells, &d.cells[len(d.cells)-1]), append(cellAt, k)
		}
		d.rows = append(d.rows, row{option: o, at: at[from:], settled: settled[from:], cellAt: cellAt[fromCell:], cells: cells[fromCell:]})
	}
}

// cuts reports whether some answers take a position beyond an end of the scale.
func cuts(position float64, effects []effect) bool {
	low, high := position, position
	for _, e := range effects {
		low, high = low+e.table.all.low, high+e.table.all.high
	}
	return low < 0 || high > 1
}

// settle computes values, factors and musts under the answers of the block.
func (d *drawn) settle(m *Model) {
	for i := range d.cells {
		c := &d.cells[i]
		c.values.setShifted(c.position, c.effects[0].table, &c.effects[0].open.states)
		rest := c.effects[1:]
		for ; len(rest) >= 2; rest = rest[2:] {
			c.values.shiftTwice(rest[0].table, &rest[0].open.states, rest[1].table, &rest[1].open.states)
		}
		for _, e := range rest {
			c.values.shift(e.table, &e.open.states)
		}
		switch {
		case len(c.curve.At) > 0:
			for j, at := range &c.values {
				c.values[j] = c.curve.of(at)
			}
		case c.cut:
			c.values.clamp()
		}
	}
	for i := range d.weighs {
		w := &d.weighs[i]
		if len(w.effects) == 0 {
			continue
		}
		w.by.setScaled(w.factor, w.effects[0].table, &w.effects[0].open.states)
		for _, e := range w.effects[1:] {
			w.by.scale(e.table, &e.open.states)
		}
		for j, f := range &w.by {
			w.by[j] = float64(w.base * w.limit.of(f))
		}
	}
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

// score values the options of a part in the draws of a block, whose weights begin at index
// from. The values are sums of value times weight, with weights that do not sum to 1 yet.
func (d *drawn) score(s *sampler, from int) {
	even, spread := 1-s.Model.Spread, s.Model.Spread
	for k := range d.weighs {
		g := &d.weighs[k]
		if len(g.effects) > 0 {
			d.w[k].lineTimes(even, spread, s.draws.exp(k), from, &g.by)
			continue
		}
		by := float64(g.base * g.limit.of(g.factor))
		d.w[k].line(float64(by*even), float64(by*spread), s.draws.exp(k), from)
	}
	d.weigh()
	for i := range d.rows {
		r := &d.rows[i]
		v := &d.v[r.option]
		v.set(0)
		v.addMany(r.settled, d.w, r.at)
		v.addProducts(d.w, r.cellAt, r.cells)
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
		v, sum := &into.v[r.option], 0.0
		for j, k := range r.at {
			sum += float64(w[k] * r.settled[j])
		}
		for i := range v {
			v[i] += float64(d.share * sum)
		}
		for j, c := range r.cells {
			v.add(d.share*w[r.cellAt[j]], &c.values)
		}
	}
}
