package web

import (
	"crossroads/decision"
	"crossroads/views"
)

// effectPages are, for each comparison, all numbers that its results rest on.
func (s *server) effectPages() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		pages = append(pages, fixedHTML(effectsPath(cat), func() markup { return s.effectsPage(cat) }))
	}
	return pages
}

func effectsPath(cat *decision.Catalogue) string { return "/compare/" + cat.Slug + "/effects" }

func (s *server) effectsPage(cat *decision.Catalogue) markup {
	return views.Effects(views.EffectsPage{
		Page:      s.page(effectsPath(cat), "method", "Every number of a comparison", "All numbers that a result rests on, with their reasons: "+cat.Title),
		Catalogue: cat,
	})
}
