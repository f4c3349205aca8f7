package views

import (
	"slices"
	"strconv"
	"strings"

	"crossroads/decision/cost"
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
func (c costChart) finding() string {
	changes := c.changes()
	if len(c.Lines) == 1 {
		return c.Lines[0].Name + " along " + lowerAxis(c.Field)
	}
	if len(changes) == 0 {
		name := c.Lines[c.cheapest(c.At[0])].Name
		text := name + " " + verb(name, "cost", "costs") + " least"
		if len(c.Breaks) == 0 {
			return text + " over the whole range"
		}
		b := c.Breaks[0]
		return text + ", but about the same as " + c.Lines[b.Rival].Said + " from " + figure(c.Field, b.At) + " to " + measure(c.Field, b.Last)
	}
	text := "Cheapest: " + c.Lines[changes[0].Before].Said
	for i, b := range changes {
		at := figure(c.Field, b.Last)
		if i == 0 {
			at = measure(c.Field, b.Last)
		}
		text += " up to " + at + ", then " + c.Lines[b.After].Said
	}
	return text
}

func lowerAxis(field string) string {
	for _, a := range costAxes {
		if a.ID == field {
			return small(a.Name)
		}
	}
	return field
}

// verb agrees with a name: functions cost, a monolith costs.
func verb(name, plural, singular string) string {
	if strings.HasSuffix(name, "s") {
		return plural
	}
	return singular
}

// alt is the chart in words.
func (c costChart) alt() string {
	text := "Line chart of the monthly cost in USD. " + c.Title + "."
	for _, l := range c.Lines {
		text += " " + l.Name + ": from " + l.Totals[0].Text() + " to " + l.Totals[len(l.Totals)-1].Text() + " USD."
	}
	return text
}

// words of a break-even, for the list under the chart.
func (c costChart) breakWords(b costBreak) string {
	before, rival := c.Lines[b.Before].Name, c.Lines[b.Rival].Said
	text := before + " and " + rival + " take turns between " + figure(c.Field, b.At) + " and " + measure(c.Field, b.Last) + ", as whole machines are added"
	if b.At == b.Last {
		text = before + " and " + rival + " cost the same at " + measure(c.Field, b.At)
	}
	if b.Low.Cmp(b.High) < 0 {
		text += "; with the uncertainty, anywhere from " + figure(c.Field, b.Low) + " to " + figure(c.Field, b.High)
		if b.Open {
			text += " or beyond this axis"
		}
	}
	return text + "."
}

// offWords say what the stretches around break-evens are.
func (c costChart) offWords() string {
	if len(c.Breaks) == 0 {
		return ""
	}
	return " The shaded stretch around a break-even is where prices that are " + percentOf(c.Off.Price) + " off, or a duration that is " + percentOf(c.Off.Load) + " off, could turn the order, or a front door, a network or an availability that is not decided yet."
}

func percentOf(n uint64) string { return strconv.FormatUint(n, 10) + nbsp + "%" }

// priceLine is the source line of a chart: the price lists, and the days on
// which their prices were read.
func priceLine(lists, days []string) string {
	var names []string
	for _, name := range lists {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	first, last := slices.Min(days), slices.Max(days)
	if first == last {
		return "List prices of " + list(names, "and") + asOfWords(first)
	}
	return "List prices of " + list(names, "and") + ", as of " + day(first) + " to " + day(last)
}

// headline is the finding for the load: who costs least here, and where that ends.
func (c costChart) headline(bills []billView) string {
	best := least(bills)
	name := bills[best].Short
	if len(bills) == 1 {
		return name + " " + verb(name, "cost", "costs") + " " + bills[best].Bill.Total.Text() + " USD a month at " + measure(c.Field, c.Load)
	}
	text := name + " " + verb(name, "cost", "costs") + " least at " + measure(c.Field, c.Load)
	var below, above *costBreak
	for _, b := range c.Breaks {
		if b.At.Cmp(c.Load) <= 0 && c.Load.Cmp(b.Last) < 0 {
			return text + ", but only just: " + c.Lines[b.Before].Said + " and " + c.Lines[b.Rival].Said + " take turns up to " + figure(c.Field, b.Last)
		}
	}
	for i, b := range c.changes() {
		if b.Last.Cmp(c.Load) <= 0 {
			below = &c.changes()[i]
		} else if above == nil && b.At.Cmp(c.Load) > 0 {
			above = &c.changes()[i]
		}
	}
	turn := func(word string, at cost.Quantity, line int) string {
		return "; " + word + " " + figure(c.Field, at) + " " + c.Lines[line].Said + " " + verb(c.Lines[line].Name, "do", "does")
	}
	if below != nil && below.After == best {
		text += turn("below", below.At, below.Before)
	}
	if above != nil && above.Before == best {
		text += turn("above", above.Last, above.After)
	}
	return text
}
