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
	into := c[:]
	if list = list[min(from, len(list)):]; len(list) >= block {
		full := (*column)(list)[:]
		for i := range into {
			into[i] = a + float64(b*full[i])
		}
		return
	}
	for i, x := range list {
		into[i] = a + float64(b*x)
	}
}

// lineTimes is line with each number multiplied by the entry of another column.
func (c *column) lineTimes(a, b float64, list []float64, from int, by *column) {
	into, times := c[:], by[:]
	if list = list[min(from, len(list)):]; len(list) >= block {
		full := (*column)(list)[:]
		for i := range into {
			into[i] = float64((a + float64(b*full[i])) * times[i])
		}
		return
	}
	for i, x := range list {
		into[i] = float64((a + float64(b*x)) * times[i])
	}
}

// set fills the column with x.
func (c *column) set(x float64) {
	for i := range c {
		c[i] = x
	}
}

// pick sets the column to the figures of a question's states.
func (c *column) pick(by *byAnswer, s *states) {
	into, state := c[:], s[:]
	for i := range into {
		into[i] = by[state[i]%MaxAnswers]
	}
}

// shifted sets the column to x plus the shifts of two or more questions.
func (c *column) shifted(x float64, effects []effect) {
	c.shiftedTwice(x, effects[0], effects[1])
	for effects = effects[2:]; len(effects) >= 2; effects = effects[2:] {
		c.shiftTwice(effects[0], effects[1])
	}
	if len(effects) == 1 {
		c.shift(effects[0])
	}
}

// scaled sets the column to x times the factors of two or more questions.
func (c *column) scaled(x float64, effects []effect) {
	c.scaledTwice(x, effects[0], effects[1])
	for _, e := range effects[2:] {
		c.scale(e)
	}
}

// clamp limits positions to the scale. Positive numbers have the order of their bits, and
// comparing these needs no branch that a processor would often guess wrong.
func (c *column) clamp() {
	into, one := c[:], int64(math.Float64bits(1))
	for i, x := range into {
		b := int64(math.Float64bits(x))
		b &^= b >> 63 // 0 for a negative number
		into[i] = math.Float64frombits(uint64(min(b, one)))
	}
}

// limit limits factors, which are not negative, and multiplies them by x.
func (c *column) limit(l Limit, x float64) {
	into, least, most := c[:], int64(math.Float64bits(l.Least)), int64(math.Float64bits(l.Most))
	for i, f := range into {
		b := min(max(int64(math.Float64bits(f)), least), most)
		into[i] = float64(x * math.Float64frombits(uint64(b)))
	}
}

// sum adds columns, four of them first added to each other.
func (c *column) sum(list []*column) {
	for ; len(list) >= 4; list = list[4:] {
		c.addFour([4]*column(list))
	}
	for _, other := range list {
		for i, x := range other {
			c[i] += x
		}
	}
}

// addScaled adds the sum of x times the columns, four of them first added to each other.
func (c *column) addScaled(x []float64, list []*column) {
	for ; len(list) >= 4; x, list = x[4:], list[4:] {
		c.addFourScaled([4]float64(x), [4]*column(list))
	}
	c.addEachScaled(x, list)
}

// addEachScaled adds x times the columns, one after the other.
func (c *column) addEachScaled(x []float64, list []*column) {
	for ; len(list) >= 3; x, list = x[3:], list[3:] {
		c.addThreeScaled(x[0], x[1], x[2], list[0], list[1], list[2])
	}
	switch len(list) {
	case 2:
		c.addTwoScaled(x[0], x[1], list[0], list[1])
	case 1:
		c.addOneScaled(x[0], list[0])
	}
}

// addProducts adds the sum of the products of two lists of columns, four of them first added
// to each other.
func (c *column) addProducts(a, b []*column) {
	for ; len(a) >= 4; a, b = a[4:], b[4:] {
		c.addFourProducts(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3])
	}
	c.addEachProduct(a, b)
}

// addEachProduct adds the products of two lists of columns, one after the other.
func (c *column) addEachProduct(a, b []*column) {
	for ; len(a) >= 3; a, b = a[3:], b[3:] {
		c.addThreeProducts(a[0], b[0], a[1], b[1], a[2], b[2])
	}
	switch len(a) {
	case 2:
		c.addTwoProducts(a[0], b[0], a[1], b[1])
	case 1:
		c.addProduct(a[0], b[0])
	}
}

// The loops below are functions of their own, so that all that they need is in registers.
// They read slices, which are checked for nil once and not in every turn.

func (c *column) shiftedTwice(x float64, e, f effect) {
	into, by, state, by2, state2 := c[:], &e.table.by, e.open.states[:], &f.table.by, f.open.states[:]
	for i := range into {
		into[i] = x + by[state[i]%MaxAnswers] + by2[state2[i]%MaxAnswers]
	}
}

func (c *column) shift(e effect) {
	into, by, state := c[:], &e.table.by, e.open.states[:]
	for i := range into {
		into[i] += by[state[i]%MaxAnswers]
	}
}

func (c *column) shiftTwice(e, f effect) {
	into, by, state, by2, state2 := c[:], &e.table.by, e.open.states[:], &f.table.by, f.open.states[:]
	for i := range into {
		into[i] = into[i] + by[state[i]%MaxAnswers] + by2[state2[i]%MaxAnswers]
	}
}

func (c *column) scaledTwice(x float64, e, f effect) {
	into, by, state, by2, state2 := c[:], &e.table.by, e.open.states[:], &f.table.by, f.open.states[:]
	for i := range into {
		into[i] = float64(float64(x*by[state[i]%MaxAnswers]) * by2[state2[i]%MaxAnswers])
	}
}

func (c *column) scale(e effect) {
	into, by, state := c[:], &e.table.by, e.open.states[:]
	for i := range into {
		into[i] *= by[state[i]%MaxAnswers]
	}
}

func (c *column) addFour(list [4]*column) {
	into, c0, c1, c2, c3 := c[:], list[0][:], list[1][:], list[2][:], list[3][:]
	for i := range into {
		into[i] += c0[i] + c1[i] + c2[i] + c3[i]
	}
}

func (c *column) addFourScaled(x [4]float64, list [4]*column) {
	into, x0, x1, x2, x3, c0, c1, c2, c3 := c[:], x[0], x[1], x[2], x[3], list[0][:], list[1][:], list[2][:], list[3][:]
	for i := range into {
		into[i] += float64(x0*c0[i]) + float64(x1*c1[i]) + float64(x2*c2[i]) + float64(x3*c3[i])
	}
}

func (c *column) addOneScaled(x float64, a *column) {
	into, a0 := c[:], a[:]
	for i := range into {
		into[i] += float64(x * a0[i])
	}
}

func (c *column) addThreeScaled(x, y, z float64, a, b, d *column) {
	into, a0, b0, d0 := c[:], a[:], b[:], d[:]
	for i := range into {
		into[i] = into[i] + float64(x*a0[i]) + float64(y*b0[i]) + float64(z*d0[i])
	}
}

func (c *column) addTwoScaled(x, y float64, a, b *column) {
	into, a0, b0 := c[:], a[:], b[:]
	for i := range into {
		into[i] = into[i] + float64(x*a0[i]) + float64(y*b0[i])
	}
}

func (c *column) addFourProducts(a, b, a1, b1, a2, b2, a3, b3 *column) {
	into, w, v, w1, v1, w2, v2, w3, v3 := c[:], a[:], b[:], a1[:], b1[:], a2[:], b2[:], a3[:], b3[:]
	for i := range into {
		into[i] += float64(w[i]*v[i]) + float64(w1[i]*v1[i]) + float64(w2[i]*v2[i]) + float64(w3[i]*v3[i])
	}
}

func (c *column) addThreeProducts(a, b, a1, b1, a2, b2 *column) {
	into, w, v, w1, v1, w2, v2 := c[:], a[:], b[:], a1[:], b1[:], a2[:], b2[:]
	for i := range into {
		into[i] = into[i] + float64(w[i]*v[i]) + float64(w1[i]*v1[i]) + float64(w2[i]*v2[i])
	}
}

func (c *column) addTwoProducts(a, b, a1, b1 *column) {
	into, w, v, w1, v1 := c[:], a[:], b[:], a1[:], b1[:]
	for i := range into {
		into[i] = into[i] + float64(w[i]*v[i]) + float64(w1[i]*v1[i])
	}
}

func (c *column) addProduct(a, b *column) {
	into, w, v := c[:], a[:], b[:]
	for i := range into {
		into[i] += float64(w[i] * v[i])
	}
}
