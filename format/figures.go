// Package format writes figures, units, dates, loads, bills and the names of options for pages,
// charts and exports, so that all spell them the same way.
package format

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"crossroads/decision"
)

// NBSP keeps a figure and its unit on one line.
const NBSP = "\u00a0"

// Figures follow the rules of the sentences in a report (package decision).

// Percent writes a share in [0,1]: "87%".
func Percent(share float64) string { return decision.Percent(share) }

// ShareOf writes the share of a part, in [0,1], as it was stated: to a tenth of a percent where it is one, "70.5%", and otherwise
// as Percent does, "67%" of two thirds.
func ShareOf(share float64) string {
	tenths := math.Round(1000 * share)
	if tenths > 0 && math.Abs(1000*share-tenths) < 1e-6 {
		return strconv.FormatFloat(tenths/10, 'f', -1, 64) + "%"
	}
	return Percent(share)
}

// Points writes a value in [0,1] on the scale 0 to 100: "62", and "1.8" under 10.
func Points(value float64) string { return decision.Points(value) }

// PointsOf writes points with their unit: "1 point", "2.5 points".
func PointsOf(value float64) string { return decision.PointsOf(value) }

// Signed writes a difference of values in points: "+3.4", "−0.8", "0".
func Signed(difference float64) string {
	switch p := Points(math.Abs(difference)); {
	case p == "0":
		return p
	case difference < 0:
		return "\u2212" + p
	default:
		return "+" + p
	}
}

// SignedPoints writes a difference with its unit: "+1 point", "−2.5 points".
func SignedPoints(difference float64) string {
	size := math.Abs(difference)
	return Signed(difference) + strings.TrimPrefix(PointsOf(size), Points(size))
}

// Plain writes a number without needless digits: "900", "0.25".
func Plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// SignedPlain writes a number with its sign: "+0.5", "−1", "0".
func SignedPlain(n float64) string {
	switch text := Plain(math.Abs(n)); {
	case n < 0:
		return "\u2212" + text
	case n > 0:
		return "+" + text
	default:
		return text
	}
}

// Day writes a date in words: "2026-10-01" is "1 October 2026", "2026-10" is
// "October 2026". What is not a date is returned as it is.
func Day(date string) string {
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		return t.Format("2 January 2006")
	}
	if t, err := time.Parse("2006-01", date); err == nil {
		return t.Format("January 2006")
	}
	return date
}

// Stamp writes a moment to the minute, in UTC.
func Stamp(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04") + " UTC" }

// RFC3339 writes a moment for programs, in UTC: "2026-10-01T09:30:00Z".
func RFC3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Plural counts: "1 answer", "3 answers".
func Plural(n int, noun string) string {
	return PluralOf(n, noun, noun+"s")
}

// PluralOf counts with an irregular plural: "1 axis", "2 axes", "1,200 axes".
func PluralOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// List joins words: "a", "a and b", "a, b and c".
func List(words []string, last string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// Names joins the names of people. Semicolons stand between them if one holds a comma: "Bob; Lovelace, Ada".
func Names(names []string) string {
	if slices.ContainsFunc(names, func(name string) bool { return strings.ContainsAny(name, ",，、،") }) {
		return strings.Join(names, "; ")
	}
	return List(names, "and")
}

// Capital makes the first letter upper case, unless the first word has its capitals elsewhere: gRPC, iOS.
func Capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	word, _, _ := strings.Cut(s, " ")
	if size == 0 || strings.ContainsFunc(word, unicode.IsUpper) {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// Ended ends a text of users with a full stop, unless it ends with a sign.
func Ended(s string) string {
	if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".!?…。！？", last) {
		return s
	}
	return s + "."
}

// Small makes the first letter lower case, unless the word is an abbreviation.
func Small(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); size == len(s) || unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// Coord writes an SVG coordinate with at most two decimals.
func Coord(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}

// Short shortens a version hash for people.
func Short(version string) string { return version[:min(len(version), 10)] }

// AsOfWords follows the name of a source.
func AsOfWords(date string) string {
	if date == "" {
		return ""
	}
	return ", as of " + Day(date)
}

// OldestWords follows the name of a price list of which only the oldest day is known.
func OldestWords(date string) string {
	if date == "" {
		return ""
	}
	return ", the oldest as of " + Day(date)
}

// Ordinal writes 1 as "1st".
func Ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// Thousands groups digits: "10,000".
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Verb chooses the form of a verb for a name or a phrase, by its noun: "several services on a platform
// are", "a monolith on servers is".
func Verb(name, plural, singular string) string {
	noun := name
	for _, joint := range []string{" on ", " with ", " for ", " as ", " of "} {
		noun, _, _ = strings.Cut(noun, joint)
	}
	first, _, _ := strings.Cut(strings.ToLower(noun), " ")
	if strings.HasSuffix(noun, "s") && !slices.Contains([]string{"a", "an", "one"}, first) {
		return plural
	}
	return singular
}

func PercentOf(n uint64) string { return strconv.FormatUint(n, 10) + "%" }
