package content

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// articleMarkdown parses and renders articles, without raw HTML, style attributes or
// scripts.
var articleMarkdown = goldmark.New(
	goldmark.WithExtensions(
		extension.Table,
	),
	goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(citationParser{}, 150), // before links, at 200
		util.Prioritized(strikethrough{extension.NewStrikethroughParser()}, 500))),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(articleRenderer{}, 100),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500))),
)

// HTML is the rendered text of an article, in pieces: the path below which the portal is
// served goes between them.
type HTML []string

// Under returns the complete, safe HTML for a portal served below a path, such as
// "/crossroads", or "" for one at the root of its host.
func (h HTML) Under(base string) string { return strings.Join(h, base) }

// own marks the addresses within the portal until the HTML is cut there. It cannot occur in
// a text, since files with this character are refused.
const own = "\x00"

func (b *body) html() HTML {
	var out bytes.Buffer
	// Rendering cannot fail: writing to memory does not, and our renderers return no
	// errors.
	_ = articleMarkdown.Renderer().Render(&out, b.source, b.root)
	return strings.Split(out.String(), own)
}

// citation is [^source-id] in a text.
type citation struct {
	ast.BaseInline
	id     string
	number int  // as printed, counted from 1
	again  bool // the source was cited before
}

var kindCitation = ast.NewNodeKind("Citation")

func (*citation) Kind() ast.NodeKind              { return kindCitation }
func (c *citation) Dump(source []byte, level int) { ast.DumpHelper(c, source, level, nil, nil) }

// strikethrough needs two tildes. One stands for "about", between the ends of a range, or below a figure.
type strikethrough struct{ parser.InlineParser }

func (s strikethrough) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); !bytes.HasPrefix(line, []byte("~~")) {
		return nil
	}
	return s.InlineParser.Parse(parent, block, pc)
}

type citationParser struct{}

func (citationParser) Trigger() []byte { return []byte{'['} }

var citationPattern = regexp.MustCompile(`^\[\^([^\[\]\s]{1,80})\]`)

func (citationParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	found := citationPattern.FindSubmatch(line)
	if found == nil {
		return nil
	}
	block.Advance(len(found[0]))
	return &citation{id: string(found[1])}
}

// callout is a quote that begins with **Note:** or **Careful:**.
type callout struct {
	ast.BaseBlock
	title string
}

var kindCallout = ast.NewNodeKind("Callout")

func (*callout) Kind() ast.NodeKind              { return kindCallout }
func (c *callout) Dump(source []byte, level int) { ast.DumpHelper(c, source, level, nil, nil) }

// figureBlock is an image that stands alone in its paragraph.
type figureBlock struct{ ast.BaseBlock }

var kindFigure = ast.NewNodeKind("Figure")

func (*figureBlock) Kind() ast.NodeKind              { return kindFigure }
func (f *figureBlock) Dump(source []byte, level int) { ast.DumpHelper(f, source, level, nil, nil) }

// arrange replaces quotes and paragraphs by the callouts and figures that they stand for,
// and moves citations next to the preceding word.
func (b *body) arrange() {
	var nodes []ast.Node
	_ = ast.Walk(b.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			nodes = append(nodes, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range nodes {
		switch n := n.(type) {
		case *ast.Blockquote:
			if title := b.calloutTitle(n); title != "" {
				replace(n, &callout{title: title})
			}
		case *ast.Paragraph:
			if n.ChildCount() == 1 && n.FirstChild().Kind() == ast.KindImage {
				replace(n, &figureBlock{})
			}
		case *citation:
			if before, ok := n.PreviousSibling().(*ast.Text); ok {
				before.Segment = before.Segment.TrimRightSpace(b.source)
				before.SetSoftLineBreak(false)
			}
		}
	}
}

// replace replaces a block by another, which takes over its children.
func replace(old ast.Node, by interface {
	ast.Node
	SetPos(int)
}) {
	by.SetPos(old.Pos())
	for c := old.FirstChild(); c != nil; c = old.FirstChild() {
		by.AppendChild(by, c)
	}
	old.Parent().ReplaceChild(old.Parent(), old, by)
}

// calloutTitle removes the title from a quote that is a callout, and returns it.
func (b *body) calloutTitle(quote *ast.Blockquote) string {
	first, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok {
		return ""
	}
	strong, ok := first.FirstChild().(*ast.Emphasis)
	if !ok || strong.Level != 2 {
		return ""
	}
	title, ok := strings.CutSuffix(inlineText(strong, b.source), ":")
	if !ok || title != "Note" && title != "Careful" {
		return ""
	}
	first.RemoveChild(first, strong)
	if next, ok := first.FirstChild().(*ast.Text); ok {
		if next.Segment = next.Segment.TrimLeftSpace(b.source); next.Segment.IsEmpty() {
			first.RemoveChild(first, next)
		}
	}
	if first.ChildCount() == 0 {
		quote.RemoveChild(quote, first)
	}
	return title
}

// articleRenderer renders the node types that only articles have, and those whose default
// form is not suitable.
type articleRenderer struct{}

func (articleRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindCitation, writeCitation)
	r.Register(kindCallout, writeCallout)
	r.Register(kindFigure, writeFigure)
	r.Register(kindTermLink, writeTermLink)
	r.Register(ast.KindHeading, writeHeading)
	r.Register(table.KindTable, writeTable)
	r.Register(table.KindTableCell, writeCell)
	r.Register(ast.KindFencedCodeBlock, writeCode)
	r.Register(ast.KindCodeBlock, writeCode)
	r.Register(ast.KindLink, writeLink)
	r.Register(ast.KindAutoLink, writeAutoLink)
}

func writeCitation(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		c := n.(*citation)
		fmt.Fprintf(w, `<sup><a href="#src-%s" aria-label="Source %d">[%d]</a></sup>`, html.EscapeString(c.id), c.number, c.number)
	}
	return ast.WalkContinue, nil
}

func writeCallout(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if title := n.(*callout).title; entering {
		fmt.Fprintf(w, `<div class="callout callout-%s" role="note"><p class="callout-title">%s</p>`+"\n", strings.ToLower(title), title)
	} else {
		w.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

func writeFigure(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	image := n.FirstChild().(*ast.Image)
	drawn := new(Diagram) // the article is refused if the drawing is missing
	if d, ok := image.AttributeString("diagram"); ok {
		drawn = d.(*Diagram)
	}
	fmt.Fprintf(w, `<figure class="diagram"><img src="%s%s" width="%d" height="%d" alt="%s" loading="lazy" decoding="async">`,
		own, html.EscapeString(drawn.URL()), drawn.Width, drawn.Height, html.EscapeString(inlineText(image, source)))
	w.WriteString("<figcaption>")
	if len(image.Title) > 0 {
		fmt.Fprintf(w, "<p>%s</p>", html.EscapeString(typeset(string(unescape(image.Title)))))
	}
	if drawn.Desc != "" {
		fmt.Fprintf(w, "<details><summary>The drawing in words</summary><p>%s</p></details>", html.EscapeString(drawn.Desc))
	}
	w.WriteString("</figcaption>")
	w.WriteString("</figure>\n")
	return ast.WalkSkipChildren, nil
}

// writeTable puts the table into a box that can be scrolled, also by keyboard.
func writeTable(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		label, _ := n.AttributeString("aria-label")
		name, _ := label.([]byte)
		fmt.Fprintf(w, `<div class="table-scroll" role="region" aria-label="%s" tabindex="0"><table>`+"\n", html.EscapeString(string(name)))
	} else {
		w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// writeCell makes the cells of the head headers of their columns, unless they are empty.
func writeCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag, scope, align := "td", "", ""
	if n.Parent().Kind() == table.KindTableHeader && n.HasChildren() {
		tag, scope = "th", ` scope="col"`
	}
	if a := n.(*table.TableCell).Alignment; a != table.AlignNone {
		align = fmt.Sprintf(` align="%s"`, a)
	}
	if entering {
		fmt.Fprintf(w, "<%s%s%s>", tag, align, scope)
	} else {
		fmt.Fprintf(w, "</%s>\n", tag)
	}
	return ast.WalkContinue, nil
}

// writeHeading makes a heading with an id a link to itself, unless it contains links.
func writeHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	open, close := "", ""
	if id, ok := n.AttributeString("id"); ok {
		at := html.EscapeString(string(id.([]byte)))
		open = fmt.Sprintf(` id="%s"`, at)
		if !linked(n) {
			open, close = open+fmt.Sprintf(`><a class="anchor" href="#%s"`, at), "</a>"
		}
	}
	if level := n.(*ast.Heading).Level; entering {
		fmt.Fprintf(w, "<h%d%s>", level, open)
	} else {
		fmt.Fprintf(w, "%s</h%d>\n", close, level)
	}
	return ast.WalkContinue, nil
}

// linked reports whether a node contains a link.
func linked(n ast.Node) bool {
	found := false
	_ = ast.Walk(n, func(c ast.Node, _ bool) (ast.WalkStatus, error) {
		switch c.Kind() {
		case ast.KindLink, ast.KindAutoLink, kindCitation, kindTermLink:
			found = true
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

// writeCode writes a code block that can be scrolled by keyboard.
func writeCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	w.WriteString(`<pre tabindex="0"><code`)
	if fenced, ok := n.(*ast.FencedCodeBlock); ok && fenced.Language(source) != nil {
		fmt.Fprintf(w, ` class="language-%s"`, html.EscapeString(string(fenced.Language(source))))
	}
	fmt.Fprintf(w, ">%s</code></pre>\n", html.EscapeString(string(n.Lines().Value(source))))
	return ast.WalkSkipChildren, nil
}

func writeLink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		openLink(w, string(n.(*ast.Link).Destination))
	} else {
		w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func writeAutoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if link := n.(*ast.AutoLink); entering {
		to := string(link.URL(source))
		if link.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
			to = "mailto:" + to
		}
		openLink(w, to)
		fmt.Fprintf(w, "%s</a>", html.EscapeString(string(link.Label(source))))
	}
	return ast.WalkContinue, nil
}

// openLink writes the start tag of a link. Links within the portal need no rel.
func openLink(w util.BufWriter, to string) {
	w.WriteString(`<a href="`)
	if strings.HasPrefix(to, "/") {
		w.WriteString(own)
	}
	w.WriteString(html.EscapeString(string(util.URLEscape([]byte(to), true))) + `"`)
	if !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#") {
		w.WriteString(` rel="noopener"`)
	}
	w.WriteByte('>')
}
