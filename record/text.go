package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Line turns any text into one harmless line. It removes control characters, marks that change the
// direction of text and other invisible characters, and collapses white space. Joiners stay, because
// scripts and emoji need them.
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
			flag := strings.HasSuffix(s[:i], blackFlag)
			return s[:i] + strings.Map(func(c rune) rune {
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

// Seen reports whether something of a text can be seen.
func Seen(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool {
		return !unicode.In(c, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) && !unicode.IsSpace(c)
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
		c >= '\u0600' && c <= '\u0605', c == '\u06dd', c == '\u070f', c == '\u08e2', c == '\U000110bd': // visible
		return c
	case c == '\u3164', c == '\uffa0', c == '\u2800': // look like a space
		return ' '
	case unicode.In(c, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point):
		return -1
	}
	return c
}

// Fold returns what two texts have in common if they differ only in case, width or form: é is one
// character or two, Straße is STRASSE.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
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
		case strings.ContainsRune("‘’ʼ′´`", c):
			return '\''
		case c >= '\u2010' && c <= '\u2015', c == '−':
			return '-'
		}
		return c
	}, norm.NFD.String(Fold(s)))
}

// pointed are the combining marks of scripts that are also written without them.
var pointed = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036f, Stride: 1}, {Lo: 0x0483, Hi: 0x0487, Stride: 1}, {Lo: 0x0591, Hi: 0x05bd, Stride: 1},
	{Lo: 0x05bf, Hi: 0x05bf, Stride: 1}, {Lo: 0x05c1, Hi: 0x05c2, Stride: 1}, {Lo: 0x05c4, Hi: 0x05c5, Stride: 1},
	{Lo: 0x05c7, Hi: 0x05c7, Stride: 1}, {Lo: 0x0610, Hi: 0x061a, Stride: 1}, {Lo: 0x064b, Hi: 0x065f, Stride: 1},
	{Lo: 0x0670, Hi: 0x0670, Stride: 1},
}}

// Tag returns the form in which a tag is stored: in small letters, each of them in one form, and
// without the "#" before it.
func Tag(s string) string {
	if s = strings.Map(narrow, s); isASCII(s) {
		s = strings.ToLower(s)
	} else {
		s = cases.Lower(language.Und).String(norm.NFC.String(s))
	}
	if bare := strings.TrimLeft(s, "#"); bare != "" {
		return bare
	}
	return s
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
