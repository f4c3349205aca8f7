package web

import (
	"net/http"
	"strings"

	"crossroads/static"
	"crossroads/web/deliver"
)

// loader is the script that other sites load: the newest for an hour, or, under
// an address that names its version, one that never changes.
func (s *server) loader(file *static.LoaderFile, cacheControl []string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		deliver.Loader(file).Serve(w, r, cacheControl)
		return nil
	}
}

func isLoader(path string) bool {
	return path == "/embed.js" || strings.HasPrefix(path, "/embed-") && strings.HasSuffix(path, ".js")
}
