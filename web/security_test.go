package web_test

import (
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossroads/web"
)

const (
	pageSelf   = "'self' https://portal.example.org" // WebKit knows no 'self' in a sandbox
	pagePolicy = "default-src 'none'; script-src " + pageSelf + "; style-src " + pageSelf + "; img-src " + pageSelf + " data:; font-src " +
		pageSelf +
		"; connect-src " + pageSelf + "; manifest-src " + pageSelf + "; form-action " + pageSelf + "; base-uri 'none'; frame-ancestors "
)

// TestPolicyNamesTheOrigin by which a reader came, unless a public address is
// set, and never what is no origin.
func TestPolicyNamesTheOrigin(t *testing.T) {
	tests := []struct{ base, host, want string }{
		{"", "portal.test:8080", "'self' http://portal.test:8080"},
		{"", "127.0.0.1:8080", "'self' http://127.0.0.1:8080"},
		{"", "other.test", "'self' http://other.test"},
		{"https://portal.example.org", "other.test", "'self' https://portal.example.org"},
		{"https://portal.example.org/", "portal.example.org", "'self' https://portal.example.org"},
		{"", "a..b", "'self'"},
		{"", "[::1]:8080", "'self'"}, // policies have no place for it
	}
	sites := map[string]*site{}
	for _, tt := range tests {
		if sites[tt.base] == nil {
			sites[tt.base] = newSite(t, setup{config: web.Config{BaseURL: tt.base}})
		}
		s := sites[tt.base]
		for _, path := range []string{"/", "/embed/decide/lunch", "/embed/doctor"} {
			r := s.request("GET", path, "")
			r.Host = tt.host
			policy := s.do(r).Header.Get("Content-Security-Policy")
			for _, directive := range []string{"script-src", "style-src", "connect-src", "form-action"} {
				if !strings.Contains(policy, "; "+directive+" "+tt.want+";") {
					t.Errorf("%s at %s, public %q: %s is not %s in %s", path, tt.host, tt.base, directive, tt.want, policy)
				}
			}
		}
	}
}

// TestHeaders holds every kind of answer to its exact security headers.
func TestHeaders(t *testing.T) {
	s := newSite(t, setup{
		config: web.Config{BaseURL: "https://portal.example.org", Ancestors: []string{"https://wiki.example.org", "self"}},
	})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	css := s.get("/").body
	css = css[strings.Index(css, "/static/app."):]
	css = css[:strings.IndexByte(css, '"')]
	page := map[string]string{
		"Content-Security-Policy":      pagePolicy + "'none'",
		"Cross-Origin-Opener-Policy":   "", // tabs that a sandboxed frame opens show no page with one
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		"Referrer-Policy":              "same-origin",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Access-Control-Allow-Origin":  "",
		"Content-Language":             "",
		"Set-Cookie":                   "",
	}
	file := with(page, "Cross-Origin-Resource-Policy", "cross-origin", "Access-Control-Allow-Origin", "*")
	embed := with(page,
		"Content-Security-Policy", pagePolicy+"https://wiki.example.org 'self'",
		"Cross-Origin-Resource-Policy", "cross-origin",
		"Permissions-Policy", "clipboard-write=(self), camera=(), microphone=(), geolocation=()", "Content-Language", "en",
		"Referrer-Policy", "strict-origin-when-cross-origin", "X-Frame-Options", "", "Access-Control-Allow-Origin", "*")
	framing := func(m map[string]string) map[string]string { // only these two pages show frames, of our own
		return with(m, "Content-Security-Policy",
			strings.Replace(m["Content-Security-Policy"], "; frame-ancestors", "; frame-src 'self'; frame-ancestors", 1))
	}
	tests := []struct {
		path string
		code int
		want map[string]string
	}{
		{"/", 200, page},
		{"/articles?tag=x", 200, page},
		{"/decide/lunch", 200, page},
		{"/decide/lunch/result?size=few", 200, page},
		{"/decide/lunch/standing", 200, page},
		{"/a/" + id, 200, page},
		{"/a/" + id + "/edit", 200, page},
		{"/a/" + id + "/report.json", 200, page},
		{"/api/v1/comparisons", 200, page},
		{"/api/v1/nothing", 404, page},
		{"/nothing", 404, page},
		{"/articles/", 308, page},
		{"/compare", 302, page},
		{"/healthz", 200, page},
		{"/embed", 200, framing(page)},
		{"/embed?height=x", 422, framing(page)},
		{"/embed/doctor", 200, framing(embed)},
		{"/embed/doctor?from=x", 422, framing(embed)},
		{"/oembed", 400, file},
		{"/oembed?url=https://portal.example.org/decide/lunch", 200, file},
		{"/decide/lunch/card.svg", 200, with(page, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox",
			"Cross-Origin-Resource-Policy", "cross-origin", "Access-Control-Allow-Origin", "*")},
		{css, 200, file},
		{"/static/nothing.css", 404, file},
		{"/embed/decide/lunch", 200, embed},
		{"/embed/decide/lunch?theme=dark", 200, embed},
		{"/embed/decide/lunch/result?size=few", 200, embed},
		{"/embed/decide/lunch/standing", 200, embed},
		{"/embed/a/" + id, 200, embed},
		{"/embed/a/" + id + "/r/1", 200, embed},
		{"/embed/a/nothing", 404, embed},
		{"/embed/nothing", 404, embed},
		{"/embed/compare/lunch", 200, embed},
		{"/embed/a/" + id + "/r/1", 200, embed},
		{"/embed.js", 200, file},
		{"/embed-1.0.0.js", 200, file},
		{"/embed-0.js", 404, file},
	}
	for _, tt := range tests {
		for _, method := range []string{"GET", "HEAD"} {
			res := s.do(s.request(method, tt.path, ""))
			if res.StatusCode != tt.code {
				t.Errorf("%s %s gave %d, want %d", method, tt.path, res.StatusCode, tt.code)
			}
			for name, want := range tt.want {
				values := res.Header.Values(name)
				if want == "" && len(values) > 0 || want != "" && (len(values) != 1 || values[0] != want) {
					t.Errorf("%s %s: %s is %q, want %q", method, tt.path, name, values, want)
				}
			}
			if res.Header.Get("X-Request-Id") == "" {
				t.Errorf("%s %s has no request id", method, tt.path)
			}
		}
	}
}

// with is m with some values changed.
func with(m map[string]string, pairs ...string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// TestCrossSiteIsRefused tries every route that changes something: all but the
// one for frames, which TestFramesSaveForNobody is about, refuse other sites.
func TestCrossSiteIsRefused(t *testing.T) {
	s := newSite(t, setup{config: web.Config{BaseURL: "https://portal.example.org"}})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	routes := []struct{ method, path string }{}
	for _, r := range web.Routes(s.lib) {
		if r.Method != "GET" && r.Path != "/embed/assessments" {
			path := strings.NewReplacer(":id", id, ":comparison", "lunch").Replace(r.Path)
			routes = append(routes, struct{ method, path string }{r.Method, path})
		}
	}
	if len(routes) < 6 {
		t.Fatalf("only %d routes change something: %v", len(routes), routes)
	}
	foreign := []struct{ name, value string }{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
		{"Origin", "null"}, {"Origin", "https://evil.example"},
	}
	for _, r := range routes {
		for _, h := range foreign {
			res := s.do(s.request(r.method, r.path, "x=y", "Content-Type", "application/x-www-form-urlencoded", h.name, h.value))
			if res.StatusCode != http.StatusForbidden || !strings.Contains(res.body, "came from another site") {
				t.Errorf("%s %s with %s: %s gave %d", r.method, r.path, h.name, h.value, res.StatusCode)
			}
		}
	}
	form := url.Values{"comparison": {"lunch"}, "title": {"x"}}
	for _, origin := range []string{s.URL, "https://portal.example.org"} {
		if res := s.post("/assessments", form, "Origin", origin); res.StatusCode != http.StatusOK {
			t.Errorf("our own form from %s gave %d", origin, res.StatusCode)
		}
	}
	if res := s.get("/", "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusOK {
		t.Errorf("a link from another site gave %d", res.StatusCode)
	}
}

func TestAncestors(t *testing.T) {
	tests := []struct {
		list []string
		want string // of frame-ancestors, or of the error
		ok   bool
	}{
		{nil, "'self'", true},
		{[]string{"self"}, "'self'", true},
		{[]string{
			"https://a.example", "https://*.b.example:8443", "http://wiki",
		}, "https://a.example https://*.b.example:8443 http://wiki 'self'", true},
		{[]string{"any-https"}, "*", true},
		{[]string{"any-https", "https://a.example"}, "remove it or the others", false},
		{[]string{"a.example"}, `"a.example" is not an origin; write https://a.example`, false},
		{[]string{"https://a.example/"}, "write https://a.example", false},
		{[]string{"https://a.example/wiki"}, "write https://a.example", false},
		{[]string{"HTTPS://A.example"}, "write https://a.example", false},
		{[]string{"https://a.example:443"}, "write https://a.example", false},
		{[]string{"http://a.example:80"}, "write http://a.example", false},
		{[]string{"https://a.example:99999"}, "for example https://wiki.example.org", false},
		{[]string{"https://*.Wikí.example/"}, "write https://*.xn--wik-tma.example", false},
		{[]string{"https://wikí.example"}, "write https://xn--wik-tma.example", false},
		{[]string{"ftp://a.example"}, "for example https://wiki.example.org", false},
		{[]string{"https://a.example; script-src *"}, "for example https://wiki.example.org", false},
		{[]string{"*"}, "write any-https, alone", false},
		{[]string{"https://a.example", "https://*"}, "write any-https, alone", false},
		{[]string{"https://a.example  https://*.b.example"}, "write https://a.example,https://*.b.example", false},
		{[]string{""}, "for example https://wiki.example.org", false},
	}
	for _, tt := range tests {
		handler, err := web.New(web.Config{BaseURL: "https://portal.example.org", Ancestors: tt.list}, library(t, "tiny"), nil,
			slog.New(slog.DiscardHandler), time.Now)
		if (err == nil) != tt.ok {
			t.Errorf("%q: %v", tt.list, err)
			continue
		}
		if err != nil {
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%q: %v, want %s", tt.list, err, tt.want)
			}
			continue
		}
		w := recorded(handler, "GET", "/embed/nothing")
		if got := w.Header().Get("Content-Security-Policy"); got != pagePolicy+tt.want {
			t.Errorf("%q gives %s", tt.list, got)
		}
	}
}

// TestNoSecretsInTheLog saves, reads and edits, and looks for the key and the
// id in everything that was logged.
func TestNoSecretsInTheLog(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	mark := aMark
	marked := url.Values{"comparison": {"lunch"}, "query": {q + "=" + a}, "title": {"A secret title"}, "once": {mark}}
	id, key := s.save(q+"="+a, "A secret title")
	for range 2 {
		s.post("/assessments", marked)
		s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"A secret title"}`, "Idempotency-Key", mark)
		s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"Another secret title"}`, "Idempotency-Key", mark)
	}
	s.post("/a/"+id+"/edit", url.Values{"key": {key}, "base": {"1"}, "title": {"Another"}})
	s.json("PUT", "/api/v1/assessments/"+id, `{"title":"x"}`, "Authorization", "Bearer "+key, "If-Match", `"2"`)
	s.post("/a/"+id+"/edit", url.Values{"key": {key + "x"}, "base": {"1"}, "title": {"Another"}})
	// and by every address of the API, with the right key and a wrong one
	for _, auth := range []string{"Bearer " + key, "Bearer wrong" + key} {
		for _, ask := range []struct{ method, path, body string }{
			{"PUT", "/life", `{"status":"decided"}`}, {"POST", "/merge", `{"base":1,"mine":{"title":"secret title"}}`},
			{"PUT", "/revisions/1/milestone", `{"name":"secret title"}`},
			{"POST", "/revisions/1/restore", ""}, {"POST", "/round", ""}, {"POST", "/round/reveal", ""}, {"GET", "/revisions/1/again", ""},
			{"GET", "/export", ""}, {"PUT", "", `{"nonsense":1}`},
		} {
			s.json(ask.method, "/api/v1/assessments/"+id+ask.path, ask.body, "Authorization", auth, "If-Match", `"1"`)
		}
	}
	s.get("/diff/" + id + "/" + id)
	s.get("/a/" + id + "/edit?key=" + key) // nobody should, but people do
	log := s.log.String()
	for _, secret := range []string{key, id, "secret title", mark} {
		if strings.Contains(log, secret) {
			t.Errorf("%q is in the log:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, "method=POST route=/assessments status=200") || !strings.Contains(log, "route=/a/:id/edit status=403") {
		t.Errorf("requests are missing in the log:\n%s", log)
	}
}

// TestLinksKnowTheirHost: without a base URL share links take the host of the
// request, and https only from a proxy that is trusted.
func TestLinksKnowTheirHost(t *testing.T) {
	loopback := netip.MustParsePrefix("127.0.0.0/8")
	tests := []struct {
		config web.Config
		want   string
	}{
		{web.Config{}, "http://wiki.test/a/"},
		{web.Config{TrustedProxies: []netip.Prefix{loopback}}, "https://wiki.test/a/"},
		{web.Config{BaseURL: "https://portal.example.org/"}, "https://portal.example.org/a/"},
	}
	for _, tt := range tests {
		s := newSite(t, setup{config: tt.config})
		id, _ := s.save("", "A title")
		req := s.request("GET", "/a/"+id, "", "X-Forwarded-Proto", "https")
		req.Host = "wiki.test"
		if res := s.do(req); !strings.Contains(res.body, tt.want+id) {
			t.Errorf("%+v: no %s in the page", tt.config, tt.want)
		}
		if res := s.get("/a/" + id); tt.config.BaseURL == "" && strings.Contains(res.body, "wiki.test") {
			t.Error("the host of one request is in the page of another")
		}
	}
}
