package note

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// typed keeps what Markdown would change: the numbers of a list, of which it counts only the first,
// and the backslashes of paths.
type typed struct{}

func (typed) Transform(root *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	for _, list := range all[*ast.List](root) {
		if list.IsOrdered() {
			keepNumbers(list, source)
		}
	}
	for _, t := range all[*ast.Text](root, ast.KindCodeSpan) {
		keepPaths(t, source)
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
