package cost

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestExchange checks conversions against exact fractions: the quotient is rounded half up
// to cents, once.
func TestExchange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := func(name string) Quantity {
			return Quantity{wide{0, rapid.Uint64Range(1, 1_000_000*one).Draw(t, name)}}
		}
		x := &Exchange{Currency: "GBP", Base: "EUR", USD: rate("usd"), Rate: rate("rate")}
		a := Amount{wide{rapid.Uint64Range(0, 1<<40).Draw(t, "high"), rapid.Uint64().Draw(t, "low")}}
		got := x.Bill(Bill{Exact: a})
		if x.amount(a).TooLarge() {
			t.Skip("too large to compute with")
		}
		whole := func(w wide) *big.Int {
			n := new(big.Int).SetUint64(w.hi)
			return n.Add(n.Lsh(n, 64), new(big.Int).SetUint64(w.lo))
		}
		// (2 a rate + usd cent) ÷ (2 usd cent), rounded down
		divisor := new(big.Int).Mul(whole(x.USD.steps), whole(cent))
		n := new(big.Int).Mul(whole(a.steps), whole(x.Rate.steps))
		n.Add(n.Lsh(n, 1), divisor).Quo(n, divisor.Lsh(divisor, 1))
		if n.Cmp(big.NewInt(int64(got))) != 0 {
			t.Fatalf("%s USD at %s is %s, want %s cents", a, x.Words(), got, n)
		}
		more := Amount{a.steps.add(wide{0, rapid.Uint64().Draw(t, "more")})}
		if x.Bill(Bill{Exact: more}) < got {
			t.Fatalf("%s USD is %s, and %s USD is less", a, got, more)
		}
	})
}

// TestExchangeKnown converts a few sums by hand.
func TestExchangeKnown(t *testing.T) {
	usd, _ := ParseQuantity("1.1418")
	gbp, _ := ParseQuantity("0.85205")
	euro, pound := &Exchange{
		Currency: "EUR", Base: "EUR", USD: usd, Rate: Whole(1),
	}, &Exchange{Currency: "GBP", Base: "EUR", USD: usd, Rate: gbp}
	var dollar *Exchange
	for _, tt := range []struct {
		in   *Exchange
		want string
	}{{dollar, "100.00"}, {euro, "87.58"}, {pound, "74.62"}} { // 100 ÷ 1.1418, × 0.85205
		if got := tt.in.Cents(10_000).String(); got != tt.want {
			t.Errorf("100 USD are %s %s, want %s", got, tt.in.Code(), tt.want)
		}
	}
	if got := pound.Words(); got != "1.1418 USD and 0.85205 GBP for 1 EUR" {
		t.Error(got)
	}
	if got := euro.Words(); got != "1.1418 USD for 1 EUR" {
		t.Error(got)
	}
}
