// Package pricelist reads the price lists that providers publish as files, and
// brings a price sheet up to date with them.
//
// It reads the offer files of AWS, pages of the Azure Retail Prices API, pages of
// SKUs of the Cloud Billing Catalog API of Google, and the price table of
// Infracost as CSV. Files are streamed: what is held in memory are the entries
// that a sheet has an item for, and one entry at a time. Nothing is guessed. An
// entry that is not as expected is an Error with file, line and column.
package pricelist

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"

	"crossroads/decision/cost"
)

// SKUs say which entry of a provider's price list each item of its sheets is.
type SKUs struct {
	Provider string // "aws"
	Source   string // id of the source that imported prices cite
	Items    []SKU
}

// SKU is the entry of one item.
type SKU struct {
	Item   string
	Region string  // "": that of the sheet
	Match  []Match // all hold
	// Units are the units that the list may price it in, as it writes them, and how
	// many units of the item one of them is: {"1M": 1000000}.
	Units map[string]uint64
}

// Match is what an attribute of an entry has to be: a text, or a pattern.
type Match struct {
	Attribute string
	Text      string
	Pattern   *regexp.Regexp // nil: the text
}

// holds reports whether an entry is the one of the item.
func (k *SKU) holds(e *entry) bool {
	return !slices.ContainsFunc(k.Match, func(m Match) bool {
		value, there := e.attributes[m.Attribute]
		if m.Pattern != nil {
			return !there || !m.Pattern.MatchString(value)
		}
		return value != m.Text
	})
}

// entry is one thing of a price list that is sold on demand.
type entry struct {
	sku        string
	provider   string
	regions    []string
	attributes map[string]string // by the provider's names; "service" and "family" for all
	rates      []rate
	file       string
	mark
}

// regionPrefix is how AWS marks the region of a usage type: "USE1-", "EU-".
var regionPrefix = regexp.MustCompile(`^[A-Z]{2,4}[0-9]*-`)

// describe notes what all formats call the same.
func (e *entry) describe(service, family string) {
	if e.attributes == nil {
		e.attributes = map[string]string{}
	}
	e.attributes["service"], e.attributes["family"] = service, family
	if usage, there := e.attributes["usagetype"]; there {
		e.attributes["usage"] = regionPrefix.ReplaceAllString(usage, "")
	}
}

// rate is the price of an entry from a quantity on.
type rate struct {
	from, price    string // decimals
	unit, currency string // as the list writes them; all rates of an entry have the same
	mark
}

// reader is what a format needs to know and gives.
type reader struct {
	// want says whether an entry, without its rates, is one that is looked for.
	want func(*entry) bool
	// keep takes an entry with its rates.
	keep func(*entry) error
}

// File is a price list on disk.
type File struct {
	Name string
	From io.Reader
	Day  string // on which it was downloaded, YYYY-MM-DD
}

// read finds out what a file is and reads it.
func (r reader) read(f File) (format string, err error) {
	buffered := bufio.NewReaderSize(f.From, 64<<10)
	if start, _ := buffered.Peek(3); bytes.Equal(start, []byte("\ufeff")) {
		buffered.Discard(3) // it was just seen
	}
	s := newStream(f.Name, buffered)
	for n := 1; n <= 4096; n++ {
		start, err := buffered.Peek(n)
		if len(start) < n {
			if err != nil && err != io.EOF {
				return "", s.fail(mark{1, 1}, "the file cannot be read: %v", err)
			}
			return "", s.fail(mark{1, 1}, "the file is empty")
		}
		if c := start[n-1]; !strings.ContainsRune(" \t\r\n", rune(c)) {
			if c == '{' || c == '[' {
				return r.json(newDocument(s))
			}
			break
		}
	}
	return csvFormat, r.infracost(s)
}

// Formats, as they are named to people.
const (
	awsFormat    = "the price list of AWS"
	azureFormat  = "the Azure Retail Prices list"
	googleFormat = "the SKU list of Google"
	csvFormat    = "the price table of Infracost"
)

// json reads a document by the first of its keys that only one format has.
func (r reader) json(d *document) (format string, err error) {
	aws := awsList{document: d, reader: r}
	err = d.object("the file", func(key string, at mark) error {
		switch {
		case format == "" && slices.Contains([]string{"formatVersion", "offerCode", "products"}, key):
			format = awsFormat
		case format == "" && slices.Contains([]string{"BillingCurrency", "Items"}, key):
			format = azureFormat
		case format == "" && key == "skus":
			format = googleFormat
		}
		if format != "" {
			d.kind = format
		}
		switch {
		case format == awsFormat:
			return aws.member(key, at)
		case format == azureFormat && key == "Items":
			return r.azure(d)
		case format == googleFormat && key == "skus":
			return r.google(d)
		}
		return d.skip(2)
	})
	switch {
	case err != nil:
		return format, err
	case format == "":
		return format, d.fail(mark{1, 1}, "this is no price list that is known: want an offer file of AWS, a page of Azure Retail "+
			"Prices, a page of SKUs of Google, or Infracost's prices as CSV")
	case format == awsFormat && !aws.terms:
		return format, d.fail(d.at(d.InputOffset()), "there are no terms, so there are no prices: this is not %s", awsFormat)
	}
	return format, d.end()
}

// currency refuses prices in another currency than that of the sheets.
func currency(fail func(mark, string, ...any) error, at mark, sku, code string) error {
	if code == "USD" {
		return nil
	}
	return fail(at, "%s is priced in %.20q: only USD is read; download the list in USD", sku, code)
}

// status returns how well an imported price counts as checked.
func status(format string) cost.Status {
	if format == csvFormat {
		return cost.Secondary
	}
	return cost.Primary
}
