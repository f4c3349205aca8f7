package cost

import (
	"fmt"
	"math/bits"

	"crossroads/wrong"
)

// Axis is a range of one field of a load, divided in equal ratios.
type Axis struct {
	Field string   `json:"field"` // id: requests, duration, utilisation …
	From  Quantity `json:"from"`  // more than zero
	To    Quantity `json:"to"`
}

// maxPoints bounds a curve.
const maxPoints = 2000

// steps returns the field, and the ends of the range in steps of the field.
func (a Axis) steps() (f Field, from, to uint64, err error) {
	f, ok := FieldOf(a.Field)
	if !ok {
		return f, 0, 0, wrong.Input{Field: "axis", Message: fmt.Sprintf("%.40q is not a field of a load", a.Field)}
	}
	low := a.From.Max(f.Min).Max(f.Step).Ceil(f.Step)
	high := a.To.Min(f.Max)
	if low.Cmp(high) >= 0 {
		return f, 0, 0, wrong.Input{Field: "axis", Message: fmt.Sprintf(
			"the range from %s to %s is empty: within it must lie %s above zero", a.From.Text(), a.To.Text(), f.Range())}
	}
	_, from = f.count(low)
	_, to = f.count(high)
	return f, from, to, nil
}

// count converts a value to a number of the field's steps, rounded down.
func (f Field) count(q Quantity) (exact bool, n uint64) {
	steps := product(q.steps, wide{0, 1}).over(f.Step.steps)
	return steps.mul(f.Step.steps) == q.steps, steps.lo
}

// value converts a number of the field's steps to a value.
func (f Field) value(n uint64) Quantity { return f.Step.Times(n) }

// grid returns up to n whole numbers from low to high, ascending in nearly equal ratios,
// with both ends. Logarithms are computed in whole numbers, so the result is the same on
// every machine.
func grid(low, high uint64, n int) []uint64 {
	points := make([]uint64, 0, n)
	points = append(points, low)
	from, to := log2(low), log2(high)
	for i := 1; i < n-1; i++ {
		hi, lo := bits.Mul64(to-from, uint64(i))
		part, _ := bits.Div64(hi, lo, uint64(n-1))
		if x := exp2(from+part, points[len(points)-1], high); x > points[len(points)-1] && x < high {
			points = append(points, x)
		}
	}
	return append(points, high)
}

// log2 returns the binary logarithm of x, which must not be zero, with 32 bits after the
// point. It is monotonic.
func log2(x uint64) uint64 {
	whole := uint64(bits.Len64(x) - 1)
	result := whole
	mantissa := x << (63 - whole) // 1 ≤ mantissa/2^63 < 2
	for range 32 {
		mantissa, _ = bits.Mul64(mantissa, mantissa) // in steps of 2^-62
		result <<= 1
		if mantissa>>63 == 1 {
			result |= 1
		} else {
			mantissa <<= 1
		}
	}
	return result
}

// exp2 returns the smallest whole number from low to high whose log2 reaches y.
func exp2(y, low, high uint64) uint64 {
	for low < high {
		if middle := low + (high-low)/2; log2(middle) >= y {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}
