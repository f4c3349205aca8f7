package views

import "crossroads/decision"

// ChoosePage lists the comparisons where an address names none: under /decide with
// ways into each wizard, under /compare with its matrix.
type ChoosePage struct {
	Page
	Examples []ExampleLink // of all comparisons
}

// deciding reports whether the page leads to the wizards first.
func (p ChoosePage) deciding() bool { return p.Section == "decide" }

// examplesOf are those of one comparison.
func (p ChoosePage) examplesOf(c *decision.Catalogue) []ExampleLink {
	return examplesOf(p.Examples, c)
}

func examplesOf(all []ExampleLink, c *decision.Catalogue) []ExampleLink {
	var list []ExampleLink
	for _, e := range all {
		if e.Comparison == c.Slug {
			list = append(list, e)
		}
	}
	return list
}

// others are the comparisons but the first, which the home page opens with.
func (p HomePage) others() []*decision.Catalogue {
	if len(p.Site.Comparisons) < 2 {
		return nil
	}
	return p.Site.Comparisons[1:]
}
