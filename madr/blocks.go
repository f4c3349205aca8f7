package madr

import (
	"regexp"
	"strings"
)

// block is the unit of comparison: a heading, a paragraph, an item of a list, a row of a table, a quotation or
// a drawing.
type block struct {
	level   int    // of a heading, else 0
	section string // the heading above it
	text    string
	note    bool // the first quotation of the first section
	status  bool // of the record: the line below the title, and all below the heading of adr-tools
}

var (
	heading   = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	underline = regexp.MustCompile(`^ {0,3}(=+|-{2,})[ \t]*$`)
	item      = regexp.MustCompile(`^[ \t]*(?:[-*+•]|[0-9]{1,9}[.)])[ \t\x{a0}]+(.*)$`)
	delimiter = regexp.MustCompile(`^[ \t]*\|?[ \t:|-]+$`)
	code      = regexp.MustCompile("^[ \t]*(```+|~~~+)")
	quotation = regexp.MustCompile(`^ {0,3}> ?(.*)$`)
)

// statusSection is where adr-tools has the status of a record.
const statusSection = "Status"

// statusLine is how an export begins the line with the status.
const statusLine = "Status: "

// reader collects blocks line by line.
type reader struct {
	list     []block
	open     []string // lines of the block that is being read
	kind     byte     // 'p' paragraph or item, 'q' quotation, 'c' code, 0 for none
	fence    string   // that ends the code
	section  string
	sections int  // headings of the second level so far
	quoted   bool // the note has been read
	stated   bool // the line with the status has been read
}

// blocks splits the body of a record into blocks. It knows the Markdown that exports use and people write in
// records; everything else becomes paragraphs.
func blocks(body string) []block {
	var r reader
	for line := range strings.SplitSeq(body, "\n") {
		r.read(line)
	}
	r.end()
	return r.list
}

func (r *reader) read(line string) {
	if r.kind == 'c' {
		r.open = append(r.open, line)
		if strings.TrimSpace(line) == r.fence {
			r.end()
		}
		return
	}
	trimmed := strings.TrimSpace(line)
	if trimmed == "" {
		r.end()
		return
	}
	first := trimmed[0]
	switch { // each test looks at the beginning of the line only, so hostile texts cost little
	case (first == '`' || first == '~') && code.MatchString(line):
		r.begin('c', line)
		r.fence = code.FindStringSubmatch(line)[1]
	case first == '#' && heading.MatchString(line):
		r.end()
		found := heading.FindStringSubmatch(line)
		r.head(len(found[1]), found[2])
	case (first == '=' || first == '-') && r.kind == 'p' && len(r.open) == 1 && underline.MatchString(line):
		text := r.open[0]
		r.open, r.kind = nil, 0
		r.head(map[bool]int{true: 1, false: 2}[first == '='], text)
	case first == '>' && quotation.MatchString(line):
		if r.kind != 'q' {
			r.begin('q')
		}
		text := quotation.FindStringSubmatch(line)[1]
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		r.open = append(r.open, text)
	case item.MatchString(line):
		r.begin('p', item.FindStringSubmatch(line)[1])
	case first == '|':
		r.end()
		if !delimiter.MatchString(line) {
			r.begin('p', cells(trimmed))
			r.end()
		}
	case strings.HasPrefix(trimmed, "<!--") && strings.HasSuffix(trimmed, "-->"):
		r.end()
	case r.kind == 'p':
		r.open = append(r.open, trimmed)
	default:
		r.begin('p', trimmed)
	}
}

func (r *reader) begin(kind byte, lines ...string) {
	r.end()
	r.kind, r.open = kind, lines
}

func (r *reader) head(level int, text string) {
	r.list = append(r.list, block{level: level, section: r.section, text: strings.TrimSpace(text)})
	r.section = strings.TrimSpace(text)
	if level == 1 {
		r.section = ""
	}
	if level == 2 && r.section != statusSection {
		r.sections++
	}
}

// end finishes the block that is open.
func (r *reader) end() {
	if len(r.open) > 0 {
		b := block{section: r.section}
		if r.kind == 'p' {
			b.text = strings.Join(strings.Fields(strings.Join(r.open, " ")), " ")
		} else { // the indentation of its first line counts
			b.text = strings.TrimRight(strings.TrimLeft(strings.Join(r.open, "\n"), "\n"), " \t\n")
		}
		switch {
		case r.kind == 'q' && r.sections == 1 && !r.quoted:
			b.note, r.quoted = true, true
		case r.section == statusSection:
			b.status = true
		case r.sections == 0 && r.section == "" && !r.stated && strings.HasPrefix(b.text, statusLine):
			b.status, r.stated = true, true
		}
		r.list = append(r.list, b)
	}
	r.open, r.kind, r.fence = nil, 0, ""
}

// cells returns a row of a table without the spaces for alignment.
func cells(row string) string {
	list := strings.Split(strings.Trim(row, "|"), "|")
	for i, cell := range list {
		list[i] = strings.TrimSpace(cell)
	}
	return strings.Join(list, " | ")
}
