// Package figure reads numbers as people type them: 500,000, 500.000, 50 million, 1,5, 0.5
// GB. It returns a number only if there is a single way to read it; otherwise the error
// explains what is wrong and what to write.
//
// The result is a plain decimal, 500000 or 0.125, exactly as written. It is never converted
// to a float.
//
// What separates the digits:
//
//   - Spaces of every kind, apostrophes and underscores group digits: 1 000 000.
//   - A point or a comma that is there twice groups them: 1.000.000, 10,00,000.
//   - Of a point and a comma together the last one is the decimal sign: 1.234,5.
//   - One alone is the decimal sign, 1,5 and 0.125, unless exactly three digits
//     follow one to three that do not begin with 0. Then a comma groups, as in
//     all texts of the portal. So does a point in a field of whole numbers, unless
//     a unit such as ms or MB follows; elsewhere 1.500 can be read in two ways and
//     is refused.
//   - Where thousands are out of range, a point is the decimal sign. A comma is one only
//     where there can be no thousands: there are no 1,500 hours in a day, so 1,500 hours are
//     one and a half. But 82,500 for an hour of work is the salary of a year, and is
//     asked about. The reverse does not hold: a program writes 12.345 hours also for a
//     field in steps of 0.1, and twelve thousand would be a thousand times too many.
//   - Tabs and line ends group nothing; they are between two cells of a spreadsheet.
//
// Digits may be of any script. Quotation marks around a number, a sign "=" or an apostrophe
// before it, which spreadsheets write, are dropped. A minus after a number is one, as in
// some accounting programs, but after a decimal sign it stands for the decimals: 500.-.
//
// An exponent, a word for a power of ten and a unit of the
// field may follow: 5e7, 5×10^7, 50M, ½ million, 2 s. With such a factor other than 1, a whole
// number may be written with decimals: 1.5 million.
package figure

import (
	"errors"
	"math/big"
	"strings"
	"unicode/utf8"
)

// Field describes the field that a figure is typed into. The zero value accepts every
// number that is not negative.
type Field struct {
	Whole bool  // the field has no decimals
	Units Units // words allowed beside the number

	// Fits reports whether a plain decimal is valid for the field. It is only used to
	// refuse one of two readings for its size: a number that does not fit is still read. nil
	// accepts every number.
	Fits func(decimal string) bool

	// Links marks fields whose links contain decimals as written by programs, without
	// trailing zeros. Then 1.125 is read as in a link; 1.500, which no link contains, is
	// still refused.
	Links bool

	// Closed marks fields beyond whose range there is nothing, such as hours of a day and per cent: thousands
	// that are out of range are decimals there.
	Closed bool

	// Unsure marks fields that hold thousands and decimals alike, such as shares: a comma before three digits is
	// asked about, as a point is.
	Unsure bool
}

// Kinds of errors, for errors.Is.
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
	ErrSeveral   = errors.New("is more than one number")
	ErrCutOff    = errors.New("was cut off")
)

// Error describes a text that is not a valid figure for its field.
type Error struct {
	Kind error  // one of those above; its message continues after the typed text
	How  string // what to write instead, "" where only the field's range can say it
}

func (e *Error) Error() string {
	if e.How == "" {
		return e.Kind.Error()
	}
	return e.Kind.Error() + ": " + e.How
}

func (e *Error) Unwrap() error { return e.Kind }

// Bounds on what is read, so that every text is read quickly.
const (
	maxText     = 60 // characters
	maxWhole    = 40 // digits before the decimal sign of a result
	maxDecimals = 60
)

// Parse reads a text typed into a field. It returns a plain decimal without leading or
// trailing zeros. Its errors are *Error.
func Parse(text string, f Field) (string, error) {
	if utf8.RuneCountInString(text) > maxText {
		return "", &Error{Kind: ErrTooLong}
	}
	plain, ok := simple(text)
	if !ok {
		return "", &Error{Kind: ErrNotNumber}
	}
	p := split(powers(f.Units.alone(unmarked(plain))))
	switch {
	case cells.MatchString(strings.TrimSpace(text)):
		return "", &Error{Kind: ErrSeveral, How: "write one of them"}
	case len(p.groups) > 0 && CutOff(plain):
		return "", &Error{Kind: ErrCutOff, How: "write all of it"}
	case len(p.groups) == 0:
		return "", &Error{Kind: ErrNotNumber}
	case p.negative:
		return "", &Error{Kind: ErrNegative}
	}
	factor, ok := f.Units.factor(p.rest)
	if !ok {
		return "", f.strange(p)
	}
	own := factor.Cmp(one) == 0 && p.exponent == ""
	measured := f.Units.measured && p.rest != "" // programs print 12.345 ms
	first, other, err := p.readings(f.Whole && own && !measured)
	if err != nil {
		return "", err
	}
	f.scaled(&first, factor)
	f.scaled(&other, factor)
	return f.choose(p, first, other)
}

// strange returns the error for the text that follows a number.
func (f Field) strange(p parts) error {
	rest := p.rest
	if word, _ := scaleWord(rest); word == "mil" { // a thousand in Spanish and Portuguese
		return &Error{Kind: ErrTwoWays, How: "put “thousand” or “million” after the number"}
	}
	if strings.ContainsAny(rest, "0123456789") || strings.Trim(rest, ".,'_+-()~<>=*: ") == "" {
		return &Error{Kind: ErrNotNumber}
	}
	how := f.Units.how()
	if factor, found := f.Units.perMonth(rest); found {
		how = "write how much it is in a month"
		if first, other, err := p.readings(false); err == nil && first.err == nil && other.value == nil {
			if about := rounded(first.value.Mul(first.value, factor)); about != "0" && f.fits(reading{decimal: about}) {
				how += ", about " + Group(about)
			}
		}
	}
	return &Error{Kind: ErrUnit, How: how}
}

// rounded writes a number with three digits that count, and no decimals beyond the first.
func rounded(v *big.Rat) string {
	text := v.FloatString(1)
	if whole, _, _ := strings.Cut(text, "."); len(whole) >= 3 {
		unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(whole)-3)), nil)
		n, _ := new(big.Int).SetString(new(big.Rat).Quo(v, new(big.Rat).SetInt(unit)).FloatString(0), 10) // digits
		return n.Mul(n, unit).String()
	}
	return strings.TrimSuffix(text, ".0")
}

// reading is one way to read a text.
type reading struct {
	value   *big.Rat
	decimal string // in the unit of the field, after scaling; the nearest whole number with ErrNotWhole
	err     error
}

var one = big.NewRat(1, 1)

func (f Field) scaled(r *reading, factor *big.Rat) {
	if r.value == nil || r.err != nil {
		return
	}
	v := new(big.Rat).Mul(r.value, factor)
	if r.decimal, r.err = plainly(v); r.err == nil && f.Whole && !v.IsInt() {
		r.decimal, r.err = v.FloatString(0), &Error{Kind: ErrNotWhole}
	}
}

// choose returns the valid one of two readings.
func (f Field) choose(p parts, first, other reading) (string, error) {
	if other.value == nil {
		return f.only(first)
	}
	thousands := unmistakable(first.decimal)
	switch firstFits, otherFits := f.fits(first), f.fits(other); {
	case !firstFits && otherFits && (f.Closed || !p.grouped()):
		return other.decimal, nil
	case !firstFits && otherFits:
		return "", &Error{Kind: ErrTwoWays, How: "write " + unmistakable(other.decimal) + " if that is meant"}
	case !firstFits, p.grouped() && !f.Unsure, other.decimal == "":
		return f.only(first)
	case otherFits && f.Links && p.asInLinks():
		return other.decimal, nil
	case f.Unsure:
		thousands = first.decimal
	}
	how := "write " + thousands
	if f.fits(reading{decimal: other.decimal}) { // rounded, if only whole numbers are taken
		how = "write " + unmistakable(other.decimal) + " or " + thousands
	} else { // the other one would be refused
		how += " if that is meant"
	}
	return "", &Error{Kind: ErrTwoWays, How: how}
}

func (f Field) only(r reading) (string, error) {
	if r.err != nil {
		return "", r.err
	}
	return r.decimal, nil
}

func (f Field) fits(r reading) bool {
	return r.err == nil && (f.Fits == nil || f.Fits(r.decimal))
}

// plainly formats a number without an exponent. It fails for numbers without a finite
// decimal form, such as a third.
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

// Group formats a plain decimal as the portal's texts do: 1,234,567.5. Any other text is
// returned unchanged.
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

// unmistakable formats a number with groups so that it can only be read in one way.
func unmistakable(decimal string) string {
	if whole, after, _ := strings.Cut(decimal, "."); len(after) == 3 && leads(whole, 3) {
		decimal += "0"
	}
	return Group(decimal)
}
