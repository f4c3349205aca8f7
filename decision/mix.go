package decision

import (
	"slices"
	"strconv"

	"crossroads/decision/cost"
)

// MixCost is what a mix of options costs a month: the sum of its parts, each of which is
// run separately.
type MixCost struct {
	Parts  []PartCost `json:"parts"` // in the order of the plan
	First  string     `json:"first"` // part that has the database, the cache and the allowances of all
	Total  cost.Cents `json:"total"`
	Low    cost.Cents `json:"low"` // where bills hang on how requests overlap: fully
	High   cost.Cents `json:"high"`
	People cost.Cents `json:"people"`
	// Unequal are answers that speak of different loads, where the parts have equal shares
	// because nobody gave any.
	Unequal []LoadSaid `json:"unequal,omitempty"`
}

// PartCost is the bill of one part for its share of the load.
type PartCost struct {
	Part          string        `json:"part"`
	Share         float64       `json:"share"`    // of the requests of the whole
	Requests      cost.Quantity `json:"requests"` // a month
	Option        string        `json:"option"`
	Name          string        `json:"name"`
	Blueprint     string        `json:"blueprint"`
	BlueprintName string        `json:"blueprint_name"`
	Prices        string        `json:"prices"`
	Region        string        `json:"region"`
	AsOf          string        `json:"as_of"`
	Total         cost.Cents    `json:"total"`
	Low           cost.Cents    `json:"low"`
	High          cost.Cents    `json:"high"`
	People        cost.Cents    `json:"people"`
	Lines         []CostLine    `json:"lines"`
	Notes         []string      `json:"notes"`
}

// mixCost prices a mix: each part with its share of the load, built as in the plan. It
// returns nil where one option carries everything, or where a part fits nothing.
func (s *session) mixCost() (*MixCost, error) {
	if !s.mixed() {
		return nil, nil
	}
	mix := &MixCost{Parts: make([]PartCost, 0, len(s.a.Parts))}
	shares := make([]float64, len(s.a.Parts))
	for p := range s.a.Parts {
		shares[p] = s.run.In.Parts[p].Share
	}
	first := slices.Index(shares, slices.Max(shares))
	left := s.priced.load.Requests // so that the parts add up to the whole
	for p, part := range s.a.Parts {
		best := s.run.On(p)
		if best < 0 {
			return nil, nil
		}
		load, err := s.loadOf(shares[p], p == first)
		if err != nil {
			return nil, err
		}
		if load.Requests = load.Requests.Min(left); p == len(shares)-1 {
			load.Requests = left
		}
		left = left.Sub(load.Requests)
		cost, err := s.partCost(part.Name, shares[p], load, best)
		if err != nil {
			return nil, err
		}
		mix.add(cost)
	}
	mix.First, mix.Unequal = s.a.Parts[first].Name, s.unequal()
	return mix, nil
}

// loadOf returns the load of a part with that share.
func (s *session) loadOf(share float64, first bool) (cost.Load, error) {
	// Twelve decimals make thirds of billions of requests whole numbers, and hide the error of a float.
	percent, err := cost.ParseQuantity(strconv.FormatFloat(100*share, 'f', 12, 64))
	if err != nil {
		return cost.Load{}, err // a share is a number from 0 to 1
	}
	return s.priced.model.Share(s.priced.load, percent, first), nil
}

// partCost returns the bill of one part.
func (s *session) partCost(name string, share float64, load cost.Load, option int) (PartCost, error) {
	p := s.priced
	e, err := p.model.Estimate(p.blueprints[option], load)
	if err != nil {
		return PartCost{}, pricingError(p.blueprints[option], err)
	}
	out := PartCost{
		Part: name, Share: share, Requests: load.Requests, Option: s.c.Options[option].ID, Name: s.c.Options[option].Name,
		Blueprint: e.Blueprint, BlueprintName: e.Name, Prices: e.Bill.Name, Region: e.Bill.Region, Total: e.Bill.Total, Low: e.Bill.Total,
		High:   e.Bill.Total,
		People: e.People.Total, Lines: make([]CostLine, 0, len(e.Bill.Lines)), Notes: append([]string{}, e.Notes...),
	}
	if e.Range != nil {
		out.Low, out.High = min(e.Range.Low, out.Total), max(e.Range.High, out.Total)
	}
	for _, l := range e.Bill.Lines {
		out.Lines = append(out.Lines, CostLine{l.Label, l.Quantity, l.Unit, l.Amount})
		if out.AsOf == "" || l.AsOf < out.AsOf {
			out.AsOf = l.AsOf
		}
	}
	return out, nil
}

// add includes a part in the sums.
func (m *MixCost) add(p PartCost) {
	m.Parts = append(m.Parts, p)
	m.Total, m.Low, m.High, m.People = m.Total+p.Total, m.Low+p.Low, m.High+p.High, m.People+p.People
}
