package views

import (
	"math"
	"strconv"
	"strings"
	"time"

	"crossroads/decision"
)

// nbsp keeps a figure and its unit on one line.
const nbsp = "\u00a0"

// The figures of a page follow the rules of the sentences in a report, so that
// each is spelled one way.

// percent writes a share in [0,1]: "87%".
func percent(share float64) string { return decision.Percent(share) }

// points writes a value in [0,1] on the scale 0 to 100: "62", and "1.8" under 10.
func points(value float64) string { return decision.Points(value) }

// pointsOf writes points with their unit: "1 point", "2.5 points".
func pointsOf(value float64) string { return decision.PointsOf(value) }

// signed writes a difference of values in points: "+3.4", "−0.8", "0".
func signed(difference float64) string {
	switch p := points(math.Abs(difference)); {
	case p == "0":
		return p
	case difference < 0:
		return "\u2212" + p
	default:
		return "+" + p
	}
}

// signedPoints writes a difference with its unit: "+1 point", "−2.5 points".
func signedPoints(difference float64) string {
	size := math.Abs(difference)
	return signed(difference) + strings.TrimPrefix(pointsOf(size), points(size))
}

// plain writes a number without needless digits: "900", "0.25".
func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// signedPlain writes what is added to a raw figure: "+0.5", "−1", "0".
func signedPlain(n float64) string {
	switch text := plain(math.Abs(n)); {
	case n < 0:
		return "\u2212" + text
	case n > 0:
		return "+" + text
	default:
		return text
	}
}

// day writes a date in words: "2026-10-01" is "1 October 2026", "2026-10" is
// "October 2026". What is not a date is returned as it is.
func day(date string) string {
	if t, err := time.Parse(time.DateOnly, date); err == nil {
		return t.Format("2 January 2006")
	}
	if t, err := time.Parse("2006-01", date); err == nil {
		return t.Format("January 2006")
	}
	return date
}

// stamp writes a moment to the minute, in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04") + " UTC" }

// plural counts: "1 answer", "3 answers".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// list joins words: "a", "a and b", "a, b and c".
func list(words []string, last string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// capital makes the first letter upper case.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// small makes the first letter lower case, unless the word is an abbreviation.
func small(s string) string {
	if len(s) < 2 || s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// coord writes an SVG coordinate with at most two decimals.
func coord(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}

// short cuts a version hash to what people compare by eye.
func short(version string) string { return version[:min(len(version), 10)] }
