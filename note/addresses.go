package note

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// addresses makes links of web addresses that stand in a text. Those of the extension
// are in small letters and have a point in their host, which few in intranets have.
type addresses struct{}

// bareAddress is a web address. Its path ends before letters of scripts that put no spaces
// between words, since a sentence may go on there; but a part of the path that begins with
// them belongs to it, as in those of Wikipedia. Right after the host only letters that begin
// names do, not those of Hiragana, or a single one of Hangul, which go on with the sentence.
var bareAddress = regexp.MustCompile(`^(?i:https?)://(?:[\p{L}\p{M}\p{N}_-]+\.)*` + spaced +
	`[` + spacedSet + `0-9_-]*(?:\.?:[0-9]{1,5})?` +
	`(?:\.?[/?#](?:(?:[\p{Katakana}\p{Han}]|\p{Hangul}{2})[\p{L}\p{M}ー・]*)?` +
	`(?:[/=][\p{L}\p{M}・]+|–[\p{Latin}\p{N}]|` + "[-" + spacedSet + "0-9@:%_+.~#$!?&/=();,'\"*^{}\\[\\]`])*)?")

// spacedSet are the letters of scripts that put spaces between words, for a set in a pattern.
const (
	spacedSet = `\p{Latin}\p{Greek}\p{Cyrillic}\p{Hebrew}\p{Arabic}\p{Devanagari}\p{M}`
	spaced    = `[` + spacedSet + `0-9]`
)

// maxAddress bounds an address, in bytes, and with it the time that looking for them takes.
const maxAddress = 2048

// Trigger lists what may stand before an address; " " is the start of a line, too.
func (addresses) Trigger() []byte { return []byte(leads) }

const leads = " (*_~:,;=|\"'>-"

func (addresses) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if pc.IsInLinkLabel() {
		return nil
	}
	line, segment := block.PeekLine()
	lead := 0
	if strings.IndexByte(leads, line[0]) >= 0 {
		lead = 1
		line = line[1:]
	}
	address := addressAt(line, lineBefore(block.Source(), segment.Start+lead))
	if len(address) == 0 {
		return nil
	}
	if lead > 0 {
		ast.MergeOrAppendTextSegment(parent, segment.WithStop(segment.Start+lead))
	}
	start := segment.Start + lead
	block.Advance(lead + len(address))
	return ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, start+len(address))))
}

// addressAt returns the address that a text begins with, without the signs of the text around
// it. It is empty if there is none. “_” and “~” at its end are signs around it only if one stands before it.
func addressAt(line, before []byte) (address []byte) {
	signs := "?!.,:;*'\"`[{^"
	for _, sign := range []string{"_", "~"} {
		if bytes.Contains(before, []byte(sign)) {
			signs += sign
		}
	}
	address = bareAddress.Find(line[:min(len(line), maxAddress)])
	if after := line[len(address):]; len(address) == maxAddress || bytes.IndexByte(after, '@') == 0 ||
		bytes.IndexByte(after, ':') == 0 && bytes.ContainsRune(after, '@') { // too long, or with a password
		return nil
	}
	if next := besides.FindIndex(address); next != nil {
		address = address[:next[0]]
	}
	if mark := bytes.Index(address, []byte("**")); mark >= 0 { // bold letters begin or end
		address = address[:mark]
	}
	for {
		short := bytes.TrimRight(address, signs)
		for _, pair := range []string{"()", "[]", "{}"} {
			opened, closed := bytes.Count(short, []byte(pair[:1])), bytes.Count(short, []byte(pair[1:]))
			if n := len(short); n > 0 && short[n-1] == pair[1] && closed > opened {
				short = short[:n-1]
			}
		}
		if len(short) == len(address) {
			break
		}
		address = short
	}
	return address
}

// besides matches a sign between an address and the next.
var besides = regexp.MustCompile(`(?i)[;,–]https?://`)

// lineBefore returns what stands before a place in its line.
func lineBefore(source []byte, at int) []byte {
	return source[bytes.LastIndexByte(source[:at], '\n')+1 : at]
}

// quoted makes links of addresses that stand in brackets or after a sign beyond ASCII, where the
// parser asks for none: “https://example.org”.
type quoted struct{}

func (quoted) Transform(root *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	for _, t := range all[*ast.Text](root, ast.KindLink, ast.KindAutoLink, ast.KindImage, ast.KindCodeSpan) {
		mergeNext(t, source)
		for t != nil && t.Parent() != nil {
			t = linkFirst(t, source)
		}
	}
}

// mergeNext joins to a text those that go on with it. One without a parent was joined to another before.
func mergeNext(t *ast.Text, source []byte) {
	for t.Parent() != nil {
		next, ok := t.NextSibling().(*ast.Text)
		if !ok || !t.Merge(next, source) {
			return
		}
		t.Parent().RemoveChild(t.Parent(), next)
	}
}

var scheme = regexp.MustCompile(`(?i)https?://`)

// linkFirst makes a link of the first address in a text, and returns the text after it, nil if
// there is none.
func linkFirst(t *ast.Text, source []byte) *ast.Text {
	for _, found := range scheme.FindAllIndex(t.Segment.Value(source), -1) {
		start := t.Segment.Start + found[0]
		before, _ := utf8.DecodeLastRune(source[:start])
		if before < utf8.RuneSelf && !strings.ContainsRune("[|", before) || unicode.IsDigit(before) ||
			unicode.IsLetter(before) && !unicode.In(before, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) {
			continue
		}
		address := addressAt(source[start:t.Segment.Stop], lineBefore(source, start))
		if len(address) == 0 {
			continue
		}
		stop := start + len(address)
		rest := ast.NewTextSegment(text.NewSegment(stop, t.Segment.Stop))
		rest.SetSoftLineBreak(t.SoftLineBreak())
		rest.SetHardLineBreak(t.HardLineBreak())
		t.SetSoftLineBreak(false)
		t.SetHardLineBreak(false)
		t.Segment = t.Segment.WithStop(start)
		parent, link := t.Parent(), ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, stop)))
		link.SetPos(start)
		parent.InsertAfter(parent, t, link)
		parent.InsertAfter(parent, link, rest)
		return rest
	}
	return nil
}
