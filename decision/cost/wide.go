package cost

import "math/bits"

// wide is an unsigned integer of 128 bits. Its largest value stands for "too large":
// everything computed from it is too large as well, so that an overflow is never mistaken
// for a number.
type wide struct{ hi, lo uint64 }

var tooLarge = wide{1<<64 - 1, 1<<64 - 1}

func (a wide) isZero() bool { return a == wide{} }

func (a wide) cmp(b wide) int {
	switch {
	case a == b:
		return 0
	case a.hi < b.hi || a.hi == b.hi && a.lo < b.lo:
		return -1
	}
	return 1
}

func (a wide) add(b wide) wide {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, carry := bits.Add64(a.hi, b.hi, carry)
	if carry != 0 || a == tooLarge || b == tooLarge {
		return tooLarge
	}
	return wide{hi, lo}
}

// sub returns a − b, or zero if b is larger.
func (a wide) sub(b wide) wide {
	if a == tooLarge {
		return tooLarge
	}
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, borrow := bits.Sub64(a.hi, b.hi, borrow)
	if borrow != 0 {
		return wide{}
	}
	return wide{hi, lo}
}

// words is an unsigned integer of 256 bits, lowest word first.
type words [4]uint64

func product(a, b wide) words {
	var w words
	hi, lo := bits.Mul64(a.lo, b.lo)
	w[0], w[1] = lo, hi
	if a.hi|b.hi == 0 { // nearly always true
		return w
	}
	for _, cross := range [2][2]uint64{{a.hi, b.lo}, {a.lo, b.hi}} {
		hi, lo = bits.Mul64(cross[0], cross[1])
		var c uint64
		w[1], c = bits.Add64(w[1], lo, 0)
		w[2], c = bits.Add64(w[2], hi, c)
		w[3] += c
	}
	hi, lo = bits.Mul64(a.hi, b.hi)
	var c uint64
	w[2], c = bits.Add64(w[2], lo, 0)
	w[3], _ = bits.Add64(w[3], hi, c)
	return w
}

// plus adds n. Products here stay well below 256 bits, so it does not check for overflow.
func (w words) plus(n wide) words {
	var c uint64
	w[0], c = bits.Add64(w[0], n.lo, 0)
	w[1], c = bits.Add64(w[1], n.hi, c)
	w[2], c = bits.Add64(w[2], 0, c)
	w[3] += c
	return w
}

// over divides by d, rounding down.
func (w words) over(d wide) wide {
	if d.isZero() || d == tooLarge {
		return tooLarge
	}
	if d.hi != 0 {
		return w.overWide(d)
	}
	var q words
	var rest uint64
	top := 3
	for top > 0 && w[top] == 0 {
		top--
	}
	for i := top; i >= 0; i-- {
		q[i], rest = bits.Div64(rest, w[i], d.lo)
	}
	return q.narrow()
}

// overWide is long division by a divisor of two words (Knuth, The Art of Computer
// Programming, volume 2, algorithm D).
func (w words) overWide(d wide) wide {
	shift := bits.LeadingZeros64(d.hi) // the first word of the divisor has to be large
	d = wide{d.hi<<shift | d.lo>>(64-shift), d.lo << shift}
	var u [5]uint64
	for i, word := range w {
		u[i] |= word << shift
		u[i+1] = word >> (64 - shift)
	}
	var q words
	for j := 2; j >= 0; j-- {
		q[j] = digit(u[j:j+3:j+3], d)
	}
	return q.narrow()
}

// digit subtracts from a number of three words, lowest first and less than 2^64 d, the
// largest multiple of d, and returns the factor.
func digit(u []uint64, d wide) uint64 {
	guess, rest, over := ^uint64(0), uint64(0), uint64(0)
	if u[2] < d.hi {
		guess, rest = bits.Div64(u[2], u[1], d.hi)
	} else { // equal
		rest, over = bits.Add64(u[1], d.hi, 0)
	}
	for over == 0 { // at most twice
		if hi, lo := bits.Mul64(guess, d.lo); hi < rest || hi == rest && lo <= u[0] {
			break
		}
		guess--
		rest, over = bits.Add64(rest, d.hi, 0)
	}
	lowHi, low := bits.Mul64(guess, d.lo)
	highHi, high := bits.Mul64(guess, d.hi)
	var carry, borrow uint64
	high, carry = bits.Add64(high, lowHi, 0)
	u[0], borrow = bits.Sub64(u[0], low, 0)
	u[1], borrow = bits.Sub64(u[1], high, borrow)
	u[2], borrow = bits.Sub64(u[2], highHi+carry, borrow)
	if borrow == 0 {
		return guess
	}
	u[0], carry = bits.Add64(u[0], d.lo, 0)
	u[1], carry = bits.Add64(u[1], d.hi, carry)
	u[2] += carry
	return guess - 1
}

func (w words) narrow() wide {
	if w[2] != 0 || w[3] != 0 {
		return tooLarge
	}
	return wide{w[1], w[0]}
}

// mulDiv returns a × b ÷ d, rounded half up; the product may need 256 bits.
func mulDiv(a, b, d wide) wide {
	if a == tooLarge || b == tooLarge {
		return tooLarge
	}
	if a.hi|b.hi|d.hi == 0 && d.lo != 0 { // nearly always true: two words are then enough
		hi, lo := bits.Mul64(a.lo, b.lo)
		lo, carry := bits.Add64(lo, d.lo>>1, 0)
		hi += carry // of a product at most 2^64 - 2
		first, rest := uint64(0), hi
		if hi >= d.lo {
			first, rest = hi/d.lo, hi%d.lo
		}
		last, _ := bits.Div64(rest, lo, d.lo)
		return wide{first, last}
	}
	if (a.hi == 0 || b.hi == 0) && d.hi == 0 && d.lo != 0 { // of the rest, most: three words are enough
		if a.hi == 0 {
			a, b = b, a
		}
		high, low := bits.Mul64(a.lo, b.lo)
		top, middle := bits.Mul64(a.hi, b.lo)
		middle, carry := bits.Add64(middle, high, 0)
		top += carry
		low, carry = bits.Add64(low, d.lo>>1, 0)
		middle, carry = bits.Add64(middle, 0, carry)
		top += carry
		if top >= d.lo {
			return tooLarge
		}
		first, rest := bits.Div64(top, middle, d.lo)
		last, _ := bits.Div64(rest, low, d.lo)
		return wide{first, last}
	}
	half := wide{d.hi >> 1, d.hi<<63 | d.lo>>1}
	return product(a, b).plus(half).over(d)
}

func (a wide) mul(b wide) wide {
	if a.hi|b.hi == 0 { // nearly always true
		hi, lo := bits.Mul64(a.lo, b.lo)
		return wide{hi, lo}
	}
	if a == tooLarge || b == tooLarge {
		return tooLarge
	}
	return product(a, b).narrow()
}

// divMod divides by a number that must not be zero and also returns the remainder.
func (a wide) divMod(d uint64) (wide, uint64) {
	hi, rest := bits.Div64(0, a.hi, d)
	lo, rest := bits.Div64(rest, a.lo, d)
	return wide{hi, lo}, rest
}
