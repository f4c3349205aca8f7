package web

import (
	"crossroads/views"
)

func (s *server) glossaryPage() markup {
	return views.Glossary(views.GlossaryPage{
		Page:     s.page("/glossary", "articles", "Glossary", "The words around deployment architectures, explained in one or two sentences each."),
		Terms:    s.lib.Terms,
		Articles: s.lib.Articles,
	})
}
