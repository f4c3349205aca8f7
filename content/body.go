package content

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"crossroads/text"
)

// body is the parsed text of an article, with its references.
type body struct {
	file     string
	source   []byte // the whole file: all offsets refer to it
	root     ast.Node
	problems *Problems
	refused  bool // not parsed; the problem was reported

	contents  []Heading // levels 2 and 3
	headings  []string  // ids of all
	taken     map[string]int
	level     int                  // of the previous heading
	citations []*citation          // in order
	cited     map[string]*citation // the last one of each source
	links     []link
	tables    int
	plain     strings.Builder // words without markup
}

type link struct {
	to   string
	node ast.Node
}

// parseBody parses the text from offset on and reports whatever is not allowed in it.
func parseBody(file, whole string, offset int, problems *Problems) *body {
	b := &body{file: file, source: []byte(whole), problems: problems,
		level: 1, taken: map[string]int{}, cited: map[string]*citation{}}
	// The front matter is replaced by blank lines, so that offsets stay valid.
	masked := slices.Clone(b.source)
	for i := range masked[:offset] {
		if masked[i] != '\n' {
			masked[i] = ' '
		}
	}
	b.source = masked
	if b.refused = b.tangled(); b.refused {
		masked = nil
	}
	parse := articleMarkdown.Parser().Parse
	if !b.refused && bytes.ContainsAny(masked, `'"`) {
		masked = typesetBody(parse(gmtext.NewReader(masked)), masked)
		b.source = masked
	}
	b.root = parse(gmtext.NewReader(masked))
	b.arrange()
	_ = ast.Walk(b.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			b.visit(n)
		} else if n.Type() == ast.TypeBlock {
			b.plain.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	return b
}

// Bounds on the structure of an article, far above any real one: the parser takes time that
// grows with their square.
const maxLinks = 5000

// tangled reports an article that would take too long to parse.
func (b *body) tangled() bool {
	if at := text.Deep.FindIndex(b.source); at != nil {
		line := 1 + bytes.Count(b.source[:at[0]], []byte("\n"))
		b.problems.add(b.file, line, 1, "quotes and lists nested %d deep: write them flatter", text.MaxDeep)
		return true
	}
	if bytes.Count(b.source, []byte("](")) > maxLinks || bytes.Count(b.source, []byte("[^")) > maxLinks {
		b.problems.add(b.file, 1, 1, "more than %d links or citations: split the article", maxLinks)
		return true
	}
	return false
}

func (b *body) fail(n ast.Node, format string, args ...any) { b.place(n).fail(format, args...) }

// position returns line and column of a node or of its nearest ancestor with a position.
func (b *body) position(n ast.Node) (line, column int) {
	for n != nil && (n.Pos() < 0 || n.Pos() > len(b.source)) {
		n = n.Parent()
	}
	if n == nil {
		return 1, 1
	}
	before := b.source[:n.Pos()]
	start := bytes.LastIndexByte(before, '\n') + 1
	return 1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[start:])
}

func (b *body) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		b.heading(n)
	case *citation:
		b.cite(n)
	case *ast.Link:
		b.links = append(b.links, link{string(n.Destination), n})
	case *ast.AutoLink:
		b.words(n.Label(b.source))
		if n.AutoLinkType == ast.AutoLinkURL {
			b.links = append(b.links, link{string(n.URL(b.source)), n})
		}
	case *ast.Image:
		b.image(n)
	case *ast.HTMLBlock, *ast.RawHTML:
		b.fail(n, "HTML is not read here: write markdown, or put it in a code span (`…`) if it is an example")
	case *ast.LinkReferenceDefinition:
		if bytes.HasPrefix(n.Label, []byte("^")) {
			b.fail(n, "a citation needs no definition: remove this line; [%s] finds the source by its id", n.Label)
		}
	case *ast.FencedCodeBlock:
		b.code(n)
	case *ast.CodeBlock:
		b.words(n.Lines().Value(b.source))
	case *table.Table:
		b.table(n)
	case *table.TableRow:
		b.row(n)
	case *table.TableCell:
		b.plain.WriteByte(' ')
	case *ast.Emphasis:
		b.emphasis(n)
	case *ast.List:
		b.numbers(n)
	case *ast.Text:
		b.words(n.Segment.Value(b.source))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.plain.WriteByte(' ')
		}
	case *ast.String:
		b.words(n.Value)
	}
}

func (b *body) words(text []byte) { b.plain.Write(text) }

func (b *body) heading(n *ast.Heading) {
	words := strings.Join(strings.Fields(inlineText(n, b.source)), " ")
	before := b.level
	b.level = n.Level
	switch {
	case words == "":
		b.fail(n, "this heading is empty: write it, or remove the line")
	case n.Level == 1:
		b.fail(n, "a heading of level 1 is the title's: write ##")
	case n.Level > before+1:
		b.fail(n, "a heading of level %d under one of level %d: write %s", n.Level, before, strings.Repeat("#", before+1))
	}
	id := b.headingID(words)
	b.headings = append(b.headings, id)
	n.SetAttributeString("id", []byte(id))
	if n.Level == 2 || n.Level == 3 {
		b.contents = append(b.contents, Heading{n.Level, id, words})
	}
}

var (
	notInID = regexp.MustCompile(`[^\p{L}\p{N}]+`)
	// idInUse matches ids that the page around the article uses or may use.
	idInUse = regexp.MustCompile(`^(src|cite|q)-|^[^a-z]|^(main|content|contents|sources|related)$`)
)

// headingID makes a unique id from the words of a heading. It never equals an id of a
// citation, a source or a part of the page.
func (b *body) headingID(words string) string {
	id := strings.Trim(notInID.ReplaceAllString(strings.ToLower(words), "-"), "-")
	if id == "" || idInUse.MatchString(id) {
		id = strings.TrimSuffix("section-"+id, "-")
	}
	for base := id; b.taken[id] > 0; {
		b.taken[base]++
		id = fmt.Sprintf("%s-%d", base, b.taken[base])
	}
	b.taken[id] = 1
	return id
}

// cite numbers a citation by its source, in order of first citation.
func (b *body) cite(c *citation) {
	if insideLink(c) {
		b.fail(c, "a citation cannot stand inside a link: put it after the closing bracket")
	}
	if last, again := b.cited[c.id]; again {
		c.number, c.again = last.number, true
	} else {
		c.number = len(b.cited) + 1
	}
	b.cited[c.id] = c
	b.citations = append(b.citations, c)
}

func insideLink(n ast.Node) bool {
	for n = n.Parent(); n != nil; n = n.Parent() {
		if n.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func (b *body) image(n *ast.Image) {
	to := string(n.Destination)
	if strings.TrimSpace(inlineText(n, b.source)) == "" {
		b.fail(n, "this image has no alternative text: say in the square brackets what it shows")
	}
	if !strings.HasPrefix(to, "/diagrams/") {
		b.fail(n, "%q is not an image of this portal: put the file into diagrams/ and write /diagrams/…", to)
	} else {
		b.links = append(b.links, link{to, n})
	}
	if n.Parent().Kind() != kindFigure {
		b.fail(n, "an image stands in a paragraph of its own: put an empty line before and after it")
	}
}

// languages lists the names allowed for code blocks. Unknown names would be slow to look up
// later and are usually typing errors.
var languages = []string{"bash", "console", "css", "diff", "dockerfile", "go", "hcl", "html", "http", "ini", "java",
	"javascript", "json", "makefile", "markdown", "python", "rust", "sh", "sql", "text", "toml", "typescript", "xml", "yaml"}

func (b *body) code(n *ast.FencedCodeBlock) {
	b.words(n.Lines().Value(b.source))
	name := string(n.Language(b.source))
	if name != "" && !slices.Contains(languages, name) {
		b.fail(n, "unknown code language %q: %s", name, suggest(name, languages))
	}
}

// table gives a table a name for screen readers.
func (b *body) table(n *table.Table) {
	b.tables++
	var heads []string
	if n.FirstChild() != nil {
		for cell := n.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
			if words := strings.TrimSpace(inlineText(cell, b.source)); words != "" {
				heads = append(heads, words)
			}
		}
	}
	name := fmt.Sprintf("Table %d: %s", b.tables, strings.Join(heads, ", "))
	n.SetAttributeString("aria-label", []byte(strings.TrimSuffix(name, ": ")))
}

// row refuses a row with more cells than the head, since Markdown drops what is in them.
func (b *body) row(n *table.TableRow) {
	line, _, _ := bytes.Cut(b.source[max(n.Pos(), 0):], []byte("\n"))
	line = bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(line), []byte("|")), []byte("|"))
	cells := 1
	for i, c := range line {
		if c == '|' && (i == 0 || line[i-1] != '\\') {
			cells++
		}
	}
	if heads := n.Parent().FirstChild().ChildCount(); cells > heads {
		b.fail(n, "%d cells below %s: write \\| for a bar inside of a cell, also in code", cells, plural(heads, "heading"))
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// emphasis warns of stars between figures and underscores around the name of a program: Markdown takes them for marks.
func (b *body) emphasis(n *ast.Emphasis) {
	first, ok := n.FirstChild().(*ast.Text)
	last, closed := n.LastChild().(*ast.Text)
	if !ok || !closed {
		return
	}
	from, to := first.Segment.Start-n.Level, last.Segment.Stop+n.Level
	if from < 0 || to > len(b.source) {
		return
	}
	typed := string(b.source[from:to])
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch {
	case typed[0] == '*' && from > 0 && isDigit(b.source[from-1]) && isDigit(first.Segment.Value(b.source)[0]):
		b.place(n).warn("the stars around %q are read as emphasis and not shown: write × or \\*", typed)
	case typed[0] == '_' && n.Level == 2 && to+1 < len(b.source) && b.source[to] == '.' && unicode.IsLetter(rune(b.source[to+1])):
		b.place(n).warn("%s is read as bold and shown without its underscores: put the name in a code span (`…`)", typed)
	}
}

var itemNumber = regexp.MustCompile(`^\s*([0-9]{1,9})[.)]`)

// numbers warns of items that are shown with another number than was written. Lists with the same number everywhere are
// counted on purpose.
func (b *body) numbers(list *ast.List) {
	next := list.Start
	for item := list.FirstChild(); list.IsOrdered() && item != nil; item = item.NextSibling() {
		if at := item.Pos(); at >= 0 && at < len(b.source) {
			if found := itemNumber.FindSubmatch(b.source[at:]); found != nil {
				if number, _ := strconv.Atoi(string(found[1])); number != next && number != list.Start {
					b.place(item).warn("this item is written as %d but shown as %d, since Markdown counts: close the gap, or write "+
						"the number as text (%d\\.)", number, next, number)
					next = number
				}
			}
		}
		next++
	}
}

// inlineText returns the words of a node without markup and citations.
func inlineText(n ast.Node, source []byte) string {
	var words strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering && n.IsRaw() {
				words.Write(n.Segment.Value(source))
			} else if entering {
				words.Write(unescape(n.Segment.Value(source)))
			} else if n.SoftLineBreak() || n.HardLineBreak() {
				words.WriteByte(' ')
			}
		case *ast.AutoLink:
			if entering {
				words.Write(n.Label(source))
			}
		case *ast.String:
			if entering {
				words.Write(n.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}

// unescape resolves backslashes and entities as rendering to HTML would.
func unescape(text []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text)))
}
