package cost

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"crossroads/wrong"
)

// ErrUnknownItem says that a sheet has no price for something.
var ErrUnknownItem = errors.New("there is no price for it")

// Usage is how much of an item was used in a month.
type Usage struct {
	Item      string   `json:"item"`                // id in the sheet
	Component string   `json:"component,omitempty"` // what used it: "Function"
	Quantity  Quantity `json:"quantity"`            // in the item's unit, before any allowance
	Formula   Formula  `json:"formula,omitzero"`    // how it came about
}

// Rounding is how exact amounts become cents. The names of the rules are part
// of the API; Text says each in words.
type Rounding string

const (
	// RoundLines rounds each line half up and adds the rounded lines. It is the
	// rule of most published examples, and the default: "".
	RoundLines Rounding = "lines"
	// RoundTotal adds the exact lines and rounds the sum half up, so that the
	// printed lines may differ from the total by a cent or so.
	RoundTotal Rounding = "total"
	// RoundLinesUp rounds each line up to the next cent and adds them.
	RoundLinesUp Rounding = "lines-up"
)

// Text says the rule in words.
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

// Flags are what a bill depends on besides use and prices.
type Flags struct {
	FreeTier  bool     `json:"free_tier"`            // take off the monthly allowances
	FirstYear bool     `json:"first_year,omitempty"` // and those of an account's first 12 months
	Except    []string `json:"except,omitempty"`     // pools that are used up already
	Rounding  Rounding `json:"rounding,omitempty"`   // "": RoundLines
}

// applies reports whether an allowance is taken off.
func (f Flags) applies(free *Free) bool {
	return f.FreeTier && free != nil && (f.FirstYear || !free.FirstYear) && !slices.Contains(f.Except, free.Pool)
}

// Bill is what a month costs, line by line, in the order of the sheet.
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

// Line is one item of a bill. Its tiers count over everything in the bill that
// uses the item, so the order of the usages changes nothing.
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

// Stale is true after the day on which the price was to be reviewed; today is
// YYYY-MM-DD.
func (l *Line) Stale(today string) bool { return l.ReviewBy < today }

// Charge is the part of a line that falls into one tier.
type Charge struct {
	Quantity Quantity `json:"quantity"`
	Price    Price    `json:"price"` // of one unit, USD
	Exact    Amount   `json:"exact"`
}

// Bill prices a month's usages. It fails with ErrUnknownItem, ErrOverflow, an
// unknown rounding rule or a wrong.Input for an unknown pool, and names the item.
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

// knows refuses pools that no item of the sheet has.
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

// placed is the position of a usage and that of its item in the sheet.
type placed struct{ item, usage int }

// inOrder sorts usages by the place of their items; those of one item keep
// their order. The list is appended to an empty one.
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

// pool is how much of an allowance is used.
type pool struct {
	id   string
	used Quantity
}

// allowance takes up to want from an allowance and gives what there was.
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

// line prices what one item was used for.
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

// charge prices a quantity: it takes off the allowance, and spreads the rest over
// the tiers. The charges are appended where they are asked for.
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

// spread prices a quantity tier by tier. There is a charge for nothing too, so
// that a line always shows its price.
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

// sum fills in the totals.
func (b *Bill) sum() error {
	for _, l := range b.Lines {
		b.Exact = b.Exact.Add(l.Exact)
		b.Total += l.Amount // each is below 3.5e14, and a bill has few lines
	}
	if b.Exact.TooLarge() {
		return fmt.Errorf("total: %w", ErrOverflow)
	}
	if b.Flags.Rounding == RoundTotal {
		b.Total = b.Exact.Cents()
	}
	return nil
}
