package web

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/labstack/echo/v4"

	"crossroads/content"
)

// schemaPages are the JSON Schemas of the content files, for editors.
func (s *server) schemaPages() (map[string]*fixedPage, error) {
	files := content.Schemas()
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("schemas: %w", err)
	}
	pages := map[string]*fixedPage{}
	for _, e := range entries {
		name := e.Name()
		pages["/schemas/"+name] = &fixedPage{
			route: "/schemas/:name", contentType: "application/schema+json", noIndex: true,
			render: func(context.Context) ([]byte, error) { return fs.ReadFile(files, name) },
		}
	}
	return pages, nil
}

func (s *server) schema(c echo.Context) error { return s.sendFixed(c, "/schemas/"+c.Param("name")) }
