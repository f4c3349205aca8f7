package score

import "math"

// block is the number of draws processed at once, small enough for their columns to stay in
// the nearest cache.
const block = 100

// column holds one figure for each draw of a block. Entries beyond the last draw are
// ignored.
//
// Its loops read several columns at a time, since reading and writing the result takes
// longer than the arithmetic. Each of them adds in the order of its lists.
type column [block]float64

// states holds the answer to one question in each draw of a block.
type states [block]uint8

// table holds the effect of each answer to a question on one figure: a shift of a cell or a
// factor on a weight.
type table struct {
	index int // the cell, or the criterion
	by    byAnswer
	all   span // of all answers of the question
}

// byAnswer holds one figure for each answer to a question.
type byAnswer [MaxAnswers]float64

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

// pick sets the column to the figures of the states.
func (c *column) pick(by *byAnswer, s *states) {
	for i := range c {
		c[i] = by[s[i]%MaxAnswers]
	}
}

// shifted sets the column to x plus the shifts of at least one question.
func (c *column) shifted(x float64, effects []effect) {
	t, s := &effects[0].table.by, &effects[0].open.states
	if len(effects) == 1 {
		for i := range c {
			c[i] = x + t[s[i]%MaxAnswers]
		}
		return
	}
	t2, s2 := &effects[1].table.by, &effects[1].open.states
	for i := range c {
		c[i] = x + t[s[i]%MaxAnswers] + t2[s2[i]%MaxAnswers]
	}
	for effects = effects[2:]; len(effects) >= 2; effects = effects[2:] {
		t, s, t2, s2 = &effects[0].table.by, &effects[0].open.states, &effects[1].table.by, &effects[1].open.states
		for i := range c {
			c[i] = c[i] + t[s[i]%MaxAnswers] + t2[s2[i]%MaxAnswers]
		}
	}
	for _, e := range effects {
		t, s = &e.table.by, &e.open.states
		for i := range c {
			c[i] += t[s[i]%MaxAnswers]
		}
	}
}

// scaled sets the column to x times the factors of at least one question.
func (c *column) scaled(x float64, effects []effect) {
	t, s := &effects[0].table.by, &effects[0].open.states
	if len(effects) == 1 {
		for i := range c {
			c[i] = float64(x * t[s[i]%MaxAnswers])
		}
		return
	}
	t2, s2 := &effects[1].table.by, &effects[1].open.states
	for i := range c {
		c[i] = float64(float64(x*t[s[i]%MaxAnswers]) * t2[s2[i]%MaxAnswers])
	}
	for _, e := range effects[2:] {
		t, s = &e.table.by, &e.open.states
		for i := range c {
			c[i] *= t[s[i]%MaxAnswers]
		}
	}
}

// clamp limits positions to the scale. Positive numbers have the order of their bits, and
// comparing these needs no branch, which would be mispredicted.
func (c *column) clamp() {
	one := int64(math.Float64bits(1))
	for i, x := range c {
		b := int64(math.Float64bits(x))
		b &^= b >> 63 // 0 for a negative number
		c[i] = math.Float64frombits(uint64(min(b, one)))
	}
}

// limit limits factors, which are not negative, and multiplies them by x.
func (c *column) limit(l Limit, x float64) {
	least, most := int64(math.Float64bits(l.Least)), int64(math.Float64bits(l.Most))
	for i, f := range c {
		b := min(max(int64(math.Float64bits(f)), least), most)
		c[i] = float64(x * math.Float64frombits(uint64(b)))
	}
}

// sum adds columns.
func (c *column) sum(list []*column) {
	for ; len(list) >= 4; list = list[4:] {
		c0, c1, c2, c3 := list[0], list[1], list[2], list[3]
		for i := range c {
			c[i] += c0[i] + c1[i] + c2[i] + c3[i]
		}
	}
	for _, other := range list {
		for i := range c {
			c[i] += other[i]
		}
	}
}

// addScaled adds the sum of x times the columns, four of them first added to each other.
func (c *column) addScaled(x []float64, list []*column) {
	for ; len(list) >= 4; x, list = x[4:], list[4:] {
		x0, x1, x2, x3 := x[0], x[1], x[2], x[3]
		c0, c1, c2, c3 := list[0], list[1], list[2], list[3]
		for i := range c {
			c[i] += float64(x0*c0[i]) + float64(x1*c1[i]) + float64(x2*c2[i]) + float64(x3*c3[i])
		}
	}
	c.addEachScaled(x, list)
}

// addEachScaled adds x times the columns, one after the other.
func (c *column) addEachScaled(x []float64, list []*column) {
	for ; len(list) >= 3; x, list = x[3:], list[3:] {
		x0, x1, x2, c0, c1, c2 := x[0], x[1], x[2], list[0], list[1], list[2]
		for i := range c {
			c[i] = c[i] + float64(x0*c0[i]) + float64(x1*c1[i]) + float64(x2*c2[i])
		}
	}
	switch len(list) {
	case 2:
		x0, x1, c0, c1 := x[0], x[1], list[0], list[1]
		for i := range c {
			c[i] = c[i] + float64(x0*c0[i]) + float64(x1*c1[i])
		}
	case 1:
		x0, c0 := x[0], list[0]
		for i := range c {
			c[i] += float64(x0 * c0[i])
		}
	}
}

// addProducts adds the sum of the products of two lists of columns, four of them first added
// to each other.
func (c *column) addProducts(a, b []*column) {
	for ; len(a) >= 4; a, b = a[4:], b[4:] {
		a0, a1, a2, a3, b0, b1, b2, b3 := a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]
		for i := range c {
			c[i] += float64(a0[i]*b0[i]) + float64(a1[i]*b1[i]) + float64(a2[i]*b2[i]) + float64(a3[i]*b3[i])
		}
	}
	c.addEachProduct(a, b)
}

// addEachProduct adds the products of two lists of columns, one after the other.
func (c *column) addEachProduct(a, b []*column) {
	for ; len(a) >= 3; a, b = a[3:], b[3:] {
		a0, a1, a2, b0, b1, b2 := a[0], a[1], a[2], b[0], b[1], b[2]
		for i := range c {
			c[i] = c[i] + float64(a0[i]*b0[i]) + float64(a1[i]*b1[i]) + float64(a2[i]*b2[i])
		}
	}
	switch len(a) {
	case 2:
		a0, a1, b0, b1 := a[0], a[1], b[0], b[1]
		for i := range c {
			c[i] = c[i] + float64(a0[i]*b0[i]) + float64(a1[i]*b1[i])
		}
	case 1:
		a0, b0 := a[0], b[0]
		for i := range c {
			c[i] += float64(a0[i] * b0[i])
		}
	}
}
