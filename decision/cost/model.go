package cost

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"crossroads/wrong"
)

// ErrUnknownBlueprint says that there is no blueprint of that id.
var ErrUnknownBlueprint = errors.New("there is no such blueprint")

// ErrNoPrices says that no sheet holds prices of a blueprint's provider.
var ErrNoPrices = errors.New("there are no prices of its provider")

// Model is what estimates are made from. It is read-only and safe for use by
// many at once.
type Model struct {
	Sheets      []Sheet
	Assumptions Assumptions
}

// NewModel takes price sheets and the default assumptions.
func NewModel(sheets []Sheet) *Model { return &Model{sheets, DefaultAssumptions()} }

// Blueprints are those whose provider has a sheet.
func (m *Model) Blueprints() []Blueprint {
	return slices.DeleteFunc(Blueprints(), func(b Blueprint) bool {
		s, _ := m.sheet(b.Provider, DefaultRegion)
		return s == nil
	})
}

// Anywhere is the area of prices that are the same all over the world.
const Anywhere = "any"

// Areas are those of the sheets, sorted: what Load.Region may be.
func (m *Model) Areas() []string {
	var areas []string
	for _, s := range m.Sheets {
		if s.Area != Anywhere {
			areas = append(areas, s.Area)
		}
	}
	slices.Sort(areas)
	return slices.Compact(areas)
}

// Sheet returns the sheet with that id.
func (m *Model) Sheet(id string) (*Sheet, bool) {
	i := slices.IndexFunc(m.Sheets, func(s Sheet) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &m.Sheets[i], true
}

// sheet gives the provider's sheet for an area, or its first where it has none
// for that area; exact says which. It gives nil where there is no sheet at all.
func (m *Model) sheet(provider, area string) (s *Sheet, exact bool) {
	for i := range m.Sheets {
		switch next := &m.Sheets[i]; {
		case next.Provider != provider:
		case next.Area == area || next.Area == Anywhere:
			return next, true
		case s == nil:
			s = next
		}
	}
	return s, false
}

// Estimate is what a blueprint costs a month under a load, and why.
type Estimate struct {
	Blueprint string   `json:"blueprint"`
	Option    string   `json:"option"`
	Name      string   `json:"name"`
	Load      Load     `json:"load"`
	Rules     []string `json:"rules"`
	Sizing    []Step   `json:"sizing"` // from load to machines
	Bill      Bill     `json:"bill"`   // the provider's; people are not in it
	People    People   `json:"people"`
	Notes     []string `json:"notes,omitempty"`
}

// People is the cost of work, apart from the bill.
type People struct {
	Hours   Quantity `json:"hours"`
	Rate    Quantity `json:"rate"` // USD an hour
	Formula Formula  `json:"formula"`
	Total   Cents    `json:"total"`
}

// Estimate runs a blueprint on a load. An error about the load is made of
// wrong.Inputs, joined.
func (m *Model) Estimate(blueprint string, load Load) (Estimate, error) {
	b, s, exact, err := m.prepare(blueprint, load)
	if err != nil {
		return Estimate{}, err
	}
	z, bill, err := m.bill(b, s, &load)
	if err != nil {
		return Estimate{}, err
	}
	e := Estimate{Blueprint: b.ID, Option: b.Option, Name: b.Name, Load: load, Rules: b.Rules, Sizing: z.steps, Bill: bill,
		People: people(load), Notes: b.passed(load)}
	if !exact {
		e.Notes = append(e.Notes, fmt.Sprintf("There are no prices of this provider for the area %q; those of %s are used.", load.Region, s.Name))
	}
	return e, nil
}

func people(l Load) People {
	total := Amount{l.EngineerHours.steps.mul(l.EngineerRate.steps)} // steps of 1e-13 each, so of 1e-26
	return People{l.EngineerHours, l.EngineerRate, Say("# h × # USD", l.EngineerHours, l.EngineerRate), total.Cents()}
}

// prepare finds what an estimate needs and checks the load.
func (m *Model) prepare(blueprint string, load Load) (Blueprint, *Sheet, bool, error) {
	b, ok := BlueprintOf(blueprint)
	if !ok {
		return b, nil, false, fmt.Errorf("%.60q: %w", blueprint, ErrUnknownBlueprint)
	}
	if errs := load.Check(); len(errs) > 0 {
		return b, nil, false, join(errs)
	}
	if areas := m.Areas(); !slices.Contains(areas, load.Region) {
		return b, nil, false, wrong.Input{Field: "region", Message: fmt.Sprintf("Region: %.40q cannot be used: write one of %s.", load.Region, strings.Join(areas, ", "))}
	}
	s, exact := m.sheet(b.Provider, load.Region)
	if s == nil {
		return b, nil, false, fmt.Errorf("%s: %w", b.Name, ErrNoPrices)
	}
	return b, s, exact, nil
}

func join(errs []wrong.Input) error {
	list := make([]error, len(errs))
	for i, err := range errs {
		list[i] = err
	}
	return errors.Join(list...)
}

func sortErrors(errs []wrong.Input) {
	slices.SortStableFunc(errs, func(a, b wrong.Input) int { return cmp.Compare(order(a.Field), order(b.Field)) })
}

func order(id string) int {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.ID == id })
	if i < 0 {
		return len(fields)
	}
	return i
}

// bill sizes a blueprint for a load that was checked, and prices it.
func (m *Model) bill(b Blueprint, s *Sheet, load *Load) (sizing, Bill, error) {
	z := sizing{Load: load, Assumptions: &m.Assumptions, sheet: s, usages: make([]Usage, 0, 10), steps: make([]Step, 0, 6)}
	b.build(&z)
	if z.err != nil {
		return z, Bill{}, z.err
	}
	bill, err := s.Bill(z.usages, Flags{FreeTier: load.FreeTier})
	return z, bill, err
}

// Check says for which blueprints a sheet lacks items, so that a price file can
// be mended before somebody asks. It gives one problem an item.
func (m *Model) Check(s *Sheet) []wrong.Input {
	var problems []wrong.Input
	for _, b := range blueprints {
		if b.Provider != s.Provider {
			continue
		}
		load := DefaultLoad()
		load.Environments = Whole(2)
		for _, memory := range []uint64{512, 10_240} {
			load.Memory = Whole(memory)
			if _, _, err := m.bill(b, s, &load); errors.Is(err, ErrUnknownItem) {
				problems = append(problems, wrong.Input{Field: "items", Message: fmt.Sprintf("%v: %q needs it", err, b.Name)})
			}
		}
	}
	return slices.CompactFunc(problems, func(a, b wrong.Input) bool { return a == b })
}
