package content

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"crossroads/decision/cost"
	"crossroads/figure"
)

// priceSheet is a sheet while it is read, with the place of each item, which may be in
// another file if that was laid over the sheet.
type priceSheet struct {
	cost.Sheet
	place
	replaces string
	list     bool          // holds list prices, which are laid over before all other sheets
	discount cost.Quantity // in %, on the replaced prices
	items    []place
	offers   []place
}

// readPrices reads the price sheets and lays those that replace items over their targets.
func (l *loader) readPrices() {
	for _, file := range l.list("prices", ".yaml") {
		l.checkSlug(file)
		if doc := l.document(file); doc != nil {
			l.prices = append(l.prices, l.readSheet(doc))
		}
	}
	l.replaceItems()
	for _, s := range l.prices {
		l.checkSheet(s)
	}
}

func (l *loader) readSheet(doc *document) *priceSheet {
	var file sheetFile
	doc.decode(&file)
	root := place{doc, doc.root}
	s := &priceSheet{place: root, replaces: file.Replaces, list: file.List, Sheet: cost.Sheet{ID: slug(doc.file), Provider: file.Provider,
		Name: file.Name, Region: file.Region, Area: file.Area, Currency: file.Currency}}
	s.discount = quantity(file.Discount, root.find("discount"))
	switch {
	case s.discount.Cmp(cost.Whole(100)) > 0:
		root.find("discount").fail("a discount of %s%% is more than the price: write 0 to 100", s.discount.Text())
	case file.List && (file.Replaces == "" || file.Discount != ""):
		root.find("list_prices").fail(
			"only a sheet that replaces items of another one, without a discount, can hold its new list prices: remove the key")
	case file.Replaces == "" && file.Discount != "":
		root.find("discount").fail("there is nothing to take it off: name the price sheet under the key replaces")
	case file.Replaces != "" && file.Discount == "" && len(file.Items) == 0 && len(file.Offers) == 0:
		root.fail("nothing is replaced: give items, offers or a discount")
	case file.Replaces == "" && len(file.Items) == 0 && doc.root.get("items") == nil:
		root.fail("key \"items\" is missing: add it")
	}
	if file.Replaces == "" {
		for _, key := range []struct{ name, value string }{{"provider", file.Provider}, {"region", file.Region}, {"area", file.Area}} {
			if key.value == "" {
				root.fail("key %q is missing: add it", key.name)
			}
		}
	}
	for i, item := range file.Items {
		at := root.find(fmt.Sprintf("items[%d]", i))
		s.items = append(s.items, at)
		s.Items = append(s.Items, item.item(at))
		l.cite(item.Source, at.find("source"))
	}
	for i, offer := range file.Offers {
		at := root.find(fmt.Sprintf("offers[%d]", i))
		s.offers = append(s.offers, at)
		s.Offers = append(s.Offers, offer.offer(at))
		l.cite(offer.Source, at.find("source"))
	}
	return s
}

// replaceItems lays sheets over those whose items they replace: new list prices first, then an
// organisation's own. Such a sheet contains only the prices that differ.
func (l *loader) replaceItems() {
	var whole []*priceSheet
	var ids []string
	var known []string // items of all sheets
	for _, s := range l.prices {
		if s.replaces != "" {
			continue
		}
		whole, ids = append(whole, s), append(ids, s.ID)
		for _, item := range s.Items {
			known = append(known, item.ID)
		}
	}
	lists, own := map[string][]*priceSheet{}, map[string][]*priceSheet{} // by the sheet whose items they replace
	for _, s := range l.prices {
		switch {
		case s.replaces == "" || l.listOnly && !s.list:
		case !slices.Contains(ids, s.replaces):
			s.find("replaces").fail("unknown price sheet %q: %s", s.replaces, suggest(s.replaces, ids))
		case s.list:
			lists[s.replaces] = append(lists[s.replaces], s)
		default:
			own[s.replaces] = append(own[s.replaces], s)
		}
	}
	for _, s := range whole {
		for _, uppers := range [][]*priceSheet{lists[s.ID], own[s.ID]} {
			s.adviseUnknown(uppers, known)
			checkOnce(uppers)
			s.lay(uppers)
		}
	}
	l.prices = whole
}

// adviseUnknown warns of items that replace nothing and are in no other sheet either: their names
// are probably misspelt, and the price that they should replace would go on counting.
func (s *priceSheet) adviseUnknown(uppers []*priceSheet, known []string) {
	var ids []string
	for _, item := range s.Items {
		ids = append(ids, item.ID)
	}
	for _, upper := range uppers {
		for i, item := range upper.Items {
			if item.ID != "" && !slices.Contains(known, item.ID) {
				upper.items[i].find("id").warn("no price sheet has an item %q that this could replace: %s", item.ID,
					suggest(item.ID, ids))
			}
		}
	}
}

// checkOnce reports what sheets replace more than once. If the order of their files decided, a copy
// left behind would change bills without a word.
func checkOnce(uppers []*priceSheet) {
	given := map[string]*priceSheet{}
	once := func(s *priceSheet, key, said string, at place) {
		switch other := given[key]; {
		case other == s:
			at.fail("%s is here a second time: keep one", said)
		case other != nil:
			at.fail("%s is in %s too, for the same price sheet: keep one of them", said, other.file)
		default:
			given[key] = s
		}
	}
	for _, s := range uppers {
		if !s.discount.IsZero() {
			once(s, "discount", "a discount", s.find("discount"))
		}
		for i, item := range s.Items {
			if item.ID == "" {
				continue // reported already
			}
			once(s, "item "+item.ID, fmt.Sprintf("item %q", item.ID), s.items[i].find("id"))
		}
		for i, offer := range s.Offers {
			for j, id := range offer.Items {
				key := fmt.Sprintf("offer %s %s %s", offer.Choice, offer.Option, id)
				once(s, key, fmt.Sprintf("an offer of %q for %q", offer.Option, id), s.offers[i].find(fmt.Sprintf("items[%d]", j)))
			}
		}
	}
}

// lay applies other sheets to this one: it deducts the discount, replaces items with the same ids,
// adds the rest, and then replaces offers, so that the order of the files decides nothing.
func (s *priceSheet) lay(uppers []*priceSheet) {
	for _, upper := range uppers {
		if !upper.discount.IsZero() {
			s.Sheet = s.Discounted(upper.discount)
		}
		s.Name = upper.Name
		if upper.Currency != s.Currency {
			upper.find("currency").fail("currency %q is not that of %s: write %s", upper.Currency, s.ID, s.Currency)
		}
	}
	for _, upper := range uppers {
		s.layItems(upper)
	}
	for _, upper := range uppers {
		for j, offer := range upper.Offers {
			for _, id := range offer.Items {
				s.dropOffer(offer.Choice, offer.Option, id)
			}
			s.Offers, s.offers = append(s.Offers, offer), append(s.offers, upper.offers[j])
		}
	}
}

// layItems replaces the items with the ids of another sheet's, and adds the rest.
func (s *priceSheet) layItems(upper *priceSheet) {
	for j, item := range upper.Items {
		if !upper.list {
			s.dropOffer("", "", item.ID)
		}
		i := slices.IndexFunc(s.Items, func(i cost.Item) bool { return i.ID == item.ID })
		if i < 0 {
			s.Items, s.items = append(s.Items, item), append(s.items, upper.items[j])
			continue
		}
		if item.Unit != "" && item.Unit != s.Items[i].Unit {
			upper.items[j].find("unit").fail("unit %q is not that of %s in %s, so the price would count for something else: write the "+
				"price of one %s", item.Unit, item.ID, s.ID, s.Items[i].Unit)
		}
		s.Items[i], s.items[i] = item, upper.items[j]
	}
}

// dropOffer removes an item from the offers for a choice, so that another offer can replace
// it. "" means every choice: an organisation's own price for an item is what was agreed and
// excludes all offers.
func (s *priceSheet) dropOffer(choice, option, item string) {
	for i := len(s.Offers) - 1; i >= 0; i-- {
		o := &s.Offers[i]
		if choice != "" && (o.Choice != choice || o.Option != option) || !slices.Contains(o.Items, item) {
			continue
		}
		if o.Items = slices.DeleteFunc(slices.Clone(o.Items), func(id string) bool { return id == item }); len(o.Items) == 0 {
			s.Offers, s.offers = slices.Delete(s.Offers, i, i+1), slices.Delete(s.offers, i, i+1)
		}
	}
}

// checkSheet checks a sheet with package cost, and adds places to its problems.
func (l *loader) checkSheet(s *priceSheet) {
	found := s.Check()
	if len(found) == 0 {
		found = cost.NewModel(nil).Check(&s.Sheet)
	}
	before := slices.Clone(*l.problems)
	for _, p := range found {
		at := s.at(p.Field)
		if !before.at(at.file, at.node.line, at.node.column) { // what could not be read was reported already
			at.fail("%s", p.Message)
		}
	}
}

// at returns the place of a path in the sheet.
func (s *priceSheet) at(path string) place {
	var i int
	_, rest, _ := strings.Cut(path, "]")
	if n, _ := fmt.Sscanf(path, "items[%d]", &i); n == 1 && i < len(s.items) {
		return s.items[i].find(rest)
	}
	if n, _ := fmt.Sscanf(path, "offers[%d]", &i); n == 1 && i < len(s.offers) {
		return s.offers[i].find(strings.TrimPrefix(rest, "."))
	}
	return s.find(path)
}

// advisePrices warns of prices whose review day has passed.
func (l *loader) advisePrices(today string) {
	for _, s := range l.prices {
		for i, item := range s.Items {
			if item.Stale(today) {
				s.items[i].find("review_by").warn("the price of %s was to be reviewed by %s: check it and write new dates", item.ID,
					item.ReviewBy)
			}
			if item.AsOf > today {
				s.items[i].find("as_of").warn("as_of %s is still to come: correct the date", item.AsOf)
			}
		}
		for i, o := range s.Offers {
			if o.Stale(today) {
				s.offers[i].find("review_by").warn("%s was to be reviewed by %s: check it and write new dates", o.Name, o.ReviewBy)
			}
		}
	}
}

type sheetFile struct {
	Provider string      `yaml:"provider,optional id"`
	Name     string      `yaml:"name"`
	Region   string      `yaml:"region,optional"`
	Area     string      `yaml:"area,optional id"`
	Currency string      `yaml:"currency"`
	Replaces string      `yaml:"replaces,optional"`
	Discount string      `yaml:"discount,optional"`
	List     bool        `yaml:"list_prices,optional"`
	Items    []itemYAML  `yaml:"items,optional"`
	Offers   []offerYAML `yaml:"offers,optional"`
}

type offerYAML struct {
	Choice   string   `yaml:"choice,id"`
	Option   string   `yaml:"option,id"`
	Name     string   `yaml:"name"`
	Items    []string `yaml:"items,id"`
	Percent  string   `yaml:"percent,optional"`
	Price    string   `yaml:"price,optional"`
	Source   string   `yaml:"source"`
	AsOf     string   `yaml:"as_of,date"`
	ReviewBy string   `yaml:"review_by,date"`
	Status   string   `yaml:"status"`
	Note     string   `yaml:"note,optional"`
}

func (o offerYAML) offer(at place) cost.Offer {
	return cost.Offer{Choice: o.Choice, Option: o.Option, Name: o.Name, Items: o.Items, Percent: quantity(o.Percent, at.find("percent")),
		Price: price(o.Price, 1, at.find("price")), Source: o.Source, AsOf: o.AsOf, ReviewBy: o.ReviewBy, Status: cost.Status(o.Status),
		Note: o.Note}
}

type itemYAML struct {
	ID       string      `yaml:"id,id"`
	Name     string      `yaml:"name"`
	Unit     string      `yaml:"unit"`
	Per      *int        `yaml:"per,optional"`
	Tiers    []tierYAML  `yaml:"tiers"`
	Free     *freeYAML   `yaml:"free,optional"`
	Meters   []meterYAML `yaml:"meters,optional"`
	Source   string      `yaml:"source"`
	AsOf     string      `yaml:"as_of,date"`
	ReviewBy string      `yaml:"review_by,date"`
	Status   string      `yaml:"status"`
	Note     string      `yaml:"note,optional"`
}

type tierYAML struct {
	UpTo  string `yaml:"up_to,optional"`
	Price string `yaml:"price"`
}

type freeYAML struct {
	Pool      string `yaml:"pool,id"`
	Quantity  string `yaml:"quantity"`
	FirstYear bool   `yaml:"first_year,optional"`
}

type meterYAML struct {
	Of      string `yaml:"of,id"`
	Unit    string `yaml:"unit"`
	Step    string `yaml:"step"`
	Minimum string `yaml:"minimum,optional"`
	Maximum string `yaml:"maximum,optional"`
}

func (i itemYAML) item(at place) cost.Item {
	out := cost.Item{ID: i.ID, Name: i.Name, Unit: i.Unit, Per: 1, Source: i.Source, AsOf: i.AsOf, ReviewBy: i.ReviewBy,
		Status: cost.Status(i.Status), Note: i.Note}
	if i.Per != nil {
		if *i.Per < 1 {
			at.find("per").fail("a price must be for 1 unit or more")
		} else {
			out.Per = uint64(*i.Per)
		}
	}
	for j, t := range i.Tiers {
		at := at.find(fmt.Sprintf("tiers[%d]", j))
		out.Tiers = append(out.Tiers, cost.Tier{UpTo: quantity(t.UpTo, at.find("up_to")), Price: price(t.Price, out.Per, at.find("price"))})
	}
	if f := i.Free; f != nil {
		out.Free = &cost.Free{Pool: f.Pool, Quantity: quantity(f.Quantity, at.find("free.quantity")), FirstYear: f.FirstYear}
	}
	for j, m := range i.Meters {
		at := at.find(fmt.Sprintf("meters[%d]", j))
		out.Meters = append(out.Meters, cost.Meter{Of: m.Of, Unit: m.Unit, Step: quantity(m.Step, at.find("step")),
			Minimum: quantity(m.Minimum, at.find("minimum")), Maximum: quantity(m.Maximum, at.find("maximum"))})
	}
	return out
}

// price reads a price in USD for per units; a missing price is reported elsewhere.
func price(text string, per uint64, at place) cost.Price {
	if text == "" {
		return 0
	}
	p, err := cost.ParsePrice(text, per)
	switch {
	case err == nil && twoWays(text):
		at.fail("%q could be in groups of three or have three decimals: write USD in digits, without a zero at the end", text)
	case errors.Is(err, cost.ErrOverflow):
		at.fail("a price of %s is more than can be computed with", text)
	case err != nil:
		at.fail("%q cannot be a price: write USD in digits, such as 0.20; for one unit it may have 13 decimals", text)
	}
	return p
}

// twoWays reports whether the author of a number could have meant another one, a thousand
// times larger or smaller.
func twoWays(text string) bool {
	_, err := figure.Parse(text, figure.Field{Links: true})
	return errors.Is(err, figure.ErrTwoWays)
}

func quantity(text string, at place) cost.Quantity {
	if text == "" {
		return cost.Quantity{}
	}
	q, err := cost.ParseQuantity(text)
	switch {
	case err == nil && twoWays(text):
		at.fail("%q could be in groups of three or have three decimals: write digits, such as 1000000 or 0.5, without a zero at the end",
			text)
	case errors.Is(err, cost.ErrOverflow):
		at.fail("%s is more than can be computed with", text)
	case err != nil:
		at.fail("%q cannot be a quantity: write digits, such as 1000000 or 0.5", text)
	}
	return q
}
