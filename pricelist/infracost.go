package pricelist

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// infracostColumns are the columns used from the product table of Infracost's Cloud Pricing
// API. The order of columns does not matter, and others are ignored.
var infracostColumns = []string{"sku", "vendorName", "region", "service", "productFamily", "attributes", "prices"}

// vendors maps Infracost's names of providers to ours.
var vendors = map[string]string{"aws": "aws", "azure": "azure", "gcp": "google"}

type infracostPrice struct {
	Option string  `json:"purchaseOption"`
	Unit   string  `json:"unit"`
	USD    *string `json:"USD"`
	CNY    *string `json:"CNY"`
	Start  string  `json:"startUsageAmount"`
	Term   string  `json:"termLength"`
	From   string  `json:"effectiveDateStart"`
	To     string  `json:"effectiveDateEnd"`
}

// onDemand lists the purchase options that are list prices.
var onDemand = []string{"on_demand", "Consumption", "OnDemand"}

// infracost reads the table. A row holds attributes and prices as JSON.
func (r reader) infracost(s *stream) error {
	table := csv.NewReader(s)
	table.ReuseRecord = true
	s.settle(0)
	header, err := table.Read()
	if err != nil {
		return s.row(table, err)
	}
	at := map[string]int{}
	for i, name := range header {
		at[name] = i
	}
	for _, name := range infracostColumns {
		if _, there := at[name]; !there {
			return s.fail(mark{1, 1}, "column %q is missing: this is not %s", name, csvFormat)
		}
	}
	seen := map[string]mark{}
	for {
		s.settle(table.InputOffset())
		row, err := table.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return s.row(table, err)
		}
		line, column := table.FieldPos(0)
		e := &entry{
			sku: strings.Clone(row[at["sku"]]), provider: vendors[row[at["vendorName"]]],
			regions: []string{strings.Clone(row[at["region"]])}, file: s.file, mark: mark{line, column},
		}
		if err := json.Unmarshal([]byte(row[at["attributes"]]), &e.attributes); err != nil {
			return s.cell(table, at["attributes"], "attributes", e.sku)
		}
		e.describe(strings.Clone(row[at["service"]]), strings.Clone(row[at["productFamily"]]))
		if !r.want(e) {
			continue
		}
		key := e.sku + " in " + e.regions[0]
		if first, twice := seen[key]; twice {
			return s.fail(e.mark, "SKU %s is here a second time; the first is in line %d", key, first.line)
		}
		seen[key] = e.mark
		if err := e.priceCell(s, table, at["prices"], row[at["prices"]], r.outside); err != nil {
			return err
		}
		if e.rates == nil && e.outside == "" {
			continue // not sold on demand
		}
		if err := r.found(e); err != nil {
			return err
		}
	}
}

// priceCell reads the prices of a row: a list, or lists keyed by the hash of a price.
func (e *entry) priceCell(s *stream, table *csv.Reader, column int, text string, outside func(from, to string) string) error {
	var list []infracostPrice
	if json.Unmarshal([]byte(text), &list) != nil {
		var byHash map[string][]infracostPrice
		if json.Unmarshal([]byte(text), &byHash) != nil {
			return s.cell(table, column, "prices", e.sku)
		}
		for _, hash := range slices.Sorted(maps.Keys(byHash)) {
			list = append(list, byHash[hash]...)
		}
	}
	for _, p := range list {
		if !slices.Contains(onDemand, p.Option) || p.Term != "" {
			continue
		}
		if p.USD == nil {
			code := ""
			if p.CNY != nil {
				code = "CNY"
			}
			return currency(s.fail, e.mark, "SKU "+e.sku, code)
		}
		if when := outside(p.From, p.To); when != "" {
			e.outside = when
			continue
		}
		e.rates = append(e.rates, rate{p.Start, *p.USD, p.Unit, "USD", e.mark})
	}
	return nil
}

func (s *stream) cell(table *csv.Reader, column int, name, sku string) error {
	line, at := table.FieldPos(column)
	return s.fail(mark{line, at}, "%s of SKU %.60s are not JSON of the expected shape: this is not %s", name, sku, csvFormat)
}

// row converts an error of the CSV reader to an Error.
func (s *stream) row(table *csv.Reader, err error) error {
	var bad *csv.ParseError
	switch {
	case s.broken != nil:
		return s.fail(s.at(s.read), "the file cannot be read: %v", s.broken)
	case errors.Is(err, errLong):
		return s.fail(s.at(table.InputOffset()), "a row is longer than 1 MiB: this is not %s", csvFormat)
	case errors.As(err, &bad) && errors.Is(bad.Err, csv.ErrFieldCount):
		return s.fail(mark{bad.Line, 1},
			"the row has another number of fields than the header; where it is the last one, download the file again, completely")
	case errors.As(err, &bad):
		return s.fail(mark{bad.Line, bad.Column}, "this is no table as CSV: %v", bad.Err)
	}
	return s.fail(s.at(s.read), "the table cannot be read: %v", err)
}
