// Package figure reads the numbers that people type: 500,000, 500.000, 50 million,
// 1,5, 0.5 GB. It gives a number only where there is one way to read it, and
// otherwise says what is wrong and what to write.
//
// The result is a plain decimal, 500000 or 0.125, that is exactly what was
// written. Nothing passes through a float.
//
// What separates the digits:
//
//   - Spaces of every kind, apostrophes and underscores group digits: 1 000 000.
//   - A point or a comma that is there twice groups them: 1.000.000, 10,00,000.
//   - Of a point and a comma together the last one is the decimal sign: 1.234,5.
//   - One alone is the decimal sign, 1,5 and 0.125, unless exactly three digits
//     follow one to three that do not begin with 0. Then a comma groups, as in
//     all texts of the portal. So does a point in a field of whole numbers;
//     elsewhere 1.500 can be read in two ways and is refused.
//   - A field that can hold only one of two readings has that one: there are no
//     1,500 hours in a day, so 1.500 hours are one and a half.
//
// Digits may be those of any script. An exponent, a word for a power of ten and
// a unit of the field may follow: 5e7, 50M, 50 million, 2 s. Where such a factor
// is not 1, a whole number can be written with decimals: 1.5 million.
package figure

import (
	"errors"
	"math/big"
	"strings"
	"unicode/utf8"
)

// Field is what a figure is typed for. The zero value takes every number that is
// not negative.
type Field struct {
	Whole bool  // the field has no decimals
	Units Units // what may stand beside the number

	// Fits says whether the field can hold a number, given as a plain decimal. It
	// settles what could be read in two ways, and no more: a number that does not
	// fit is still read. Nil: every number fits.
	Fits func(decimal string) bool

	// Links is for fields whose links hold decimals as a program writes them,
	// without a zero at the end. Then 1.125 is read as in a link; 1.500, which no
	// link holds, is still refused.
	Links bool
}

// What can be wrong with a text, for errors.Is.
var (
	ErrNotNumber = errors.New("is not a number")
	ErrNegative  = errors.New("is negative")
	ErrNotWhole  = errors.New("is not a whole number")
	ErrTwoWays   = errors.New("can be read in two ways")
	ErrGroups    = errors.New("does not have its digits in groups of three")
	ErrUnit      = errors.New("has a unit that does not go here")
	ErrTooLarge  = errors.New("is too large")
	ErrTooFine   = errors.New("has too many decimals")
	ErrTooLong   = errors.New("is too long for a number")
)

// Error is a text that is no figure of its field.
type Error struct {
	Kind error  // one of those above; its text goes on from what was typed
	How  string // what to write instead, "" where only the field's range can say it
}

func (e *Error) Error() string {
	if e.How == "" {
		return e.Kind.Error()
	}
	return e.Kind.Error() + ": " + e.How
}

func (e *Error) Unwrap() error { return e.Kind }

// Bounds of what is read, so that no text takes long.
const (
	maxText     = 60 // characters
	maxWhole    = 40 // digits before the decimal sign of a result
	maxDecimals = 60
)

// Parse reads what was typed for a field. The number comes as a plain decimal,
// without zeros that mean nothing; an error is an *Error.
func Parse(text string, f Field) (string, error) {
	if utf8.RuneCountInString(text) > maxText {
		return "", &Error{Kind: ErrTooLong}
	}
	plain, ok := simple(text)
	if !ok {
		return "", &Error{Kind: ErrNotNumber}
	}
	p := split(f.Units.alone(plain))
	switch {
	case len(p.groups) == 0:
		return "", &Error{Kind: ErrNotNumber}
	case p.negative:
		return "", &Error{Kind: ErrNegative}
	}
	factor, ok := f.Units.factor(p.rest)
	if !ok {
		return "", f.strange(p.rest)
	}
	own := factor.Cmp(one) == 0 && p.exponent == ""
	first, other, err := p.readings(f.Whole && own)
	if err != nil {
		return "", err
	}
	f.scaled(&first, factor)
	f.scaled(&other, factor)
	return f.choose(p, first, other)
}

// strange describes what is wrong with what follows a number.
func (f Field) strange(rest string) error {
	if strings.ContainsAny(rest, "0123456789") || strings.Trim(rest, ".,'_+-()~<>=*: ") == "" {
		return &Error{Kind: ErrNotNumber}
	}
	return &Error{Kind: ErrUnit, How: f.Units.how()}
}

// reading is one way to read a text.
type reading struct {
	value   *big.Rat
	decimal string // in the unit of the field, once it is scaled
	err     error
}

var one = big.NewRat(1, 1)

func (f Field) scaled(r *reading, factor *big.Rat) {
	if r.value == nil || r.err != nil {
		return
	}
	v := new(big.Rat).Mul(r.value, factor)
	if f.Whole && !v.IsInt() {
		r.err = &Error{Kind: ErrNotWhole}
		return
	}
	r.decimal, r.err = plainly(v)
}

// choose takes the reading that counts.
func (f Field) choose(p parts, first, other reading) (string, error) {
	if other.value == nil {
		return first.decimal, first.err
	}
	switch firstFits, otherFits := f.fits(first), f.fits(other); {
	case !otherFits, firstFits && p.grouped():
		return first.decimal, first.err
	case !firstFits, f.Links && p.asInLinks():
		return other.decimal, nil
	}
	return "", &Error{Kind: ErrTwoWays, How: "write " + unmistakable(other.decimal) + " or " + unmistakable(first.decimal)}
}

func (f Field) fits(r reading) bool {
	return r.err == nil && (f.Fits == nil || f.Fits(r.decimal))
}

// plainly writes a number without an exponent. A third has no such text.
func plainly(v *big.Rat) (string, error) {
	decimals, exact := v.FloatPrec()
	if !exact || decimals > maxDecimals {
		return "", &Error{Kind: ErrTooFine}
	}
	text := v.FloatString(decimals)
	if whole, _, _ := strings.Cut(text, "."); len(whole) > maxWhole {
		return "", &Error{Kind: ErrTooLarge}
	}
	return text, nil
}

// Group writes a plain decimal as the portal's texts do: 1,234,567.5. What is
// not a plain decimal stays as it is.
func Group(decimal string) string {
	whole, after, dotted := strings.Cut(decimal, ".")
	if whole == "" || strings.Trim(whole+after, "0123456789") != "" {
		return decimal
	}
	var b strings.Builder
	for i, c := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(c)
	}
	if dotted {
		b.WriteString("." + after)
	}
	return b.String()
}

// unmistakable returns a grouped number that can be read in one way only, everywhere.
func unmistakable(decimal string) string {
	if whole, after, _ := strings.Cut(decimal, "."); len(after) == 3 && leads(whole, 3) {
		decimal += "0"
	}
	return Group(decimal)
}
