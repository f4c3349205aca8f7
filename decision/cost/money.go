// Package cost turns a load and a sheet of list prices into an itemised monthly
// bill, and finds the load at which two ways to run a system cost the same.
//
// It is pure and exact. It uses no floats: prices are whole numbers of 1e-13 USD,
// quantities of 1e-13 units, amounts of 1e-26 USD, so quantity times price loses nothing.
// Money is rounded once, at the end, by the rule that the bill names. Numbers that do not
// fit are refused with ErrOverflow and never wrap around.
//
// The way of a bill: a Load and a blueprint give components (a function, a load
// balancer); each component gives usages (so many GB-seconds, with the formula
// in words); Sheet.Bill prices the usages. Every step can be entered directly,
// so a provider's published example can be reproduced from its raw quantities.
package cost

import (
	"errors"
	"fmt"
	"strings"
)

// ErrOverflow means that a quantity or an amount is too large to compute: beyond about 1e25
// units or 3e12 USD.
var ErrOverflow = errors.New("the numbers are too large to compute with")

// ErrDecimal means that a text is not a plain decimal number.
var ErrDecimal = errors.New("not a plain decimal number")

// digits is the number of decimals of quantities and prices.
const digits = 13

// one is one unit, or one dollar, in steps of 1e-13.
const one = 10_000_000_000_000

// Quantity is a metered amount, never negative, in units with 13 decimals. The zero value
// is zero. A result that is too large stays so in all further arithmetic, and Sheet.Bill
// refuses it.
type Quantity struct{ steps wide }

// Price is USD for one unit, in steps of 1e-13 USD; never negative.
type Price int64

// Amount is a sum of money before rounding, in steps of 1e-26 USD; never negative.
type Amount struct{ steps wide }

// Cents is a rounded sum of money, in hundredths of a USD.
type Cents int64

// Whole returns a quantity of n units.
func Whole(n uint64) Quantity { return Quantity{wide{0, n}.mul(wide{0, one})} }

// TooLarge reports whether a computation has overflowed.
func (q Quantity) TooLarge() bool { return q.steps == tooLarge }

// IsZero reports whether the quantity is zero.
func (q Quantity) IsZero() bool { return q.steps.isZero() }

// Cmp returns -1, 0 or 1 as q is less than, equal to or greater than r.
func (q Quantity) Cmp(r Quantity) int { return q.steps.cmp(r.steps) }

// Add returns q + r.
func (q Quantity) Add(r Quantity) Quantity { return Quantity{q.steps.add(r.steps)} }

// Sub returns q − r, or zero if r is greater.
func (q Quantity) Sub(r Quantity) Quantity { return Quantity{q.steps.sub(r.steps)} }

// Mul returns q × r, rounded half up at the 13th decimal.
func (q Quantity) Mul(r Quantity) Quantity {
	return Quantity{mulDiv(q.steps, r.steps, wide{0, one})}
}

// Times returns q × n.
func (q Quantity) Times(n uint64) Quantity { return Quantity{q.steps.mul(wide{0, n})} }

// Over returns q ÷ n, rounded half up at the 13th decimal; too large where n is 0.
func (q Quantity) Over(n uint64) Quantity {
	return Quantity{mulDiv(q.steps, wide{0, 1}, wide{0, n})}
}

// Per returns q ÷ r, rounded half up at the 13th decimal; too large where r is 0.
func (q Quantity) Per(r Quantity) Quantity {
	return Quantity{mulDiv(q.steps, wide{0, one}, r.steps)}
}

// Ceil rounds up to a multiple of step; a step of zero leaves q as it is.
func (q Quantity) Ceil(step Quantity) Quantity {
	if step.IsZero() || q.TooLarge() || step.TooLarge() {
		return q
	}
	var n wide
	if q.steps.hi|step.steps.hi == 0 {
		n.lo = q.steps.lo / step.steps.lo
	} else {
		n = product(q.steps, wide{0, 1}).over(step.steps)
	}
	down := n.mul(step.steps)
	if down == q.steps {
		return q
	}
	return Quantity{down.add(step.steps)}
}

// Max returns the larger of the two.
func (q Quantity) Max(r Quantity) Quantity {
	if q.Cmp(r) < 0 {
		return r
	}
	return q
}

// Min returns the smaller of the two.
func (q Quantity) Min(r Quantity) Quantity {
	if q.Cmp(r) > 0 {
		return r
	}
	return q
}

// cost returns the exact cost of q units at a price.
func (q Quantity) cost(p Price) Amount { return Amount{q.steps.mul(wide{0, uint64(p)})} }

// TooLarge reports whether a computation has overflowed.
func (a Amount) TooLarge() bool { return a.steps == tooLarge }

// Cmp returns -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Amount) Cmp(b Amount) int { return a.steps.cmp(b.steps) }

// Add returns a + b.
func (a Amount) Add(b Amount) Amount { return Amount{a.steps.add(b.steps)} }

// permille returns a × n ÷ 1000, for ranges; it rounds at 1e-23 USD.
func (a Amount) permille(n uint64) Amount {
	return Amount{mulDiv(a.steps, wide{0, n}, wide{0, 1000})}
}

// Cents rounds half up to cents.
func (a Amount) Cents() Cents { return a.roundCents(half) }

// A cent is 1e24 steps, the square of centRoot. To round, half a cent, or a cent less one
// step, is added before the fraction of a cent is cut off.
const centRoot = 1_000_000_000_000

var (
	cent   = wide{0, centRoot}.mul(wide{0, centRoot})
	half   = wide{0, centRoot / 2}.mul(wide{0, centRoot})
	almost = cent.sub(wide{0, 1})
)

func (a Amount) roundCents(plus wide) Cents {
	sum := a.steps.add(plus)
	if sum == tooLarge {
		sum = a.steps // its cents still fit; a bill refuses the overflow itself
	}
	part, _ := sum.divMod(centRoot)
	cents, _ := part.divMod(centRoot)
	return Cents(cents.lo)
}

// exact converts whole cents to an amount.
func (c Cents) exact() Amount { return Amount{wide{0, uint64(c)}.mul(cent)} }

// ParseQuantity reads a decimal number such as 3000000, 0.25 or 1e6 exactly. It may have up
// to 13 decimals and must not be negative.
func ParseQuantity(text string) (Quantity, error) {
	steps, err := parseDecimal(text)
	return Quantity{steps}, err
}

// ParsePrice reads a price in USD, such as 0.20, for a number of units, such as 1000000.
// The price of one unit must be exact with at most 13 decimals.
func ParsePrice(text string, per uint64) (Price, error) {
	steps, err := parseDecimal(text)
	if err != nil {
		return 0, err
	}
	if per == 0 {
		return 0, fmt.Errorf("a price per 0 units: %w", ErrDecimal)
	}
	each, rest := steps.divMod(per)
	if rest != 0 {
		return 0, fmt.Errorf("%s per %d has more than %d decimals for one unit: %w", text, per, digits, ErrDecimal)
	}
	if each.hi != 0 || each.lo > 1<<63-1 {
		return 0, fmt.Errorf("a price of %s: %w", text, ErrOverflow)
	}
	return Price(each.lo), nil
}

// parseDecimal reads digits with an optional point and exponent, in steps of 1e-13.
func parseDecimal(text string) (wide, error) {
	number, exponent, err := splitExponent(text)
	if err != nil {
		return wide{}, err
	}
	before, after, _ := strings.Cut(number, ".")
	if before+after == "" || len(number) > 60 {
		return wide{}, fmt.Errorf("%.40q: %w", text, ErrDecimal)
	}
	shift := digits + exponent - len(after) // powers of ten still to be applied
	var n wide
	for _, c := range []byte(before + after) {
		if c < '0' || c > '9' {
			return wide{}, fmt.Errorf("%.40q: %w", text, ErrDecimal)
		}
		n = n.mul(wide{0, 10}).add(wide{0, uint64(c - '0')})
	}
	for ; shift > 0 && !n.isZero(); shift-- {
		n = n.mul(wide{0, 10})
	}
	for ; shift < 0 && !n.isZero(); shift++ {
		down, rest := n.divMod(10)
		if rest != 0 {
			return wide{}, fmt.Errorf("%.40q has more than %d decimals: %w", text, digits, ErrDecimal)
		}
		n = down
	}
	if n == tooLarge {
		return wide{}, fmt.Errorf("%.40q: %w", text, ErrOverflow)
	}
	return n, nil
}

func splitExponent(text string) (number string, exponent int, err error) {
	i := strings.IndexAny(text, "eE")
	if i < 0 {
		return text, 0, nil
	}
	number, power := text[:i], text[i+1:]
	sign := 1
	if power != "" && (power[0] == '+' || power[0] == '-') {
		if power[0] == '-' {
			sign = -1
		}
		power = power[1:]
	}
	if power == "" || len(power) > 2 {
		return "", 0, fmt.Errorf("%.40q: %w", text, ErrDecimal)
	}
	for _, c := range []byte(power) {
		if c < '0' || c > '9' {
			return "", 0, fmt.Errorf("%.40q: %w", text, ErrDecimal)
		}
		exponent = exponent*10 + int(c-'0')
	}
	return number, sign * exponent, nil
}
