package web

import (
	"maps"
	"net/http"

	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
)

// fixedPages lists the pages that do not depend on their reader.
func (s *server) fixedPages() (map[string]*deliver.Fixed, error) {
	pages := map[string]*deliver.Fixed{"/": s.fixedHTML("/", s.homePage)}
	maps.Copy(pages, s.articlePages())
	maps.Copy(pages, s.comparePages())
	maps.Copy(pages, s.decidePages())
	maps.Copy(pages, s.cardPages())
	maps.Copy(pages, s.casePages())
	maps.Copy(pages, s.panelPages())
	maps.Copy(pages, s.effectPages())
	maps.Copy(pages, s.optionPages())
	maps.Copy(pages, s.diagramPages())
	maps.Copy(pages, s.readingPages())
	pages["/method"] = s.fixedHTML("/method", s.methodPage)
	pages["/cost"] = s.costFixed()
	api, err := s.apiPages()
	if err != nil {
		return nil, err
	}
	maps.Copy(pages, api)
	schemas, err := s.schemaPages()
	if err != nil {
		return nil, err
	}
	maps.Copy(pages, schemas)
	return pages, nil
}

func (s *server) fixedHTML(route string, page func() markup) *deliver.Fixed {
	return &deliver.Fixed{Route: route, ContentType: deliver.TypeHTML, Render: component(page)}
}

func (s *server) homePage() markup {
	return views.Home(views.HomePage{
		Page:     s.page("/", "", "Choose a deployment architecture you can defend", "Read about the options, compare them with evidence, answer what you know and get an explained recommendation to share with your team."),
		Articles: s.lib.Articles,
	})
}

func (s *server) home(w http.ResponseWriter, r *http.Request) error { return s.sendFixed(w, r, "/") }

// sendFixed answers with a fixed page whatever the query says.
func (s *server) sendFixed(w http.ResponseWriter, r *http.Request, path string) error {
	page, ok := s.fixed[path]
	if !ok {
		return notFound("There is no page at this address.")
	}
	return s.serveFixed(w, r, page)
}

// redirect sends a reader to another address.
func redirect(w http.ResponseWriter, status int, target string) error {
	w.Header()["Location"] = []string{target}
	w.WriteHeader(status)
	return nil
}

// firstComparison sends an address without a comparison to the first one.
func (s *server) firstComparison(prefix string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		target := form.URL(prefix+s.lib.Comparisons[0].Slug, r.URL.RawQuery)
		return redirect(w, http.StatusFound, target)
	}
}
