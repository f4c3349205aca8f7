package web

import (
	"net/http"
	"strings"

	"crossroads/static"
)

// hourly lets sites keep the loader a while, and get a newer one the same day.
var hourly = []string{"public, max-age=3600"}

// loader is the script that other sites load: the newest for an hour, or, under
// an address that names its version, one that never changes.
func (s *server) loader(file *static.LoaderFile, cacheControl []string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, ok := served.Load(file)
		if !ok {
			v, _ = served.LoadOrStore(file, newVariants("text/javascript; charset=utf-8", file.Body, quick))
		}
		v.(*variants).serve(w, r, cacheControl)
		return nil
	}
}

func isLoader(path string) bool {
	return path == "/embed.js" || strings.HasPrefix(path, "/embed-") && strings.HasSuffix(path, ".js")
}
