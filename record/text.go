package record

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// Line turns any text into one harmless line. It removes control characters, marks that change the
// direction of text and other invisible characters, and collapses white space. Joiners stay, because
// scripts and emoji need them, as do the marks beside signs in texts that run from right to left.
func Line(s string) string {
	return strings.Join(strings.Fields(Prose(s)), " ")
}

// Prose does the same for a text of several lines. Line breaks and tabs stay.
func Prose(s string) string {
	from := 0
	for from < len(s) && plain(s[from]) {
		from++
	}
	for i, c := range s[from:] {
		i += from
		// Invalid UTF-8 comes as the replacement character, one byte long.
		if proseRune(c) != c || c == utf8.RuneError {
			flag, leftward := strings.HasSuffix(s[:i], blackFlag), strings.ContainsFunc(s, isLeftward)
			return s[:i] + strings.Map(func(c rune) rune {
				if leftward && implicitMark(c) != c { // keyboards have them: C++, and the mark after it
					return c
				}
				if flag && c >= 0xe0020 && c <= 0xe007f { // spells the country of a flag
					return c
				}
				flag = string(c) == blackFlag
				return proseRune(c)
			}, s[i:])
		}
	}
	return s
}

const blackFlag = "🏴"

// isLeftward reports whether a letter is of a script that runs from right to left.
func isLeftward(c rune) bool {
	properties, _ := bidi.LookupRune(c)
	return c != '\u200f' && c != '\u061c' && (properties.Class() == bidi.R || properties.Class() == bidi.AL)
}

// implicitMark removes the marks that count as a letter of a direction. Unlike overrides they hide nothing.
func implicitMark(c rune) rune {
	if c == '\u200e' || c == '\u200f' || c == '\u061c' {
		return -1
	}
	return c
}

// Seen reports whether something of a text can be seen.
func Seen(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool {
		return (unicode.Is(unicode.Prepended_Concatenation_Mark, c) || !unicode.In(c, unicode.Cf, unicode.Variation_Selector,
			unicode.Other_Default_Ignorable_Code_Point)) && !unicode.IsSpace(c)
	})
}

// plain reports whether a character stays: nearly all of most texts do.
func plain(c byte) bool { return c >= ' ' && c < 0x7f || c == '\n' || c == '\t' }

// proseRune returns the replacement of a character; -1 removes it.
func proseRune(c rune) rune {
	switch {
	case c < utf8.RuneSelf && plain(byte(c)):
		return c
	case c == '\u2028', c == '\u2029', c == '\u0085', c == '\v', c == '\f':
		return '\n'
	case c == '\u200c', c == '\u200d', c == '\u180e', // joiners, and a vowel separator
		unicode.Is(unicode.Prepended_Concatenation_Mark, c), c >= '\U00013430' && c <= '\U0001343f': // visible
		return c
	case c == '\u3164', c == '\uffa0', c == '\u2800': // look like a space
		return ' '
	case c >= '\uf04a' && c <= '\uf0fc' && pictures[c] != 0:
		return pictures[c]
	case unicode.In(c, unicode.Cc, unicode.Cf, unicode.Noncharacter_Code_Point): // rare letters of names are of private use
		return -1
	}
	return c
}

// pictures are what office programs put for bullets, arrows, faces and signs of mathematics: places in the fonts
// Symbol and Wingdings.
var pictures = map[rune]rune{
	'\uf0b7': '•', '\uf0a7': '▪', '\uf0a8': '▪', '\uf0d8': '➢', '\uf076': '❖', '\uf0fc': '✓', '\uf0fb': '✗',
	'\uf0a3': '≤', '\uf0b3': '≥', '\uf0b1': '±', '\uf0b4': '×', '\uf0b8': '÷', '\uf0b9': '≠', '\uf0bb': '≈', '\uf0b0': '°', '\uf0a5': '∞',
	'\uf0d6': '√', '\uf06d': 'μ',
	'\uf0e0': '→', '\uf0df': '←', '\uf0f3': '⇔', '\uf04a': '☺', '\uf04b': '😐', '\uf04c': '☹',
}

// Fold returns what two texts have in common if they differ only in case, width or form: é is one
// character or two, Straße is STRASSE. Marks of direction do not count.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.Map(implicitMark, s))))
}

// Sought returns what a title and what somebody looks for have in common if they are the same words: as Fold, and
// without accents and vowel points, with one i, one apostrophe and one dash.
func Sought(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(pointed, c):
			return -1
		case c == 'ı':
			return 'i'
		}
		return typewritten(c)
	}, norm.NFD.String(Fold(s)))
}

// Named returns what two spellings of one name have in common: as Fold, without what cannot be seen, and with one i,
// one apostrophe and one dash. Accents count: Dung, Dũng and Dụng are three people.
func Named(s string) string {
	folded := Fold(strings.Map(func(c rune) rune {
		if unicode.In(c, unicode.Cf, unicode.Variation_Selector) {
			return -1
		}
		return c
	}, s))
	return strings.Map(typewritten, oneI.Replace(folded))
}

// oneI writes what is folded of İ, and the i without a dot, as the i that keyboards have everywhere.
var oneI = strings.NewReplacer("i\u0307", "i", "ı", "i")

// pointed are the combining marks of scripts that are also written without them.
var pointed = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036f, Stride: 1}, {Lo: 0x0483, Hi: 0x0487, Stride: 1}, {Lo: 0x0591, Hi: 0x05bd, Stride: 1},
	{Lo: 0x05bf, Hi: 0x05bf, Stride: 1}, {Lo: 0x05c1, Hi: 0x05c2, Stride: 1}, {Lo: 0x05c4, Hi: 0x05c5, Stride: 1},
	{Lo: 0x05c7, Hi: 0x05c7, Stride: 1}, {Lo: 0x0610, Hi: 0x061a, Stride: 1}, {Lo: 0x064b, Hi: 0x065f, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1},
}}

// Tag returns the form in which a tag is stored: in small letters, each of them in one form, as are hyphens and
// apostrophes, and without marks of direction and the "#" before it.
func Tag(s string) string {
	if s = strings.Map(implicitMark, strings.Map(narrow, s)); isASCII(s) {
		s = strings.ToLower(s)
	} else {
		s = ligatures.ReplaceAllStringFunc(strings.Map(typewritten, s), norm.NFKC.String)
		s = strings.ReplaceAll(cases.Lower(language.Und).String(norm.NFC.String(s)), "i\u0307", "i") // of İ
	}
	if bare := strings.TrimLeft(s, "#"); bare != "" {
		return bare
	}
	return s
}

// ligatures matches letters of print, and those of half width.
var ligatures = regexp.MustCompile(`[\x{fb00}-\x{fb06}\x{ff61}-\x{ffdc}]+`)

// typewritten returns the hyphen or apostrophe of keyboards for one of print.
func typewritten(c rune) rune {
	switch {
	case strings.ContainsRune("‘’ʼ′´`", c):
		return '\''
	case c >= '\u2010' && c <= '\u2015', c == '−':
		return '-'
	}
	return c
}

// narrow returns the letter or sign that one of full width stands for.
func narrow(c rune) rune {
	if c >= '\uff01' && c <= '\uff5e' {
		return c - 0xfee0
	}
	return c
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c >= utf8.RuneSelf })
}

// Composed returns a text with é as one character, so that texts that look the same are.
func Composed(s string) string { return norm.NFC.String(s) }
