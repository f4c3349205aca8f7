package note

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// CommonMark writes a note so that any reader of CommonMark shows what HTML shows: signs that are none of Markdown
// become character references, lines end with <br>, and empty comments stand where one thing ends and the next
// begins. HTML, links and images become text. FromCommonMark returns the note.
func CommonMark(note string) string {
	s := standard{source: []byte(note), tildes: strings.Count(note, "~") > 1}
	s.kinds, s.marks = make([]kind, len(note)+1), make([]mark, len(note)+1)
	if isTangled(note) {
		s.asTyped(s.allLines())
	} else {
		_ = ast.Walk(asText.Parser().Parse(text.NewReader(s.source)), s.see) // fails only if see does
	}
	written := s.write()
	if FromCommonMark(written) != note {
		clear(s.marks)
		s.asTyped(s.allLines())
		written = s.write()
	}
	return written
}

// asText parses as plain does, but for definitions of references, which become text.
var asText = newMarkdown(htmlRenderer{}, util.Prioritized(tabs{}, 50), util.Prioritized(columns{}, 60))

// kind says what a byte of a note is.
type kind byte

const (
	markup     kind = iota // stays as it is
	prose                  // text with the escapes and references of Markdown
	literal                // text as it was typed
	raw                    // the same, with backslashes
	monospaced             // the same, whose spaces count
	address                // of the web
)

// mark says what stands before or instead of a byte.
type mark byte

const (
	begins  mark = 1 << iota // the first line of a paragraph
	goesOn                   // another line of it
	ends                     // the end of a line that is not the last
	apart                    // before it, the thing above ends
	divides                  // a tab between cells
)

// standard is a note on its way to CommonMark.
type standard struct {
	source []byte
	kinds  []kind // of each byte
	marks  []mark // of each byte
	tildes bool   // there are several
}

// see notes what a node is.
func (s *standard) see(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		switch n := n.(type) {
		case *ast.Emphasis:
			s.emphasised(n)
		case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
			s.hardBreaks(n)
		}
		return ast.WalkContinue, nil
	}
	if n.Type() == ast.TypeBlock {
		s.separate(n)
	}
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		s.lines(n)
	case *extast.TableRow:
		s.row(n)
	case *ast.FencedCodeBlock:
		s.fenced(n)
		return ast.WalkSkipChildren, nil
	case *ast.CodeBlock:
		if _, ours := n.AttributeString(columnsKey); ours || isChanged(n.Lines().Value(s.source)) {
			var list []span
			for _, line := range s.content(n) {
				for line.start > 0 && (s.source[line.start-1] == ' ' || s.source[line.start-1] == '\t') {
					line.start--
				}
				list = append(list, line)
			}
			s.asTyped(list)
		}
		return ast.WalkSkipChildren, nil
	case *ast.CodeSpan:
		if at := s.span(n); !isChanged(append(s.source[at.start:at.stop:at.stop], '\n')) && !s.opensInside(at) {
			s.fill(at, markup)
			clear(s.marks[at.start+1 : at.stop])
		}
		return ast.WalkSkipChildren, nil
	case *ast.AutoLink:
		if at := s.span(n); scheme.Match(s.source[at.start:at.stop]) && !bytes.ContainsAny(s.source[at.start:at.stop], "{$") {
			s.fill(at, address)
		}
	case *ast.Text:
		k := prose
		if n.IsRaw() {
			k = raw
		}
		for i := n.Segment.Start; i < n.Segment.Stop; i++ {
			if s.kinds[i] != markup { // of several stars, those that are left seem to be the first
				s.kinds[i] = k
			}
		}
	}
	return ast.WalkContinue, nil
}

// span is from where to where something reaches in a note.
type span struct{ start, stop int }

func (s *standard) fill(at span, k kind) {
	for i := at.start; i < at.stop; i++ {
		s.kinds[i] = k
	}
}

func (s *standard) lineStart(at int) int { return bytes.LastIndexByte(s.source[:at], '\n') + 1 }

// lineEnd returns the place of the end of the line, or of the note.
func (s *standard) lineEnd(at int) int {
	if n := bytes.IndexByte(s.source[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(s.source)
}

// separate puts a comment before a block that a reader of CommonMark would join to the one above.
func (s *standard) separate(n ast.Node) {
	above := n.PreviousSibling()
	if above == nil {
		return
	}
	at := place(n, s.source)
	if _, numbered := n.AttributeString(numberKey); numbered {
		s.marks[at] |= apart
	}
	if s.blankBefore(at) {
		return
	}
	switch above.(type) {
	case *ast.List, *ast.Blockquote:
		switch n.Kind() {
		case ast.KindParagraph, ast.KindTextBlock, ast.KindCodeBlock, extast.KindTable:
			s.marks[at] |= apart
		case ast.KindHeading, ast.KindFencedCodeBlock:
			if s.isTyped(n) || n.Kind() == ast.KindHeading && !bytes.HasPrefix(s.source[at:], []byte("#")) {
				s.marks[at] |= apart
			}
		}
	case *ast.FencedCodeBlock:
		if s.isTyped(above) {
			s.marks[at] |= apart
		}
	case *ast.Paragraph, *ast.TextBlock:
		switch n.Kind() {
		case ast.KindThematicBreak:
			s.marks[at] |= apart
		case ast.KindFencedCodeBlock:
			if s.isTyped(n) {
				s.marks[at] |= apart
			}
		}
	}
}

// blankBefore reports whether the line above is blank. HasBlankPreviousLines says so of too many blocks.
func (s *standard) blankBefore(at int) bool {
	start := s.lineStart(at)
	return start > 0 && s.blankAt(s.lineStart(start-1))
}

// blankAt reports whether a line is blank.
func (s *standard) blankAt(start int) bool {
	return len(bytes.Trim(s.source[start:s.lineEnd(start)], "> \t")) == 0
}

// lines notes the lines of a block with text.
func (s *standard) lines(n ast.Node) {
	inHeading := n.Kind() == ast.KindHeading && bytes.HasPrefix(s.source[place(n, s.source):], []byte("#"))
	lines := n.Lines()
	var indents []int
	if found, ok := n.AttributeString(indentsKey); ok {
		indents = found.([]int)
	}
	for i := range lines.Len() {
		line := lines.At(i)
		if i < len(indents) && indents[i] > 0 {
			s.fill(span{line.Start - indents[i], line.Start}, monospaced)
			s.begin(line.Start-indents[i], i == 0)
		}
		stop := line.Start + len(bytes.TrimRight(s.source[line.Start:line.Stop], "\n"))
		s.fill(span{line.Start, stop}, literal)
		if inHeading || line.Start == stop {
			continue
		}
		s.begin(line.Start, i == 0)
		if i+1 < lines.Len() {
			s.marks[stop] |= ends
		} else {
			s.joined(n, s.lineEnd(stop))
		}
	}
}

func (s *standard) begin(at int, first bool) {
	if first {
		s.marks[at] |= begins
	} else {
		s.marks[at] |= goesOn
	}
}

// joined ends a line where what was one paragraph of the note goes on in the next block.
func (s *standard) joined(n ast.Node, stop int) {
	next := n.NextSibling()
	if next != nil && n.Kind() != ast.KindHeading && (next.Kind() == ast.KindParagraph || next.Kind() == extast.KindTable) &&
		stop < len(s.source) && !s.blankAt(stop+1) {
		s.marks[stop] |= ends
	}
}

// row notes a row of a table, and the tabs between its cells.
func (s *standard) row(n *extast.TableRow) {
	start := place(n, s.source)
	stop := rowAt(s.source, start).stop
	s.fill(span{start, stop}, literal)
	s.begin(start, n.PreviousSibling() == nil && (n.Parent().PreviousSibling() == nil || s.blankBefore(start)))
	for i := start; i < stop; i++ {
		switch s.source[i] {
		case '\t':
			s.marks[i] |= divides
		case '\n': // in a cell
			s.marks[i] |= ends
			s.begin(i+1, false)
		}
	}
	if n.NextSibling() != nil {
		s.marks[stop] |= ends
	} else {
		s.joined(n.Parent(), stop)
	}
}

// hardBreaks leaves the backslashes that end lines in Markdown as they are.
func (s *standard) hardBreaks(n ast.Node) {
	for i := range max(0, n.Lines().Len()-1) {
		stop := n.Lines().At(i).Stop - 1
		if stop > 0 && s.source[stop] == '\n' && s.source[stop-1] == '\\' && s.kinds[stop-1] == literal {
			s.kinds[stop-1] = markup
			s.marks[stop] &^= ends
		}
	}
}

// fenced leaves code as it is, unless its fences do not stand alone or what is in it would be read as
// something else. It is text then, with its fences.
func (s *standard) fenced(n *ast.FencedCodeBlock) {
	if !s.isTyped(n) {
		return
	}
	at := place(n, s.source)
	list := []span{{at, s.lineEnd(at)}}
	for _, line := range s.content(n) {
		if line.start > list[0].stop { // the first may stand right after the fence
			list = append(list, span{line.start, s.lineEnd(line.start)})
		}
	}
	last := list[len(list)-1]
	closed := len(list) > 1 && bytes.HasSuffix(bytes.TrimRight(s.source[last.start:last.stop], " \t"), []byte("```"))
	if fence, found := s.fenceBelow(last.stop); found && !closed {
		list = append(list, fence)
	}
	s.asTyped(list)
}

// fenceBelow returns the fence that stands alone in the line after the one that ends at a place.
func (s *standard) fenceBelow(end int) (fence span, found bool) {
	if end == len(s.source) {
		return fence, false
	}
	stop := s.lineEnd(end + 1)
	line := bytes.TrimLeft(s.source[end+1:stop], "> \t")
	signs := bytes.TrimRight(line, " \t")
	found = len(signs) > 2 && (len(bytes.Trim(signs, "`")) == 0 || len(bytes.Trim(signs, "~")) == 0)
	return span{stop - len(line), stop}, found
}

// content returns the lines of code.
func (s *standard) content(n ast.Node) (list []span) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		list = append(list, span{line.Start, line.Start + len(bytes.TrimRight(s.source[line.Start:line.Stop], "\n"))})
	}
	return list
}

func (s *standard) isTyped(n ast.Node) bool {
	code, ok := n.(*ast.FencedCodeBlock)
	if !ok {
		return false
	}
	_, chat := code.AttributeString(chatKey)
	return chat || isChanged(code.Lines().Value(s.source))
}

// isChanged reports whether code would not come back as it is, or would be run by programs that make pages.
func isChanged(code []byte) bool {
	return bytes.Contains(code, []byte("{{")) || bytes.Contains(code, []byte("{%")) || FromCommonMark(string(code)) != string(code)
}

// allLines returns the lines of the note.
func (s *standard) allLines() (list []span) {
	for at := 0; at < len(s.source); {
		line := span{at, s.lineEnd(at)}
		list, at = append(list, line), line.stop+1
	}
	return list
}

// asTyped makes lines of a text of lines that may be anything.
func (s *standard) asTyped(list []span) {
	blank := func(line span) bool { return len(bytes.TrimSpace(s.source[line.start:line.stop])) == 0 }
	first := true
	for i, line := range list {
		if blank(line) {
			first = true
			continue
		}
		s.fill(line, monospaced)
		s.begin(line.start, first)
		first = false
		if i+1 < len(list) && !blank(list[i+1]) {
			s.marks[line.stop] |= ends
		}
	}
}

// span returns where a node inside of a line is.
func (s *standard) span(n ast.Node) span {
	switch n := n.(type) {
	case *ast.Text:
		return span{n.Segment.Start, n.Segment.Stop}
	case *ast.AutoLink:
		label, start := n.Label(s.source), max(n.Pos(), 0)
		start += max(0, bytes.Index(s.source[start:], label))
		return span{start, start + len(label)}
	case *ast.RawHTML:
		if count := n.Segments.Len(); count > 0 {
			return span{n.Segments.At(0).Start, n.Segments.At(count - 1).Stop}
		}
	}
	at := span{-1, -1}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		inside := s.span(child)
		if at.start < 0 {
			at.start = inside.start
		}
		at.stop = max(at.stop, inside.stop)
	}
	switch n := n.(type) {
	case *ast.Emphasis:
		return span{at.start - n.Level, at.stop + n.Level}
	case *ast.CodeSpan:
		at.start = len(bytes.TrimRight(bytes.TrimRight(s.source[:max(at.start, 0)], " \n"), "`"))
		at.stop += len(s.source[at.stop:]) - len(bytes.TrimLeft(s.source[at.stop:], " \n"))
		at.stop += len(s.source[at.stop:]) - len(bytes.TrimLeft(s.source[at.stop:], "`"))
	case *ast.Link, *ast.Image:
		at.start--
		if end, ok := n.AttributeString(endKey); ok {
			at.stop = end.(int)
		}
	}
	return at
}

// emphasised leaves the stars and lines around a text as they are.
func (s *standard) emphasised(n *ast.Emphasis) {
	at := s.span(n)
	if at.start < 0 || at.stop > len(s.source) || at.stop-at.start < 2*n.Level {
		return
	}
	for i := range n.Level {
		if !isStar(s.source[at.start+i]) || !isStar(s.source[at.stop-1-i]) {
			return
		}
	}
	s.fill(span{at.start, at.start + n.Level}, markup)
	s.fill(span{at.stop - n.Level, at.stop}, markup)
}

func isStar(c byte) bool { return c == '*' || c == '_' }

// write returns the note in CommonMark.
func (s *standard) write() string {
	var b strings.Builder
	special := -1 // a sign that would begin a block
	for i := 0; i < len(s.source); i++ {
		if i == 0 || s.source[i-1] == '\n' {
			s.comment(&b, i)
		}
		c, k, m := s.source[i], s.kinds[i], s.marks[i]
		if m&(begins|goesOn) != 0 && k != markup {
			special = s.opener(i, m&begins != 0)
		}
		switch {
		case m&divides != 0:
			b.WriteString(cellTab)
		case c == '\n' && m&ends != 0:
			b.WriteString("<br>\n")
		case i == special:
			b.WriteString(referTo(c))
		case k == address:
			stop := i
			for stop < len(s.source) && s.kinds[stop] == address {
				stop++
			}
			url := string(s.source[i:stop])
			if inAngles(url) {
				url = "<" + url + ">"
			}
			b.WriteString(url)
			i = stop - 1
		case k == prose && c == '\\' && i+1 < len(s.source) && s.kinds[i+1] == prose && util.IsPunct(s.source[i+1]):
			b.WriteByte(c)
			i++
			b.WriteByte(s.source[i])
		case k != markup:
			written, long := s.sign(i, k)
			b.WriteString(written)
			i += long - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// comment writes an empty comment before a line where something in it has to stand apart.
func (s *standard) comment(b *strings.Builder, start int) {
	for i := start; i < len(s.source) && s.source[i] != '\n'; i++ {
		if s.marks[i]&apart != 0 {
			b.WriteString(string(s.source[start:i]) + comment + "\n")
			return
		}
		if !strings.ContainsRune("> \t", rune(s.source[i])) {
			return
		}
	}
}

// opensInside reports whether a line inside of something begins as another thing does.
func (s *standard) opensInside(at span) bool {
	for i := at.start + 1; i < at.stop; i++ {
		if s.marks[i]&goesOn != 0 && s.opener(i, false) >= 0 {
			return true
		}
	}
	return false
}

// opener returns the place of the sign with which a line of text would begin something else, -1 for none.
func (s *standard) opener(at int, first bool) int {
	line := s.source[at:s.lineEnd(at)]
	if len(line) == 0 {
		return -1
	}
	digits := len(line) - len(bytes.TrimLeft(line, "0123456789"))
	switch c := line[0]; {
	case digits > 0 && digits < 10 && digits < len(line) && (line[digits] == '.' || line[digits] == ')') && isSpaceAt(line, digits+1):
		if number, _ := strconv.Atoi(string(line[:digits])); first || number == 1 {
			return at + digits
		}
	case c == '>':
		return at
	case c == '#' && isSpaceAt(line, len(line)-len(bytes.TrimLeft(line, "#"))):
		return at
	case strings.IndexByte("-+*", c) >= 0 && isSpaceAt(line, 1),
		strings.IndexByte("-=*_", c) >= 0 && len(bytes.Trim(line, string(c)+" \t")) == 0,
		c == '~' && bytes.HasPrefix(line, []byte("~~~")):
		return at
	}
	return -1
}

func isSpaceAt(line []byte, at int) bool {
	return at >= len(line) || line[at] == ' ' || line[at] == '\t'
}

// sign writes a sign of a text, and returns how many bytes of the note it stands for.
func (s *standard) sign(i int, k kind) (written string, long int) {
	c := s.source[i]
	if unmarked[c] {
		return string(s.source[i : i+1]), 1
	}
	before, _ := utf8.DecodeLastRune(s.source[:i])
	after, _ := utf8.DecodeRune(s.source[i+1:])
	blank := func(c rune) bool { return c == utf8.RuneError || unicode.IsSpace(c) }
	wordy := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	special := false
	switch c {
	case '&':
		switch found := string(reference.Find(s.source[i:])); {
		case k == prose && (found == "&lt;" || found == "&amp;"):
			return strings.ToUpper(found), len(found)
		case found != "" && k != prose || isOurs(s.source[i:]):
			return "&amp;", 1
		}
	case '<':
		return "&lt;", 1
	case '[', ']', '$', '{', '`':
		special = true
	case '*':
		special = !blank(before) || !blank(after)
	case '_':
		special = !(blank(before) && blank(after)) && !(wordy(before) && wordy(after))
	case '~':
		special = s.tildes
	case '\\':
		special = after == '\n' || after == '\t' ||
			k != prose && (after == utf8.RuneError || after < utf8.RuneSelf && util.IsPunct(byte(after)))
	case '\t':
		special = k == monospaced
	case ' ':
		if k == monospaced && after == ' ' {
			return "&#160;", 1
		}
	}
	if special {
		return referTo(c), 1
	}
	return string(s.source[i : i+1]), 1
}

// unmarked are the bytes that sign writes as they are.
var unmarked = func() (list [256]bool) {
	for c := range list {
		list[c] = strings.IndexByte("&<[]$`*_~\\\t {", byte(c)) < 0
	}
	return list
}()

// What stands for a tab between cells, and where a thing ends.
const (
	cellTab = "&emsp;|&emsp;"
	comment = "<!-- -->"
)

func referTo(c byte) string { return "&#" + strconv.Itoa(int(c)) + ";" }

// ours are what CommonMark writes, and what that stands for. Nothing else is undone, so that what people write into
// a record stays as it is.
var ours = func() (pairs []string) {
	pairs = []string{cellTab, "\t", "&amp;", "&", "&lt;", "<", "&AMP;", "&amp;", "&LT;", "&lt;", "&#160;", " "}
	for _, c := range "\t#$()*+-.=>[\\]_`{~" {
		pairs = append(pairs, referTo(byte(c)), string(c))
	}
	return pairs
}()

var fromOurs = strings.NewReplacer(ours...)

// isOurs reports whether a text begins with something that FromCommonMark would undo.
func isOurs(s []byte) bool {
	for i := 0; i < len(ours); i += 2 {
		if bytes.HasPrefix(s, []byte(ours[i])) {
			return true
		}
	}
	return false
}

var (
	commentLine = regexp.MustCompile(`(?m)^[> \t]*` + comment + `[ \t]*(?:\n|\z)`)
	// lineEnd is one wherever it stands: formatters join lines.
	lineEnd = regexp.MustCompile(`<br ?/?>[ \t]*\n?`)
	lastEnd = regexp.MustCompile(`<br ?/?>[ \t]*\z`)
	angles  = regexp.MustCompile(`<((?i:https?)://[^\s<>]+)>`)
)

// FromCommonMark returns the note that CommonMark has written, even if others have edited it.
func FromCommonMark(written string) string {
	written = commentLine.ReplaceAllString(written, "")
	written = lineEnd.ReplaceAllString(lastEnd.ReplaceAllString(written, ""), "\n")
	written = angles.ReplaceAllStringFunc(written, func(found string) string {
		if url := found[1 : len(found)-1]; inAngles(url) {
			return url
		}
		return found
	})
	return fromOurs.Replace(written)
}

// outside matches a line that is not between letters or digits, and signs that are marks in an address too.
var outside = regexp.MustCompile(`[*~\[\]]|[^\pL\pN]_|_(?:[^\pL\pN]|$)`)

// inAngles reports whether an address has to stand between < and >, since marks are in it.
func inAngles(url string) bool { return outside.MatchString(url) }

// links remembers where the address of a link ends.
type links struct{ parser.InlineParser }

// callKey is the attribute of what stands right behind a word and leads nowhere, as in f[i](x): from the closing bracket on.
const callKey = "call"

// endKey is the attribute with the end of a link.
const endKey = "end"

func (l links) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	node := l.InlineParser.Parse(parent, block, pc)
	_, after := block.Position()
	switch node := node.(type) {
	case *ast.Link:
		node.SetAttributeString(endKey, after.Start)
		if label, ok := node.FirstChild().(*ast.Text); ok && !isAddress(destination(node.Destination)) {
			if at := label.Segment.Start - 2; at >= 0 && util.IsAlphaNumeric(block.Source()[at]) {
				node.SetAttributeString(callKey, span{before.Start, after.Start})
			}
		}
	case *ast.Image:
		node.SetAttributeString(endKey, after.Start)
	}
	return node
}

func (l links) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	l.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}
