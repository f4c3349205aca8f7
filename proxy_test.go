package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// behind puts a reverse proxy that passes on another Host header in front of a
// portal.
func behind(t *testing.T, in *instance, host string) *httptest.Server {
	t.Helper()
	target, err := url.Parse(in.url)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = host
	}})
	t.Cleanup(proxy.Close)
	return proxy
}

// sendForm posts a form as a browser does that opened a plain http address.
func sendForm(t *testing.T, proxy *httptest.Server, origin string) (status int, location, body string) {
	t.Helper()
	form := url.Values{"comparison": {"deployment"}, "title": {"Order system"}}
	req, err := http.NewRequest("POST", proxy.URL+"/assessments", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = strings.TrimPrefix(origin, "http://")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", origin)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(raw)
}

// TestPlainProxy: behind proxies that change the Host header, the page and the
// log say what to set; with that setting forms go through and links name the
// address of the browser. Another site stays refused.
// sharePath is the address of an assessment on the page that answers a save.
var sharePath = regexp.MustCompile(`/a/[A-Za-z0-9_-]{10,}`)

func TestPlainProxy(t *testing.T) {
	tests := []struct{ name, origin, host, baseURL string }{
		{"proxy_pass alone", "http://portal.intra", "127.0.0.1:8080", "HTTP://Portal.Intra:80/"},
		{"name of the upstream", "http://portal.intra", "crossroads", "http://portal.intra"},
		{"port lost", "http://portal.intra:8081", "portal.intra", "http://PORTAL.intra:8081"},
		{"other letters", "http://xn--bcher-kva.intra", "127.0.0.1:8080", "http://bücher.intra"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := start(t, nil, "--db="+filepath.Join(t.TempDir(), "a.db"))
			status, _, body := sendForm(t, behind(t, in, tt.host), tt.origin)
			if status != http.StatusForbidden || !strings.Contains(body, "<code>--base-url="+tt.origin+"</code>") ||
				!strings.Contains(body, ">Order system</textarea>") {
				t.Errorf("without a public address: %d\n%s", status, body)
			}
			in.stop()
			if log := in.log.String(); !strings.Contains(log, "level=WARN") || !strings.Contains(log, "origin="+tt.origin+" host="+
				tt.host) || !strings.Contains(log, "--base-url (CROSSROADS_BASE_URL)") {
				t.Errorf("the log does not say what to set:\n%s", log)
			}

			in = start(t, nil, "--db="+filepath.Join(t.TempDir(), "b.db"), "--base-url="+tt.baseURL)
			proxy := behind(t, in, tt.host)
			status, _, body = sendForm(t, proxy, tt.origin)
			path := sharePath.FindString(body)
			if status != http.StatusOK || path == "" {
				t.Fatalf("with --base-url=%s: %d\n%s", tt.baseURL, status, body)
			}
			if page := in.get(path); !strings.Contains(page, tt.origin+path) || strings.Contains(page, in.addr) {
				t.Errorf("the page does not name %s%s alone", tt.origin, path)
			}
			if status, _, _ := sendForm(t, proxy, "http://evil.example"); status != http.StatusForbidden {
				t.Errorf("another site gets %d", status)
			}
		})
	}
}
