package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"crossroads/views"
)

// mine is the page on which a browser lists the assessments it remembers. The
// portal knows nothing of the list.
func (s *server) mine(c echo.Context) error {
	page := s.page("/mine", "", "My assessments", "The assessments that this browser remembers.")
	page.NoIndex = true
	return s.sendPage(c.Response(), c.Request(), http.StatusOK, views.Mine(views.MinePage{Page: page}))
}
