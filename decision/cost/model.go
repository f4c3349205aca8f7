package cost

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"crossroads/wrong"
)

// ErrUnknownBlueprint means that no blueprint has that id.
var ErrUnknownBlueprint = errors.New("there is no such blueprint")

// ErrNoPrices means that no sheet has prices for a blueprint in an area.
var ErrNoPrices = errors.New("there are no prices of it")

// Model holds everything needed for estimates. It is read-only and safe for concurrent use.
type Model struct {
	Sheets      []Sheet
	Assumptions Assumptions
	Rules       []Rule // for the hours of people
}

// NewModel makes a model of price sheets, the default assumptions and the published rules of thumb.
func NewModel(sheets []Sheet) *Model { return &Model{sheets, DefaultAssumptions(), rules} }

// Assume returns the model with some assumptions replaced, by id, and some rules for hours. Each
// assumption must be known and within its range.
func (m *Model) Assume(values map[string]Quantity, hours []Rule) *Model {
	own := *m
	for i, n := range own.Assumptions.numbers() {
		if q, there := values[assumptionFields[i].ID]; there {
			n.Value = q
		}
	}
	own.Rules = slices.Clone(m.Rules)
	for i, r := range own.Rules {
		if at := slices.IndexFunc(hours, func(h Rule) bool { return h.Option == r.Option }); at >= 0 {
			own.Rules[i] = hours[at]
		}
	}
	return &own
}

// AssumptionFields returns the assumptions as fields of a load, in the order of a form.
// Their defaults are the values of this model.
func (m *Model) AssumptionFields() []Field {
	fields := AssumptionFields()
	for i, n := range m.Assumptions.numbers() {
		fields[i].Default = n.Value
	}
	return fields
}

// Blueprints returns the blueprints for which any sheet has prices.
func (m *Model) Blueprints() []Blueprint {
	return slices.DeleteFunc(Blueprints(), func(b Blueprint) bool {
		return !slices.ContainsFunc(m.Sheets, func(s Sheet) bool { return b.priced(&s) })
	})
}

// Priced reports whether there are prices of a blueprint in an area.
func (m *Model) Priced(blueprint, area string) bool {
	b, ok := BlueprintOf(blueprint)
	return ok && m.sheet(&b, area) != nil
}

// AreasOf returns the areas with prices for all given blueprints, sorted.
func (m *Model) AreasOf(blueprints ...string) []string {
	return slices.DeleteFunc(m.Areas(), func(area string) bool {
		return slices.ContainsFunc(blueprints, func(id string) bool { return !m.Priced(id, area) })
	})
}

// Anywhere is the area of prices that apply worldwide.
const Anywhere = "any"

// Areas returns the areas of the sheets, sorted: the valid values of Load.Region.
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

// Sheet returns the sheet with the given id.
func (m *Model) Sheet(id string) (*Sheet, bool) {
	i := slices.IndexFunc(m.Sheets, func(s Sheet) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &m.Sheets[i], true
}

// priced reports whether a sheet has prices for the blueprint.
func (b *Blueprint) priced(s *Sheet) bool {
	return s.Provider == b.Provider && (b.key == "" || s.index(b.key) >= 0)
}

// sheet returns the sheet of a blueprint for an area, nil where there is none.
func (m *Model) sheet(b *Blueprint, area string) *Sheet {
	for i := range m.Sheets {
		if s := &m.Sheets[i]; b.priced(s) && (s.Area == area || s.Area == Anywhere) {
			return s
		}
	}
	return nil
}

// Estimate is the monthly cost of a blueprint under a load, and how it was computed.
type Estimate struct {
	Blueprint string   `json:"blueprint"`
	Option    string   `json:"option"`
	Name      string   `json:"name"`
	Load      Load     `json:"load"`
	Rules     []string `json:"rules"`
	Sizing    []Step   `json:"sizing"` // from load to machines
	Bill      Bill     `json:"bill"`   // the provider's; people are not in it
	People    People   `json:"people"`
	LeftOut   []string `json:"left_out,omitempty"` // optional lines that the load does not ask for, and LeftOut
	Missing   []string `json:"missing,omitempty"`  // what the load asks for and the price sheet has no price of
	Passed    []Limit  `json:"passed,omitempty"`   // limits of the platform that the load exceeds: the bill is for comparison only
	Range     *Range   `json:"range,omitempty"`    // where the bill hangs on how requests overlap
	Notes     []string `json:"notes,omitempty"`
}

// Cheaper reports whether the bill is lower than another. One beyond the limits of its platform is higher than every
// one within.
func (e *Estimate) Cheaper(other *Estimate) bool {
	if here, there := len(e.Passed) == 0, len(other.Passed) == 0; here != there {
		return here
	}
	return e.Bill.Exact.Cmp(other.Bill.Exact) < 0
}

// Range holds the lowest and highest total of a bill, from requests that overlap as much as
// an instance allows to requests that never overlap.
type Range struct {
	Low  Cents `json:"low"`
	High Cents `json:"high"`
}

// Estimate sizes and prices a blueprint for a load. An error about the load joins
// wrong.Inputs.
func (m *Model) Estimate(blueprint string, load Load) (Estimate, error) {
	b, s, err := m.prepare(blueprint, load)
	if err != nil {
		return Estimate{}, err
	}
	z, bill, err := m.bill(b, s, &load)
	if err != nil {
		return Estimate{}, err
	}
	work, passed := m.people(load, b.Option), b.Passed(&load)
	e := Estimate{Blueprint: b.ID, Option: b.Option, Name: b.Name, Load: load, Rules: b.Rules, Sizing: z.steps, Bill: bill,
		People: work, LeftOut: load.LeftOut(), Missing: z.lacking, Passed: passed,
		Notes: slices.Concat(passedNotes(passed, &load), z.notes, z.lackNotes(), bill.offerNotes(&load), bill.recalledNotes(),
			work.ruleNote())}
	if e.Range, err = m.spread(b, s, load); err != nil {
		return Estimate{}, err
	}
	return e, nil
}

// spread returns the range of a bill, nil where it does not depend on overlaps.
func (m *Model) spread(b Blueprint, s *Sheet, load Load) (*Range, error) {
	if !b.overlaps {
		return nil, nil
	}
	var ends [2]Cents
	for i, o := range []overlap{full, none} {
		load.overlap = o
		_, bill, err := m.bill(b, s, &load)
		if err != nil {
			return nil, err
		}
		ends[i] = bill.Total
	}
	if ends[0] == ends[1] {
		return nil, nil
	}
	return &Range{ends[0], ends[1]}, nil
}

// lackNotes describes the lines for which the sheet has no prices.
func (z *sizing) lackNotes() []string {
	var notes []string
	for _, what := range z.lacking {
		notes = append(notes, fmt.Sprintf("%s has no price here for %s: it is left out.", z.sheet.Name, what))
	}
	return notes
}

// recalledNotes names the lines of a bill whose price was recalled and not read, so that it
// is said wherever the bill is shown.
func (b *Bill) recalledNotes() []string {
	var names []string
	for _, l := range b.Lines {
		if !l.Quantity.IsZero() && l.recalled() {
			names = append(names, l.Label)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"Recalled, not read from a source: the price of " + strings.Join(names, " and that of ") + "."}
}

// recalled reports whether the price of a line is unverified.
func (l *Line) recalled() bool {
	if l.Offer != nil && l.Offer.Status == Unverified {
		return true
	}
	return l.Status == Unverified
}

// lineNames are the names of the optional lines inside a list.
var lineNames = map[string]string{
	"objects": "files in object storage", "logs": "logs", "internal": "traffic between zones", "disk": "server disks",
	"images": "container images", "secrets": "secrets",
}

// LeftOut names the costs that the bill of this load does not count.
func (l *Load) LeftOut() []string {
	var names []string
	for _, c := range choices {
		if c.out != "" && c.Counted(l).ID == "none" {
			names = append(names, c.out)
		}
	}
	for _, f := range optionalFields {
		if name := lineNames[f.ID]; name != "" && f.Value(*l).IsZero() {
			names = append(names, name)
		}
	}
	return append(names, LeftOut...)
}

// prepare looks up what an estimate needs and checks the load.
func (m *Model) prepare(blueprint string, load Load) (Blueprint, *Sheet, error) {
	b, ok := BlueprintOf(blueprint)
	if !ok {
		return b, nil, fmt.Errorf("%.60q: %w", blueprint, ErrUnknownBlueprint)
	}
	if errs := load.Check(); len(errs) > 0 {
		return b, nil, join(errs)
	}
	if areas := m.Areas(); !slices.Contains(areas, load.Region) {
		return b, nil, wrong.Input{
			Field:   "region",
			Message: fmt.Sprintf("Region: %s cannot be used: write one of %s.", typed(load.Region), strings.Join(areas, ", ")),
		}
	}
	s := m.sheet(&b, load.Region)
	if s == nil {
		return b, nil, fmt.Errorf("%s in the region %q: %w", b.Name, load.Region, ErrNoPrices)
	}
	return b, s, nil
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
	i := slices.IndexFunc(allFields, func(f Field) bool { return f.ID == id })
	if i < 0 {
		return len(allFields)
	}
	return i
}

// bill sizes and prices a blueprint for a checked load.
func (m *Model) bill(b Blueprint, s *Sheet, load *Load) (sizing, Bill, error) {
	s = s.offered(load)
	z := sizing{Load: load, Assumptions: m.Assumptions.under(load), sheet: s, usages: make([]Usage, 0, 10), steps: make([]Step, 0, 6)}
	b.build(&z)
	if z.err != nil {
		return z, Bill{}, z.err
	}
	bill, err := s.Bill(z.usages, Flags{FreeTier: load.FreeTier})
	return z, bill, err
}

// Check reports the items that a sheet lacks for some blueprint, one problem per item, so
// that a price file can be corrected before anybody asks for an estimate.
func (m *Model) Check(s *Sheet) []wrong.Input {
	var problems []wrong.Input
	for i, item := range s.Items {
		if strings.HasPrefix(item.ID, "fargate-") && strings.HasSuffix(item.Unit, "-second") {
			problems = append(problems, wrong.Input{Field: fmt.Sprintf("items[%d].unit", i), Message: "Fargate is priced by the hour " +
				"here, since rates of a second are rounded: write the price of an hour and the unit vCPU-hour or GB-hour"})
		}
	}
	for _, b := range blueprints {
		if !b.priced(s) {
			continue
		}
		for _, load := range sizedLoads() {
			if _, _, err := m.bill(b, s, &load); errors.Is(err, ErrUnknownItem) {
				lacks := wrong.Input{Field: "items", Message: fmt.Sprintf("%v: %q needs it", err, b.Name)}
				if !slices.Contains(problems, lacks) {
					problems = append(problems, lacks)
				}
			}
		}
	}
	return problems
}

// sizedLoads returns loads that together use every size of machine that a blueprint knows.
func sizedLoads() []Load {
	load := DefaultLoad()
	load.Environments = Whole(2)
	large := load
	large.Memory = Whole(10_240)
	loads := []Load{load, large}
	container, _ := FieldOf("container-size")
	server, _ := FieldOf("server-size")
	for _, size := range []struct{ vcpu, gb Quantity }{
		{Whole(1).Over(2), Whole(4)}, {unit, Whole(8)}, {Whole(2), Whole(16)}, {Whole(4), Whole(16)},
	} {
		loads = append(loads, server.With(container.With(load, size.vcpu), size.gb))
	}
	return loads
}
