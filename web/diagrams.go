package web

import (
	"context"
	"net/http"

	"crossroads/web/deliver"
)

func (s *server) diagramPages() map[string]*deliver.Fixed {
	pages := map[string]*deliver.Fixed{}
	for _, d := range s.lib.Diagrams {
		pages[d.URL()] = &deliver.Fixed{Route: "/diagrams/:name", ContentType: deliver.TypeSVG, NoIndex: true,
			Render: func(context.Context) ([]byte, error) { return []byte(d.Body), nil }}
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
