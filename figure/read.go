package figure

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"
)

// simple converts a text to ASCII digits, letters and signs: it replaces all kinds of
// spaces and drops invisible characters. It refuses digits of two scripts in one text,
// since such a number may not be what it seems.
func simple(text string) (string, bool) {
	var b strings.Builder
	var zero rune
	for _, c := range text {
		switch {
		case unicode.Is(unicode.Nd, c):
			value, ofScript := digit(c)
			if ofScript == '０' { // the wide digits of East Asian keyboards are those of ASCII
				ofScript = '0'
			}
			if zero != 0 && zero != ofScript {
				return "", false
			}
			zero = ofScript
			b.WriteByte(byte('0' + value))
		case unicode.IsSpace(c):
			b.WriteByte(' ')
		case unicode.Is(unicode.Cf, c): // direction marks and the like
		default:
			b.WriteRune(sign(c))
		}
	}
	return strings.Join(strings.Fields(b.String()), " "), true
}

// unmarked removes the marks of spreadsheets around a number.
func unmarked(text string) string {
	text = strings.TrimPrefix(text, "=")
	if n := len(text); n > 1 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		return strings.TrimSpace(text[1 : n-1])
	}
	return strings.TrimPrefix(text, "'")
}

// cells matches two numbers of neighbouring cells of a spreadsheet. The end of a line may be
// one of a text that was broken, but whether it is cannot be seen.
var cells = regexp.MustCompile(`\p{Nd}\s*[\t\n\v\f\r\x{85}\x{2028}\x{2029}]\s*\p{Nd}`)

// CutOff reports whether a text ends with an ellipsis, where programs shorten texts.
func CutOff(text string) bool {
	return strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...")
}

var (
	powerOfTen = regexp.MustCompile(`^(?:([-+]?[0-9][0-9.,' ]*?) ?[x×*·⋅] ?)?10(?:(?:\^|\*\*) ?([-+]?[0-9]+)|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))`)
	fraction   = regexp.MustCompile(`^([0-9]*) ?([½¼¾])`)
	raised     = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9",
		"⁺", "+", "⁻", "-")
	decimalsOf = map[string]string{"½": ".5", "¼": ".25", "¾": ".75"}
)

// steps matches a number as it is written in East Asia, one scale after the other: 1億2000万, 3万5千. step is one of them.
var (
	steps = regexp.MustCompile(`^(?:[0-9]+[億亿억万萬만千천]){1,3}[0-9]+[億亿억万萬만千천]?`)
	step  = regexp.MustCompile(`([0-9]+)([億亿억万萬만千천]?)`)
)

// summed writes 3万5千 as 35000. Scales that do not fall are left as they are.
func summed(text string) string {
	written := steps.FindString(text)
	if written == "" {
		return text
	}
	sum, last := new(big.Int), int64(1e12)
	for _, found := range step.FindAllStringSubmatch(written, -1) {
		scale := max(scales[found[2]], 1)
		n, _ := new(big.Int).SetString(found[1], 10) // digits
		if scale >= last || n.Cmp(big.NewInt(last/scale)) >= 0 {
			return text
		}
		sum.Add(sum, n.Mul(n, big.NewInt(scale)))
		last = scale
	}
	return sum.String() + text[len(written):]
}

// powers writes 5×10^6 as 5e6 and 1½ as 1.5.
func powers(text string) string {
	text = summed(text)
	if found := powerOfTen.FindStringSubmatch(text); found != nil {
		times := found[1]
		if times == "" {
			times = "1"
		}
		return times + "e" + found[2] + raised.Replace(found[3]) + text[len(found[0]):]
	}
	if found := fraction.FindStringSubmatch(text); found != nil {
		return found[1] + decimalsOf[found[2]] + text[len(found[0]):]
	}
	return text
}

// digit returns the value of a decimal digit and the zero of its script. In Unicode the
// digits of a script are consecutive.
func digit(c rune) (value, zero rune) {
	for _, r := range unicode.Nd.R16 {
		if low := rune(r.Lo); low <= c && c <= rune(r.Hi) {
			return (c - low) % 10, c - (c-low)%10
		}
	}
	for _, r := range unicode.Nd.R32 {
		if low := rune(r.Lo); low <= c && c <= rune(r.Hi) {
			return (c - low) % 10, c - (c-low)%10
		}
	}
	return 0, 0
}

// sign returns the ASCII equivalent of a sign or letter.
func sign(c rune) rune {
	switch c {
	case '\u2019', '\u2018', '\u02bc', '\u00b4', '\u0060': // apostrophes, and accents in their place
		return '\''
	case '\u201c', '\u201d', '\u201e': // quotation marks
		return '"'
	case '\u2212', '\u2010', '\u2011', '\u2013', '\u2014': // minus, hyphens, dashes
		return '-'
	case '\u066c': // Arabic thousands sign
		return '\''
	case '\u066a': // Arabic percent sign
		return '%'
	case '\u00b5': // micro sign, to the letter
		return 'μ'
	}
	if c >= '\uff01' && c <= '\uff5e' { // full width
		return c - 0xfee0
	}
	return c
}
