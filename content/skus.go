package content

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"crossroads/decision/cost"
	"crossroads/pricelist"
)

// PriceList holds the list prices of a sheet and the items that an import wrote.
type PriceList struct {
	cost.Sheet
	SKUs     pricelist.SKUs // without items if nothing can be imported
	Imported []string       // ids
}

// PriceLists reads the prices of a content tree as listed by the providers, without an
// organisation's changes.
func PriceLists(fsys fs.FS) ([]PriceList, error) {
	l := newLoader(fsys)
	l.listOnly = true
	l.readSources()
	l.readPrices()
	l.readSKUs()
	if errs := l.problems.sorted().Errors(); len(errs) > 0 {
		return nil, errs
	}
	var lists []PriceList
	for _, s := range l.prices {
		list := PriceList{Sheet: s.Sheet}
		for i, at := range s.items {
			if at.document != s.document {
				list.Imported = append(list.Imported, s.Items[i].ID)
			}
		}
		if i := slices.IndexFunc(l.skus, func(k pricelist.SKUs) bool { return k.Provider == s.Provider }); i >= 0 {
			list.SKUs = l.skus[i]
		}
		lists = append(lists, list)
	}
	return lists, nil
}

// readSKUs reads which entry of a provider's price list belongs to each item.
func (l *loader) readSKUs() {
	for _, file := range l.list("skus", ".yaml") {
		doc := l.document(file)
		if doc == nil {
			continue
		}
		doc.exact = true
		var raw skusFile
		doc.decode(&raw)
		root := place{doc, doc.root}
		l.cite(raw.Source, root.find("source"))
		skus := pricelist.SKUs{Provider: slug(file), Source: raw.Source}
		seen := map[string]bool{}
		for i, item := range raw.Items {
			at := root.find(fmt.Sprintf("items[%d]", i))
			if seen[item.Item] {
				at.find("item").fail("item %q is here a second time: keep one", item.Item)
			}
			if known := l.itemsOf(skus.Provider); known != nil && !slices.Contains(known, item.Item) {
				at.find("item").fail("no price sheet of %s has an item %q: %s", skus.Provider, item.Item, suggest(item.Item, known))
			}
			seen[item.Item] = true
			skus.Items = append(skus.Items, item.sku(at))
		}
		l.skus = append(l.skus, skus)
	}
}

// itemsOf returns the ids of all items in a provider's sheets; nil if it has none.
func (l *loader) itemsOf(provider string) []string {
	var ids []string
	for _, s := range l.prices {
		for _, i := range s.Items {
			if s.Provider == provider {
				ids = append(ids, i.ID)
			}
		}
	}
	return ids
}

type skusFile struct {
	Source string    `yaml:"source"`
	Items  []skuYAML `yaml:"items"`
}

type skuYAML struct {
	Item   string            `yaml:"item,id"`
	Region string            `yaml:"region,optional"`
	Match  map[string]string `yaml:"match"`
	Units  map[string]int    `yaml:"units"`
}

func (k skuYAML) sku(at place) pricelist.SKU {
	out := pricelist.SKU{Item: k.Item, Region: k.Region, Units: map[string]uint64{}}
	for _, name := range sortedKeys(k.Match) {
		m := pricelist.Match{Attribute: name, Text: k.Match[name]}
		if text := m.Text; len(text) > 2 && text[0] == '/' && text[len(text)-1] == '/' {
			var err error
			if m.Pattern, err = regexp.Compile(text[1 : len(text)-1]); err != nil {
				at.find("match."+name).fail("%s is no pattern: %v", text, err)
			}
		}
		out.Match = append(out.Match, m)
	}
	for unit, n := range k.Units {
		if n < 1 {
			at.find("units").fail("%q must stand for 1 unit of the item or more", unit)
		}
		out.Units[unit] = uint64(n)
	}
	return out
}
