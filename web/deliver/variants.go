package deliver

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/bits"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// codings holds the weight that a client gives each coding, in thousandths. 0 means that it does
// not accept the coding, or for plain bytes that it does not name them.
type codings struct{ gzip, brotli, plain int }

// acceptedCodings reads Accept-Encoding.
func acceptedCodings(values []string) (accept codings) {
	for _, value := range values {
		for value != "" {
			var item string
			item, value, _ = strings.Cut(value, ",")
			name, params, _ := strings.Cut(item, ";")
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "gzip", "x-gzip":
				accept.gzip = wanted(params)
			case "br":
				accept.brotli = wanted(params)
			case "identity":
				accept.plain = wanted(params)
			}
		}
	}
	return accept
}

// wanted reads the weight among the parameters of a coding. It is 1000 if it is missing or cannot
// be read.
func wanted(params string) int {
	for params != "" {
		var param string
		param, params, _ = strings.Cut(params, ";")
		name, value, _ := strings.Cut(param, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		if q, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil && q >= 0 && q <= 1 {
			return int(q * 1000)
		}
	}
	return 1000
}

// body is one coding of a response with its headers, ready to send. It has no length if only the
// headers were made.
type body struct {
	bytes          []byte
	coding, length []string

	tagged sync.Once
	etag   []string // see tag
}

func newBody(b []byte, coding []string) *body {
	return &body{bytes: b, coding: coding, length: []string{strconv.Itoa(len(b))}}
}

// tag is the entity tag: of the bytes, unless it has one. It is worked out when somebody
// is sent this coding; most pages are never sent plain.
func (b *body) tag() []string {
	b.tagged.Do(func() {
		if b.etag == nil {
			sum := sha256.Sum256(b.bytes)
			b.etag = []string{`"` + hex.EncodeToString(sum[:9]) + `"`}
		}
	})
	return b.etag
}

// Variants holds the codings of one response: plain bytes and compressed ones, each with its
// entity tag. Codings that save nothing are left out. Variants never change, so they may be
// served to many readers at once.
type Variants struct {
	contentType         []string
	disposition         []string // nil to show it in the browser
	plain, gzip, brotli *body

	again atomic.Bool // Again has been called
}

// Effort is how much work goes into compression.
type Effort struct{ gzip, brotli int } // levels; brotli 0 means without

// Efforts, by how long the result lives.
var (
	Light    = Effort{gzip: gzip.BestSpeed}                   // a tenth of a millisecond a page
	Quick    = Effort{gzip: 4, brotli: 4}                     // well under a millisecond a page
	Thorough = Effort{gzip: gzip.BestCompression, brotli: 11} // 50 ms a page for a quarter fewer bytes
	Read     = Effort{gzip: 4, brotli: 6}                     // some milliseconds, for what is read more than once
)

// Again reports, on its first call only, whether a response was compressed with Light and should
// be compressed better, now that it is requested once more.
func (v *Variants) Again() bool {
	return v.brotli == nil && v.gzip != nil && !v.again.Swap(true)
}

// Denser returns the same response, compressed with another effort.
func (v *Variants) Denser(e Effort) *Variants {
	denser := New(v.contentType[0], v.plain.bytes, e)
	denser.plain, denser.disposition = v.plain, v.disposition
	return denser
}

// New compresses a body. The slice belongs to the result.
func New(contentType string, plain []byte, e Effort) *Variants {
	v := &Variants{contentType: []string{contentType}, plain: newBody(plain, nil)}
	if len(plain) < smallest {
		return v
	}
	if z := gzipped(plain, e.gzip); len(z) < len(plain) {
		v.gzip = newBody(z, codingGzip)
	}
	if e.brotli == 0 {
		return v
	}
	if z := brotlied(plain, e.brotli); len(z) < len(plain) {
		v.brotli = newBody(z, codingBrotli)
	}
	return v
}

// Tagged returns the variants of a body that is compressed already, such as a picture, with a given
// entity tag.
func Tagged(contentType string, body []byte, tag string) *Variants {
	v := &Variants{contentType: []string{contentType}, plain: newBody(body, nil)}
	v.plain.etag = []string{tag}
	return v
}

// Named is Tagged without a body, for a client that wants only the headers or has the body.
func Named(contentType, tag string) *Variants {
	return &Variants{contentType: []string{contentType}, plain: &body{etag: []string{tag}}}
}

// Attach makes browsers save the response as a file (RFC 6266 and 8187). Old ones use the plain
// name, which must consist of ASCII letters, digits, "-" and ".".
func (v *Variants) Attach(plain, name string) {
	disposition := `attachment; filename="` + plain + `"`
	if name != plain {
		disposition += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	v.disposition = []string{disposition}
}

func gzipped(b []byte, level int) []byte {
	buf := GetBuffer()
	defer PutBuffer(buf)
	if level == gzip.BestSpeed {
		gzipFast(buf, b)
	} else {
		w, _ := gzip.NewWriterLevel(buf, level) // the level is valid
		w.Write(b)                              // a bytes.Buffer takes every write
		w.Close()
	}
	return bytes.Clone(buf.Bytes())
}

func brotlied(b []byte, level int) []byte {
	var out bytes.Buffer
	// A window larger than the text gains nothing, and at level 11 the default of 4 MiB
	// takes 40 MB of memory.
	window := min(max(bits.Len(uint(len(b))), 16), 22)
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: level, LGWin: window})
	w.Write(b) // a bytes.Buffer takes every write
	w.Close()
	return bytes.Clone(out.Bytes())
}

// Whole reports whether there is a body, which the result of Named does not have.
func (v *Variants) Whole() bool { return v.plain.length != nil }

// Size returns the memory that the bodies take, in bytes.
func (v *Variants) Size() int {
	n := 0
	for _, b := range []*body{v.plain, v.gzip, v.brotli} {
		if b != nil {
			n += cap(b.bytes)
		}
	}
	return n
}

// pick returns the body in the coding that the client prefers, the smallest of several. A client
// that accepts none gets plain bytes.
func (v *Variants) pick(r *http.Request) *body {
	accept := acceptedCodings(r.Header["Accept-Encoding"])
	best, most := v.plain, accept.plain
	if v.gzip != nil && accept.gzip > 0 && accept.gzip >= most {
		best, most = v.gzip, accept.gzip
	}
	if v.brotli != nil && accept.brotli > 0 && accept.brotli >= most {
		best = v.brotli
	}
	return best
}

// Serve responds with the best variant, or with 304 if the client has it.
func (v *Variants) Serve(w http.ResponseWriter, r *http.Request, cacheControl []string) {
	b, h := v.pick(r), w.Header()
	h["Cache-Control"] = cacheControl
	tag := b.tag()
	h["Etag"] = tag
	h["Vary"] = varyEncoding
	if HasTag(r.Header["If-None-Match"], tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"] = v.contentType
	if v.disposition != nil {
		h["Content-Disposition"] = v.disposition
	}
	if b.length != nil {
		h["Content-Length"] = b.length
	}
	if b.coding != nil {
		h["Content-Encoding"] = b.coding
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(b.bytes) // a failure means that the client left
	}
}

var appended = []string{`gzip"`, `br"`, `zstd"`, `deflate"`, `df"`}

// HasTag reports whether an If-None-Match header names the tag. Proxies that compress responses
// mark tags as weak, so the comparison is weak (RFC 9110, 13.1.2), or append the coding, as
// Apache does and others do in other ways.
func HasTag(values []string, tag string) bool {
	for _, value := range values {
		for value != "" {
			var item string
			item, value, _ = strings.Cut(value, ",")
			item = strings.TrimPrefix(strings.TrimSpace(item), "W/")
			if item == tag || item == "*" {
				return true
			}
			if coding, ok := strings.CutPrefix(item, strings.TrimSuffix(tag, `"`)); ok {
				bare := strings.TrimLeft(coding, "-;:+/")
				if bare != coding && slices.Contains(appended, bare) {
					return true
				}
			}
		}
	}
	return false
}
