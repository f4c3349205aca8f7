package lettering

import (
	"image"
	"math"
	"slices"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"
)

// visual returns the order in which the runes of a text stand from left to right.
func visual(text string) string {
	s := setters.Get().(*setter)
	defer setters.Put(s)
	runes := []rune(text)
	var line []rune
	for _, run := range s.set(text, 20, false) {
		for _, g := range run.Glyphs {
			line = append(line, runes[g.TextIndex()])
		}
	}
	return string(line)
}

// TestOrder compares the order of lines with the Unicode Bidirectional Algorithm.
func TestOrder(t *testing.T) {
	for text, want := range map[string]string{
		"abc def":            "abc def",
		"אבג":                "גבא",
		"abc אבג def":        "abc גבא def",
		"abc אבג 12 דהו def": "abc והד 12 גבא def",
		"אבג abc דהו":        "והד abc גבא",
		"אבג 2026, דהו":      "והד ,2026 גבא",
		"Смета, אבג 12 and سلام 天気":             "Смета, 12 גבא and ملس 天気", // lam and alef are one sign
		"אבג AWS (Lambda) דה Azure (Functions)": "Azure (Functions) הד AWS (Lambda) גבא",
		"אב (a) b": "b )a( בא",
		"(אבג)":    ")גבא(", // the signs turn round when they are drawn
	} {
		if got := visual(text); got != want {
			t.Errorf("%q stands as %q, want %q", text, got, want)
		}
	}
}

// TestBrackets has the examples of rule N0 in UAX #9. Package bidi does not apply the rule to
// paragraphs, so it cannot be compared with.
func TestBrackets(t *testing.T) {
	for text, want := range map[string][]int{
		"א[א]a":     {1, 1, 1, 1, 0},
		"א[א-]א":    {1, 1, 1, 1, 1, 1},
		"a[א]א":     {0, 0, 1, 0, 1},
		"a[א]a":     {0, 0, 1, 0, 0},
		"a(א[א]-)a": {0, 0, 1, 1, 1, 1, 0, 0, 0},
		"a(-)א":     {0, 0, 0, 0, 1},
		"a[א)]א":    {0, 0, 1, 0, 0, 1}, // ")" has no partner
	} {
		if got := levels([]rune(text), 0); !slices.Equal(got, want) {
			t.Errorf("%q: levels %v, want %v", text, got, want)
		}
	}
}

// TestLevels compares levels with package bidi, which reveals only their direction. Brackets
// are left out: see TestBrackets.
func TestLevels(t *testing.T) {
	letters := rapid.SliceOfN(rapid.SampledFrom([]rune("abא בגقر12٣+,.:$%-! \u0301\u064b")), 1, 12)
	rapid.Check(t, func(t *rapid.T) {
		text := letters.Draw(t, "text")
		base, way := 0, bidi.LeftToRight
		if rapid.Bool().Draw(t, "right to left") {
			base, way = 1, bidi.RightToLeft
		}
		var p bidi.Paragraph
		marked := "\u200e" // the direction of a paragraph is that of its first strong letter
		if base == 1 {
			marked = "\u200f"
		}
		p.SetString(marked+string(text), bidi.DefaultDirection(way))
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		var want []int
		for i := range order.NumRuns() {
			run := order.Run(i)
			for range []rune(run.String()) {
				want = append(want, int(run.Direction()))
			}
		}
		got := levels(append([]rune(marked), text...), base)
		for i := range got {
			if got[i]%2 != want[i] {
				t.Fatalf("%q: levels %v, directions %v", string(text), got, want)
			}
		}
	})
}

// TestEveryScriptHasItsLetters checks that no letter of these texts is drawn as a box, and
// that Arabic letters are joined.
func TestEveryScriptHasItsLetters(t *testing.T) {
	s := &setter{faces: setters.Get().(*setter).faces}
	for _, text := range []string{
		"أبجد هوز، ؟", "שלום", "हिंदी।", "বাংলা", "தமிழ்", "ภาษาไทย", "ქართული", "Հայերեն", "አማርኛ", "漢字かなカナ、。", "简体字", "繁體字", "한국어", "🚀✅",
		"Ελληνικά", "Русский", "Hệ thống đặt hàng", "Sifariş sistemi üçün qərar", "Ètò ìbéèrè ọjà", "Тапсырыс жүйесі қаңтар", "Захиалгын өөрчлөлт",
		"Фармоиши ҷавоб", "Ἀρχὴ σοφίας", "Ŋutsuwo ƒe dɔ", "ẞ 500 ₽ ₹",
	} {
		for _, bold := range []bool{false, true} {
			for _, run := range s.set(text, 20, bold) {
				for _, g := range run.Glyphs {
					if g.GlyphID == 0 {
						t.Errorf("%q has a letter that the fonts lack", text)
					}
				}
			}
		}
		if w := Width(text, 20, false); w < 20 || w > 300 {
			t.Errorf("%q is %.0f wide", text, w)
		}
	}
	for _, run := range s.set("بيت", 20, false) {
		for _, g := range run.Glyphs {
			if alone, _ := run.Face.NominalGlyph([]rune("بيت")[g.TextIndex()]); g.GlyphID == alone {
				t.Error("Arabic letters are not joined")
			}
		}
	}
}

// TestSpaces checks that spaces have the same width beside letters of all fonts.
func TestSpaces(t *testing.T) {
	for _, text := range []string{"天", "🚀", "한", "ש"} {
		if got, want := Width(text+" "+text, 20, false)-2*Width(text, 20, false), Width(" ", 20, false); got != want {
			t.Errorf("beside %s a space is %.1f wide, want %.1f", text, got, want)
		}
	}
}

func FuzzDraw(f *testing.F) {
	for _, text := range []string{"abc אבג 12 דהו def", "قرار\u200dمعماري", "हिंदी👩🏽‍💻", "\u0301\u0301", "\u202eabc\u2066"} {
		f.Add(text)
	}
	dst := image.NewRGBA(image.Rect(0, 0, 200, 40))
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 500 {
			return
		}
		Draw(dst, image.Black, text, 5, 30, 20, false, false)
		if w := Width(text, 20, true); w < 0 {
			t.Errorf("%q is %.0f wide", text, w)
		}
		Pieces(text)
	})
}

// TestWordIsOfOneFont checks that the letters of a word do not change their shape in the
// middle, and that a word without special letters keeps the usual one.
func TestWordIsOfOneFont(t *testing.T) {
	s := &setter{faces: setters.Get().(*setter).faces}
	runs := s.set("Orders thống nhất", 20, true)
	if len(runs) != 5 { // with the spaces
		t.Fatalf("%d runs", len(runs))
	}
	if runs[0].Face == runs[2].Face || runs[2].Face != runs[4].Face {
		t.Error("the words have other fonts than they should")
	}
	if sum := Width("Orders", 20, true) + Width(" ", 20, true) + Width("thống", 20, true); math.Abs(Width("Orders thống", 20, true)-sum) > 0.1 {
		t.Error("a line is not as wide as its words")
	}
}
