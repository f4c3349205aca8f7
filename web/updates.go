package web

import (
	"maps"
	"net/http"

	"crossroads/views"
	"crossroads/web/deliver"
)

// readingPages are the fixed pages beside the articles.
func (s *server) readingPages() map[string]*deliver.Fixed {
	pages := map[string]*deliver.Fixed{
		"/claims":   s.fixedHTML("/claims", func() markup { return s.claimsPage("") }),
		"/glossary": s.fixedHTML("/glossary", s.glossaryPage),
		"/updates":  s.fixedHTML("/updates", s.updatesPage),
		"/search":   s.fixedHTML("/search", func() markup { return s.searchPage("") }),
	}
	// both mark what is due for review
	pages["/claims"].Daily, pages["/updates"].Daily = true, true
	maps.Copy(pages, s.feedPages())
	return pages
}

func (s *server) updatesPage() markup {
	return views.Updates(views.UpdatesPage{
		Page:    s.page("/updates", "", "What changed, and when it was last checked", "Changes of the content, and the day on which each part of it was last checked."),
		Library: s.lib,
		Today:   s.today(),
	})
}

func (s *server) updates(w http.ResponseWriter, r *http.Request) error {
	return s.sendFixed(w, r, "/updates")
}
