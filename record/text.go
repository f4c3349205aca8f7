package record

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line turns any text into one harmless line. It removes control characters, marks that change the
// direction of text and other invisible characters, and collapses white space. Joiners stay, because
// scripts and emoji need them.
func Line(s string) string {
	return strings.Join(strings.Fields(Prose(s)), " ")
}

// Prose does the same for a text of several lines. Line breaks and tabs stay.
func Prose(s string) string {
	for i, c := range s {
		// Invalid UTF-8 comes as the replacement character, one byte long.
		if proseRune(c) != c || c == utf8.RuneError {
			return s[:i] + strings.Map(proseRune, s[i:])
		}
	}
	return s
}

// proseRune returns the replacement of a character; -1 removes it.
func proseRune(c rune) rune {
	switch {
	case c >= ' ' && c < 0x7f, c == '\n', c == '\t': // nearly all of most texts
		return c
	case c == '\u2028', c == '\u2029', c == '\u0085', c == '\v', c == '\f':
		return '\n'
	case c == '\u200c', c == '\u200d': // the joiners
		return c
	case unicode.In(c, unicode.Cc, unicode.Cf, unicode.Co, unicode.Noncharacter_Code_Point):
		return -1
	}
	return c
}
