package decision

import (
	"fmt"
	"slices"

	"crossroads/decision/cost"
)

// maxPrices bounds how many prices of a sheet are tried one at a time. When more changed,
// as with a new discount, they are tried together.
const maxPrices = 8

// priceEdits lists what changed in the price sheets that both catalogues have.
func priceEdits(old, now *Catalogue) (list []edit, fixed []string) {
	var before, after []string
	for _, sheet := range now.Prices {
		after = append(after, sheet.Name)
	}
	for i, sheet := range old.Prices {
		j := slices.IndexFunc(now.Prices, func(n cost.Sheet) bool { return n.ID == sheet.ID })
		if j < 0 {
			before = append(before, sheet.Name)
			continue
		}
		before = append(before, now.Prices[j].Name) // a new name does not make it another sheet
		list = append(list, sheetEdits(i, sheet, now.Prices[j])...)
	}
	return list, listChanges("price sheet", before, after)
}

// sheetEdits lists what changed in the sheet at index at.
func sheetEdits(at int, old, now cost.Sheet) (list []edit) {
	items := slices.Clone(old.Items)
	for k, item := range old.Items {
		n, ok := now.Item(item.ID)
		if !ok || samePrice(item, *n) {
			continue
		}
		items[k] = *n
		list = append(list, edit{priceChange(item, *n, now.Name), func(c *Catalogue) {
			c.Prices[at].Items = slices.Clone(c.Prices[at].Items)
			c.Prices[at].Items[k] = *n
		}})
	}
	if len(list) <= maxPrices {
		return list
	}
	return []edit{{fmt.Sprintf("%d prices of %s changed.", len(list), now.Name), func(c *Catalogue) { c.Prices[at].Items = items }}}
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
