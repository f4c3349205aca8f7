package views

import (
	"fmt"
	"slices"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/format"
)

// optionNouns names the options of some comparisons: "platforms or stores".
func optionNouns(catalogues []*decision.Catalogue) string {
	var names []string
	for _, c := range catalogues {
		if many := c.Nouns().Many; !slices.Contains(names, many) {
			names = append(names, many)
		}
	}
	return format.List(names, "or")
}

// unpriced are the comparisons of which no two options are run on one platform.
func (p MethodPage) unpriced() string {
	var titles []string
	for _, c := range p.Catalogues {
		if !slices.ContainsFunc(c.Axes, func(a decision.Axis) bool { return a.Priced }) {
			titles = append(titles, "“"+c.Title+"”")
		}
	}
	return format.List(titles, "and")
}

// factorSet lists the factors that an answer may have on a weight.
func factorSet() string {
	var names []string
	for _, f := range decision.Factors {
		names = append(names, format.Plain(f))
	}
	return format.List(names, "or")
}

// publishedAgreement is how often the engine agrees with published cases, which
// no number was fitted to.
func publishedAgreement(t decision.SelfTest) string {
	return fmt.Sprintf("No number was fitted to the %s; in %d of them it puts first what was chosen, in %d among the first two.",
		format.Plural(t.Counted, "published case"), t.First, t.TopTwo)
}

// costRows writes the parameters f and r of the cost value for each comparison that has one.
func costRows(catalogues []*decision.Catalogue) []string {
	var rows []string
	for _, c := range catalogues {
		for _, k := range c.Criteria {
			if k.Cost != nil {
				rows = append(rows, fmt.Sprintf("“%s”: f is %s USD a month and r is %s.", c.Title, format.Plain(k.Cost.Floor),
					format.Plain(k.Cost.WorstRatio)))
			}
		}
	}
	return rows
}

// axisTests writes on how many cases the engine agrees, for each axis.
func axisTests(c *decision.Catalogue, t decision.SelfTest) []string {
	var rows []string
	for i, a := range t.Axes {
		if a.Known > 0 && i < len(c.Axes) {
			rows = append(rows,
				fmt.Sprintf("%s: what comes first agrees with %s cases that say what was chosen.", c.Axes[i].Name, agreed(a)))
		}
	}
	return rows
}

// agreed says in how many situations with a verdict of the kind of a report the panel of its comparison agreed.
// It is "" where that says nothing of the report: where priorities were stated, an organisation
// has rules of its own, an open question may well change the plan, or the numbers were those of
// another edition, which were not measured.
func (s Site) agreed(r decision.Report, a decision.Assessment) string {
	c, panel := s.CatalogueOf(r.Comparison), content.PanelOf(s.Panels, r.Comparison)
	if c == nil || panel == nil || panel.Calibration == nil || stated(a) || r.Policy != nil || r.Unsettled() ||
		r.Provenance.Catalogue != c.Version {
		return ""
	}
	row, measured := panel.Calibration.Of(r.Kind)
	if !measured {
		return ""
	}
	return "put the same first in " + format.Percent(row.First)
}

// verdictsOf names the verdicts of a kind that a panel can agree with.
func verdictsOf(c *decision.Catalogue, kind string) string {
	switch kind {
	case decision.VerdictClear:
		return "clear answers"
	case decision.VerdictHybrid:
		return "clear mixes of " + c.Nouns().Many
	case decision.VerdictLeaning:
		return "leanings"
	case decision.VerdictConditional:
		return "answers on a condition"
	}
	return "leaders where there was no clear winner"
}
