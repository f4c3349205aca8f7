package figure

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"
)

// Units are the words allowed beside the number of a field, with their factors. The zero
// value allows none.
type Units struct {
	worth    map[string]*big.Rat
	before   []string // may also stand before the number
	bytes    bool     // K, M, B and T are units, not scales
	measured bool     // of time or memory, which programs measure and print with decimals
	said     string   // what to write the number in, for errors about other units
}

// Words allows words without effect, such as the field's own unit. The first one is
// displayed.
func Words(words ...string) Units {
	u := Units{worth: map[string]*big.Rat{}, said: words[0]}
	for _, w := range words {
		u.worth[strings.ToLower(w)] = one
	}
	return u
}

// Before is Words, also allowed before the number.
func Before(words ...string) Units {
	u := Words(words...)
	u.before = words
	return u
}

// Memory is for fields in bytes, KB, MB or GB. Steps are 1,024 as everywhere in the portal,
// and M does not mean a million.
func Memory(unit string) Units {
	u := Units{worth: map[string]*big.Rat{}, bytes: true, measured: true, said: "B, KB, MB, GB or TB"}
	size := big.NewRat(1, 1)
	for _, names := range [][]string{
		{"b", "byte", "bytes"},
		{"kb", "kib", "ki", "k", "ko", "kio", "kilobyte", "kilobytes", "kibibyte", "kibibytes"},
		{"mb", "mib", "mi", "m", "mo", "mio", "megabyte", "megabytes", "mebibyte", "mebibytes"},
		{"gb", "gib", "gi", "g", "go", "gio", "gigabyte", "gigabytes", "gibibyte", "gibibytes"},
		{"tb", "tib", "ti", "t", "to", "tio", "terabyte", "terabytes", "tebibyte", "tebibytes"}, // the o is for octets
	} {
		for _, name := range names {
			u.worth[name] = new(big.Rat).Set(size)
		}
		size.Mul(size, big.NewRat(1024, 1))
	}
	return u.in(unit)
}

// Time is for fields in ms, s or h. A lower-case m is a minute; M is still a million.
func Time(unit string) Units {
	u := Units{worth: map[string]*big.Rat{}, measured: true, said: "ms, s, min or h"}
	for _, t := range []struct {
		micros int64
		names  string
	}{
		{1, "us μs microsecond microseconds"},
		{1e3, "ms msec millisecond milliseconds"},
		{1e6, "s sec secs second seconds"},
		{60e6, "m min mins minute minutes"},
		{3600e6, "h hr hrs hour hours"},
	} {
		for _, name := range strings.Fields(t.names) {
			u.worth[name] = big.NewRat(t.micros, 1)
		}
	}
	return u.in(unit)
}

// in rescales the units so that the given one is 1.
func (u Units) in(unit string) Units {
	size := new(big.Rat).Set(u.worth[strings.ToLower(unit)])
	for _, worth := range u.worth {
		worth.Quo(worth, size)
	}
	return u
}

// With allows further words after each unit: "a month" allows "20 hours a month".
func (u Units) With(after ...string) Units {
	all := u
	all.said += " " + after[0]
	all.worth = map[string]*big.Rat{}
	for name, worth := range u.worth {
		all.worth[name] = worth
		for _, a := range after {
			all.worth[name+" "+a] = worth
			all.worth[name+a] = worth
		}
	}
	for _, a := range after {
		all.worth[a] = one
	}
	return all
}

// scales are words for powers of ten and their abbreviations.
var scales = map[string]int64{
	"k": 1e3, "thousand": 1e3, "thousands": 1e3, "tsd": 1e3, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5,
	"m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "mill": 1e6, "million": 1e6, "millions": 1e6, "crore": 1e7, "crores": 1e7, "cr": 1e7,
	"b": 1e9, "bn": 1e9, "bln": 1e9, "mrd": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "tn": 1e12, "trillion": 1e12,
	"trillions": 1e12,
	"mln":       1e6, "millionen": 1e6, "millones": 1e6, "milioni": 1e6, "miljoen": 1e6, "milhões": 1e6, "milyon": 1e6, "juta": 1e6,
	"tausend": 1e3, "mila": 1e3, "duizend": 1e3, "tusen": 1e3, "tys": 1e3, "ribu": 1e3, "milliard": 1e9, "milliards": 1e9, "mld": 1e9,
	"milliarden": 1e9, "miliardi": 1e9, "bilhões": 1e9, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млрд": 1e9,
	"тыс": 1e3, "тысяча": 1e3, "тысячи": 1e3, "тысяч": 1e3,
	"千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "千万": 1e7, "億": 1e8, "亿": 1e8, "천": 1e3, "만": 1e4, "억": 1e8,
}

// decimalComma are the scales of languages in which a comma is the decimal sign, at least in some countries.
var decimalComma = map[string]bool{
	"tsd": true, "mio": true, "mill": true, "mrd": true, "mln": true, "mld": true, "tys": true, "millionen": true, "millones": true,
	"milioni": true, "miljoen": true, "milhões": true, "milyon": true, "juta": true, "tausend": true, "mila": true, "duizend": true,
	"tusen": true, "ribu": true, "milliard": true, "milliards": true, "milliarden": true, "miliardi": true, "bilhões": true,
	"млн": true, "миллион": true, "миллиона": true, "миллионов": true, "млрд": true,
	"тыс": true, "тысяча": true, "тысячи": true, "тысяч": true,
}

// factor returns the factor for the text after a number: a unit, a scale, or both. A unit
// with exact case has precedence over a scale, and a scale over a unit in other case, so
// that "2 m" can be minutes and "2 M" millions.
func (u Units) factor(rest string) (*big.Rat, bool) {
	if rest == "" {
		return one, true
	}
	if worth, ok := u.worth[rest]; ok {
		return worth, true
	}
	rest = strings.TrimSuffix(rest, ".") // "50 mio."
	small := strings.ToLower(rest)
	if u.bytes || scales[small] == 0 {
		if worth, ok := u.worth[small]; ok {
			return worth, true
		}
	}
	word, unit := scaleWord(small)
	scale, ok := scales[word]
	if !ok {
		return nil, false
	}
	worth := one
	if unit != "" {
		if worth, ok = u.worth[unit]; !ok {
			return nil, false
		}
	}
	return new(big.Rat).Mul(big.NewRat(scale, 1), worth), true
}

// scaleWord splits the text after a number into its first word, which may be a scale, and the
// unit after it: "mio. requests", "k/month".
func scaleWord(rest string) (word, unit string) {
	small := strings.ToLower(rest)
	end := strings.IndexFunc(small, func(c rune) bool { return !unicode.IsLetter(c) })
	if end < 0 {
		return small, ""
	}
	return small[:end], strings.TrimSpace(strings.TrimPrefix(small[end:], "."))
}

// alone removes a unit before the number: "$75" is 75.
func (u Units) alone(text string) string {
	for _, word := range u.before {
		if len(text) > len(word) && strings.EqualFold(text[:len(word)], word) && strings.ContainsAny(text[len(word):len(word)+
			1], "0123456789 .,") {
			return strings.TrimSpace(text[len(word):])
		}
	}
	return text
}

// perMonth returns the factor for the text after a number that is of another time, "rps" or "M/day", in a field that is of a
// month.
func (u Units) perMonth(rest string) (*big.Rat, bool) {
	if _, monthly := u.worth["a month"]; !monthly {
		return nil, false
	}
	found := rate.FindStringSubmatch(strings.ToLower(rest))
	if found == nil {
		return nil, false
	}
	factor, ok := u.factor(found[1])
	if !ok {
		return nil, false
	}
	times := inMonth[(found[2] + found[3] + found[4])[0]]
	return new(big.Rat).Mul(factor, times), true
}

// rate matches a unit of another time than a month.
var rate = regexp.MustCompile(`^(.*?) ?(?:(?:/ ?|per |an? |each |every )(s|sec|second|min|minute|h|hr|hour|d|day|w|wk|week|y|yr|year)` +
	`|[rqt]p([smh])|(hour|dai|week|year|annual)ly)$`)

// inMonth are how many of a time, by its first letter, are in an average month.
var inMonth = map[byte]*big.Rat{
	's': big.NewRat(730*3600, 1), 'm': big.NewRat(730*60, 1), 'h': big.NewRat(730, 1), 'd': big.NewRat(730, 24),
	'w': big.NewRat(730, 7*24), 'y': big.NewRat(1, 12), 'a': big.NewRat(1, 12),
}

func (u Units) how() string {
	if u.said == "" {
		return "write the number alone"
	}
	return "write it in " + u.said // the number alone, or with another word, would be another one
}
