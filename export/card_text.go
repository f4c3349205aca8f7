package export

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"crossroads/lettering"
	"crossroads/record"
)

// fonts are the Go fonts, regular and bold: Latin, Greek and Cyrillic.
var fonts = sync.OnceValue(func() (parsed [2]*opentype.Font) {
	for i, ttf := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic(err) // embedded: cannot fail
		}
		parsed[i] = f
	}
	return parsed
})

func fontOf(bold bool) *opentype.Font {
	if bold {
		return fonts()[1]
	}
	return fonts()[0]
}

// ruler measures a line in pixels as it grows, so that finding out how much of
// a text fits takes one pass.
type ruler struct {
	font  *opentype.Font
	buf   sfnt.Buffer
	size  float64
	bold  bool
	width float64 // of what was added
}

func newRuler(size float64, bold bool) *ruler {
	return &ruler{font: fontOf(bold), size: size, bold: bold}
}

func (r *ruler) add(s string) {
	if strings.ContainsFunc(s, lettering.Has) { // letters that are joined have other widths
		r.width += lettering.Width(s, r.size, r.bold)
		return
	}
	for _, c := range s {
		r.addRune(c)
	}
}

func (r *ruler) addRune(c rune) {
	glyph, err := r.font.GlyphIndex(&r.buf, c)
	if err != nil || glyph == 0 {
		r.width += 0.6 * r.size * float64(wide(c)) // in the SVG some other font will draw it
		return
	}
	units := r.font.UnitsPerEm()
	advance, err := r.font.GlyphAdvance(&r.buf, glyph, fixed.I(int(units)), font.HintingNone)
	if err == nil {
		r.width += float64(advance) / 64 / float64(units) * r.size
	}
}

// textWidth measures a line in pixels.
func textWidth(s string, size float64, bold bool) float64 {
	r := newRuler(size, bold)
	r.add(s)
	return r.width
}

// wide is 2 for the square letters of East Asia and for pictures, 1 for others.
func wide(c rune) int {
	if c >= 0x1100 && c <= 0x11ff || c >= 0x2e80 && c <= 0xd7ff || c >= 0xf900 && c <= 0xfaff || c >= 0xff00 && c <= 0xff60 ||
		c >= 0x1f000 {
		return 2
	}
	return 1
}

// drawable returns the text that can be drawn in a PNG, and whether the Go fonts have all of it. Runs of
// letters that no embedded font has become an ellipsis; a text mostly of such letters is replaced
// by the name of its script. Letters and their accents are composed, as fonts have them, and signs that stand for
// others (①, ㈱, half-width kana) are written as those. The SVG needs none of this, since it uses the reader's fonts.
func drawable(s string, bold bool) (text string, plain bool) {
	plain = true
	f := fontOf(bold)
	var buf sfnt.Buffer
	var b strings.Builder
	var lost []rune
	letters, gone := 0, false
	inFont := func(c rune) bool {
		glyph, err := f.GlyphIndex(&buf, c)
		return err == nil && glyph != 0
	}
	s = composed(s, func(c rune) bool { return inFont(c) || lettering.Has(c) })
	for _, c := range lettering.Plain(s) {
		switch {
		case inFont(c):
			b.WriteRune(c)
			gone = false
			if unicode.IsLetter(c) {
				letters++
			}
		case lettering.Has(c):
			b.WriteRune(c)
			gone, plain = false, false
			letters++
		case !unicode.In(c, unicode.L, unicode.N, unicode.P):
		default:
			lost = append(lost, c)
			if !gone {
				b.WriteRune('…')
			}
			gone = true
		}
	}
	if len(lost) > letters {
		return "(in " + scriptOf(lost) + ": open the link to read it)", true
	}
	return strings.Join(strings.Fields(b.String()), " "), plain
}

// composed joins letters and their accents, and writes signs that cannot be drawn as what they stand for where that can be.
func composed(s string, drawn func(rune) bool) string {
	var b strings.Builder
	for _, c := range norm.NFC.String(s) {
		usual := norm.NFKC.String(string(c))
		if drawn(c) || strings.ContainsFunc(usual, func(c rune) bool { return !drawn(c) && !unicode.In(c, unicode.M) }) {
			b.WriteRune(c)
		} else {
			b.WriteString(usual)
		}
	}
	return norm.NFC.String(b.String())
}

// scripts are what people call the writing systems of which the fonts lack letters.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Korean", unicode.Hangul}, {"Chinese characters", unicode.Han}, {"Telugu", unicode.Telugu}, {"Gujarati", unicode.Gujarati},
	{"Gurmukhi", unicode.Gurmukhi}, {"Kannada", unicode.Kannada}, {"Malayalam", unicode.Malayalam}, {"Sinhala", unicode.Sinhala},
	{"Khmer", unicode.Khmer}, {"Lao", unicode.Lao}, {"Burmese script", unicode.Myanmar}, {"Tibetan", unicode.Tibetan},
}

func scriptOf(letters []rune) string {
	for _, script := range scripts {
		if slices.ContainsFunc(letters, func(c rune) bool { return unicode.Is(script.table, c) }) {
			return script.name
		}
	}
	return "another script"
}

// wrapped breaks a text into lines that fit. If there are too many, the last ends in an ellipsis.
func wrapped(s string, width, size float64, most int, bold bool) []string {
	var lines []string
	words := pieces(record.Line(s))
	for len(words) > 0 {
		if len(lines) == most-1 {
			return append(lines, fitted(joined(words), width, size, bold))
		}
		r := newRuler(size, bold)
		r.add(strings.TrimSpace(words[0]))
		n := 1
		for ; n < len(words); n++ {
			if r.add(words[n]); r.width > width {
				break
			}
		}
		lines = append(lines, fitted(joined(words[:n]), width, size, bold))
		words = words[n:]
	}
	return lines
}

// pieces splits a text into words, each but the first with the space before it. Chinese and Japanese,
// which have no spaces, are split where a line may end.
func pieces(s string) (list []string) {
	for i, word := range strings.Fields(s) {
		parts := []string{word}
		if strings.ContainsFunc(word, func(c rune) bool { return wide(c) == 2 }) {
			parts = lettering.Pieces(word)
		}
		if i > 0 {
			parts[0] = " " + parts[0]
		}
		list = append(list, parts...)
	}
	return list
}

func joined(pieces []string) string { return strings.TrimSpace(strings.Join(pieces, "")) }

// fitted cuts a line to a width.
func fitted(s string, width, size float64, bold bool) string {
	s = record.Line(s)
	if strings.ContainsFunc(s, lettering.Has) {
		return cut(s, width, size, bold)
	}
	r, ellipsis := newRuler(size, bold), textWidth("…", size, bold)
	runes := []rune(s)
	room := 1 // how many of them leave room for an ellipsis; one stays anyway
	for i, c := range runes {
		r.addRune(c)
		if i > 0 && r.width+ellipsis <= width {
			room = i + 1
		}
		if r.width > width { // widths only grow
			return strings.TrimRight(string(runes[:room]), " ,;") + "…"
		}
	}
	return s
}

// cut is fitted for a line with letters whose widths depend on those beside them.
func cut(s string, width, size float64, bold bool) string {
	if textWidth(s, size, bold) <= width {
		return s
	}
	runes := []rune(s)
	short := func(n int) string {
		for n > 1 && unicode.In(runes[n], unicode.M, unicode.Cf) { // belongs to the letter before
			n--
		}
		return strings.TrimRight(string(runes[:n]), " ,;、，") + "…"
	}
	n := sort.Search(len(runes)-1, func(n int) bool { return textWidth(short(n+1), size, bold) > width })
	return short(max(n, 1))
}
