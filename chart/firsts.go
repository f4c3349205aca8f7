package chart

import (
	"crossroads/decision"
	"crossroads/format"
	"crossroads/report"
)

// Firsts is a strip, 100 units wide, that shows how often each option comes first in the situations that fit
// the answers.
type Firsts struct {
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

func NewFirsts(v report.Reading) Firsts {
	c := Firsts{Draws: format.Thousands(v.Report.Provenance.Draws)}
	at := 0.0
	for _, s := range bySize(v.Report.Ranking, func(s decision.Standing) float64 { return s.FirstShare }) {
		if s.FirstShare > 0 {
			c.Rows = append(c.Rows, firstsRow{Index: v.Index(s.Option), Option: s.Option, Name: s.Name, Share: s.FirstShare, From: at})
			at += s.FirstShare
		}
	}
	if len(c.Rows) > 0 {
		who := v.Phrase(c.Rows[0].Option)
		if v.Mix() != nil {
			who = "among single " + v.Noun().Many + ", " + who
		}
		first := format.Verb(who, " come first in ", " comes first in ")
		c.Title = format.Capital(who) + first + v.Percent(c.Rows[0].Share) + " of the situations that fit your answers"
	}
	return c
}

func (c Firsts) alt() string {
	alt := c.Title + "."
	for _, r := range c.Rows {
		alt += " " + r.Name + ": " + format.Percent(r.Share) + "."
	}
	return alt
}
