package note

import (
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"crossroads/text"
)

// htmlRenderer renders notes. target is the target attribute of links, "" for none.
type htmlRenderer struct{ target string }

func (n htmlRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, writeHeading)
	r.Register(ast.KindLink, n.writeLink)
	r.Register(ast.KindAutoLink, n.writeAutoLink)
	r.Register(ast.KindImage, n.writeImage)
	r.Register(ast.KindRawHTML, writeRawHTML)
	r.Register(ast.KindFencedCodeBlock, writeCode)
	r.Register(ast.KindCodeBlock, writeCode)
	r.Register(extast.KindTable, writeBetween(`<div class="scroll" tabindex="0"><table>`+"\n", "</table></div>\n"))
	r.Register(extast.KindTableRow, writeBetween("<tr>", "</tr>\n"))
	r.Register(extast.KindTableCell, writeBetween("<td>", "</td>"))
}

// writeBetween renders what is in a node between two tags.
func writeBetween(opening, closing string) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString(opening)
		} else {
			w.WriteString(closing)
		}
		return ast.WalkContinue, nil
	}
}

// writeHeading renders level 1 as h3, level 2 as h4 and so on, since h1 and h2 belong
// to the page.
func writeHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	level := min(n.(*ast.Heading).Level+2, 6)
	if entering {
		w.WriteString("<h" + string(rune('0'+level)) + ">")
	} else {
		w.WriteString("</h" + string(rune('0'+level)) + ">\n")
	}
	return ast.WalkContinue, nil
}

func (r htmlRenderer) writeLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if call, ok := n.AttributeString(callKey); ok { // f[i](x) is none
		if at := call.(span); entering {
			w.WriteByte('[')
		} else {
			w.WriteString(html.EscapeString(string(source[at.start:at.stop])))
		}
		return ast.WalkContinue, nil
	}
	to := destination(n.(*ast.Link).Destination)
	words, ok := n.FirstChild().(*ast.Text)
	bare := ok && words.NextSibling() == nil && string(words.Value(source)) == to
	r.writeTarget(w, to, n.HasChildren(), bare, entering)
	if title := destination(util.UnescapePunctuations(n.(*ast.Link).Title)); title != "" && !entering {
		w.WriteString(" (" + html.EscapeString(title) + ")")
	}
	return ast.WalkContinue, nil
}

// destination returns the address of a link without the escapes of HTML.
func destination(address []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(address)))
}

// writeTarget writes what stands around the words of a link, which may be bare: the address. Where it may not be
// followed, it shows the address, unless a browser would run it.
func (r htmlRenderer) writeTarget(w util.BufWriter, to string, hasWords, bare, entering bool) {
	switch allowed := isAddress(to); {
	case entering:
		if allowed {
			r.openLink(w, to, bare || !hasWords)
		}
		if !hasWords && !isScript(to) {
			w.WriteString(html.EscapeString(to))
		}
	case allowed:
		w.WriteString("</a>")
	case hasWords && !isScript(to):
		w.WriteString(html.EscapeString(" (" + to + ")"))
	}
}

// isScript reports whether an address holds what a browser would run, or a file.
func isScript(address string) bool {
	address = strings.ToLower(strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.IsControl(c) {
			return -1
		}
		return c
	}, address))
	return strings.HasPrefix(address, "javascript:") || strings.HasPrefix(address, "vbscript:") || strings.HasPrefix(address, "data:")
}

func (r htmlRenderer) writeAutoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	link := n.(*ast.AutoLink)
	to, label := string(link.URL(source)), html.EscapeString(string(link.Label(source)))
	if link.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	bare := link.AutoLinkType == ast.AutoLinkURL
	if url, words, ok := strings.Cut(to, "|"); ok && words != "" { // <https://example.org|Example> of Slack
		to, label, bare = url, html.EscapeString(words), false
	}
	if !isAddress(to) {
		w.WriteString(label)
		return ast.WalkContinue, nil
	}
	r.openLink(w, to, bare)
	w.WriteString(label + "</a>")
	return ast.WalkContinue, nil
}

// rel tells browsers and search engines that a user wrote the link.
const rel = "nofollow noopener ugc"

// isAddress allows complete web addresses and mail. It excludes what a browser would
// run, and links that lead to another page of this portal unnoticed.
func isAddress(address string) bool {
	lower := strings.ToLower(address)
	return text.IsWebAddress(address) || strings.HasPrefix(lower, "mailto:") && !strings.ContainsAny(address, "\r\n")
}

// writeImage renders an image as a link to it. Inside a link only its words are left.
func (r htmlRenderer) writeImage(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	to := destination(n.(*ast.Image).Destination)
	for parent := n.Parent(); parent != nil; parent = parent.Parent() {
		if link, ok := parent.(*ast.Link); ok && isAddress(destination(link.Destination)) {
			if entering && !n.HasChildren() && !isScript(to) {
				w.WriteString(html.EscapeString(to))
			}
			return ast.WalkContinue, nil
		}
	}
	r.writeTarget(w, to, n.HasChildren(), false, entering)
	return ast.WalkContinue, nil
}

// writeRawHTML shows HTML as text.
func writeRawHTML(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		segments := n.(*ast.RawHTML).Segments
		for i := range segments.Len() {
			segment := segments.At(i)
			w.WriteString(strings.ReplaceAll(html.EscapeString(string(segment.Value(source))), "\n", "<br>\n"))
		}
	}
	return ast.WalkSkipChildren, nil
}

// writeCode renders code without the name of a language.
func writeCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(`<pre tabindex="0"><code>` + html.EscapeString(string(n.Lines().Value(source))) + "</code></pre>\n")
	}
	return ast.WalkSkipChildren, nil
}

// openLink writes the start tag of a link to another site. To one that is bare, whose text is the address, paper does
// not add the address.
func (r htmlRenderer) openLink(w util.BufWriter, to string, bare bool) {
	w.WriteString("<a ")
	if bare {
		w.WriteString(`class="bare" `)
	}
	if r.target != "" {
		w.WriteString(`target="` + r.target + `" `)
	}
	w.WriteString(`href="` + html.EscapeString(string(util.URLEscape([]byte(to), true))) + `" rel="` + rel + `">`)
}
