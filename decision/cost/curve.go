package cost

import (
	"fmt"

	"crossroads/wrong"
)

// Curve is the monthly cost of some blueprints along an axis.
type Curve struct {
	Axis   Axis       `json:"axis"`
	At     []Quantity `json:"at"` // rising, in nearly equal ratios
	Series []Series   `json:"series"`
}

// Series holds the totals of one blueprint, one for each value of Curve.At.
type Series struct {
	Blueprint string  `json:"blueprint"`
	Name      string  `json:"name"`
	Option    string  `json:"option"`
	Totals    []Cents `json:"totals"`
}

// Curve computes the given number of points, 2 to 2,000, or fewer where the field has fewer
// values in the range.
func (m *Model) Curve(ids []string, load Load, axis Axis, points int) (Curve, error) {
	f, from, to, err := axis.steps()
	if err != nil {
		return Curve{}, err
	}
	if points < 2 || points > maxPoints {
		return Curve{}, wrong.Input{Field: "points", Message: fmt.Sprintf("is %d, but must lie between 2 and %d", points, maxPoints)}
	}
	c := Curve{Axis: Axis{axis.Field, f.value(from), f.value(to)}}
	for _, n := range grid(from, to, points) {
		c.At = append(c.At, f.value(n))
	}
	for _, id := range ids {
		option, err := m.Pricer(id, load)
		if err != nil {
			return Curve{}, err
		}
		s := Series{Blueprint: option.ID, Name: option.Name, Option: option.Option, Totals: make([]Cents, len(c.At))}
		for i, value := range c.At {
			f.set(&load, value)
			sum, err := option.Totals(&load)
			if err != nil {
				return Curve{}, err
			}
			s.Totals[i] = sum.Total
		}
		c.Series = append(c.Series, s)
	}
	return c, nil
}
