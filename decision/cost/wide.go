package cost

import "math/bits"

// wide is an unsigned whole number of 128 bits. Its largest value stands for
// "too large": whatever is computed from it is too large as well, so that an
// overflow cannot be mistaken for a number later on.
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

// sub gives a − b, and zero where b is the larger.
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

// words is an unsigned number of 256 bits, the lowest word first.
type words [4]uint64

func product(a, b wide) words {
	var w words
	hi, lo := bits.Mul64(a.lo, b.lo)
	w[0], w[1] = lo, hi
	if a.hi|b.hi == 0 { // nearly always
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

// plus adds n. The products here stay far enough below 256 bits.
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

// overWide is long division bit by bit, for divisors of more than 64 bits.
func (w words) overWide(d wide) wide {
	var q words
	var rest wide
	for i := 255; i >= 0; i-- {
		out := rest.hi >> 63
		rest = wide{rest.hi<<1 | rest.lo>>63, rest.lo<<1 | w[i/64]>>(i%64)&1}
		if out == 1 || rest.cmp(d) >= 0 {
			lo, borrow := bits.Sub64(rest.lo, d.lo, 0)
			rest = wide{rest.hi - d.hi - borrow, lo}
			q[i/64] |= 1 << (i % 64)
		}
	}
	return q.narrow()
}

func (w words) narrow() wide {
	if w[2] != 0 || w[3] != 0 {
		return tooLarge
	}
	return wide{w[1], w[0]}
}

// mulDiv gives a × b ÷ d, rounded half up; the product may have 256 bits.
func mulDiv(a, b, d wide) wide {
	if a == tooLarge || b == tooLarge {
		return tooLarge
	}
	half := wide{d.hi >> 1, d.hi<<63 | d.lo>>1}
	return product(a, b).plus(half).over(d)
}

func (a wide) mul(b wide) wide {
	if a == tooLarge || b == tooLarge {
		return tooLarge
	}
	return product(a, b).narrow()
}

// divMod divides by a number that is not zero and gives the remainder too.
func (a wide) divMod(d uint64) (wide, uint64) {
	hi, rest := bits.Div64(0, a.hi, d)
	lo, rest := bits.Div64(rest, a.lo, d)
	return wide{hi, lo}, rest
}
