package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"crossroads/record"
	"crossroads/static"
)

// healthz says that the process answers.
func (s *server) healthz(c echo.Context) error { return s.plain(c, "ok\n") }

// readyz says that assessments can be read, and how full the database is when
// the operator has bounded it. A full one is ready: what is saved can be read.
func (s *server) readyz(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	if err := s.store.Ping(ctx); err != nil {
		return fmt.Errorf("%w: ping: %w", record.ErrUnavailable, err)
	}
	return s.plain(c, "ready\n"+s.roomLeft())
}

func (s *server) roomLeft() string {
	used, most := s.store.Room()
	switch {
	case most <= 0:
		return ""
	case used >= most:
		return "database: full, nothing more is saved (--max-db)\n"
	}
	return fmt.Sprintf("database: %d %% of --max-db\n", used*100/most)
}

func (s *server) plain(c echo.Context, text string) error {
	c.Response().Header()["Cache-Control"] = noStore
	s.send(c.Response(), c.Request(), http.StatusOK, typeText, []byte(text))
	return nil
}

// robots keeps crawlers from computing endless results. Shared assessments are
// not listed here: they say noindex themselves, which a crawler must read to obey.
func (s *server) robots(c echo.Context) error {
	text := "User-agent: *\nDisallow: /api/v1/\nDisallow: /decide/*/result\nDisallow: /decide/*/standing\nDisallow: /embed/\nDisallow: /search?\n"
	text += "\nSitemap: " + s.origin(c.Request()) + "/sitemap.xml\n"
	s.send(c.Response(), c.Request(), http.StatusOK, typeText, []byte(text))
	return nil
}

// favicon is asked for by browsers on addresses that are not pages.
func (s *server) favicon(c echo.Context) error {
	return c.Redirect(http.StatusPermanentRedirect, static.URL("icon.svg"))
}
