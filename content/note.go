package content

import (
	"bytes"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
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
	return goldmark.New(goldmark.WithParser(parser.NewParser(parser.WithBlockParsers(noteBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(util.Prioritized(definitions{}, 100)))),
		goldmark.WithExtensions(extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"by addresses:"}))),
		goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(calculations{}, 450), util.Prioritized(addresses{}, 998)),
			parser.WithASTTransformers(util.Prioritized(quoted{}, 100), util.Prioritized(typed{}, 200))),
		// people break the lines of minutes, addresses and lists of other programs where they belong
		goldmark.WithRendererOptions(gmhtml.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(r, 100))))
}

// noteBlockParsers are those of Markdown, without the lists and quotations that are none.
func noteBlockParsers() []util.PrioritizedValue {
	list := parser.DefaultBlockParsers()
	for i, p := range list {
		if p.Value == parser.NewListParser() || p.Value == parser.NewBlockquoteParser() {
			list[i].Value = meant{p.Value.(parser.BlockParser)}
		}
	}
	return list
}

// meant opens no block at a mark that means something: a minus, a plus or "more than" before a
// figure, pros and cons, and numbers such as 007.
type meant struct{ parser.BlockParser }

func (m meant) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	signs := pc.ComputeIfAbsent(signsKey, func() any { return meantSigns(reader.Source()) }).(map[int]bool)
	at := pc.BlockOffset()
	if signs[segment.Start+at] || at >= 0 && leadingZero.Match(line[at:]) {
		return nil, parser.NoChildren
	}
	return m.BlockParser.Open(parent, reader, pc)
}

var (
	signsKey    = parser.NewContextKey()
	leadingZero = regexp.MustCompile(`^0[0-9]+[.)]`)
	signedLine  = regexp.MustCompile(`(?m)^([ \t>]*)([-+])[ \t]+(\S.*)$|^( {0,3})(>)=? ?(.*)$|^([ \t]*)(\S?).*$`)
	aFigure     = regexp.MustCompile(`^[<>=~≈±]*[ ]?[€$£]?[0-9][0-9.,']*(?:$|[\s%‰°€$£\pL])`)
	anAmount    = regexp.MustCompile(`^[<>=~≈±]*[ ]?[€$£]?[0-9][0-9.,']*\s*(?:$|[%‰°€$£])`)
	anItem      = regexp.MustCompile(`^[0-9]+[.)]\s`)
)

// meantSigns finds the marks "-", "+" and ">" that are no marks of a list or a quotation: where all lines
// of a quotation begin with a figure, all of a list with an amount (“5 %”, but not “5 servers”), or some of its
// lines with "-" and others with "+". A list with lines below its own is one.
func meantSigns(source []byte) map[int]bool {
	type run struct {
		indent, figures int
		at              []int
		above           bool // other lines stand below one of these
		sign            byte // of the first line
		mixed           bool // other lines have another one
	}
	found := map[int]bool{}
	var open []run
	endFrom := func(indent int) {
		for n := len(open) - 1; n >= 0 && open[n].indent >= indent; n-- {
			r := open[n]
			open = open[:n]
			if !r.above && (r.figures == len(r.at) || r.mixed) {
				for _, at := range r.at {
					found[at] = true
				}
			}
		}
	}
	for _, m := range signedLine.FindAllSubmatchIndex(source, -1) {
		group := 1 // of the pattern: before the sign, the sign, after it
		for m[2*group] < 0 {
			group += 3
		}
		indent, at := m[2*group+1]-m[2*group], m[2*group+2]
		if group == 7 {
			if m[2*group+3] > at {
				endFrom(indent)
				if n := len(open); n > 0 && open[n-1].sign != '>' {
					open[n-1].above = true
				}
			} else if n := len(open); n > 0 && open[n-1].sign == '>' { // a blank line ends no list
				endFrom(open[n-1].indent)
			}
			continue
		}
		sign, after := source[at], source[m[2*group+4]:m[2*group+5]]
		endFrom(indent + 1)
		for i := range open {
			if open[i].sign == '>' && sign != '>' { // a list in a quotation
				open[i].figures = -1
			}
		}
		if n := len(open); n == 0 || open[n-1].indent < indent || (sign == '>') != (open[n-1].sign == '>') {
			endFrom(indent)
			if n := len(open); n > 0 && open[n-1].sign != '>' {
				open[n-1].above = true
			}
			open = append(open, run{indent: indent, sign: sign})
		}
		r := &open[len(open)-1]
		r.at, r.mixed = append(r.at, at), r.mixed || sign != r.sign
		begins := anAmount
		if sign == '>' {
			begins = aFigure
		}
		if r.figures >= 0 && begins.Match(after) && !anItem.Match(after) {
			r.figures++
		}
	}
	endFrom(0)
	return found
}

// calculations keeps "*" between figures, in patterns of file names and "__" around names of programs
// from emphasising what is between them.
type calculations struct{}

func (calculations) Trigger() []byte { return []byte("*_") }

// dunder matches a name such as __init__.py or __main__().
var dunder = regexp.MustCompile(`^__[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*__(?:\.[A-Za-z]|[(\["'])`)

func (calculations) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	before := block.PrecendingCharacter()
	long := len(line) - len(bytes.TrimLeft(line, "*"))
	if long == 0 {
		match := dunder.Find(line)
		if match == nil || before == '_' {
			return nil
		}
		long = bytes.LastIndexByte(match, '_') + 1
	} else {
		after, _ := utf8.DecodeRune(line[long:])
		times := isFigure(before) && isFigure(after) || long == 1 &&
			(isFigure(before) && (isLetter(after) || after == '(') || (isLetter(before) || before == ')') && isFigure(after))
		files := before == '/' && (after == '/' || after == '.') || after == '/' && unicode.IsSpace(before)
		if !times && !files {
			return nil
		}
	}
	block.Advance(long)
	return ast.NewTextSegment(segment.WithStop(segment.Start + long))
}

func isFigure(c rune) bool { return c >= '0' && c <= '9' }

func isLetter(c rune) bool { return c < utf8.RuneSelf && unicode.IsLetter(c) }

// typed keeps what Markdown would change: the numbers of a list, of which it counts only the first,
// and the backslashes of paths.
type typed struct{}

func (typed) Transform(root *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	var texts []*ast.Text
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // fails only if the function does
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.List:
			if entering && n.IsOrdered() {
				keepNumbers(n, source)
			}
		case *ast.Text:
			if entering {
				texts = append(texts, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, t := range texts {
		keepPaths(t, source)
	}
}

// itemNumber matches the number of an item.
var itemNumber = regexp.MustCompile(`^\s*([0-9]{1,9})[.)]`)

// keepNumbers gives the items of a list the numbers that were typed, unless all are 1 (or 0), as people
// write who let Markdown count.
func keepNumbers(list *ast.List, source []byte) {
	next, same := list.Start, list.Start <= 1
	var numbers []int
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		number := next
		if match := itemNumber.FindSubmatch(source[max(item.Pos(), 0):]); match != nil {
			number, _ = strconv.Atoi(string(match[1])) // nine digits
		}
		numbers = append(numbers, number)
		same = same && number == list.Start
	}
	for item := list.FirstChild(); item != nil && !same; item = item.NextSibling() {
		if numbers[0] != next {
			item.SetAttributeString("value", strconv.Itoa(numbers[0]))
		}
		next, numbers = numbers[0]+1, numbers[1:]
	}
}

// windowsPath matches a path of Windows: \\server\share, C:\x, %TEMP%\x or ..\x. Before a backslash
// there may be spaces.
var windowsPath = regexp.MustCompile(`(?:^|[\s"'(\[<>=,;:“„«])((?:\\\\[^\s\\]+\\|(?:[A-Za-z]:|%\w+%|\.\.?)\\(?:[^\s\\]|$))` +
	`(?:[^\s\\]*(?: [\pL\pN(][^\s\\]*){0,3}\\)*[^\s\\]*)`)

// keepPaths makes raw texts of the paths in a text, in which a backslash before another mark is one.
func keepPaths(t *ast.Text, source []byte) {
	mergeNext(t, source)
	parent := t.Parent()
	if parent == nil || t.IsRaw() {
		return
	}
	segment := t.Segment
	if stop := segment.Stop; t.HardLineBreak() && stop < len(source) && source[stop] == '\\' {
		segment = segment.WithStop(stop + 1) // a path at the end of a line
	}
	from := segment.Start
	for _, match := range windowsPath.FindAllSubmatchIndex(segment.Value(source), -1) {
		start, stop := segment.Start+match[2], segment.Start+match[3]
		path := ast.NewRawTextSegment(text.NewSegment(start, stop))
		parent.InsertBefore(parent, t, ast.NewTextSegment(text.NewSegment(from, start)))
		parent.InsertBefore(parent, t, path)
		from = stop
	}
	t.Segment = t.Segment.WithStart(min(from, t.Segment.Stop))
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
		mergeNext(t, source)
		for t != nil && t.Parent() != nil {
			t = linkFirst(t, source)
		}
	}
}

// mergeNext joins to a text those that go on with it. One without a parent was joined to another before.
func mergeNext(t *ast.Text, source []byte) {
	for t.Parent() != nil {
		next, ok := t.NextSibling().(*ast.Text)
		if !ok || !t.Merge(next, source) {
			return
		}
		t.Parent().RemoveChild(t.Parent(), next)
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
// HTML, links in place of images, links to http, https and mailto only, headings from h3 on.
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
		return "<p>" + strings.ReplaceAll(html.EscapeString(note), "\n", "<br>\n") + "</p>\n"
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
	r.Register(ast.KindImage, n.writeImage)
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
	r.writeTarget(w, destination(n.(*ast.Link).Destination), n.HasChildren(), entering)
	return ast.WalkContinue, nil
}

// destination returns the address of a link without the escapes of HTML.
func destination(address []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(address)))
}

// writeTarget writes what stands around the words of a link. Where it may not be followed, it shows the
// address, unless a browser would run it.
func (r noteRenderer) writeTarget(w util.BufWriter, to string, hasWords, entering bool) {
	switch allowed := isNoteAddress(to); {
	case entering:
		if allowed {
			openLink(w, to, noteRel, r.target)
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

// writeImage renders an image as a link to it. Inside a link only its words are left.
func (r noteRenderer) writeImage(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	to := destination(n.(*ast.Image).Destination)
	for parent := n.Parent(); parent != nil; parent = parent.Parent() {
		if link, ok := parent.(*ast.Link); ok && isNoteAddress(destination(link.Destination)) {
			if entering && !n.HasChildren() && !isScript(to) {
				w.WriteString(html.EscapeString(to))
			}
			return ast.WalkContinue, nil
		}
	}
	r.writeTarget(w, to, n.HasChildren(), entering)
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
