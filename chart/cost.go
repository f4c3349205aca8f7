package chart

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision/cost"
	"crossroads/format"
)

// Cost draws the monthly cost of some options along a field of the load. Both axes are logarithmic.
// Horizontal places are percentages, so that the drawing can have any width while its text keeps its
// size; vertical places are pixels.
type Cost struct {
	Title     string
	Field     string // of the axis
	Name      string // of the axis, with its unit
	At        []cost.Quantity
	Lines     []Line
	Breaks    []Break
	Load      cost.Quantity // yours
	Later     *Later        // a second load; nil without one
	Source    string        // the line under the chart
	Off       cost.Uncertainty
	Currency  string  // of the totals: "USD"
	from, to  float64 // of the axis
	low, high float64 // of the cost
}

// Line is one option of the chart.
type Line struct {
	Index  int // for colour and shape
	Name   string
	Said   string // within a sentence
	Nth    int    // of its option, from 0: how the line is dashed
	Beyond bool   // it cannot carry the load that is stated: it is the cheapest of nothing
	Totals []cost.Cents
	Label  float64 // where its name stands, down
}

// Break is a stretch of the axis after which another option is the cheapest. Crossings whose
// uncertainties overlap are one Break.
type Break struct {
	At, Last      cost.Quantity // first and last crossing
	Low, High     cost.Quantity // of the uncertainty
	LowOpen       bool          // the uncertainty reaches the left end of the axis
	HighOpen      bool          // and the right one
	Before, After int           // cheapest lines; the same if a change is reversed within the stretch
	Rival         int           // the other line of such a change
}

const (
	costHeight = 280.0 // of the drawing, px
	costRow    = 20.0  // of a label above it
	costLabel  = 19.0  // between two names
)

// NewCost makes the chart of a curve; who describes its lines.
func NewCost(who []Line, curve cost.Curve, crossings []cost.Crossing, load cost.Load) Cost {
	c := Cost{Field: curve.Axis.Field, Name: axisName(curve.Axis.Field), Currency: "USD", At: curve.At, Lines: slices.Clone(who)}
	seen := map[string]int{}
	for i, s := range curve.Series {
		c.Lines[i].Nth, c.Lines[i].Totals = seen[s.Option], s.Totals
		seen[s.Option]++
	}
	if f, ok := cost.FieldOf(c.Field); ok {
		c.Load = f.Value(load)
	}
	c.scale()
	c.Breaks = breaks(curve, crossings)
	c.Title = c.finding()
	c.placeNames()
	return c
}

// scale sets the ends of both axes. Those of the cost are powers of ten, from 1 upwards unless everything
// is cheaper.
func (c *Cost) scale() {
	c.from, c.to = number(c.At[0]), number(c.At[len(c.At)-1])
	c.low, c.high = math.Inf(1), 1
	for _, l := range c.Lines {
		for _, t := range l.Totals {
			if t > 0 {
				c.low = min(c.low, float64(t)/100)
			}
			c.high = max(c.high, float64(t)/100)
		}
	}
	if c.Later != nil {
		for _, t := range c.Later.Totals {
			c.high = max(c.high, float64(t)/100)
		}
	}
	c.low = max(math.Pow(10, math.Floor(math.Log10(min(c.low, c.high)))), 1)
	c.high = max(math.Pow(10, math.Ceil(math.Log10(c.high))), c.low*10)
}

// number turns a quantity into a float for drawing; money and bills never use it.
func number(q cost.Quantity) float64 {
	n, _ := strconv.ParseFloat(q.String(), 64) // a plain decimal
	return n
}

// x is the place of a value across, 0 to 100.
func (c Cost) x(q cost.Quantity) float64 { return c.across(number(q)) }

func (c Cost) across(n float64) float64 {
	if n <= c.from {
		return 0
	}
	return min(100, 100*math.Log(n/c.from)/math.Log(c.to/c.from))
}

// y is the place of a sum down, in px.
func (c Cost) y(usd float64) float64 {
	usd = min(max(usd, c.low), c.high)
	return c.top() + costHeight*(1-math.Log(usd/c.low)/math.Log(c.high/c.low))
}

// top is the height of the labels above the drawing: a row for each load and each break-even.
func (c Cost) top() float64 { return costRow * float64(c.marks()+len(c.Breaks)) }

func (c Cost) bottom() float64 { return c.top() + costHeight }

// total is the height of the drawing with its labels.
func (c Cost) total() string { return format.Coord(c.bottom() + 8) }

// box is the box that the lines are drawn in: a step of 120 even ones is ten units wide, and five units are
// a px high, so that all steps are whole numbers.
func (c Cost) box() string { return "0 0 1200 " + format.Coord(5*(c.bottom()+8)) }

// path writes a line in that box with relative steps, which repeat and take half the bytes of absolute
// places. Every place is rounded before the difference, so errors do not add up.
func (c Cost) path(l Line) string {
	var b strings.Builder
	var lastX, lastY float64
	for i, at := range c.At {
		x, y := math.Round(c.x(at)*12), math.Round(c.y(float64(l.Totals[i])/100)*5)
		switch {
		case i == 0:
			b.WriteString("M" + format.Coord(x) + " " + format.Coord(y))
		case y == lastY:
			b.WriteString("h" + format.Coord(x-lastX))
		default:
			b.WriteString("l" + format.Coord(x-lastX) + strings.Replace(" "+format.Coord(y-lastY), " -", "-", 1))
		}
		lastX, lastY = x, y
	}
	return b.String()
}

// end is where a line ends, down.
func (c Cost) end(l Line) float64 { return c.y(float64(l.Totals[len(l.Totals)-1]) / 100) }

// placeNames puts names beside the ends of their lines. Names that would overlap are spread evenly around
// their common place.
func (c *Cost) placeNames() {
	order := make([]int, len(c.Lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.end(c.Lines[a]), c.end(c.Lines[b])) })
	type group struct{ from, n, sum float64 } // sum of the places the names want, less what is above them
	var groups []group
	for _, i := range order {
		g := group{c.end(c.Lines[i]), 1, c.end(c.Lines[i])}
		for len(groups) > 0 {
			above := groups[len(groups)-1]
			if g.from >= above.from+above.n*costLabel {
				break
			}
			groups = groups[:len(groups)-1]
			g.sum += above.sum - g.n*above.n*costLabel
			g.n += above.n
			g.from = min(max(g.sum/g.n, 6), c.bottom()-(g.n-1)*costLabel)
		}
		groups = append(groups, g)
	}
	for _, g := range groups {
		for k := range int(g.n) {
			c.Lines[order[0]].Label = math.Round(g.from) + float64(k)*costLabel
			order = order[1:]
		}
	}
}

// tick is a mark of an axis.
type tick struct {
	At    float64 // per cent across, or px down
	Text  string
	Minor bool // left out where there is little room
}

// costTicks are the powers of ten of the cost.
func (c Cost) costTicks() []tick {
	var ticks []tick
	decades := math.Log10(c.high / c.low)
	for v, i := c.low, 0; v < c.high*1.01; v, i = v*10, i+1 {
		ticks = append(ticks, tick{At: c.y(v), Text: brief(v), Minor: decades > 7 && i%2 == 1})
	}
	return ticks
}

// axisTicks are the powers of ten on the axis, and 2 and 5 times those if there are few, as long as there
// is room for their labels.
func (c Cost) axisTicks() []tick {
	steps := []float64{1}
	if c.to/c.from < 1000 {
		steps = []float64{1, 2, 5}
	}
	var ticks []tick
	for decade := math.Pow(10, math.Floor(math.Log10(c.from))); decade <= c.to*1.001; decade *= 10 {
		for _, s := range steps {
			if v := decade * s; v >= c.from*.999 && v <= c.to*1.001 {
				ticks = append(ticks, tick{At: c.across(v), Text: brief(v)})
			}
		}
	}
	return thinned(ticks)
}

// brief writes a power of ten for an axis: 1, 100, 10k, 1M, 10bn.
func brief(n float64) string {
	for _, size := range []struct {
		from float64
		name string
	}{{1e9, "bn"}, {1e6, "M"}, {1e3, "k"}} {
		if n >= size.from*.999 {
			return format.Coord(n/size.from) + size.name
		}
	}
	return format.Coord(n)
}

// breaks joins crossings whose uncertainties overlap. There two options alternate, because one of them
// grows in steps of whole machines.
func breaks(curve cost.Curve, crossings []cost.Crossing) []Break {
	line := map[string]int{}
	for i, s := range curve.Series {
		line[s.Blueprint] = i
	}
	var list []Break
	for _, x := range crossings {
		if n := len(list); n > 0 && list[n-1].High.Cmp(x.At) >= 0 && list[n-1].After == line[x.Below] {
			b := &list[n-1]
			b.Last, b.High, b.After = x.At, b.High.Max(x.High), line[x.Above]
			b.LowOpen, b.HighOpen = b.LowOpen || x.LowOpen, b.HighOpen || x.HighOpen
			continue
		}
		list = append(list, Break{
			At: x.At, Last: x.At, Low: x.Low, High: x.High, LowOpen: x.LowOpen, HighOpen: x.HighOpen, Before: line[x.Below],
			After: line[x.Above], Rival: line[x.Above],
		})
	}
	return list
}

// Changes returns the break-evens after which another option stays the cheapest.
func (c Cost) Changes() []Break {
	var list []Break
	for _, b := range c.Breaks {
		if b.Before != b.After {
			list = append(list, b)
		}
	}
	return list
}

// cheapest is the line that costs least at a value of the axis, by the curve, of those that can carry the load.
func (c Cost) cheapest(at cost.Quantity) int {
	point := 0
	for i := range c.At {
		if c.At[i].Cmp(at) <= 0 {
			point = i
		}
	}
	best := 0
	for i, l := range c.Lines {
		if other := c.Lines[best]; l.Beyond == other.Beyond && l.Totals[point] < other.Totals[point] || other.Beyond && !l.Beyond {
			best = i
		}
	}
	return best
}

// rows are the points that the table and the readout show.
func (c Cost) rows() []int {
	var rows []int
	step := max(1, len(c.At)/24)
	for i := 0; i < len(c.At); i += step {
		rows = append(rows, i)
	}
	if last := len(c.At) - 1; rows[len(rows)-1] != last {
		rows = append(rows, last)
	}
	return rows
}
