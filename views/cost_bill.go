package views

import (
	"slices"
	"strconv"

	"crossroads/chart"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/format"
)

// bills are the estimates with the way each is shown.
func (p CostPage) bills() []billView {
	f := p.Figures
	views := make([]billView, 0, len(f.Estimates))
	for _, e := range f.Estimates {
		views = append(views, billView{Estimate: e, Option: p.Site.costOption(e.Option), Sources: f.Sources, Today: f.Today, In: f.In})
	}
	for i := range f.Later {
		views[i].Later = &f.Later[i]
	}
	nameBills(views)
	return views
}

// nameBills names each bill after its option, or after its platform if several have the same
// option.
func nameBills(list []billView) {
	count := map[string]int{}
	for _, v := range list {
		count[v.Estimate.Option]++
	}
	for i, v := range list {
		list[i].Short, list[i].Said = v.Option.Short, format.InSentence(v.Option.Short)
		if count[v.Estimate.Option] > 1 {
			b, _ := cost.BlueprintOf(v.Estimate.Blueprint)
			list[i].Short, list[i].Said = platform(b), platform(b)
		}
	}
}

// billView is an estimate as the page shows it.
type billView struct {
	cost.Estimate
	Later   *cost.Estimate // under a second load; nil without one
	Option  costOption
	Short   string // the shortest name that tells it from the others shown
	Said    string // the same within a sentence
	Sources []decision.Source
	Today   string
	In      *cost.Exchange // the currency of sums; nil is USD
}

// total is the bill in the currency of the page.
func (v billView) total() string { return v.In.Bill(v.Bill).Text() }

// together is the bill and the work of people.
func (v billView) together() string { return (v.In.Bill(v.Bill) + v.In.People(v.People)).Text() }

// currencyWords are the currency of sums, with the rate and its day.
func (p CostPage) currencyWords() string {
	in := p.Figures.In
	if in == nil {
		return "USD a month"
	}
	text := in.Currency + " a month, at " + in.Words() + " (" + format.Day(in.AsOf)
	if s, ok := sourceOf(p.Figures.Sources, in.Source); ok {
		text = in.Currency + " a month, at " + in.Words() + " (" + s.Publisher + ", " + format.Day(in.AsOf)
	}
	if in.Status == cost.Unverified {
		text += ", unverified"
	}
	if in.ReviewBy < p.Figures.Today {
		text += ", due for review"
	}
	return text + ")"
}

// sourceIDs are the sources of a bill, in order of appearance: of its prices, and of a rule for
// the hours of people.
func (v billView) sourceIDs() []string {
	var ids []string
	for _, l := range v.Bill.Lines {
		for _, id := range []string{l.Source, offerOf(l).Source} {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if r := v.People.Rule; r != nil && !r.Local() && !slices.Contains(ids, r.Source) {
		ids = append(ids, r.Source)
	}
	return ids
}

// hoursFrom marks hours that nobody stated, "" for others.
func hoursFrom(p cost.People) string {
	switch {
	case p.Rule == nil:
		return ""
	case p.Rule.Local():
		return "your organisation’s figure"
	case p.Rule.Status == cost.Unverified:
		return "our estimate"
	}
	return "rule of thumb"
}

// peopleSource refers to the source of the hours, "" for hours that the load or the operator states.
func (v billView) peopleSource() string {
	if v.People.Rule == nil || v.People.Rule.Local() {
		return ""
	}
	return " [" + strconv.Itoa(v.number(v.People.Rule.Source)) + "]"
}

// aside puts a text in brackets, "" for none.
func aside(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

// number is the place of a source in that list, from 1.
func (v billView) number(id string) int { return slices.Index(v.sourceIDs(), id) + 1 }

// offerOf returns the offer that makes a price lower than the list price; empty for list prices.
func offerOf(l cost.Line) cost.Offer {
	if l.Offer == nil {
		return cost.Offer{}
	}
	return *l.Offer
}

// offerWords lists the lines of a bill with prices below the list price; "" if no such prices were
// chosen.
func offerWords(e cost.Estimate) string {
	return format.OfferWords(&e.Load, e.Bill.BelowList())
}

// stale reports whether a price is due for review.
func (v billView) stale(l cost.Line) bool {
	return l.ReviewBy < v.Today || l.Offer != nil && l.Offer.Stale(v.Today)
}

// staleCount is how many prices of a bill are due for review.
func (v billView) staleCount() int {
	n := 0
	for _, l := range v.Bill.Lines {
		if v.stale(l) {
			n++
		}
	}
	return n
}

// priceStatus is how a price was read, in words.
func priceStatus(s cost.Status) string {
	switch s {
	case cost.Primary:
		return "read on the provider’s page"
	case cost.Secondary:
		return "read where it is quoted"
	case cost.Derived:
		return "computed from other prices"
	}
	return "to be verified"
}

// chart is the curve of the page.
func (p CostPage) chart(bills []billView) chart.Cost {
	var who []chart.Line
	var lists, days []string
	curve := p.Figures.Curve
	if in := p.Figures.In; in != nil {
		curve.Series = slices.Clone(curve.Series)
		for i, s := range curve.Series {
			curve.Series[i].Totals = make([]cost.Cents, len(s.Totals))
			for at, t := range s.Totals {
				curve.Series[i].Totals[at] = in.Cents(t)
			}
		}
	}
	for _, v := range bills {
		who = append(who, chart.Line{Index: v.Option.Index, Name: v.Short, Said: v.Said, Beyond: len(v.Passed) > 0})
		lists = append(lists, v.Bill.Name)
		for _, l := range v.Bill.Lines {
			days = append(days, l.AsOf)
		}
	}
	c := chart.NewCost(who, curve, p.Figures.Crossings, p.Figures.Load)
	c.Currency = p.Figures.In.Code()
	c.Source, c.Off = chart.PriceLine(lists, days), p.Figures.Off
	if slices.ContainsFunc(bills, func(v billView) bool {
		return slices.ContainsFunc(v.Bill.Lines, func(l cost.Line) bool { return l.Offer != nil })
	}) {
		c.Source += ", some below list price, as you chose"
	}
	if p.Figures.Later == nil {
		return c
	}
	load := p.Figures.Later[0].Load
	f, _ := cost.FieldOf(c.Field)
	today := p.Figures.Load
	later := chart.Later{
		At: f.Value(load),
		Apart: len(load.ChangedChoices(today)) > 0 ||
			slices.ContainsFunc(load.Changed(today), func(f cost.Field) bool { return f.ID != c.Field }),
	}
	for _, e := range p.Figures.Later {
		later.Totals = append(later.Totals, p.Figures.In.Bill(e.Bill))
	}
	return c.WithLater(later)
}

// among continues "least" where some of the bills are of platforms that cannot carry the load, or the second one.
func among(bills []billView) string {
	if slices.ContainsFunc(bills, func(v billView) bool { return len(v.Passed) > 0 || v.Later != nil && len(v.Later.Passed) > 0 }) {
		return " of what is possible"
	}
	return ""
}

// least is the place of the lowest bill.
func least(bills []billView) int {
	best := 0
	for i, v := range bills {
		if v.Cheaper(&bills[best].Estimate) {
			best = i
		}
	}
	return best
}

// leastLater is the place of the lowest bill under the second load.
func leastLater(bills []billView) int {
	best := 0
	for i, v := range bills {
		if v.Later.Cheaper(bills[best].Later) {
			best = i
		}
	}
	return best
}

// leftOut names what none of the bills counts.
func (p CostPage) leftOut(bills []billView) string {
	if len(bills) == 0 {
		return format.List(cost.LeftOut, "and")
	}
	names := bills[0].LeftOut
	if !worked(bills) {
		names = append([]string{"the work of people"}, names...)
	}
	return format.List(names, "and")
}

// worked reports whether hours of people are stated.
func worked(bills []billView) bool {
	return slices.ContainsFunc(bills, func(v billView) bool { return v.People.Total > 0 })
}

// unknown names the line left out that would add most, and how much that is
// beside the cheapest bill; "" if there is none.
func (p CostPage) unknown(bills []billView) string {
	u := p.Figures.Unknown
	if u.Total == 0 || len(bills) == 0 {
		return ""
	}
	text := " The largest of them on a provider’s bill is likely " + u.Name + ": it would add about " +
		p.Figures.In.Cents(u.Total).Text() + " " + p.Figures.In.Code()
	if u.Total > bills[least(bills)].Bill.Total {
		text += ", more than the lowest bill above"
	}
	return text + "."
}

// unpriced names the options without prices in the region, "" for none.
func (p CostPage) unpriced() string {
	if len(p.Figures.Unpriced) == 0 {
		return ""
	}
	return "No prices for " + format.RegionName(p.Figures.Load.Region) + " here: " + format.List(p.Figures.Unpriced, "and") + "."
}

// spreadTitle is the tooltip of the range of a bill.
const spreadTitle = "From as much overlap as an instance can take to none"

// spread is the range of a bill in words.
func spread(e cost.Estimate, in *cost.Exchange) string {
	return in.Cents(e.Range.Low).Text() + " to " + in.Cents(e.Range.High).Text()
}

// partBills are the bills of the parts, as they are shown.
func (p CostPage) partBills() []billView {
	var list []billView
	for _, part := range p.Figures.Parts {
		list = append(list, billView{Estimate: part.Estimate, Option: p.Site.costOption(part.Option), Sources: p.Figures.Sources,
			Today: p.Figures.Today, In: p.Figures.In})
	}
	return list
}

// partsHeadline says what the parts cost together, beside the cheapest possible way to run
// all of them on one platform.
func (p CostPage) partsHeadline() string {
	f := p.Figures
	text := "In " + format.Plural(len(f.Parts), "part") + " that run apart: " + f.In.Cents(f.PartsTotal).Text() + " " +
		f.In.Code() + " a month"
	cheapest := f.Alone[0]
	for _, one := range f.Alone[1:] {
		if cheapest.Beyond && !one.Beyond || cheapest.Beyond == one.Beyond && one.Total < cheapest.Total {
			cheapest = one
		}
	}
	best := cheapest.Total
	switch {
	case f.PartsTotal < best:
		return text + ", " + f.In.Cents(best-f.PartsTotal).Text() + " less than all on one platform"
	case f.PartsTotal > best:
		return text + ", " + f.In.Cents(f.PartsTotal-best).Text() + " more than all on one platform"
	}
	return text + ", the same as all on one platform"
}

// onOne lists what the parts cost if all of them ran on one platform.
func (p CostPage) onOne() string {
	var list []string
	for _, one := range p.Figures.Alone {
		b, _ := cost.BlueprintOf(one.Blueprint)
		text := platform(b) + " " + p.Figures.In.Cents(one.Total).Text()
		if one.Beyond {
			text += " (beyond its limits)"
		}
		list = append(list, text)
	}
	return "The same parts, all on one platform: " + format.List(list, "or") + "."
}

// headline is the finding of the page: who costs least, under each load.
func (p CostPage) headline(bills []billView) string {
	if p.Figures.Later == nil {
		return costHeadline(p.chart(bills), bills)
	}
	now, then := bills[least(bills)], bills[leastLater(bills)]
	unit := " " + p.Figures.In.Code()
	today, later := now.total()+unit, then.In.Bill(then.Later.Bill).Text()+unit
	switch name := format.Capital(now.Said); {
	case len(bills) == 1:
		return name + " " + format.Verb(name, "cost", "costs") + " " + today + " a month at today’s load, " + later + " at the later one"
	case now.Blueprint == then.Blueprint:
		return name + " " + format.Verb(name, "cost", "costs") + " least" + among(bills) + " at both loads: " + today +
			" a month today, " + later + " at the later load"
	}
	return "At today’s load " + now.Said + " " + format.Verb(now.Said, "cost", "costs") + " least" + among(bills) + ", " + today +
		" a month; at the later load " + then.Said + " " + format.Verb(then.Said, "do", "does") + ", " + later
}

// close warns if the two lowest bills under the second load differ by less than the uncertainty of
// the prices; otherwise it is "".
func (p CostPage) close(bills []billView) string {
	first := bills[leastLater(bills)]
	var near []string
	for _, v := range bills {
		if v.Blueprint != first.Blueprint && len(v.Later.Passed) == 0 && p.Figures.Off.Near(v.Later.Bill.Total, first.Later.Bill.Total) {
			near = append(near, v.Said)
		}
	}
	if len(near) == 0 {
		return ""
	}
	return " At the later load it is close: prices that are " + format.PercentOf(p.Figures.Off.Price) + " off could put " +
		format.List(near, "or") + " first."
}

// tooClose names the bills that cannot be told from the lowest one, as results do: prices that are off
// could turn the order, or the load is where the two may cost the same.
func tooClose(c chart.Cost, bills []billView, best int) (near []string) {
	for i, v := range bills {
		crosses := slices.ContainsFunc(c.Breaks, func(b chart.Break) bool {
			return c.Within(b) && (b.Before == i && b.Rival == best || b.Before == best && b.Rival == i)
		})
		if i != best && len(v.Passed) == 0 && (crosses || c.Off.Near(v.Bill.Total, bills[best].Bill.Total)) {
			near = append(near, v.Said+" ("+v.total()+")")
		}
	}
	return near
}

// costHeadline is the finding for the load: who costs least here, and where that ends.
func costHeadline(c chart.Cost, bills []billView) string {
	best := least(bills)
	name := format.Capital(bills[best].Said)
	if len(bills) == 1 {
		return name + " " + format.Verb(name, "cost", "costs") + " " + bills[best].total() + " " + bills[best].In.Code() + " a month at " +
			format.AxisValue(c.Field, c.Load)
	}
	text := name + " " + format.Verb(name, "cost", "costs") + " least" + among(bills) + " at " + format.AxisValue(c.Field, c.Load)
	if near := tooClose(c, bills, best); len(near) > 0 {
		return text + ", too close to call with " + format.List(near, "and")
	}
	var below, above *chart.Break
	for i, b := range c.Changes() {
		if b.Last.Cmp(c.Load) <= 0 {
			below = &c.Changes()[i]
		} else if above == nil {
			above = &c.Changes()[i]
		}
	}
	if below != nil && below.After == best {
		said := c.Lines[below.Before].Said
		text += "; " + said + " " + format.Verb(said, "do", "does") + " up to " + c.Somewhere(*below)
	}
	if above != nil && above.Before == best {
		said := c.Lines[above.After].Said
		text += "; " + said + " " + format.Verb(said, "do", "does") + " from " + c.Somewhere(*above)
	}
	return text
}
