package note

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// typed keeps what Markdown would change: the numbers of a list, of which it counts only the first,
// and backslashes.
type typed struct{}

func (typed) Transform(root *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	for _, list := range all[*ast.List](root) {
		if list.IsOrdered() {
			keepNumbers(list, source)
		}
	}
	for _, t := range all[*ast.Text](root, ast.KindCodeSpan) {
		keepBackslashes(t, source)
	}
}

// all returns the nodes of a type, but for those inside nodes of the given kinds.
func all[T ast.Node](root ast.Node, except ...ast.NodeKind) (found []T) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // fails only if the function does
		if slices.Contains(except, n.Kind()) {
			return ast.WalkSkipChildren, nil
		}
		if t, ok := n.(T); ok && entering {
			found = append(found, t)
		}
		return ast.WalkContinue, nil
	})
	return found
}

// itemNumber matches the number of an item.
var itemNumber = regexp.MustCompile(`^\s*([0-9]{1,9})[.)]`)

// keepNumbers gives the items of a list the numbers that were typed. Where all are 1, they may be days.
func keepNumbers(list *ast.List, source []byte) {
	next := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		number := next
		if match := itemNumber.FindSubmatch(source[place(item, source):]); match != nil {
			number, _ = strconv.Atoi(string(match[1])) // nine digits
		}
		if number != next {
			item.SetAttributeString(numberKey, strconv.Itoa(number))
		}
		next = number + 1
	}
}

// numberKey is the attribute of an item whose number does not follow the one before it.
const numberKey = "value"

// windowsPath matches a path of Windows: \\server\share, C:\x, %TEMP%\x or ..\x. Before a backslash
// there may be spaces.
var windowsPath = regexp.MustCompile(`(?:^|[\s"'(\[<>=,;:“„«])((?:\\\\[^\s\\]+\\|(?:[A-Za-z]:|%\w+%|\.\.?)\\(?:[^\s\\]|$))` +
	`(?:[^\s\\]*(?: [\pL\pN(][^\s\\]*){0,3}\\)*[^\s\\]*)`)

// keepBackslashes makes raw texts of what has backslashes that are none of Markdown: paths, patterns, formulas and
// names of accounts.
func keepBackslashes(t *ast.Text, source []byte) {
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
	for _, at := range rawParts(segment.Value(source)) {
		start, stop := segment.Start+at[0], segment.Start+at[1]
		path := ast.NewRawTextSegment(text.NewSegment(start, stop))
		parent.InsertBefore(parent, t, ast.NewTextSegment(text.NewSegment(from, start)))
		parent.InsertBefore(parent, t, path)
		from = stop
	}
	t.Segment = t.Segment.WithStart(min(from, t.Segment.Stop))
}

var (
	backslashes = regexp.MustCompile(`\\+`)
	// account matches DOMAIN\_name.
	account = regexp.MustCompile(`^[(\["']*[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*\\_[a-z]`)
	// ordinal matches 1\. and 1\), which begin no list.
	ordinal = regexp.MustCompile(`^[0-9]+\\[.)]$`)
	// reference matches a character reference.
	reference = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});`)
)

// rawParts finds what is raw in a text: a path, a word with a backslash before a letter or a digit, or a
// backslash before a sign that Markdown has no use for there.
func rawParts(s []byte) (found [][2]int) {
	if bytes.IndexByte(s, '\\') < 0 {
		return nil
	}
	paths := windowsPath.FindAllSubmatchIndex(s, -1)
	for from := 0; from < len(s); {
		if len(paths) > 0 && from >= paths[0][2] {
			found, from, paths = append(found, [2]int{paths[0][2], paths[0][3]}), paths[0][3], paths[1:]
			continue
		}
		to := len(s)
		if len(paths) > 0 {
			to = paths[0][2]
		}
		if space := bytes.IndexAny(s[from:to], " \t\n"); space == 0 {
			from++
			continue
		} else if space > 0 {
			to = from + space
		}
		if word := s[from:to]; isRaw(word) {
			found = append(found, [2]int{from, to})
		} else {
			for _, at := range backslashes.FindAllIndex(word, -1) {
				if (at[1]-at[0])%2 == 1 && at[1] < len(word) && !escapes(word, at[1]) {
					_, long := utf8.DecodeRune(word[at[1]:])
					found = append(found, [2]int{from + at[1] - 1, from + at[1] + long})
				}
			}
		}
		from = to
	}
	return found
}

// isRaw reports whether all backslashes of a word are none of Markdown.
func isRaw(word []byte) bool {
	return account.Match(word) || slices.ContainsFunc(backslashes.FindAllIndex(word, -1), func(at []int) bool {
		return (at[1]-at[0])%2 == 1 && at[1] < len(word) && (word[at[1]] >= utf8.RuneSelf || util.IsAlphaNumeric(word[at[1]]))
	})
}

// escapes reports whether the sign at a place of a word, after a backslash, could be a mark without it.
func escapes(word []byte, at int) bool {
	switch word[at] {
	case '`', '*', '_', '[', ']', '<':
		return true
	case '#', '>', '+', '-', '=', '~':
		return at == 1
	case '.', ')':
		return ordinal.Match(word)
	case '!':
		return at+1 < len(word) && word[at+1] == '['
	case '&':
		return reference.Match(word[at:])
	}
	return false
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
	referred    = regexp.MustCompile(`\[([^\[\]]+)\]`)
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
		for _, at := range referred.FindAllSubmatchIndex(source, -1) {
			if bytes.IndexByte(source[at[1]:], ':') != 0 {
				names[util.ToLinkReference(source[at[2]:at[3]])] = true
			}
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
			if defines = isAddress(string(d.Destination)) && names[name] && !before; defines {
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
