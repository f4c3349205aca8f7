package web_test

import (
	"html"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"crossroads/web"
)

// TestDoctor judges wikis for portals of several configurations.
func TestDoctor(t *testing.T) {
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	const portal = "https://portal.example.org"
	tests := []struct {
		name   string
		config web.Config
		host   string // that the request names, "" for the public one
		header string // of a proxy: name and value
		from   string
		has    []string
		lacks  []string
	}{
		{"listed", web.Config{BaseURL: portal, Ancestors: []string{"https://wiki.example.org"}}, "", "", "https://wiki.example.org",
			[]string{
				"which covers https://wiki.example.org", "share a registrable domain", "not mixed content", "are secure contexts",
				"is set, " + portal, "Notion",
			}, []string{"Does not work", "Look at this"}},
		{"wildcard", web.Config{BaseURL: portal, Ancestors: []string{"https://*.example.org"}}, "", "", "https://example.org",
			[]string{
				"covers no page of https://example.org", "It covers hosts below example.org, not that host itself.",
				"--embed-ancestors=https://*.example.org,https://example.org",
			}, nil},
		{"port", web.Config{BaseURL: portal, Ancestors: []string{"https://wiki.example.org"}}, "", "", "https://wiki.example.org:8443",
			[]string{"covers no page", "The wiki has a port, the list does not name it."}, nil},
		{"other port", web.Config{BaseURL: portal, Ancestors: []string{"https://wiki.example.org:9"}}, "", "",
			"https://wiki.example.org:8443",
			[]string{"The list names another port."}, nil},
		{"http wiki", web.Config{BaseURL: portal, Ancestors: []string{"https://wiki.example.org"}}, "", "", "http://wiki.example.org",
			[]string{"The wiki is at http, the list says https.", "press Ctrl+C", "different sites to browsers"},
			[]string{"mixed content before"}},
		{"http source", web.Config{BaseURL: portal, Ancestors: []string{"http://wiki.example.org"}}, "", "", "https://wiki.example.org",
			[]string{"which covers https://wiki.example.org"}, []string{"Does not work"}},
		{"mixed content", web.Config{BaseURL: "http://portal.example.org", Ancestors: []string{"https://wiki.example.org"}}, "", "",
			"https://wiki.example.org",
			[]string{"block the frame as mixed content", "--base-url=https://portal.example.org"}, nil},
		{"any https", web.Config{BaseURL: portal, Ancestors: []string{"any-https"}}, "", "", "https://wiki.elsewhere.test",
			[]string{"has *, which covers", "Every site may show frames.", "different sites to browsers", "data-variant"},
			[]string{"Does not work", "any-https"}},
		{"any https, http wiki", web.Config{BaseURL: portal, Ancestors: []string{"any-https"}}, "", "", "http://wiki.elsewhere.test",
			[]string{"has *, which covers", "not a secure context"}, []string{"Does not work"}},
		{"any https, http portal", web.Config{BaseURL: "http://portal.example.org", Ancestors: []string{"any-https"}}, "", "",
			"https://wiki.elsewhere.test",
			[]string{"which covers https://wiki.elsewhere.test", "block the frame as mixed content", "data-variant"}, nil},
		{"same origin", web.Config{BaseURL: portal}, "", "", portal + "/wiki",
			[]string{"have the same origin", "could reach out of its sandbox", "which covers " + portal},
			[]string{"share a registrable domain"}},
		{"public suffix", web.Config{
			BaseURL: "https://portal.co.uk",
		}, "", "", "https://wiki.co.uk", []string{"different sites to browsers"}, []string{"share a registrable"}},
		{"addresses", web.Config{BaseURL: "http://10.0.0.5"}, "", "", "http://10.1.0.5", []string{
			"different sites to browsers",
		}, []string{"share a registrable"}},
		{"other host", web.Config{BaseURL: portal}, "10.0.0.1:8080", "", "", []string{
			"was asked for at the host “10.0.0.1:8080”", portal + "/embed/doctor",
		}, nil},
		{"no base URL", web.Config{}, "portal.corp.test", "", "", []string{
			"--base-url=http://portal.corp.test", "plain http address", "cannot show its frames",
		}, nil},
		{"port of its own", web.Config{BaseURL: "HTTP://Portal.corp.test:8081"}, "portal.corp.test:8081", "", "", []string{
			"is set, http://portal.corp.test:8081, and this page was requested there",
		}, nil},
		{"usual port named", web.Config{BaseURL: portal}, "portal.example.org:443", "", "", []string{"is set, " + portal}, nil},
		{"port lost", web.Config{BaseURL: "http://portal.corp.test:8081"}, "portal.corp.test", "", "", []string{
			"was asked for at the host “portal.corp.test”",
		}, []string{"asked for there"}},
		{"forwarded host", web.Config{}, "127.0.0.1:8080", "X-Forwarded-Host: Portal.corp.test:80, inner", "",
			[]string{
				"a reverse proxy changes it: it was asked at http://portal.corp.test, the portal at http://127.0.0.1:8080",
				"--base-url=http://portal.corp.test", `data-self="http://127.0.0.1:8080"`,
			}, nil},
		{"the same forwarded", web.Config{}, "portal.corp.test", "X-Forwarded-Host: portal.corp.test", "", []string{"this page was asked for at"}, []string{"changes it"}},
		{"nonsense forwarded", web.Config{}, "portal.corp.test", "X-Forwarded-Host: a b<c>", "", []string{"this page was asked for at"}, []string{"changes it"}},
		{"proxy not trusted", web.Config{BaseURL: portal}, "", "X-Forwarded-For: 10.0.0.9", "", []string{
			"not on the list of trusted ones", "--trusted-proxies=",
		}, nil},
		{"proxy trusted", web.Config{
			BaseURL: portal, TrustedProxies: loopback,
		}, "", "X-Forwarded-For: 10.0.0.9", "", nil, []string{"not on the list of trusted ones"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t, setup{config: tt.config})
			req := s.request("GET", "/embed/doctor?from="+url.QueryEscape(tt.from), "")
			if req.Host = tt.host; tt.host == "" {
				req.Host = strings.TrimPrefix(strings.TrimPrefix(tt.config.BaseURL, "https://"), "http://")
			}
			if name, value, ok := strings.Cut(tt.header, ": "); ok {
				req.Header.Set(name, value)
			}
			res := s.do(req)
			body := html.UnescapeString(res.body)
			if res.StatusCode != 200 {
				t.Fatalf("%d\n%s", res.StatusCode, body)
			}
			for _, want := range tt.has {
				if !strings.Contains(body, want) {
					t.Errorf("no %q", want)
				}
			}
			for _, not := range tt.lacks {
				if strings.Contains(body, not) {
					t.Errorf("%q is there", not)
				}
			}
			if t.Failed() {
				at := strings.Index(body, "findings-title")
				t.Log(body[at:min(at+4000, len(body))])
			}
		})
	}
}

// TestDoctorShowsRealHeaders: the table has what a frame really answers.
func TestDoctorShowsRealHeaders(t *testing.T) {
	s := newSite(t, setup{
		config: web.Config{BaseURL: "https://portal.example.org", Ancestors: []string{"https://wiki.example.org", "https://*.b.example"}},
	})
	page, frame := html.UnescapeString(s.get("/embed/doctor").body), s.get("/embed/decide/lunch")
	for _, name := range []string{
		"Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options", "Cross-Origin-Resource-Policy",
		"Access-Control-Allow-Origin",
	} {
		if row := `<tr data-header="` + name + `"><th scope="row"><code>` + name + `</code></th><td><code class="value">` +
			frame.Header.Get(name) + "</code>"; !strings.Contains(page, row) {
			t.Errorf("no row %s", row)
		}
	}
}
