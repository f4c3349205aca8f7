package costs

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision/cost"
	"crossroads/text"
	"crossroads/web/form"
)

// Part is a part of the system that runs apart from the others, as an address
// states it.
type Part struct {
	Name string   // "": by its number
	On   string   // blueprint; "": the cheapest of those compared
	Own  cost.Own // numbers of its load
}

// Called is the name of the n-th part, from 1.
func (p Part) Called(n int) string { return cmp.Or(p.Name, "Part "+strconv.Itoa(n)) }

// head is what the fields of the n-th part begin with: "p1.".
func head(n int) string { return "p" + strconv.Itoa(n) + "." }

// parts reads the parts that the load is divided into; none where it is not.
func (s *State) parts(m *cost.Model, query url.Values) {
	said := form.Last(query["parts"])
	for n := cost.MaxParts; n > 1 && query["parts"] == nil && said == ""; n-- { // links of the wizard do not count them
		for name := range query {
			if strings.HasPrefix(name, head(n)) {
				said = strconv.Itoa(n)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if query["parts"] == nil && said == "" && strings.HasPrefix(name, head(1)) && form.Last(query[name]) != "" {
			s.find("parts", text.Quote(name)+" is of a part, and there are no others: it was ignored.")
			break
		}
	}
	count, err := form.WholeNumber(cmp.Or(said, "0"))
	if err != nil || count == 1 || count > cost.MaxParts {
		s.find("parts", text.Quote(said)+" is not a number of parts: choose 2 to "+strconv.Itoa(cost.MaxParts)+".")
		return
	}
	for n := 1; n <= count; n++ {
		s.Parts = append(s.Parts, s.part(m, head(n), n, query))
	}
}

func (s *State) part(m *cost.Model, head string, n int, query url.Values) Part {
	var p Part
	called := form.Last(query[head+"name"])
	name, problem := text.Line(called, text.MaxPartName)
	if problem != "" {
		s.find(head+"name", "The name of a part "+problem+".")
		name, _ = text.Line(text.Clip(called, text.MaxPartName), text.MaxPartName) // the page shows how it was cut
	}
	p.Name = name
	p.On = form.ID(query[head+"on"], isBlueprint)
	if b, known := cost.BlueprintOf(p.On); p.On != "" && !known {
		s.find(head+"on", text.Quote(p.On)+" is not something that "+p.Called(n)+" can run on here.")
		p.On = ""
	} else if p.On != "" && !m.Priced(p.On, s.Load.Region) {
		s.find(head+"on", text.Quote(b.Name)+" cannot be priced for "+p.Called(n)+" in this region.")
		p.On = ""
	}
	typed := map[string]string{}
	own, errs := cost.ParseOwn(head, func(id string) (string, bool) {
		values, there := query[head+id]
		if there {
			typed[id] = form.Last(values)
		}
		return form.Last(values), there
	})
	for _, e := range errs {
		s.find(e.Field, p.Called(n)+": "+e.Message)
	}
	p.Own = own
	for id, said := range typed {
		if q, read := own[id]; read {
			said = q.Text()
		}
		s.Typed[head+id] = said
	}
	return p
}

// partsQuery writes the parts into a query.
func (s State) partsQuery(q url.Values) {
	if len(s.Parts) == 0 {
		return
	}
	q.Set("parts", strconv.Itoa(len(s.Parts)))
	for i, p := range s.Parts {
		for id, value := range map[string]string{"name": p.Name, "on": p.On} {
			if value != "" {
				q.Set(head(i+1)+id, value)
			}
		}
		for id, value := range p.Own {
			q.Set(head(i+1)+id, value.String())
		}
	}
}

// Divided is a system in parts that run apart, each on a platform of its own.
type Divided struct {
	Parts []PartBill
	Total cost.Cents // of the bills of all parts
	// Alone are the totals if all parts ran on one platform, in the order of what
	// is compared.
	Alone []OnOne
}

// PartBill is the bill of a part.
type PartBill struct {
	Name string
	cost.Estimate
	Cheapest bool // nobody chose its platform: it is the cheapest of those compared
}

// OnOne is what all parts cost on one platform.
type OnOne struct {
	Blueprint string     `json:"blueprint"`
	Name      string     `json:"name"`
	Total     cost.Cents `json:"total"`
	Beyond    bool       `json:"-"` // it cannot carry all of them: that it does is for comparison only
}

// divide prices the parts of a load, nil where it has none.
func divide(m *cost.Model, a Asked) (*Divided, error) {
	if len(a.Parts) == 0 {
		return nil, nil
	}
	owns := make([]cost.Own, len(a.Parts))
	for i, p := range a.Parts {
		owns[i] = p.Own
	}
	out := &Divided{}
	for i, load := range m.Divide(a.Load, owns) {
		p := a.Parts[i]
		all, err := estimates(m, a.Show, load)
		if err != nil {
			return nil, LoadError{head(i + 1), err}
		}
		for n, e := range all {
			if i == 0 {
				out.Alone = append(out.Alone, OnOne{Blueprint: e.Blueprint, Name: e.Name})
			}
			out.Alone[n].Total += e.Bill.Total
			out.Alone[n].Beyond = out.Alone[n].Beyond || len(e.Passed) > 0
		}
		on := Cheapest(all)
		if at := slices.IndexFunc(all, func(e cost.Estimate) bool { return e.Blueprint == p.On }); at >= 0 {
			on = all[at]
		} else if p.On != "" {
			if on, err = m.Estimate(p.On, load); err != nil {
				return nil, LoadError{head(i + 1), err}
			}
		}
		out.Parts = append(out.Parts, PartBill{p.Called(i + 1), on, p.On == ""})
		out.Total += on.Bill.Total
	}
	return out, nil
}
