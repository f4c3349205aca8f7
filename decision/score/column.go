package score

// block is the number of draws processed at once, small enough for their columns to stay in
// the nearest cache.
const block = 100

// column holds one figure for each draw of a block. Entries beyond the last draw are
// ignored.
type column [block]float64

// table holds the effect of each answer to a question on one figure: a shift of a cell or a
// factor on a weight.
type table struct {
	index int // the cell, or the criterion
	by    [MaxAnswers]float64
	all   span // of all answers of the question
}

// line sets the column to a + b times the numbers of a list from index from on. Entries
// beyond the end of the list stay unchanged.
func (c *column) line(a, b float64, list []float64, from int) {
	if list = list[min(from, len(list)):]; len(list) >= block {
		full := (*column)(list)
		for i := range c {
			c[i] = a + float64(b*full[i])
		}
		return
	}
	for i, x := range list {
		c[i] = a + float64(b*x)
	}
}

// lineTimes is line with each number multiplied by the entry of another column.
func (c *column) lineTimes(a, b float64, list []float64, from int, by *column) {
	if list = list[min(from, len(list)):]; len(list) >= block {
		full := (*column)(list)
		for i := range c {
			c[i] = float64((a + float64(b*full[i])) * by[i])
		}
		return
	}
	for i, x := range list {
		c[i] = float64((a + float64(b*x)) * by[i])
	}
}

// set fills the column with x.
func (c *column) set(x float64) {
	for i := range c {
		c[i] = x
	}
}

// setShifted sets the column to x plus the shift of a question's state.
func (c *column) setShifted(x float64, t *table, states *[block]uint8) {
	for i := range c {
		c[i] = x + t.by[states[i]%MaxAnswers]
	}
}

// shift adds the shift of a question's state.
func (c *column) shift(t *table, states *[block]uint8) {
	for i := range c {
		c[i] += t.by[states[i]%MaxAnswers]
	}
}

// shiftTwice is shift for two questions in turn. It gives the same sums but reads and
// writes the column once.
func (c *column) shiftTwice(t *table, states *[block]uint8, u *table, others *[block]uint8) {
	for i := range c {
		c[i] = c[i] + t.by[states[i]%MaxAnswers] + u.by[others[i]%MaxAnswers]
	}
}

// setScaled sets the column to x times the factor of a question's state.
func (c *column) setScaled(x float64, t *table, states *[block]uint8) {
	for i := range c {
		c[i] = float64(x * t.by[states[i]%MaxAnswers])
	}
}

// scale multiplies by the factor of a question's state.
func (c *column) scale(t *table, states *[block]uint8) {
	for i := range c {
		c[i] *= t.by[states[i]%MaxAnswers]
	}
}

// clamp limits positions to the scale.
func (c *column) clamp() {
	for i, x := range c {
		switch { // faster than min and max, which handle signed zeros and NaN
		case x < 0:
			c[i] = 0
		case x > 1:
			c[i] = 1
		}
	}
}

// add adds x times another column.
func (c *column) add(x float64, other *column) {
	for i := range c {
		c[i] += float64(x * other[i])
	}
}

// sum adds columns.
func (c *column) sum(list []column) {
	for ; len(list) >= 4; list = list[4:] {
		c0, c1, c2, c3 := &list[0], &list[1], &list[2], &list[3]
		for i := range c {
			c[i] += c0[i] + c1[i] + c2[i] + c3[i]
		}
	}
	for j := range list {
		for i, x := range &list[j] {
			c[i] += x
		}
	}
}

// addProduct adds the product of two columns.
func (c *column) addProduct(a, b *column) {
	for i := range c {
		c[i] += float64(a[i] * b[i])
	}
}

// addMany adds the sum of x times the columns indexed by at. It takes four at a time, since
// reading and writing the sum takes longer than the products.
func (c *column) addMany(x []float64, columns []column, at []int) {
	for ; len(at) >= 4; x, at = x[4:], at[4:] {
		x0, x1, x2, x3 := x[0], x[1], x[2], x[3]
		c0, c1, c2, c3 := &columns[at[0]], &columns[at[1]], &columns[at[2]], &columns[at[3]]
		for i := range c {
			c[i] += float64(x0*c0[i]) + float64(x1*c1[i]) + float64(x2*c2[i]) + float64(x3*c3[i])
		}
	}
	for j, k := range at {
		c.add(x[j], &columns[k])
	}
}

// addProducts adds the sum of the cells' values times the weights indexed by at.
func (c *column) addProducts(w []column, at []int, cells []*cell) {
	for ; len(at) >= 4; at, cells = at[4:], cells[4:] {
		w0, w1, w2, w3 := &w[at[0]], &w[at[1]], &w[at[2]], &w[at[3]]
		v0, v1, v2, v3 := &cells[0].values, &cells[1].values, &cells[2].values, &cells[3].values
		for i := range c {
			c[i] += float64(w0[i]*v0[i]) + float64(w1[i]*v1[i]) + float64(w2[i]*v2[i]) + float64(w3[i]*v3[i])
		}
	}
	for j, k := range at {
		c.addProduct(&w[k], &cells[j].values)
	}
}
