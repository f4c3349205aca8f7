package report

import (
	"slices"

	"crossroads/decision"
	"crossroads/format"
)

// TooClose names the possible options whose bills cannot be told from that of the given option, as
// the end of a sentence about it: ", at list prices too close to call with … (159.76)". It is "" if
// there are none. Called gives the name of an option.
func (v Reading) TooClose(option string, called func(option string) string) string {
	var names []string
	for _, o := range v.Report.Cost.TooClose(option, v.Report.Leader) {
		if !v.RuledOut(o.Option) {
			names = append(names, called(o.Option)+" ("+o.Total.Text()+")")
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", at list prices too close to call with " + format.List(names, "and")
}

// LeftOutPeak says which stated peaks the bills leave out, "" for none.
func (v Reading) LeftOutPeak() string {
	c := v.Report.Cost
	if c == nil || len(c.HigherPeaks) == 0 {
		return ""
	}
	return "The bills are for a peak of " + c.Load.Peak.Text() + " times the average, and leave out what you answered: " +
		loadSaid(c.HigherPeaks) + "."
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
