// Package qr encodes addresses as QR codes, for pages and pictures to draw.
package qr

import (
	"fmt"
	"strconv"

	qrcode "github.com/piglig/go-qr"
)

// Quiet is the empty margin around the squares that scanners need, in squares.
const Quiet = 4

// Code is a QR code of Side × Side squares, without its margin.
type Code struct {
	Side int
	runs []Run
}

// Most is the longest text that a QR code can hold, in bytes.
const Most = 2953

// New encodes a text with the lowest error correction, which allows the largest squares. It
// fails for texts longer than Most.
func New(text string) (Code, error) {
	made, err := qrcode.EncodeText(text, qrcode.Low)
	if err != nil {
		return Code{}, fmt.Errorf("making a QR code of %d bytes: %w", len(text), err)
	}
	return Code{made.Size(), runsOf(made)}, nil
}

// Run is a row of N adjacent dark squares, beginning at column X of row Y.
type Run struct{ X, Y, N int }

// Runs returns all dark squares as runs, row by row.
func (c Code) Runs() []Run { return c.runs }

func runsOf(code *qrcode.QrCode) (runs []Run) {
	for y := range code.Size() {
		for x := 0; x < code.Size(); x++ {
			from := x
			for x < code.Size() && code.Module(x, y) {
				x++
			}
			if x > from {
				runs = append(runs, Run{from, y, x - from})
			}
		}
	}
	return runs
}

// SVG draws the code dark on light, as scanners expect, as a picture of its own.
func (c Code) SVG() []byte {
	side := strconv.Itoa(c.Side + 2*Quiet)
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + side + ` ` + side + `" shape-rendering="crispEdges">` +
		`<rect width="100%" height="100%" fill="#fff"/><path d="` + c.Path() + `" stroke="#000"/></svg>`)
}

// Path returns the dark squares as an SVG path for a stroke of width 1, at one unit per
// square and including the margin. For a long address, strokes take half the bytes of
// outlines.
func (c Code) Path() string {
	const run = 10 // bytes that most take
	b := make([]byte, 0, c.Side*c.Side/4*run)
	number := func(letter string, n int) { b = strconv.AppendInt(append(b, letter...), int64(n), 10) }
	number("M", Quiet)
	number(" ", Quiet)
	b = append(b, ".5"...)
	x, y := 0, 0
	for _, r := range c.runs {
		if r.X != x || r.Y != y {
			number("m", r.X-x)
			number(" ", r.Y-y)
		}
		number("h", r.N)
		x, y = r.X+r.N, r.Y
	}
	return string(b)
}
