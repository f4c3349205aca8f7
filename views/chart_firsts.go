package views

import (
	"strconv"

	"crossroads/decision"
)

// firstsChart is one strip, 100 wide: how often each option comes first over
// all the situations that fit the answers.
type firstsChart struct {
	Title string
	Draws string
	Rows  []firstsRow
}

type firstsRow struct {
	Index  int
	Option string
	Name   string
	Share  float64
	From   float64 // where its piece begins, in [0,1]
}

func newFirstsChart(v reportView) firstsChart {
	c := firstsChart{Draws: thousands(v.Report.Provenance.Draws)}
	at := 0.0
	for _, s := range bySize(v.Report.Ranking, func(s decision.Standing) float64 { return s.FirstShare }) {
		if s.FirstShare > 0 {
			c.Rows = append(c.Rows, firstsRow{Index: v.index(s.Option), Option: s.Option, Name: s.Name, Share: s.FirstShare, From: at})
			at += s.FirstShare
		}
	}
	if len(c.Rows) > 0 {
		c.Title = capital(optionPhrase(v.Cat, c.Rows[0].Option, c.Rows[0].Name)) + " comes first in " + percent(c.Rows[0].Share) + " of the situations that fit your answers"
	}
	return c
}

func (c firstsChart) alt() string {
	alt := c.Title + "."
	for _, r := range c.Rows {
		alt += " " + r.Name + ": " + percent(r.Share) + "."
	}
	return alt
}

// thousands groups digits: "10 000".
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + nbsp + s[i:]
	}
	return s
}
