package cost

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"crossroads/wrong"
)

// Component is a part of a system that a provider charges for. Usage returns its use in a
// month, metered by the rules of the sheet. It fails with a wrong.Input when a field is out
// of range.
type Component interface {
	Usage(s *Sheet) ([]Usage, error)
}

// Usages concatenates the usages of components.
func Usages(s *Sheet, components ...Component) ([]Usage, error) {
	var all []Usage
	for _, c := range components {
		some, err := c.Usage(s)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// inputs collects problems with the fields of a component.
type inputs struct {
	component string
	errs      []error
}

// within reports a value outside [low, high].
func (in *inputs) within(field string, q Quantity, unit string, low, high Quantity) {
	if q.Cmp(low) < 0 || q.Cmp(high) > 0 {
		in.errs = append(in.errs, wrong.Input{
			Field:   in.component + "." + field,
			Message: fmt.Sprintf("is %s, but must lie between %s and %s %s", q.Text(), low.Text(), high.Text(), unit),
		})
	}
}

// add reports any other problem with a field.
func (in *inputs) add(field, format string, args ...any) {
	in.errs = append(in.errs, wrong.Input{Field: in.component + "." + field, Message: fmt.Sprintf(format, args...)})
}

// choice reports a word that is not among the known ones.
func (in *inputs) choice(field, got string, known ...string) {
	if !slices.Contains(known, got) {
		in.errs = append(in.errs, wrong.Input{
			Field:   in.component + "." + field,
			Message: fmt.Sprintf("is %.40q, but must be one of %s", got, strings.Join(known, ", ")),
		})
	}
}

func (in *inputs) err() error { return errors.Join(in.errs...) }

// Values above these bounds are taken for typing errors; no system reaches them.
var (
	most       = Whole(1_000_000_000_000_000) // requests, GB, machines, hours of all machines
	mostMillis = Whole(31_622_400_000)        // a year

	hoursOfMonth   = Whole(744) // the longest month
	secondsOfMonth = Whole(744 * 3600)
)

// Other is any item of a sheet by its quantity, for use that no other component covers.
type Other struct {
	Name     string   `json:"name,omitempty"` // shown in the bill; "": the item
	Item     string   `json:"item"`           // id in the sheet: "nlb-hours"
	Quantity Quantity `json:"quantity"`       // a month, in the unit of the item
}

// Usage implements Component.
func (o *Other) Usage(*Sheet) ([]Usage, error) {
	in := inputs{component: "item"}
	if o.Item == "" {
		in.add("item", "is missing: write the id of an item of the price sheet")
	}
	in.within("quantity", o.Quantity, "units a month", Quantity{}, most.Times(1_000_000))
	if err := in.err(); err != nil {
		return nil, err
	}
	return []Usage{{o.Item, or(o.Name, "Item"), o.Quantity, Say("#", o.Quantity)}}, nil
}
