package web

import (
	"context"
	"net/http"

	"crossroads/web/deliver"
)

// fixed is a page that does not depend on its reader, and the address it is at.
type fixed struct {
	path string
	*deliver.Fixed
}

// fixedHTML is a fixed page of a template.
func fixedHTML(path string, page func() markup) fixed {
	return fixed{path, &deliver.Fixed{ContentType: deliver.TypeHTML, Render: component(page)}}
}

// fixedJSON is a fixed document for programs.
func fixedJSON(path string, value func() any) fixed {
	return fixed{path, &deliver.Fixed{ContentType: deliver.TypeJSON, Render: func(context.Context) ([]byte, error) { return marshal(value()) }}}
}

// daily makes a page anew every day: it shows what is out of date.
func (f fixed) daily() fixed {
	f.Daily = true
	return f
}

// only is for addresses that have fixed pages and nothing else, whatever the
// query says. Missing is what to read where there is none.
func (s *server) only(missing string) handler {
	return func(w http.ResponseWriter, r *http.Request) error { return s.sendFixed(w, r, r.URL.Path, missing) }
}

// sendFixed answers with a fixed page.
func (s *server) sendFixed(w http.ResponseWriter, r *http.Request, path, missing string) error {
	page, ok := s.fixed[path]
	if !ok {
		return notFound(missing)
	}
	return s.serveFixed(w, r, page)
}

const noPage = "There is no page at this address."

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
