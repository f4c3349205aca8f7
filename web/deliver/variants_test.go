package deliver

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAcceptedCodings(t *testing.T) {
	tests := []struct {
		header string
		want   codings
	}{
		{"", codings{}},
		{"gzip, deflate, br, zstd", codings{gzip: 1000, brotli: 1000}},
		{"gzip;q=0.5,br;q=0", codings{gzip: 500}},
		{"br;Q=0.000, x-gzip", codings{gzip: 1000}},
		{" BR ; q=1 ", codings{brotli: 1000}},
		{"*", codings{}},
		{"identity;q=1, gzip;q=bogus", codings{gzip: 1000, plain: 1000}},
		{"br;level=3;q=0, gzip;q=1;x=y", codings{gzip: 1000}},
		{"identity;q=0", codings{}},
		{"gzip;q=2, br;q=-1", codings{gzip: 1000, brotli: 1000}},
	}
	for _, tt := range tests {
		if got := acceptedCodings([]string{tt.header}); got != tt.want {
			t.Errorf("%q gives %+v, want %+v", tt.header, got, tt.want)
		}
	}
}

func TestHasTag(t *testing.T) {
	tests := []struct {
		header string
		want   bool
	}{
		{`"a"`, true}, {`W/"a"`, true}, {`"b", "a"`, true}, {`*`, true}, {`"b"`, false}, {``, false}, {`a`, false}, {`"a-gzip"`, true}, {`W/"a--br"`, true}, {`"b", "a;gzip"`, true},
		{`"a-1"`, false}, {`"agzip"`, false}, {`"ab-gzip"`, false}, {`"a-gzip`, false}, {`"a-"`, false},
	}
	for _, tt := range tests {
		if got := HasTag([]string{tt.header}, `"a"`); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.header, got, tt.want)
		}
	}
}

func TestServeVariants(t *testing.T) {
	v := page(strings.Repeat("words and more words ", 200))
	tests := []struct {
		method, accept, match string
		code                  int
		coding                string
		want                  *body
	}{
		{"GET", "br, gzip", "", 200, "br", v.brotli},
		{"GET", "gzip", "", 200, "gzip", v.gzip},
		{"GET", "", "", 200, "", v.plain},
		{"GET", "br;q=0.1, gzip;q=0.9", "", 200, "gzip", v.gzip},
		{"GET", "gzip;q=0.5, identity", "", 200, "", v.plain},
		{"GET", "gzip, identity", "", 200, "gzip", v.gzip},
		{"GET", "identity;q=0", "", 200, "", v.plain},
		{"GET", "br;level=3;q=0", "", 200, "", v.plain},
		{"HEAD", "gzip", "", 200, "gzip", v.gzip},
		{"GET", "gzip", v.gzip.tag()[0], 304, "", v.gzip},
		{"GET", "gzip", v.brotli.tag()[0], 200, "gzip", v.gzip},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(tt.method, "/", nil)
		if tt.accept != "" {
			r.Header.Set("Accept-Encoding", tt.accept)
		}
		if tt.match != "" {
			r.Header.Set("If-None-Match", tt.match)
		}
		w := httptest.NewRecorder()
		v.Serve(w, r, NoCache)
		h := w.Header()
		if w.Code != tt.code || h.Get("Content-Encoding") != tt.coding || h.Get("Etag") != tt.want.tag()[0] ||
			h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%+v: %d %v", tt, w.Code, h)
		}
		wantBody := tt.code == http.StatusOK && tt.method == "GET"
		if wantBody != bytes.Equal(w.Body.Bytes(), tt.want.bytes) || !wantBody && w.Body.Len() > 0 {
			t.Errorf("%+v: body of %d bytes", tt, w.Body.Len())
		}
		if length := h.Get("Content-Length"); (tt.code == 200) != (length == tt.want.length[0]) {
			t.Errorf("%+v: length %q", tt, length)
		}
	}
}
