package content

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is a run of letters and digits in a text.
type word struct {
	from, to int    // bytes
	folded   string // lower case, without accents
}

// wordsOf splits a text into words. Everything except letters and digits ends a word,
// including hyphens and apostrophes.
func wordsOf(text string) []word {
	var words []word
	from := -1
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || from >= 0 && unicode.Is(unicode.Mn, r)
		switch {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			words = append(words, word{from, i, fold(text[from:i])})
			from = -1
		}
	}
	if from >= 0 {
		words = append(words, word{from, len(text), fold(text[from:])})
	}
	return words
}

// unaccented replaces letters with strokes and ligatures, which Unicode does not decompose.
var unaccented = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// Plain converts a text to lower case without accents, such as "uber" for "Über". Letters
// of other scripts are unchanged.
func Plain(s string) string { return fold(s) }

// fold converts a word to lower case without accents, so that Café and cafe are equal.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return unaccented.Replace(b.String())
}
