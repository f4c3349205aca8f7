package pricelist

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"crossroads/decision/cost"
)

// Update is the result of comparing price lists with the items of a sheet.
type Update struct {
	Items    []cost.Item // all that were found, with new dates, in the order of the sheet
	Changes  []Change    // items with another price or tier
	NotFound []string    // ids of items whose entry is not in the files
	Unmapped []string    // ids of items for which no entry is known
	Notes    []string    // to be reviewed by a person
}

// Change is an item whose price changed.
type Change struct {
	Old, New cost.Item
	At       string // file:line:column
}

// maxFactor is the largest change of a price that is accepted; beyond it a mistake is
// likely.
const maxFactor = 10

// reviewMonths is the time after which an imported price should be reviewed.
const reviewMonths = 6

// Read updates the items of a sheet from price lists, all of them or none. It refuses a
// price that changed tenfold or more, unless its item is in allow.
func Read(sheet *cost.Sheet, skus SKUs, files []File, allow []string) (*Update, error) {
	u := &updater{sheet: sheet, skus: skus, found: map[string]*cost.Item{}, from: map[string]*entry{}, allow: allow,
		outside: map[string]string{}}
	for _, f := range files {
		if err := u.file(f); err != nil {
			return nil, err
		}
	}
	var out Update
	for i := range sheet.Items {
		item := &sheet.Items[i]
		fresh := u.found[item.ID]
		switch {
		case fresh != nil:
			out.Items = append(out.Items, *fresh)
			if !slices.Equal(fresh.Tiers, item.Tiers) {
				e := u.from[item.ID]
				out.Changes = append(out.Changes, Change{*item, *fresh, fmt.Sprintf("%s:%d:%d", e.file, e.line, e.column)})
			}
		case slices.ContainsFunc(skus.Items, func(k SKU) bool { return k.Item == item.ID }):
			out.NotFound = append(out.NotFound, item.ID)
			if when := u.outside[item.ID]; when != "" {
				u.notes = append(u.notes, fmt.Sprintf("%s: the list has a price that holds %s, and none of its day.", item.ID, when))
			}
		default:
			out.Unmapped = append(out.Unmapped, item.ID)
		}
	}
	out.Notes = u.notes
	if len(out.Items) == 0 && len(u.outside) > 0 {
		return nil, fmt.Errorf("no price holds on the day of the list. %s", strings.Join(out.Notes, " "))
	}
	if len(out.Items) == 0 {
		return nil, fmt.Errorf("no file holds a price of %s in the region %s: give lists of its provider for that region", sheet.Name,
			sheet.Region)
	}
	return &out, nil
}

type updater struct {
	sheet *cost.Sheet
	skus  SKUs
	found map[string]*cost.Item
	from  map[string]*entry
	allow []string
	notes []string
	// outside has when the prices of items hold that have none on the day of the list.
	outside map[string]string
}

func (u *updater) file(f File) error {
	var kept []*entry
	r := reader{
		want:  func(e *entry) bool { return len(u.of(e)) > 0 },
		found: func(e *entry) error { kept = append(kept, e); return nil },
		day:   f.Day,
	}
	day := f.Day
	r.published = func(published string) {
		if f.Clock {
			day = min(day, published)
		}
	}
	format, err := r.read(f)
	if err != nil {
		return err
	}
	for _, e := range kept {
		for _, k := range u.of(e) {
			if e.rates == nil {
				u.outside[k.Item] = e.outside
			} else if err := u.take(e, k, day, status(format)); err != nil {
				return err
			}
		}
	}
	return nil
}

// of returns the mappings of items that an entry prices.
func (u *updater) of(e *entry) []*SKU {
	if e.provider != u.skus.Provider {
		return nil
	}
	var found []*SKU
	for i := range u.skus.Items {
		k := &u.skus.Items[i]
		if !slices.Contains(e.regions, cmp.Or(k.Region, u.sheet.Region)) || !k.holds(e) {
			continue
		}
		if _, there := u.sheet.Item(k.Item); there {
			found = append(found, k)
		}
	}
	return found
}

// take updates the item that an entry prices.
func (u *updater) take(e *entry, k *SKU, day string, checked cost.Status) error {
	old, _ := u.sheet.Item(k.Item)
	if first := u.from[k.Item]; first != nil {
		return e.fail("SKU %s and SKU %s (%s:%d) are both taken for %s: say in the list of SKUs which of them it is", e.sku, first.sku,
			first.file, first.line, k.Item)
	}
	fresh := *old
	var err error
	if fresh.Tiers, err = u.tiers(e, k, old); err != nil {
		return err
	}
	if day < old.AsOf && slices.Equal(fresh.Tiers, old.Tiers) { // it confirms what was read later
		u.found[k.Item], u.from[k.Item] = &fresh, e
		return nil
	} else if day < old.AsOf {
		return e.fail("the list is of %s, but the price of %s here was read on %s: download a newer one, or say with --as-of when "+
			"you downloaded it if it is the newest", day, k.Item, old.AsOf)
	}
	if err := u.plausible(e, old, fresh.Tiers); err != nil {
		return err
	}
	read, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return fmt.Errorf("%s: %q is not a day: write YYYY-MM-DD", e.file, day)
	}
	fresh.AsOf, fresh.ReviewBy = day, read.AddDate(0, reviewMonths, 0).Format(time.DateOnly)
	fresh.Source, fresh.Status, fresh.Note = u.skus.Source, checked, "SKU "+e.sku+" of the price list."
	u.found[k.Item], u.from[k.Item] = &fresh, e
	return nil
}

func (e *entry) fail(format string, args ...any) error { return e.rates[0].fail(e, format, args...) }

func (r rate) fail(e *entry, format string, args ...any) error {
	return &Error{e.file, r.line, r.column, fmt.Sprintf(format, args...)}
}

// step is a rate in the unit of the item.
type step struct {
	from  cost.Quantity
	price cost.Price
	rate
}

// tiers converts the rates of an entry to tiers of the item. A first rate of zero is the
// monthly allowance, which sheets store separately.
func (u *updater) tiers(e *entry, k *SKU, old *cost.Item) ([]cost.Tier, error) {
	var steps []step
	for _, r := range e.rates {
		s, err := r.step(e, k)
		if err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	slices.SortStableFunc(steps, func(a, b step) int { return a.from.Cmp(b.from) })
	for i := 1; i < len(steps); i++ {
		if steps[i].from == steps[i-1].from {
			return nil, steps[i].fail(e, "%s has two prices from %s on: SKU %s is here twice", k.Item, steps[i].from.Text(), e.sku)
		}
	}
	if !steps[0].from.IsZero() {
		return nil, steps[0].fail(e, "the prices of %s begin at %s %s: that of the first is missing", k.Item, steps[0].from.Text(),
			old.Unit)
	}
	var free cost.Quantity
	if len(steps) > 1 && steps[0].price == 0 {
		free, steps = steps[1].from, steps[1:]
		if old.Free == nil || old.Free.Quantity != free {
			u.notes = append(u.notes, fmt.Sprintf("%s: the list gives %s %s a month free, the sheet %s; allowances are not imported.",
				k.Item, free.Text(), old.Unit, allowance(old)))
		}
	}
	var tiers []cost.Tier
	for i, s := range steps {
		if i > 0 && s.price == tiers[len(tiers)-1].Price {
			continue
		}
		if i > 0 {
			tiers[len(tiers)-1].UpTo = s.from.Sub(free)
		}
		tiers = append(tiers, cost.Tier{Price: s.price})
	}
	return tiers, nil
}

// step converts a rate to the unit of the item.
func (r rate) step(e *entry, k *SKU) (s step, err error) {
	units, known := k.Units[r.unit]
	if !known {
		return s, r.fail(e, "SKU %s is priced by %q, but %s by %s: enter the unit in the list of SKUs if it is the same", e.sku, r.unit,
			k.Item, strings.Join(slices.Sorted(maps.Keys(k.Units)), " or "))
	}
	if strings.HasPrefix(strings.TrimSpace(r.price), "-") {
		return s, r.fail(e, "the price of SKU %s is negative: %.40s", e.sku, r.price)
	}
	s.rate = r
	if s.price, err = cost.ParsePrice(r.price, units); errors.Is(err, cost.ErrOverflow) {
		return s, r.fail(e, "the price of SKU %s is more than can be computed with: %.40s", e.sku, r.price)
	} else if err != nil {
		return s, r.fail(e, "the price of SKU %s cannot be used: %.40q for %d must be a decimal number, with at most 13 decimals for one",
			e.sku, r.price, units)
	}
	if r.from == "" {
		return s, nil
	}
	from, err := cost.ParseQuantity(r.from)
	if err != nil {
		return s, r.fail(e, "the price of SKU %s begins at %.40q, which is not a number", e.sku, r.from)
	}
	if s.from = from.Times(units); s.from.TooLarge() {
		return s, r.fail(e, "the price of SKU %s begins at %.40q, which is more than can be computed with", e.sku, r.from)
	}
	return s, nil
}

// plausible refuses prices that differ too much from the present ones.
func (u *updater) plausible(e *entry, old *cost.Item, tiers []cost.Tier) error {
	if slices.Contains(u.allow, old.ID) {
		return nil
	}
	for i, t := range tiers {
		was := old.Tiers[min(i, len(old.Tiers)-1)].Price
		if was == t.Price {
			continue
		}
		if factor, absurd := apart(was, t.Price); absurd {
			return e.fail(
				"the price of %s would be $%s instead of $%s for %s, %s: look whether it is the same thing, and allow it with --allow %s",
				old.ID, t.Price.For(old.Per), was.For(old.Per), perUnits(old), factor, old.ID)
		}
	}
	return nil
}

// apart returns the factor between two prices, and whether it is implausible.
func apart(was, now cost.Price) (factor string, absurd bool) {
	switch {
	case was == 0:
		return "from nothing", true
	case now == 0:
		return "which is nothing", true
	}
	more, less := max(was, now), min(was, now)
	if more/maxFactor < less {
		return "", false
	}
	times := cost.Whole(uint64(more)).Per(cost.Whole(uint64(less))).Rounded(1)
	if now > was {
		return times + " times as much", true
	}
	return "1/" + times + " of it", true
}

func perUnits(i *cost.Item) string {
	if i.Per == 1 {
		return "one " + i.Unit
	}
	return cost.Whole(i.Per).Text() + " " + i.Unit + "s"
}

func allowance(i *cost.Item) string {
	if i.Free == nil {
		return "none"
	}
	return i.Free.Quantity.Text()
}

// Said describes the price of an item: "$1 up to 300,000,000, then $0.9, for 1,000,000
// requests".
func Said(i *cost.Item) string {
	var steps []string
	for _, t := range i.Tiers {
		step := "$" + t.Price.For(i.Per)
		if !t.UpTo.IsZero() {
			step += " up to " + t.UpTo.Text()
		}
		steps = append(steps, step)
	}
	return strings.Join(steps, ", then ") + " for " + perUnits(i)
}
