package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"crossroads/static"
)

// hourly lets sites keep the loader a while, and get a newer one the same day.
var hourly = []string{"public, max-age=3600"}

// loader is the script that other sites load, in its newest version.
func (s *server) loader(c echo.Context) error {
	s.loaderVariants().serve(c.Response(), c.Request(), hourly)
	return nil
}

// loaderTwin is the loader under an address that names its version, for sites
// that pin its bytes.
func (s *server) loaderTwin(c echo.Context) error {
	s.loaderVariants().serve(c.Response(), c.Request(), forEver)
	return nil
}

func makeLoader() *variants {
	return newVariants("text/javascript; charset=utf-8", static.Loader().Body, thorough)
}

func isLoader(path string) bool {
	return path == "/embed.js" || strings.HasPrefix(path, "/embed-") && strings.HasSuffix(path, ".js")
}
