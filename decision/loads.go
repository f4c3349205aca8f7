package decision

import (
	"cmp"
	"math"
	"slices"

	"crossroads/decision/cost"
	"crossroads/decision/score"
)

// LoadFlip is a range of loads, in requests a month, under which another option comes first
// or, for several parts, the plan has other platforms, with everything else as stated. The
// search covers a thousandth to a thousand times the stated load, and what differs at an end is
// followed to the least and the most load that there may be.
type LoadFlip struct {
	At       cost.Quantity `json:"at"` // the end of the range that is nearer to the stated load
	Low      cost.Quantity `json:"low"`
	High     cost.Quantity `json:"high"`
	LowOpen  bool          `json:"low_open,omitempty"`  // the range goes on below the loads tried
	HighOpen bool          `json:"high_open,omitempty"` // and above
	Leader   string        `json:"leader"`              // as in Flip
	Name     string        `json:"name"`
	Sentence string        `json:"sentence"`
}

// The loads to try: the given number of decades below and above the stated requests, each
// in len(steps) steps. Where the stated load is zero, the search ends at mostFromNothing.
const (
	decades         = 3
	mostFromNothing = 1_000_000
)

// steps are the powers of the tenth root of ten, in thousandths.
var steps = [...]uint64{1000, 1259, 1585, 1995, 2512, 3162, 3981, 5012, 6310, 7943}

// cost computes what the options cost under the stated load, and what another load would
// change; nil when no load was stated.
func (s *session) cost() (*CostReport, error) {
	p := s.priced
	if p == nil {
		return nil, nil
	}
	criterion := s.c.Criteria[p.criterion]
	r := &CostReport{
		Criterion: criterion.ID, Name: criterion.Name, Load: p.load,
		Floor: p.floor, WorstRatio: p.scale.WorstRatio, Uncertainty: cost.Uncertain,
		Options: make([]OptionCost, 0, len(s.c.Options)), Crossings: []CostCrossing{}, LoadFlips: []LoadFlip{},
	}
	r.HigherPeaks = s.loadSaid(func(a *Answer) bool { return a.Peak > number(p.load.Peak) })
	r.LowerPeaks = s.loadSaid(func(a *Answer) bool { return a.Peak > 0 && 2*a.Peak <= number(p.load.Peak) })
	r.Rates, r.BilledAs = s.farRates(), s.billedAs()
	r.Longer = s.loadSaid(func(a *Answer) bool { return a.MostMS > 0 && number(p.load.Duration) > a.MostMS })
	least := slices.Index(p.totals, slices.Min(p.totals)) // the stated load was priced last
	r.Cheapest, r.CheapestName, r.CheapestTotal = p.blueprints[least], p.pricers[least].Name, p.totals[least]
	for _, o := range s.run.Order {
		option, err := s.optionCost(o, r.CheapestTotal)
		if err != nil {
			return nil, err
		}
		if r.AsOf == "" || option.AsOf < r.AsOf {
			r.AsOf = option.AsOf
		}
		r.Options = append(r.Options, option)
	}
	var err error
	if r.Mix, err = s.mixCost(); err != nil {
		return nil, err
	}
	if err := s.aroundBills(r); err != nil {
		return nil, err
	}
	tried, err := s.outcomes(p.loads(), &r.Curve)
	if err != nil {
		return nil, err
	}
	if r.LoadFlips, err = s.loadFlips(tried); err != nil {
		return nil, err
	}
	r.Crossings, err = s.crossings(r.Curve.At)
	return r, err
}

// aroundBills computes what the bills are where once set up is not enough and, of what is recommended,
// what its bill leaves out and on which usual values it hangs.
func (s *session) aroundBills(r *CostReport) (err error) {
	if r.SetUps, err = s.setUpCosts(); err != nil {
		return err
	}
	built := s.leader // or what carries most of a mix
	if s.mixed() {
		groups := s.run.Together()
		built = s.run.On(groups[s.largest(groups)].First())
	}
	if built < 0 {
		return nil // nothing is recommended
	}
	if r.Idle, err = s.idleCost(); err != nil {
		return err
	}
	if r.Assumed, err = s.assumed(); err != nil {
		return err
	}
	p := s.priced
	r.LeftOut = p.load.LeftOut()
	largest, err := p.model.LargestLeftOut(p.blueprints[built], p.load)
	if largest.Total > 0 {
		r.Largest = &largest
	}
	return pricingError(p.blueprints[built], err)
}

// optionCost returns an abbreviated bill of an option.
func (s *session) optionCost(o int, least cost.Cents) (OptionCost, error) {
	p, option := s.priced, s.c.Options[o]
	e, err := p.model.Estimate(p.blueprints[o], p.load)
	if err != nil {
		return OptionCost{}, pricingError(p.blueprints[o], err)
	}
	out := OptionCost{
		Option: option.ID, Name: option.Name, Blueprint: e.Blueprint, BlueprintName: e.Name,
		Prices: e.Bill.Name, Region: e.Bill.Region, Total: e.Bill.Total, People: e.People.Total,
		Ratio: float64(e.Bill.Total+p.floor) / float64(least+p.floor),
		Value: s.run.Parts[0].Values[s.at(o, p.criterion)],
		Lines: make([]CostLine, 0, len(e.Bill.Lines)), Notes: append([]string{}, e.Notes...), Range: e.Range,
		BillMarks: marksOf(&e),
	}
	for _, l := range e.Bill.Lines {
		out.Lines = append(out.Lines, CostLine{l.Label, l.Quantity, l.Unit, l.Amount})
		if out.AsOf == "" || l.AsOf < out.AsOf {
			out.AsOf = l.AsOf
		}
	}
	return out, nil
}

var requests, _ = cost.FieldOf("requests")

// loads returns the numbers of requests to try, ascending, including the stated one. The others are the same for every
// load that is stated, so that what is found between them does not hang on it.
func (p *pricing) loads() []cost.Quantity {
	stated, unit := p.load.Requests, requests.Step
	list := []cost.Quantity{stated}
	least, most := stated, stated
	for range decades {
		least, most = least.Over(10), most.Times(10)
	}
	for scale := unit; scale.Cmp(requests.Max) <= 0 && scale.Cmp(most) <= 0; scale = scale.Times(10) {
		for _, step := range steps {
			if n := scale.Times(step).Over(1000); n.Cmp(least) >= 0 && n.Cmp(most) <= 0 {
				list = append(list, n)
			}
		}
	}
	p.between = !stated.IsZero() && !slices.Contains(list[1:], stated)
	if stated.IsZero() {
		for n := unit; n.Cmp(cost.Whole(mostFromNothing)) <= 0; n = n.Times(2) {
			list = append(list, n)
		}
	}
	for i, n := range list {
		list[i] = n.Ceil(unit).Min(requests.Max)
	}
	slices.SortFunc(list, cost.Quantity.Cmp)
	return slices.Compact(list)
}

// outcomes returns what comes of each load, up to the first that is too large to
// compute, and plots the options' curves. A load of zero is left out of the curves, whose
// axis is logarithmic.
func (s *session) outcomes(loads []cost.Quantity, curve *cost.Curve) ([]span, error) {
	p, list := s.priced, make([]span, 0, len(loads))
	for o := range s.c.Options {
		b := p.pricers[o].Blueprint
		curve.Series = append(curve.Series, cost.Series{
			Blueprint: b.ID, Name: b.Name, Option: b.Option,
			Totals: make([]cost.Cents, 0, len(loads)),
		})
		p.exact = append(p.exact, make([]cost.Amount, 0, len(loads)))
	}
	for _, n := range loads {
		tried, err := s.outcomeAt(n)
		if err == errTooLarge && n.Cmp(p.load.Requests) > 0 {
			break
		}
		if err != nil {
			return nil, err
		}
		list = append(list, tried)
		for o := range curve.Series {
			if !n.IsZero() {
				curve.Series[o].Totals = append(curve.Series[o].Totals, p.totals[o])
				p.exact[o] = append(p.exact[o], p.sums[o].Exact)
			}
		}
	}
	loads = loads[:len(list)]
	curve.At = loads
	if loads[0].IsZero() {
		curve.At = loads[1:]
	}
	curve.Axis = cost.Axis{Field: requests.ID, From: curve.At[0], To: curve.At[len(curve.At)-1]}
	return list, nil
}

// outcomeAt returns what comes of a given number of requests a month.
func (s *session) outcomeAt(n cost.Quantity) (span, error) {
	p := s.priced
	p.tried = requests.With(p.load, n)
	err := p.value(&p.tried, p.other)
	outcome, lead := s.run.Under(p.other)
	return span{n, n, outcome, lead}, err
}

// span is a range of loads with one outcome.
type span struct {
	low, high cost.Quantity
	outcome   score.Outcome
	lead      float64 // the least that the present leader has there, below 0 where it is behind
}

// spans finds the loads at which the outcome changes, to the single request.
func (s *session) spans(tried []span) ([]span, error) {
	list := []span{tried[0]}
	for _, x := range tried {
		for list[len(list)-1].outcome != x.outcome {
			next, err := s.edge(&list[len(list)-1], x)
			if err != nil {
				return nil, err
			}
			list = append(list, next)
		}
		last := &list[len(list)-1]
		last.high, last.lead = x.high, min(last.lead, x.lead)
	}
	return list, nil
}

// further tries loads beyond those tried where these end with another outcome than now, ten times as far each time, so
// that it is not said to hold for all loads beyond. Where figures get too large to compute it ends.
func (s *session) further(tried []span, now score.Outcome) ([]span, error) {
	for first := tried[0]; tried[0].outcome != now && tried[0].low.Cmp(requests.Step) > 0; first = tried[0] {
		x, err := s.outcomeAt(first.low.Over(10).Ceil(requests.Step))
		if err != nil {
			return nil, err
		}
		tried = slices.Insert(tried, 0, x)
	}
	for {
		last := tried[len(tried)-1]
		if last.outcome == now || last.high.Cmp(requests.Max) >= 0 || last.high.IsZero() {
			return tried, nil
		}
		x, err := s.outcomeAt(last.high.Times(10).Min(requests.Max))
		if err == errTooLarge {
			return tried, nil
		} else if err != nil {
			return nil, err
		}
		tried = append(tried, x)
	}
}

// edge bisects between a span and a later one with another outcome. It extends the first
// span to its last request and returns the span that begins there, which may have a third
// outcome.
func (s *session) edge(x *span, next span) (span, error) {
	for {
		middle := x.high.Add(next.low).Over(2).Ceil(requests.Step)
		if middle.Cmp(next.low) >= 0 {
			return next, nil
		}
		tried, err := s.outcomeAt(middle)
		if err != nil {
			return next, err
		}
		if tried.outcome == x.outcome {
			x.high, x.lead = middle, min(x.lead, tried.lead)
		} else {
			next = tried
		}
	}
}

// leastAhead is how far another option must be ahead at some load of a range, as a part of 1. Bills that rise in steps of
// whole machines let two options that are nearly level take turns, which says nothing about the load.
const leastAhead = 0.01

// loadFlips lists the ranges of loads whose outcome differs from that of the stated load,
// nearest first.
func (s *session) loadFlips(tried []span) ([]LoadFlip, error) {
	now, stated := s.run.Outcome(), s.priced.load.Requests
	tried, err := s.further(tried, now)
	if err != nil {
		return nil, err
	}
	spans, err := s.spans(tried)
	if err != nil {
		return nil, err
	}
	least, most := tried[0].low, tried[len(tried)-1].high
	spans = slices.DeleteFunc(spans, func(x span) bool {
		return x.outcome == now || len(s.run.Parts) == 1 && x.lead > -leastAhead
	})
	slices.SortStableFunc(spans, func(a, b span) int {
		return cmp.Compare(distance(a.nearer(stated), stated), distance(b.nearer(stated), stated))
	})
	flips := make([]LoadFlip, 0, len(spans))
	for _, x := range spans {
		flip := LoadFlip{
			At: x.nearer(stated), Low: x.low, High: x.high, LowOpen: x.low == least, HighOpen: x.high == most,
			Leader: s.outcomeID(x.outcome), Name: s.outcomeName(x.outcome),
		}
		flips = append(flips, flip)
	}
	return flips, nil
}

// nearer returns the end of the range nearer to the stated load.
func (x span) nearer(stated cost.Quantity) cost.Quantity {
	if x.high.Cmp(stated) < 0 {
		return x.high
	}
	return x.low
}

// distance returns the ratio of two numbers of requests.
func distance(a, b cost.Quantity) float64 {
	return math.Abs(score.Ln(max(number(a), 1)) - score.Ln(max(number(b), 1)))
}

// crossings finds where the costs of the leader and each other option cross, between the
// loads of the curves.
func (s *session) crossings(at []cost.Quantity) ([]CostCrossing, error) {
	list, p := []CostCrossing{}, s.priced
	if s.leader < 0 || len(at) < 2 || p.pricers[s.leader].Passed(&p.load) != nil {
		return list, nil
	}
	exact := p.exact
	if p.between && len(at) > 2 {
		stated, _ := slices.BinarySearchFunc(at, p.load.Requests, cost.Quantity.Cmp)
		at, exact = dropped(at, stated), slices.Clone(exact)
		for o := range exact {
			exact[o] = dropped(exact[o], stated)
		}
	}
	for _, o := range s.run.Order {
		if o == s.leader || p.pricers[o].Passed(&p.load) != nil {
			continue
		}
		priced := func(o int) cost.Priced { return cost.Priced{Pricer: p.pricers[o], Exact: exact[o]} }
		found, err := cost.BreakEvenBetween(priced(s.leader), priced(o), p.load, requests, at, cost.Uncertain)
		if err = pricingError(p.blueprints[o], err); err == errTooLarge {
			continue // the range is open only because the loads end at what can be computed
		} else if err != nil {
			return nil, err
		}
		for _, x := range found {
			above := o
			if x.Above == p.blueprints[s.leader] {
				above = s.leader
			}
			list = append(list, CostCrossing{
				Crossing: x, Option: s.c.Options[o].ID, Name: s.c.Options[o].Name, Cheaper: s.c.Options[above].ID,
			})
		}
	}
	return list, nil
}

// dropped returns a list without the element at a place.
func dropped[T any](list []T, at int) []T { return slices.Concat(list[:at], list[at+1:]) }
