package figure

import (
	"errors"
	"math/big"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// upTo returns a field that holds numbers from 0 to a limit, in steps.
func upTo(limit, step string) func(string) bool {
	most, _ := new(big.Rat).SetString(limit)
	each, _ := new(big.Rat).SetString(step)
	return func(decimal string) bool {
		v, ok := new(big.Rat).SetString(decimal)
		return ok && v.Cmp(most) <= 0 && v.Quo(v, each).IsInt()
	}
}

var (
	whole    = Field{Whole: true, Units: Words("requests", "request").With("a month", "/month"), Fits: upTo("1000000000000", "1")}
	millis   = Field{Whole: true, Units: Time("ms"), Fits: upTo("900000", "1")}
	megabyte = Field{Whole: true, Units: Memory("MB"), Fits: upTo("10240", "1")}
	free     = Field{}
	hours    = Field{Units: Time("h").With("a day"), Fits: upTo("24", "1/10"), Closed: true}
	work     = Field{Units: Time("h"), Fits: upTo("100000", "1/10")}
	money    = Field{Units: Before("USD", "US$", "$").With("an hour", "/h"), Fits: upTo("10000", "1/100")}
	share    = Field{Links: true, Fits: upTo("1000000", "1/1000")}
	unsure   = Field{Links: true, Unsure: true, Fits: upTo("1000000", "1/1000")}
)

func TestParse(t *testing.T) {
	tests := []struct {
		field Field
		text  string
		want  string // or what is wrong
	}{
		// groups of three in a whole number
		{whole, "500.000", "500000"},
		{whole, "500,000", "500000"},
		{whole, "1.500", "1500"},
		{whole, "1.000.000", "1000000"},
		{whole, "1,000,000", "1000000"},
		{whole, "50 000 000", "50000000"},
		{whole, "1\u00a0000\u00a0000", "1000000"},
		{whole, "1\u202f000\u2009000", "1000000"},
		{whole, "1'000'000", "1000000"},
		{whole, "1’000’000", "1000000"},
		{whole, "1_000_000", "1000000"},
		{whole, "1´000´000", "1000000"},
		{whole, "1`000`000", "1000000"},
		{whole, "10,00,000", "1000000"},
		{whole, "1,00,00,000", "10000000"},
		{whole, "\u200e500,000\u200f", "500000"},
		{whole, "5.0", "5"},
		{whole, "5,00", "5"},
		{whole, "5.", "5"},
		{whole, "00012", "12"},
		{whole, "0", "0"},
		{whole, "-0", "0"},
		{whole, "+5", "5"},
		{whole, "1,5", "is not a whole number"},
		{whole, "0.5", "is not a whole number"},
		{whole, "0.500", "is not a whole number"},
		{whole, "1234.567", "is not a whole number"},
		{whole, "1,234.000", "is not a whole number"},
		{whole, "5.0000", "is not a whole number"},
		{whole, "5.125", "5125"},
		{whole, "1,00,0", "does not have its digits in groups of three"},
		{whole, "1 00", "does not have its digits in groups of three"},
		{whole, "1.00.000", "does not have its digits in groups of three"},
		{whole, "0,500,000", "does not have its digits in groups of three"},
		{whole, "1000,000,000", "does not have its digits in groups of three"},
		{whole, "1'000 000", "does not have its digits in groups of three"},
		{whole, "1,,000", "does not have its digits in groups of three"},
		{whole, "1..5", "does not have its digits in groups of three"},

		// scales and exponents
		{whole, "50 million", "50000000"},
		{whole, "50M", "50000000"},
		{whole, "50m", "50000000"},
		{whole, "50 Mio.", "50000000"},
		{whole, "2k", "2000"},
		{whole, "3 bn", "3000000000"},
		{whole, "10 lakh", "1000000"},
		{whole, "1.5 million", "1500000"},
		{whole, "1,5 million", "1500000"},
		{whole, "2,500 k", "2500000"},
		{whole, "2.500 million", "can be read in two ways: write 2,500,000 or 2,500,000,000"},
		{whole, "1.125M", "can be read in two ways: write 1,125,000 or 1,125,000,000"},
		{whole, "1.0005k", "is not a whole number"},
		{whole, "5e7", "50000000"},
		{whole, "5E+7", "50000000"},
		{whole, "5E 7", "50000000"}, // the "+" of an address
		{whole, "3万", "30000"},
		{whole, "2億", "200000000"},
		{whole, "1,5 Millionen", "1500000"},
		{whole, "1.500e3", "1500"},
		{whole, "1,5e6", "1500000"},
		{whole, "1,500e6", "can be read in two ways: write 1,500,000 or 1,500,000,000"},
		{whole, "5000e-3", "5"},
		{whole, "5e-1", "is not a whole number"},
		{whole, "50 million requests a month", "50000000"},
		{whole, "1,250 million", "1250000000"},
		{whole, "1,250 Mio.", "can be read in two ways: write 1,250,000 or 1,250,000,000"},
		{whole, "2,500 тыс. requests", "can be read in two ways: write 2,500 or 2,500,000"},
		{whole, "1,250 mrd", "1250000000"},
		{whole, "1,250万", "12500000"},
		{whole, "50M requests a month", "50000000"},
		{whole, "50k/month", "50000"},
		{whole, "50 Mio./month", "50000000"},
		{whole, "3 Cr.", "30000000"},
		{whole, "2 lacs", "200000"},
		{whole, "500mila", "500000"},
		{whole, "2 тысячи", "2000"},
		{whole, "5百万", "5000000"},
		{whole, "2 mil", "can be read in two ways: put “thousand” or “million” after the number"},
		{whole, "2 mil.", "can be read in two ways: put “thousand” or “million” after the number"},
		{whole, "1 request", "1"},
		{whole, "1e30", "1000000000000000000000000000000"},
		{whole, "1e99", "is too large"},
		{whole, "1e999999999999999999999", "is too large"},
		{free, "1e-99", "has too many decimals"},
		{free, "1e-100", "has too many decimals"},
		{free, "0e999", "0"},

		// decimals
		{free, "1,5", "1.5"},
		{free, "1.5", "1.5"},
		{free, "1.50", "1.5"},
		{free, ".5", "0.5"},
		{free, ",5", "0.5"},
		{free, "0.125", "0.125"},
		{free, "0,125", "0.125"},
		{free, "0.500", "0.5"},
		{free, "00012.500", "12.5"},
		{free, "1,000", "1000"},
		{free, "1.500", "can be read in two ways: write 1.5 or 1,500"},
		{free, "1.125", "can be read in two ways: write 1.1250 or 1,125"},
		{free, "1.1250", "1.125"},
		{free, "1.000.000", "1000000"},
		{free, "1.234,5", "1234.5"},
		{free, "1,234.5", "1234.5"},
		{free, "1.234,500", "1234.5"},
		{free, "1,00,000.25", "100000.25"},
		{free, "1 234,567", "1234.567"},
		{free, "1234.567", "1234.567"},
		{free, "1\u066c234\u066b5", "1234.5"},
		{free, "1\u066b500", "1.5"},
		{free, "1\u066b5\u066b5", "does not have its digits in groups of three"},
		{free, "1.5,3", "does not have its digits in groups of three"},

		// only one reading fits
		{hours, "1.500", "1.5"},
		{hours, "1,500", "1.5"},
		{hours, "30.125", "30125"}, // neither does
		{work, "12.345", "can be read in two ways: write 12,345 if that is meant"}, // also where the step has no third decimal
		{work, "12.3450", "12.345"},
		{work, "12,345", "12345"},
		{work, "1.500", "can be read in two ways: write 1.5 or 1,500"},
		{work, "1,500", "1500"},
		{money, "75.50", "75.5"},
		{money, "1.234", "can be read in two ways: write 1,234 if that is meant"},
		{money, "$1.234", "can be read in two ways: write 1,234 if that is meant"},
		{share, "1.125", "1.125"},
		{share, "33.333", "33.333"},
		{share, "1.500", "can be read in two ways: write 1.5 or 1,500"},
		{share, "1,125", "1125"},
		{share, "2.000.000", "2000000"},
		{unsure, "33,333", "can be read in two ways: write 33.3330 or 33333"},
		{unsure, "33.333", "33.333"},
		{unsure, "33333", "33333"},
		{unsure, "66,67", "66.67"},

		// a comma where thousands are out of range, though people mean them
		{money, "82,500", "can be read in two ways: write 82.5 if that is meant"},
		{money, "$120,000", "can be read in two ways: write 120 if that is meant"},
		{money, "82.500", "82.5"},
		{work, "160,000", "can be read in two ways: write 160 if that is meant"},
		{work, "160,125", "160125"}, // neither fits

		// units
		{megabyte, "512 MB", "512"},
		{megabyte, "512MB", "512"},
		{megabyte, "512M", "512"},
		{megabyte, "512 MiB", "512"},
		{megabyte, "0.5 GB", "512"},
		{megabyte, "0,5 GB", "512"},
		{megabyte, "1.500 GB", "1536"},
		{megabyte, "1.500 MB", "can be read in two ways: write 2 or 1,500"},
		{megabyte, "1.500", "1500"},
		{megabyte, "1,500 MB", "1500"},
		{megabyte, "5.0 MB", "5"},
		{megabyte, "512 megabytes", "512"},
		{megabyte, "1 gigabyte", "1024"},
		{millis, "12.345 ms", "can be read in two ways: write 12 or 12,345"}, // as ping prints it
		{millis, "12.345", "12345"},
		{millis, "12.345 s", "12345"},
		{megabyte, "536870912 B", "512"},
		{megabyte, "1 KB", "is not a whole number"},
		{megabyte, "512 s", "has a unit that does not go here: write it in B, KB, MB, GB or TB"},
		{millis, "120ms", "120"},
		{millis, "2s", "2000"},
		{millis, "1.5 s", "1500"},
		{millis, "1.500 s", "1500"},
		{millis, "2 min", "120000"},
		{millis, "2 m", "120000"},
		{millis, "2M", "2000000"},
		{millis, "2500 µs", "is not a whole number"},
		{millis, "3000 μs", "3"},
		{millis, "20x", "has a unit that does not go here: write it in ms, s, min or h"},
		// of another time than the month of the field
		{whole, "100 rps", "has a unit that does not go here: write how much it is in a month, about 263,000,000"},
		{whole, "5/s", "has a unit that does not go here: write how much it is in a month, about 13,100,000"},
		{whole, "1M/day", "has a unit that does not go here: write how much it is in a month, about 30,400,000"},
		{whole, "1 million per day", "has a unit that does not go here: write how much it is in a month, about 30,400,000"},
		{whole, "20 requests daily", "has a unit that does not go here: write how much it is in a month, about 608"},
		{whole, "1.500 a day", "has a unit that does not go here: write how much it is in a month"},
		{whole, "5 apples a day", "has a unit that does not go here: write it in requests a month"},
		{hours, "30 min", "0.5"},
		{hours, "20 min", "has too many decimals"},
		{hours, "8 hours a day", "8"},
		{hours, "8h a day", "8"},
		{money, "$75", "75"},
		{money, "75.-", "75"},
		{money, "75,–", "75"},
		{money, "75,--", "75"},
		{money, "1’500.–", "1500"},
		{money, "US$ 75.50", "75.5"},
		{money, "USD 1,000", "1000"},
		{money, "75 $/h", "75"},
		{money, "75 usd an hour", "75"},
		{money, "75 €", "has a unit that does not go here: write it in USD an hour"},
		{money, "600/day", "has a unit that does not go here: write it in USD an hour"},
		{whole, "5 million visits", "has a unit that does not go here: write it in requests a month"},
		{whole, "+20%", "has a unit that does not go here: write it in requests a month"},
		{Field{Units: Words("times the average", "times")}, "400%", "has a unit that does not go here: write it in times the average"},
		{work, "2 days", "has a unit that does not go here: write it in ms, s, min or h"},
		{whole, "10**6", "1000000"},
		{whole, "1億2000万", "120000000"},
		{whole, "3万5千", "35000"},
		{whole, "50億2000万", "5020000000"},
		{whole, "3万 5", "is not a number"},
		{whole, "3万5000requests", "35000"},
		{whole, "3万20000", "is not a number"}, // one of them is wrong
		{whole, "5千3万", "is not a number"},
		{whole, "3*10**6 requests", "3000000"},
		{whole, "5 bilhões", "5000000000"},
		{free, "5 apples", "has a unit that does not go here: write the number alone"},

		// other scripts
		{whole, "５００，０００", "500000"},
		{whole, "１２", "12"},
		{whole, "٥٠٠٬٠٠٠", "500000"},
		{whole, "५००", "500"},
		{megabyte, "５１２ＭＢ", "512"},
		{whole, "1٢", "is not a number"},

		// no numbers
		{whole, "", "is not a number"},
		{whole, " ", "is not a number"},
		{whole, "lots", "is not a number"},
		{whole, "NaN", "is not a number"},
		{whole, "Inf", "is not a number"},
		{whole, "-Inf", "is not a number"},
		{whole, "0x10", "is not a number"},
		{whole, "1e1e1", "is not a number"},
		{whole, "1:30", "is not a number"},
		{whole, "1-5", "is not a number"},
		{whole, "~5", "is not a number"},
		{whole, "5+", "is not a number"},
		{whole, ".", "is not a number"},
		{whole, "-", "is not a number"},
		{whole, "½", "is not a whole number"},
		{whole, "½ million", "500000"},
		{whole, "1½ million", "1500000"},
		{whole, "10^6", "1000000"},
		{whole, "10⁶", "1000000"},
		{whole, "5×10^5", "500000"},
		{whole, "1,5 x 10^6 requests", "1500000"},
		{whole, "10^999999999999", "is too large"},
		{whole, "1.000.000.", "1000000"},
		{whole, "1.000..", "does not have its digits in groups of three"},
		{whole, "500'000.—", "500000"},
		{money, "75.—", "75"},
		{share, "60%", "has a unit that does not go here: write the number alone"},
		{Field{Units: Words("%")}, "60٪", "60"},

		// two cells of a spreadsheet, and a text that was shortened
		{whole, "500\t600", "is more than one number: write one of them"},
		{whole, "500\n600", "is more than one number: write one of them"},
		{whole, "500 \r\n 600", "is more than one number: write one of them"},
		{whole, "500 600", "500600"},
		{whole, "500 600\n", "500600"},
		{megabyte, "512\tMB", "512"},
		{whole, "3000…", "was cut off: write all of it"},
		{whole, "3000...", "was cut off: write all of it"},
		{whole, "3000 …", "was cut off: write all of it"},
		{whole, "...", "is not a number"},
		{whole, "\"500000\"", "500000"},
		{whole, "“500000”", "500000"},
		{whole, "'500000", "500000"},
		{whole, "=500000", "500000"},
		{whole, "=\"500000\"", "500000"},
		{whole, "'500.000'", "500000"},
		{whole, "\"500", "is not a number"},
		{whole, "(500)", "is not a number"},
		{millis, "5′", "has a unit that does not go here: write it in ms, s, min or h"},
		{millis, "5\"", "has a unit that does not go here: write it in ms, s, min or h"},
		{millis, "5'", "is not a number"},
		{whole, "-5", "is negative"},
		{whole, "5-", "is negative"},
		{whole, "5 \u2212", "is negative"},
		{whole, "0-", "0"},
		{whole, "\u22125", "is negative"},
		{whole, "- 5", "is negative"},
		{whole, "--5", "is not a number"},
		{whole, strings.Repeat("0", 61), "is too long for a number"},
		{whole, strings.Repeat("9", 41), "is too large"},
	}
	for _, tt := range tests {
		got, err := Parse(tt.text, tt.field)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestGroup(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "1234567.5678": "1,234,567.5678", "12": "12", "lots": "lots", "": "", "-1000": "-1000",
	} {
		if got := Group(text); got != want {
			t.Errorf("%q is grouped as %q, want %q", text, got, want)
		}
	}
}

// decimals draws plain decimals as programs write them.
var decimals = rapid.Custom(func(t *rapid.T) string {
	whole := rapid.StringMatching(`0|[1-9][0-9]{0,14}`).Draw(t, "whole")
	if after := rapid.StringMatching(`([0-9]{0,12}[1-9])?`).Draw(t, "after"); after != "" {
		return whole + "." + after
	}
	return whole
})

// TestWrittenIsRead checks that numbers displayed by the portal or contained in its links
// are read back unchanged.
func TestWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := decimals.Draw(t, "decimal")
		fields := []Field{share, {Links: true}}
		if !strings.Contains(want, ".") {
			fields = append(fields, Field{}, Field{Whole: true})
		}
		for _, f := range fields {
			f.Fits = nil
			for _, text := range []string{want, Group(want), strings.ReplaceAll(Group(want), ",", "\u00a0"), unmistakable(want)} {
				if got, err := Parse(text, f); err != nil || got != want {
					t.Fatalf("%q in %+v is read as %q (%v), want %q", text, f, got, err, want)
				}
			}
		}
	})
}

// TestDigitsOfAllScripts checks the value of every decimal digit of Unicode by its position
// in its row.
func TestDigitsOfAllScripts(t *testing.T) {
	scripts := 0
	for c := rune(0); c <= unicode.MaxRune; c++ {
		if !unicode.Is(unicode.Nd, c) {
			continue
		}
		value, zero := digit(c)
		if value < 0 || value > 9 || zero+value != c {
			t.Fatalf("%U is %d after %U", c, value, zero)
		}
		if value == 0 {
			if scripts++; !unicode.Is(unicode.Nd, c+9) {
				t.Errorf("the row of %U is cut off", c)
			}
		}
	}
	if scripts < 50 {
		t.Errorf("only %d rows of digits", scripts)
	}
}

// FuzzParse checks that every text is read as a plain decimal or refused, that the result
// is read back unchanged, and that suggestions in errors are valid.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"500.000", "1,5", "1.500 million", "1e30", "-0", "NaN", "５００", "512 MB", "2s", "120ms", "$75", "10,00,000", "1\u066b5", "1'0",
		".,.", "1e-99", "0e9", "0mil", "1.200m",
	} {
		f.Add(seed)
	}
	fields := []Field{whole, millis, megabyte, free, hours, work, money, share, unsure}
	f.Fuzz(func(t *testing.T, text string) {
		for _, field := range fields {
			got, err := Parse(text, field)
			if err != nil {
				var known *Error
				if !errors.As(err, &known) || got != "" {
					t.Fatalf("%q: %q, %v", text, got, err)
				}
				if how, two := strings.CutPrefix(known.How, "write "); two && known.Kind == ErrTwoWays {
					checkSuggestions(t, how, field)
				}
				continue
			}
			checkReading(t, text, got, field)
		}
	})
}

func checkSuggestions(t *testing.T, how string, field Field) {
	if one, alone := strings.CutSuffix(how, " if that is meant"); alone {
		if _, err := Parse(one, field); err != nil {
			t.Fatalf("suggested %q, which is refused: %v", one, err)
		}
		return
	}
	a, b, _ := strings.Cut(how, " or ")
	x, err := Parse(a, field)
	y, err2 := Parse(b, field)
	if err != nil || err2 != nil || x == y {
		t.Fatalf("suggested %q and %q, read as %q and %q (%v, %v)", a, b, x, y, err, err2)
	}
}

func checkReading(t *testing.T, text, got string, field Field) {
	v, ok := new(big.Rat).SetString(got)
	if !ok || v.Sign() < 0 || strings.ContainsAny(got, "eE+-/") || field.Whole && !v.IsInt() {
		t.Fatalf("%q is read as %q", text, got)
	}
	if field.Fits != nil && !field.Fits(got) || len(got) > maxText {
		return
	}
	written := unmistakable(got)
	if field.Unsure && len(got) <= 6 && !strings.Contains(got, ".") {
		written = got // such fields are written without groups: 33,333 could be a third
	}
	if again, err := Parse(written, field); err != nil || again != got {
		t.Fatalf("%q is read as %q, written %q, and that as %q (%v)", text, got, written, again, err)
	}
}
