package cost

// ALB is an application load balancer. Beside the hours it is billed in capacity
// units (LCU) per hour: the largest of new connections ÷ 25 a second, open
// connections ÷ 3,000, GB an hour, and rule evaluations ÷ 1,000 a second (the
// first 10 rules are free). The dimensions are those of the ELB pricing page.
type ALB struct {
	Name      string   `json:"name,omitempty"`
	Count     Quantity `json:"count,omitzero"`       // load balancers; 0: one
	Hours     Quantity `json:"hours"`                // a month
	LCU       Quantity `json:"lcu,omitzero"`         // average of each; 0: from the four below, likewise of each
	New       Quantity `json:"new,omitzero"`         // connections a second
	Open      Quantity `json:"open,omitzero"`        // connections at a time
	GBHour    Quantity `json:"gb_hour,omitzero"`     // processed an hour
	Evaluated Quantity `json:"evaluations,omitzero"` // rules beyond the first 10 × requests a second
}

// Usage implements Component.
func (a *ALB) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "alb"}
	in.within("count", a.Count, "load balancers", Quantity{}, most)
	in.within("hours", a.Hours, "hours a month", Quantity{}, hoursOfMonth)
	in.within("lcu", a.LCU, "LCU", Quantity{}, most)
	in.within("new", a.New, "connections a second", Quantity{}, most)
	in.within("open", a.Open, "connections", Quantity{}, most)
	in.within("gb_hour", a.GBHour, "GB an hour", Quantity{}, most)
	in.within("evaluations", a.Evaluated, "evaluations a second", Quantity{}, most)
	if err := in.err(); err != nil {
		return nil, err
	}
	name, count := or(a.Name, "Load balancer"), a.Count
	if count.IsZero() {
		count = Whole(1)
	}
	lcu, said := a.units(s)
	return append(s.room(),
		Usage{"alb-hours", name, count.Mul(a.Hours), s.say("# × # h", count, a.Hours)},
		Usage{"alb-lcu", name, count.Mul(lcu).Mul(a.Hours), said.times("# h", count.Mul(a.Hours))}), nil
}

// units returns the capacity units: as stated, or by the dimension that takes most.
func (a *ALB) units(s *Sheet) (Quantity, Formula) {
	lcu, said := a.LCU, s.say("# LCU", a.LCU)
	if !lcu.IsZero() {
		return lcu, said
	}
	for _, d := range []struct {
		lcu  Quantity
		said Formula
	}{
		{a.New.Over(25), s.say("# new connections a second ÷ 25", a.New)},
		{a.Open.Over(3000), s.say("# open connections ÷ 3,000", a.Open)},
		{a.GBHour, s.say("# GB an hour", a.GBHour)},
		{a.Evaluated.Over(1000), s.say("# rule evaluations a second ÷ 1,000", a.Evaluated)},
	} {
		if d.lcu.Cmp(lcu) > 0 {
			lcu, said = d.lcu, d.said
		}
	}
	return lcu, said
}

// NAT is a number of NAT gateways and the data that passes through them.
type NAT struct {
	Name  string   `json:"name,omitempty"`
	Count Quantity `json:"count,omitzero"` // gateways; 0: one
	Hours Quantity `json:"hours"`          // a month, of each
	GB    Quantity `json:"gb"`             // processed a month, by all
}

// Usage implements Component.
func (n *NAT) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "nat"}
	in.within("count", n.Count, "gateways", Quantity{}, most)
	in.within("hours", n.Hours, "hours a month", Quantity{}, hoursOfMonth)
	in.within("gb", n.GB, "GB a month", Quantity{}, most)
	if err := in.err(); err != nil {
		return nil, err
	}
	name, count := or(n.Name, "NAT gateway"), n.Count
	if count.IsZero() {
		count = Whole(1)
	}
	return append(s.room(),
		Usage{"nat-hours", name, count.Mul(n.Hours), s.say("# × # h", count, n.Hours)},
		Usage{"nat-gb", name, n.GB, s.say("# GB", n.GB)}), nil
}

// Transfer is data sent to the internet.
type Transfer struct {
	Name string   `json:"name,omitempty"`
	GB   Quantity `json:"gb"` // a month, of 1,024 MB

	said Formula // derivation of the GB, if they were not given directly
}

// Usage implements Component.
func (t *Transfer) Usage(s *Sheet) ([]Usage, error) {
	in := inputs{component: "transfer"}
	in.within("gb", t.GB, "GB a month", Quantity{}, most)
	if err := in.err(); err != nil {
		return nil, err
	}
	said := t.said
	if said.text == "" {
		said = s.say("# GB", t.GB)
	}
	return append(s.room(), Usage{"transfer-out", or(t.Name, "Transfer"), t.GB, said}), nil
}
