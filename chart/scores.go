// Package chart draws charts and the marks of options as SVG and HTML. Every chart comes with a
// table of the same figures, and works without scripts.
package chart

import (
	"math"
	"slices"

	"crossroads/decision"
	"crossroads/format"
)

// Scores draws the standing of the options: a bar for the fit, a whisker
// for where it may lie once the open questions are answered.
type Scores struct {
	Title string
	Rows  []scoreRow
}

type scoreRow struct {
	Index            int // of the option, for colour and shape
	Name, Short      string
	Score, Low, High float64
	First            float64
	Status           string
	Open             bool   // the range is wider than a point
	If               string // what an option that may still be ruled out depends on
}

func NewScores(c *decision.Catalogue, r decision.Report) Scores {
	chart := Scores{Title: ScoreFinding(c, r)}
	for _, s := range r.Ranking {
		chart.Rows = append(chart.Rows, scoreRow{
			Index: format.OptionIndex(c, s.Option), Name: s.Name, Short: s.Short,
			Score: s.Score, Low: s.Low, High: s.High, First: s.FirstShare,
			Status: s.Status, Open: s.High-s.Low >= 0.01, If: condition(s),
		})
	}
	return chart
}

// condition writes what an option depends on that may still be ruled out.
func condition(s decision.Standing) string {
	var open []string
	for _, m := range s.Because {
		if !slices.Contains(open, m.QuestionText) {
			open = append(open, m.QuestionText)
		}
	}
	if len(open) == 1 {
		return "unless “" + open[0] + "” rules it out"
	}
	return "unless one of " + format.Plural(len(open), "open question") + " rules it out"
}

// ScoreFinding summarises the chart in one line.
func ScoreFinding(c *decision.Catalogue, r decision.Report) string {
	if r.Kind == decision.VerdictUndecided {
		return "Where the options stand before any answer"
	}
	in := Standing(r)
	phrase := func(i int) string { return format.OptionPhrase(c, in[i].Option, in[i].Name) }
	switch len(in) {
	case 0:
		return format.Capital(ruler(r)) + " rule out every option"
	case 1:
		return "Only " + phrase(0) + " is left: " + ruler(r) + " rule out the others"
	}
	gap := in[0].Score - in[1].Score
	if decision.Level(gap) {
		return format.Capital(phrase(0)) + " and " + phrase(1) + " are level"
	}
	points := format.PointsOf(gap)
	if gap >= .0995 && math.Round(100*gap) != math.Round(100*in[0].Score)-math.Round(100*in[1].Score) {
		points = tenths(gap) + " points" // whole points would contradict those of the bars
	}
	return format.Capital(phrase(0)) + ": " + points + " ahead of " + phrase(1)
}

// ruler names what rules options out.
func ruler(r decision.Report) string {
	if r.Policy != nil {
		return "your answers and the rules of your organisation"
	}
	return "your answers"
}

// Standing lists the options that are not ruled out, best first.
func Standing(r decision.Report) []decision.Standing {
	var in []decision.Standing
	for _, s := range r.Ranking {
		if s.Status != decision.StatusOut {
			in = append(in, s)
		}
	}
	return in
}

// statusLabel is the status of an option for readers.
func statusLabel(status string) string {
	switch status {
	case decision.StatusOut:
		return "Ruled out"
	case decision.StatusConditional:
		return "May be ruled out"
	}
	return "In"
}

// Lined reports whether a bar has a line under it: where the option may still end up.
func (c Scores) Lined() bool {
	return slices.ContainsFunc(c.Rows, func(r scoreRow) bool { return r.Open && !r.out() })
}

func (r scoreRow) out() bool { return r.Status == decision.StatusOut }

// span writes a range in points: "48 to 71", or the score alone when nothing is open.
func (r scoreRow) span() string {
	if !r.Open {
		return format.Points(r.Score)
	}
	return format.Points(max(r.Low, 0)) + " to " + format.Points(max(r.High, 0)) // what parts lose may lead below the scale
}

func (c Scores) alt() string {
	alt := c.Title + "."
	for _, r := range c.Rows {
		if r.out() {
			alt += " " + r.Name + ": ruled out."
			continue
		}
		alt += " " + r.Name + ": " + format.Points(r.Score) + " of 100"
		if r.Open {
			alt += ", may be " + r.span()
		}
		alt += "."
	}
	return alt
}

// whisker is the path of a range with ticks at both ends, on a width of 100.
func whisker(low, high float64) string {
	l, h := format.Coord(max(low, 0)*100), format.Coord(max(high, 0)*100)
	return "M" + l + " 17V23M" + l + " 20H" + h + "M" + h + " 17V23"
}
