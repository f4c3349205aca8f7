package decision

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision/cost"
	"crossroads/decision/score"
)

// How other loads are tried: each of decades decades of requests below and above
// the stated number, in as many steps as steps has. From nothing at all they go
// to mostFromNothing.
const (
	decades         = 3
	mostFromNothing = 1_000_000
)

// steps are the powers of the tenth root of ten, in thousandths.
var steps = [...]uint64{1000, 1259, 1585, 1995, 2512, 3162, 3981, 5012, 6310, 7943}

// uncertain is what the ranges of crossings allow for: list prices that are 10 %
// off, and a duration that is 20 % off.
var uncertain = cost.Uncertainty{Price: 10, Load: 20}

// cost says what the options cost under the stated load, and what another load
// would change; nil when none was stated.
func (s *session) cost() (*CostReport, error) {
	p := s.priced
	if p == nil {
		return nil, nil
	}
	criterion := s.c.Criteria[p.criterion]
	r := &CostReport{
		Criterion: criterion.ID, Name: criterion.Name, Load: p.load,
		Floor: p.floor, WorstRatio: p.scale.WorstRatio, Uncertainty: uncertain,
		Options: make([]OptionCost, 0, len(s.c.Options)), Crossings: []CostCrossing{}, LoadFlips: []LoadFlip{},
	}
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
	outcomes, err := s.outcomes(p.loads(), &r.Curve)
	if err != nil {
		return nil, err
	}
	loads := r.Curve.At
	if r.LoadFlips, err = s.loadFlips(loads, outcomes); err != nil {
		return nil, err
	}
	r.Crossings, err = s.crossings(r.Curve.Axis)
	return r, err
}

// optionCost is the bill of an option, shortened.
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
		Lines: make([]CostLine, 0, len(e.Bill.Lines)), Notes: append([]string{}, e.Notes...),
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

// loads are the numbers of requests to try, rising, the stated one among them.
func (p *pricing) loads() []cost.Quantity {
	stated, unit := p.load.Requests, requests.Step
	list := []cost.Quantity{stated}
	scale := uint64(1)
	for range decades {
		for _, step := range steps {
			list = append(list, stated.Times(step).Times(scale).Over(1000), stated.Times(step).Over(10_000*scale))
		}
		scale *= 10
	}
	list = append(list, stated.Times(scale))
	if stated.IsZero() {
		for n := unit; n.Cmp(cost.Whole(mostFromNothing)) <= 0; n = n.Times(2) {
			list = append(list, n)
		}
	}
	for i, n := range list {
		list[i] = n.Ceil(unit).Min(requests.Max)
	}
	slices.SortFunc(list, cost.Quantity.Cmp)
	list = slices.Compact(list)
	if !stated.IsZero() && list[0].IsZero() {
		list = list[1:]
	}
	return list
}

// outcomes gives what is best under each load, up to one that is too large to
// compute with, and draws the options' curves.
func (s *session) outcomes(loads []cost.Quantity, curve *cost.Curve) ([]score.Outcome, error) {
	p, list := s.priced, make([]score.Outcome, len(loads))
	for o := range s.c.Options {
		b := p.pricers[o].Blueprint
		curve.Series = append(curve.Series, cost.Series{Blueprint: b.ID, Name: b.Name, Option: b.Option, Totals: make([]cost.Cents, 0, len(loads))})
	}
	for i, n := range loads {
		var err error
		if list[i], err = s.outcomeAt(n); err == errTooLarge {
			loads, list = loads[:i], list[:i]
			break
		} else if err != nil {
			return nil, err
		}
		for o := range curve.Series {
			curve.Series[o].Totals = append(curve.Series[o].Totals, p.totals[o])
		}
	}
	curve.Axis, curve.At = cost.Axis{Field: requests.ID, From: loads[0], To: loads[len(loads)-1]}, loads
	return list, nil
}

// outcomeAt is what would be best with so many requests a month.
func (s *session) outcomeAt(n cost.Quantity) (score.Outcome, error) {
	err := s.priced.value(requests.With(s.priced.load, n), s.priced.other)
	return s.run.Under(s.priced.other), err
}

// span is a range of loads with one outcome.
type span struct {
	low, high cost.Quantity
	outcome   score.Outcome
}

// spans finds the loads at which the outcome changes, to a single request: each
// change between two loads that were tried is closed in by halving.
func (s *session) spans(loads []cost.Quantity, outcomes []score.Outcome) ([]span, error) {
	list := []span{{loads[0], loads[0], outcomes[0]}}
	for i := 1; i < len(loads); i++ {
		for last := &list[len(list)-1]; last.outcome != outcomes[i]; last = &list[len(list)-1] {
			edge, then := loads[i], outcomes[i]
			for low := last.high; ; {
				middle := low.Add(edge).Over(2).Ceil(requests.Step)
				if middle.Cmp(edge) >= 0 {
					last.high = low
					break
				}
				outcome, err := s.outcomeAt(middle)
				if err != nil {
					return nil, err
				}
				if outcome == last.outcome {
					low = middle
				} else {
					edge, then = middle, outcome
				}
			}
			list = append(list, span{edge, edge, then})
		}
		list[len(list)-1].high = loads[i]
	}
	return list, nil
}

// loadFlips lists the ranges of loads with another outcome than the stated load,
// the nearest first.
func (s *session) loadFlips(loads []cost.Quantity, outcomes []score.Outcome) ([]LoadFlip, error) {
	spans, err := s.spans(loads, outcomes)
	if err != nil {
		return nil, err
	}
	now, stated := s.run.Outcome(), s.priced.load.Requests
	spans = slices.DeleteFunc(spans, func(x span) bool { return x.outcome == now })
	slices.SortStableFunc(spans, func(a, b span) int {
		return cmp.Compare(distance(a.nearer(stated), stated), distance(b.nearer(stated), stated))
	})
	flips := make([]LoadFlip, 0, len(spans))
	for _, x := range spans {
		flip := LoadFlip{
			At: x.nearer(stated), Low: x.low, High: x.high, LowOpen: x.low == loads[0], HighOpen: x.high == loads[len(loads)-1],
			Leader: s.outcomeID(x.outcome), Name: and(s.names(score.Set(x.outcome))),
		}
		then := s.would(x.outcome)
		where, having := "Between "+rate(x.low)+" and "+rate(x.high), "between "+rate(x.low)+" and "+rate(x.high)
		switch {
		case flip.LowOpen:
			where, having = "Below "+rate(x.high), "fewer than "+rate(x.high)
		case flip.HighOpen:
			where, having = "Above "+rate(x.low), "more than "+rate(x.low)
		}
		flip.Sentence = where + ", " + then + "."
		s.loadTriggers = append(s.loadTriggers, "you have "+having+": "+then+".")
		flips = append(flips, flip)
	}
	return flips, nil
}

// nearer is the end of the range on the side of the stated load.
func (x span) nearer(stated cost.Quantity) cost.Quantity {
	if x.high.Cmp(stated) < 0 {
		return x.high
	}
	return x.low
}

// distance of two numbers of requests, as a ratio.
func distance(a, b cost.Quantity) float64 {
	return math.Abs(score.Ln(max(number(a), 1)) - score.Ln(max(number(b), 1)))
}

// crossings are where the leader and each other option change places in cost.
func (s *session) crossings(axis cost.Axis) ([]CostCrossing, error) {
	list := []CostCrossing{}
	if s.leader < 0 || axis.From == axis.To {
		return list, nil
	}
	p := s.priced
	for _, o := range s.run.Order {
		if o == s.leader {
			continue
		}
		found, err := p.model.BreakEvenOn(2*decades*len(steps)+1, p.blueprints[s.leader], p.blueprints[o], p.load, axis, uncertain)
		if err = pricingError(p.blueprints[o], err); err == errTooLarge {
			continue // only what is uncertain takes it there, at the end of what can be computed
		} else if err != nil {
			return nil, err
		}
		for _, x := range found {
			below, above := s.c.Options[s.leader], s.c.Options[o]
			if x.Above == p.blueprints[s.leader] {
				below, above = above, below
			}
			list = append(list, CostCrossing{Crossing: x, Option: s.c.Options[o].ID, Name: s.c.Options[o].Name, Cheaper: above.ID,
				Sentence: fmt.Sprintf("Below %s, the bill of %s is lower than that of %s; from there on it is higher.", rate(x.At), below.Name, above.Name)})
		}
	}
	return list, nil
}

// rate is a number of requests a month as people read it, with the number a day
// where that is 10 or more: "about 2.1 million requests a day (64 million a month)".
func rate(n cost.Quantity) string {
	month := number(n)
	if day := month * 24 / hoursOfMonth; day >= 10 {
		return "about " + roughly(day) + " requests a day (" + roughly(month) + " a month)"
	}
	return "about " + roughly(month) + " requests a month"
}

// hoursOfMonth is that of the cost model: 365 days in twelve parts.
const hoursOfMonth = 730

// roughly is a number of 1 or more in two significant digits: "340", "45,000", "2.1 million".
func roughly(x float64) string {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 2, 64), 64)
	for _, size := range []struct {
		at   float64
		name string
	}{{1e9, " billion"}, {1e6, " million"}} {
		if x >= size.at {
			x, _ = strconv.ParseFloat(strconv.FormatFloat(x/size.at, 'g', 2, 64), 64) // else 2.1 may show as 2.1000000000000001
			return grouped(x) + size.name
		}
	}
	return grouped(x)
}

func grouped(x float64) string {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if len(text) > 3 && !strings.Contains(text, ".") {
		text = text[:len(text)-3] + "," + text[len(text)-3:]
	}
	return text
}

// number is a quantity for words and distances, where digits may be lost.
func number(q cost.Quantity) float64 {
	x, _ := strconv.ParseFloat(q.String(), 64) // cannot fail: a quantity prints as a number
	return x
}
