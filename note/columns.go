package note

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// columns keeps the spaces of lines in columns, as terminals and mails have them, and the indentation of lines below
// others: pasted YAML and outlines say by it what belongs to what.
type columns struct{}

var (
	// column matches a line with a gap. Behind a sign that ends a sentence people type two spaces.
	column = regexp.MustCompile(`[^\s.!?:;,]\s* {2,}\S`)
	// ruled matches the line below the head of a table in a terminal.
	ruled = regexp.MustCompile(`^\s*-+\+[-+]+\s*$`)
)

// Attributes of what columns has found.
const (
	columnsKey = "columns" // of code whose fences or indentation nobody typed
	indentsKey = "indents" // of a paragraph: how many bytes of indentation each line keeps
)

func (columns) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	source, lines := reader.Source(), node.Lines()
	if lines.Len() < 2 || node.Parent().Kind() != ast.KindDocument {
		return
	}
	if whole := source[lines.At(0).Start:lines.At(lines.Len()-1).Stop]; !bytes.Contains(whole, []byte("  ")) &&
		!bytes.ContainsAny(whole, "\t+") {
		return
	}
	inColumns, least := 0, len(source)
	indents := make([]int, lines.Len())
	for i := range lines.Len() {
		line := lines.At(i)
		typed := source[line.Start:line.Stop]
		said := bytes.TrimLeft(typed, " \t")
		indents[i] = len(typed) - len(said)
		least = min(least, indents[i])
		if ruled.Match(typed) {
			inColumns += 2
		} else if column.Match(said) {
			inColumns++
		}
	}
	if inColumns > 1 {
		code := ast.NewCodeBlock()
		code.SetLines(lines)
		code.SetPos(lines.At(0).Start)
		code.SetAttributeString(columnsKey, true)
		node.Parent().ReplaceChild(node.Parent(), node, code)
		return
	}
	deeper := false
	for i := range indents {
		indents[i] -= least
		if indents[i] == 1 && source[lines.At(i).Start+least] == ' ' || i == 0 { // a slip
			indents[i] = 0
		}
		deeper = deeper || indents[i] > 0
	}
	if deeper {
		node.SetAttributeString(indentsKey, indents)
	}
}

// indented puts the indentation that columns has found before lines.
type indented struct{}

func (indented) Transform(root *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		found, ok := n.AttributeString(indentsKey)
		if !ok {
			continue
		}
		before := map[int]string{} // of lines, by where they begin
		for i, long := range found.([]int) {
			if start := n.Lines().At(i).Start; long > 0 {
				typed := bytes.ReplaceAll(source[start-long:start], []byte("\t"), []byte("    "))
				before[start] = string(bytes.ReplaceAll(typed, []byte(" "), []byte("\u00a0")))
			}
		}
		for _, t := range all[*ast.Text](n) {
			if !t.SoftLineBreak() && !t.HardLineBreak() {
				continue
			}
			next := bytes.IndexByte(source[t.Segment.Stop:], '\n') + t.Segment.Stop + 1
			next += len(source[next:]) - len(bytes.TrimLeft(source[next:], " \t"))
			if space := before[next]; space != "" {
				t.Parent().InsertAfter(t.Parent(), t, ast.NewString([]byte(space)))
			}
		}
	}
}
