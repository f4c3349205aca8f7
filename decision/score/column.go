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
}

// fill copies numbers that start at from; beyond the end of the list the column
// keeps what it has.
func (c *column) fill(list []float64, from int) {
	copy(c[:], list[min(from, len(list)):])
}

// set makes the column the same in every draw.
func (c *column) set(x float64) {
	for i := range c {
		c[i] = x
	}
}

// shift adds what the state of a question does.
func (c *column) shift(t *table, states *[block]uint8) {
	for i := range c {
		c[i] += t.by[states[i]%MaxAnswers]
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
		if x > 1 {
			c[i] = 1
		}
		if x < 0 {
			c[i] = 0
		}
	}
}

// add adds x times another column.
func (c *column) add(x float64, other *column) {
	for i := range c {
		c[i] += float64(x * other[i])
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

// addProducts adds the product of two columns.
func (c *column) addProducts(a, b *column) {
	for i := range c {
		c[i] += float64(a[i] * b[i])
	}
}
