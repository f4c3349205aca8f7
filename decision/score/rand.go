package score

import "math"

// Rand is SplitMix64 (Steele, Lea & Flood 2014): 64 bits of state, and the same numbers on
// every machine and with every version of Go.
type Rand struct{ state uint64 }

// NewRand starts a generator.
func NewRand(seed uint64) Rand { return Rand{state: seed} }

// Uint64 returns a number uniform over all 64-bit numbers.
func (r *Rand) Uint64() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Float64 returns a number uniform over [0,1), in steps of 2^-53.
func (r *Rand) Float64() float64 { return float64(r.Uint64()>>11) * 0x1p-53 }

// Intn returns a number uniform over 0..n-1, with a bias below n/2^64; n must be > 0.
func (r *Rand) Intn(n int) int { return int(r.Uint64() % uint64(n)) }

// Exp returns an exponential number with mean 1.
func (r *Rand) Exp() float64 {
	return -Ln(float64(r.Uint64()>>11+1) * 0x1p-53)
}

// Ln returns the natural logarithm of a positive normal number, to about one unit in the
// last place (the method of FreeBSD's e_log.c). math.Log is written in assembly for some
// machines only, so its results differ between machines.
func Ln(x float64) float64 {
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
		l1    = 6.666666666666735130e-01
		l2    = 3.999999999940941908e-01
		l3    = 2.857142874366239149e-01
		l4    = 2.222219843214978396e-01
		l5    = 1.818357216161805012e-01
		l6    = 1.531383769920937332e-01
		l7    = 1.479819860511658591e-01
	)
	// x = 2^k (1+f), with 1+f in [sqrt(2)/2, sqrt(2)).
	b := math.Float64bits(x)
	const sqrtHalf = 0x3fe6a09e667f3bcd
	b += 0x3ff0000000000000 - sqrtHalf
	k := float64(int64(b>>52) - 1023)
	f := math.Float64frombits(b&(1<<52-1)+sqrtHalf) - 1

	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	t1 := float64(s2 * (l1 + float64(s4*(l3+float64(s4*(l5+float64(s4*l7)))))))
	t2 := float64(s4 * (l2 + float64(s4*(l4+float64(s4*l6)))))
	h := float64(0.5 * f * f)
	return float64(k*ln2Hi) - ((h - (float64(s*(h+(t1+t2))) + float64(k*ln2Lo))) - f)
}
