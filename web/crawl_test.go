package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestCrawl opens every page that can be reached by links, and checks that
// every internal link, form target, file and fragment on it exists, and that no
// page loads anything from another host, carries inline script or style, or
// uses an id twice or typewriter quotes.
func TestCrawl(t *testing.T) {
	for tree := range trees {
		t.Run(tree, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, setup{tree: tree})
			q, a := s.first()
			id, _ := s.save(q+"="+a, "A title")
			c := &crawler{site: s, pages: map[string]*crawled{}}
			c.visit("/", "start")
			for _, cat := range s.lib.Comparisons {
				c.visit("/embed/decide/"+cat.Slug, "start")
				c.visit("/embed/compare/"+cat.Slug, "start")
				c.visit("/embed/decide/"+cat.Slug+"/result?"+q+"="+a, "start")
				c.visit("/decide/"+cat.Slug+"/result?"+q+"="+a, "start")
			}
			for _, path := range []string{
				"/a/" + id, "/a/" + id + "/edit", "/a/" + id + "/r/1", "/embed/a/" + id, "/api", "/mine", "/diff", "/diff/" + id + "/" + id,
				"/assessments/import",
			} {
				c.visit(path, "start")
			}
			c.checkFragments()
			if least := len(s.lib.Articles) + len(s.lib.Comparisons[0].Cases) + 8; len(c.pages) < least {
				t.Errorf("only %d pages were reached, expected %d", len(c.pages), least)
			}
			for _, a := range s.lib.Articles {
				if c.pages["/articles/"+a.Slug] == nil {
					t.Errorf("no link leads to /articles/%s", a.Slug)
				}
			}
		})
	}
}

type crawler struct {
	*site
	pages  map[string]*crawled // by path and query
	wanted []fragment
}

// crawled is what is known about a page.
type crawled struct{ ids map[string]bool }

// fragment is a link to a place on a page.
type fragment struct{ page, id, from string }

// maxQueries bounds how many addresses with a query are opened: filters and
// "change this answer" links lead to endless ones.
const maxQueries = 60

// visit opens an address once and follows what it links to.
func (c *crawler) visit(address, from string) {
	if c.pages[address] != nil || strings.Contains(address, "?") && len(c.pages) > maxQueries {
		return
	}
	res := c.get(address)
	c.pages[address] = &crawled{ids: map[string]bool{}}
	if res.StatusCode == http.StatusFound {
		c.follow(res.Header.Get("Location"), address)
		return
	}
	if res.StatusCode != http.StatusOK {
		c.t.Errorf("%s, linked from %s, gives %d", address, from, res.StatusCode)
		return
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") ||
		strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") {
		return
	}
	doc, err := html.Parse(strings.NewReader(res.body))
	if err != nil {
		c.t.Errorf("%s: %v", address, err)
		return
	}
	c.titles(doc, address)
	c.classes(doc, address)
	c.typography(doc, address)
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			c.element(n, address)
		}
	}
}

func (c *crawler) element(n *html.Node, address string) {
	if n.Data == "script" && attr(n, "src") == "" && attr(n, "type") == "" || n.Data == "style" {
		c.t.Errorf("%s: inline %s", address, n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			c.t.Errorf("%s: <%s %s=…> breaks the content security policy", address, n.Data, a.Key)
		case a.Key == "id":
			if c.pages[address].ids[a.Val] {
				c.t.Errorf("%s: the id %q is used twice", address, a.Val)
			}
			c.pages[address].ids[a.Val] = true
		case a.Key == "href" && strings.HasSuffix(attr(n, "type"), "+oembed"): // for programs, which want it absolute
			if !strings.HasPrefix(a.Val, c.URL+"/oembed?url=") {
				c.t.Errorf("%s: oEmbed is to be asked at %s", address, a.Val)
			}
			c.follow(a.Val, address)
		case a.Key == "src" || a.Key == "href" && n.Data == "link" && attr(n, "rel") != "canonical":
			if !strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//") {
				c.t.Errorf("%s: <%s> loads %s", address, n.Data, a.Val)
			} else {
				c.follow(a.Val, address)
			}
		case a.Key == "href":
			c.follow(a.Val, address)
		case a.Key == "action" && strings.ToLower(attr(n, "method")) != "post":
			c.follow(a.Val, address)
		}
	}
}

func (c *crawler) titles(doc *html.Node, address string) {
	headings := 0
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "h1" {
			headings++
		}
	}
	if headings != 1 {
		c.t.Errorf("%s has %d first-level headings", address, headings)
	}
}

// follow opens a link unless it leaves the site.
func (c *crawler) follow(link, from string) {
	base, err := url.Parse(c.URL + from)
	if err != nil {
		c.t.Fatal(err)
	}
	target, err := base.Parse(link)
	if err != nil {
		c.t.Errorf("%s: bad link %q: %v", from, link, err)
		return
	}
	if target.Scheme+"://"+target.Host != c.URL {
		if target.Scheme != "https" && target.Scheme != "http" && target.Scheme != "mailto" {
			c.t.Errorf("%s: link to %q", from, link)
		}
		return
	}
	page := target.EscapedPath()
	if target.RawQuery != "" {
		page += "?" + target.RawQuery
	}
	if target.Fragment != "" {
		c.wanted = append(c.wanted, fragment{page, target.Fragment, from})
	}
	c.visit(page, from)
}

func (c *crawler) checkFragments() {
	for _, f := range c.wanted {
		if p := c.pages[f.page]; p != nil && !p.ids[f.id] {
			c.t.Errorf("%s links to %s#%s, which is not there", f.from, f.page, f.id)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
