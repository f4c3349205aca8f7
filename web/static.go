package web

import (
	"net/http"

	"crossroads/static"
	"crossroads/web/deliver"
)

// staticFile serves a file under the name that carries its hash.
func (s *server) staticFile(w http.ResponseWriter, r *http.Request) error {
	file, ok := static.ByURL(r.URL.Path)
	if !ok {
		return notFound("There is no file at this address.")
	}
	deliver.StaticFile(file).Serve(w, r, deliver.ForEver)
	return nil
}
