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

// blockParsers are those of Markdown, without the lists and quotations that are none.
func blockParsers() []util.PrioritizedValue {
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
