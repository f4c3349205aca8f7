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
	only     *byAnswer // its values, if a single answer moves it
	values   column
}

// effect is the effect of an unknown answer on one figure.
type effect struct {
	table *table
	open  *open
}

// row holds the values of an option: first those that are settled, then those in cells.
type row struct {
	option  int
	at      []int     // criteria of the values
	weights []*column // of these criteria
	settled []float64
	cells   []*column
}

// weigh multiplies the drawn weight of a criterion by the factors of answers.
type weigh struct {
	base, factor float64 // the factor of the answers that are known
	limit        Limit   // of all factors together
	effects      []effect
	only         *byAnswer // what by is for each answer, if a single one changes the weight
	by           column    // base times factors, where there are effects
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
	if s.fixed == nil {
		effects := s.effects(p, m.Criteria, func(q *Question) []table { return q.factors })
		d.weighs = make([]weigh, m.Criteria)
		for k := range d.weighs {
			d.weighs[k] = newWeigh(m.Base[k], factors[k], m.Limits[k], effects[k])
		}
	} else {
		for k := range s.weights {
			d.w[k] = &s.weights[k]
		}
	}
	d.findCells(m, positions, s.effects(p, len(m.Cells), func(q *Question) []table { return q.shifts }))
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
	at, settled, columns := make([]int, 0, n), make([]float64, 0, n), make([]*column, 0, n+moved)
	d.cells, d.rows = make([]cell, 0, moved), make([]row, 0, len(d.left))
	for _, o := range d.left {
		at, settled, columns = at[len(at):], settled[len(settled):], columns[len(columns):]
		positions, effects := positions[o*m.Criteria:][:m.Criteria], effects[o*m.Criteria:][:m.Criteria]
		for k := range m.Criteria {
			if len(effects[k]) == 0 {
				at, settled = append(at, k), append(settled, m.Curves[k].of(positions[k]))
			}
		}
		for k := range m.Criteria {
			if len(effects[k]) > 0 {
				d.cells = append(d.cells, newCell(positions[k], &m.Curves[k], effects[k]))
				at, columns = append(at, k), append(columns, &d.cells[len(d.cells)-1].values)
			}
		}
		r := row{option: o, at: at, settled: settled, cells: columns}
		columns = columns[len(columns):]
		for _, k := range at {
			columns = append(columns, d.w[k])
		}
		r.weights = columns
		d.rows = append(d.rows, r)
	}
}

func newCell(position float64, curve *Curve, effects []effect) cell {
	c := cell{position: position, curve: curve, effects: effects}
	c.only = only(effects, func(by float64) float64 { return curve.of(position + by) })
	low, high := position, position
	for _, e := range effects {
		low, high = low+e.table.all.low, high+e.table.all.high
	}
	c.cut = low < 0 || high > 1
	return c
}

func newWeigh(base, factor float64, limit Limit, effects []effect) weigh {
	g := weigh{base: base, factor: factor, limit: limit, effects: effects}
	g.only = only(effects, func(by float64) float64 { return float64(base * limit.of(float64(factor*by))) })
	return g
}

// only returns a function of a single effect for each answer; nil if there are several.
func only(effects []effect, of func(by float64) float64) *byAnswer {
	if len(effects) != 1 {
		return nil
	}
	list, e := new(byAnswer), effects[0]
	for set := e.open.set; set != 0; set &= set - 1 {
		list[set.First()] = of(e.table.by[set.First()])
	}
	return list
}

// settle computes values, factors and musts under the answers of the block.
func (d *drawn) settle(m *Model) {
	for i := range d.cells {
		switch c := &d.cells[i]; {
		case c.only != nil:
			c.values.pick(c.only, &c.effects[0].open.states)
		case len(c.curve.At) > 0:
			c.values.shifted(c.position, c.effects)
			for j, at := range &c.values {
				c.values[j] = c.curve.of(at)
			}
		default:
			c.values.shifted(c.position, c.effects)
			if c.cut {
				c.values.clamp()
			}
		}
	}
	for i := range d.weighs {
		switch g := &d.weighs[i]; {
		case g.only != nil:
			g.by.pick(g.only, &g.effects[0].open.states)
		case len(g.effects) > 0:
			g.by.scaled(g.factor, g.effects)
			g.by.limit(g.limit, g.base)
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
		v, n := &d.v[r.option], len(r.settled)
		*v = column{}
		v.addScaled(r.settled, r.weights[:n])
		v.addProducts(r.weights[n:], r.cells)
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
		v, by := &into.v[r.option], float64(d.share*sum)
		for i := range v {
			v[i] += by
		}
		var shares [MaxCriteria]float64
		for j, k := range r.at[n:] {
			shares[j] = d.share * w[k]
		}
		v.addEachScaled(shares[:], r.cells)
	}
}
