package cost

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"crossroads/figure"
)

// String returns the quantity as a plain decimal: 540000, 0.25.
func (q Quantity) String() string { return string(q.appendTo(nil, 0)) }

// Text formats the quantity with digits in groups of three: 540,000.
func (q Quantity) Text() string { return string(q.appendTo(nil, ',')) }

// Rounded is Text, rounded half up to the given number of decimals at most.
func (q Quantity) Rounded(decimals int) string {
	step := uint64(one)
	for range min(max(decimals, 0), digits) {
		step /= 10
	}
	return Quantity{mulDiv(q.steps, wide{0, 1}, wide{0, step}).mul(wide{0, step})}.Text()
}

func (q Quantity) appendTo(b []byte, group byte) []byte {
	if q.TooLarge() {
		return append(b, "too large"...)
	}
	return appendDecimal(b, q.steps, digits, group)
}

// appendDecimal writes n, in steps of the given number of decimals, without trailing zeros.
func appendDecimal(b []byte, n wide, decimals int, group byte) []byte {
	var raw [80]byte
	i := len(raw)
	written := 0
	for position := 0; !n.isZero() || position <= decimals; position++ {
		var digit uint64
		n, digit = n.divMod(10)
		if position < decimals {
			if digit == 0 && written == 0 {
				continue
			}
		} else {
			if position == decimals && written > 0 {
				i--
				raw[i] = '.'
			}
			if at := position - decimals; group != 0 && at > 0 && at%3 == 0 {
				i--
				raw[i] = group
			}
		}
		i--
		raw[i] = byte('0' + digit)
		written++
	}
	return append(b, raw[i:]...)
}

// String returns the price in USD as a plain decimal: 0.0000166667.
func (p Price) String() string { return string(appendDecimal(nil, wide{0, uint64(p)}, digits, 0)) }

// For returns the price in USD for a number of units, as a plain decimal: 0.2 for a
// million.
func (p Price) For(units uint64) string {
	return string(appendDecimal(nil, wide{0, uint64(p)}.mul(wide{0, units}), digits, 0))
}

// String returns the exact amount in USD as a plain decimal: 2.333338.
func (a Amount) String() string {
	if a.TooLarge() {
		return "too large"
	}
	return string(appendDecimal(nil, a.steps, 2*digits, 0))
}

// String returns the sum in USD with two decimals: 1241.22.
func (c Cents) String() string { return c.text(0) }

// Text formats the sum with digits in groups of three: 1,241.22.
func (c Cents) Text() string { return c.text(',') }

func (c Cents) text(group byte) string {
	var b []byte
	n := uint64(c)
	if c < 0 {
		b, n = append(b, '-'), -n
	}
	b = appendDecimal(b, wide{0, n / 100}, 0, group)
	return string(append(b, '.', byte('0'+n/10%10), byte('0'+n%10)))
}

// MarshalJSON writes the quantity as a JSON number, with every decimal.
func (q Quantity) MarshalJSON() ([]byte, error) {
	if q.TooLarge() {
		return nil, ErrOverflow
	}
	return q.appendTo(nil, 0), nil
}

// UnmarshalJSON reads a JSON number exactly, or a string in the forms that package figure
// accepts, without a unit.
func (q *Quantity) UnmarshalJSON(b []byte) error {
	text := string(b)
	if isString(b) {
		decimal, err := figure.Parse(unquoted(b), figure.Field{Links: true})
		if err != nil {
			return err
		}
		text = decimal
	}
	got, err := ParseQuantity(text)
	if err != nil {
		return fmt.Errorf("want a number that is not negative: %w", err)
	}
	*q = got
	return nil
}

// MarshalJSON writes the price of one unit as a string, so that no reader converts it to a
// float by accident.
func (p Price) MarshalJSON() ([]byte, error) { return []byte(`"` + p.String() + `"`), nil }

// UnmarshalJSON reads the price of one unit.
func (p *Price) UnmarshalJSON(b []byte) error {
	got, err := ParsePrice(unquoted(b), 1)
	if err != nil {
		return err
	}
	*p = got
	return nil
}

// MarshalJSON writes the exact amount as a string.
func (a Amount) MarshalJSON() ([]byte, error) {
	if a.TooLarge() {
		return nil, ErrOverflow
	}
	return []byte(`"` + a.String() + `"`), nil
}

// UnmarshalJSON reads an exact amount, with up to 26 decimals.
func (a *Amount) UnmarshalJSON(b []byte) error {
	before, after, _ := strings.Cut(unquoted(b), ".")
	if before == "" || len(after) > 2*digits {
		return fmt.Errorf("%.60s: %w", b, ErrDecimal)
	}
	var n wide
	for _, c := range []byte(before + after + strings.Repeat("0", 2*digits-len(after))) {
		if c < '0' || c > '9' {
			return fmt.Errorf("%.60s: %w", b, ErrDecimal)
		}
		n = n.mul(wide{0, 10}).add(wide{0, uint64(c - '0')})
	}
	if n == tooLarge {
		return ErrOverflow
	}
	a.steps = n
	return nil
}

// MarshalJSON writes the sum as a string with two decimals.
func (c Cents) MarshalJSON() ([]byte, error) { return []byte(`"` + c.String() + `"`), nil }

// UnmarshalJSON reads a sum with two decimals.
func (c *Cents) UnmarshalJSON(b []byte) error {
	text := unquoted(b)
	before, after, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(before+after, 10, 64)
	if err != nil || len(after) != 2 {
		return fmt.Errorf("%.40s is not a sum with two decimals: %w", b, ErrDecimal)
	}
	*c = Cents(n)
	return nil
}

// plainLoad is a load without its own JSON methods and without its assumptions.
type plainLoad Load

// MarshalJSON writes the fields, and the assumptions that the load states.
func (l Load) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(plainLoad(l))
	if err != nil || l.assumed == (assumed{}) {
		return b, err
	}
	b = b[:len(b)-1]
	for i, s := range l.assumed {
		if s.stated {
			b = fmt.Appendf(b, ",%q:%s", statedAlone[i].ID, s.value)
		}
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Load) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, (*plainLoad)(l)); err != nil {
		return err
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(b, &values); err != nil {
		return err
	}
	for i, f := range statedAlone {
		raw, there := values[f.ID]
		if !there {
			continue
		}
		if err := l.assumed[i].value.UnmarshalJSON(raw); err != nil {
			return fmt.Errorf("%s: %w", f.ID, err)
		}
		l.assumed[i].stated = true
	}
	return nil
}

func isString(b []byte) bool { return len(b) > 0 && b[0] == '"' }

func unquoted(b []byte) string {
	var s string
	if isString(b) && json.Unmarshal(b, &s) == nil {
		return s
	}
	return string(b)
}
