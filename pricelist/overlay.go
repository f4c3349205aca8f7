package pricelist

import (
	"bytes"
	"fmt"
	"strconv"

	"crossroads/decision/cost"
)

// Overlay formats a price sheet that replaces items of another one, as a content file.
func Overlay(replaces, name string, items []cost.Item) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Written by crossroads prices import. Your own prices belong in another file, which is laid over this one.\n\n")
	fmt.Fprintf(&b, "name: %s\ncurrency: USD\nreplaces: %s\nlist_prices: true\nitems:\n", strconv.Quote(name), replaces)
	for _, i := range items {
		fmt.Fprintf(&b, "  - id: %s\n    name: %s\n    unit: %s\n", i.ID, strconv.Quote(i.Name), strconv.Quote(i.Unit))
		if i.Per != 1 {
			fmt.Fprintf(&b, "    per: %d\n", i.Per)
		}
		b.WriteString("    tiers:\n")
		for _, t := range i.Tiers {
			b.WriteString("      - {")
			if !t.UpTo.IsZero() {
				fmt.Fprintf(&b, "up_to: %s, ", t.UpTo)
			}
			fmt.Fprintf(&b, "price: %s}\n", t.Price.For(i.Per))
		}
		if f := i.Free; f != nil {
			fmt.Fprintf(&b, "    free: {pool: %s, quantity: %s", f.Pool, f.Quantity)
			if f.FirstYear {
				b.WriteString(", first_year: true")
			}
			b.WriteString("}\n")
		}
		meters(&b, i.Meters)
		fmt.Fprintf(&b, "    source: %s\n    as_of: %s\n    review_by: %s\n    status: %s\n", i.Source, i.AsOf, i.ReviewBy, i.Status)
		if i.Note != "" {
			fmt.Fprintf(&b, "    note: %s\n", strconv.Quote(i.Note))
		}
	}
	return b.Bytes()
}

func meters(b *bytes.Buffer, list []cost.Meter) {
	if len(list) > 0 {
		b.WriteString("    meters:\n")
	}
	for _, m := range list {
		fmt.Fprintf(b, "      - {of: %s, unit: %s, step: %s", m.Of, strconv.Quote(m.Unit), m.Step)
		for _, bound := range []struct {
			key   string
			value cost.Quantity
		}{{"minimum", m.Minimum}, {"maximum", m.Maximum}} {
			if !bound.value.IsZero() {
				fmt.Fprintf(b, ", %s: %s", bound.key, bound.value)
			}
		}
		b.WriteString("}\n")
	}
}
