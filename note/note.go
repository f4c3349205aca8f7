// Package note renders what people write about an assessment, as Markdown and as they meant it:
// minutes, lists from other programs, paths and addresses come out as they were typed. For decision records it
// writes them in CommonMark that shows the same, and reads that back.
package note

import (
	"bytes"
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"crossroads/text"
)

// Bounds that keep the time of rendering proportional to a note: its length in bytes, and
// the number of marks in it that open something.
const (
	maxLength = 64 << 10
	maxMarks  = 2000
)

// plain and framed parse and render texts typed by users.
var plain, framed = newMarkdown(htmlRenderer{}, paragraphs...), newMarkdown(htmlRenderer{target: "_blank"}, paragraphs...)

var paragraphs = []util.PrioritizedValue{util.Prioritized(tabs{}, 50), util.Prioritized(columns{}, 60),
	util.Prioritized(definitions{}, 100)}

func newMarkdown(r htmlRenderer, paragraphs ...util.PrioritizedValue) goldmark.Markdown {
	return goldmark.New(goldmark.WithParser(parser.NewParser(parser.WithBlockParsers(blockParsers()...),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(links{parser.NewLinkParser()}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300), util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(calculations{}, 450), util.Prioritized(emphasis{parser.NewEmphasisParser()}, 500)),
		parser.WithParagraphTransformers(paragraphs...))),
		goldmark.WithExtensions(extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"by addresses:"}))),
		goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(addresses{}, 998)),
			parser.WithASTTransformers(util.Prioritized(quoted{}, 100), util.Prioritized(typed{}, 200), util.Prioritized(indented{}, 300))),
		// people break the lines of minutes, addresses and lists of other programs where they belong
		goldmark.WithRendererOptions(gmhtml.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(r, 100))))
}

// HTML renders a user's note as HTML that is safe to write as it is: no raw
// HTML, links in place of images, links to http, https and mailto only, headings from h3 on.
// Text that is not valid markdown is text. A note too long or too tangled to
// render in reasonable time is given as plain text.
func HTML(note string) string { return render(plain, note) }

// HTMLInFrame is HTML for a page inside a frame, whose links open outside of it.
func HTMLInFrame(note string) string { return render(framed, note) }

func render(markdown goldmark.Markdown, note string) string {
	note = strings.ToValidUTF8(note, "\ufffd")
	note = strings.ReplaceAll(note, "\r\n", "\n")
	note = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || isBidi(r) {
			return -1
		}
		return r
	}, note)
	if isTangled(note) {
		return "<p>" + strings.ReplaceAll(html.EscapeString(note), "\n", "<br>\n") + "</p>\n"
	}
	source := []byte(note)
	root := markdown.Parser().Parse(gmtext.NewReader(source))
	var out bytes.Buffer
	_ = markdown.Renderer().Render(&out, source, root) // writing to memory cannot fail
	return out.String()
}

// isBidi reports whether a character changes the direction of the following text, so that
// it would read differently from its content.
func isBidi(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// isTangled reports whether a note would take too long to parse.
func isTangled(note string) bool {
	return len(note) > maxLength || countMarks(note) > maxMarks || text.Deep.MatchString(note)
}

func countMarks(note string) int {
	n := 0
	for _, mark := range []string{"[", "*", "_", ">", "`", "<", "- ", "+ "} {
		n += strings.Count(note, mark)
	}
	return n
}
