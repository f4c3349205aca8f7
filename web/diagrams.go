package web

import (
	"context"

	"crossroads/web/deliver"
)

// diagramPages are the drawings. One may be opened on its own, so its headers
// keep a drawing of somebody else's from doing anything there.
func (s *server) diagramPages() (pages []fixed) {
	for _, d := range s.lib.Diagrams {
		pages = append(pages, fixed{d.URL(), &deliver.Fixed{ContentType: deliver.TypeSVG, NoIndex: true,
			Render: func(context.Context) ([]byte, error) { return []byte(d.Body), nil }}})
	}
	return pages
}
