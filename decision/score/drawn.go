package score

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
	for _, c := range place.Choices {
		if c.Set.Len() > 1 {
			continue
		}
		for _, s := range c.Shifts {
			d.settled[s.Cell] += s.By
		}
		for _, f := range c.Factors {
			d.factors[f.Criterion] *= f.By
		}
		d.out |= c.Out
	}
	d.findMoved(m, place)
	for cell := range d.values {
		d.values[cell] = m.Curves[cell%m.Criteria].of(d.settled[cell])
	}
	copy(d.mult, d.factors)
	copy(d.at, d.settled)
	d.gone = d.out
	return d
}

// findMoved lists the cells that the unknown answers may move.
func (d *drawn) findMoved(m *Model, place *Place) {
	moved := make([]bool, len(m.Cells))
	for q, c := range place.Choices {
		for i := range m.Questions[q].Answers {
			if c.Set.Len() == 1 || !c.Set.Has(i) {
				continue
			}
			for _, s := range m.Questions[q].Answers[i].Shifts {
				moved[s.Cell] = true
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
			x = float64(x * bounded(d.mult[k]))
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
