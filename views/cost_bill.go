package views

import (
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// bills are the estimates with the way each is shown.
func (p CostPage) bills() []billView {
	f := p.Figures
	views := make([]billView, 0, len(f.Estimates))
	for _, e := range f.Estimates {
		views = append(views, billView{Estimate: e, Option: p.Site.costOption(e.Option), Sources: f.Sources, Today: f.Today})
	}
	nameBills(views)
	return views
}

// nameBills calls a bill by its option where no other has that option, and by
// its platform otherwise.
func nameBills(list []billView) {
	count := map[string]int{}
	for _, v := range list {
		count[v.Estimate.Option]++
	}
	for i, v := range list {
		list[i].Short, list[i].Said = v.Option.Short, small(v.Option.Short)
		if count[v.Estimate.Option] > 1 {
			b, _ := cost.BlueprintOf(v.Estimate.Blueprint)
			list[i].Short, list[i].Said = platform(b), platform(b)
		}
	}
}

// billView is an estimate as the page shows it.
type billView struct {
	cost.Estimate
	Option  costOption
	Short   string // the shortest name that tells it from the others shown
	Said    string // the same within a sentence
	Sources []decision.Source
	Today   string
}

// together is the bill and the work of people.
func (v billView) together() cost.Cents { return v.Bill.Total + v.People.Total }

func (v billView) source(id string) (decision.Source, bool) {
	i := slices.IndexFunc(v.Sources, func(s decision.Source) bool { return s.ID == id })
	if i < 0 {
		return decision.Source{}, false
	}
	return v.Sources[i], true
}

// sourceIDs are the sources of the prices of a bill, in order of appearance.
func (v billView) sourceIDs() []string {
	var ids []string
	for _, l := range v.Bill.Lines {
		if !slices.Contains(ids, l.Source) {
			ids = append(ids, l.Source)
		}
	}
	return ids
}

// number is the place of a source in that list, from 1.
func (v billView) number(id string) int { return slices.Index(v.sourceIDs(), id) + 1 }

// stale says that a price should have been read again by now.
func (v billView) stale(l cost.Line) bool { return l.ReviewBy < v.Today }

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

// priceStatus says how a price was read.
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

// counted writes a quantity of a unit: "180,000 GB-seconds".
func counted(q cost.Quantity, unit string) string {
	text := q.Rounded(2)
	if text == "0" && !q.IsZero() {
		text = q.Rounded(6)
	}
	return text + " " + unitOf(text, unit)
}

// unitOf is the unit after a figure. Abbreviations have no plural.
func unitOf(figure, unit string) string {
	last := unit[strings.LastIndexAny(unit, " -")+1:]
	if figure == "1" || len(last) < 3 || last == "GiB" || strings.ContainsRune(unit, '(') {
		return unit
	}
	return unit + "s"
}

// priceWords writes a price as its list prints it: "0.20 USD per 1,000,000 requests".
func priceWords(p cost.Price, per uint64, unit string) string {
	figure := cost.Whole(per).Text()
	text := p.For(per)
	if i := strings.IndexByte(text, '.'); i >= 0 && len(text)-i == 2 {
		text += "0" // 0.2 is printed as 0.20
	}
	if per == 1 {
		return text + " USD per " + unit
	}
	return text + " USD per " + figure + " " + unitOf(figure, unit)
}

// inWords writes a quantity as people say it, to three digits: "41.3 million".
func inWords(q cost.Quantity) string {
	n, err := strconv.ParseFloat(q.String(), 64)
	if err != nil {
		return q.Text()
	}
	for _, size := range []struct {
		from float64
		name string
	}{{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}} {
		if n >= size.from {
			return threeDigits(n/size.from) + nbsp + size.name
		}
	}
	return q.Rounded(2)
}

func threeDigits(n float64) string {
	switch {
	case n >= 100:
		return coord(float64(int(n + .5)))
	case n >= 10:
		return coord(float64(int(n*10+.5)) / 10)
	}
	return coord(float64(int(n*100+.5)) / 100)
}

// measure writes a value of an axis: "41.3 million requests a month".
func measure(field string, q cost.Quantity) string {
	switch field {
	case "requests":
		return inWords(q) + " requests a month"
	case "duration":
		return inWords(q) + nbsp + "ms a request"
	case "utilisation":
		return inWords(q) + nbsp + "% utilisation"
	}
	return inWords(q)
}

// figure is a value of an axis without what is clear from the sentence.
func figure(field string, q cost.Quantity) string {
	switch field {
	case "duration":
		return inWords(q) + nbsp + "ms"
	case "utilisation":
		return inWords(q) + nbsp + "%"
	}
	return inWords(q)
}

// chart is the curve of the page.
func (p CostPage) chart(bills []billView) costChart {
	var who []costLine
	var lists, days []string
	for _, v := range bills {
		who = append(who, costLine{Index: v.Option.Index, Name: v.Short, Said: v.Said})
		lists = append(lists, v.Bill.Name)
		for _, l := range v.Bill.Lines {
			days = append(days, l.AsOf)
		}
	}
	c := newCostChart(who, p.Figures.Curve, p.Figures.Crossings, p.Figures.Load)
	c.Source, c.Off = priceLine(lists, days), p.Figures.Off
	return c
}

// least is the place of the lowest bill.
func least(bills []billView) int {
	best := 0
	for i, v := range bills {
		if v.Bill.Exact.Cmp(bills[best].Bill.Exact) < 0 {
			best = i
		}
	}
	return best
}

// leftOut names what none of the bills counts.
func (p CostPage) leftOut(bills []billView) string {
	if len(bills) == 0 {
		return list(cost.LeftOut, "and")
	}
	return list(bills[0].LeftOut, "and")
}

// unpriced says what has no prices in the region, "" if there is nothing.
func (p CostPage) unpriced() string {
	if len(p.Figures.Unpriced) == 0 {
		return ""
	}
	return "No prices for " + regionName(p.Figures.Load.Region) + " here: " + list(p.Figures.Unpriced, "and") + "."
}

// unverified is how many prices of a bill were recalled and not read.
func (v billView) unverified() int {
	n := 0
	for _, l := range v.Bill.Lines {
		if l.Status == cost.Unverified {
			n++
		}
	}
	return n
}

// spread is the range of a bill in words, "" where it has none.
func (v billView) spread() string {
	if v.Range == nil {
		return ""
	}
	return v.Range.Low.Text() + " to " + v.Range.High.Text()
}
