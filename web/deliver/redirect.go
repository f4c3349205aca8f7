package deliver

import (
	"net/http"

	"crossroads/link"
)

// Redirect redirects to an address of the portal. The error is always nil, so that handlers
// can return it.
func Redirect(w http.ResponseWriter, r *http.Request, status int, target string) error {
	w.Header()["Location"] = []string{string(link.To(r.Context(), target))}
	w.WriteHeader(status)
	return nil
}

// SeeOther redirects to the page that shows what a form has changed. No cache may store the
// redirect.
func SeeOther(w http.ResponseWriter, r *http.Request, target string) error {
	w.Header()["Cache-Control"] = NoStore
	return Redirect(w, r, http.StatusSeeOther, target)
}
