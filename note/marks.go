package note

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// blockParsers are those of Markdown, as people mean their marks. There is none for HTML: its lines are text.
func blockParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(rows{trigger: []byte("#-+*>0123456789")}, 10), util.Prioritized(rows{}, 10), // those without one come after others
		util.Prioritized(underlines{parser.NewSetextHeadingParser()}, 100),
		util.Prioritized(meant{parser.NewThematicBreakParser()}, 200),
		util.Prioritized(meant{parser.NewListParser()}, 300),
		util.Prioritized(placed{parser.NewListItemParser()}, 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(meant{parser.NewATXHeadingParser()}, 600),
		util.Prioritized(fences{parser.NewFencedCodeBlockParser()}, 700),
		util.Prioritized(meant{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(afterwards{parser.NewParagraphParser()}, 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

// underlines makes a heading of one line above a longer line of hyphens. Below more text those are a rule, and
// "-- " begins the signature of a mail.
type underlines struct{ parser.BlockParser }

func (u underlines) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	above, ok := pc.LastOpenedBlock().Node.(*ast.Paragraph)
	if !ok || above.Lines().Len() > 1 || len(bytes.TrimSpace(line)) < 3 {
		return nil, parser.NoChildren
	}
	return u.BlockParser.Open(parent, reader, pc)
}

// afterwards begins a paragraph at a line without indentation below a list, or without ">" below a quotation.
// Markdown takes it for a part of the last line.
type afterwards struct{ parser.BlockParser }

func (a afterwards) CanInterruptParagraph() bool { return true }

func (a afterwards) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	last := pc.LastOpenedBlock().Node
	if last == nil || !ast.IsParagraph(last) || last.Parent() == parent || pc.BlockIndent() != 0 && !inQuotation(last, parent) {
		return nil, parser.NoChildren
	}
	return a.BlockParser.Open(parent, reader, pc)
}

// inQuotation reports whether a block is in a quotation inside of another.
func inQuotation(n, inside ast.Node) bool {
	for ; n != nil && n != inside; n = n.Parent() {
		if n.Kind() == ast.KindBlockquote {
			return true
		}
	}
	return false
}

// fences opens code as chats have it too: its first line may stand right after the fence, and the
// fence that closes it at the end of its last line. Words between tildes are a heading in plain text.
type fences struct{ parser.BlockParser }

// languages are names that stand after a fence. Another word there is code.
var languages = regexp.MustCompile(`^\{?\.?(?i:` +
	`asciidoc|awk|bash|bat|batch|bicep|c|c\+\+|c#|cfg|clojure|cmd|conf|console|cpp|cs|csharp|css|` +
	`csv|cypher|d2|dart|diff|docker|dockerfile|dot|elixir|env|erlang|fish|fsharp|go|golang|gradle|` +
	`graphql|graphviz|groovy|haskell|hcl|html|http|ini|java|javascript|jinja|jinja2|js|json|json5|` +
	`jsonc|jsonl|jsx|julia|kotlin|latex|less|log|lua|makefile|markdown|math|md|mermaid|mysql|nginx|` +
	`none|objc|objective-c|ocaml|perl|pgsql|php|plain|plaintext|plantuml|postgresql|powershell|promql|` +
	`properties|proto|protobuf|ps1|pseudo|pseudocode|puml|py|python|r|rb|regex|rego|rs|ruby|rust|` +
	`sass|scala|scss|sh|shell|shell-session|sql|svelte|swift|systemd|terraform|tex|text|tf|toml|ts|` +
	`tsv|tsx|txt|typescript|vb|vim|vue|xml|yaml|yml|zig|zsh)\}?$`)

func (f fences) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := placed(f).Open(parent, reader, pc)
	code, ok := node.(*ast.FencedCodeBlock)
	if !ok {
		return nil, parser.NoChildren
	}
	if code.Info == nil {
		return code, state
	}
	info := code.Info.Value(reader.Source())
	if languages.Match(info) {
		return code, state
	}
	line, segment := reader.PeekLine()
	if word, _, _ := bytes.Cut(info, []byte(" ")); line[pc.BlockOffset()] == '~' &&
		(!languages.Match(word) || bytes.HasSuffix(info, []byte("~"))) {
		return nil, parser.NoChildren
	}
	first := text.NewSegment(code.Info.Segment.Start, segment.Stop)
	first.ForceNewline = true
	code.Lines().Append(first)
	code.Info = nil
	code.SetAttributeString(chatKey, true)
	return code, state
}

// chatKey marks code whose fences do not stand alone.
const chatKey = "chat"

func (f fences) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	state := f.BlockParser.Continue(node, reader, pc)
	source, lines := reader.Source(), node.Lines()
	opening := source[place(node, source):]
	if state&parser.Continue == 0 || lines.Len() == 0 || !bytes.HasPrefix(opening, []byte("```")) {
		return state
	}
	long := len(opening) - len(bytes.TrimLeft(opening, "`"))
	last := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(last.Value(source), " \t\n")
	before := bytes.TrimRight(line, "`")
	if len(line)-len(before) < long || bytes.Contains(before, opening[:long]) {
		return state
	}
	padding := last.Padding
	last.Stop = last.Start + len(before) - padding
	last.ForceNewline = true
	lines.Set(lines.Len()-1, last)
	node.SetAttributeString(chatKey, true)
	return parser.Close
}

// meant opens no block at a mark that means something: a minus, a plus or "more than" before a
// figure, pros and cons, numbers such as 007, days (1. 5.), the times of a job, and "# of".
type meant struct{ parser.BlockParser }

func (m meant) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	signs := pc.ComputeIfAbsent(signsKey, func() any { return meantSigns(reader.Source()) }).(map[int]bool)
	at := pc.BlockOffset()
	if signs[segment.Start+at-segment.Padding] || at >= 0 && noMark.Match(line[at:]) {
		return nil, parser.NoChildren
	}
	return placed(m).Open(parent, reader, pc)
}

// placed remembers the spaces that a tab before a block stands for: the parser counts them in the place of the block.
type placed struct{ parser.BlockParser }

// paddingKey is the attribute with their number.
const paddingKey = "padding"

func (p placed) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, segment := reader.PeekLine()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil && segment.Padding > 0 {
		node.SetAttributeString(paddingKey, segment.Padding)
	}
	return node, state
}

// place returns where a block begins in a note.
func place(n ast.Node, source []byte) int {
	at := n.Pos()
	if padding, ok := n.AttributeString(paddingKey); ok {
		at -= padding.(int)
	}
	return min(max(at, 0), len(source))
}

var (
	signsKey = parser.NewContextKey()
	noMark   = regexp.MustCompile(`^0[0-9]+[.)]|^[0-9]{1,2}\.[ \t]*[0-9]{1,2}\.(?:\s|$)|^#[ \t]+of\b|` +
		`^\*(?:[ \t]+(?:[0-9*,/-]+|[A-Z]{3}(?:[-,][A-Z]{3})*)){4}(?:\s|$)`)
	signedLine = regexp.MustCompile(`(?m)^([ \t>]*)([-+])[ \t]+(\S.*)$|^( {0,3})(>)=? ?(.*)$|^([ \t]*)(\S?).*$`)
	aFigure    = regexp.MustCompile(`^[<>=~≈±]*[ ]?[€$£]?[0-9][0-9.,']*(?:$|[\s%‰°€$£\pL])`)
	anAmount   = regexp.MustCompile(`^[<>=~≈±]*[ ]?[€$£]?[0-9][0-9.,']*\s*(?:$|[%‰°€$£])`)
	hashes     = regexp.MustCompile(`(?m)^# \S.*(?:\n# \S.*)+`) // numbered items of Jira
	anItem     = regexp.MustCompile(`^[0-9]+[.)]\s`)
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
	for _, m := range hashes.FindAllIndex(source, -1) {
		lines, at := source[m[0]:m[1]], m[0]
		if bytes.Contains(lines, []byte("# of ")) { // a number of something, beside headings
			continue
		}
		for line := range bytes.Lines(lines) {
			found[at] = true
			at += len(line)
		}
	}
	return found
}

// calculations keeps "*" between figures, in patterns of file names and "__" around names of programs
// from emphasising what is between them.
type calculations struct{}

func (calculations) Trigger() []byte { return []byte("*_") }

// dunder matches a name such as __init__.py or __main__().
var dunder = regexp.MustCompile(`^__[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*__(?:\.[A-Za-z]|[(\["'])`)

// fileType matches a pattern such as *.log, but not the emphasised *.NET*.
var fileType = regexp.MustCompile(`^\*\.(?:[a-z0-9]+\*?|\w+)(?:[^\w*]|$)`)

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
		files := before == '/' && (after == '/' || after == '.') || after == '/' && unicode.IsSpace(before) || fileType.Match(line)
		if !times && !files {
			return nil
		}
	}
	block.Advance(long)
	return ast.NewTextSegment(segment.WithStop(segment.Start + long))
}

func isFigure(c rune) bool { return c >= '0' && c <= '9' }

func isLetter(c rune) bool { return c < utf8.RuneSelf && unicode.IsLetter(c) }

// emphasis opens none inside of a word, where a star multiplies or separates. Words of scripts without spaces
// between them are emphasised there.
type emphasis struct{ parser.InlineParser }

var letterOrDigit = regexp.MustCompile(`^[\p{Latin}\p{Greek}\p{Cyrillic}\p{Nd}]`)

func (e emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, _ := block.PeekLine()
	node := e.InlineParser.Parse(parent, block, pc)
	d, ok := node.(*parser.Delimiter)
	if ok && d.Char == '*' && letterOrDigit.MatchString(string(before)) && letterOrDigit.Match(line[d.OriginalLength:]) {
		d.CanOpen = false
	}
	return node
}
