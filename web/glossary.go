package web

import (
	"github.com/labstack/echo/v4"

	"crossroads/views"
)

func (s *server) glossaryPage() markup {
	return views.Glossary(views.GlossaryPage{
		Page:     s.page("/glossary", "articles", "Glossary", "The words around deployment architectures, explained in one or two sentences each."),
		Terms:    s.lib.Terms,
		Articles: s.lib.Articles,
	})
}

func (s *server) glossary(c echo.Context) error { return s.sendFixed(c, "/glossary") }
