package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"crossroads/decision"
	"crossroads/format"
)

// TooClose names the possible options whose bills cannot be told from that of the given option, as
// the end of a sentence about it: ", too close to call with … (159.76): …". It is "" if
// there are none. Called gives the name of an option.
func (v Reading) TooClose(option string, called func(option string) string) string {
	if v.SetUpTimes() != "" {
		return "" // the bills are of one set-up
	}
	var names []string
	for _, o := range v.Report.Cost.TooClose(option, v.Report.Leader) {
		if !v.RuledOut(o.Option) {
			names = append(names, called(o.Option)+" ("+o.Total.Text()+")")
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", too close to call with " + format.List(names, "and") + ": " + v.Turns()
}

// Turns says what could turn the order of bills that are too close to call.
func (v Reading) Turns() string {
	off := v.Report.Cost.Uncertainty
	return fmt.Sprintf("prices %d%% off, a duration %d%% off or an open choice could turn the order", off.Price, off.Load)
}

// LeftOutPeak says what the answers say about the load that the figures contradict, "" for nothing.
func (v Reading) LeftOutPeak() string {
	c := v.Report.Cost
	if c == nil {
		return ""
	}
	var texts []string
	if said := slices.Concat(c.HigherPeaks, c.LowerPeaks); len(said) > 0 {
		texts = append(texts, "The bills are for a peak of "+c.Load.Peak.Text()+" times the average, and leave out what you answered: "+
			loadSaid(said)+".")
	}
	for i, x := range c.Rates {
		if i == 0 || x.PerSecond != c.Rates[i-1].PerSecond {
			texts = append(texts, v.farRate(x))
		}
	}
	return strings.Join(texts, " ")
}

// Assumes says which usual values of the load decide about the bills, "" for none.
func (v Reading) Assumes() string {
	c := v.Report.Cost
	if c == nil || c.Assumed == nil {
		return ""
	}
	var texts []string
	if a := c.Assumed; !a.Peak.IsZero() {
		peak := "At a peak of " + a.Peak.Text() + " times the average instead of " + c.Load.Peak.Text()
		if a.Peak.Text() == "1" {
			peak = "Without a peak instead of one of " + c.Load.Peak.Text() + " times the average"
		}
		texts = append(texts, fmt.Sprintf("%s, the usual value, %s would cost least: %s USD.", peak, v.Built(a.Option), a.Total.Text()))
	}
	if c.Assumed.Responses > 0 {
		texts = append(texts, fmt.Sprintf("%s USD of the bill of the recommendation are for sending responses of %s KB, the usual size.",
			c.Assumed.Responses.Text(), c.Load.Response.Text()))
	}
	return strings.Join(texts, " ")
}

// farRate says that the stated requests contradict an answer.
func (v Reading) farRate(x decision.RateSaid) string {
	rate := fmt.Sprintf("%.2g", x.PerSecond)
	if x.PerSecond >= 10 {
		rate = format.Plain(math.Round(x.PerSecond))
	}
	return fmt.Sprintf("Your load figures come to about %s requests a second, which contradicts your answer %s.", rate,
		loadSaid([]decision.LoadSaid{x.LoadSaid}))
}

// LeftOutShares says that the load was divided equally although the answers say otherwise, "" where
// they do not.
func (v Reading) LeftOutShares() string {
	c := v.Report.Cost
	if c == nil || c.Mix == nil || len(c.Mix.Unequal) == 0 {
		return ""
	}
	return "You gave no shares, so the load is divided equally, which your answers contradict: " + loadSaid(c.Mix.Unequal) +
		". Until each part has its share, the bills of the parts say little."
}

// NotCounted lists what the bills leave out, and what of it would add most.
func (v Reading) NotCounted() string {
	c := v.Report.Cost
	names := c.LeftOut
	if !v.CountsPeople() {
		names = slices.Concat([]string{"the work of people"}, names)
	}
	if len(names) == 0 {
		return ""
	}
	text := "Not in these bills: " + format.List(names, "and") + "."
	if c.Largest != nil {
		text += " The largest of them on a provider’s bill is likely " + c.Largest.Name + ": about " + c.Largest.Total.Text() + " USD more."
	}
	return text
}

// notCounted names what would add most to the bill of the recommendation, as a sentence of its own after
// others. It is "" in older reports, and where everything large is counted.
func (v Reading) notCounted() string {
	c := v.Report.Cost
	if c.Largest == nil {
		return ""
	}
	name, _, _ := strings.Cut(c.Largest.Name, " (")
	return " Not counted: " + name + " (about " + c.Largest.Total.Text() + " USD more) and others."
}

// Unbilled says why load figures led to no bill, "" where they did or there are none.
func (v Reading) Unbilled() string {
	u := v.Report.Unbilled
	if u == nil {
		return ""
	}
	said := make([]decision.LoadSaid, len(u.For))
	for i, x := range u.For {
		said[i] = decision.LoadSaid(x)
	}
	return "There is no bill, as no machine priced here has what was answered: " + loadSaid(said) +
		". Cost is judged from the answers alone."
}

// EqualShares says that parts count equally because nobody gave shares, "" where somebody did.
func (v Reading) EqualShares() string {
	if p := v.Report.Plan; p == nil || !p.Equal {
		return ""
	}
	return "No shares were given, so every part counts the same."
}

// loadSaid lists answers about a load: “…” for “Front” and “Back”, “…” for “Reports”.
func loadSaid(list []decision.LoadSaid) string {
	var labels, texts []string
	for _, x := range list {
		if !slices.Contains(labels, x.Label) {
			labels = append(labels, x.Label)
		}
	}
	for _, label := range labels {
		var parts []string
		for _, x := range list {
			if x.Label == label && x.Part != "" {
				parts = append(parts, "“"+x.Part+"”")
			}
		}
		text := "“" + label + "”"
		if len(parts) > 0 {
			text += " for " + format.List(parts, "and")
		}
		texts = append(texts, text)
	}
	return format.List(texts, "and")
}

// CountsPeople reports whether bills count hours of people.
func (v Reading) CountsPeople() bool { return v.Report.Cost.Load.CountsPeople() }
