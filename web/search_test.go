package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestSearchFindsEverything: what the content says can be found by its words,
// and the result leads to a page that has the place it points to.
func TestSearchFindsEverything(t *testing.T) {
	for tree := range trees {
		t.Run(tree, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, setup{tree: tree})
			c := s.lib.Comparisons[0]
			queries := map[string]string{
				s.lib.Articles[0].Title: "/articles/" + s.lib.Articles[0].Slug,
				c.Questions[0].Text:     "/decide/" + c.Slug + "#q-" + c.Questions[0].ID,
				c.Cases[0].Org:          "/cases/" + c.Cases[0].ID,
				s.lib.Claims[0].Text:    "/claims#claim-" + s.lib.Claims[0].ID,
				s.lib.Terms[0].Name:     "/glossary#term-" + s.lib.Terms[0].ID,
				c.Options[0].Name:       c.Slug,
				"how it decides":        "/method",
			}
			for query, want := range queries {
				links := s.results(query)
				if !strings.Contains(strings.Join(links, " "), want) {
					t.Errorf("%q finds %q, not %s", query, links, want)
				}
				for _, link := range links {
					path, fragment, _ := strings.Cut(link, "#")
					res := s.get(path)
					if res.StatusCode != http.StatusOK || fragment != "" && !strings.Contains(res.body, `id="`+fragment+`"`) {
						t.Errorf("%q leads to %s: %d", query, link, res.StatusCode)
					}
				}
			}
		})
	}
}

// results gives the addresses of what a query finds.
func (s *site) results(query string) []string {
	s.t.Helper()
	res := s.get("/search?q=" + url.QueryEscape(query))
	doc, err := html.Parse(strings.NewReader(res.body))
	if err != nil || res.StatusCode != http.StatusOK {
		s.t.Fatalf("%q: %d, %v", query, res.StatusCode, err)
	}
	var links []string
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" && n.Parent.Data == "h3" {
			links = append(links, attr(n, "href"))
		}
	}
	return links
}

// TestSearchHostile: no query makes a large page or breaks out of its place. What one costs
// is bounded in TestSearchShipped of package content.
func TestSearchHostile(t *testing.T) {
	s := newSite(t, setup{tree: "shipped"})
	for _, query := range []string{
		strings.Repeat("a", 30_000), strings.Repeat("é ", 8_000), strings.Repeat(`"a b" `, 4_000), strings.Repeat("\x00", 5_000),
		`"><img src=x onerror=alert(1)>`, `</title><script>alert(1)</script>`, "javascript:alert(1)", "{{.}} ${x} %s %n",
		"../../etc/passwd", "'; DROP TABLE assessments; --",
	} {
		res := s.get("/search?q=" + url.QueryEscape(query))
		if res.StatusCode != http.StatusOK || len(res.body) > 200_000 {
			t.Errorf("%.30q: %d, %d bytes", query, res.StatusCode, len(res.body))
		}
		doc, err := html.Parse(strings.NewReader(res.body))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && (n.Data == "img" || n.Data == "script" && attr(n, "src") == "" || attr(n, "onerror") != "") {
				t.Errorf("%.30q became <%s>", query, n.Data)
			}
		}
	}
}
