package chart

import (
	"strings"

	"crossroads/format"
	"crossroads/report"
)

// Architecture is the drawing of the recommended architecture with the parts of the system. Lengths are
// in units; the drawing is 320 units wide.
type Architecture struct {
	Title  string
	Words  []string // what it shows, one sentence each
	Height float64
	Boxes  []archBox
	Lines  []archLine
	Texts  []archText
	Marks  []archMark
}

// archBox is a rectangle, or a database when it has a lid.
type archBox struct {
	X, Y, W, H float64
	Class      string
	Hue        string // of an option, "" for none
	Lid        bool
}

type archLine struct{ Path, Class string }

type archText struct {
	X, Y  float64
	Class string // "b" bold, "s" small and soft, "m" in the middle of X
	Text  string
}

type archMark struct {
	X, Y  float64
	Index int
}

// Measures of the drawing.
const (
	archWidth = 320.0
	archEdge  = 10.0 // outer margin
	archPad   = 10.0 // inside a box
	archGap   = 8.0  // between boxes
	archRow   = 18.0 // of text
	archSize  = 13.0
	archSmall = 12.0
	archArrow = 20.0
	archStore = 74.0 // width of a database beside a service
)

// NewArchitecture draws the recommended architecture; false if there is nothing to draw.
func NewArchitecture(v report.Reading) (Architecture, bool) {
	a, ok := v.Architecture()
	if !ok {
		return Architecture{}, false
	}
	c := Architecture{Title: a.Title, Words: a.Words()}
	y := c.write("Users and events", archWidth/2, 6, archWidth-2*archEdge, archSmall, "s m", 1)
	var entries []float64
	for i, p := range a.Places {
		if i == 0 {
			y = c.arrow(archWidth/2, y+4)
		} else {
			y = c.link(archWidth/2, y)
			entries = append(entries, y+20)
		}
		y = c.place(p, v.Index(p.Option), y)
	}
	c.entries(entries)
	c.Height = y + 2
	return c, true
}

func (c Architecture) alt() string { return c.Title + ". " + strings.Join(c.Words, " ") }

// write adds a text below y, in at most so many lines, and returns where it ends.
func (c *Architecture) write(text string, x, y, width, size float64, class string, most int) float64 {
	for _, line := range wrap(text, width, size, strings.Contains(class, "b"), most) {
		c.Texts = append(c.Texts, archText{X: x, Y: y + 13, Class: class, Text: line})
		y += archRow
	}
	return y
}

// link adds a line down from y to the next place, without a head: either may begin. It returns where it ends.
func (c *Architecture) link(x, y float64) float64 {
	end := y + archArrow + 4
	c.Lines = append(c.Lines, archLine{Path: "M" + format.Coord(x) + " " + format.Coord(y) + "V" + format.Coord(end), Class: "l"})
	c.write("interface or queue", x+10, y+4, archWidth-x-20, archSmall, "s", 1)
	return end
}

// arrow adds an arrow down from y and returns where it ends.
func (c *Architecture) arrow(x, y float64) float64 {
	end := y + archArrow
	at, down, head := format.Coord(x), format.Coord(end-6), format.Coord(end)
	c.Lines = append(c.Lines,
		archLine{Path: "M" + at + " " + format.Coord(y) + "V" + down, Class: "l"},
		archLine{Path: "M" + at + " " + head + "l-4 -7h8z", Class: "a"})
	return end
}

// entries adds a line from the users past the places, with an arrow into the sides of all but the
// first, at the heights ys.
func (c *Architecture) entries(ys []float64) {
	const top, lane, edge = 15.0, archWidth - archEdge/2, archWidth - archEdge
	if len(ys) == 0 {
		return
	}
	line := func(path string) { c.Lines = append(c.Lines, archLine{Path: path, Class: "l"}) }
	line("M" + format.Coord(archWidth/2+60) + " " + format.Coord(top) + "H" + format.Coord(lane))
	line("M" + format.Coord(lane) + " " + format.Coord(top) + "V" + format.Coord(ys[len(ys)-1]))
	for _, y := range ys {
		c.Lines = append(c.Lines, archLine{Path: "M" + format.Coord(edge-2) + " " + format.Coord(y) + "l7 -4v8z", Class: "a"})
	}
}

// place draws a platform with what runs on it, and returns where it ends.
func (c *Architecture) place(p report.Place, index int, top float64) float64 {
	const inner = archWidth - 2*archEdge - 2*archPad
	left := archEdge + archPad
	at := len(c.Boxes)
	c.Boxes = append(c.Boxes, archBox{X: archEdge, Y: top, W: archWidth - 2*archEdge, Class: "place"})
	c.Marks = append(c.Marks, archMark{X: left, Y: top + 11, Index: index})
	y := c.write(p.Name, left+24, top+8, inner-24, archSize, "b", 3) + 6
	hue := format.Hue(index)
	switch p.Structure {
	case report.Application:
		y = c.application(p, hue, left, inner, y)
	case report.Services:
		for _, part := range p.Parts {
			y = c.service(part, hue, left, inner, y) + archGap
		}
	default:
		for _, part := range p.Parts {
			y = c.box(part, hue, "part round", left, inner, y) + archGap
		}
		y = c.store("Managed databases and queues", left, inner, c.arrow(archWidth/2, y-archGap))
		y += archGap
	}
	y = c.write(p.Who, left, y, inner, archSmall, "s", 2)
	c.Boxes[at].H = y + 6 - top
	return y + 6
}

// application is one box with a module for each part, above one database.
func (c *Architecture) application(p report.Place, hue string, left, inner, top float64) float64 {
	at := len(c.Boxes)
	c.Boxes = append(c.Boxes, archBox{X: left, Y: top, W: inner, Class: "part", Hue: hue})
	y := c.write("One application, released as a whole", left+archPad, top+6, inner-2*archPad, archSmall, "s", 2) + 4
	for _, part := range p.Parts {
		y = c.box(part, hue, "module", left+archPad, inner-2*archPad, y) + archGap
	}
	c.Boxes[at].H = y + 2 - top
	return c.store("One database", left, inner, c.arrow(archWidth/2, y+2)) + archGap
}

// service is a box with a database of its own beside it.
func (c *Architecture) service(part, hue string, left, inner, top float64) float64 {
	end := c.box(part, hue, "part", left, inner-archStore-24, top)
	middle := (top + end) / 2
	from, to := left+inner-archStore-24, left+inner-archStore
	c.Lines = append(c.Lines,
		archLine{Path: "M" + format.Coord(from) + " " + format.Coord(middle) + "H" + format.Coord(to-6), Class: "l"},
		archLine{Path: "M" + format.Coord(to) + " " + format.Coord(middle) + "l-7 -4v8z", Class: "a"})
	c.Boxes = append(c.Boxes, archBox{X: to, Y: top, W: archStore, H: end - top, Class: "store", Lid: true})
	c.write("own data", to+archStore/2, middle-8+2, archStore, archSmall, "s m", 1)
	return end
}

// box has a text of at most two lines in it.
func (c *Architecture) box(text, hue, class string, left, width, top float64) float64 {
	at := len(c.Boxes)
	c.Boxes = append(c.Boxes, archBox{X: left, Y: top, W: width, Class: class, Hue: hue})
	end := c.write(text, left+width/2, top+6, width-2*archPad, archSize, "m", 2) + 6
	c.Boxes[at].H = end - top
	return end
}

// store is a database.
func (c *Architecture) store(text string, left, inner, top float64) float64 {
	width := min(inner, 240)
	x := left + (inner-width)/2
	end := c.write(text, archWidth/2, top+10, width-2*archPad, archSmall, "s m", 2) + 6
	c.Boxes = append(c.Boxes, archBox{X: x, Y: top, W: width, H: end - top, Class: "store", Lid: true})
	return end
}

// path draws the outline of a database.
func (b archBox) path() string {
	const lid = "5"
	half, full, wall := format.Coord(b.W/2), format.Coord(b.W), format.Coord(b.H-10)
	return "M" + format.Coord(b.X) + " " + format.Coord(b.Y+5) + "v" + wall + "a" + half + " " + lid + " 0 0 0 " + full + " 0v-" + wall +
		"a" + half + " " + lid + " 0 0 0-" + full + " 0a" + half + " " + lid + " 0 0 0 " + full + " 0"
}
