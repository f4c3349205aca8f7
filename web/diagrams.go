package web

import (
	"context"
	"net/http"
)

const typeSVG = "image/svg+xml"

func (s *server) diagramPages() map[string]*fixedPage {
	pages := map[string]*fixedPage{}
	for _, d := range s.lib.Diagrams {
		pages[d.URL()] = &fixedPage{route: "/diagrams/:name", contentType: typeSVG, noIndex: true,
			render: func(context.Context) ([]byte, error) { return []byte(d.Body), nil }}
	}
	return pages
}

// diagram serves a drawing. It may be opened on its own, so its headers keep a
// drawing of somebody else's from doing anything there.
func (s *server) diagram(w http.ResponseWriter, r *http.Request) error {
	if _, ok := s.fixed[r.URL.Path]; !ok {
		return notFound("There is no drawing at this address.")
	}
	return s.sendFixed(w, r, r.URL.Path)
}
