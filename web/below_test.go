package web_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"crossroads/web"
	"crossroads/web/webtest"
)

const belowPath = "/tools/crossroads"

// TestBelow serves the portal below a path of a host, behind a reverse proxy that
// takes the path off and behind one that passes it on, and follows everything that
// is an address: links, forms, files, frames, redirects, feeds, snippets, exports and
// documents for programs. All have to stay below the path and to be there.
func TestBelow(t *testing.T) {
	for _, tt := range []struct {
		name, tree string
		strips     bool
	}{{"strips", "shipped", true}, {"keeps", "tiny", false}, {"strips tiny", "tiny", true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBelow(t, tt.tree, tt.strips)
			q, a := b.site.first()
			slug := b.site.lib.Comparisons[0].Slug
			saved := b.save(url.Values{"comparison": {slug}, "query": {q + "=" + a}, "title": {"A title"}})
			b.create(slug, q, a)
			for _, path := range []string{
				"", "/", "/articles/", "/decide", "/compare", "/embed/decide", "/favicon.ico", "/feed.xml", "/sitemap.xml", "/robots.txt",
				"/api/v1/openapi.json", "/mine",
				"/embed?show=wizard&comparison=" + slug, "/embed?assessment=" + saved, "/embed/doctor", "/embed/decide/" + slug,
				"/embed/compare/" + slug,
				"/embed/decide/" + slug + "/result?" + q + "=" + a, "/decide/" + slug + "/standing?" + q + "=" + a,
				"/decide/" + slug + "/result?" + q + "=" + a, "/embed/a/" + saved, "/a/" + saved + "/edit", "/diff/" + saved + "/" + saved,
				"/a/" + saved + "/adr.md", "/a/" + saved + "/scores.csv", "/a/" + saved + "/report.html", "/a/" + saved + "/export.json",
				"/api/v1/assessments/" + saved, "/api/v1/comparisons/" + slug, "/oembed?url=" + url.QueryEscape(b.base+"/a/"+saved),
				"/oembed?format=xml&url=" + url.QueryEscape(b.base+"/embed/decide/"+slug),
			} {
				b.visit(b.base+path, "the test")
			}
			b.missing("/nowhere")
			b.repairs("/a/" + saved)
			b.described()
			if least := len(b.site.lib.Articles) + 30; len(b.seen) < least {
				t.Errorf("only %d addresses were opened, expected %d", len(b.seen), least)
			}
		})
	}
}

// TestBaseOfItsOwn refuses a path for which requests would be two things at once.
func TestBaseOfItsOwn(t *testing.T) {
	for path, own := range map[string]bool{
		"/a": true, "/embed/x": true, "/articles": true, "/embed.js": true, "/embedded": false, "/tools/a": false,
	} {
		_, err := web.New(web.Config{BaseURL: "https://intranet.test" +
			path}, library(t, "tiny"), nil, slog.New(slog.DiscardHandler), time.Now)
		if refused := err != nil && strings.Contains(err.Error(), path); refused != own {
			t.Errorf("a portal below %s: %v", path, err)
		}
	}
}

// TestDoctorBelow reads the path that a proxy says it has taken off.
func TestDoctorBelow(t *testing.T) {
	for _, tt := range []struct{ base, prefix, want string }{
		{"", "/crossroads", "--base-url=${url}/crossroads<"},
		{"", "/crossroads/, /x", "--base-url=${url}/crossroads<"},
		{"", "/<script>", "No public address is set; this page"},
		{"https://intranet.test", "/crossroads", "--base-url=https://intranet.test/crossroads<"},
		{"https://intranet.test/tools", "/crossroads", "--base-url=https://intranet.test/crossroads<"},
		{"https://intranet.test/tools", "/tools", "The public address is https://intranet.test/tools, and this page was asked for at the host"},
	} {
		s := newSite(t, setup{config: web.Config{BaseURL: tt.base}})
		res := s.get("/embed/doctor", "X-Forwarded-Prefix", tt.prefix)
		if want := strings.ReplaceAll(tt.want, "${url}", s.URL); !strings.Contains(res.body, want) {
			t.Errorf("%q behind a proxy that took %q off: the page lacks %q", tt.base, tt.prefix, want)
		}
	}
}

// TestScriptsBelow runs the scripts against a portal below a path, through a client
// that puts the path in front of what it asks for and takes it out of what it gets.
// What is missing it does not see, and TestBelow does. Three scripts are about a
// portal without a public address, which has no path either.
func TestScriptsBelow(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "any", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := filepath.Base(file); name == "doctor.txt" || name == "embedding.txt" || name == "origin.txt" {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			b := newBelow(t, "tiny", false)
			b.client.Transport = withoutPath{b.client.Transport, strings.TrimPrefix(b.site.URL, "http://")}
			webtest.Run(t, webtest.Site{URL: b.host, Client: b.client, Library: b.site.lib}, file)
		})
	}
}

// withoutPath makes a portal below a path look like one at the root of its host.
type withoutPath struct {
	http.RoundTripper
	portal string // host, asked without the proxy, which has its own mind about odd addresses
}

func (t withoutPath) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if r.Host == "" {
		r.Host = r.URL.Host
	}
	r.URL.Host = t.portal
	if r.URL.RawPath != "" {
		r.URL.RawPath = belowPath + r.URL.RawPath
	}
	r.URL.Path = belowPath + r.URL.Path
	res, err := t.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	without := strings.NewReplacer(` data-base="`+belowPath+`"`, "", belowPath, "", url.QueryEscape(belowPath), "")
	res.Body = io.NopCloser(strings.NewReader(without.Replace(string(raw))))
	for _, values := range res.Header {
		for i := range values {
			values[i] = without.Replace(values[i])
		}
	}
	return res, nil
}

// below is a portal below a path, as clients of the proxy in front see it.
type below struct {
	t      *testing.T
	site   *site
	host   string // of the proxy: "http://127.0.0.1:1234"
	base   string // with the path
	client *http.Client
	seen   map[string]bool
}

func newBelow(t *testing.T, tree string, strips bool) *below {
	var portal atomic.Pointer[url.URL]
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(portal.Load())
		r.SetXForwarded()
		r.Out.Host = r.In.Host
	}}
	var handler http.Handler = forward
	if strips {
		handler = http.StripPrefix(belowPath, forward)
	}
	mux := http.NewServeMux() // everything else on the host is somebody else's: 404
	mux.Handle(belowPath, handler)
	mux.Handle(belowPath+"/", handler)
	proxy := httptest.NewServer(mux)
	t.Cleanup(proxy.Close)
	s := newSite(t, setup{tree: tree, config: web.Config{BaseURL: proxy.URL + belowPath + "/", SaveBurst: 100}})
	target, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	portal.Store(target)
	client := proxy.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &below{t: t, site: s, host: proxy.URL, base: proxy.URL + belowPath, client: client, seen: map[string]bool{}}
}

func (b *below) do(req *http.Request) answer {
	b.t.Helper()
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res, string(raw)}
}

func (b *below) post(path, contentType, body string) answer {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Origin", b.host) // without the path, as browsers send it
	return b.do(req)
}

// save stores an assessment by the form and returns its id.
func (b *below) save(form url.Values) string {
	b.t.Helper()
	res := b.post("/assessments", "application/x-www-form-urlencoded", form.Encode())
	m := editLink.FindStringSubmatch(res.body)
	if m == nil {
		b.t.Fatalf("saving gave %d:\n%s", res.StatusCode, res.body)
	}
	b.check(res, b.base+"/assessments")
	return m[1]
}

// create stores one by the API.
func (b *below) create(slug, question, answer string) {
	b.t.Helper()
	res := b.post("/api/v1/assessments", "application/json", `{"comparison": "`+slug+`", "title": "By the API", "answers": {"`+question+
		`": "`+answer+`"}}`)
	if at := res.Header.Get("Location"); res.StatusCode != http.StatusCreated || !strings.HasPrefix(at, belowPath+"/api/v1/assessments/") {
		b.t.Errorf("creating gave %d at %q\n%s", res.StatusCode, at, res.body)
	}
	b.check(res, b.base+"/api/v1/assessments")
}

// missing looks at a page that says that nothing is there.
func (b *below) missing(path string) {
	b.seen[b.base+path] = true
	req, _ := http.NewRequest(http.MethodGet, b.base+path, nil)
	req.Header.Set("Accept", "text/html")
	res := b.do(req)
	if res.StatusCode != http.StatusNotFound {
		b.t.Errorf("%s gives %d", path, res.StatusCode)
	}
	b.check(res, b.base+path)
}

// repairs asks the portal itself for addresses in which the path it is served below was damaged.
func (b *below) repairs(path string) {
	at := belowPath + path
	for _, damaged := range []string{
		strings.ToUpper(at), belowPath + "%C2%AD" + path + ".", strings.ReplaceAll(at, "/", "%252F"), belowPath + "/https://portal.test" + at,
		"/https://portal.test" + at, at + ")", at + "%20and",
	} {
		b.redirects("/"+strings.TrimPrefix(damaged, "/"), at)
	}
	for _, damaged := range []string{belowPath + ".", belowPath + ")", belowPath + "%20", belowPath + "%E2%80%8B"} {
		b.redirects(damaged, belowPath+"/")
	}
	b.redirects(belowPath+"%3Ftheme=dark", belowPath+"/?theme=dark")
}

func (b *below) redirects(from, to string) {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(b.site.URL + from)
	if err != nil {
		b.t.Fatal(err)
	}
	res.Body.Close()
	if got := res.Header.Get("Location"); got != to {
		b.t.Errorf("%s leads to %q, want %q (%d)", from, got, to, res.StatusCode)
	}
}

// described looks where the description of the API says that it is.
func (b *below) described() {
	req, _ := http.NewRequest(http.MethodGet, b.base+"/api/v1/openapi.json", nil)
	var spec struct{ Servers []struct{ URL string } }
	if err := json.Unmarshal([]byte(b.do(req).body), &spec); err != nil || len(spec.Servers) != 1 || spec.Servers[0].URL != belowPath {
		b.t.Errorf("the API is described at %v, %v", spec.Servers, err)
	}
}

// visit opens an address once and follows what is in it. Filters and links to
// change an answer lead to endless ones.
func (b *below) visit(address, from string) {
	address, _, _ = strings.Cut(address, "#")
	if b.seen[address] || strings.Contains(address, "?") && len(b.seen) > 150 {
		return
	}
	b.seen[address] = true
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		b.t.Errorf("%s: bad address %q", from, address)
		return
	}
	res := b.do(req)
	if res.StatusCode >= 400 && res.StatusCode != http.StatusMethodNotAllowed { // examples of the API name addresses to post to
		b.t.Errorf("%s, linked from %s, gives %d", address, from, res.StatusCode)
		return
	}
	b.check(res, address)
}

var urlInStyles = regexp.MustCompile(`url\(["']?([^"')]+)`)

// check follows every address in a response.
func (b *below) check(res answer, at string) {
	absolute := regexp.MustCompile(regexp.QuoteMeta(b.host) + `[^\s"'<>()\\\[\],;|` + "`" + `]*`)
	texts := []string{res.body}
	for name, values := range res.Header {
		if name != "Content-Security-Policy" { // which names origins
			texts = append(texts, values...)
		}
	}
	for _, text := range texts {
		for _, found := range absolute.FindAllString(html.UnescapeString(text), -1) {
			b.follow(strings.TrimRight(found, ".:&"), at, !strings.HasSuffix(found, "…"))
		}
	}
	if to := res.Header.Get("Location"); to != "" && res.StatusCode != http.StatusCreated {
		b.follow(to, at, true)
	}
	switch kind := res.Header.Get("Content-Type"); {
	case strings.HasPrefix(kind, "text/html"):
		b.page(res.body, at)
	case strings.HasPrefix(kind, "text/css"), strings.HasPrefix(kind, "image/svg"):
		for _, m := range urlInStyles.FindAllStringSubmatch(res.body, -1) {
			b.follow(m[1], at, true)
		}
	}
}

// addresses are attributes that hold one.
var addresses = map[string]bool{"href": true, "src": true, "srcset": true, "action": true, "formaction": true, "cite": true, "poster": true,
	"data-path": true, "data-standing-url": true, "data-figures-url": true, "data-probe": true, "data-resume": true, "data-keep": true,
	"data-later": true,
	"data-url":   true, "data-card": true, "data-oembed": true}

func (b *below) page(body, at string) {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		posts := n.Data == "form" && strings.EqualFold(attr(n, "method"), "post")
		for _, a := range n.Attr {
			switch {
			case addresses[a.Key]:
				b.follow(a.Val, at, !posts)
			case strings.HasPrefix(a.Val, "/") && a.Key != "value" && a.Key != "data-base":
				b.t.Errorf("%s: <%s %s=%q>: an address that nothing looks at", at, n.Data, a.Key, a.Val)
			}
		}
	}
}

// follow notes an address on the host that is not below the path, and opens it.
func (b *below) follow(link, at string, open bool) {
	from, err := url.Parse(at)
	if err != nil {
		b.t.Fatal(err)
	}
	to, err := from.Parse(link)
	if err != nil {
		b.t.Errorf("%s: bad address %q: %v", at, link, err)
		return
	}
	if to.Scheme+"://"+to.Host != b.host {
		return
	}
	if link == b.host && strings.HasPrefix(at, b.base+"/embed") {
		return // what is written into the policies of wikis
	}
	if to.Path != belowPath && !strings.HasPrefix(to.Path, belowPath+"/") {
		b.t.Errorf("%s: %q leads past the portal", at, link)
		return
	}
	if strings.Contains(strings.TrimPrefix(to.Path, belowPath), belowPath) {
		b.t.Errorf("%s: %q has the path twice", at, link)
		return
	}
	if open {
		b.visit(to.String(), at)
	}
}
