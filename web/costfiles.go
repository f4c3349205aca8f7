package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"crossroads/decision/cost"
	"crossroads/web/deliver"
)

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
	got, err := s.estimate(r.Context(), in.load, in.show, costAxis(in.axis, in.load), curvePoints, uncertain)
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
			cells[i] = spreadsheetSafe(cells[i])
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

// spreadsheetSafe keeps a cell from being taken for a formula.
func spreadsheetSafe(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
