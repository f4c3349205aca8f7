package web

import (
	"errors"
	"strconv"

	"crossroads/figure"
)

// Weights and shares as people write them. Links hold what formatNumber writes.
var (
	weightField = figure.Field{Units: figure.Words("%", "points", "point"), Fits: upTo(maxWeight), Links: true}
	shareField  = figure.Field{Units: figure.Words("%"), Fits: upTo(maxShare), Links: true}
)

func upTo(limit float64) func(string) bool {
	return func(decimal string) bool {
		f, err := strconv.ParseFloat(decimal, 64)
		return err == nil && f <= limit
	}
}

// parseNumber reads a weight or a share. What does not fit its field is an error
// without advice.
func parseNumber(text string, field figure.Field) (float64, error) {
	decimal, err := figure.Parse(text, field)
	if err != nil {
		return 0, err
	}
	if !field.Fits(decimal) {
		return 0, figure.ErrTooLarge
	}
	return strconv.ParseFloat(decimal, 64)
}

// wholeNumber reads a small number, such as a place or the number of a revision.
func wholeNumber(text string) (int, error) {
	decimal, err := figure.Parse(text, figure.Field{Whole: true})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(decimal)
}

// unreadable says why a text is no number, and what to write: the advice of the
// parser where it has any, or the range.
func unreadable(field, text string, err error, what, instead string) string {
	if known := (*figure.Error)(nil); errors.As(err, &known) && known.How != "" {
		return field + ": " + quote(text) + " " + known.Error() + "."
	}
	return quote(text) + " is not " + what + "; write " + instead + ", or nothing."
}
