package chart

import (
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/matrix"
)

// Spread puts the options on one line for each criterion, from weak to strong, so that readers see at a
// glance that every option has weaknesses.
type Spread struct {
	Title string
	Slug  string
	Names []string // of the options, in catalogue order
	AsOf  string   // newest date of a judgement
	Rows  []spreadRow
}

type spreadRow struct {
	Name string
	Fits []float64 // one for each option
}

// NewSpread takes the criteria on which the options differ most.
func NewSpread(c *decision.Catalogue, most int) Spread {
	m := matrix.New(c)
	all := make([]spreadRow, len(c.Criteria))
	for k := range c.Criteria {
		all[k].Name = c.Criteria[k].Name
		for o := range c.Options {
			all[k].Fits = append(all[k].Fits, m.Fit(o, k))
		}
	}
	chart := Spread{Title: spreadFinding(c, all), Slug: c.Slug, Rows: bySize(all, spread)}
	chart.Rows = chart.Rows[:min(most, len(chart.Rows))]
	for _, o := range c.Options {
		chart.Names = append(chart.Names, o.Short)
	}
	for _, cell := range c.Cells {
		chart.AsOf = max(chart.AsOf, cell.AsOf)
	}
	return chart
}

// spread is how far the best and the worst option lie apart.
func spread(r spreadRow) float64 {
	low, high := 1.0, 0.0
	for _, f := range r.Fits {
		low, high = min(low, f), max(high, f)
	}
	return high - low
}

// spreadFinding counts on how many criteria each option is the strongest alone.
func spreadFinding(c *decision.Catalogue, rows []spreadRow) string {
	wins := make([]int, len(c.Options))
	most := 0
	for _, r := range rows {
		best, alone := 0, true
		for o, f := range r.Fits {
			switch {
			case f > r.Fits[best]:
				best, alone = o, true
			case o != best && f == r.Fits[best]:
				alone = false
			}
		}
		if alone && len(r.Fits) > 0 {
			wins[best]++
			if wins[best] > wins[most] {
				most = best
			}
		}
	}
	if len(wins) == 0 {
		return ""
	}
	if wins[most] == len(rows) {
		return c.Options[most].Short + ": ahead on every criterion"
	}
	return "No option wins everywhere: the most that one leads on is " + strconv.Itoa(wins[most]) + " of " + strconv.Itoa(len(rows)) +
		" criteria (" + format.Small(c.Options[most].Short) + ")"
}

// at moves a mark of 16 by 16 to its place. Marks at the same place are stacked, so that none hides
// another.
func (c Spread) at(r spreadRow, option int) string {
	above := 0
	for o := range option {
		if d := r.Fits[o] - r.Fits[option]; d < 0.04 && d > -0.04 {
			above++
		}
	}
	return "translate(" + format.Coord(2+r.Fits[option]*220) + " " + strconv.Itoa(7+above*9) + ")"
}

func (c Spread) alt() string {
	var b strings.Builder
	b.WriteString(c.Title + ".")
	for _, r := range c.Rows {
		b.WriteString(" " + r.Name + ":")
		for o, f := range r.Fits {
			b.WriteString(" " + c.Names[o] + " " + format.Points(f) + ",")
		}
	}
	return strings.TrimSuffix(b.String(), ",") + "."
}
