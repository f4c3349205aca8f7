package chart

import (
	"strconv"

	"crossroads/decision"
	"crossroads/format"
)

// Chosen is a strip, 100 units wide, that shows how often each option of a comparison is recommended in
// many assessments.
type Chosen struct {
	Title string
	All   int
	Rows  []chosenRow // most first, as they are given
}

type chosenRow struct {
	Option string
	Name   string
	Index  int
	Count  int
	From   float64 // where its piece begins, in [0,1]
	Share  float64
}

// NewChosen draws counts of options. Option "" means no recommendation. Cat is nil for a comparison that
// has left the content.
func NewChosen(cat *decision.Catalogue, title string, options []string, counts []int) Chosen {
	c := Chosen{Title: title}
	for _, n := range counts {
		c.All += n
	}
	at := 0.0
	for i, option := range options {
		r := chosenRow{
			Option: option, Name: ChosenName(cat, option), Index: format.OptionIndex(cat, option), Count: counts[i], From: at,
			Share: float64(counts[i]) / float64(c.All),
		}
		at += r.Share
		c.Rows = append(c.Rows, r)
	}
	return c
}

// ChosenName returns the name of an option, even if it has left the content.
func ChosenName(cat *decision.Catalogue, option string) string {
	switch {
	case option == "":
		return "No recommendation"
	case cat == nil && option != decision.Hybrid:
		return option
	}
	return format.OptionName(cat, option)
}

func (c Chosen) alt() string {
	alt := c.Title + " " + format.Plural(c.All, "assessment") + "."
	for _, r := range c.Rows {
		alt += " " + r.Name + ": " + strconv.Itoa(r.Count) + "."
	}
	return alt
}
