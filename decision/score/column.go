package score

// block is how many draws are worked on at once: few enough that their columns stay
// in the nearest cache.
const block = 100

// column is one figure in each draw of a block. Draws beyond the last one hold
// figures that nobody counts.
type column [block]float64

// table is what each answer to a question does to one figure: by how much it
// shifts a cell, or what it multiplies a weight by.
type table struct {
	index int // the cell, or the criterion
	by    [MaxAnswers]float64
	all   span // of the answers that there are
}

// line sets the column to a + b times the numbers of a list that start at from. At
// the end of the list it keeps what it has.
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

// lineTimes is line, each number times that of another column.
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

// set makes the column the same in every draw.
func (c *column) set(x float64) {
	for i := range c {
		c[i] = x
	}
}

// setShifted sets the column to x and what the state of a question adds to it.
func (c *column) setShifted(x float64, t *table, states *[block]uint8) {
	for i := range c {
		c[i] = x + t.by[states[i]%MaxAnswers]
	}
}

// shift adds what the state of a question does.
func (c *column) shift(t *table, states *[block]uint8) {
	for i := range c {
		c[i] += t.by[states[i]%MaxAnswers]
	}
}

// shiftTwice is shift by one question and then another: the sums are the same, and
// the column is read and written once.
func (c *column) shiftTwice(t *table, states *[block]uint8, u *table, others *[block]uint8) {
	for i := range c {
		c[i] = c[i] + t.by[states[i]%MaxAnswers] + u.by[others[i]%MaxAnswers]
	}
}

// setScaled sets the column to x times what the state of a question does.
func (c *column) setScaled(x float64, t *table, states *[block]uint8) {
	for i := range c {
		c[i] = float64(x * t.by[states[i]%MaxAnswers])
	}
}

// scale multiplies by what the state of a question does.
func (c *column) scale(t *table, states *[block]uint8) {
	for i := range c {
		c[i] *= t.by[states[i]%MaxAnswers]
	}
}

// clamp keeps positions on the scale.
func (c *column) clamp() {
	for i, x := range c {
		switch { // faster than min and max, which look after zeros and NaN
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

// addMany adds the sum of x times the columns that at names. Four are taken at a
// time: reading and writing the sum takes longer than the products.
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

// addProducts adds the sum of the cells' values times the weights that at names.
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
