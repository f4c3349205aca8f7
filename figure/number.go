package figure

import (
	"math/big"
	"strconv"
	"strings"
)

// parts are a number and what stands around it.
type parts struct {
	negative bool
	groups   []string // of digits; the first or the last may be empty
	between  []rune   // what separates them, one less than groups
	exponent string   // "7" or "-3", "" for none
	rest     string   // scale and unit
}

// split takes a simple text apart. It has no groups where there is no number.
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
	p.negative = p.negative && strings.ContainsAny(number, "123456789") // -0 is 0
	return p
}

// What may stand between digits. The last of decimalSigns can only mark decimals.
const (
	decimalSigns = ".," + string(arabicPoint)
	groupSigns   = " '_"
	arabicPoint  = '\u066b'
)

// exponent takes "e-3" off the front of what follows a number.
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

// readings gives how a number can be read: first as the portal's own texts would
// mean it, then the other way if there is one. In a whole number a sign before
// three digits groups them, and decimals are nothing but one or two zeros.
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

// couldGroup reports whether the one sign of a number can group its digits. Before an
// exponent a point never does.
func (p parts) couldGroup() bool {
	sign, before, after := p.between[0], p.groups[0], p.groups[1]
	return (sign == ',' || sign == '.' && p.exponent == "") && len(after) == 3 && leads(before, 3)
}

// leads reports whether digits can be the first group of several.
func leads(digits string, most int) bool {
	return digits != "" && len(digits) <= most && digits[0] != '0'
}

// hasDecimals reports whether the last sign of a number is the decimal one: a sign that
// is there twice is not.
func (p parts) hasDecimals() bool {
	n := len(p.between)
	return n > 0 && strings.ContainsRune(decimalSigns, p.between[n-1]) && (n == 1 || p.between[n-2] != p.between[n-1])
}

// evenGroups checks that digits come in groups of three by one sign, or with
// commas as in India: in twos before the last three.
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

// value puts a number together.
func (p parts) value(before []string, after string) reading {
	v, _ := new(big.Rat).SetString("0" + strings.Join(before, "") + "." + after + "0") // digits and a point
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

// grouped reports whether the one sign of a number groups its digits, though it could
// be a decimal sign: a comma, as in every text of the portal. Some programs write
// one for a point before an exponent.
func (p parts) grouped() bool { return p.between[0] == ',' && p.exponent == "" }

// asInLinks reports whether a number is as a program writes it, without a zero at the end.
func (p parts) asInLinks() bool {
	return p.between[0] == '.' && p.rest == "" && !strings.HasSuffix(p.groups[1], "0")
}
