package cost

import (
	"fmt"
	"slices"
	"strings"
)

// Offer is a price below the list price that a load selects by one of its choices: for a
// commitment, or for servers that may be reclaimed.
type Offer struct {
	Choice   string   `json:"choice"`           // id of a choice of prices: "commitment"
	Option   string   `json:"option"`           // of it: "one-year"
	Name     string   `json:"name"`             // "Compute Savings Plan, 1 year, nothing upfront"
	Items    []string `json:"items"`            // ids in the sheet
	Percent  Quantity `json:"percent,omitzero"` // off the list price
	Price    Price    `json:"price,omitzero"`   // or instead of it, of one unit
	Source   string   `json:"source"`
	AsOf     string   `json:"as_of"`
	ReviewBy string   `json:"review_by"`
	Status   Status   `json:"status"`
	Note     string   `json:"note,omitempty"`
}

// Stale is true after the review day; today is YYYY-MM-DD.
func (o *Offer) Stale(today string) bool { return o.ReviewBy < today }

// Below describes how far the offer is below the list price: "20% below the list price".
func (o *Offer) Below() string {
	if o.Price > 0 {
		return o.Price.String() + " USD instead of the list price"
	}
	return o.Percent.Text() + "% below the list price"
}

// offered returns the sheet with the offers that a load selects. All use of an item is
// priced at the offer, however little there is. If two offers cover an item, that of the
// later choice applies: spot capacity is not covered by a commitment.
func (s *Sheet) offered(l *Load) *Sheet {
	if l.Commitment == "" && l.Spot == "" || len(s.Offers) == 0 {
		return s
	}
	out := *s
	out.Items = slices.Clone(s.Items)
	for _, c := range choices {
		for i := range s.Offers {
			o := &s.Offers[i]
			if o.Choice != c.ID || o.Option != *c.of(l) {
				continue
			}
			for _, id := range o.Items {
				if at := s.index(id); at >= 0 {
					out.Items[at] = s.Items[at].at(o)
				}
			}
		}
	}
	return &out
}

// at returns the item at the price of an offer.
func (i Item) at(o *Offer) Item {
	i.offer = o
	if o.Price > 0 {
		i.Tiers = []Tier{{Price: o.Price}}
		return i
	}
	i.Tiers = slices.Clone(i.Tiers)
	for n := range i.Tiers {
		i.Tiers[n].Price = i.Tiers[n].Price.less(o.Percent)
	}
	return i
}

// less deducts percent, 0 to 100. A price without a finite decimal form is rounded half up
// at 1e-13 USD per unit.
func (p Price) less(percent Quantity) Price {
	return Price(Quantity{wide{0, uint64(p)}}.Mul(hundred.Sub(percent)).Over(100).steps.lo)
}

// offerNotes describes, for each choice of a load, the lines of a bill to which its offers
// apply.
func (b *Bill) offerNotes(l *Load) []string {
	var notes []string
	for _, c := range choices {
		if !c.Price || c.Counted(l).ID == c.Options[0].ID {
			continue
		}
		applied := false
		for i := range b.Lines {
			o := b.Lines[i].Offer
			if o == nil || o.Choice != c.ID || slices.ContainsFunc(b.Lines[:i], func(l Line) bool { return l.Offer == o }) {
				continue
			}
			applied = true
			notes = append(notes, o.Name+", on "+strings.Join(b.under(o), " and ")+": "+o.Below()+".")
		}
		if !applied {
			notes = append(notes, c.Name+": no such price was found for anything in this bill.")
		}
	}
	return notes
}

// under names the lines to which an offer applies.
func (b *Bill) under(o *Offer) []string {
	var names []string
	for _, l := range b.Lines {
		if l.Offer == o {
			names = append(names, l.Label)
		}
	}
	return names
}

// offers checks the offers of a sheet.
func (c *sheetCheck) offers(s *Sheet) {
	taken := map[string]int{}
	for i, o := range s.Offers {
		path := fmt.Sprintf("offers[%d]", i)
		c.offered(path, o)
		c.dates(path, o.AsOf, o.ReviewBy)
		c.status(path, o.Status)
		for j, id := range o.Items {
			at := fmt.Sprintf("%s.items[%d]", path, j)
			item, known := s.Item(id)
			key := o.Choice + " " + o.Option + " " + id
			first, twice := taken[key]
			switch {
			case !known:
				c.add(at, "there is no item %q in this sheet", id)
			case twice:
				c.add(at, "item %q has a price for this choice already, in entry %d: keep one", id, first+1)
			case o.Price > 0 && len(item.Tiers) != 1:
				c.add(at, "item %q has several tiers: give per cent instead of a price", id)
			case o.Price > 0 && o.Price >= item.Tiers[0].Price:
				c.add(at, "the list price of %q is %s and not above this one", id, item.Tiers[0].Price)
			}
			taken[key] = i
		}
	}
}

// offered checks what an offer applies to and what it deducts.
func (c *sheetCheck) offered(path string, o Offer) {
	for _, text := range []struct{ key, value string }{{"name", o.Name}, {"source", o.Source}} {
		if text.value == "" {
			c.add(path, "%s is missing: add it", text.key)
		}
	}
	if len(o.Items) == 0 {
		c.add(path, "items are missing: name at least one")
	}
	var known []string
	choice, ok := ChoiceOf(o.Choice)
	for _, option := range choice.Options[min(1, len(choice.Options)):] {
		known = append(known, option.ID)
	}
	switch {
	case !ok || !choice.Price:
		c.add(path+".choice", "%q is not a choice of prices: write commitment or spot", o.Choice)
	case !slices.Contains(known, o.Option):
		c.add(path+".option", "%q cannot be chosen there: write %s", o.Option, strings.Join(known, " or "))
	}
	switch {
	case o.Price > 0 == !o.Percent.IsZero():
		c.add(path, "an offer takes something off: give either percent or price")
	case o.Percent.Cmp(hundred) > 0:
		c.add(path+".percent", "%s%% is more than the price: write 100 or less", o.Percent.Text())
	}
}

// dates checks the days of a price.
func (c *sheetCheck) dates(path, asOf, reviewBy string) {
	if asOf == "" || reviewBy == "" {
		c.add(path, "as_of and review_by are both needed: add the day the price was read and the day it is to be read again")
	} else if reviewBy <= asOf {
		c.add(path+".review_by", "review_by %s is not after as_of %s: write a later day", reviewBy, asOf)
	}
}

func (c *sheetCheck) status(path string, s Status) {
	if !slices.Contains(Statuses, s) {
		c.add(path+".status", "unknown status %q: write one of %s, %s, %s, %s", s, Primary, Secondary, Derived, Unverified)
	}
}
