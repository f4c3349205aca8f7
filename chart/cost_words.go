package chart

import (
	"slices"
	"strings"

	"crossroads/decision/cost"
	"crossroads/format"
)

// axisName names an axis with its unit.
func axisName(field string) string {
	switch field {
	case "requests":
		return "Requests a month"
	case "duration":
		return "Average duration of a request, ms"
	case "utilisation":
		return "Utilisation of servers and containers at the peak, %"
	}
	return field
}

// finding summarises the chart in one line.
func (c Cost) finding() string {
	changes := c.Changes()
	if len(c.Lines) == 1 {
		return c.Lines[0].Name + " along " + lowerAxis(c.Field)
	}
	if len(changes) == 0 {
		name := format.Capital(c.Lines[c.cheapest(c.At[0])].Said)
		text := name + " " + format.Verb(name, "cost", "costs") + " least"
		if len(c.Breaks) == 0 {
			return text + " over the whole range"
		}
		b := c.Breaks[0]
		return text + ", but about the same as " + c.Lines[b.Rival].Said + " " + c.Where(b)
	}
	text := "Cheapest: " + c.Lines[changes[0].Before].Said
	for i, b := range changes {
		text += ", then " + c.Lines[b.After].Said + " from " + c.Somewhere(b)
		if i == 0 {
			text += unitOf(c.Field)
		}
	}
	return text
}

// Somewhere writes the range of a break-even: "somewhere between 25 and 32 million". All titles of a page
// use it. If one end is not known, it writes the estimate, which says more than the other end.
func (c Cost) Somewhere(b Break) string {
	where := c.span(b, spanWords{"somewhere on this axis", "somewhere above ", "somewhere below ", "about ", "somewhere between ", "and"})
	if b.LowOpen || b.HighOpen {
		where += c.likely(b)
	}
	return where
}

// likely is where a break-even is at list prices, behind the range that it lies in.
func (c Cost) likely(b Break) string { return ", likely about " + format.AxisEstimate(c.Field, b.At) }

// drawnSpan writes the same in a few characters, for the drawing. If one end is not known, the
// estimate is named, at which the line stands.
func (c Cost) drawnSpan(b Break) string {
	if b.LowOpen || b.HighOpen {
		return "about " + format.AxisEstimate(c.Field, b.At)
	}
	return c.span(b, spanWords{and: "to"})
}

// spanWords are the words around the ends of a range.
type spanWords struct{ unknown, above, below, about, between, and string }

func (c Cost) span(b Break, w spanWords) string {
	low, high := c.ends(b)
	first, last := format.AxisEstimate(c.Field, low), format.AxisEstimate(c.Field, high)
	switch {
	case b.LowOpen && b.HighOpen:
		return w.unknown
	case b.HighOpen:
		return w.above + first
	case b.LowOpen:
		return w.below + last
	case first == last:
		return w.about + last
	}
	return w.between + together(first, last, w.and)
}

// Within reports whether the stated load is where a break-even may lie.
func (c Cost) Within(b Break) bool {
	low, high := c.ends(b)
	return low.Cmp(c.Load) <= 0 && c.Load.Cmp(high) < 0
}

// ends of a break-even: all crossings, and the uncertainty around them.
func (c Cost) ends(b Break) (low, high cost.Quantity) {
	low, high = b.At, b.Last.Max(b.High)
	if b.Low.Cmp(low) < 0 {
		low = b.Low
	}
	return low, high
}

// together joins two figures. A word that ends both is written once, at the end.
func together(first, last, word string) string {
	figure, unit, _ := strings.Cut(first, format.NBSP)
	if _, other, found := strings.Cut(last, format.NBSP); found && unit == other {
		first = figure
	}
	return first + " " + word + " " + last
}

// unitOf is what the figures of an axis are of, where the figure does not say it.
func unitOf(field string) string {
	if field == "requests" {
		return " requests a month"
	}
	return ""
}

func lowerAxis(field string) string {
	for _, a := range Axes {
		if a.ID == field {
			return format.Small(a.Name)
		}
	}
	return field
}

// alt describes the chart in words.
func (c Cost) alt() string {
	text := "Line chart of the monthly cost in " + c.Currency + ". " + c.Title + "."
	for _, l := range c.Lines {
		text += " " + l.Name + ": from " + l.Totals[0].Text() + " to " + l.Totals[len(l.Totals)-1].Text() + " " + c.Currency + "."
	}
	return text + c.laterAlt()
}

// breakWords explain a break-even in the list under the chart.
func (c Cost) breakWords(b Break) string {
	before, rival := format.Capital(c.Lines[b.Before].Said), c.Lines[b.Rival].Said
	text := before + " and " + rival + " cost the same " + c.Where(b)
	low, high := c.ends(b)
	if b.At == b.Last && low != high && !b.LowOpen && !b.HighOpen {
		text += c.likely(b)
	}
	text += unitOf(c.Field)
	if b.At != b.Last {
		text += "; between " + together(format.AxisEstimate(c.Field, b.At), format.AxisEstimate(c.Field, b.Last), "and") +
			" they take turns, as whole machines are added"
	}
	return text + "."
}

// Where is Somewhere after a verb: "at about 30 million".
func (c Cost) Where(b Break) string {
	if somewhere := c.Somewhere(b); !strings.HasPrefix(somewhere, "about ") {
		return somewhere
	}
	return "at " + c.Somewhere(b)
}

// offWords explain the stretches around break-evens.
func (c Cost) offWords() string {
	if len(c.Breaks) == 0 {
		return ""
	}
	return " In the shaded stretch around a break-even the order is open: prices that are " + format.PercentOf(c.Off.Price) +
		" off, a duration that is " + format.PercentOf(c.Off.Load) +
		" off, or a front door, network or availability that is not decided yet could turn it."
}

// PriceLine is the source line of a chart: the price lists, and the days on
// which their prices were read.
func PriceLine(lists, days []string) string {
	var names []string
	for _, name := range lists {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	first, last := slices.Min(days), slices.Max(days)
	if first == last {
		return "List prices of " + format.List(names, "and") + format.AsOfWords(first)
	}
	return "List prices of " + format.List(names, "and") + ", as of " + format.Day(first) + " to " + format.Day(last)
}

// Axes are the fields along which a curve can run, with what they are
// called there.
var Axes = []struct{ ID, Name string }{
	{"requests", "Requests a month"}, {"duration", "Duration"}, {"utilisation", "Utilisation"},
}

// AxisIDs are the ids of those fields.
func AxisIDs() []string {
	var ids []string
	for _, a := range Axes {
		ids = append(ids, a.ID)
	}
	return ids
}
