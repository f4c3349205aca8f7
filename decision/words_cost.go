package decision

import "fmt"

// cost describes the loads under which another option would come first, and where bills
// cross.
func (w words) cost() {
	c := w.r.Cost
	for i := range c.LoadFlips {
		f := &c.LoadFlips[i]
		where := "Between " + rate(f.Low) + " and " + rate(f.High)
		switch {
		case f.LowOpen:
			where = "Below " + rate(f.High)
		case f.HighOpen:
			where = "Above " + rate(f.Low)
		}
		f.Sentence = where + ", " + w.wouldLead(f.Leader, f.Name) + "."
	}
	for i := range c.Crossings {
		x := &c.Crossings[i]
		below, above := w.r.Leader, x.Option
		if x.Cheaper == w.r.Leader {
			below, above = above, below
		}
		x.Sentence = fmt.Sprintf("Below %s, the bill of %s is lower than that of %s; from there on it is higher.", rate(x.At),
			w.option(below), w.option(above))
	}
}

// loadTriggers describes the loads that would change the outcome, as events.
func (w words) loadTriggers() []string {
	if w.r.Cost == nil {
		return nil
	}
	var list []string
	for _, f := range w.r.Cost.LoadFlips {
		goes := "comes to between " + rate(f.Low) + " and " + rate(f.High)
		switch {
		case f.LowOpen:
			goes = "falls below " + rate(f.High)
		case f.HighOpen:
			goes = "rises above " + rate(f.Low)
		}
		list = append(list, "the load "+goes+": then "+w.wouldLead(f.Leader, f.Name)+".")
	}
	return list
}
