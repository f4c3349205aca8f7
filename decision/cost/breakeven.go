package cost

import (
	"fmt"

	"crossroads/wrong"
)

// Uncertainty is the possible error of prices and load, in whole percent from 0 to 90.
// Prices of the two options may err in opposite directions. The load may err in the
// duration of a request, for both options alike. If either is above 0, whatever the load
// leaves undecided is uncertain too: its open choices, and how far requests overlap.
type Uncertainty struct {
	Price uint64 `json:"price"`
	Load  uint64 `json:"load"`
}

// Uncertain is what the ranges of break-evens allow for, wherever they are shown:
// list prices that are 10% off, and a duration that is 20% off.
var Uncertain = Uncertainty{Price: 10, Load: 20}

// Near reports whether prices that are off could turn the order of two bills.
func (u Uncertainty) Near(a, b Cents) bool {
	off := Cents(u.Price)
	return max(a, b)*(100-off) <= min(a, b)*(100+off)
}

// Crossing is a value at which another of two options becomes the cheaper one.
type Crossing struct {
	At    Quantity `json:"at"`    // the first value at which Above is cheaper
	Below string   `json:"below"` // blueprint that is cheaper before
	Above string   `json:"above"` // blueprint that is cheaper from there
	Cost  Cents    `json:"cost"`  // of Above at the crossing, a month
	// Low and High enclose the values around At for which either option may be cheaper,
	// given the uncertainty. Where this range reaches an end of the axis, LowOpen or
	// HighOpen is set.
	Low      Quantity `json:"low"`
	High     Quantity `json:"high"`
	LowOpen  bool     `json:"low_open,omitempty"`
	HighOpen bool     `json:"high_open,omitempty"`
}

// gridPoints is how finely an axis is searched. Between two of its points the search goes on by
// halves, as often as halvings says at most, where the bills may meet: bills that rise in steps
// take turns there. A change of the cheaper option that is undone within a 12,800th of the axis,
// on a log scale, may be missed.
const (
	gridPoints = 401
	halvings   = 5
)

// BreakEven finds the values along an axis at which two blueprints cost the same: it
// searches a grid of equal ratios and bisects between its points, down to one step of the
// field. It compares exact amounts. Crossings are in ascending order; there may be none.
func (m *Model) BreakEven(a, b string, load Load, axis Axis, u Uncertainty) ([]Crossing, error) {
	f, from, to, err := axis.steps()
	if err != nil {
		return nil, err
	}
	duel := duel{field: f, load: load, off: u}
	if duel.a, err = m.Pricer(a, load); err != nil {
		return nil, err
	}
	if duel.b, err = m.Pricer(b, load); err != nil {
		return nil, err
	}
	duel.others = load.undecided(duel.a.overlaps || duel.b.overlaps)
	coarse := grid(from, to, gridPoints)
	return duel.run(duel.search(coarse, func(i int) (a, b Amount) { return duel.amounts(coarse[i], unit) }), coarse)
}

// point is a value of the field, in steps, with what the two options cost there.
type point struct {
	at   uint64
	a, b Amount
}

// sign returns -1 if a is cheaper, 1 if b is, and 0 if they cost the same.
func (p point) sign() int { return p.a.Cmp(p.b) }

// search gives the points of coarse, whose amounts are given, and further ones between two of
// them where the options may take turns.
func (d *duel) search(coarse []uint64, amounts func(i int) (a, b Amount)) []point {
	points := make([]point, 0, 2*len(coarse))
	for i, n := range coarse {
		a, b := amounts(i)
		now := point{n, a, b}
		if i > 0 {
			points = d.between(points, points[len(points)-1], now, halvings)
		}
		points = append(points, now)
	}
	return points
}

// between adds the points between low and high at which the options may take turns, halving
// the range at most the given number of times.
func (d *duel) between(points []point, low, high point, times int) []point {
	if times == 0 || high.at-low.at < 2 || apart(low, high) {
		return points
	}
	middle := d.at(low.at + (high.at-low.at)/2)
	points = append(d.between(points, low, middle, times-1), middle)
	return d.between(points, middle, high, times-1)
}

// apart says that one option is cheaper all the way from low to high: bills only rise along a
// field, or only fall, so they stay within what they are at the two.
func apart(low, high point) bool {
	leastA, mostA := ordered(low.a, high.a)
	leastB, mostB := ordered(low.b, high.b)
	return mostA.Cmp(leastB) < 0 || mostB.Cmp(leastA) < 0
}

func ordered(x, y Amount) (least, most Amount) {
	if x.Cmp(y) > 0 {
		return y, x
	}
	return x, y
}

// PublishedPairs are the blueprints whose break-evens are quoted in articles and shown
// first in the cost explorer: functions against containers on each provider, and functions
// against servers.
var PublishedPairs = [][2]string{
	{"lambda-x86", "fargate"}, {"lambda-arm", "fargate-arm"}, {"lambda-x86", "cloud-run"}, {"lambda-x86", "ec2"},
	{"azure-flex", "container-apps"},
}

// Published describes the number of requests a month at which two blueprints cost the same
// under the default load.
func (m *Model) Published(pair [2]string) string {
	found, err := m.BreakEven(pair[0], pair[1], DefaultLoad(), Axis{Field: "requests", From: unit, To: Whole(10_000_000_000)},
		Uncertainty{})
	if err != nil {
		return "not computed: " + err.Error()
	}
	if len(found) == 0 {
		return "none up to 10 billion requests"
	}
	first, last := found[0].At.Text(), found[len(found)-1].At.Text()
	if first == last {
		return first + " requests"
	}
	return first + " to " + last + " requests" // there are several crossings
}

// Priced holds the costs of a blueprint at ascending values of a field.
type Priced struct {
	*Pricer
	Exact []Amount
}

// BreakEvenBetween is BreakEven for blueprints that were priced already at some ascending
// values of a field, and looks between them as BreakEven does.
func BreakEvenBetween(a, b Priced, load Load, f Field, at []Quantity, u Uncertainty) ([]Crossing, error) {
	duel := duel{a: a.Pricer, b: b.Pricer, field: f, load: load, off: u, others: load.undecided(a.overlaps || b.overlaps)}
	coarse := make([]uint64, len(at))
	for i, q := range at {
		_, coarse[i] = f.count(q)
	}
	return duel.run(duel.search(coarse, func(i int) (Amount, Amount) { return a.Exact[i], b.Exact[i] }), coarse)
}

// duel compares the costs of two options along a field, in steps of the field.
type duel struct {
	a, b  *Pricer
	field Field
	load  Load
	off   Uncertainty
	// others are the loads with the undecided choices made differently, at their own
	// prices.
	others []Load
	tried  Load // what is priced at the moment
	err    error
}

// at prices both options at a value of the field.
func (d *duel) at(n uint64) point {
	a, b := d.amounts(n, unit)
	return point{n, a, b}
}

// amounts returns the costs of both options, with durations scaled by stretch.
func (d *duel) amounts(n uint64, stretch Quantity) (a, b Amount) {
	return d.amountsOf(&d.load, n, stretch)
}

func (d *duel) amountsOf(load *Load, n uint64, stretch Quantity) (a, b Amount) {
	d.tried = *load
	d.field.set(&d.tried, d.field.value(n))
	d.tried.Duration = d.tried.Duration.Mul(stretch)
	return d.total(d.a).Exact, d.total(d.b).Exact
}

// total prices the load that is tried.
func (d *duel) total(p *Pricer) Totals {
	sum, err := p.Totals(&d.tried)
	if err != nil && d.err == nil {
		d.err = err
	}
	return sum
}

// run finds the crossings between points. It looks for the ends of their ranges between those
// of coarse.
func (d *duel) run(points []point, coarse []uint64) ([]Crossing, error) {
	if u := d.off; u.Price > 90 || u.Load > 90 {
		return nil, wrong.Input{
			Field:   "uncertainty",
			Message: fmt.Sprintf("is %d and %d%%, but must lie between 0 and 90%%", u.Price, u.Load),
		}
	}
	var found []Crossing
	var last point // that is no tie
	for _, p := range points {
		before, now := last.sign(), p.sign()
		if now == 0 {
			continue
		}
		if before != 0 && now != before {
			found = append(found, d.crossing(d.turn(last, p), now))
		}
		last = p
	}
	if d.off != (Uncertainty{}) {
		for i := range found {
			c := &found[i]
			if i > 0 && c.At.Cmp(found[i-1].High) <= 0 { // of one range with the crossing before
				c.Low, c.High, c.LowOpen, c.HighOpen = found[i-1].Low, found[i-1].High, found[i-1].LowOpen, found[i-1].HighOpen
				continue
			}
			d.enclose(c, coarse)
		}
	}
	return found, d.err
}

// turn returns a number above that of low, where one option is cheaper, and at most that of high,
// where the other is, at which the other becomes the cheaper one. It tries where the two lines
// between the points meet, as bills are straight but for their steps, and halves the range where
// that did not help.
func (d *duel) turn(low, high point) uint64 {
	now := high.sign()
	for halve := false; high.at-low.at > 1; {
		width := high.at - low.at
		ahead := width / 2
		if !halve {
			ahead = min(max(low.meets(high), 1), width-1)
		}
		middle := d.at(low.at + ahead)
		if middle.sign() == now {
			high = middle
		} else {
			low = middle
		}
		halve = !halve && high.at-low.at > width/2
	}
	return high.at
}

// meets returns how far from p straight lines from p to q, one for each option, meet.
func (p point) meets(q point) uint64 {
	here, there := p.gap(), q.gap()
	return mulDiv(wide{0, q.at - p.at}, here, here.add(there)).lo
}

// gap is how much dearer one option is.
func (p point) gap() wide {
	least, most := ordered(p.a, p.b)
	return most.steps.sub(least.steps)
}

// first bisects between low, where test is false, and high, where it is true, and returns a
// number at which test becomes true.
func first(low, high uint64, test func(uint64) bool) uint64 {
	for high-low > 1 {
		if middle := low + (high-low)/2; test(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

func (d *duel) crossing(at uint64, now int) Crossing {
	value := d.field.value(at)
	c := Crossing{At: value, Below: d.b.ID, Above: d.a.ID, Low: value, High: value}
	cheaper := d.a
	if now > 0 {
		c.Below, c.Above, cheaper = d.a.ID, d.b.ID, d.b
	}
	d.tried = d.load
	d.field.set(&d.tried, value)
	c.Cost = d.total(cheaper).Total
	return c
}

// open reports whether either option may be the cheaper one, given the uncertainty.
func (d *duel) open(n uint64) bool {
	low, high := 1, -1
	for i, stretch := range [...]uint64{100, 100 - d.off.Load, 100 + d.off.Load} {
		if low != high && i > 0 {
			return true
		}
		a, b := d.amounts(n, Whole(stretch).Over(100))
		for _, price := range [...]uint64{1000 - 10*d.off.Price, 1000 + 10*d.off.Price} {
			sign := a.permille(price).Cmp(b.permille(2000 - price))
			low, high = min(low, sign), max(high, sign)
		}
	}
	for i := range d.others {
		if low != high {
			return true
		}
		a, b := d.amountsOf(&d.others[i], n, unit)
		low, high = min(low, a.Cmp(b)), max(high, a.Cmp(b))
	}
	return low != high
}

// enclose widens a crossing to the ends of the uncertain range on both sides.
func (d *duel) enclose(c *Crossing, points []uint64) {
	_, at := d.field.count(c.At)
	c.Low, c.LowOpen = d.field.value(points[0]), true
	inside := at
	for i := len(points) - 1; i >= 0; i-- {
		if points[i] >= at {
			continue
		}
		if !d.open(points[i]) {
			c.Low, c.LowOpen = d.field.value(first(points[i], inside, d.open)), false
			break
		}
		inside = points[i]
	}
	c.High, c.HighOpen = d.field.value(points[len(points)-1]), true
	inside = at
	for _, n := range points {
		if n <= at {
			continue
		}
		if !d.open(n) {
			c.High, c.HighOpen = d.field.value(first(inside, n, func(x uint64) bool { return !d.open(x) })-1), false
			break
		}
		inside = n
	}
}
