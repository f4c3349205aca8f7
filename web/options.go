package web

import (
	"net/http"

	"crossroads/decision"
	"crossroads/views"
	"crossroads/web/deliver"
)

func (s *server) optionPages() map[string]*deliver.Fixed {
	pages := map[string]*deliver.Fixed{}
	for _, cat := range s.lib.Comparisons {
		for i, o := range cat.Options {
			page := s.fixedHTML("/options/:comparison/:option", func() markup { return s.optionPage(cat, i) })
			page.Daily = true // marks judgements that are due for review
			pages[views.OptionURL(cat, o.ID)] = page
		}
	}
	return pages
}

func (s *server) optionPage(cat *decision.Catalogue, at int) markup {
	o := &cat.Options[at]
	return views.Option(views.OptionPage{
		Page:      s.page(views.OptionURL(cat, o.ID), "compare", o.Name+": when it fits and when not", o.Summary),
		Catalogue: cat,
		Option:    at,
		Profile:   s.lib.Profile(cat.Slug, o.ID),
		Today:     s.today(),
	})
}

// option shows what one option is and when it fits.
func (s *server) option(w http.ResponseWriter, r *http.Request) error {
	path := "/options/" + r.PathValue("comparison") + "/" + r.PathValue("option")
	if _, ok := s.fixed[path]; !ok {
		return notFound("There is no option at this address. All options are listed under Compare.")
	}
	return s.sendFixed(w, r, path)
}
