package web

import (
	"net/http"

	"crossroads/web/deliver"
)

// cached answers for fixed pages asked for without a query.
func (s *server) cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := s.fixed[r.URL.Path]
		if !ok || r.URL.RawQuery != "" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		if err := s.serveFixed(w, r, page); err != nil {
			s.fail(w, r, err)
		}
	})
}

func (s *server) serveFixed(w http.ResponseWriter, r *http.Request, page *deliver.Fixed) error {
	recorderOf(w).route = page.Route
	v, err := page.Get(r.Context(), s.today(), &s.background)
	if err != nil {
		return err
	}
	h := w.Header()
	if page.NoIndex {
		h["X-Robots-Tag"] = deliver.NoIndex
	}
	for _, set := range page.Headers {
		h[set.Name] = set.Values
	}
	if page.OEmbed != "" {
		discover(h, s.origin(r), page.OEmbed)
	}
	v.Serve(w, r, deliver.NoCache)
	return nil
}
