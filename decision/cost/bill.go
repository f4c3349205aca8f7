package cost

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"crossroads/wrong"
)

// ErrUnknownItem means that a sheet has no price for an item.
var ErrUnknownItem = errors.New("there is no price for it")

// Usage is the quantity of an item used in a month.
type Usage struct {
	Item      string   `json:"item"`                // id in the sheet
	Component string   `json:"component,omitempty"` // what used it: "Function"
	Quantity  Quantity `json:"quantity"`            // in the item's unit, before any allowance
	Formula   Formula  `json:"formula,omitzero"`    // how it came about
}

// Rounding is a rule for turning exact amounts into cents. The names of the rules are part
// of the API.
type Rounding string

const (
	// RoundLines rounds each line half up and adds the rounded lines. Most published
	// examples do so; it is the default: "".
	RoundLines Rounding = "lines"
	// RoundTotal adds the exact lines and rounds the sum half up. The printed lines may
	// then differ from the total by a cent or so.
	RoundTotal Rounding = "total"
	// RoundLinesUp rounds each line up to the next cent and adds them.
	RoundLinesUp Rounding = "lines-up"
)

// Text describes the rule.
func (r Rounding) Text() string {
	switch r {
	case RoundTotal:
		return "The exact lines are added and the sum is rounded to cents, half a cent up. The lines shown may therefore differ from it " +
			"by a cent."
	case RoundLinesUp:
		return "Each line is rounded up to the next cent, and the rounded lines are added."
	}
	return "Each line is rounded to cents, half a cent up, and the rounded lines are added."
}

func (r Rounding) valid() bool {
	return r == "" || r == RoundLines || r == RoundTotal || r == RoundLinesUp
}

// Flags are the options of a bill besides use and prices.
type Flags struct {
	FreeTier  bool     `json:"free_tier"`            // take off the monthly allowances
	FirstYear bool     `json:"first_year,omitempty"` // and those of an account's first 12 months
	Except    []string `json:"except,omitempty"`     // pools that are used up already
	Rounding  Rounding `json:"rounding,omitempty"`   // "": RoundLines
}

// applies reports whether an allowance is deducted.
func (f Flags) applies(free *Free) bool {
	return f.FreeTier && free != nil && (f.FirstYear || !free.FirstYear) && !slices.Contains(f.Except, free.Pool)
}

// Bill is the cost of a month, line by line, in the order of the sheet.
type Bill struct {
	Sheet    string `json:"sheet"`
	Name     string `json:"name"` // of the sheet
	Region   string `json:"region"`
	Currency string `json:"currency"`
	Flags    Flags  `json:"flags"`
	Rounding string `json:"rounding"` // the rule in words
	Lines    []Line `json:"lines"`
	Exact    Amount `json:"exact"` // sum of the exact lines
	Total    Cents  `json:"total"` // by the rounding rule
}

// Line is one item of a bill. Tiers count the total use of the item in the bill, so the
// order of the usages does not matter.
type Line struct {
	Item     string   `json:"item"`
	Label    string   `json:"label"` // the item's name
	Unit     string   `json:"unit"`
	Per      uint64   `json:"per"`      // prices are printed for so many units
	Parts    []Usage  `json:"parts"`    // what used it, with formulas
	Quantity Quantity `json:"quantity"` // the parts together
	Free     Quantity `json:"free"`     // taken off as an allowance
	Charges  []Charge `json:"charges"`  // one for each tier reached
	Exact    Amount   `json:"exact"`
	Amount   Cents    `json:"amount"` // rounded; see Bill.Rounding
	Source   string   `json:"source"` // of the price
	AsOf     string   `json:"as_of"`
	ReviewBy string   `json:"review_by"`
	Status   Status   `json:"status"`
	Note     string   `json:"note,omitempty"`
	Offer    *Offer   `json:"offer,omitempty"` // the price is one below the list price; nil: it is that
}

// Stale reports whether the review day of the price has passed; today is YYYY-MM-DD.
func (l *Line) Stale(today string) bool { return l.ReviewBy < today }

// Unverified is how many prices of the bill were recalled and not read.
func (b *Bill) Unverified() (n int) {
	for _, l := range b.Lines {
		if l.recalled() {
			n++
		}
	}
	return n
}

// BelowList names the lines with prices below the list price.
func (b *Bill) BelowList() (names []string) {
	for _, l := range b.Lines {
		if l.Offer != nil {
			name, _, _ := strings.Cut(l.Label, ",") // without the processor, which all have in common
			names = append(names, name)
		}
	}
	return names
}

// Charge is the part of a line within one tier.
type Charge struct {
	Quantity Quantity `json:"quantity"`
	Price    Price    `json:"price"` // of one unit, USD
	Exact    Amount   `json:"exact"`
}

// Bill prices the usages of a month. It fails with ErrUnknownItem, ErrOverflow, an error
// for an unknown rounding rule, or a wrong.Input for an unknown pool, and names the item.
func (s *Sheet) Bill(usages []Usage, flags Flags) (Bill, error) {
	if !flags.Rounding.valid() {
		return Bill{}, fmt.Errorf("unknown rounding rule %q: use %s, %s or %s", flags.Rounding, RoundLines, RoundTotal, RoundLinesUp)
	}
	if err := s.knows(flags.Except); err != nil {
		return Bill{}, err
	}
	b := Bill{Sheet: s.ID, Name: s.Name, Region: s.Region, Currency: s.Currency, Flags: flags, Rounding: flags.Rounding.Text()}
	order, err := s.inOrder(usages, make([]placed, 0, len(usages)))
	if err != nil {
		return Bill{}, err
	}
	parts := make([]Usage, len(order))
	for i, u := range order {
		parts[i] = usages[u.usage]
	}
	b.Lines = make([]Line, 0, len(order))
	var pools []pool
	for len(order) > 0 {
		n := 1
		for n < len(order) && order[n].item == order[0].item {
			n++
		}
		line, err := s.Items[order[0].item].line(parts[:n:n], flags, &pools)
		if err != nil {
			return Bill{}, err
		}
		b.Lines = append(b.Lines, line)
		order, parts = order[n:], parts[n:]
	}
	return b, b.sum()
}

// knows refuses pools that no item of the sheet belongs to.
func (s *Sheet) knows(pools []string) error {
	for _, pool := range pools {
		if !slices.ContainsFunc(s.Items, func(i Item) bool { return i.Free != nil && i.Free.Pool == pool }) {
			return wrong.Input{
				Field:   "flags.except",
				Message: fmt.Sprintf("%.60q is not an allowance of %s: %s", pool, s.Name, s.poolNames()),
			}
		}
	}
	return nil
}

func (s *Sheet) poolNames() string {
	var names []string
	for _, i := range s.Items {
		if i.Free != nil && !slices.Contains(names, i.Free.Pool) {
			names = append(names, i.Free.Pool)
		}
	}
	if len(names) == 0 {
		return "it has none"
	}
	slices.Sort(names)
	return "it has " + strings.Join(names, ", ")
}

// placed is the index of a usage and that of its item in the sheet.
type placed struct{ item, usage int }

// inOrder appends to list, which must be empty, the usages in the order of their items.
// Usages of one item keep their order.
func (s *Sheet) inOrder(usages []Usage, list []placed) ([]placed, error) {
	for i := range usages {
		at := s.index(usages[i].Item)
		if at < 0 {
			return nil, fmt.Errorf("item %.60q in %s: %w", usages[i].Item, s.Name, ErrUnknownItem)
		}
		list = append(list, placed{at, i})
	}
	slices.SortFunc(list, func(a, b placed) int { return cmp.Or(a.item-b.item, a.usage-b.usage) })
	return list, nil
}

// pool is the used part of an allowance.
type pool struct {
	id   string
	used Quantity
}

// allowance deducts up to want from an allowance and returns how much was available.
func allowance(free *Free, want Quantity, pools *[]pool) Quantity {
	i := slices.IndexFunc(*pools, func(p pool) bool { return p.id == free.Pool })
	if i < 0 {
		i = len(*pools)
		*pools = append(*pools, pool{id: free.Pool})
	}
	p := &(*pools)[i]
	got := want.Min(free.Quantity.Sub(p.used))
	p.used = p.used.Add(got)
	return got
}

// line prices all usages of one item.
func (i *Item) line(parts []Usage, flags Flags, pools *[]pool) (Line, error) {
	l := Line{Item: i.ID, Label: i.Name, Unit: i.Unit, Per: i.Per, Parts: parts,
		Source: i.Source, AsOf: i.AsOf, ReviewBy: i.ReviewBy, Status: i.Status, Note: i.Note, Offer: i.offer}
	for _, p := range parts {
		l.Quantity = l.Quantity.Add(p.Quantity)
	}
	l.Charges = make([]Charge, 0, len(i.Tiers))
	var err error
	l.Free, l.Exact, err = i.charge(l.Quantity, flags, pools, &l.Charges)
	l.Amount = l.Exact.roundCents(flags.Rounding.plus())
	return l, err
}

func (r Rounding) plus() wide {
	if r == RoundLinesUp {
		return almost
	}
	return half
}

// charge prices a quantity: it deducts the allowance and spreads the rest over the tiers.
// Charges are appended if the caller passes a list.
func (i *Item) charge(q Quantity, flags Flags, pools *[]pool, charges *[]Charge) (free Quantity, sum Amount, err error) {
	if flags.applies(i.Free) {
		free = allowance(i.Free, q, pools)
	}
	if q.TooLarge() {
		return free, sum, fmt.Errorf("quantity of %s: %w", i.ID, ErrOverflow)
	}
	if sum = i.spread(q.Sub(free), charges); sum.TooLarge() {
		return free, sum, fmt.Errorf("amount for %s: %w", i.ID, ErrOverflow)
	}
	return free, sum, nil
}

// spread prices a quantity tier by tier. A quantity of zero also gets a charge, so that a
// line always shows its price.
func (i *Item) spread(q Quantity, charges *[]Charge) (sum Amount) {
	var from Quantity
	for n, t := range i.Tiers {
		part := q.Sub(from)
		if !t.UpTo.IsZero() {
			part = part.Min(t.UpTo.Sub(from))
		}
		if part.IsZero() && n > 0 {
			break
		}
		amount := part.cost(t.Price)
		if charges != nil {
			*charges = append(*charges, Charge{part, t.Price, amount})
		}
		sum = sum.Add(amount)
		from = t.UpTo
	}
	return sum
}

// sum computes the totals.
func (b *Bill) sum() error {
	for _, l := range b.Lines {
		b.Exact = b.Exact.Add(l.Exact)
		b.Total += l.Amount // cannot overflow: each is below 3.5e14, and a bill has few lines
	}
	if b.Exact.TooLarge() {
		return fmt.Errorf("total: %w", ErrOverflow)
	}
	if b.Flags.Rounding == RoundTotal {
		b.Total = b.Exact.Cents()
	}
	return nil
}
