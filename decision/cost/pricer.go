package cost

import "fmt"

// Totals is the cost of a month without the lines of the bill.
type Totals struct {
	Exact Amount // sum of the exact lines
	Total Cents  // as Bill.Total
}

// Pricer computes the totals of one blueprint for many loads in one region, for curves and
// searches. Its results equal those of Model.Estimate but are several times faster to
// compute. It is not safe for concurrent use.
type Pricer struct {
	Blueprint
	model *Model
	list  *Sheet // at list prices
	sheet *Sheet // with the offers that the load selects
	asked prices

	z     sizing // working state and scratch space
	order []placed
	pools []pool
}

// prices are the choices of a load that affect prices.
type prices struct{ commitment, spot string }

// Pricer prepares a blueprint for the region of a load. Errors are those of
// Estimate.
func (m *Model) Pricer(blueprint string, load Load) (*Pricer, error) {
	b, s, err := m.prepare(blueprint, load)
	if err != nil {
		return nil, err
	}
	own := *s
	own.scratch = make([]Usage, 0, maxUsages)
	return &Pricer{Blueprint: b, model: m, list: &own, sheet: &own}, nil
}

// Totals prices a load. Its numbers must be within range, and its region must be that of
// the pricer.
func (p *Pricer) Totals(load *Load) (Totals, error) {
	if asked := (prices{load.Commitment, load.Spot}); asked != p.asked {
		p.asked, p.sheet = asked, p.list.offered(load)
	}
	p.z = sizing{
		Load: load, Assumptions: p.model.Assumptions.under(load), sheet: p.sheet, usages: p.z.usages[:0], lacking: p.z.lacking[:0],
	}
	p.build(&p.z)
	if p.z.err != nil {
		return Totals{}, p.z.err
	}
	order, err := p.sheet.inOrder(p.z.usages, p.order[:0])
	if err != nil {
		return Totals{}, err
	}
	p.order, p.pools = order, p.pools[:0]
	flags, sum := Flags{FreeTier: load.FreeTier}, Totals{}
	for len(order) > 0 {
		item := &p.sheet.Items[order[0].item]
		var quantity Quantity
		for len(order) > 0 && &p.sheet.Items[order[0].item] == item {
			quantity, order = quantity.Add(p.z.usages[order[0].usage].Quantity), order[1:]
		}
		_, exact, err := item.charge(quantity, flags, &p.pools, nil)
		if err != nil {
			return Totals{}, err
		}
		sum.Exact = sum.Exact.Add(exact)
		sum.Total += exact.Cents()
	}
	if sum.Exact.TooLarge() {
		return Totals{}, fmt.Errorf("total: %w", ErrOverflow)
	}
	return sum, nil
}
