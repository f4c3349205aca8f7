package deliver

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// A page that is made for one reader comes in the coding that the reader wants most,
// again and again from the same writers, and is what was sent.
func TestSend(t *testing.T) {
	tests := []struct{ accept, coding string }{
		{"gzip, deflate, br, zstd", "br"},
		{"br", "br"},
		{"gzip", "gzip"},
		{"br;q=0.1, gzip;q=0.9", "gzip"},
		{"br;q=0, gzip;q=0", ""},
		{"identity, br;q=0.5", ""},
		{"", ""},
	}
	for round := range 3 {
		for _, test := range tests {
			body := []byte(strings.Repeat("A page for one reader. ", 100*(round+1)))
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Accept-Encoding", test.accept)
			w := httptest.NewRecorder()
			Send(w, r, http.StatusOK, TypeHTML, body)
			if got := w.Header().Get("Content-Encoding"); got != test.coding {
				t.Errorf("%q gets %q, want %q", test.accept, got, test.coding)
			}
			if got := decoded(t, w); !bytes.Equal(got, body) {
				t.Errorf("%q gets %d bytes that are not the page", test.accept, len(got))
			}
		}
	}
}

func decoded(t *testing.T, w *httptest.ResponseRecorder) []byte {
	t.Helper()
	var from io.Reader = w.Body
	switch w.Header().Get("Content-Encoding") {
	case "br":
		from = brotli.NewReader(w.Body)
	case "gzip":
		var err error
		if from, err = gzip.NewReader(w.Body); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
