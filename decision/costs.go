package decision

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"crossroads/decision/cost"
	"crossroads/decision/score"
	"crossroads/wrong"
)

// Bounds of CostScale.
const (
	minFloor, maxFloor           = 0.01, 1e9
	minWorstRatio, maxWorstRatio = 1.01, 1e6
)

// checkCost checks the criterion that takes its value from the cost model.
func (c *Catalogue) checkCost(p *problems) {
	taken := ""
	for i, k := range c.Criteria {
		if k.Cost == nil {
			continue
		}
		path := fmt.Sprintf("criteria[%d].cost", i)
		p.within(path+".floor", k.Cost.Floor, minFloor, maxFloor)
		p.within(path+".worst_ratio", k.Cost.WorstRatio, minWorstRatio, maxWorstRatio)
		if taken != "" {
			p.add(path, "%q takes its value from the cost model already: only one criterion can", taken)
			continue
		}
		taken = k.ID
		c.checkBlueprints(p, path)
	}
}

// checkBlueprints reports the options that the cost model cannot price.
func (c *Catalogue) checkBlueprints(p *problems, path string) {
	model := c.newModel()
	for i := range model.Sheets {
		for _, problem := range model.Check(&model.Sheets[i]) {
			p.add(path, "the price sheet %q is not complete: %s", model.Sheets[i].ID, problem.Message)
		}
	}
	if len(model.Areas()) == 0 {
		p.add(path, "there are no price sheets of any area: add one to the folder prices")
		return
	}
	for _, o := range c.Options {
		b, ok := defaultBlueprint(o.ID)
		switch priced := model.Blueprints(); {
		case !ok:
			p.add(path, "the cost model has no blueprint for the option %q: options have to be named as there", o.ID)
		case !slices.ContainsFunc(priced, func(x cost.Blueprint) bool { return x.ID == b.ID }):
			p.add(path, "there are no prices of %q for the option %q: add a price sheet of that provider", b.Provider, o.ID)
		case !model.Priced(b.ID, cost.DefaultRegion):
			p.add(path, "there are no prices of %q in the area %q for the option %q: add a price sheet of that provider for it", b.Provider,
				cost.DefaultRegion, o.ID)
		}
	}
}

// defaultBlueprint returns the first blueprint of an option.
func defaultBlueprint(option string) (cost.Blueprint, bool) {
	for _, b := range cost.Blueprints() {
		if b.Option == option {
			return b, true
		}
	}
	return cost.Blueprint{}, false
}

// costModel computes the values of one criterion under any load.
type costModel struct {
	model     *cost.Model
	criterion int
	scale     *CostScale
	floor     cost.Cents
	open      *score.Model // the catalogue without values on the criterion
	// The default blueprint of each option of the catalogue, in its order, then those of
	// the other options known to the cost model. The scale depends on all of them, so that
	// adding or removing an option of the catalogue does not move it.
	blueprints []string
	areas      []string // where all of them have prices
}

// buildCosts makes a checked catalogue's cost model; nil when it has none.
func (c *Catalogue) buildCosts() *costModel {
	k := slices.IndexFunc(c.Criteria, func(k Criterion) bool { return k.Cost != nil })
	if k < 0 {
		return nil
	}
	m := &costModel{model: c.newModel(), criterion: k, scale: c.Criteria[k].Cost, open: c.build(k)}
	m.floor = cost.Cents(math.Round(100 * m.scale.Floor))
	for _, o := range c.Options {
		b, _ := defaultBlueprint(o.ID)
		m.blueprints = append(m.blueprints, b.ID)
	}
	for _, b := range m.model.Blueprints() {
		if first, _ := defaultBlueprint(b.Option); first.ID == b.ID && !slices.Contains(m.blueprints, b.ID) {
			m.blueprints = append(m.blueprints, b.ID)
		}
	}
	m.areas = m.model.AreasOf(m.blueprints...)
	return m
}

// newModel makes the cost model of the catalogue's prices, assumptions and hours.
func (c *Catalogue) newModel() *cost.Model {
	return cost.NewModel(c.Prices).Assume(c.Assumptions, c.Hours)
}

// CostModel returns the model that prices loads, nil when no criterion takes its value from
// it.
func (c *Catalogue) CostModel() *cost.Model {
	if c.costs == nil {
		return nil
	}
	return c.costs.model
}

// LoadAreas returns the regions a load can be placed in: those with prices for every
// option. Without a cost model there are none.
func (c *Catalogue) LoadAreas() []string {
	if c.costs == nil {
		return nil
	}
	return c.costs.areas
}

func (c *Catalogue) checkLoad(p *problems, load *cost.Load) {
	if load == nil {
		return
	}
	if c.costs == nil {
		if c.model != nil { // otherwise Compile is checking a case, and cases have no load
			p.add("load", "no criterion of this comparison takes load figures: leave them out")
		}
		return
	}
	for _, problem := range load.Check() {
		p.add("load."+problem.Field, "%s", problem.Message)
	}
	if areas := c.LoadAreas(); !slices.Contains(areas, load.Region) {
		p.add("load.region", "%.40q cannot be used: write one of %s", load.Region, join(areas, " or "))
	}
}

// pricing is the cost model applied to the load of an assessment.
type pricing struct {
	*costModel
	load    cost.Load
	tried   cost.Load       // another one
	between bool            // the stated load is none of those that are always tried: it is no end of a stretch
	pricers []*cost.Pricer  // by blueprint
	totals  []cost.Cents    // by blueprint, for the load priced last
	sums    []cost.Totals   // by blueprint, for the load priced last
	exact   [][]cost.Amount // by option, at each load of the curves
	stated  *score.Model    // the catalogue with values for the stated load
	other   *score.Model    // the catalogue with values for the load priced last
}

// price values the options of a catalogue that has a cost model, under a checked load.
func (c *Catalogue) price(load cost.Load) (*pricing, error) {
	p := &pricing{
		costModel: c.costs, load: load,
		totals: make([]cost.Cents, len(c.costs.blueprints)),
		sums:   make([]cost.Totals, len(c.costs.blueprints)),
	}
	p.stated, p.other = p.open.WithOwnCells(), p.open.WithOwnCells()
	for _, id := range p.blueprints {
		pricer, err := p.model.Pricer(id, load)
		if err != nil {
			return nil, fmt.Errorf("pricing %s: %w", id, err)
		}
		p.pricers = append(p.pricers, pricer)
	}
	return p, p.value(&p.load, p.stated)
}

// errTooLarge means that figures which are each within range are too large in combination.
var errTooLarge error = wrong.Input{
	Field:   "load",
	Message: "these figures together are more than can be computed with: lower the requests, the duration or the peak",
}

func pricingError(blueprint string, err error) error {
	if err == nil {
		return nil
	}
	var input wrong.Input // of a component: it would need more machines than anybody has
	if errors.Is(err, cost.ErrOverflow) || errors.As(err, &input) {
		return errTooLarge
	}
	return fmt.Errorf("pricing %s: %w", blueprint, err)
}

// value writes the values for a load into a model. The error may be errTooLarge.
func (p *pricing) value(load *cost.Load, into *score.Model) error {
	for i, pricer := range p.pricers {
		sum, err := pricer.Totals(load)
		if err != nil {
			return pricingError(pricer.ID, err)
		}
		p.totals[i], p.sums[i] = sum.Total, sum
	}
	least := slices.Min(p.totals)
	for o := range into.Options {
		into.Cells[o*into.Criteria+p.criterion] = p.position(p.totals[o], least)
	}
	return nil
}

// position maps a bill to a log scale: 1 for the least bill, 0 for the worst ratio. Larger
// bills map below 0 and are clipped by the model.
func (p *pricing) position(total, least cost.Cents) float64 {
	return 1 - (score.Ln(float64(total+p.floor))-score.Ln(float64(least+p.floor)))/score.Ln(p.scale.WorstRatio)
}

// within reports whether the stated load lies in a range of loads.
func (r *CostReport) within(low, high cost.Quantity) bool {
	return low.Cmp(r.Load.Requests) <= 0 && r.Load.Requests.Cmp(high) <= 0
}

// TooClose returns the options whose bills cannot be told from that of the given option under
// the stated load: prices that are off could turn the order, or the load lies where a
// crossing of the two may be.
func (r *CostReport) TooClose(option, leader string) (near []OptionCost) {
	mine := r.Bill(option)
	if mine == nil {
		return nil
	}
	for _, o := range r.Options {
		if o.Option == option {
			continue
		}
		crosses := slices.ContainsFunc(r.Crossings, func(x CostCrossing) bool {
			return (x.Option == o.Option && option == leader || x.Option == option && o.Option == leader) && r.within(x.Low, x.High)
		})
		if crosses || r.Uncertainty.Near(o.Total, mine.Total) {
			near = append(near, o)
		}
	}
	return near
}
