package web

import (
	"crossroads/decision"
	"crossroads/views"
)

// optionPages are the pages of options, which mark judgements that are due for review.
func (s *server) optionPages() (pages []fixed) {
	for _, cat := range s.lib.Comparisons {
		for i, o := range cat.Options {
			pages = append(pages, fixedHTML(views.OptionURL(cat, o.ID), func() markup { return s.optionPage(cat, i) }).daily())
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
