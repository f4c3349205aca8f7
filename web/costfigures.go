package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/export"
	"crossroads/views"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// curvePoints is how finely a curve is drawn.
const curvePoints = 121

// uncertain is how far off prices and load are taken to be.
var uncertain = cost.Uncertainty{Price: 10, Load: 20}

// estimates are the bills of the chosen blueprints with what lies around them.
type estimates struct {
	bills     []cost.Estimate
	curve     cost.Curve
	crossings []cost.Crossing
}

// estimate computes bills, curve and break-evens.
func (s *server) estimate(ctx context.Context, load cost.Load, show []string, axis cost.Axis, points int, off cost.Uncertainty) (estimates, error) {
	var out estimates
	leave, err := s.assess.Enter(ctx, priceCost*(1+points/curvePoints))
	if err != nil {
		return out, err
	}
	defer leave()
	for _, id := range show {
		e, err := s.costs.Estimate(id, load)
		if err != nil {
			return out, err
		}
		out.bills = append(out.bills, e)
	}
	if out.curve, err = s.costs.Curve(show, load, axis, points); err != nil {
		return out, err
	}
	out.crossings, err = cheapestCrossings(s.costs, out.curve, load, axis, off)
	return out, err
}

// cheapestCrossings are the values of an axis at which the cheapest of the
// blueprints of a curve changes, rising. Each pair that follows one another on
// the curve is compared exactly.
func cheapestCrossings(m *cost.Model, curve cost.Curve, load cost.Load, axis cost.Axis, off cost.Uncertainty) ([]cost.Crossing, error) {
	best := cheapestLines(curve)
	var found []cost.Crossing
	done := map[[2]int]bool{}
	for i := 1; i < len(best); i++ {
		pair := [2]int{min(best[i-1], best[i]), max(best[i-1], best[i])}
		if pair[0] == pair[1] || done[pair] {
			continue
		}
		done[pair] = true
		all, err := m.BreakEven(curve.Series[pair[0]].Blueprint, curve.Series[pair[1]].Blueprint, load, axis, off)
		if err != nil {
			return nil, fmt.Errorf("break-even: %w", err)
		}
		for _, x := range all {
			if onFront(curve, best, pair, x.At) {
				found = append(found, x)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b cost.Crossing) int { return a.At.Cmp(b.At) })
	return found, nil
}

// cheapestLines returns the cheapest line of a curve at each of its points; of
// equal ones the one that was cheapest before.
func cheapestLines(curve cost.Curve) []int {
	best := make([]int, len(curve.At))
	now := 0
	for p := range curve.At {
		for i, s := range curve.Series {
			if s.Totals[p] < curve.Series[now].Totals[p] {
				now = i
			}
		}
		best[p] = now
	}
	return best
}

// onFront is true where both of a pair are cheaper than all others around a value.
func onFront(curve cost.Curve, best []int, pair [2]int, at cost.Quantity) bool {
	in := func(p int) bool { return best[p] == pair[0] || best[p] == pair[1] }
	for p := 1; p < len(curve.At); p++ {
		if curve.At[p].Cmp(at) >= 0 {
			return in(p-1) && in(p)
		}
	}
	return false
}

// costAxis is the range of a curve: wide enough for every reader, wider where
// the load lies outside.
func costAxis(field string, load cost.Load) cost.Axis {
	low, high := cost.Whole(10_000), cost.Whole(10_000_000_000)
	switch field {
	case "duration":
		low, high = cost.Whole(10), cost.Whole(100_000)
	case "utilisation":
		low, high = cost.Whole(5), cost.Whole(100)
	}
	f, _ := cost.FieldOf(field)
	at := f.Value(load)
	for at.Cmp(low) < 0 && low.Cmp(cost.Whole(1)) > 0 {
		low = low.Over(10).Max(cost.Whole(1))
	}
	for at.Cmp(high) > 0 {
		high = high.Times(10)
	}
	return cost.Axis{Field: field, From: low, To: high.Min(f.Max)}
}

// priced splits what is to be shown into what has prices in the region, and the
// names of what has none.
func (s *server) priced(in costInput) (ids, without []string) {
	for _, id := range in.show {
		if s.costs.Priced(id, in.load.Region) {
			ids = append(ids, id)
			continue
		}
		b, _ := cost.BlueprintOf(id)
		without = append(without, b.Name)
	}
	return ids, without
}

// costFigures are what the page shows for a valid input.
func (s *server) costFigures(ctx context.Context, in costInput) (*views.CostFigures, error) {
	priced, unpriced := s.priced(in)
	if len(priced) == 0 {
		return nil, wrong.Input{Field: "region", Message: "There are no prices in this region for what is to be shown: choose another region, or other things to compare."}
	}
	got, err := s.estimate(ctx, in.load, priced, costAxis(in.axis, in.load), curvePoints, uncertain)
	if err != nil {
		return nil, err
	}
	cheapest := slices.MinFunc(got.bills, func(a, b cost.Estimate) int { return a.Bill.Exact.Cmp(b.Bill.Exact) })
	unknown, err := s.costs.LargestLeftOut(cheapest.Blueprint, in.load)
	if err != nil {
		return nil, err
	}
	query := in.query()
	f := &views.CostFigures{
		Load: in.load, Estimates: got.bills, Curve: got.curve, Crossings: got.crossings, Off: uncertain,
		Assumptions: s.costs.Assumptions.Under(in.load).Numbers(), Unknown: unknown, Stale: views.StaleSheets(s.lib.Prices, s.today()), Unpriced: unpriced, Sources: s.lib.Sources, Today: s.today(),
		CSVURL: "/cost.csv?" + query, XLSXURL: "/cost.xlsx?" + query, JSONURL: "/cost.json?" + query,
	}
	if cat := s.costComparison(); cat != nil {
		f.WizardURL = form.URL("/decide/"+cat.Slug, form.LoadQuery(in.load))
	}
	return f, nil
}

// costComparison is the first comparison that takes load figures.
func (s *server) costComparison() *decision.Catalogue {
	for _, cat := range s.lib.Comparisons {
		if cat.CostModel() != nil {
			return cat
		}
	}
	return nil
}

// costDoc is what the model says to a load, for programs.
type costDoc struct {
	Cheapest  string          `json:"cheapest"` // blueprint with the lowest bill
	Estimates []cost.Estimate `json:"estimates"`
	Crossings []cost.Crossing `json:"crossings"` // at which the cheapest changes
	Curve     *cost.Curve     `json:"curve,omitempty"`
}

func (e estimates) document(withCurve bool) costDoc {
	doc := costDoc{Cheapest: e.cheapest().Blueprint, Estimates: e.bills, Crossings: append([]cost.Crossing{}, e.crossings...)}
	if withCurve {
		doc.Curve = &e.curve
	}
	return doc
}

// cheapest is the estimate with the lowest bill.
func (e estimates) cheapest() cost.Estimate {
	best := e.bills[0]
	for _, x := range e.bills[1:] {
		if x.Bill.Exact.Cmp(best.Bill.Exact) < 0 {
			best = x
		}
	}
	return best
}

// costDownload computes what a download holds.
func (s *server) costDownload(w http.ResponseWriter, r *http.Request) (estimates, error) {
	in := s.readCost(r.URL.Query())
	if len(in.show) == 0 {
		return estimates{}, notFound("This portal has no price lists.")
	}
	if len(in.findings) > 0 {
		return estimates{}, invalid("The figures in this address cannot be used.", in.findings...)
	}
	priced, _ := s.priced(in)
	got, err := s.estimate(r.Context(), in.load, priced, costAxis(in.axis, in.load), curvePoints, uncertain)
	if found := costFindings(err); len(found) > 0 {
		return estimates{}, invalid("The figures in this address cannot be used.", found...)
	}
	h := w.Header()
	h["X-Robots-Tag"] = deliver.NoIndex
	return got, err
}

// costJSON is the page's figures for programs.
func (s *server) costJSON(w http.ResponseWriter, r *http.Request) error {
	got, err := s.costDownload(w, r)
	if err != nil {
		return err
	}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="cost.json"`}
	return s.sendJSON(w, r, http.StatusOK, got.document(true))
}

// costCSV is the bills for a spreadsheet, as RFC 4180 has it.
func (s *server) costCSV(w http.ResponseWriter, r *http.Request) error {
	got, err := s.costDownload(w, r)
	if err != nil {
		return err
	}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="cost.csv"`}
	deliver.Send(w, r, http.StatusOK, "text/csv; charset=utf-8; header=present", billsCSV(got.bills))
	return nil
}

// costXLSX is the same as a workbook.
func (s *server) costXLSX(w http.ResponseWriter, r *http.Request) error {
	got, err := s.costDownload(w, r)
	if err != nil {
		return err
	}
	book, err := export.XLSX(string(billsCSV(got.bills)))
	if err != nil {
		return err
	}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="cost.xlsx"`}
	deliver.Send(w, r, http.StatusOK, typeXLSX, book)
	return nil
}

var billColumns = []string{"option", "blueprint", "kind", "line", "how it came about", "quantity", "free", "unit",
	"unit price USD", "per units", "exact USD", "USD", "price list", "price source", "as of", "status"}

// billsCSV writes a row for each tier of each line, one for the total of each
// bill, and one for the work of people, which is in no bill.
func billsCSV(bills []cost.Estimate) []byte {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	row := func(cells ...string) {
		for i := range cells {
			cells[i] = export.Cell(cells[i])
		}
		w.Write(cells) // a bytes.Buffer takes every write
	}
	row(append([]string{}, billColumns...)...)
	for _, e := range bills {
		for _, l := range e.Bill.Lines {
			billRows(row, e, l)
		}
		row(e.Option, e.Name, "total", "Provider's bill", e.Bill.Rounding, "", "", "", "", "", e.Bill.Exact.String(), e.Bill.Total.String(), e.Bill.Name, "", "", "")
		row(e.Option, e.Name, "people", "Work of engineers", e.People.Formula.String(), e.People.Hours.String(), "", "hour", e.People.Rate.String(), "1", "", e.People.Total.String(), "", "", "", "")
	}
	w.Flush()
	return buf.Bytes()
}

func billRows(row func(...string), e cost.Estimate, l cost.Line) {
	var how []string
	for _, u := range l.Parts {
		how = append(how, u.Formula.String())
	}
	row(e.Option, e.Name, "line", l.Label, strings.Join(how, "; "), l.Quantity.String(), l.Free.String(), l.Unit, "", "", l.Exact.String(), l.Amount.String(), e.Bill.Name, l.Source, l.AsOf, string(l.Status))
	for _, c := range l.Charges {
		row(e.Option, e.Name, "price", l.Label, "", c.Quantity.String(), "", l.Unit, c.Price.For(l.Per), strconv.FormatUint(l.Per, 10), c.Exact.String(), "", e.Bill.Name, l.Source, l.AsOf, string(l.Status))
	}
}

// costPreset is a load to begin with. What a case does not state is assumed, and
// said to be.
type costPreset struct {
	name, from     string // from: id of the published case
	facts, assumed string
	load           map[string]string
}

var costPresetList = []costPreset{
	{"Insider: events come in at a steady rate", "insider-web-server",
		"over 4,000 requests a minute before pre-flight calls, milliseconds each, steady.",
		"a pre-flight call for each request, so 8,000 a minute for 730 hours; 10 ms, 128 MB, 1 KB a response, a peak of twice the average.",
		map[string]string{"requests": "350400000", "duration": "10", "memory": "128", "waiting": "50", "peak": "2", "response": "1"}},
	{"Raksul: images are resized now and then", "raksul-images",
		"about 8,000 requests a day of roughly 30 seconds each.",
		"365 days ÷ 12; 1,769 MB, all of it computing, one image at a time, 8 hours a day.",
		map[string]string{"requests": "243333", "duration": "30000", "memory": "1769", "waiting": "0", "concurrency": "1", "hours": "8", "response": "200"}},
	{"Comic Relief: the month of the televised night", "comic-relief",
		"350 donations a second at the peak, under a second each, close to zero otherwise.",
		"2 hours at that rate, 10 requests a donation, so 3,500 requests a second against 9.6 on the average of the month; 300 ms.",
		map[string]string{"requests": "25200000", "duration": "300", "peak": "365"}},
	{"PostNL: notifications around the clock", "postnl",
		"over 100 million messages a day.",
		"365 days ÷ 12; 50 ms, 256 MB, 1 KB a response, a peak of twice the average.",
		map[string]string{"requests": "3041666667", "duration": "50", "memory": "256", "peak": "2", "response": "1"}},
	{"An internal tool that is idle most of the day", "", "",
		"everything: 20,000 requests a month in 9 hours a day, 200 ms, two environments.",
		map[string]string{"requests": "20000", "duration": "200", "hours": "9", "environments": "2"}},
}

// costPresets are those whose case is in the content.
func (s *server) costPresets() []views.CostPreset {
	known := map[string]bool{"": true}
	for _, cat := range s.lib.Comparisons {
		for i := range cat.Cases {
			known[cat.Cases[i].ID] = true
		}
	}
	var list []views.CostPreset
	for _, p := range costPresetList {
		if !known[p.from] {
			continue
		}
		query := url.Values{}
		for id, value := range p.load {
			query.Set(id, value)
		}
		list = append(list, views.CostPreset{Name: p.name, URL: "/cost?" + query.Encode(), Case: p.from, Facts: p.facts, Assumed: p.assumed})
	}
	return list
}
