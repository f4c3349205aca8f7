package views

import (
	"net/url"
	"slices"
	"strings"

	"crossroads/decision/cost"
	"crossroads/format"
)

// loadGroup is the group of questions under which the figures are asked: that
// about the load, or the last one.
func (p DecidePage) loadGroup() string {
	groups := p.groups()
	if len(p.Regions) == 0 || len(groups) == 0 {
		return ""
	}
	for _, g := range groups {
		if g.ID == "load" {
			return g.ID
		}
	}
	return groups[len(groups)-1].ID
}

// loadFields are the figures asked for, and all others that were given.
func (p DecidePage) loadFields() []CostField {
	if len(p.Regions) == 0 {
		return nil // the comparison takes no figures
	}
	var found []CostField
	for _, fields := range [][]cost.Field{cost.Fields(), p.Catalogue.CostModel().AssumptionFields(), cost.PeopleFields()} {
		for _, f := range fields {
			if slices.Contains(mainFields, f.ID) || p.loadHas(f.ID) {
				found = append(found, CostField{f, p.LoadTexts[f.ID]})
			}
		}
	}
	return found
}

// loadHas reports whether a figure was given, or something that cannot be used as one.
func (p DecidePage) loadHas(id string) bool { return p.LoadTexts[id] != "" }

func (p DecidePage) loadGiven() bool { return len(p.LoadTexts) > 0 }

// costURL is the cost page with the figures that were given.
func (p DecidePage) costURL() string {
	query := url.Values{}
	for id, text := range p.LoadTexts {
		query.Set(id, text)
	}
	if len(query) == 0 {
		return "/cost"
	}
	return "/cost?" + query.Encode()
}

// usualRegion is the entry that says nothing, so that leaving it alone makes no load.
func (p DecidePage) usualRegion() string { return "usual: " + format.RegionName(cost.DefaultRegion) }

func (p DecidePage) otherRegions() []string {
	var found []string
	for _, area := range p.Regions {
		if area != cost.DefaultRegion {
			found = append(found, area)
		}
	}
	return found
}

// figureProblems are the mistakes in the figures, for the live standing.
func (p DecidePage) figureProblems() []Problem {
	var found []Problem
	for _, x := range p.Problems {
		if strings.HasPrefix(x.Field, "load.") || strings.HasPrefix(x.Field, "w.") || strings.HasSuffix(x.Field, ".share") {
			found = append(found, x)
		}
	}
	return found
}

// usual shows the value that counts when a field is left empty. Without requests there is no load.
func (f CostField) usual() string {
	if slices.ContainsFunc(cost.PeopleFields(), func(p cost.Field) bool { return p.ID == f.ID }) {
		return "as for all"
	}
	switch {
	case f.ByLoad():
		return "chosen by the load"
	case f.ID == "requests":
		return "needed"
	}
	return "usual: " + f.Default.Text()
}
