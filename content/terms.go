package content

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// termLink is the first use of a glossary term in an article.
type termLink struct {
	ast.BaseInline
	term *Term
}

var kindTermLink = ast.NewNodeKind("TermLink")

func (*termLink) Kind() ast.NodeKind              { return kindTermLink }
func (t *termLink) Dump(source []byte, level int) { ast.DumpHelper(t, source, level, nil, nil) }

// writeTermLink links to the definition, which is also the title of the link. The link
// makes the definition reachable without a mouse.
func writeTermLink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if t := n.(*termLink).term; entering {
		fmt.Fprintf(w, `<a class="term" href="%s%s" title="%s">`, own, html.EscapeString(t.URL()), html.EscapeString(t.Definition))
	} else {
		w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

// termName is one spelling of a term.
type termName struct {
	words []string // folded
	exact string   // for names with inner capitals, as in SLA: the spelling required
	// before and after are signs of the name around its words, as in .NET and C++, and between those inside of it.
	before, after string
	between       []string
	term          *Term
}

// termNames maps the first word of names to all names with it, longest first.
type termNames map[string][]termName

func (l *loader) termNames() termNames {
	terms := make([]*Term, len(l.terms))
	for i, d := range l.terms {
		terms[i] = d.Term
	}
	return namesOf(terms)
}

func namesOf(terms []*Term) termNames {
	names := termNames{}
	for _, t := range terms {
		for _, name := range append([]string{t.Name}, t.Aliases...) {
			words := wordsOf(name)
			if len(words) == 0 {
				continue // reported already
			}
			n := termName{term: t, before: name[:words[0].from], after: name[words[len(words)-1].to:]}
			for i, w := range words {
				n.words = append(n.words, w.folded)
				if i > 0 {
					n.between = append(n.between, name[words[i-1].to:w.from])
				}
			}
			if strings.ContainsFunc(name[1:], unicode.IsUpper) {
				n.exact = name
			}
			names[n.words[0]] = append(names[n.words[0]], n)
		}
	}
	for _, some := range names {
		slices.SortStableFunc(some, func(a, b termName) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	return names
}

// linkTerms links the first use of each term in the running text to its definition, but not
// in headings, links, code or table heads.
func (b *body) linkTerms(names termNames) {
	if len(names) == 0 {
		return
	}
	var runs [][]*ast.Text
	_ = ast.Walk(b.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindHeading, ast.KindLink, ast.KindAutoLink, ast.KindCodeSpan, ast.KindImage, kindFigure, table.KindTableHeader:
			return ast.WalkSkipChildren, nil
		}
		if t, ok := n.(*ast.Text); ok && !t.IsRaw() {
			if last := len(runs) - 1; last >= 0 && runs[last][len(runs[last])-1] == t.PreviousSibling() {
				runs[last] = append(runs[last], t)
			} else {
				runs = append(runs, []*ast.Text{t})
			}
		}
		return ast.WalkContinue, nil
	})
	done := map[*Term]bool{}
	for _, run := range runs {
		b.linkRun(run, names, done)
	}
}

// linkRun links the terms in adjacent texts, such as the lines of a paragraph. A term may
// begin at the end of one and continue in the next.
func (b *body) linkRun(run []*ast.Text, names termNames, done map[*Term]bool) {
	var joined strings.Builder
	for _, t := range run {
		joined.Write(t.Segment.Value(b.source))
		switch {
		case t.HardLineBreak():
			joined.WriteByte('\r') // separates words
		case t.SoftLineBreak():
			joined.WriteByte('\n')
		}
	}
	found := names.in(joined.String(), done)
	if len(found) == 0 {
		return
	}
	parent, after := run[0].Parent(), run[len(run)-1].NextSibling()
	for _, t := range run {
		parent.RemoveChild(parent, t)
	}
	put := func(n ast.Node) {
		if after == nil {
			parent.AppendChild(parent, n)
		} else {
			parent.InsertBefore(parent, after, n)
		}
	}
	at := 0
	for _, f := range found {
		for _, t := range b.slice(run, at, f.from) {
			put(t)
		}
		link := &termLink{term: f.term}
		for _, t := range b.slice(run, f.from, f.to) {
			link.AppendChild(link, t)
		}
		put(link)
		at = f.to
	}
	for _, t := range b.slice(run, at, joined.Len()) {
		put(t)
	}
}

// slice cuts the texts of a run; from and to are byte offsets in its joined text.
func (b *body) slice(run []*ast.Text, from, to int) []ast.Node {
	var cut []ast.Node
	start := 0
	for _, t := range run {
		length := t.Segment.Len()
		broken := t.SoftLineBreak() || t.HardLineBreak()
		lo, hi := max(from, start), min(to, start+length)
		end := start + length
		if broken {
			end++
		}
		if lo < hi || broken && from <= start+length && start+length < to {
			lo = min(lo, start+length)
			part := ast.NewTextSegment(text.NewSegment(t.Segment.Start+lo-start, t.Segment.Start+max(hi, lo)-start))
			if to >= end {
				part.SetSoftLineBreak(t.SoftLineBreak())
				part.SetHardLineBreak(t.HardLineBreak())
			}
			cut = append(cut, part)
		}
		start = end
	}
	return cut
}

// termUse is an occurrence of a term in a text.
type termUse struct {
	from, to int // bytes
	term     *Term
}

// in finds the first use of each term that is not in done. Shorter terms inside the name of
// a longer one are not uses, whether that is linked or not.
func (names termNames) in(text string, done map[*Term]bool) []termUse {
	var found []termUse
	words := wordsOf(text)
	for i := 0; i < len(words); i++ {
		use, length := names.at(text, words[i:])
		if length == 0 {
			continue
		}
		i += length - 1
		if done[use.term] {
			continue
		}
		done[use.term] = true
		found = append(found, use)
	}
	return found
}

// at matches the names that may begin with the first word. It returns the number of words
// matched, 0 for no match. The longest matching name wins.
func (names termNames) at(text string, words []word) (termUse, int) {
	first := words[0].folded
	for _, key := range []string{first, strings.TrimSuffix(first, "s"), strings.TrimSuffix(first, "es")} {
		for _, name := range names[key] {
			if !name.matches(text, words) {
				continue
			}
			return termUse{words[0].from - len(name.before), words[len(name.words)-1].to + len(name.after), name.term}, len(name.words)
		}
	}
	return termUse{}, 0
}

func (n termName) matches(text string, words []word) bool {
	last := len(n.words) - 1
	if last >= len(words) {
		return false
	}
	for i, want := range n.words {
		got := words[i].folded
		if got != want && (i < last || got != want+"s" && got != want+"es") {
			return false
		}
		if i > 0 {
			if between := text[words[i-1].to:words[i].from]; between != n.between[i-1] && !joins(between) {
				return false
			}
		}
	}
	if !strings.HasSuffix(text[:words[0].from], n.before) || !strings.HasPrefix(text[words[last].to:], n.after) {
		return false
	}
	from, to := words[0].from-len(n.before), words[last].to+len(n.after)
	if strings.HasSuffix(text[:from], "-") || strings.HasPrefix(text[to:], "-") {
		return false // part of another word
	}
	return n.exact == "" || strings.HasPrefix(strings.Join(strings.Fields(text[from:to]), " "), n.exact)
}

// joins reports whether two words separated by this text can be one name.
func joins(between string) bool {
	return between == "-" || strings.Trim(between, " \n") == "" && len(between) <= 2
}

// TermIndex finds the terms of a glossary in plain texts. It is read-only.
type TermIndex struct{ names termNames }

// NewTermIndex makes an index of terms.
func NewTermIndex(terms []*Term) *TermIndex { return &TermIndex{namesOf(terms)} }

// TermPiece is a piece of a text: a term, or the text between two terms.
type TermPiece struct {
	Text string
	Term *Term // nil for text between terms
}

// Cut splits a text at the first use of each term that is not in done, and adds those terms
// to done. The pieces together make up the text.
func (x *TermIndex) Cut(text string, done map[*Term]bool) []TermPiece {
	var pieces []TermPiece
	at := 0
	for _, use := range x.names.in(text, done) {
		if use.from > at {
			pieces = append(pieces, TermPiece{Text: text[at:use.from]})
		}
		pieces = append(pieces, TermPiece{Text: text[use.from:use.to], Term: use.term})
		at = use.to
	}
	if at < len(text) {
		pieces = append(pieces, TermPiece{Text: text[at:]})
	}
	return pieces
}
