package score

import "math/bits"

// half is the number of draws of a block that one word of a drawSet holds.
const half = block / 2

// drawSet is a set of draws of a block. Two words hold it, so that operations on sets cost
// next to nothing beside the comparisons that make them.
type drawSet struct{ first, second uint64 }

// firstDraws returns the first m draws.
func firstDraws(m int) drawSet {
	return drawSet{1<<min(m, half) - 1, 1<<max(m-half, 0) - 1}
}

func (s drawSet) and(t drawSet) drawSet     { return drawSet{s.first & t.first, s.second & t.second} }
func (s drawSet) xor(t drawSet) drawSet     { return drawSet{s.first ^ t.first, s.second ^ t.second} }
func (s drawSet) without(t drawSet) drawSet { return drawSet{s.first &^ t.first, s.second &^ t.second} }

func (s drawSet) len() int { return bits.OnesCount64(s.first) + bits.OnesCount64(s.second) }

// list lists the draws in ascending order.
func (s drawSet) list(into *[block]uint8) []uint8 {
	n := 0
	for ; s.first != 0; s.first &= s.first - 1 {
		into[n] = uint8(bits.TrailingZeros64(s.first))
		n++
	}
	for ; s.second != 0; s.second &= s.second - 1 {
		into[n] = uint8(half + bits.TrailingZeros64(s.second))
		n++
	}
	return into[:n]
}

// atLeast returns the draws in which the column is at least another one.
func (c *column) atLeast(other *column) (s drawSet) {
	a, b := c[:], other[:]
	for i := half - 1; i >= 0; i-- {
		var first, second uint64
		if a[i] >= b[i] {
			first = 1
		}
		if a[half+i] >= b[half+i] {
			second = 1
		}
		s.first, s.second = s.first<<1|first, s.second<<1|second
	}
	return s
}

// counter counts, for each draw of a block, in how many sets it is: one set for each binary
// digit of the counts, which are at most MaxOptions.
type counter [4]drawSet

// add counts the draws of a set.
func (c *counter) add(s drawSet) {
	for i := range c {
		c[i], s = c[i].xor(s), c[i].and(s)
	}
}

// is returns the draws that were counted n times.
func (c *counter) is(n int) drawSet {
	s := firstDraws(block)
	for i := range c {
		if n>>i&1 == 1 {
			s = s.and(c[i])
		} else {
			s = s.without(c[i])
		}
	}
	return s
}
