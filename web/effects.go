package web

import (
	"net/http"

	"crossroads/decision"
	"crossroads/views"
	"crossroads/web/deliver"
)

// effectPages are, for each comparison, all numbers that its results rest on.
func (s *server) effectPages() map[string]*deliver.Fixed {
	pages := map[string]*deliver.Fixed{}
	for _, cat := range s.lib.Comparisons {
		pages[effectsPath(cat)] = s.fixedHTML("/compare/:comparison/effects", func() markup { return s.effectsPage(cat) })
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

func (s *server) effects(w http.ResponseWriter, r *http.Request) error {
	cat, err := s.comparison(r)
	if err != nil {
		return err
	}
	return s.sendFixed(w, r, effectsPath(cat))
}
