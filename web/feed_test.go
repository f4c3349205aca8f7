package web_test

import (
	"encoding/xml"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"crossroads/web"
)

const publicAddress = "https://crossroads.example.org"

// TestFeedGolden keeps the whole feed of the small content.
func TestFeedGolden(t *testing.T) {
	for name, path := range map[string]string{"feed.xml": "/feed.xml", "sitemap.xml": "/sitemap.xml"} {
		got := newSite(t, setup{config: web.Config{BaseURL: publicAddress}}).get(path).body
		golden := "testdata/golden/" + name
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
		}
	}
}

// atom is a feed as its readers see it.
type atom struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	ID      []string   `xml:"http://www.w3.org/2005/Atom id"`
	Title   []string   `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
	Author  []string   `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID        []string   `xml:"http://www.w3.org/2005/Atom id"`
		Title     []string   `xml:"http://www.w3.org/2005/Atom title"`
		Updated   []string   `xml:"http://www.w3.org/2005/Atom updated"`
		Published []string   `xml:"http://www.w3.org/2005/Atom published"`
		Summary   []string   `xml:"http://www.w3.org/2005/Atom summary"`
		Links     []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

// TestFeedValid holds the feed to what RFC 4287 asks for, and follows its links.
func TestFeedValid(t *testing.T) {
	for tree := range trees {
		s := newSite(t, setup{tree: tree})
		var f atom
		if err := xml.Unmarshal([]byte(s.get("/feed.xml").body), &f); err != nil {
			t.Fatal(err)
		}
		if len(f.ID) != 1 || len(f.Title) != 1 || len(f.Updated) != 1 || len(f.Author) != 1 || f.Author[0] == "" {
			t.Errorf("feed: ids %q, titles %q, updated %q, authors %q", f.ID, f.Title, f.Updated, f.Author)
		}
		if f.Links[0].Rel != "self" || f.Links[0].Href != s.URL+"/feed.xml" {
			t.Errorf("first link %+v", f.Links[0])
		}
		if want := len(s.lib.Articles) + len(s.lib.Changes); len(f.Entries) != min(want, 60) {
			t.Errorf("%d entries, want %d", len(f.Entries), want)
		}
		before, seen := f.Updated[0], map[string]bool{}
		for _, e := range f.Entries {
			if len(e.ID) != 1 || len(e.Title) != 1 || e.Title[0] == "" || len(e.Updated) != 1 || len(e.Summary) != 1 || len(e.Links) != 1 ||
				len(e.Published) > 1 {
				t.Errorf("entry %+v", e)
				continue
			}
			if seen[e.ID[0]] || !strings.HasPrefix(e.ID[0], s.URL+"/") {
				t.Errorf("id %q", e.ID[0])
			}
			seen[e.ID[0]] = true
			if _, err := time.Parse(time.RFC3339, e.Updated[0]); err != nil || e.Updated[0] > before {
				t.Errorf("updated %q after %q: %v", e.Updated[0], before, err)
			}
			before = e.Updated[0]
			path, _, _ := strings.Cut(strings.TrimPrefix(e.Links[0].Href, s.URL), "#")
			if res := s.get(path); res.StatusCode != http.StatusOK {
				t.Errorf("%s gives %d", e.Links[0].Href, res.StatusCode)
			}
		}
	}
}

// TestSitemap: each page is listed once, exists, and may be kept by search engines.
func TestSitemap(t *testing.T) {
	for tree := range trees {
		s := newSite(t, setup{tree: tree})
		var doc struct {
			XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
			URLs    []struct {
				Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
				Lastmod string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
			} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
		}
		if err := xml.Unmarshal([]byte(s.get("/sitemap.xml").body), &doc); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, u := range doc.URLs {
			path, ours := strings.CutPrefix(u.Loc, s.URL)
			res := s.get(path)
			if !ours || seen[u.Loc] || res.StatusCode != http.StatusOK || res.Header.Get("X-Robots-Tag") != "" ||
				strings.Contains(res.body, `content="noindex"`) {
				t.Errorf("%s (seen %v): %d %v", u.Loc, seen[u.Loc], res.StatusCode, res.Header)
			}
			seen[u.Loc] = true
			if strings.HasPrefix(path, "/articles/") == (u.Lastmod == "") {
				t.Errorf("%s: last changed %q", u.Loc, u.Lastmod)
			}
		}
		for _, path := range []string{"/", "/claims", "/glossary", "/updates", "/search", "/method", "/cases", "/articles"} {
			if !seen[s.URL+path] {
				t.Errorf("%s is not listed", path)
			}
		}
	}
}

// Prices that are due for review are named on both pages and in the feed, from the
// day after their review day on.
func TestStalePrices(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	for _, due := range []bool{false, true} {
		for path, name := range map[string]string{
			"/cost": "Lambda requests", "/updates": "Lambda requests",
			"/feed.xml": "Prices due for review: Amazon Web Services, N. Virginia",
		} {
			body := s.get(path).body
			if got := strings.Contains(body, "Prices due for review"); got != due || due && !strings.Contains(body, name) {
				t.Errorf("%s names prices that are due: %v, want %v", path, got, due)
			}
		}
		s.now.Advance(3 * 365 * 24 * time.Hour)
	}
}
