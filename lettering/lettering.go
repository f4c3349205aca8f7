// Package lettering draws lines of text in scripts used in titles: besides those of the Go
// fonts, all of Latin, Greek and Cyrillic, and Arabic, Hebrew, Devanagari, Bengali, Tamil, Thai, Georgian, Armenian, Ethiopic,
// common characters of Chinese, Japanese and Korean, and emoji in one colour. It orders
// bidirectional text (UAX #9) and shapes letters as their scripts require.
package lettering

import (
	"image"
	"image/draw"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
	"golang.org/x/text/unicode/norm"
)

// Has reports whether a font other than the Go fonts has a glyph for c.
func Has(c rune) bool {
	f := other(c, false)
	return f != nil && has(f, c)
}

func has(f *font.Font, c rune) bool {
	_, ok := f.NominalGlyph(c)
	return ok
}

// Plain writes letters in a style of their own, as those that stand for bold ones in
// mathematics, as the letters that they are, where there is no font with them.
func Plain(text string) string {
	var b strings.Builder
	for _, c := range text {
		if c >= 0x1d400 && c <= 0x1d7ff || c >= 0x1f100 && c <= 0x1f16f {
			b.WriteString(norm.NFKC.String(string(c)))
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// other returns the font for a letter that the Go fonts lack, nil for one that they have.
func other(c rune, bold bool) *font.Font {
	if c < 0x180 { // covered by the Go fonts
		return nil
	}
	for i := range scripts {
		if unicode.In(c, scripts[i].in...) {
			return scripts[i].font()
		}
	}
	if beyond(c) {
		return weight(extended, bold)
	}
	return nil
}

// beyond reports whether a letter belongs to a script of the Go fonts and they lack it.
func beyond(c rune) bool {
	return c >= 0x180 && unicode.In(c, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Sc) && !unicode.In(c, square) &&
		!has(common[0](), c)
}

func weight(of [2]func() *font.Font, bold bool) *font.Font {
	if bold {
		return of[1]()
	}
	return of[0]()
}

// Pieces splits a word where a line may break inside it, as in Chinese and Japanese (UAX
// #14).
func Pieces(word string) (list []string) {
	var s segmenter.Segmenter
	runes := []rune(word)
	s.Init(runes)
	for lines := s.LineIterator(); lines.Next(); {
		list = append(list, string(lines.Line().Text))
	}
	return list
}

// RightToLeft reports whether the first letter of a text belongs to a script written from
// right to left.
func RightToLeft(text string) bool {
	for _, c := range text {
		if unicode.IsLetter(c) {
			return unicode.In(c, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
		}
	}
	return false
}

// setter holds what is needed to lay out a line. It is not safe for concurrent use.
type setter struct {
	faces   map[*font.Font]*font.Face
	bold    bool
	more    bool // the word is of the extended fonts
	shaper  shaping.HarfbuzzShaper
	levels  []int
	outputs []shaping.Output
}

var setters = sync.Pool{New: func() any { return &setter{faces: map[*font.Font]*font.Face{}} }}

// face returns the font for a letter.
func (s *setter) face(c rune) *font.Face {
	f := weight(common, s.bold)
	if s.more && has(weight(extended, s.bold), c) {
		f = weight(extended, s.bold)
	} else if !has(f, c) {
		if o := other(c, s.bold); o != nil {
			f = o
		}
	}
	face := s.faces[f]
	if face == nil {
		face = font.NewFace(f)
		s.faces[f] = face
	}
	return face
}

// Draw draws a line of text with a font size in pixels. Its baseline begins at x, y or, if
// end is set, ends there.
func Draw(dst draw.Image, ink image.Image, text string, x, y, size float64, bold, end bool) {
	s := setters.Get().(*setter)
	defer setters.Put(s)
	runs := s.set(text, size, bold)
	if end {
		x -= width(runs)
	}
	var p pen
	for _, run := range runs {
		scale := size / float64(run.Face.Upem())
		for _, g := range run.Glyphs {
			outline, ok := run.Face.GlyphDataOutline(g.GlyphID)
			if ok {
				p.draw(dst, ink, outline.Segments, x+pixels(g.XOffset), y-pixels(g.YOffset), scale)
			}
			x += pixels(g.Advance)
		}
	}
}

// Width returns the width of a text drawn by Draw, in pixels.
func Width(text string, size float64, bold bool) float64 {
	s := setters.Get().(*setter)
	defer setters.Put(s)
	return width(s.set(text, size, bold))
}

func width(runs []shaping.Output) (w float64) {
	for _, run := range runs {
		w += pixels(run.Advance)
	}
	return w
}

func pixels(v fixed.Int26_6) float64 { return float64(v) / 64 }

// set lays out a text and returns its runs from left to right.
func (s *setter) set(text string, size float64, bold bool) []shaping.Output {
	runes := []rune(text)
	s.bold, s.levels, s.outputs = bold, s.levels[:0], s.outputs[:0]
	base := 0
	if RightToLeft(text) {
		base = 1
	}
	all := levels(runes, base)
	for from, to := 0, 0; from < len(runes); from = to {
		if from == 0 || runes[from] == ' ' || runes[from-1] == ' ' {
			s.more = needsMore(runes[from:])
		}
		in := shaping.Input{
			Text: runes, RunStart: from, Face: s.face(runes[from]), Size: fixed.Int26_6(math.Round(size * 64)), Direction: di.DirectionLTR,
		}
		if all[from]%2 == 1 {
			in.Direction = di.DirectionRTL
		}
		in.Script = language.LookupScript(runes[from])
		for to = from + 1; to < len(runes) && all[to] == all[from] && s.goesOn(&in, runes[to-1], runes[to]); to++ {
		}
		in.RunEnd = to
		s.outputs = append(s.outputs, s.shaper.Shape(in))
		s.levels = append(s.levels, all[from])
	}
	reorder(s.outputs, s.levels)
	return s.outputs
}

// needsMore reports whether the word at the start of a text has a letter that only the
// extended fonts have.
func needsMore(text []rune) bool {
	end := slices.Index(text, ' ')
	if end < 0 {
		end = len(text)
	}
	return slices.ContainsFunc(text[:end], beyond)
}

// goesOn reports whether a letter can be laid out together with the one before it, that is,
// with the same font and script. Spaces always come from the common font, because in other
// fonts they may be as wide as a Chinese character.
func (s *setter) goesOn(in *shaping.Input, before, c rune) bool {
	if (c == ' ') != (before == ' ') {
		return false
	}
	script := language.LookupScript(c)
	if unicode.In(c, unicode.M, unicode.Cf) || script == language.Inherited {
		return true
	}
	if script != language.Common {
		if in.Script != language.Common && in.Script != script {
			return false
		}
		in.Script = script
	}
	return s.face(c) == in.Face
}

// reorder sorts runs from reading order to visual order, left to right (rule L2 of UAX #9).
func reorder(runs []shaping.Output, levels []int) {
	highest := 0
	for _, level := range levels {
		highest = max(highest, level)
	}
	for level := highest; level >= 1; level-- {
		for from := 0; from < len(runs); from++ {
			if levels[from] < level {
				continue
			}
			to := from
			for to < len(runs) && levels[to] >= level {
				to++
			}
			for i, j := from, to-1; i < j; i, j = i+1, j-1 {
				runs[i], runs[j] = runs[j], runs[i]
				levels[i], levels[j] = levels[j], levels[i]
			}
			from = to
		}
	}
}

// pen draws outlines, each within its smallest enclosing rectangle.
type pen struct{ shape vector.Rasterizer }

func (p *pen) draw(dst draw.Image, ink image.Image, segments []opentype.Segment, x, y, scale float64) {
	if len(segments) == 0 {
		return
	}
	at := func(q opentype.SegmentPoint) (float64, float64) {
		return x + float64(q.X)*scale, y - float64(q.Y)*scale
	}
	lowX, lowY, highX, highY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i := range segments {
		for _, q := range segments[i].ArgsSlice() {
			px, py := at(q)
			lowX, highX = min(lowX, px), max(highX, px)
			lowY, highY = min(lowY, py), max(highY, py)
		}
	}
	area := image.Rect(int(math.Floor(lowX)), int(math.Floor(lowY)), int(math.Ceil(highX)), int(math.Ceil(highY)))
	if area = area.Intersect(dst.Bounds()); area.Empty() {
		return
	}
	p.shape.Reset(area.Dx(), area.Dy())
	for i := range segments {
		var to [3][2]float32
		for n, q := range segments[i].ArgsSlice() {
			px, py := at(q)
			to[n] = [2]float32{float32(px - float64(area.Min.X)), float32(py - float64(area.Min.Y))}
		}
		switch segments[i].Op {
		case opentype.SegmentOpMoveTo:
			p.shape.ClosePath()
			p.shape.MoveTo(to[0][0], to[0][1])
		case opentype.SegmentOpLineTo:
			p.shape.LineTo(to[0][0], to[0][1])
		case opentype.SegmentOpQuadTo:
			p.shape.QuadTo(to[0][0], to[0][1], to[1][0], to[1][1])
		case opentype.SegmentOpCubeTo:
			p.shape.CubeTo(to[0][0], to[0][1], to[1][0], to[1][1], to[2][0], to[2][1])
		}
	}
	p.shape.ClosePath()
	p.shape.Draw(dst, area, ink, image.Point{})
}
