package chart

import (
	"crossroads/decision/cost"
	"crossroads/format"
)

// Later is a second load on a curve that is drawn for the first one.
type Later struct {
	At     cost.Quantity // where it lies on the axis
	Totals []cost.Cents  // of each line under that load
	// Apart means that the loads differ in more than the axis, so that the bills of the second
	// load are not on the lines.
	Apart bool
}

// WithLater is the chart with a second load marked.
func (c Cost) WithLater(l Later) Cost {
	c.Later = &l
	c.scale()
	c.placeNames()
	return c
}

// marks is how many rows of labels stand above the drawing for the loads.
func (c Cost) marks() int {
	if c.Later != nil {
		return 2
	}
	return 1
}

// yours names the first load.
func (c Cost) yours() string {
	if c.Later != nil {
		return "Today:"
	}
	return "You:"
}

// dots are the places down of the bills under the second load.
func (c Cost) dots() []float64 {
	places := make([]float64, len(c.Later.Totals))
	for i, t := range c.Later.Totals {
		places[i] = c.y(float64(t) / 100)
	}
	return places
}

// laterWords say what the dots are.
func (c Cost) laterWords() string {
	if c.Later == nil {
		return ""
	}
	text := " The marks at the later load, " + format.AxisValue(c.Field, c.Later.At) + ", are its bills."
	if c.Later.Apart {
		text += " It differs in more than the figure on the axis, so the lines, drawn for today’s load, do not pass through them."
	}
	return text
}

// laterAlt is the second load in words.
func (c Cost) laterAlt() string {
	if c.Later == nil {
		return ""
	}
	text := " At the later load of " + format.AxisValue(c.Field, c.Later.At) + ":"
	for i, l := range c.Lines {
		if i > 0 {
			text += ","
		}
		text += " " + l.Name + " " + c.Later.Totals[i].Text() + " " + c.Currency
	}
	return text + "."
}
