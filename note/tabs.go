package note

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// itemMark matches the mark of an item in a list, of Markdown or of another program. A tab behind it is a space.
const itemMark = `(?:[^\pL\pN\s]|o|\(?(?:[0-9]{1,3}|\pL|[ivxIVX]{2,5})[.)])`

var (
	bullet = regexp.MustCompile(`^` + itemMark + `\t`)
	// item matches a line that is an item of a list, a quotation or a heading, if no row stands beside it.
	item = regexp.MustCompile(`^(?:` + itemMark + `\t[^\t]*|(?:[-+*•]|#{1,6}|[0-9]{1,3}[.)]) [^\t]*(?:\t[^\t]*)?|>[^\t].*)$`)
	// marked matches a line without cells that begins with a mark of Markdown.
	marked = regexp.MustCompile(`^(?:(?:[-+*>•]|#{1,6}|[0-9]{1,3}[.)])[ \t])`)
)

// rows makes tables of lines with tabs before any mark of Markdown counts: “#” heads the numbers of rows, “-” and
// “>” stand in cells, and an empty first cell is no indentation.
type rows struct{ trigger []byte } // nil for any

func (r rows) Trigger() []byte { return r.trigger }

func (rows) CanInterruptParagraph() bool { return true }

func (rows) CanAcceptIndentedLine() bool { return true }

func (rows) Close(ast.Node, text.Reader, parser.Context) {}

func (rows) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, segment := reader.PeekLine()
	if at, found := rowsIn(reader, pc)[segment.Start]; found && parent.Kind() == ast.KindDocument {
		reader.AdvanceToEOL()
		return tableOf([]span{{segment.Start, at.stop}}, reader.Source()), parser.NoChildren
	}
	return nil, parser.NoChildren
}

func (rows) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	_, segment := reader.PeekLine()
	known := rowsIn(reader, pc)
	first := node.FirstChild().Pos()
	if segment.Start >= known[first].end {
		return parser.Close
	}
	if at, found := known[segment.Start]; found { // else a line inside of a cell
		node.AppendChild(node, rowOf(span{segment.Start, at.stop}, reader.Source()))
	}
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// tableRow is where a row ends, and where its table does.
type tableRow struct{ stop, end int }

var rowsKey = parser.NewContextKey()

func rowsIn(reader text.Reader, pc parser.Context) map[int]tableRow {
	found, known := pc.Get(rowsKey).(map[int]tableRow)
	if !known {
		found = findRows(reader.Source())
		pc.Set(rowsKey, found)
	}
	return found
}

// findRows finds the rows of tables, by where they begin.
func findRows(source []byte) map[int]tableRow {
	found := map[int]tableRow{}
	if bytes.IndexByte(source, '\t') < 0 {
		return found
	}
	var open []tabbed // lines that stand together
	for at := 0; at < len(source); {
		l := tabbedAt(source, at)
		if at = l.stop + 1; l.tabs > 0 {
			open = append(open, l)
			continue
		}
		addTables(found, open)
		open = nil
	}
	addTables(found, open)
	return found
}

// tabbed is a line with tabs, or several with a cell that ends in the last of them.
type tabbed struct {
	span
	tabs    int  // 0 also for fences of code
	inner   int  // tabs between cells that say something
	outside int  // what stands before the first of these, in columns
	isRow   bool // of a table, even alone
	may     bool // it is a row where one beside it has as many tabs: it could be an item, or has one cell
}

func tabbedAt(source []byte, at int) tabbed {
	l := tabbed{span: rowAt(source, at)}
	typed := source[l.start:l.stop]
	said := bytes.TrimSpace(typed)
	if bytes.HasPrefix(said, []byte("```")) || bytes.HasPrefix(said, []byte("~~~")) {
		return l
	}
	before := typed[:len(typed)-len(bytes.TrimLeft(typed, " \t"))]
	l.tabs, l.inner, l.outside = tabsOf(typed), tabsOf(said), len(before)+3*tabsOf(before)
	isItem := item.Match(said)
	l.isRow = l.inner > 0 && !isItem
	l.may = isItem && l.inner > 0 || l.inner == 0 && !marked.Match(said)
	return l
}

// addTables adds the rows among lines that stand together. Those that begin like code are none.
func addTables(found map[int]tableRow, lines []tabbed) {
	for i := 1; i < len(lines); i++ {
		lines[i].joins(lines[i-1])
	}
	for i := len(lines) - 2; i >= 0; i-- {
		lines[i].joins(lines[i+1])
	}
	for from, to := 0, 0; from < len(lines); from = max(to, from+1) {
		isTable, code := false, true
		for to = from; to < len(lines) && lines[to].isRow; to++ {
			isTable = isTable || to > from || lines[to].inner > 1
			code = code && lines[to].outside > 3
		}
		if !isTable || code {
			continue
		}
		for _, l := range lines[from:to] {
			found[l.start] = tableRow{l.stop, lines[to-1].stop}
		}
	}
}

// joins makes a row of a line beside one.
func (l *tabbed) joins(beside tabbed) {
	l.isRow = l.isRow || l.may && beside.isRow && l.tabs == beside.tabs
}

// longestCell is how many lines a cell may have.
const longestCell = 20

// cellsAt returns the cells of the row that begins at a place. Those of several lines stand between quotation marks,
// as spreadsheets put them there.
func cellsAt(source []byte, start int) (cells []span) {
	for at := start; ; {
		stop := len(source)
		if n := bytes.IndexAny(source[at:], "\t\n"); n >= 0 {
			stop = at + n
		}
		if bytes.HasPrefix(source[at:], []byte(`"`)) && stop < len(source) && source[stop] == '\n' {
			stop = quotedEnd(source, at, stop)
		}
		cells = append(cells, span{at, stop})
		if at = stop + 1; stop == len(source) || source[stop] == '\n' {
			return cells
		}
	}
}

// quotedEnd returns where a cell of several lines ends, or the end of its first line if it is none.
func quotedEnd(source []byte, start, lineEnd int) int {
	lines := 1
	for at := start + 1; at < len(source) && source[at] != '\t' && lines <= longestCell; at++ {
		switch {
		case source[at] == '\n':
			lines++
		case source[at] != '"':
		case at+1 < len(source) && source[at+1] == '"':
			at++
		case at+1 == len(source) || source[at+1] == '\t' || source[at+1] == '\n':
			return at + 1
		default:
			return lineEnd
		}
	}
	return lineEnd
}

// rowAt returns the row that begins at a place, or the line if it has no cells.
func rowAt(source []byte, start int) span {
	cells := cellsAt(source, start)
	if len(cells) > 1 {
		return span{start, cells[len(cells)-1].stop}
	}
	line, _, _ := bytes.Cut(source[start:], []byte("\n"))
	return span{start, start + len(line)}
}

// tabsOf counts the tabs between the cells of a row.
func tabsOf(row []byte) int { return bytes.Count(row, []byte("\t")) }

// tabs makes a table of lines with tabs, as spreadsheets and pages put them on the clipboard. Without it, figures
// of two columns read as one, and those after an empty cell stand in the wrong column.
type tabs struct{}

func (tabs) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	source, parent := reader.Source(), node.Parent()
	if !slices.ContainsFunc(node.Lines().Sliced(0, node.Lines().Len()), func(line text.Segment) bool {
		return bytes.ContainsRune(source[line.Start:line.Stop], '\t')
	}) {
		return // nearly all paragraphs
	}
	lines := make([]text.Segment, node.Lines().Len())
	columns := make([]int, len(lines)) // 0 for a line that is no row
	found := false
	for i := range lines {
		lines[i] = node.Lines().At(i)
		row := bytes.TrimSpace(source[lines[i].Start:lines[i].Stop])
		if !bullet.Match(row) {
			columns[i] = tabsOf(row)
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
			var list []span
			for _, line := range lines[from:to] {
				line = line.TrimRightSpace(source)
				start := line.Stop - len(bytes.TrimLeft(source[line.Start:line.Stop], " "))
				list = append(list, span{start, line.Stop})
			}
			parent.InsertBefore(parent, node, tableOf(list, source))
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

// tableOf makes a table of rows. None is its head: whether the first is, nobody has said.
func tableOf(list []span, source []byte) ast.Node {
	table := extast.NewTable()
	table.SetPos(list[0].start)
	for _, row := range list {
		table.AppendChild(table, rowOf(row, source))
	}
	return table
}

func rowOf(at span, source []byte) ast.Node {
	row := extast.NewTableRow(nil)
	row.SetPos(at.start)
	for _, from := range cellsAt(source[:at.stop], at.start) {
		cell := extast.NewTableCell()
		start := from.start
		for line := range bytes.Lines(source[from.start:from.stop]) {
			segment := text.NewSegment(start, start+len(line))
			if segment = segment.TrimLeftSpace(source); !segment.IsEmpty() {
				cell.Lines().Append(segment)
			}
			start += len(line)
		}
		if n := cell.Lines().Len(); n > 0 {
			last := cell.Lines().At(n - 1)
			cell.Lines().Set(n-1, last.TrimRightSpace(source))
		}
		row.AppendChild(row, cell)
	}
	return row
}
