package decision

import (
	"strconv"
	"strings"

	"crossroads/decision/cost"
	"crossroads/decision/score"
)

// MixCost is what a mix of options costs a month: the sum of its installations. Parts on the same
// option that do not run apart share one.
type MixCost struct {
	Parts  []PartCost `json:"parts"` // an installation each, in the order of their first parts in the plan
	First  string     `json:"first"` // part that has the database, the cache and the allowances of all
	Total  cost.Cents `json:"total"`
	Low    cost.Cents `json:"low"` // where bills hang on how requests overlap: fully
	High   cost.Cents `json:"high"`
	People cost.Cents `json:"people"`
	// Unequal are answers that speak of different loads, where the parts have equal shares
	// because nobody gave any.
	Unequal []LoadSaid `json:"unequal,omitempty"`
}

// PartCost is the bill of one installation for the share that its part, or its parts together, have of
// the load.
type PartCost struct {
	Part          string        `json:"part"`            // name; of several parts all names, joined
	Parts         []string      `json:"parts,omitempty"` // names, where one installation carries several
	Share         float64       `json:"share"`           // of the requests of the whole
	Requests      cost.Quantity `json:"requests"`        // a month
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
	BillMarks
}

// mixCost prices a mix: each installation with the share of its parts, built as in the plan. It
// returns nil where one option carries everything, or where a part fits nothing.
func (s *session) mixCost() (*MixCost, error) {
	if !s.mixed() {
		return nil, nil
	}
	groups := s.run.Together()
	mix := &MixCost{Parts: make([]PartCost, 0, len(groups))}
	loads, err := s.loadsOf(groups)
	if err != nil {
		return nil, err
	}
	for i, group := range groups {
		best := s.run.On(group.First())
		if best < 0 {
			return nil, nil
		}
		names := s.partNames(group)
		bill, err := s.partCost(strings.Join(names, " + "), s.shareOf(group), loads[i], best)
		if err != nil {
			return nil, err
		}
		if len(names) > 1 {
			bill.Parts = names
		}
		mix.add(bill)
	}
	mix.First, mix.Unequal = mix.Parts[s.largest(groups)].Part, s.unequal()
	return mix, nil
}

// shareOf returns the share of several parts together.
func (s *session) shareOf(parts score.Set) (share float64) {
	for p := range s.a.Parts {
		if parts.Has(p) {
			share += s.run.In.Parts[p].Share
		}
	}
	return share
}

// largest returns the place of the group with the largest share.
func (s *session) largest(groups []score.Set) int {
	most := 0
	for i, group := range groups {
		if s.shareOf(group) > s.shareOf(groups[most]) {
			most = i
		}
	}
	return most
}

// loadsOf divides the load among installations by the shares of their parts. The largest has what
// exists once for all.
func (s *session) loadsOf(groups []score.Set) (loads []cost.Load, err error) {
	first, left := s.largest(groups), s.priced.load.Requests // so that they add up to the whole
	before := 0.0
	for i, group := range groups {
		share := s.shareOf(group)
		load, err := s.loadOf(before, share, i == first)
		if err != nil {
			return nil, err
		}
		before += share
		if load.Requests = load.Requests.Min(left); i == len(groups)-1 {
			load.Requests = left
		}
		left = left.Sub(load.Requests)
		loads = append(loads, load)
	}
	return loads, nil
}

// SetUpCost is what an option costs a month that has to be set up several times, as parts run apart:
// the sum of the bills of its set-ups.
type SetUpCost struct {
	Option string     `json:"option"`
	Total  cost.Cents `json:"total"`
}

// setUpCosts prices every option that is not ruled out as it would have to be set up to carry all
// parts; nil where once is enough.
func (s *session) setUpCosts() (list []SetUpCost, err error) {
	if s.run.Plan.Apart == 0 || s.run.Plan.Gone != 0 {
		return nil, nil
	}
	loads, err := s.loadsOf(s.run.SetUps())
	if err != nil {
		return nil, err
	}
	for _, o := range s.run.Order {
		if s.run.Out.Has(o) {
			continue
		}
		total := cost.Cents(0)
		for _, load := range loads {
			bill, err := s.bill(o, load)
			if err != nil {
				return nil, err
			}
			total += bill
		}
		list = append(list, SetUpCost{s.c.Options[o].ID, total})
	}
	return list, nil
}

// bill returns the bill of an option under a load.
func (s *session) bill(option int, load cost.Load) (cost.Cents, error) {
	sum, err := s.priced.pricers[option].Totals(&load)
	return sum.Total, pricingError(s.priced.blueprints[option], err)
}

// nextToNothing is the most that a bill may be a month without requests to cost next to nothing.
const nextToNothing cost.Cents = 500

// IdleCost is the bill of the recommendation without a single request, where an answer asks for next to
// nothing then and it is more.
type IdleCost struct {
	Question string     `json:"question"`
	Label    string     `json:"label"`
	Total    cost.Cents `json:"total"`
	Built    string     `json:"built,omitempty"` // what the bill is of; "" where it is of several installations
	// other ways to build the same option that cost next to nothing then
	Other []string `json:"other,omitempty"`
}

// idleCost returns what breaks an answer about the bill while idle; nil where nothing does.
func (s *session) idleCost() (*IdleCost, error) {
	said := s.marked(func(a *Answer) bool { return a.Idle })
	if len(said) == 0 {
		return nil, nil
	}
	idle := IdleCost{Question: said[0].Question, Label: said[0].Label}
	total, err := s.recommended(func(l cost.Load) cost.Load { return requests.With(l, cost.Quantity{}) })
	if idle.Total = total; err != nil || total <= nextToNothing {
		return nil, err
	}
	return &idle, s.idleOtherwise(&idle)
}

// idleOtherwise names what an idle bill is of where one option carries everything, and what of the same option would cost
// next to nothing.
func (s *session) idleOtherwise(idle *IdleCost) error {
	if s.mixed() {
		return nil
	}
	p, own := s.priced, s.priced.pricers[s.leader]
	idle.Built = own.Name
	load := requests.With(p.load, cost.Quantity{})
	for _, b := range p.model.Blueprints() {
		if b.Option != own.Option || !p.model.Priced(b.ID, load.Region) || b.Passed(&load) != nil {
			continue
		}
		pricer, err := p.model.Pricer(b.ID, load)
		if err != nil {
			return pricingError(b.ID, err)
		}
		if sum, err := pricer.Totals(&load); err != nil {
			return pricingError(b.ID, err)
		} else if sum.Total <= nextToNothing {
			idle.Other = append(idle.Other, b.Name)
		}
	}
	return nil
}

// recommended returns the bill of what is recommended, a mix or the leader alone, under another load.
func (s *session) recommended(under func(cost.Load) cost.Load) (total cost.Cents, err error) {
	groups, loads := []score.Set{score.All(len(s.run.Parts))}, []cost.Load{s.priced.load}
	if s.mixed() {
		groups = s.run.Together()
		if loads, err = s.loadsOf(groups); err != nil {
			return 0, err
		}
	}
	for i, group := range groups {
		option := s.leader
		if s.mixed() {
			option = s.run.On(group.First())
		}
		bill, err := s.bill(option, under(loads[i]))
		if err != nil {
			return 0, err
		}
		total += bill
	}
	return total, nil
}

// Assumed says which usual values decide about the bills although nobody stated them.
type Assumed struct {
	// The peak at which another option would cost least, which one, and how much; no peak where none
	// does or the load states one.
	Peak   cost.Quantity `json:"peak,omitzero"`
	Option string        `json:"option,omitempty"`
	Total  cost.Cents    `json:"total,omitempty"`
	// Of the recommendation's bill, what is paid for the usual size of a response: half or more, or 0.
	Responses cost.Cents `json:"responses,omitempty"`
}

// otherPeaks are the peaks that are tried in place of the usual one: tenfold surges, and an even load.
var otherPeaks = []cost.Quantity{cost.Whole(10), cost.Whole(1)}

// assumed finds the usual values that decide; nil where none does.
func (s *session) assumed() (*Assumed, error) {
	var out Assumed
	peak, _ := cost.FieldOf("peak")
	response, _ := cost.FieldOf("response")
	if load := s.priced.load; load.Peak == peak.Default && !s.mixed() {
		now, _, err := s.least(load)
		if err != nil {
			return nil, err
		}
		for _, other := range otherPeaks {
			then, total, err := s.least(peak.With(load, other))
			if err != nil {
				return nil, err
			}
			if then != now && then >= 0 {
				out.Peak, out.Option, out.Total = other, s.c.Options[then].ID, total
				break
			}
		}
	}
	if s.priced.load.Response == response.Default {
		same := func(l cost.Load) cost.Load { return l }
		with, err := s.recommended(same)
		if err != nil {
			return nil, err
		}
		without, err := s.recommended(func(l cost.Load) cost.Load { return response.With(l, cost.Quantity{}) })
		if err != nil {
			return nil, err
		}
		if of := with - without; without < with && 2*of >= with {
			out.Responses = of
		}
	}
	if out == (Assumed{}) {
		return nil, nil
	}
	return &out, nil
}

// least returns the option with the lowest bill of those that are not ruled out and can carry the load, and its
// bill; -1 where there is none.
func (s *session) least(load cost.Load) (option int, total cost.Cents, err error) {
	option = -1
	for _, o := range s.run.Order {
		if s.run.Out.Has(o) || s.priced.pricers[o].Passed(&load) != nil {
			continue
		}
		bill, err := s.bill(o, load)
		if err != nil {
			return 0, 0, err
		}
		if option < 0 || bill < total {
			option, total = o, bill
		}
	}
	return option, total, nil
}

// loadOf returns the load of a part with that share, after parts whose shares add up to before.
func (s *session) loadOf(before, share float64, first bool) (cost.Load, error) {
	sum, err := percentOf(before)
	if err != nil {
		return cost.Load{}, err
	}
	percent, err := percentOf(share)
	if err != nil {
		return cost.Load{}, err
	}
	return s.priced.model.Share(s.priced.load, sum, percent, first), nil
}

// percentOf writes a share in percent. Twelve decimals, rounded down, make thirds of billions of requests whole
// numbers when these are rounded up, and hide the error of a float.
func percentOf(share float64) (cost.Quantity, error) {
	return cost.ParseQuantity(strconv.FormatFloat(max(100*share-5e-13, 0), 'f', 12, 64)) // from 0 to 1: no error
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
		BillMarks: marksOf(&e),
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
