package form

import (
	"errors"
	"strconv"
	"strings"

	"crossroads/figure"
	"crossroads/text"
)

// Bounds of weights and shares: those of package decision, so that every saved assessment can
// be read from a link.
const (
	maxWeight = 100
	maxShare  = 1e9
)

// Fields for weights and shares as people type them. Links have them as Number writes them.
var (
	weightField = figure.Field{Units: figure.Words("%", "points", "point"), Fits: UpTo(maxWeight), Links: true, Closed: true}
	shareField  = figure.Field{Fits: UpTo(maxShare), Links: true, Unsure: true}
	ofHundred   = figure.Field{Units: percent, Fits: UpTo(100), Links: true, Closed: true} // a share with "%"
	percent     = figure.Words("%", "percent", "per cent")
)

// inPercent reports whether a share was typed as a percentage.
func inPercent(typed string) bool {
	return strings.ContainsAny(typed, "%٪％") || strings.HasSuffix(strings.ToLower(typed), "cent")
}

// shareText writes a share for its field, where 33,333 could be a third.
func shareText(share float64) string {
	plain := Number(share)
	if share >= 1e6 || strings.Contains(plain, ".") {
		return figure.Group(plain)
	}
	return plain
}

// UpTo returns a bound for figure.Field, which a decimal of at most limit meets.
func UpTo(limit float64) func(string) bool {
	return func(decimal string) bool {
		f, err := strconv.ParseFloat(decimal, 64)
		return err == nil && f <= limit
	}
}

// parseNumber reads a weight or a share. The error for a number out of range has no advice.
func parseNumber(typed string, field figure.Field) (float64, error) {
	decimal, err := figure.Parse(typed, field)
	if err != nil {
		return 0, err
	}
	if !field.Fits(decimal) {
		return 0, figure.ErrTooLarge
	}
	return strconv.ParseFloat(decimal, 64)
}

// WholeNumber reads a small number, such as a place in a ranking.
func WholeNumber(typed string) (int, error) {
	decimal, err := figure.Parse(typed, figure.Field{Whole: true})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(decimal)
}

// unreadable returns the reason why a text is not a number, and what to write: the advice of the
// parser, or else the range.
func unreadable(field, typed string, err error, what, instead string) string {
	if known := (*figure.Error)(nil); errors.As(err, &known) && known.How != "" {
		return field + ": " + text.Quote(typed) + " " + known.Error() + "."
	}
	return text.Quote(typed) + " is not " + what + "; write " + instead + ", or nothing."
}
