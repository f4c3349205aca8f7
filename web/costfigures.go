package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/export"
	"crossroads/views"
	"crossroads/web/costs"
	"crossroads/web/deliver"
	"crossroads/web/form"
	"crossroads/wrong"
)

// costFigures returns everything that the page shows for a valid input.
func (s *server) costFigures(ctx context.Context, in costs.State) (*views.CostFigures, error) {
	got, unpriced, err := s.computed(ctx, in)
	if err != nil {
		return nil, err
	}
	unknown, err := s.costs.LargestLeftOut(costs.Cheapest(got.Bills).Blueprint, in.Load)
	if err != nil {
		return nil, err
	}
	query := "?" + in.Query()
	if usual := costs.Read(s.costs, s.lib.Exchanges, ""); query == "?"+usual.Query() {
		query = "" // the page as it is first opened: its addresses need not spell out what is usual
	}
	f := &views.CostFigures{
		Load: in.Load, In: in.In, Estimates: got.Bills, Later: got.Later, Curve: got.Curve, Crossings: got.Crossings, Off: cost.Uncertain,
		Unknown: unknown, Stale: views.StaleSheets(s.lib.Prices, s.today()), Unpriced: unpriced, Sources: s.lib.Sources, Today: s.today(),
		Opened: in.Bills, URL: "/cost" + query,
		CSVURL: "/cost.csv" + query, XLSXURL: "/cost.xlsx" + query, JSONURL: "/cost.json" + query,
	}
	if d := got.Divided; d != nil {
		f.PartsTotal = d.Total
		for _, p := range d.Parts {
			f.Parts = append(f.Parts, views.CostPart(p))
		}
		for _, one := range d.Alone {
			f.Alone = append(f.Alone, views.CostOnOne(one))
		}
	}
	if in.Later != nil {
		f.LaterURL = "/cost?" + in.OnlyLater().Query()
	}
	if cat := s.costComparison(); cat != nil {
		load := in.Load
		if !slices.Contains(cat.LoadAreas(), load.Region) {
			load.Region = cost.DefaultRegion // a comparison needs prices of all its options
		}
		f.WizardURL = form.URL("/decide/"+cat.Slug, form.LoadQuery(load))
	}
	return f, nil
}

// computed returns the figures of a state, and the names of the blueprints without prices.
func (s *server) computed(ctx context.Context, in costs.State) (costs.Figures, []string, error) {
	priced, unpriced := in.Priced(s.costs)
	if len(priced) == 0 {
		return costs.Figures{}, nil, wrong.Input{Field: "region", Message: saidNoPrices}
	}
	got, err := s.estimate(ctx, costs.Asked{Load: in.Load, Later: in.Later, Show: priced,
		Axis: costs.Axis(in.Axis, in.Loads()...), Points: costs.Points, Off: cost.Uncertain, Parts: in.Parts})
	return got, unpriced, err
}

// estimate computes figures behind the gate.
func (s *server) estimate(ctx context.Context, asked costs.Asked) (costs.Figures, error) {
	leave, err := s.assess.Enter(ctx, priceCost*(1+asked.Points/costs.Points))
	if err != nil {
		return costs.Figures{}, err
	}
	defer leave()
	return costs.Compute(s.costs, asked)
}

// costComparison returns the first comparison that takes figures of a load.
func (s *server) costComparison() *decision.Catalogue {
	for _, cat := range s.lib.Comparisons {
		if cat.CostModel() != nil {
			return cat
		}
	}
	return nil
}

// costDoc holds the bills for a load, for programs.
type costDoc struct {
	Cheapest  string          `json:"cheapest"` // blueprint with the lowest bill
	Estimates []cost.Estimate `json:"estimates"`
	Later     *laterDoc       `json:"later,omitempty"`
	Parts     *partsDoc       `json:"parts,omitempty"`
	Crossings []cost.Crossing `json:"crossings"` // at which the cheapest changes
	Curve     *cost.Curve     `json:"curve,omitempty"`
	Converted *convertedDoc   `json:"converted,omitempty"`
}

// convertedDoc holds the totals in a currency other than USD.
type convertedDoc struct {
	*cost.Exchange
	Totals []convertedTotal `json:"totals"`
	Later  []convertedTotal `json:"later,omitempty"`
}

type convertedTotal struct {
	Blueprint string     `json:"blueprint"`
	Bill      cost.Cents `json:"bill"`
	People    cost.Cents `json:"people"`
}

func convertedTotals(in *cost.Exchange, list []cost.Estimate) []convertedTotal {
	var totals []convertedTotal
	for _, e := range list {
		totals = append(totals, convertedTotal{e.Blueprint, in.Bill(e.Bill), in.People(e.People)})
	}
	return totals
}

// laterDoc holds the bills for a second load.
type laterDoc struct {
	Cheapest  string          `json:"cheapest"`
	Changes   bool            `json:"changes"` // the cheapest is not the same as today
	Estimates []cost.Estimate `json:"estimates"`
}

// partsDoc is the system in parts that run apart.
type partsDoc struct {
	Total cost.Cents    `json:"total"`
	Parts []partDoc     `json:"parts"`
	Alone []costs.OnOne `json:"alone"`
}

type partDoc struct {
	Name     string        `json:"name"`
	Cheapest bool          `json:"cheapest"` // nobody chose its platform
	Estimate cost.Estimate `json:"estimate"`
}

func partsDocument(d *costs.Divided) *partsDoc {
	if d == nil {
		return nil
	}
	doc := &partsDoc{Total: d.Total, Alone: d.Alone}
	for _, p := range d.Parts {
		doc.Parts = append(doc.Parts, partDoc{p.Name, p.Cheapest, p.Estimate})
	}
	return doc
}

func costDocument(f costs.Figures, in *cost.Exchange, withCurve bool) costDoc {
	doc := costDoc{Cheapest: costs.Cheapest(f.Bills).Blueprint, Estimates: f.Bills, Crossings: append([]cost.Crossing{}, f.Crossings...),
		Parts: partsDocument(f.Divided)}
	if f.Later != nil {
		cheapest := costs.Cheapest(f.Later).Blueprint
		doc.Later = &laterDoc{cheapest, cheapest != doc.Cheapest, f.Later}
	}
	if in != nil {
		doc.Converted = &convertedDoc{in, convertedTotals(in, f.Bills), convertedTotals(in, f.Later)}
	}
	if withCurve {
		doc.Curve = &f.Curve
	}
	return doc
}

// costDownload computes what a download holds.
func (s *server) costDownload(w http.ResponseWriter, r *http.Request) (costs.Figures, *cost.Exchange, error) {
	in := costs.Read(s.costs, s.lib.Exchanges, r.URL.RawQuery)
	if len(in.Show) == 0 {
		return costs.Figures{}, nil, notFound("This portal has no price lists.")
	}
	if len(in.Findings) > 0 {
		return costs.Figures{}, nil, invalid(saidFiguresUnusable, in.Findings...)
	}
	got, _, err := s.computed(r.Context(), in)
	if found := costFindings(err); len(found) > 0 {
		return costs.Figures{}, nil, invalid(saidFiguresUnusable, found...)
	}
	w.Header()["X-Robots-Tag"] = deliver.NoIndex
	return got, in.In, err
}

// costJSON sends the figures of the page as JSON.
func (s *server) costJSON(w http.ResponseWriter, r *http.Request) error {
	got, in, err := s.costDownload(w, r)
	if err != nil {
		return err
	}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="cost.json"`}
	return s.sendJSON(w, r, http.StatusOK, costDocument(got, in, true))
}

// billLists are the bills for each load: today's, a later one, and those of parts.
func billLists(f costs.Figures) []export.Bills {
	lists := []export.Bills{{Load: "today", Bills: f.Bills}, {Load: "later", Bills: f.Later}}
	if f.Divided != nil {
		for _, p := range f.Divided.Parts {
			load := p.Name
			if load == "today" || load == "later" { // not the loads above
				load = "part " + load
			}
			lists = append(lists, export.Bills{Load: load, Bills: []cost.Estimate{p.Estimate}})
		}
	}
	return lists
}

// costCSV is the bills for a spreadsheet, as RFC 4180 has it.
func (s *server) costCSV(w http.ResponseWriter, r *http.Request) error {
	got, in, err := s.costDownload(w, r)
	if err != nil {
		return err
	}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="cost.csv"`}
	table := append([]byte(export.Mark), export.BillsCSV(billLists(got), in)...)
	deliver.Send(w, r, http.StatusOK, "text/csv; charset=utf-8; header=present", table)
	return nil
}

// costXLSX sends the bills as a workbook.
func (s *server) costXLSX(w http.ResponseWriter, r *http.Request) error {
	got, in, err := s.costDownload(w, r)
	if err != nil {
		return err
	}
	book, err := export.XLSX(string(export.BillsCSV(billLists(got), in)))
	if err != nil {
		return err
	}
	w.Header()["Content-Disposition"] = []string{`attachment; filename="cost.xlsx"`}
	deliver.Send(w, r, http.StatusOK, typeXLSX, book)
	return nil
}

// costPreset is a load to start from. Figures that its case does not state are assumed, and
// marked as assumptions.
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
		map[string]string{"requests": "243333", "duration": "30000", "memory": "1769", "waiting": "0", "concurrency": "1", "hours": "8",
			"response": "200"}},
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

// costPresets returns the presets whose case is in the content.
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
		list = append(list, views.CostPreset{
			Name: p.name, URL: "/cost?" + query.Encode(), Case: p.from, Facts: p.facts, Assumed: p.assumed,
		})
	}
	return list
}
