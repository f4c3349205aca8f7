package qr

import (
	"math"
	"math/bits"
	"sync"

	qrcode "github.com/piglig/go-qr"
)

// widest is the largest code whose rows fit a word, with a bit to spare.
const widest = 61

// grid holds the squares of a code, by row and by column: bit x of rows[y] and bit y of
// columns[x] are set where the square is dark.
type grid struct{ rows, columns [widest]uint64 }

func gridOf(code *qrcode.QrCode) (g grid) {
	for y := range code.Size() {
		for x := range code.Size() {
			if code.Module(x, y) {
				g.rows[y] |= 1 << x
				g.columns[x] |= 1 << y
			}
		}
	}
	return g
}

func (g *grid) runs(size int) []Run {
	n := 0
	for _, row := range g.rows {
		n += bits.OnesCount64(row &^ (row << 1)) // where runs begin
	}
	runs := make([]Run, 0, n)
	for y, row := range g.rows[:size] {
		for row != 0 {
			x := bits.TrailingZeros64(row)
			n := bits.TrailingZeros64(^(row >> x))
			runs = append(runs, Run{x, y, n})
			row &^= (1<<n - 1) << x
		}
	}
	return runs
}

// differ returns the squares in which two codes of one size differ.
func (g *grid) differ(other *grid) (d grid) {
	for i := range g.rows {
		d.rows[i], d.columns[i] = g.rows[i]^other.rows[i], g.columns[i]^other.columns[i]
	}
	return d
}

// masks holds, by version, what masks 1 to 7 change about a code with mask 0. It is the same
// for every text and, since the code of the mask's number is linear, for every level of
// error correction.
var masks [(widest-17)/4 + 1]struct {
	once    sync.Once
	changes [7]grid
}

func changesOf(version int) *[7]grid {
	m := &masks[version]
	m.once.Do(func() {
		first := gridOf(masked(version, 0))
		for i := range m.changes {
			other := gridOf(masked(version, i+1))
			m.changes[i] = first.differ(&other)
		}
	})
	return &m.changes
}

// masked returns a code of an empty text.
func masked(version, mask int) *qrcode.QrCode {
	code, err := qrcode.EncodeSegments([]*qrcode.QrSegment{}, qrcode.Low, version, version, mask, false)
	if err != nil {
		panic(err) // an empty text fits every version
	}
	return code
}

// best returns the code with the mask that the standard prefers, given the code with mask 0.
// The library's own choice takes most of the time of a code; it goes square by square.
func best(first *grid, size int) grid {
	chosen, least := *first, penalty(first, size, math.MaxInt)
	changes := changesOf((size - 17) / 4)
	for i := range changes {
		g := first.differ(&changes[i])
		if p := penalty(&g, size, least); p < least {
			chosen, least = g, p
		}
	}
	return chosen
}

// penalty scores a code as ISO/IEC 18004 does, lower is better; it may stop at most.
func penalty(g *grid, size, most int) int {
	sum, dark := 0, 0
	for y, row := range g.rows[:size] {
		dark += bits.OnesCount64(row)
		sum += ofLine(row, size)
		if y > 0 { // squares of 2 × 2
			above := g.rows[y-1]
			same := ^(row ^ above)
			sum += 3 * bits.OnesCount64(same&(same>>1)&^(row^row>>1)&(1<<(size-1)-1))
		}
	}
	for _, column := range g.columns[:size] {
		if sum >= most {
			return sum
		}
		sum += ofLine(column, size)
	}
	total := size * size
	return sum + 10*((abs(20*dark-10*total)+total-1)/total-1)
}

func abs(n int) int { return max(n, -n) }

// ofLine scores the runs of a row or column: long ones, and those that look like the corners
// that scanners search for. What is beyond the ends counts as light.
func ofLine(line uint64, size int) (sum int) {
	var runs [widest + 2]int // light ones at even places
	n, from := 0, 0
	add := func(to int) {
		if length := to - from; length >= 5 {
			sum += length - 2
		}
		runs[n] = to - from
		n, from = n+1, to
	}
	for edges := (line ^ line<<1) & (1<<(size+1) - 1); edges != 0; edges &= edges - 1 {
		add(bits.TrailingZeros64(edges))
	}
	if n%2 == 0 { // the rest is light
		add(size)
	}
	runs[0] += size
	runs[n-1] += size
	for i := 6; i < n; i += 2 {
		one := runs[i-1]
		if runs[i-2] == one && runs[i-3] == 3*one && runs[i-4] == one && runs[i-5] == one {
			if runs[i] >= 4*one && runs[i-6] >= one {
				sum += 40
			}
			if runs[i-6] >= 4*one && runs[i] >= one {
				sum += 40
			}
		}
	}
	return sum
}
