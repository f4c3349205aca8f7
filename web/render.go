package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"

	"crossroads/views"
)

const (
	typeHTML = "text/html; charset=utf-8"
	typeJSON = "application/json"
	typeText = "text/plain; charset=utf-8"
)

// Header values that every response shares.
var (
	noCache      = []string{"no-cache"} // may be kept, must be asked for again
	noStore      = []string{"no-store"}
	formCache    = []string{"private, no-cache"} // holds a mark (newMark), so it is for one reader
	forEver      = []string{"public, max-age=31536000, immutable"}
	varyEncoding = []string{"Accept-Encoding"}
	noIndex      = []string{"noindex"}
	codingGzip   = []string{"gzip"}
	codingBrotli = []string{"br"}
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooled = 1 << 20 // bytes; larger buffers are left to the collector

func getBuffer() *bytes.Buffer {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

func putBuffer(b *bytes.Buffer) {
	if b.Cap() <= maxPooled {
		buffers.Put(b)
	}
}

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return w
}}

// gzipFast compresses b into buf with a writer from the pool: making one costs
// more than using it.
func gzipFast(buf *bytes.Buffer, b []byte) {
	w := gzipWriters.Get().(*gzip.Writer)
	w.Reset(buf)
	w.Write(b) // a bytes.Buffer takes every write
	w.Close()
	gzipWriters.Put(w)
}

// page is the part that all page structs have.
func (s *server) page(path, section, title, description string) views.Page {
	p := views.Page{Site: s.site, Path: path, Section: section, Title: title, Description: description, Theme: "auto"}
	s.setCard(&p, s.lib.Comparisons[0])
	return p
}

// markup is what a function of views returns: a page still to be rendered.
type markup = templ.Component

// component renders a templ page.
func component(page func() markup) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		var buf bytes.Buffer
		err := page().Render(ctx, &buf)
		return buf.Bytes(), err
	}
}

// failed is a page that could not be made.
func failed(err error) markup {
	return templ.ComponentFunc(func(context.Context, io.Writer) error { return err })
}

// sendPage renders a page at the gate.
func (s *server) sendPage(w http.ResponseWriter, r *http.Request, status int, page markup) error {
	leave, err := s.enter(r.Context())
	if err != nil {
		return err
	}
	defer leave()
	return s.sendNow(w, r, status, page)
}

// sendNow renders a page completely and then sends it, so that a component
// that fails half-way costs nobody half a page. What says that there is no place
// at the gate cannot wait for one.
func (s *server) sendNow(w http.ResponseWriter, r *http.Request, status int, page markup) error {
	buf := getBuffer()
	defer putBuffer(buf)
	if err := page.Render(r.Context(), buf); err != nil {
		return fmt.Errorf("rendering %s: %w", recorderOf(w).route, err)
	}
	s.send(w, r, status, typeHTML, buf.Bytes())
	return nil
}

// smallest is the size in bytes from which compressing pays: less fits one
// packet anyway.
const smallest = 1024

// send writes a whole response, compressed where the client takes it.
func (s *server) send(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	h := w.Header()
	h["Content-Type"] = []string{contentType}
	h["Vary"] = varyEncoding
	if h["Cache-Control"] == nil {
		h["Cache-Control"] = noCache
	}
	if accept := acceptedCodings(r.Header["Accept-Encoding"]); accept.gzip && len(body) >= smallest {
		buf := getBuffer()
		defer putBuffer(buf)
		gzipFast(buf, body)
		h["Content-Encoding"] = codingGzip
		body = buf.Bytes()
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) // a failure means that the client left
	}
}
