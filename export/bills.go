package export

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"crossroads/decision/cost"
)

var billHeads = []string{"option", "blueprint", "kind", "line", "how it came about", "quantity", "free", "unit",
	"unit price USD", "per units", "exact USD", "USD", "price list", "price source", "as of", "status", "below the list price", "load"}

// Bills are those for one load.
type Bills struct {
	Load  string // its name: "today"
	Bills []cost.Estimate
}

// BillsCSV writes bills as CSV (RFC 4180): a row for each tier of each line, one for the total of
// each bill, and one for the work of people where hours are counted, which is not part of a bill. Each row names its load.
// If the currency is not USD, a further row for each bill has the total in it.
func BillsCSV(lists []Bills, in *cost.Exchange) []byte {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	w.Write(billHeads) // a bytes.Buffer takes every write
	for _, l := range lists {
		writeBills(w, l.Bills, in, l.Load)
	}
	w.Flush()
	return buf.Bytes()
}

func writeBills(w *csv.Writer, bills []cost.Estimate, in *cost.Exchange, load string) {
	row := func(cells ...string) {
		for i := range cells {
			cells[i] = Cell(cells[i])
		}
		w.Write(append(cells, Cell(load)))
	}
	for _, e := range bills {
		for _, l := range e.Bill.Lines {
			billRows(row, e, l)
		}
		row(e.Option, e.Name, "total", "Provider's bill", e.Bill.Rounding, "", "", "", "", "", e.Bill.Exact.String(), e.Bill.Total.String(),
			e.Bill.Name, "", "", "", "")
		if in != nil {
			row(e.Option, e.Name, "converted", "Provider's bill, "+in.Currency, "the exact bill at "+in.Words(), in.Bill(e.Bill).String(),
				"", in.Currency, "", "", "", "", e.Bill.Name, in.Source, in.AsOf, string(in.Status), "")
		}
		if !e.Load.CountsPeople() {
			continue
		}
		how, source, status := e.People.Formula.String(), "", ""
		if r := e.People.Rule; r != nil {
			how, source, status = how+"; a rule of thumb, "+r.Origin(), r.Source, string(r.Status)
		}
		row(e.Option, e.Name, "people", "Work of engineers", how, e.People.Hours.String(), "", "hour",
			e.People.Rate.String(), "1", "", e.People.Total.String(), "", source, "", status, "")
	}
}

func billRows(row func(...string), e cost.Estimate, l cost.Line) {
	offer := ""
	if l.Offer != nil {
		offer = l.Offer.Name + ": " + l.Offer.Below()
	}
	var how []string
	for _, u := range l.Parts {
		how = append(how, u.Formula.String())
	}
	row(e.Option, e.Name, "line", l.Label, strings.Join(how, "; "), l.Quantity.String(), l.Free.String(), l.Unit, "", "", l.Exact.String(),
		l.Amount.String(), e.Bill.Name, l.Source, l.AsOf, string(l.Status), offer)
	for _, c := range l.Charges {
		row(e.Option, e.Name, "price", l.Label, "", c.Quantity.String(), "", l.Unit, c.Price.For(l.Per), strconv.FormatUint(l.Per, 10),
			c.Exact.String(), "", e.Bill.Name, l.Source, l.AsOf, string(l.Status), offer)
	}
}
