// Package qr encodes addresses as QR codes, for pages and pictures to draw.
package qr

import (
	"fmt"
	"strconv"
	"strings"

	qrcode "github.com/piglig/go-qr"
)

// Quiet is the empty margin around the squares that scanners need, in squares.
const Quiet = 4

// Code is a QR code of Side × Side squares, without its margin.
type Code struct {
	Side int
	dark func(x, y int) bool
}

// New encodes a text with the lowest error correction, which allows the largest squares. It
// fails for texts longer than a QR code can hold, 2,953 bytes.
func New(text string) (Code, error) {
	made, err := qrcode.EncodeText(text, qrcode.Low)
	if err != nil {
		return Code{}, fmt.Errorf("making a QR code of %d bytes: %w", len(text), err)
	}
	return Code{Side: made.Size(), dark: made.Module}, nil
}

// Run is a row of N adjacent dark squares, beginning at column X of row Y.
type Run struct{ X, Y, N int }

// Runs returns all dark squares as runs, row by row.
func (c Code) Runs() []Run {
	var runs []Run
	for y := range c.Side {
		for x := 0; x < c.Side; x++ {
			from := x
			for x < c.Side && c.dark(x, y) {
				x++
			}
			if x > from {
				runs = append(runs, Run{from, y, x - from})
			}
		}
	}
	return runs
}

// Path returns the dark squares as an SVG path for a stroke of width 1, at one unit per
// square and including the margin. For a long address, strokes take half the bytes of
// outlines.
func (c Code) Path() string {
	var b strings.Builder
	b.WriteString("M" + strconv.Itoa(Quiet) + " " + strconv.Itoa(Quiet) + ".5")
	x, y := 0, 0
	for _, r := range c.Runs() {
		if r.X != x || r.Y != y {
			b.WriteString("m" + strconv.Itoa(r.X-x) + " " + strconv.Itoa(r.Y-y))
		}
		b.WriteString("h" + strconv.Itoa(r.N))
		x, y = r.X+r.N, r.Y
	}
	return b.String()
}
