package views

import (
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

// loadFields are the figures asked first, or the others.
func (p DecidePage) loadFields(first bool) []CostField {
	var found []CostField
	for _, f := range cost.Fields() {
		if slices.Contains(mainFields, f.ID) == first {
			found = append(found, CostField{f, p.LoadTexts[f.ID]})
		}
	}
	return found
}

// loadAssumed are the assumptions, each empty unless it was stated.
func (p DecidePage) loadAssumed() []CostField {
	var found []CostField
	for _, f := range p.Catalogue.CostModel().AssumptionFields() {
		found = append(found, CostField{f, p.LoadTexts[f.ID]})
	}
	for _, f := range cost.PeopleFields() {
		found = append(found, CostField{f, p.LoadTexts[f.ID]})
	}
	return found
}

func (p DecidePage) loadGiven() bool { return len(p.LoadTexts) > 0 }

// loadMore says that a figure behind the second disclosure was given.
func (p DecidePage) loadMore() bool {
	for id := range p.LoadTexts {
		if !slices.Contains(mainFields, id) {
			return true
		}
	}
	return false
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

// figureProblems are what is wrong with the figures, for the live standing.
func (p DecidePage) figureProblems() []Problem {
	var found []Problem
	for _, x := range p.Problems {
		if strings.HasPrefix(x.Field, "load.") || strings.HasPrefix(x.Field, "w.") || strings.HasSuffix(x.Field, ".share") {
			found = append(found, x)
		}
	}
	return found
}

// usual shows the value that counts when a field is left empty.
func (f CostField) usual() string {
	if slices.ContainsFunc(cost.PeopleFields(), func(p cost.Field) bool { return p.ID == f.ID }) {
		return "as for all"
	}
	return "usual: " + f.Default.Text()
}
