package decision

import (
	"fmt"

	"crossroads/decision/cost"
)

// crossings describes where the bills of the leader and each other option cross. All crossings
// with one option share a sentence: bills that rise in steps cross several times, and what is
// said of one crossing alone does not hold beyond the next.
func (w words) crossings() {
	list := w.r.Cost.Crossings
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && list[to].Option == list[from].Option {
			to++
		}
		sentence := w.crossingsWith(list[from:to])
		for ; from < to; from++ {
			list[from].Sentence = sentence
		}
	}
}

// crossingsWith describes all crossings with one option, in ascending order.
func (w words) crossingsWith(list []CostCrossing) string {
	stretches := stretchesOf(list)
	cheaper := list[0].cheaperBefore(w.r.Leader)
	text := ""
	for i, s := range stretches {
		if i == 0 {
			text = fmt.Sprintf("The bill of %s is lower than that of %s below about %s requests a month", w.option(cheaper),
				w.option(list[0].Cheaper), closely(s.first))
		} else {
			text += fmt.Sprintf("; then that of %s is lower up to about %s", w.option(cheaper), closely(s.first))
		}
		if s.first != s.last {
			text += fmt.Sprintf("; up to about %s the two take turns, as whole machines are added", closely(s.last))
		}
		cheaper = s.cheaper
	}
	text += fmt.Sprintf("; above that, the bill of %s is lower.", w.option(cheaper))
	for _, s := range stretches {
		text += s.doubt(w.r.Cost)
	}
	return text
}

// cheaperBefore returns the option that costs less up to the crossing.
func (x CostCrossing) cheaperBefore(leader string) string {
	if x.Cheaper == leader {
		return x.Option
	}
	return leader
}

// stretch is a range of loads in which two bills cross, once or several times, without the order
// ever becoming certain in between.
type stretch struct {
	first, last       cost.Quantity // crossings
	low, high         cost.Quantity // of the uncertainty around them
	lowOpen, highOpen bool
	cheaper           string // option with the lower bill after the last crossing
}

// stretchesOf joins crossings whose uncertainties overlap, as the charts do.
func stretchesOf(list []CostCrossing) (joined []stretch) {
	for _, x := range list {
		if n := len(joined); n > 0 && joined[n-1].high.Cmp(x.At) >= 0 {
			s := &joined[n-1]
			s.last, s.cheaper, s.high, s.highOpen = x.At, x.Cheaper, s.high.Max(x.High), s.highOpen || x.HighOpen
			continue
		}
		joined = append(joined, stretch{x.At, x.At, x.Low, x.High, x.LowOpen, x.HighOpen, x.Cheaper})
	}
	return joined
}

// doubt says for which loads the order is open, "" where it is certain.
func (s stretch) doubt(c *CostReport) string {
	where := "between " + closely(s.low) + " and " + closely(s.high) + " requests a month"
	switch {
	case s.lowOpen && s.highOpen:
		where = "at all loads that were tried"
	case s.lowOpen:
		where = "below " + closely(s.high) + " requests a month"
	case s.highOpen:
		where = "above " + closely(s.low) + " requests a month"
	case s.low == s.high:
		return ""
	}
	yours := ""
	if c.within(s.low, s.high) {
		yours = ", your load included"
	}
	return fmt.Sprintf(" The order is open %s%s: prices that are %d%% off, a duration that is %d%% off, or a front door, network or "+
		"availability that is not decided yet could turn it.", where, yours, c.Uncertainty.Price, c.Uncertainty.Load)
}

// closely formats a number of requests with three significant digits, as charts do.
func closely(n cost.Quantity) string { return rounded(number(n), 3) }
