package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"crossroads/decision"
	"crossroads/static"
	"crossroads/web/deliver"
)

// healthz says that the process answers.
func (s *server) healthz(w http.ResponseWriter, r *http.Request) error { return s.plain(w, r, "ok\n") }

// readyz says that assessments can be read, and how full the database is when
// the operator has bounded it. A full one is ready: what is saved can be read.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.database.Ping(ctx); err != nil {
		return fmt.Errorf("%w: ping: %w", decision.ErrUnavailable, err)
	}
	return s.plain(w, r, "ready\n"+s.roomLeft())
}

func (s *server) roomLeft() string {
	used, most := s.database.Room()
	switch {
	case most <= 0:
		return ""
	case used >= most:
		return "database: full, nothing more is saved (--max-db)\n"
	}
	return fmt.Sprintf("database: %d %% of --max-db\n", used*100/most)
}

func (s *server) plain(w http.ResponseWriter, r *http.Request, body string) error {
	w.Header()["Cache-Control"] = deliver.NoStore
	deliver.Send(w, r, http.StatusOK, deliver.TypeText, []byte(body))
	return nil
}

// robots keeps crawlers from computing endless results. Shared assessments are
// not listed here: they say noindex themselves, which a crawler must read to obey.
func (s *server) robots(w http.ResponseWriter, r *http.Request) error {
	text := "User-agent: *\nDisallow: /api/v1/\nDisallow: /decide/*/result\nDisallow: /decide/*/standing\nDisallow: /embed/\nDisallow: /search?\n"
	text += "\nSitemap: " + s.origin(r) + "/sitemap.xml\n"
	deliver.Send(w, r, http.StatusOK, deliver.TypeText, []byte(text))
	return nil
}

// favicon is asked for by browsers on addresses that are not pages.
func (s *server) favicon(w http.ResponseWriter, r *http.Request) error {
	return redirect(w, http.StatusPermanentRedirect, static.URL("icon.svg"))
}
