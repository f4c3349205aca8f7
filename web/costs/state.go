// Package costs reads and writes the state of the cost explorer, and computes its figures.
// The state is read from the query of an address and can be written as one. The figures
// are the bills under one load or two, and a curve with the values at which the cheapest
// option changes.
package costs

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crossroads/chart"
	"crossroads/decision/cost"
	"crossroads/text"
	"crossroads/web/form"
	"crossroads/wrong"
)

// State is the input of the explorer, as an address holds it.
type State struct {
	Load  cost.Load
	Later *cost.Load // a second load; nil if there is none or it equals the first
	Show  []string   // blueprints, in their order
	// Processor is the kind that all of them run on: "x86" or "arm"; "" is as chosen for each.
	Processor string
	Axis      string         // id of the field along which the curve runs
	In        *cost.Exchange // the currency of the sums; nil means USD
	Parts     []Part         // that run apart; none where the system is one
	Bills     []string       // keys of the bills that are opened

	Groups []string // groups of the form whose fields are asked for

	// Typed holds the numbers by the names of their fields: formatted if they can be used,
	// else as they were typed.
	Typed    map[string]string
	Findings []text.Finding // what cannot be used, with the name of its field
}

// names are all fields of an address.
var names = func() []string {
	list := []string{"region", "free_tier", "axis", "currency", "show", "bill", "fields", "processor"}
	for _, f := range cost.AllFields() {
		list = append(list, f.ID, cost.Later+f.ID)
	}
	for _, c := range cost.Choices() {
		list = append(list, c.ID, cost.Later+c.ID)
	}
	list = append(list, "parts")
	for n := 1; n <= cost.MaxParts; n++ {
		list = append(list, head(n)+"name", head(n)+"on")
		for _, f := range cost.AllFields() {
			list = append(list, head(n)+f.ID)
		}
	}
	return list
}()

// maxUnknown bounds how many unknown names and blueprints are named.
const maxUnknown = 20

func isBlueprint(id string) bool {
	_, known := cost.BlueprintOf(id)
	return known
}

func isAxis(id string) bool { return slices.Contains(chart.AxisIDs(), id) }

// Read reads the state from a query, which may have been mangled on its way. What is not
// there has its default. Sums can
// be shown in the currencies of the rates.
func Read(m *cost.Model, rates []cost.Exchange, raw string) State {
	s := State{Typed: map[string]string{}, Axis: "requests"}
	query, near := form.Names(raw, names)
	for _, name := range near[:min(len(near), maxUnknown)] {
		fact := text.Quote(name) + " is not a field here, and was ignored."
		if form.CutWithin(name) {
			fact = "The address was cut off at " + text.Quote(name) + ". Figures from there on are missing."
		}
		s.find("", fact)
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if fact, done := form.Several(name, query[name]); fact != "" && name != "parts" && !form.TakesSeveral(name) {
			s.find(name, fact+" "+done)
		}
	}
	given := func(name string) (string, bool) {
		values, there := query[name]
		return form.Last(values), there
	}
	typed, errs := s.numbers("", given, func(get func(string) (string, bool)) (errs []wrong.Input) {
		s.Load, errs = cost.ParseLoad(get)
		return errs
	})
	for id, text := range form.LoadTexts(typed, s.Load, errs) {
		s.Typed[id] = text
	}
	if areas := m.Areas(); len(areas) > 0 && !slices.Contains(areas, s.Load.Region) {
		s.find("region", text.Quote(s.Load.Region)+" is not a region of the price lists here: choose one of "+strings.Join(areas, ", ")+".")
		s.Load.Region = areas[max(0, slices.Index(areas, cost.DefaultRegion))]
	}
	var later cost.Load
	typed, errs = s.numbers(cost.Later, given, func(get func(string) (string, bool)) (errs []wrong.Input) {
		later, errs = cost.ParseLater(s.Load, get)
		return errs
	})
	for id, text := range form.LoadTexts(typed, later, bareIDs(errs)) {
		s.Typed[cost.Later+id] = text
	}
	if later != s.Load {
		s.Later = &later
	}
	if axis := form.ID(query["axis"], isAxis); isAxis(axis) {
		s.Axis = axis
	} else if axis != "" {
		s.find("axis", text.Quote(axis)+" is not something that the curve can run along: choose one of "+
			strings.Join(chart.AxisIDs(), ", ")+".")
	}
	var err error
	if s.In, err = Currency(rates, form.Last(query["currency"])); err != nil {
		s.find("currency", err.Error()+".")
	}
	s.pick(m, form.IDs(query["show"], isBlueprint))
	s.process(m, form.Last(query["processor"]))
	bills := form.IDs(query["bill"], func(key string) bool { return isBlueprint(key) || strings.HasPrefix(key, "part-") })
	s.parts(m, query)
	s.Bills = slices.DeleteFunc(s.keys(), func(key string) bool { return !slices.Contains(bills, key) })
	s.Groups = query["fields"]
	return s
}

// keys tell the bills of a page apart: blueprints, then "part-1" and so on.
func (s State) keys() []string {
	keys := slices.Clone(s.Show)
	for n := range s.Parts {
		keys = append(keys, "part-"+strconv.Itoa(n+1))
	}
	return keys
}

// Currency finds a currency by its code in upper or lower case. It returns nil for USD and "".
func Currency(rates []cost.Exchange, code string) (*cost.Exchange, error) {
	known := Codes(rates)
	switch at := slices.Index(known, strings.ToUpper(strings.TrimSpace(code))); {
	case at > 0:
		return &rates[at-1], nil
	case at == 0 || strings.TrimSpace(code) == "":
		return nil, nil
	}
	return nil, fmt.Errorf("%s is not a currency that there is a rate of here: choose one of %s", text.Quote(code),
		strings.Join(known, ", "))
}

// Codes returns the codes of all currencies: USD and those of the rates.
func Codes(rates []cost.Exchange) []string {
	codes := []string{"USD"}
	for _, x := range rates {
		codes = append(codes, x.Currency)
	}
	return codes
}

// numbers parses a load from the fields with a prefix, adds a finding for each mistake, and
// returns what was typed by the ids of the fields.
func (s *State) numbers(head string, given func(name string) (string, bool),
	parse func(get func(id string) (string, bool)) []wrong.Input) (map[string]string, []wrong.Input) {
	typed := map[string]string{}
	errs := parse(func(id string) (string, bool) {
		text, there := given(head + id)
		if there {
			typed[id] = text
		}
		return text, there
	})
	for _, e := range errs {
		s.find(e.Field, e.Message)
	}
	return typed, errs
}

func (s *State) find(field, fact string) {
	s.Findings = append(s.Findings, text.Finding{Field: field, Fact: fact})
}

// bareIDs returns errors of a later load with the ids of the fields in place of their names.
func bareIDs(errs []wrong.Input) []wrong.Input {
	out := slices.Clone(errs)
	for i := range out {
		out[i].Field = strings.TrimPrefix(out[i].Field, cost.Later)
	}
	return out
}

// pick reads the blueprints to show. If no known one is named, it takes the first of each option
// that has prices in the region, or just the first if none has.
func (s *State) pick(m *cost.Model, wanted []string) {
	known := m.Blueprints()
	for _, id := range wanted {
		if id != "" && !slices.ContainsFunc(known, func(b cost.Blueprint) bool { return b.ID == id }) && len(s.Findings) < maxUnknown {
			s.find("show", text.Quote(id)+" is not something that can be compared here.")
		}
	}
	if !slices.ContainsFunc(known, func(b cost.Blueprint) bool { return slices.Contains(wanted, b.ID) }) {
		s.Show = firsts(m, s.Load.Region)
		return
	}
	for _, b := range known {
		if slices.Contains(wanted, b.ID) {
			s.Show = append(s.Show, b.ID)
		}
	}
}

// process puts everything that is shown on one kind of processor, where it comes on both.
func (s *State) process(m *cost.Model, kind string) {
	switch s.Processor = strings.ToLower(strings.TrimSpace(kind)); s.Processor {
	case "":
		return
	case "x86", "arm":
	default:
		s.find("processor", text.Quote(kind)+" is not a kind of processor here: write x86 or arm.")
		s.Processor = ""
		return
	}
	wanted := make([]string, 0, len(s.Show))
	for _, id := range s.Show {
		wanted = append(wanted, cost.OnProcessor(id, s.Processor))
	}
	s.Show = nil
	s.pick(m, wanted)
}

// firsts returns the blueprints that are shown by default.
func firsts(m *cost.Model, region string) []string {
	var ids []string
	at := map[string]int{}
	for _, b := range m.Blueprints() {
		i, seen := at[b.Option]
		switch {
		case !seen:
			at[b.Option] = len(ids)
			ids = append(ids, b.ID)
		case !m.Priced(ids[i], region) && m.Priced(b.ID, region):
			ids[i] = b.ID
		}
	}
	return ids
}

// Usual returns the blueprints that are priced by default: the first of each option that has
// prices in the region.
func Usual(m *cost.Model, region string) []string {
	return slices.DeleteFunc(firsts(m, region), func(id string) bool { return !m.Priced(id, region) })
}

// Priced splits the blueprints to show into the ids of those with prices in the region and the
// names of those without.
func (s State) Priced(m *cost.Model) (ids, without []string) {
	for _, id := range s.Show {
		if m.Priced(id, s.Load.Region) {
			ids = append(ids, id)
			continue
		}
		b, _ := cost.BlueprintOf(id)
		without = append(without, b.Name)
	}
	return ids, without
}

// Query writes the state as a query from which Read reads the same state.
func (s State) Query() string {
	q := url.Values{}
	for _, f := range cost.Fields() {
		q.Set(f.ID, f.Value(s.Load).String())
	}
	for _, f := range s.Load.Assumed() {
		q.Set(f.ID, f.Value(s.Load).String())
	}
	for _, c := range cost.Choices() {
		if value := c.Value(s.Load); value != "" {
			q.Set(c.ID, value)
		}
	}
	q.Set("region", s.Load.Region)
	if s.Load.FreeTier {
		q.Set("free_tier", "true")
	}
	if s.Later != nil {
		for _, f := range s.Later.Changed(s.Load) {
			q.Set(cost.Later+f.ID, f.Value(*s.Later).String())
		}
		for _, c := range s.Later.ChangedChoices(s.Load) {
			q.Set(cost.Later+c.ID, c.Value(*s.Later))
		}
	}
	q.Set("axis", s.Axis)
	if s.In != nil {
		q.Set("currency", s.In.Currency)
	}
	q["show"] = s.Show
	s.partsQuery(q)
	return q.Encode()
}

// OnlyLater returns the state with the later load in place of the first.
func (s State) OnlyLater() State {
	s.Load, s.Later, s.Parts = *s.Later, nil, nil
	return s
}
