package note

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tabs makes a table of lines with tabs, as spreadsheets and pages put them on the clipboard. Without it, figures
// of two columns read as one, and those after an empty cell stand in the wrong column.
type tabs struct{}

// bullet matches the mark of an item in a list of another program, after which a tab is a space.
var bullet = regexp.MustCompile(`^(?:[^\pL\pN\s]|[0-9]{1,3}[.)]|\pL[.)])\t`)

func (tabs) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	source, parent := reader.Source(), node.Parent()
	lines := make([]text.Segment, node.Lines().Len())
	columns := make([]int, len(lines)) // 0 for a line that is no row
	found := false
	for i := range lines {
		lines[i] = node.Lines().At(i)
		row := bytes.TrimSpace(source[lines[i].Start:lines[i].Stop])
		if !bullet.Match(row) {
			columns[i] = bytes.Count(row, []byte("\t"))
		}
		found = found || columns[i] > 1 || columns[i] > 0 && i > 0 && columns[i-1] > 0
	}
	if !found {
		return
	}
	for from, to := 0, 0; from < len(lines); from = to {
		rows := columns[from] > 0
		for to = from + 1; to < len(lines) && (columns[to] > 0) == rows; to++ {
		}
		if rows && (to-from > 1 || columns[from] > 1) {
			parent.InsertBefore(parent, node, tableOf(lines[from:to], source))
			continue
		}
		paragraph := ast.NewParagraph()
		paragraph.Lines().AppendAll(lines[from:to])
		for i := range to - from {
			paragraph.Lines().Set(i, lines[from+i].TrimLeftSpace(source))
		}
		last := paragraph.Lines().At(to - from - 1)
		paragraph.Lines().Set(to-from-1, last.TrimRightSpace(source))
		parent.InsertBefore(parent, node, paragraph)
	}
	parent.RemoveChild(parent, node)
}

// tableOf makes a table of lines. No row is its head: whether the first is, nobody has said.
func tableOf(lines []text.Segment, source []byte) ast.Node {
	table := extast.NewTable()
	for _, line := range lines {
		row := extast.NewTableRow(nil)
		cells := bytes.TrimLeft(source[line.Start:line.Stop], " ")
		start := line.Stop - len(cells)
		row.SetPos(start)
		if !table.HasChildren() {
			table.SetPos(start)
		}
		for cell := range bytes.SplitSeq(bytes.TrimRight(cells, " \n"), []byte("\t")) {
			node := extast.NewTableCell()
			if len(bytes.TrimSpace(cell)) > 0 {
				segment := text.NewSegment(start, start+len(cell))
				segment = segment.TrimLeftSpace(source)
				node.Lines().Append(segment.TrimRightSpace(source))
			}
			row.AppendChild(row, node)
			start += len(cell) + 1
		}
		table.AppendChild(table, row)
	}
	return table
}
