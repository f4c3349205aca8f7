package views

import (
	"slices"

	"crossroads/decision"
)

// sourceOf finds a source by id.
func sourceOf(list []decision.Source, id string) (decision.Source, bool) {
	i := slices.IndexFunc(list, func(s decision.Source) bool { return s.ID == id })
	if i < 0 {
		return decision.Source{}, false
	}
	return list[i], true
}
