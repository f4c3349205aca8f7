package decision

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"crossroads/decision/cost"
)

// maxPrices bounds how many prices of a sheet are tried one at a time. When more changed,
// as with a new discount, they are tried together.
const maxPrices = 8

// priceEdits lists what changed in the price sheets that both catalogues have.
func priceEdits(old, now *Catalogue) (list []edit, fixed []string) {
	named := func(s cost.Sheet) (id, name string) { return s.ID, s.Name }
	fixed = paired("price sheet", old.Prices, now.Prices, named, func(i int, was, is cost.Sheet) {
		list = append(list, sheetEdits(i, was, is)...)
	})
	return list, fixed
}

// sheetEdits lists what changed in the sheet at index at.
func sheetEdits(at int, old, now cost.Sheet) (list []edit) {
	is := func(id string) func(cost.Item) bool { return func(i cost.Item) bool { return i.ID == id } }
	priced := func(item cost.Item) func(*Catalogue) {
		return func(c *Catalogue) {
			items := slices.Clone(c.Prices[at].Items)
			if k := slices.IndexFunc(items, is(item.ID)); k >= 0 {
				items[k] = item
			} else {
				items = append(items, item)
			}
			c.Prices[at].Items = items
		}
	}
	for _, item := range old.Items {
		n, ok := now.Item(item.ID)
		switch {
		case !ok:
			list = append(list, edit{fmt.Sprintf("“%s” of %s has no price any more.", item.Name, now.Name), func(c *Catalogue) {
				c.Prices[at].Items = slices.DeleteFunc(slices.Clone(c.Prices[at].Items), is(item.ID))
			}})
		case !samePrice(item, *n):
			list = append(list, edit{priceChange(item, *n, now.Name), priced(*n)})
		}
	}
	for _, n := range now.Items {
		if _, had := old.Item(n.ID); !had {
			list = append(list, edit{fmt.Sprintf("“%s” of %s has a price now.", n.Name, now.Name), priced(n)})
		}
	}
	if len(list) > maxPrices {
		what := fmt.Sprintf("%d prices of %s changed.", len(list), now.Name)
		list = []edit{{what, func(c *Catalogue) { c.Prices[at].Items = now.Items }}}
	}
	if !reflect.DeepEqual(old.Offers, now.Offers) && (len(old.Offers) > 0 || len(now.Offers) > 0) {
		what := "Reduced prices of " + now.Name + " changed."
		list = append(list, edit{what, func(c *Catalogue) { c.Prices[at].Offers = now.Offers }})
	}
	return list
}

// modelEdits lists what the organisation assumes otherwise in the bills: figures, and hours of people.
func modelEdits(old, now *Catalogue) (list []edit) {
	if now.costs == nil {
		return nil
	}
	for _, f := range cost.AssumptionFields() {
		from, had := old.Assumptions[f.ID]
		to, has := now.Assumptions[f.ID]
		if had == has && from == to {
			continue
		}
		if !had {
			from = f.Default
		}
		if !has {
			to = f.Default
		}
		list = append(list, edit{
			fmt.Sprintf("“%s” is assumed to be %s instead of %s.", f.Name, assumedText(f, to), assumedText(f, from)),
			func(c *Catalogue) {
				assumed := map[string]cost.Quantity{}
				maps.Copy(assumed, c.Assumptions)
				if delete(assumed, f.ID); has {
					assumed[f.ID] = to
				}
				c.Assumptions = assumed
			},
		})
	}
	if !reflect.DeepEqual(old.Hours, now.Hours) && (len(old.Hours) > 0 || len(now.Hours) > 0) {
		list = append(list, edit{"The hours that people spend on each option are others.", func(c *Catalogue) { c.Hours = now.Hours }})
	}
	return list
}

func assumedText(f cost.Field, q cost.Quantity) string {
	switch {
	case f.ByLoad() && q.IsZero():
		return "what the load needs"
	case f.Unit == "%":
		return q.Text() + "%"
	case f.Unit == strings.ToLower(f.Name): // “Services”: 4 services
		return q.Text()
	}
	return q.Text() + " " + f.Unit
}

// samePrice reports whether two items are equal in everything that affects a bill.
func samePrice(a, b cost.Item) bool {
	free := a.Free == b.Free || a.Free != nil && b.Free != nil && *a.Free == *b.Free
	return a.Unit == b.Unit && free && slices.Equal(a.Tiers, b.Tiers) && slices.Equal(a.Meters, b.Meters)
}

func priceChange(old, now cost.Item, sheet string) string {
	if len(old.Tiers) != 1 || len(now.Tiers) != 1 || old.Unit != now.Unit || old.Tiers[0] == now.Tiers[0] {
		return fmt.Sprintf("“%s” of %s is priced in another way.", now.Name, sheet)
	}
	unit := "one " + now.Unit
	if now.Per > 1 {
		unit = cost.Whole(now.Per).Text() + " × " + now.Unit
	}
	return fmt.Sprintf("“%s” of %s costs %s USD instead of %s USD for %s.", now.Name, sheet,
		now.Tiers[0].Price.For(now.Per), old.Tiers[0].Price.For(now.Per), unit)
}
