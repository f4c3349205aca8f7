package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"crossroads/web/deliver"
)

func TestIsHost(t *testing.T) {
	label := strings.Repeat("a", 51) + "." // five make 260
	for host, want := range map[string]bool{
		"portal.example.org": true, "Portal.Example.ORG:8080": true, "localhost": true, "127.0.0.1:8080": true, "[::1]": true,
		"[2001:db8::7]:443":  true,
		"crossroads_backend": true, "xn--bcher-kva.example": true, "portal.example.org.": true, "portal:": true, "": true,
		strings.Repeat(label, 4) + strings.Repeat("b", 47): true, strings.Repeat(label, 4) + strings.Repeat("b", 48): false,
		strings.Repeat("a", 60_000): false,
		":8080":                     false, "a b": false, "a;script-src": false, "user@host": false, "a/b": false, "a,b": false,
		"a%20b": false, "bücher.example": false,
		"host:port": false, "host:123456": false, "::1": false, "[::1": false, "[::1]x": false, "[fe80::1%eth0]": false,
		"[127.0.0.1]": false, "[]": false, "'self'": false,
	} {
		if got := isHost(host); got != want {
			t.Errorf("%.80q (%d bytes): %v, want %v", host, len(host), got, want)
		}
	}
}

// TestHostIsRefused before anything is done or kept for it, whatever is asked for.
func TestHostIsRefused(t *testing.T) {
	s := newTestServer(t)
	h := s.handler()
	before := s.headers.Load()
	ask := func(method, path, host string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, path := range []string{"/", "/articles/", "/healthz", "/a/none", "/embed/doctor", "/api/v1/comparisons", "/static/none"} {
		for _, host := range []string{strings.Repeat("a", 256), "a;script-src", "[::1"} {
			for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
				w := ask(method, path, host)
				if w.Code != http.StatusBadRequest || w.Header().Get("Content-Type") != deliver.TypeText ||
					!strings.HasPrefix(w.Body.String(), "The header Host names no host.") {
					t.Errorf("%s %s at %.20q: %d %v %s", method, path, host, w.Code, w.Header(), w.Body)
				}
			}
		}
	}
	if s.headers.Load() != before {
		t.Error("headers were made for a host that is none")
	}
	if w := ask("GET", "/", strings.Repeat("a", 255)); w.Code != http.StatusOK {
		t.Errorf("255 bytes give %d", w.Code)
	}
}
