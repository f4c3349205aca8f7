// Package pricelist reads the price lists that providers publish as files, and
// brings a price sheet up to date with them.
// It reads offer files of AWS, pages of the Azure Retail Prices API, pages of SKUs of
// Google's Cloud Billing Catalog API, and Infracost's price table as CSV. Files are
// streamed: memory holds only the entries for items of the sheet, and one more entry at a
// time. Nothing is guessed: an unexpected entry is an Error with file, line and column.
package pricelist

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"crossroads/decision/cost"
)

// SKUs maps the items of a provider's sheets to entries of its price list.
type SKUs struct {
	Provider string // "aws"
	Source   string // id of the source cited for imported prices
	Items    []SKU
}

// SKU identifies the entry of one item.
type SKU struct {
	Item   string
	Region string  // "": that of the sheet
	Match  []Match // all must hold
	// Units maps the units in which the list may price the entry, as written there, to the
	// number of units of the item: {"1M": 1000000}.
	Units map[string]uint64
}

// Match is a condition on an attribute of an entry: equal to a text, or matching a pattern.
type Match struct {
	Attribute string
	Text      string
	Pattern   *regexp.Regexp // nil: compare with Text
}

// holds reports whether an entry belongs to the item.
func (k *SKU) holds(e *entry) bool {
	return !slices.ContainsFunc(k.Match, func(m Match) bool {
		value, there := e.attributes[m.Attribute]
		if m.Pattern != nil {
			return !there || !m.Pattern.MatchString(value)
		}
		return value != m.Text
	})
}

// entry is a product of a price list that is sold on demand.
type entry struct {
	sku        string
	provider   string
	regions    []string
	attributes map[string]string // by the provider's names; "service" and "family" for all
	rates      []rate
	outside    string // when its prices hold, if none does on the day of the list: "from 2027-06-01 on"
	file       string
	mark
}

// regionPrefix matches the region in usage types of AWS: "USE1-", "EU-".
var regionPrefix = regexp.MustCompile(`^[A-Z]{2,4}[0-9]*-`)

// describe sets the attributes that all formats share.
func (e *entry) describe(service, family string) {
	if e.attributes == nil {
		e.attributes = map[string]string{}
	}
	e.attributes["service"], e.attributes["family"] = service, family
	if usage, there := e.attributes["usagetype"]; there {
		e.attributes["usage"] = regionPrefix.ReplaceAllString(usage, "")
	}
}

// rate is the price of an entry above a quantity.
type rate struct {
	from, price    string // decimals
	unit, currency string // as written in the list; the same for all rates of an entry
	mark
}

// reader connects the parsers of all formats with their caller.
type reader struct {
	// want reports whether an entry, still without its rates, is needed.
	want func(*entry) bool
	// found receives a needed entry with its rates.
	found func(*entry) error
	day   string // of the list
	// published receives the day on which the list was published, if it has one.
	published func(day string)
}

// outside says when a price holds, "" if it does in the middle of the day of the list. Instants are written as in
// RFC 3339; a list that names none has only prices that hold.
func (r reader) outside(from, to string) string {
	noon := r.day + "T12"
	first, _, _ := strings.Cut(from, "T")
	last, _, _ := strings.Cut(to, "T")
	switch {
	case from > noon:
		return "from " + first + " on"
	case to != "" && to <= noon:
		return "until " + last
	}
	return ""
}

// File is a price list on disk.
type File struct {
	Name string
	From io.Reader
	Day  string // on which it was downloaded, YYYY-MM-DD
	// Clock says that Day is the time of writing of the file, which a copy changes: then the day on which it was
	// published counts if it has one.
	Clock bool
}

// read detects the format of a file and reads it.
func (r reader) read(f File) (format string, err error) {
	buffered, err := plain(f.From)
	s := newStream(f.Name, buffered)
	if err != nil {
		return "", s.fail(mark{1, 1}, "the file cannot be read: %v", err)
	}
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
			if c == '<' {
				return "", s.fail(mark{1, 1}, "this is a page for browsers, not a price list: download the list itself")
			}
			break
		}
	}
	return csvFormat, r.infracost(s)
}

// plain is a file in UTF-8 and without a byte order mark. Shells of Windows write UTF-16, and lists
// are often kept compressed.
func plain(from io.Reader) (*bufio.Reader, error) {
	const chunk = 64 << 10
	buffered := bufio.NewReaderSize(from, chunk)
	start, _ := buffered.Peek(4) // whoever reads on gets the error
	switch {
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return buffered, fmt.Errorf("unpacking it: %w", err)
		}
		buffered = bufio.NewReaderSize(unpacked, chunk)
		start, _ = buffered.Peek(4)
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return buffered, errors.New("it is a ZIP archive; unpack it first")
	}
	if bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) {
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(decoder.Reader(buffered), chunk), nil
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		buffered.Discard(3) // it was just peeked at
	}
	return buffered, nil
}

// Names of formats, for display.
const (
	awsFormat    = "the price list of AWS"
	azureFormat  = "the Azure Retail Prices list"
	googleFormat = "the SKU list of Google"
	csvFormat    = "the price table of Infracost"
)

// json detects the format of a document by the first key that only one format has.
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

// currency refuses prices whose currency is not that of the sheets.
func currency(fail func(mark, string, ...any) error, at mark, sku, code string) error {
	if code == "USD" {
		return nil
	}
	return fail(at, "%s is priced in %.20q: only USD is read; download the list in USD", sku, code)
}

// status returns how well an imported price was checked.
func status(format string) cost.Status {
	if format == csvFormat {
		return cost.Secondary
	}
	return cost.Primary
}
