package web

import (
	"net/http"

	"crossroads/views"
)

// mine is the page on which a browser lists the assessments it remembers. The
// portal knows nothing of the list.
func (s *server) mine(w http.ResponseWriter, r *http.Request) error {
	page := s.page("/mine", "", "My assessments", "The assessments that this browser remembers.")
	page.NoIndex = true
	return s.sendPage(w, r, http.StatusOK, views.Mine(views.MinePage{Page: page}))
}
