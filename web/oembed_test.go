package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web"
)

const oembedOrigin = "https://portal.example.org"

// TestOEmbedGoldens holds the documents to files, byte for byte.
func TestOEmbedGoldens(t *testing.T) {
	s := newSite(t, setup{config: web.Config{BaseURL: oembedOrigin}})
	id, _ := s.save("", "Where we eat <2027>")
	for file, query := range map[string]string{
		"oembed-decide.json":  "url=" + oembedOrigin + "/decide/lunch",
		"oembed-decide.xml":   "format=xml&url=" + oembedOrigin + "/decide/lunch",
		"oembed-saved.json":   "maxwidth=640&maxheight=400&url=" + oembedOrigin + "/a/" + id,
		"oembed-saved.xml":    "format=xml&maxheight=100&url=" + oembedOrigin + "/a/" + id + "/r/1",
		"oembed-compare.json": "url=" + oembedOrigin + "/compare/lunch",
		"oembed-frame.json":   "url=" + oembedOrigin + "/embed/decide/lunch?theme=dark",
		"oembed-error.json":   "url=https://other.example.org/decide/lunch",
		"oembed-error.xml":    "format=xml&url=https://other.example.org/decide/lunch",
	} {
		got := []byte(strings.ReplaceAll(s.get("/oembed?"+query).body, id, "ID"))
		if strings.HasSuffix(file, ".json") {
			got = indented(t, string(got))
		}
		path := filepath.Join("testdata", "golden", file)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs; look at it and run go test ./web -update\n%s", file, got)
		}
	}
}

// TestOEmbedKnowsItsAddress: whatever host a request names, only pages under
// the public address are known.
func TestOEmbedKnowsItsAddress(t *testing.T) {
	s := newSite(t, setup{config: web.Config{BaseURL: oembedOrigin}})
	for address, want := range map[string]int{
		oembedOrigin + "/decide/lunch":                    http.StatusOK,
		"HTTPS://Portal.Example.org:443/decide/lunch?x=y": http.StatusOK,
		oembedOrigin + "/decide/lunch#a=b":                http.StatusOK,
		"http://portal.example.org/decide/lunch":          http.StatusNotFound,
		"https://portal.example.org:8443/decide/lunch":    http.StatusNotFound,
		"https://portal.example.org.evil/decide/lunch":    http.StatusNotFound,
		"https://evil@portal.example.org/decide/lunch":    http.StatusNotFound,
		"//portal.example.org/decide/lunch":               http.StatusNotFound,
		oembedOrigin + "/compare/lunch?options=a,b":       http.StatusOK,
		oembedOrigin + "/embed/compare/lunch?theme=dark":  http.StatusOK,
		oembedOrigin + "/embed/decide/lunch":              http.StatusOK,
		oembedOrigin + "/embed/decide/nothing":            http.StatusNotFound,
		oembedOrigin + "/embed/embed/decide/lunch":        http.StatusNotFound,
		oembedOrigin + "/embed":                           http.StatusNotFound,
		oembedOrigin + "/decide/lunch/x":                  http.StatusNotFound,
		oembedOrigin + "//decide/lunch":                   http.StatusOK,
		oembedOrigin + "/DECIDE/lunch":                    http.StatusOK,
		s.URL + "/decide/lunch":                           http.StatusNotFound,
	} {
		if res := s.get("/oembed?url=" + url.QueryEscape(address)); res.StatusCode != want {
			t.Errorf("%s gives %d, want %d", address, res.StatusCode, want)
		}
	}
	id, _ := s.save("", "Where we eat")
	for _, path := range []string{
		"/decide/lunch", "/decide/lunch?x=y", "/compare/lunch", "/compare/lunch?diff=1", "/embed/decide/lunch", "/embed/compare/lunch",
		"/embed/compare/lunch?theme=dark", "/a/" + id, "/embed/a/" + id,
	} {
		page := s.get(path)
		link := oembedOrigin + "/oembed?url=" + url.QueryEscape(oembedOrigin)
		if !strings.Contains(page.body, `type="application/json+oembed" href="`+link) || !strings.Contains(page.Header.Get("Link"), "<"+
			link) {
			t.Errorf("%s: no discovery: %s", path, page.Header.Get("Link"))
		}
		_, address, _ := strings.Cut(page.Header.Get("Link"), "<"+oembedOrigin)
		address, _, _ = strings.Cut(address, ">")
		if res := s.get(address); res.StatusCode != http.StatusOK {
			t.Errorf("%s leads to %s, which gives %d", path, address, res.StatusCode)
		}
	}
	for path, want := range map[string]string{
		"/": "/decide/lunch/card.png", "/decide/lunch": "/decide/lunch/card.png", "/compare/lunch": "/decide/lunch/card.png",
		"/articles": "/decide/lunch/card.png", "/decide/lunch/result": "/decide/lunch/card.png",
	} {
		if res := s.get(path); !strings.Contains(res.body, `<meta property="og:image" content="`+oembedOrigin+want+`">`) {
			t.Errorf("%s has no picture for link previews", path)
		}
	}
}

// TestOEmbedOfOnePageForAll: where the portal does not know its address, a page that
// all readers get does not name the one under which somebody asked for it.
func TestOEmbedOfOnePageForAll(t *testing.T) {
	s := newSite(t, setup{})
	res := s.get("/decide/lunch")
	if link := res.Header.Get("Link"); !strings.Contains(link, "/oembed?url=") {
		t.Errorf("the header does not lead to oEmbed: %q", link)
	}
	if strings.Contains(res.body, "oembed") {
		t.Error("the page for all readers names an address")
	}
}

// TestOEmbedExpired: the owner has ended the links, so there is something, and
// nobody may have it.
func TestOEmbedExpired(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "Ends tomorrow")
	s.post("/a/"+id+"/edit", url.Values{"key": {key}, "action": {"arrange"}, "status": {"draft"}, "expires": {"2026-11-24"}})
	address := "/oembed?url=" + url.QueryEscape(s.URL+"/a/"+id)
	if res := s.get(address); res.StatusCode != http.StatusOK {
		t.Fatalf("before: %d %s", res.StatusCode, res.body)
	}
	s.now.Advance(48 * time.Hour)
	res := s.get(address)
	var doc struct{ Error string }
	if err := json.Unmarshal([]byte(res.body), &doc); err != nil || res.StatusCode != http.StatusUnauthorized ||
		!strings.Contains(doc.Error, "ended") {
		t.Errorf("after: %d %s", res.StatusCode, res.body)
	}
	if strings.Contains(res.body, "Ends tomorrow") {
		t.Error("the answer tells the title")
	}
}

// TestOEmbedStoreAway: what is not known now is not said to be nowhere.
func TestOEmbedStoreAway(t *testing.T) {
	s := newSite(t, setup{store: wrap(failing{get: always(record.ErrUnavailable)})})
	res := s.get("/oembed?format=xml&url=" + url.QueryEscape(s.URL+"/a/abcdefghijklmnopqrstuvwxyz"))
	if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(res.body, "<error>") {
		t.Errorf("%d %s", res.StatusCode, res.body)
	}
}

// TestPreviewsBehindAProxy: without a public address the pictures of link
// previews are named by the address of the request where a trusted proxy passed
// it on, and by none that anybody could have made up.
func TestPreviewsBehindAProxy(t *testing.T) {
	for _, trusted := range []bool{false, true} {
		config := web.Config{}
		if trusted {
			config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		}
		s := newSite(t, setup{config: config})
		for _, path := range []string{
			"/decide/lunch", "/compare/lunch", "/decide/lunch?x=y", "/compare/lunch?diff=1", "/decide/lunch/result",
		} {
			for _, host := range []string{"portal.example.org", "other.example.org"} {
				proto := map[string]string{"portal.example.org": "https", "other.example.org": "HTTPS, http"}[host] // two proxies
				r := s.request("GET", path, "", "X-Forwarded-Proto", proto)
				r.Host = host
				got := strings.Contains(s.do(r).body, `<meta property="og:image" content="https://`+host+`/decide/lunch/card.png">`)
				if got != trusted {
					t.Errorf("trusted %v: %s at %s has a picture: %v", trusted, path, host, got)
				}
			}
		}
	}
}

// TestOEmbedKeepsAnswers: the frame shows what the page shows.
func TestOEmbedKeepsAnswers(t *testing.T) {
	s := newSite(t, setup{config: web.Config{BaseURL: oembedOrigin}})
	for address, want := range map[string]string{
		"/decide/lunch?size=few&utm_source=x":        "/embed/decide/lunch?size=few",
		"/embed/decide/lunch?theme=dark&size=few":    "/embed/decide/lunch?theme=dark&amp;size=few",
		"/compare/lunch?options=kitchen":             `/embed/compare/lunch"`,
		"/compare/lunch?options=kitchen,canteen,nix": `/embed/compare/lunch?options=canteen,kitchen"`,
	} {
		var doc struct{ HTML string }
		body := s.get("/oembed?url=" + url.QueryEscape(oembedOrigin+address)).body
		if err := json.Unmarshal([]byte(body), &doc); err != nil || !strings.Contains(doc.HTML, want) {
			t.Errorf("%s: %q lacks %q, %v", address, doc.HTML, want, err)
		}
	}
}

// TestNoSuchRevision: the page says that the assessment is there.
func TestNoSuchRevision(t *testing.T) {
	s := newSite(t, setup{})
	id, _ := s.save("", "A title")
	res := s.get("/a/" + id + "/r/99")
	if want := "has no revision 99. Its newest one is revision 1."; res.StatusCode != http.StatusNotFound || !strings.Contains(res.body, want) {
		t.Errorf("%d, without %q", res.StatusCode, want)
	}
}
