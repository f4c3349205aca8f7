package web

import (
	"net/http"
	"sync"

	"crossroads/static"
)

// served keeps the headers of embedded files, which are few and never change.
var served sync.Map // *static.File or *static.LoaderFile to *variants

// staticFile serves a file under the name that carries its hash.
func (s *server) staticFile(w http.ResponseWriter, r *http.Request) error {
	file, ok := static.ByURL(r.URL.Path)
	if !ok {
		return notFound("There is no file at this address.")
	}
	v, ok := served.Load(file)
	if !ok {
		v, _ = served.LoadOrStore(file, staticVariants(file))
	}
	v.(*variants).serve(w, r, forEver)
	return nil
}

func staticVariants(file *static.File) *variants {
	v := &variants{contentType: []string{file.Type}, plain: newBody(file.Body, nil)}
	if b := file.Gzip(); b != nil {
		v.gzip = newBody(b, codingGzip)
	}
	if b := file.Brotli(); b != nil {
		v.brotli = newBody(b, codingBrotli)
	}
	return v
}
