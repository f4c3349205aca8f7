package form

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"crossroads/decision/cost"
	"crossroads/figure"
	"crossroads/text"
)

// bare takes off a value what can follow a link in a text, so that no figure changes. A
// bracket or a quotation mark stays if its partner is there too: then somebody typed both.
// An ellipsis stays.
func bare(key, value string) string {
	value = fragment.ReplaceAllString(value, "$1")
	end := value
	for {
		last, size := utf8.DecodeLastRuneInString(end)
		before := end[:len(end)-size]
		switch {
		case size == 0:
			return value // nothing else is there
		case figure.CutOff(end): // more digits or letters may have stood there
			return end
		case !text.Sign(last) || strings.ContainsRune(ofFigures, last) || unicode.Is(unicode.Sc, last):
			return end
		case strings.ContainsRune(quotes, last) && (isTime(key) || strings.ContainsRune(quotes+"“„‘", first(before))):
			return end
		case closes[last] != 0 && strings.ContainsRune(before, closes[last]):
			return end
		}
		end = before
	}
}

// fragment matches the place in a page at the end of an address, where its "#" was encoded.
var fragment = regexp.MustCompile(`([\pL\pN])#\pL[\pL\pN._-]*$`)

// ofFigures are signs that are a unit of the figure before them, or its minus sign, or say
// that it is not exact.
const ofFigures = "%٪‰‱′″°×+-−–‐‑~〜～"

// quotes are quotation marks; two of them are also written for minutes and seconds.
const quotes = "\"'`’”"

var closes = map[rune]rune{')': '(', ']': '[', '}': '{', '>': '<', '）': '（', '］': '［', '」': '「', '】': '【', '»': '«'}

func first(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// isTime reports whether a field holds a time.
func isTime(key string) bool {
	f, ok := cost.FieldOf(key[strings.LastIndexByte(key, '.')+1:])
	return ok && (f.Unit == "ms" || strings.HasPrefix(f.Unit, "hours"))
}
