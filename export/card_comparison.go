package export

import (
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
)

// ComparisonAlt describes the card of a comparison in words.
func ComparisonAlt(cat *decision.Catalogue) string {
	names := make([]string, len(cat.Options))
	for i, o := range cat.Options {
		names[i] = record.Line(o.Short)
	}
	return record.Line(cat.Title) + " The options: " + strings.Join(names, ", ")
}

// NewComparisonCard is the picture of a comparison, 1200 by 630: its question and its options, without
// scores.
func NewComparisonCard(site string, cat *decision.Catalogue) Card {
	const left, right = 72.0, CardWidth - 72.0
	c := Card{Width: CardWidth, Height: CardHeight, Alt: ComparisonAlt(cat)}
	c.box(0, 0, CardWidth, CardHeight, "page")
	c.box(0, 0, CardWidth, 12, "accent")
	// the reader's font may be wider than the one measured
	y := c.paragraph(cat.Title, left, 116, right-left-60, 54, 2, true, "ink")
	y = c.paragraph(cat.Summary, left, y+2, right-left-120, 27, 3, false, "soft")
	columns := 1
	if len(cat.Options) > 5 {
		columns = 2
	}
	rows := (len(cat.Options) + columns - 1) / columns
	width := (right - left) / float64(columns)
	top := max(y+14, CardHeight-96-62*float64(rows))
	row := min(62, max((CardHeight-90-top)/float64(rows), 42))
	for i, o := range cat.Options {
		x, at := left+width*float64(i/rows), top+row*float64(i%rows)
		if at > CardHeight-120 {
			continue // a very long title
		}
		c.Items = append(c.Items, cardItem{Points: outline(i, x, at, 34), Ink: "o" + format.Hue(i)})
		name := o.Name
		if columns > 1 {
			name = o.Short // whole names would be cut
		}
		c.text(fitted(name, width-90, 30, false), x+54, at+28, 30, false, "ink")
	}
	c.text(site, left, CardHeight-44, 24, true, "soft")
	c.textEnd(strconv.Itoa(len(cat.Questions))+" questions, an explained recommendation", right, CardHeight-44, 24, "soft")
	return c
}

// NewComparisonStrip is the small picture of a comparison, 600 by 120.
func NewComparisonStrip(site string, cat *decision.Catalogue) Card {
	c := Card{Width: StripWidth, Height: StripHeight, Alt: ComparisonAlt(cat)}
	c.box(0, 0, StripWidth, StripHeight, "page")
	c.box(0, 0, 6, StripHeight, "accent")
	c.paragraph(cat.Title, 28, 38, 548, 22, 1, true, "ink")
	x, y := 28.0, 66.0
	for i, o := range cat.Options {
		name := fitted(o.Short, 240, 15, false)
		width := 22 + textWidth(name, 15, false)
		if x+width > 576 && y > 66 {
			c.text("…", x, y, 15, false, "soft")
			break
		} else if x+width > 576 {
			x, y = 28, 88
		}
		c.Items = append(c.Items, cardItem{Points: outline(i, x, y-13, 15), Ink: "o" + format.Hue(i)})
		c.text(name, x+22, y, 15, false, "ink")
		x += width + 18
	}
	c.text(site+" · "+strconv.Itoa(len(cat.Questions))+" questions", 28, 110, 13, false, "soft")
	return c
}
