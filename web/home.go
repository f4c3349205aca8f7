package web

import (
	"net/http"

	"crossroads/views"
	"crossroads/web/form"
)

func (s *server) homePage() markup {
	return views.Home(views.HomePage{
		Page:     s.page("/", "", "Choose a deployment architecture you can defend", "Read about the options, compare them with evidence, answer what you know and get an explained recommendation to share with your team."),
		Articles: s.lib.Articles,
	})
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
