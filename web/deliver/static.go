package deliver

import (
	"sync"

	"crossroads/static"
)

// served caches the headers of embedded files, which are few and never change.
var served sync.Map // *static.File or *static.LoaderFile to *Variants

// StaticFile returns the variants of an embedded file.
func StaticFile(file *static.File) *Variants {
	v, ok := served.Load(file)
	if !ok {
		v, _ = served.LoadOrStore(file, staticVariants(file))
	}
	return v.(*Variants)
}

// Loader returns the variants of a script that other sites load.
func Loader(file *static.LoaderFile) *Variants {
	v, ok := served.Load(file)
	if !ok {
		v, _ = served.LoadOrStore(file, New("text/javascript; charset=utf-8", file.Body, Quick))
	}
	return v.(*Variants)
}

func staticVariants(file *static.File) *Variants {
	v := &Variants{contentType: []string{file.Type}, plain: newBody(file.Body(), nil)}
	if b := file.Gzip(); b != nil {
		v.gzip = newBody(b, codingGzip)
	}
	if b := file.Brotli(); b != nil {
		v.brotli = newBody(b, codingBrotli)
	}
	return v
}
