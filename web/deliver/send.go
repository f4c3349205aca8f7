package deliver

import (
	"bytes"
	"net/http"
	"strconv"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/andybalholm/brotli/matchfinder"
	"github.com/klauspost/compress/gzip"
)

// Content types.
const (
	TypeHTML = "text/html; charset=utf-8"
	TypeJSON = "application/json"
	TypeText = "text/plain; charset=utf-8"
	TypeSVG  = "image/svg+xml"
	TypePNG  = "image/png"
)

// Header values that every response shares.
var (
	NoCache      = []string{"no-cache"} // caches may store it, and must revalidate it
	NoStore      = []string{"no-store"}
	Private      = []string{"private, no-cache"}      // for one reader, or for those who know an id that grants access
	PrivateDaily = []string{"private, max-age=86400"} // likewise, and the same for as long as its address
	Hourly       = []string{"public, max-age=3600"}
	ForEver      = []string{"public, max-age=31536000, immutable"}
	varyEncoding = []string{"Accept-Encoding"}
	NoIndex      = []string{"noindex"}
	codingGzip   = []string{"gzip"}
	codingBrotli = []string{"br"}
)

// Header is a header with its name in canonical form.
type Header struct {
	Name   string
	Values []string
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooled = 1 << 20 // bytes; larger buffers are left to the collector

// GetBuffer returns an empty buffer from the pool.
func GetBuffer() *bytes.Buffer {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

// PutBuffer returns a buffer to the pool. Its bytes must not be used afterwards.
func PutBuffer(b *bytes.Buffer) {
	if b.Cap() <= maxPooled {
		buffers.Put(b)
	}
}

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return w
}}

// gzipFast compresses b into buf with a writer from the pool, because making a writer costs more
// than using it.
func gzipFast(buf *bytes.Buffer, b []byte) {
	w := gzipWriters.Get().(*gzip.Writer)
	w.Reset(buf)
	w.Write(b) // a bytes.Buffer takes every write
	w.Close()
	gzipWriters.Put(w)
}

// brotliPassing is the level for a page that is sent once: an eighth smaller than gzip, for a
// quarter of a millisecond more.
const brotliPassing = 3

var brotliWriters = sync.Pool{New: func() any { return brotli.NewWriterV2(nil, brotliPassing) }}

func brotliFast(buf *bytes.Buffer, b []byte) {
	w := brotliWriters.Get().(*matchfinder.Writer)
	w.Reset(buf)
	w.Write(b) // a bytes.Buffer takes every write
	w.Close()
	brotliWriters.Put(w)
}

// brotliDense compresses at the level of Read, for pages that cost more than that to make.
func brotliDense(buf *bytes.Buffer, b []byte) {
	w := denseWriters.Get().(*brotli.Writer)
	w.Reset(buf)
	w.Write(b) // a bytes.Buffer takes every write
	w.Close()
	denseWriters.Put(w)
}

var denseWriters = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, Read.brotli) }}

// smallest is the size, in bytes, from which compression pays: anything smaller fits into one
// packet as it is.
const smallest = 1024

// Send writes a whole response, compressed if the client accepts that.
func Send(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	send(w, r, status, contentType, body, brotliFast)
}

// SendDense is Send for a long page that was costly to make: brotli takes a millisecond more, for
// a tenth fewer bytes.
func SendDense(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	send(w, r, status, contentType, body, brotliDense)
}

func send(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte, brotli func(*bytes.Buffer, []byte)) {
	h := w.Header()
	h["Content-Type"] = []string{contentType}
	h["Vary"] = varyEncoding
	if h["Cache-Control"] == nil {
		h["Cache-Control"] = NoCache
	}
	if accept := acceptedCodings(r.Header["Accept-Encoding"]); len(body) >= smallest {
		buf := GetBuffer()
		defer PutBuffer(buf)
		switch {
		case accept.brotli > 0 && accept.brotli >= max(accept.gzip, accept.plain):
			brotli(buf, body)
			h["Content-Encoding"], body = codingBrotli, buf.Bytes()
		case accept.gzip > 0 && accept.gzip >= accept.plain:
			gzipFast(buf, body)
			h["Content-Encoding"], body = codingGzip, buf.Bytes()
		}
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) // a failure means that the client left
	}
}
