package cost

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func (a wide) big() *big.Int {
	n := new(big.Int).SetUint64(a.hi)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(a.lo))
}

var largest = tooLarge.big()

// same compares a result with its true value, or expects "too large" where that does not
// fit.
func same(t interface{ Fatalf(string, ...any) }, what string, got wide, want *big.Int) {
	if want.Cmp(largest) >= 0 {
		if got != tooLarge {
			t.Fatalf("%s = %v, want too large", what, got.big())
		}
		return
	}
	if got.big().Cmp(want) != 0 {
		t.Fatalf("%s = %v, want %v", what, got.big(), want)
	}
}

// wides generates numbers of all lengths.
var wides = rapid.Custom(func(t *rapid.T) wide {
	n := wide{rapid.Uint64().Draw(t, "hi"), rapid.Uint64().Draw(t, "lo")}
	for range rapid.IntRange(0, 127).Draw(t, "shift") {
		n = wide{n.hi >> 1, n.hi<<63 | n.lo>>1}
	}
	return n
})

func TestWideArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkWide(t, wides.Draw(t, "a"), wides.Draw(t, "b"), wides.Draw(t, "d"))
	})
}

func FuzzWide(f *testing.F) {
	top := ^uint64(0)
	f.Add(top, top-1, top, top-1, uint64(0), uint64(3))
	f.Add(uint64(1), uint64(0), uint64(1), uint64(0), uint64(1), uint64(0))
	f.Fuzz(func(t *testing.T, ah, al, bh, bl, dh, dl uint64) {
		checkWide(t, wide{ah, al}, wide{bh, bl}, wide{dh, dl})
	})
}

func checkWide(t interface{ Fatalf(string, ...any) }, a, b, d wide) {
	if a == tooLarge || b == tooLarge || d == tooLarge {
		if a.add(b) != tooLarge && d != tooLarge {
			t.Fatalf("too large is forgotten")
		}
		return
	}
	if got := a.cmp(b); got != a.big().Cmp(b.big()) {
		t.Fatalf("cmp = %d", got)
	}
	same(t, "a + b", a.add(b), new(big.Int).Add(a.big(), b.big()))
	same(t, "a × b", a.mul(b), new(big.Int).Mul(a.big(), b.big()))
	difference := new(big.Int).Sub(a.big(), b.big())
	if difference.Sign() < 0 {
		difference.SetInt64(0)
	}
	same(t, "a − b", a.sub(b), difference)
	if d.isZero() {
		if mulDiv(a, b, d) != tooLarge {
			t.Fatalf("division by zero gives a number")
		}
		return
	}
	product := new(big.Int).Mul(a.big(), b.big())
	half := new(big.Int).Rsh(d.big(), 1)
	same(t, "a × b ÷ d", mulDiv(a, b, d), product.Add(product, half).Div(product, d.big()))
}

func TestParseQuantity(t *testing.T) {
	tests := []struct {
		text, want string
		err        error
	}{
		{"0", "0", nil},
		{"3000000", "3000000", nil},
		{"0.25", "0.25", nil},
		{"00012.500", "12.5", nil},
		{".5", "0.5", nil},
		{"5.", "5", nil},
		{"1e6", "1000000", nil},
		{"2.5E+3", "2500", nil},
		{"1e-13", "0.0000000000001", nil},
		{"10000000000000000000000000", "10000000000000000000000000", nil},
		{"0e99", "0", nil},
		{"0.00000000000005", "", ErrDecimal}, // 14 decimals
		{"1e-14", "", ErrDecimal},
		{"1e26", "", ErrOverflow},
		{"1e99", "", ErrOverflow},
		{"34028236692093846346337461", "", ErrOverflow},
		{"-1", "", ErrDecimal},
		{"+1", "", ErrDecimal},
		{"", "", ErrDecimal},
		{".", "", ErrDecimal},
		{"NaN", "", ErrDecimal},
		{"Inf", "", ErrDecimal},
		{"1,000", "", ErrDecimal},
		{"1 000", "", ErrDecimal},
		{"1_000", "", ErrDecimal},
		{"1.2.3", "", ErrDecimal},
		{"1e", "", ErrDecimal},
		{"1e1e1", "", ErrDecimal},
		{"1e--1", "", ErrDecimal},
		{"0x10", "", ErrDecimal},
		{"٣", "", ErrDecimal},
		{strings.Repeat("0", 61), "", ErrDecimal},
	}
	for _, tt := range tests {
		got, err := ParseQuantity(tt.text)
		if !errors.Is(err, tt.err) || err == nil && got.String() != tt.want {
			t.Errorf("%q is %s (%v), want %s (%v)", tt.text, got, err, tt.want, tt.err)
		}
	}
}

func TestParsePrice(t *testing.T) {
	tests := []struct {
		text string
		per  uint64
		want string
		err  error
	}{
		{"0.20", 1_000_000, "0.0000002", nil},
		{"0.0000166667", 1, "0.0000166667", nil},
		{"0.025", 1000, "0.000025", nil},
		{"922337", 1, "922337", nil},
		{"0", 1, "0", nil},
		{"1", 3, "", ErrDecimal},
		{"1", 0, "", ErrDecimal},
		{"1000000", 1, "", ErrOverflow},
		{"-0.20", 1, "", ErrDecimal},
	}
	for _, tt := range tests {
		got, err := ParsePrice(tt.text, tt.per)
		if !errors.Is(err, tt.err) || err == nil && got.String() != tt.want {
			t.Errorf("%s per %d is %s (%v), want %s (%v)", tt.text, tt.per, got, err, tt.want, tt.err)
		}
	}
}

// Every text that can be parsed is formatted as the same number.
func FuzzParseQuantity(f *testing.F) {
	for _, text := range []string{"0", "1.5", "1e6", "0.0000166667", "9e24", "1e-13", "-1", "NaN", "1.", "e5"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseQuantity(text)
		if err != nil {
			if !errors.Is(err, ErrDecimal) && !errors.Is(err, ErrOverflow) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%q is no number, but was read as %s", text, got)
		}
		if back, _ := new(big.Rat).SetString(got.String()); back.Cmp(want) != 0 {
			t.Fatalf("%q was read as %s", text, got)
		}
	})
}

func TestText(t *testing.T) {
	tests := []struct{ got, want string }{
		{Whole(3_000_000).Text(), "3,000,000"},
		{Whole(999).Text(), "999"},
		{Quantity{}.Text(), "0"},
		{Whole(1).Over(3).String(), "0.3333333333333"},
		{Whole(1234567).Over(1000).Text(), "1,234.567"},
		{Whole(1234567).Over(1000).Rounded(2), "1,234.57"},
		{Whole(1234567).Over(1000).Rounded(0), "1,235"},
		{Whole(1).Over(2).Rounded(0), "1"},
		{Whole(0).Per(Whole(0)).String(), "too large"},
		{Price(166_667_000).String(), "0.0000166667"},
		{Price(2_000_000).For(1_000_000), "0.2"},
		{Cents(124_122).Text(), "1,241.22"},
		{Cents(5).String(), "0.05"},
		{Cents(-1234).String(), "-12.34"},
		{Whole(140_000).cost(166_667_000).String(), "2.333338"},
		{Whole(140_000).cost(166_667_000).Cents().String(), "2.33"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
}

func TestRoundingToCents(t *testing.T) {
	tests := []struct{ exact, half, up string }{
		{"0", "0.00", "0.00"},
		{"0.00499999999999999999999999", "0.00", "0.01"},
		{"0.005", "0.01", "0.01"},
		{"333.334", "333.33", "333.34"},
		{"421.33544", "421.34", "421.34"},
		{"3402823669209.11", "3402823669209.11", "3402823669209.11"},
	}
	for _, tt := range tests {
		var a Amount
		if err := a.UnmarshalJSON([]byte(tt.exact)); err != nil {
			t.Fatal(err)
		}
		if half, up := a.Cents().String(), a.roundCents(almost).String(); half != tt.half || up != tt.up {
			t.Errorf("%s rounds to %s and up to %s, want %s and %s", tt.exact, half, up, tt.half, tt.up)
		}
	}
}

// Ceil returns the least multiple that is not below.
func TestCeil(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Quantity{wide{0, rapid.Uint64().Draw(t, "q")}}
		step := Quantity{wide{0, rapid.Uint64Range(1, 1<<60).Draw(t, "step")}}
		up := q.Ceil(step)
		if up.Cmp(q) < 0 || up.Sub(q).Cmp(step) >= 0 || up.Ceil(step) != up {
			t.Fatalf("%s in steps of %s is %s", q, step, up)
		}
	})
}

func TestJSONNumbers(t *testing.T) {
	type all struct {
		Quantity Quantity
		Price    Price
		Amount   Amount
		Cents    Cents
	}
	rapid.Check(t, func(t *rapid.T) {
		want := all{
			Quantity{wides.Draw(t, "q")}, Price(rapid.Int64Min(0).Draw(t, "p")), Amount{wides.Draw(t, "a")},
			Cents(rapid.Int64().Draw(t, "c")),
		}
		text, err := json.Marshal(want)
		if want.Quantity.TooLarge() || want.Amount.TooLarge() {
			if err == nil {
				t.Fatal("too large was written as a number")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var got all
		if err := json.Unmarshal(text, &got); err != nil || got != want {
			t.Fatalf("%s was read as %+v (%v)", text, got, err)
		}
	})
}

func TestJSONRefused(t *testing.T) {
	for _, text := range []string{"-1", `"NaN"`, "true", "[]", "{}", `""`, "1e99", `"1.000"`, `"5 MB"`} {
		var got Quantity
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s was read as %s", text, got)
		}
	}
	for _, text := range []string{`"1.234"`, `"1"`, `"x.00"`, `""`} {
		var got Cents
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s was read as %s", text, got)
		}
	}
}
