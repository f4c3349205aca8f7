package figure

import (
	"math/big"
	"strconv"
	"strings"
)

// parts holds the components of a number and of its surroundings.
type parts struct {
	negative bool
	groups   []string // of digits; the first or the last may be empty
	between  []rune   // the separators, one fewer than groups
	exponent string   // "7" or "-3", "" for none
	rest     string   // scale and unit
}

// split splits a text prepared by simple. It returns no groups if there is no number.
func split(text string) parts {
	var p parts
	if text != "" && (text[0] == '-' || text[0] == '+') {
		p.negative = text[0] == '-'
		text = strings.TrimPrefix(text[1:], " ")
	}
	end := 0
	for i, c := range text {
		if isDigit(c) || strings.ContainsRune(decimalSigns, c) {
			end = i + len(string(c))
		} else if !strings.ContainsRune(groupSigns, c) {
			break
		}
	}
	number := text[:end]
	p.exponent, p.rest = exponent(text[end:])
	if strings.Trim(p.rest, "-") == "" && p.rest != "" && number != "" {
		p.negative = p.negative || isDigit(rune(number[len(number)-1]))
		p.rest = ""
	}
	if strings.IndexFunc(number, isDigit) < 0 {
		return p
	}
	from := 0
	for i, c := range number {
		if !isDigit(c) {
			p.groups, p.between = append(p.groups, number[from:i]), append(p.between, c)
			from = i + len(string(c))
		}
	}
	p.groups = append(p.groups, number[from:])
	if n := len(p.between); n > 1 && number[from:] == "" && p.groups[n-1] != "" && p.between[n-1] == '.' && p.between[n-2] == '.' {
		p.groups, p.between = p.groups[:n], p.between[:n-1] // the point that ends a sentence: 1.000.000.
	}
	p.negative = p.negative && strings.ContainsAny(number, "123456789") // -0 counts as 0
	return p
}

// Characters allowed between digits. The last of decimalSigns can only be a decimal sign.
const (
	decimalSigns = ".," + string(arabicPoint)
	groupSigns   = " '_"
	arabicPoint  = '\u066b'
)

// exponent splits "e-3" off the text that follows a number.
func exponent(text string) (power, rest string) {
	if text == "" || text[0] != 'e' && text[0] != 'E' {
		return "", strings.TrimSpace(text)
	}
	power = strings.TrimPrefix(text[1:], " ") // a "+" in an address is a space
	sign := power[:len(power)-len(strings.TrimLeft(power, "+-"))]
	digits := power[len(sign):]
	rest = strings.TrimLeft(digits, "0123456789")
	digits = digits[:len(digits)-len(rest)]
	if digits == "" || len(sign) > 1 {
		return "", strings.TrimSpace(text)
	}
	return strings.TrimPrefix(sign, "+") + digits, strings.TrimSpace(rest)
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

// readings returns the possible readings of a number: first that of the portal's own texts,
// then the other one, if any. In a field of whole numbers, a sign before three digits is a
// group separator, and decimals are allowed only as one or two zeros.
func (p parts) readings(whole bool) (first, other reading, err error) {
	last := len(p.groups) - 1
	if last == 1 && p.couldGroup() {
		if first = p.value(p.groups, ""); !whole {
			other = p.value(p.groups[:1], p.groups[1])
		}
		return first, other, nil
	}
	before, after := p.groups, ""
	if p.hasDecimals() {
		before, after = p.groups[:last], p.groups[last]
	}
	if !evenGroups(before, p.between[:len(before)-1]) {
		return first, other, &Error{Kind: ErrGroups}
	}
	if whole && (len(after) > 2 || strings.Trim(after, "0") != "") {
		return first, other, &Error{Kind: ErrNotWhole}
	}
	return p.value(before, after), other, nil
}

// couldGroup reports whether the only separator of a number can be a group separator.
// Before an exponent a point cannot.
func (p parts) couldGroup() bool {
	sign, before, after := p.between[0], p.groups[0], p.groups[1]
	return (sign == ',' || sign == '.' && p.exponent == "") && len(after) == 3 && leads(before, 3)
}

// leads reports whether digits can be the first of several groups.
func leads(digits string, most int) bool {
	return digits != "" && len(digits) <= most && digits[0] != '0'
}

// hasDecimals reports whether the last separator of a number is the decimal sign, which a
// repeated separator is not.
func (p parts) hasDecimals() bool {
	n := len(p.between)
	return n > 0 && strings.ContainsRune(decimalSigns, p.between[n-1]) && (n == 1 || p.between[n-2] != p.between[n-1])
}

// evenGroups checks that digits are in groups of three with one separator or, with commas
// as in India, in twos before the last three.
func evenGroups(groups []string, signs []rune) bool {
	last := len(groups) - 1
	if last == 0 {
		return true
	}
	sign := signs[0]
	three, two := leads(groups[0], 3), sign == ',' && leads(groups[0], 2)
	for _, g := range groups[1:last] {
		three = three && len(g) == 3
		two = two && len(g) == 2
	}
	for _, c := range signs {
		if c != sign || c == arabicPoint {
			return false
		}
	}
	return (three || two) && len(groups[last]) == 3
}

// value assembles a number.
func (p parts) value(before []string, after string) reading {
	v, _ := new(big.Rat).SetString("0" + strings.Join(before, "") + "." + after + "0") // always valid: digits and a point
	if v.Sign() == 0 || p.exponent == "" {
		return reading{value: v}
	}
	power, err := strconv.Atoi(p.exponent)
	if err != nil || power > 99 || power < -99 {
		kind := ErrTooLarge
		if p.exponent[0] == '-' {
			kind = ErrTooFine
		}
		return reading{value: v, err: &Error{Kind: kind}}
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(power, -power))), nil))
	if power < 0 {
		scale.Inv(scale)
	}
	return reading{value: v.Mul(v, scale)}
}

// grouped reports whether the only separator of a number is taken as a group separator
// although it could be a decimal sign: a comma, as in all texts of the portal. Before an
// exponent it is a decimal sign, since some programs write a comma for the point there, and before
// a word of most other languages it may be: 1,250 Mio.
func (p parts) grouped() bool {
	word, _ := scaleWord(p.rest)
	return p.between[0] == ',' && p.exponent == "" && !decimalComma[word]
}

// asInLinks reports whether a number has the form written by programs, without trailing
// zeros.
func (p parts) asInLinks() bool {
	return p.between[0] == '.' && p.rest == "" && !strings.HasSuffix(p.groups[1], "0")
}
