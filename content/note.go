package content

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Bounds that keep the time of rendering proportional to a note: its length in bytes, and
// the number of marks in it that open something.
const (
	maxNote  = 64 << 10
	maxMarks = 2000
)

// noteMarkdown and framedMarkdown parse and render texts typed by users.
var noteMarkdown, framedMarkdown = newNoteMarkdown(noteRenderer{}), newNoteMarkdown(noteRenderer{target: "_blank"})

func newNoteMarkdown(r noteRenderer) goldmark.Markdown {
	return goldmark.New(goldmark.WithParser(parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(util.Prioritized(definitions{}, 100)))),
		goldmark.WithExtensions(extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"by addresses:"}))),
		goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(addresses{}, 998)),
			parser.WithASTTransformers(util.Prioritized(quoted{}, 100))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(r, 100))))
}

// definitions takes the lines that define the address of a reference, "[1]: https://example.org", out of
// a text. In Markdown "[Ada]: agreed" defines one too, and would be shown nowhere: a line stays unless its
// address can be linked and the note refers to it.
type definitions struct{}

// trial is a context that defines nothing.
type trial struct{ parser.Context }

func (trial) AddReference(parser.Reference) {}

// referred finds what a note can refer to; a colon follows a definition.
var (
	referred    = regexp.MustCompile(`\[([^\[\]]+)\](?:[^:]|$)`)
	referredKey = parser.NewContextKey()
)

func (definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, source := node.Lines(), reader.Source()
	if lines.Len() == 0 || !bytes.Contains(lines.Value(source), []byte("]:")) {
		return
	}
	root, rest := ast.NewDocument(), ast.NewParagraph()
	root.AppendChild(root, rest)
	rest.Lines().AppendAll(lines.Sliced(0, lines.Len()))
	parser.LinkReferenceParagraphTransformer.Transform(rest, reader, trial{pc})
	var found []*ast.LinkReferenceDefinition
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if d, ok := n.(*ast.LinkReferenceDefinition); ok {
			found = append(found, d)
		}
	}
	names, known := pc.Get(referredKey).(map[string]bool)
	if !known {
		names = map[string]bool{}
		for _, match := range referred.FindAllSubmatch(source, -1) {
			names[util.ToLinkReference(match[1])] = true
		}
		pc.Set(referredKey, names)
	}
	kept, defines := text.NewSegments(), false
	last := lines.Len() - rest.Lines().Len()
	for i := range lines.Len() {
		line := lines.At(i)
		if len(found) > 0 && found[0].Lines().At(0).Start < line.Stop { // a definition begins
			d := found[0]
			found = found[1:]
			name := util.ToLinkReference(d.Label)
			_, before := pc.Reference(name)
			if defines = isNoteAddress(string(d.Destination)) && names[name] && !before; defines {
				pc.AddReference(parser.NewReference(d.Label, d.Destination, d.Title))
			}
		}
		if !defines || i >= last {
			kept.Append(line)
		}
	}
	if kept.Len() == 0 {
		node.Parent().RemoveChild(node.Parent(), node)
		return
	}
	node.SetLines(kept)
}

// addresses makes links of web addresses that stand in a text. Those of the extension
// are in small letters and have a point in their host, which few in intranets have.
type addresses struct{}

// bareAddress is a web address. Its path ends before letters of scripts that put no spaces
// between words, since a sentence may go on there; but a part of the path that begins with
// them belongs to it, as in those of Wikipedia. Right after the host only letters that begin
// names do, not those of Hiragana, or a single one of Hangul, which go on with the sentence.
var bareAddress = regexp.MustCompile(`^(?i:https?)://(?:[\p{L}\p{M}\p{N}_-]+\.)*` + spaced +
	`[` + spacedSet + `0-9_-]*(?:\.?:[0-9]{1,5})?` +
	`(?:\.?[/?#](?:(?:[\p{Katakana}\p{Han}]|\p{Hangul}{2})[\p{L}\p{M}ー・]*)?` +
	`(?:[/=][\p{L}\p{M}・]+|` + "[-" + spacedSet + "0-9@:%_+.~#$!?&/=();,'\"*^{}\\[\\]`])*)?")

// spacedSet are the letters of scripts that put spaces between words, for a set in a pattern.
const (
	spacedSet = `\p{Latin}\p{Greek}\p{Cyrillic}\p{Hebrew}\p{Arabic}\p{Devanagari}\p{M}`
	spaced    = `[` + spacedSet + `0-9]`
)

// maxAddress bounds an address, in bytes, and with it the time that looking for them takes.
const maxAddress = 2048

// Trigger lists what may stand before an address; " " is the start of a line, too.
func (addresses) Trigger() []byte { return []byte(leads) }

const leads = " (*_~:,;=|\"'>-"

func (addresses) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if pc.IsInLinkLabel() {
		return nil
	}
	line, segment := block.PeekLine()
	lead := 0
	if strings.IndexByte(leads, line[0]) >= 0 {
		lead = 1
		line = line[1:]
	}
	address := addressAt(line)
	if len(address) == 0 {
		return nil
	}
	if lead > 0 {
		ast.MergeOrAppendTextSegment(parent, segment.WithStop(segment.Start+lead))
	}
	start := segment.Start + lead
	block.Advance(lead + len(address))
	return ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, start+len(address))))
}

// addressAt returns the address that a text begins with, without the signs of the text around
// it. It is empty if there is none.
func addressAt(line []byte) (address []byte) {
	address = bareAddress.Find(line[:min(len(line), maxAddress)])
	if after := line[len(address):]; len(address) == maxAddress || bytes.IndexByte(after, '@') == 0 ||
		bytes.IndexByte(after, ':') == 0 && bytes.ContainsRune(after, '@') { // too long, or with a password
		return nil
	}
	if mark := bytes.Index(address, []byte("**")); mark >= 0 { // bold letters begin or end
		address = address[:mark]
	}
	for {
		short := bytes.TrimRight(address, "?!.,:;*_~'\"`[{^")
		for _, pair := range []string{"()", "[]", "{}"} {
			opened, closed := bytes.Count(short, []byte(pair[:1])), bytes.Count(short, []byte(pair[1:]))
			if n := len(short); n > 0 && short[n-1] == pair[1] && closed > opened {
				short = short[:n-1]
			}
		}
		if len(short) == len(address) {
			break
		}
		address = short
	}
	return address
}

// quoted makes links of addresses that stand in brackets or after a sign beyond ASCII, where the
// parser asks for none: “https://example.org”.
type quoted struct{}

func (quoted) Transform(root *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	var texts []*ast.Text
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // fails only if the function does
		switch n := n.(type) {
		case *ast.Link, *ast.AutoLink, *ast.Image, *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if entering {
				texts = append(texts, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, t := range texts {
		for t.Parent() != nil { // was not merged into the one before
			next, ok := t.NextSibling().(*ast.Text)
			if !ok || !t.Merge(next, source) {
				break
			}
			t.Parent().RemoveChild(t.Parent(), next)
		}
		for t != nil && t.Parent() != nil {
			t = linkFirst(t, source)
		}
	}
}

var scheme = regexp.MustCompile(`(?i)https?://`)

// linkFirst makes a link of the first address in a text, and returns the text after it, nil if
// there is none.
func linkFirst(t *ast.Text, source []byte) *ast.Text {
	for _, found := range scheme.FindAllIndex(t.Segment.Value(source), -1) {
		start := t.Segment.Start + found[0]
		before, _ := utf8.DecodeLastRune(source[:start])
		if before < utf8.RuneSelf && !strings.ContainsRune("[|", before) || unicode.IsLetter(before) || unicode.IsDigit(before) {
			continue
		}
		address := addressAt(source[start:t.Segment.Stop])
		if len(address) == 0 {
			continue
		}
		stop := start + len(address)
		rest := ast.NewTextSegment(text.NewSegment(stop, t.Segment.Stop))
		rest.SetSoftLineBreak(t.SoftLineBreak())
		rest.SetHardLineBreak(t.HardLineBreak())
		t.SetSoftLineBreak(false)
		t.SetHardLineBreak(false)
		t.Segment = t.Segment.WithStop(start)
		parent, link := t.Parent(), ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, stop)))
		parent.InsertAfter(parent, t, link)
		parent.InsertAfter(parent, link, rest)
		return rest
	}
	return nil
}

// Markdown renders a user's note as HTML that is safe to write as it is: no raw
// HTML, no images, links to http, https and mailto only, headings from h3 on.
// Text that is not valid markdown is text. A note too long or too tangled to
// render in reasonable time is given as plain text.
func Markdown(note string) string { return renderNote(noteMarkdown, note) }

// MarkdownInFrame is Markdown for a page inside a frame, whose links open outside of it.
func MarkdownInFrame(note string) string { return renderNote(framedMarkdown, note) }

func renderNote(markdown goldmark.Markdown, note string) string {
	note = strings.ToValidUTF8(note, "\ufffd")
	note = strings.ReplaceAll(note, "\r\n", "\n")
	note = strings.Map(func(r rune) rune {
		if isControl(r) || isBidi(r) {
			return -1
		}
		return r
	}, note)
	if len(note) > maxNote || countMarks(note) > maxMarks || deepLine.MatchString(note) {
		return "<p>" + html.EscapeString(note) + "</p>\n"
	}
	source := []byte(note)
	root := markdown.Parser().Parse(text.NewReader(source))
	var out bytes.Buffer
	_ = markdown.Renderer().Render(&out, source, root) // writing to memory cannot fail
	return out.String()
}

// isBidi reports whether a character changes the direction of the following text, so that
// it would read differently from its content.
func isBidi(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

func countMarks(note string) int {
	n := 0
	for _, mark := range []string{"[", "*", "_", ">", "`", "<", "- ", "+ "} {
		n += strings.Count(note, mark)
	}
	return n
}

// noteRenderer renders notes. target is the target attribute of links, "" for none.
type noteRenderer struct{ target string }

func (n noteRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, writeNoteHeading)
	r.Register(ast.KindLink, n.writeLink)
	r.Register(ast.KindAutoLink, n.writeAutoLink)
	r.Register(ast.KindImage, writeNoteImage)
	r.Register(ast.KindHTMLBlock, writeNoteHTMLBlock)
	r.Register(ast.KindRawHTML, writeNoteRawHTML)
	r.Register(ast.KindFencedCodeBlock, writeNoteCode)
	r.Register(ast.KindCodeBlock, writeNoteCode)
}

// writeNoteHeading renders level 1 as h3, level 2 as h4 and so on, since h1 and h2 belong
// to the page.
func writeNoteHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	level := min(n.(*ast.Heading).Level+2, 6)
	if entering {
		w.WriteString("<h" + string(rune('0'+level)) + ">")
	} else {
		w.WriteString("</h" + string(rune('0'+level)) + ">\n")
	}
	return ast.WalkContinue, nil
}

func (r noteRenderer) writeLink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	to := string(n.(*ast.Link).Destination)
	switch {
	case !isNoteAddress(to): // keep the words, drop the link, and show where it led if no browser would run it
		if !entering && (!strings.Contains(to, ":") || strings.HasPrefix(strings.ToLower(to), "tel:")) {
			w.WriteString(html.EscapeString(" (" + to + ")"))
		}
	case entering:
		openLink(w, to, noteRel, r.target)
	default:
		w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (r noteRenderer) writeAutoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	link := n.(*ast.AutoLink)
	to, label := string(link.URL(source)), html.EscapeString(string(link.Label(source)))
	if link.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	if !isNoteAddress(to) {
		w.WriteString(label)
		return ast.WalkContinue, nil
	}
	openLink(w, to, noteRel, r.target)
	w.WriteString(label + "</a>")
	return ast.WalkContinue, nil
}

// noteRel tells browsers and search engines that a user wrote the link.
const noteRel = "nofollow noopener ugc"

// isNoteAddress allows complete web addresses and mail. It excludes what a browser would
// run, and links that lead to another page of this portal unnoticed.
func isNoteAddress(address string) bool {
	lower := strings.ToLower(address)
	return isWebAddress(address) || strings.HasPrefix(lower, "mailto:") && !strings.ContainsAny(address, "\r\n")
}

// writeNoteImage renders only the text of an image.
func writeNoteImage(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

// writeNoteHTMLBlock shows HTML as text.
func writeNoteHTMLBlock(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		block := n.(*ast.HTMLBlock)
		typed := string(block.Lines().Value(source))
		if block.HasClosure() {
			typed += string(block.ClosureLine.Value(source))
		}
		w.WriteString("<p>" + html.EscapeString(strings.TrimSpace(typed)) + "</p>\n")
	}
	return ast.WalkSkipChildren, nil
}

func writeNoteRawHTML(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		segments := n.(*ast.RawHTML).Segments
		for i := range segments.Len() {
			segment := segments.At(i)
			w.WriteString(html.EscapeString(string(segment.Value(source))))
		}
	}
	return ast.WalkSkipChildren, nil
}

// writeNoteCode renders code without the name of a language, which is free text.
func writeNoteCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(`<pre tabindex="0"><code>` + html.EscapeString(string(n.Lines().Value(source))) + "</code></pre>\n")
	}
	return ast.WalkSkipChildren, nil
}
