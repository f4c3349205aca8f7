package qr

import (
	"fmt"
	"math/bits"
	"sync"

	qrcode "github.com/piglig/go-qr"
)

// A code is masked with the one of eight patterns that leaves the fewest shapes in it
// that scanners stumble over (ISO/IEC 18004, 7.8). The library tries them square by
// square, which took a quarter of what a page with a code costs. Rows of words are
// weighed here instead, and the choice is the same.

// widest is the side of the largest code whose rows fit words: an address of some 300
// characters. Larger ones are left to the library.
const widest = 64

const masks = 8

// grid is the squares of a code, a word for each line: rows, or columns.
type grid [widest]uint64

// sides is a grid by rows and by columns.
type sides struct{ rows, columns grid }

func sidesOf(code *qrcode.QrCode) (s sides) {
	for y := range code.Size() {
		for x := range code.Size() {
			if code.Module(x, y) {
				s.rows[y] |= 1 << x
				s.columns[x] |= 1 << y
			}
		}
	}
	return s
}

func (s *sides) flip(by *sides) {
	for i := range s.rows {
		s.rows[i] ^= by.rows[i]
		s.columns[i] ^= by.columns[i]
	}
}

// kind is what the difference of two masks depends on: the size, and the level of error
// correction, of which these are two squares.
type kind struct {
	side          int
	first, second bool
}

// flips are the squares in which codes of a kind differ from those with the first mask.
var flips sync.Map // of kind, to *[masks]sides

// encode makes a code with the best mask.
func encode(text string) (Code, error) {
	segments, err := qrcode.MakeSegments(text)
	if err != nil {
		return Code{}, err
	}
	masked := func(mask int) (*qrcode.QrCode, error) {
		return qrcode.EncodeSegments(segments, qrcode.Low, qrcode.MinVersion, qrcode.MaxVersion, mask, true)
	}
	made, err := masked(0)
	if err == nil && made.Size() > widest {
		const best = -1
		made, err = masked(best)
	}
	if err != nil {
		return Code{}, err
	}
	side := made.Size()
	if side > widest {
		return Code{side, runsOf(made)}, nil
	}
	plain := sidesOf(made)
	of := kind{side, made.Module(0, 8), made.Module(1, 8)}
	known, ok := flips.Load(of)
	if !ok {
		differ := new([masks]sides)
		for mask := 1; mask < masks; mask++ {
			other, err := masked(mask)
			if err != nil {
				return Code{}, fmt.Errorf("mask %d: %w", mask, err)
			}
			differ[mask] = sidesOf(other)
			differ[mask].flip(&plain)
		}
		known, _ = flips.LoadOrStore(of, differ)
	}
	best := plain.best(side, known.(*[masks]sides))
	return Code{side, best.runs(side)}, nil
}

// runs are the dark squares of rows.
func (g *grid) runs(side int) []Run {
	runs := make([]Run, 0, side*side/3)
	for y := range side {
		x := 0
		for row := g[y]; row != 0; {
			x += bits.TrailingZeros64(row)
			n := bits.TrailingZeros64(^(g[y] >> x))
			runs = append(runs, Run{x, y, n})
			x += n
			row = g[y] >> x
		}
	}
	return runs
}

// best is the rows of the code under the mask with the least penalty, the first of several.
func (s *sides) best(side int, known *[masks]sides) (rows grid) {
	least := -1
	for mask := range known {
		tried := *s
		tried.flip(&known[mask])
		if penalty := tried.penalty(side); least < 0 || penalty < least {
			least, rows = penalty, tried.rows
		}
	}
	return rows
}

// Penalties of the standard: a run of five squares and each more of it, a block of two by
// two, what looks like a corner, and each 5% that dark squares are from being half.
const (
	penaltyRun     = 3
	penaltyBlock   = 3
	penaltyCorner  = 40
	penaltyBalance = 10
)

func (s *sides) penalty(side int) (sum int) {
	dark, inside := 0, uint64(1)<<(side-1)-1 // squares that have one to their right
	for y := range side {
		row := s.rows[y]
		dark += bits.OnesCount64(row)
		sum += linePenalty(row, side) + linePenalty(s.columns[y], side)
		if y+1 < side {
			next := s.rows[y+1]
			sum += penaltyBlock * bits.OnesCount64(^(row^row>>1)&^(next^next>>1)&^(row^next)&inside)
		}
	}
	total := side * side
	off := 20*dark - 10*total
	return sum + ((max(off, -off)+total-1)/total-1)*penaltyBalance
}

// linePenalty weighs the runs of a line, and what looks like a corner: dark runs of 1, 1,
// 3, 1 and 1 lengths with four of light on one side, where the margin counts as light.
func linePenalty(line uint64, side int) (sum int) {
	// Light and dark in turn, with the margin in the first and the last. Before them stand
	// runs of no length, so that there are always seven.
	var runs [7 + widest + 1]int
	for at, last, dark := 0, 7, false; ; last, dark = last+1, !dark {
		rest := line >> at
		if dark {
			rest = ^rest
		}
		run := min(bits.TrailingZeros64(rest), side-at)
		if run >= 5 {
			sum += penaltyRun + run - 5
		}
		runs[last] = run
		if at == 0 && !dark {
			runs[last] += side
		}
		if at += run; dark {
			continue
		}
		if at == side {
			runs[last] += side
		}
		sum += penaltyCorner * corners((*[7]int)(runs[last-6:]))
		if at == side {
			return sum
		}
	}
}

// corners counts what looks like a corner and ends with the last run.
func corners(runs *[7]int) (n int) {
	one := runs[5]
	if one == 0 || runs[4] != one || runs[3] != 3*one || runs[2] != one || runs[1] != one {
		return 0
	}
	if runs[6] >= 4*one && runs[0] >= one {
		n++
	}
	if runs[0] >= 4*one && runs[6] >= one {
		n++
	}
	return n
}
