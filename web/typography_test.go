package web_test

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// typewritten is a mark of typewriters where print has a curly one: in "it's", in "teams' own", around a word.
var typewritten = regexp.MustCompile(`\pL'(\pL| \pL)|(^|\s)"\pL|\pL"(\s|$)`)

// verbatim are elements whose text is code, is typed by somebody, or is read by programs.
var verbatim = map[string]bool{"code": true, "pre": true, "kbd": true, "samp": true, "textarea": true, "script": true, "style": true}

// typography checks that what people read on a page has the apostrophes and quotes of print.
func (c *crawler) typography(n *html.Node, address string) {
	if n.Type == html.ElementNode && verbatim[n.Data] {
		return
	}
	for _, text := range readable(n) {
		if at := typewritten.FindStringIndex(text); at != nil {
			c.t.Errorf("%s: a straight mark in …%s…", address, text[max(0, at[0]-40):min(len(text), at[1]+20)])
		}
	}
	for child := range n.ChildNodes() {
		c.typography(child, address)
	}
}

// readable is what people read or hear of a node itself.
func readable(n *html.Node) []string {
	if n.Type == html.TextNode {
		return []string{strings.TrimSpace(n.Data)}
	}
	return []string{attr(n, "title"), attr(n, "alt"), attr(n, "aria-label"), attr(n, "placeholder")}
}
