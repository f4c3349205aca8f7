package cost

import "fmt"

// Exchange converts sums, which are computed in USD, to another currency by the published
// rates of a day. A nil Exchange stands for USD. Each sum is converted from its exact
// amount and rounded once.
type Exchange struct {
	Currency string   `json:"currency"` // "GBP"
	Base     string   `json:"base"`     // the rates are for one unit of it: "EUR"
	USD      Quantity `json:"usd"`      // for one unit of the base
	Rate     Quantity `json:"rate"`     // of the currency, likewise
	Source   string   `json:"source"`   // id of a source
	AsOf     string   `json:"as_of"`    // the day of the rates
	ReviewBy string   `json:"review_by"`
	Status   Status   `json:"status"`
}

// Code returns the currency: "USD" of a nil Exchange.
func (x *Exchange) Code() string {
	if x == nil {
		return "USD"
	}
	return x.Currency
}

// Bill returns the total of a bill in the currency.
func (x *Exchange) Bill(b Bill) Cents {
	if x == nil {
		return b.Total
	}
	return x.amount(b.Exact).Cents()
}

// People returns the cost of work in the currency.
func (x *Exchange) People(p People) Cents {
	if x == nil {
		return p.Total
	}
	return x.amount(p.exact()).Cents()
}

// Cents converts a sum known only to the cent.
func (x *Exchange) Cents(c Cents) Cents {
	if x == nil {
		return c
	}
	return x.amount(c.exact()).Cents()
}

// amount converts a sum and truncates it at 1e-26. Rounding that to cents is still exact,
// as half a cent and a cent are whole multiples of that step.
func (x *Exchange) amount(a Amount) Amount {
	if a.TooLarge() {
		return a
	}
	return Amount{product(a.steps, x.Rate.steps).over(x.USD.steps)}
}

// Words describes the published rates: "1.1418 USD and 0.85205 GBP for 1 EUR".
func (x *Exchange) Words() string {
	if x.Currency == x.Base {
		return fmt.Sprintf("%s USD for 1 %s", x.USD.Text(), x.Base)
	}
	return fmt.Sprintf("%s USD and %s %s for 1 %s", x.USD.Text(), x.Rate.Text(), x.Currency, x.Base)
}
