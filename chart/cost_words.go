package chart

import (
	"slices"

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

// finding says in one line what the chart shows.
func (c Cost) finding() string {
	changes := c.Changes()
	if len(c.Lines) == 1 {
		return c.Lines[0].Name + " along " + lowerAxis(c.Field)
	}
	if len(changes) == 0 {
		name := c.Lines[c.cheapest(c.At[0])].Name
		text := name + " " + format.Verb(name, "cost", "costs") + " least"
		if len(c.Breaks) == 0 {
			return text + " over the whole range"
		}
		b := c.Breaks[0]
		return text + ", but about the same as " + c.Lines[b.Rival].Said + " from " + format.AxisFigure(c.Field, b.At) + " to " + format.AxisValue(c.Field, b.Last)
	}
	text := "Cheapest: " + c.Lines[changes[0].Before].Said
	for i, b := range changes {
		at := format.AxisFigure(c.Field, b.Last)
		if i == 0 {
			at = format.AxisValue(c.Field, b.Last)
		}
		text += " up to " + at + ", then " + c.Lines[b.After].Said
	}
	return text
}

func lowerAxis(field string) string {
	for _, a := range Axes {
		if a.ID == field {
			return format.Small(a.Name)
		}
	}
	return field
}

// alt is the chart in words.
func (c Cost) alt() string {
	text := "Line chart of the monthly cost in USD. " + c.Title + "."
	for _, l := range c.Lines {
		text += " " + l.Name + ": from " + l.Totals[0].Text() + " to " + l.Totals[len(l.Totals)-1].Text() + " USD."
	}
	return text
}

// words of a break-even, for the list under the chart.
func (c Cost) breakWords(b Break) string {
	before, rival := c.Lines[b.Before].Name, c.Lines[b.Rival].Said
	text := before + " and " + rival + " take turns between " + format.AxisFigure(c.Field, b.At) + " and " + format.AxisValue(c.Field, b.Last) + ", as whole machines are added"
	if b.At == b.Last {
		text = before + " and " + rival + " cost the same at " + format.AxisValue(c.Field, b.At)
	}
	if b.Low.Cmp(b.High) < 0 {
		text += "; with the uncertainty, anywhere from " + format.AxisFigure(c.Field, b.Low) + " to " + format.AxisFigure(c.Field, b.High)
		if b.Open {
			text += " or beyond this axis"
		}
	}
	return text + "."
}

// offWords say what the stretches around break-evens are.
func (c Cost) offWords() string {
	if len(c.Breaks) == 0 {
		return ""
	}
	return " The shaded stretch around a break-even is where prices that are " + format.PercentOf(c.Off.Price) + " off, or a duration that is " + format.PercentOf(c.Off.Load) + " off, could turn the order, or a front door, a network or an availability that is not decided yet."
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
