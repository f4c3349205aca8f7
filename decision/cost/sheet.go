package cost

import (
	"fmt"
	"slices"
	"strings"

	"crossroads/wrong"
)

// Sheet holds the list prices of one provider in one region. It is read-only.
type Sheet struct {
	ID       string `json:"id"`       // "aws-us-east-1"
	Provider string `json:"provider"` // "aws"
	Name     string `json:"name"`     // "Amazon Web Services, N. Virginia"
	Region   string `json:"region"`   // as the provider calls it
	Area     string `json:"area"`     // common to all providers, for Load.Region: "us"
	Currency string `json:"currency"` // "USD"; no other is read
	Items    []Item `json:"items"`
	// Offers are reduced prices of items, for loads that select them.
	Offers []Offer `json:"offers,omitempty"`

	scratch []Usage // only in a pricer's own copy; otherwise nil
}

// quiet reports whether only totals are computed, so that formulas and steps are not kept.
func (s *Sheet) quiet() bool { return s.scratch != nil }

// maxUsages is the usual maximum of items that one component uses.
const maxUsages = 6

// room returns an empty list for the usages of one component. A pricer reuses the same
// memory for the next component.
func (s *Sheet) room() []Usage {
	if s.quiet() {
		return s.scratch[:0]
	}
	return make([]Usage, 0, maxUsages)
}

// Item is one thing that a provider charges for.
type Item struct {
	ID       string  `json:"id"`   // "lambda-duration-x86"
	Name     string  `json:"name"` // "Lambda duration, x86"
	Unit     string  `json:"unit"` // one of it: "GB-second"
	Per      uint64  `json:"per"`  // prices are printed for so many units, 1 or more
	Tiers    []Tier  `json:"tiers"`
	Free     *Free   `json:"free,omitempty"`
	Meters   []Meter `json:"meters,omitempty"`
	Source   string  `json:"source"`    // id of a source
	AsOf     string  `json:"as_of"`     // day on which the price was read, YYYY-MM-DD
	ReviewBy string  `json:"review_by"` // after this day the price counts as stale
	Status   Status  `json:"status"`
	Note     string  `json:"note,omitempty"`

	offer *Offer // the offer that the tiers come from; nil for list prices
}

// Tier is the price of the units up to a monthly quantity, counted from zero.
type Tier struct {
	UpTo  Quantity `json:"up_to"` // zero: no end; only the last tier has none
	Price Price    `json:"price"` // of one unit
}

// Free is a monthly allowance. Items of one pool share it, in the order of the sheet. It is
// deducted only if Flags ask for it.
type Free struct {
	Pool      string   `json:"pool"`
	Quantity  Quantity `json:"quantity"`
	FirstYear bool     `json:"first_year,omitempty"` // only in an account's first 12 months
}

// Meter is the rounding that a provider applies to one dimension of use before it
// multiplies.
type Meter struct {
	Of      string   `json:"of"`      // "duration", "memory", "payload"
	Unit    string   `json:"unit"`    // "ms"
	Step    Quantity `json:"step"`    // rounded up to a multiple; zero: not rounded
	Minimum Quantity `json:"minimum"` // counted as at least so much
	Maximum Quantity `json:"maximum"` // counted as at most so much; zero: no bound
}

// Status grades how well a price was checked, with the same words as for sources.
type Status string

const (
	Primary    Status = "primary"    // read on the provider's own page
	Secondary  Status = "secondary"  // read in a dated source that quotes it
	Derived    Status = "derived"    // computed from other prices
	Unverified Status = "unverified" // recalled; to be checked
)

// Statuses lists all grades.
var Statuses = []Status{Primary, Secondary, Derived, Unverified}

// Stale reports whether the review day has passed; today is YYYY-MM-DD.
func (i *Item) Stale(today string) bool { return i.ReviewBy < today }

// Stale returns the items whose review day has passed; today is YYYY-MM-DD.
func (s *Sheet) Stale(today string) []Item {
	return slices.DeleteFunc(slices.Clone(s.Items), func(i Item) bool { return !i.Stale(today) })
}

// Discounted returns the sheet with every price reduced by percent, 0 to 100. A price
// without a finite decimal form is rounded half up at 1e-13 USD per unit.
func (s *Sheet) Discounted(percent Quantity) Sheet {
	out := *s
	out.Items = slices.Clone(s.Items)
	for i := range out.Items {
		item := &out.Items[i]
		item.Tiers = slices.Clone(item.Tiers)
		for j := range item.Tiers {
			item.Tiers[j].Price = item.Tiers[j].Price.less(percent)
		}
		item.Note = strings.TrimSpace(fmt.Sprintf("List price less %s%%. %s", percent.Text(), item.Note))
	}
	out.Offers = slices.Clone(s.Offers)
	for i := range out.Offers {
		out.Offers[i].Price = out.Offers[i].Price.less(percent)
	}
	return out
}

// With returns the sheet with items replaced by those with the same ids.
func (s *Sheet) With(items []Item) Sheet {
	out := *s
	out.Items = slices.Clone(s.Items)
	for _, item := range items {
		if i := out.index(item.ID); i >= 0 {
			out.Items[i] = item
		}
	}
	return out
}

// Item returns the item with the given id.
func (s *Sheet) Item(id string) (*Item, bool) {
	i := s.index(id)
	if i < 0 {
		return nil, false
	}
	return &s.Items[i], true
}

func (s *Sheet) index(id string) int {
	for i := range s.Items {
		if s.Items[i].ID == id {
			return i
		}
	}
	return -1
}

// meter rounds a dimension of an item as the provider does. Without such an item or meter
// the value is returned unchanged.
func (s *Sheet) meter(item, of string, value Quantity) Quantity {
	i, ok := s.Item(item)
	if !ok {
		return value // pricing the item reports the error
	}
	for _, m := range i.Meters {
		if m.Of != of {
			continue
		}
		value = value.Max(m.Minimum).Ceil(m.Step)
		if !m.Maximum.IsZero() {
			value = value.Min(m.Maximum)
		}
	}
	return value
}

// Check lists the problems of a sheet, in its order. It does not check that cited sources
// exist, which the reader of the sheet does.
func (s *Sheet) Check() []wrong.Input {
	var c sheetCheck
	if s.Currency != "USD" {
		c.add("currency", "%q is not a currency that is read here: write USD", s.Currency)
	}
	if len(s.Items) == 0 {
		c.add("items", "there are no prices: give at least one")
	}
	seen := map[string]int{}
	pools := map[string]Free{}
	for i, item := range s.Items {
		path := fmt.Sprintf("items[%d]", i)
		if first, twice := seen[item.ID]; twice {
			c.add(path+".id", "item %q is already entry %d: give one of them another id", item.ID, first+1)
		} else if item.ID != "" {
			seen[item.ID] = i
		}
		c.item(path, item)
		if item.Free != nil {
			c.free(path+".free", *item.Free, pools)
		}
	}
	c.offers(s)
	return c.found
}

type sheetCheck struct{ found []wrong.Input }

func (c *sheetCheck) add(path, format string, args ...any) {
	c.found = append(c.found, wrong.Input{Field: path, Message: fmt.Sprintf(format, args...)})
}

func (c *sheetCheck) item(path string, item Item) {
	for _, text := range []struct{ key, value string }{{"id", item.ID}, {"name", item.Name}, {"unit", item.Unit}, {"source", item.Source}} {
		if text.value == "" {
			c.add(path, "%s is missing: add it", text.key)
		}
	}
	if item.Per == 0 {
		c.add(path+".per", "a price must be for 1 unit or more")
	}
	c.status(path, item.Status)
	c.dates(path, item.AsOf, item.ReviewBy)
	c.tiers(path+".tiers", item.Tiers)
	for i, m := range item.Meters {
		if m.Of == "" || m.Unit == "" {
			c.add(fmt.Sprintf("%s.meters[%d]", path, i), "of and unit are both needed: say what is metered, in what")
		}
	}
}

func (c *sheetCheck) tiers(path string, tiers []Tier) {
	if len(tiers) == 0 {
		c.add(path, "there is no tier: give at least one price")
	}
	var end Quantity
	for i, t := range tiers {
		at := fmt.Sprintf("%s[%d]", path, i)
		last := i == len(tiers)-1
		switch {
		case t.Price < 0:
			c.add(at+".price", "a price cannot be negative")
		case last && !t.UpTo.IsZero():
			c.add(at+".up_to", "what is above %s has no price: add a last tier without up_to, or remove it here", t.UpTo.Text())
		case !last && t.UpTo.IsZero():
			c.add(at+".up_to", "up_to is missing: only the last tier goes without it")
		case !last && t.UpTo.Cmp(end) <= 0:
			c.add(at+".up_to", "%s is not above the tier before: write the tiers in rising order", t.UpTo.Text())
		}
		end = t.UpTo
	}
}

func (c *sheetCheck) free(path string, f Free, pools map[string]Free) {
	if f.Pool == "" || f.Quantity.IsZero() {
		c.add(path, "pool and quantity are both needed: name the allowance and say how much it is")
	}
	if first, there := pools[f.Pool]; there && first != f {
		c.add(path, "pool %q was given %s before: an allowance that items share is the same for each", f.Pool, first.Quantity.Text())
	}
	pools[f.Pool] = f
}
