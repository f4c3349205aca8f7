package content

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"crossroads/decision"
	"crossroads/decision/cost"
)

const kitchen = `provider: kitchen
name: The kitchen
region: house
area: us
currency: USD
items:
  - id: bread
    name: Bread
    unit: loaf
    per: 10
    tiers:
      - {up_to: 1000, price: 2.50}
      - {price: 2}
    free: {pool: bread, quantity: 1, first_year: true}
    meters:
      - {of: slices, unit: slice, step: 20, minimum: 40, maximum: 400}
    source: menu-cards
    as_of: 2026-10-05
    review_by: 2027-10-05
    status: primary
    note: Baked on Mondays.
  - id: salt
    name: Salt
    unit: g
    tiers: [{price: 0.0000000000001}]
    source: menu-cards
    as_of: 2026-10-05
    review_by: 2027-10-05
    status: derived
`

func TestLoadPrices(t *testing.T) {
	tree := tiny(t)
	tree["prices/kitchen.yaml"] = &fstest.MapFile{Data: []byte(kitchen)}
	got := load(t, tree).Prices
	want := []cost.Sheet{{ID: "kitchen", Provider: "kitchen", Name: "The kitchen", Region: "house", Area: "us", Currency: "USD", Items: []cost.Item{
		{ID: "bread", Name: "Bread", Unit: "loaf", Per: 10,
			Tiers:  []cost.Tier{{UpTo: cost.Whole(1000), Price: 2_500_000_000_000}, {Price: 2_000_000_000_000}},
			Free:   &cost.Free{Pool: "bread", Quantity: cost.Whole(1), FirstYear: true},
			Meters: []cost.Meter{{Of: "slices", Unit: "slice", Step: cost.Whole(20), Minimum: cost.Whole(40), Maximum: cost.Whole(400)}},
			Source: "menu-cards", AsOf: "2026-10-05", ReviewBy: "2027-10-05", Status: cost.Primary, Note: "Baked on Mondays."},
		{ID: "salt", Name: "Salt", Unit: "g", Per: 1, Tiers: []cost.Tier{{Price: 1}},
			Source: "menu-cards", AsOf: "2026-10-05", ReviewBy: "2027-10-05", Status: cost.Derived},
	}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if none := load(t, tiny(t)).Prices; none != nil {
		t.Errorf("a tree without prices has %v", none)
	}
}

// A sheet that replaces items of another one leaves all other items unchanged.
func TestReplacedPrices(t *testing.T) {
	tree := tiny(t)
	tree["prices/kitchen.yaml"] = &fstest.MapFile{Data: []byte(kitchen)}
	tree["prices/a-contract.yaml"] = &fstest.MapFile{Data: []byte(`name: The kitchen, by contract
currency: USD
replaces: kitchen
discount: 10
items:
  - id: salt
    name: Salt
    unit: g
    tiers: [{price: 0.5}]
    source: menu-cards
    as_of: 2026-10-05
    review_by: 2027-10-05
    status: primary
  - id: oven
    name: Oven of our own
    unit: hour
    tiers: [{price: 0.75}]
    source: menu-cards
    as_of: 2026-10-05
    review_by: 2027-10-05
    status: primary
`)}
	sheets := load(t, tree).Prices
	if len(sheets) != 1 || sheets[0].ID != "kitchen" || sheets[0].Name != "The kitchen, by contract" || sheets[0].Provider != "kitchen" {
		t.Fatalf("%+v", sheets)
	}
	var got []string
	for _, i := range sheets[0].Items {
		got = append(got, i.ID+" "+i.Tiers[0].Price.String())
	}
	if list := strings.Join(got, ", "); list != "bread 0.225, salt 0.5, oven 0.75" {
		t.Errorf("items %s", list)
	}
}

// Own sheets for one sheet count together, whatever their files are called.
func TestOwnSheetsInAnyOrder(t *testing.T) {
	const discount, salt = "discount: 10\n", `items:
  - {id: salt, name: Salt, unit: g, tiers: [{price: 0.5}], source: menu-cards, as_of: 2026-10-05, review_by: 2027-10-05, status: primary}
`
	const offer = `offers:
  - {choice: commitment, option: one-year, name: A year, items: [salt], percent: 30, source: menu-cards, as_of: 2026-10-05,
    review_by: 2027-10-05, status: primary}
`
	for _, files := range [][]string{{discount, salt, offer}, {salt, discount, offer}, {offer, salt, discount}} {
		tree := tiny(t)
		tree["prices/kitchen.yaml"] = &fstest.MapFile{Data: []byte(kitchen)}
		for i, own := range files {
			tree["prices/our-"+string(rune('a'+i))+".yaml"] = &fstest.MapFile{Data: []byte("name: Ours\ncurrency: USD\nreplaces: kitchen\n" + own)}
		}
		sheet := load(t, tree).Prices[0]
		if bread, salt := sheet.Items[0].Tiers[0].Price.String(), sheet.Items[1].Tiers[0].Price.String(); bread != "0.225" || salt != "0.5" ||
			len(sheet.Offers) != 1 {
			t.Errorf("%q: bread %s, salt %s, %d offers", files, bread, salt, len(sheet.Offers))
		}
	}
}

// An organisation's own offer replaces the one for the same choice, and offers no longer
// apply to items with an organisation's own price.
func TestReplacedOffers(t *testing.T) {
	const dates = "    source: menu-cards\n    as_of: 2026-10-05\n    review_by: 2027-10-05\n    status: primary\n"
	offer := func(items, percent string) string {
		return "  - choice: commitment\n    option: one-year\n    name: A year\n    items: [" + items + "]\n    percent: " + percent +
			"\n" + dates
	}
	for own, want := range map[string]string{
		"":                                "bread salt 20",
		"offers:\n" + offer("salt", "30"): "bread 20, salt 30",
		"items:\n  - id: salt\n    name: Salt\n    unit: g\n    tiers: [{price: 0.5}]\n" + dates: "bread 20",
	} {
		tree := tiny(t)
		tree["prices/kitchen.yaml"] = &fstest.MapFile{Data: []byte(kitchen + "offers:\n" + offer("bread, salt", "20"))}
		if own != "" {
			tree["prices/ours.yaml"] = &fstest.MapFile{Data: []byte("name: Ours\ncurrency: USD\nreplaces: kitchen\n" + own)}
		}
		var got []string
		for _, o := range load(t, tree).Prices[0].Offers {
			got = append(got, strings.Join(o.Items, " ")+" "+o.Percent.String())
		}
		if list := strings.Join(got, ", "); list != want {
			t.Errorf("%s\ngives %s, want %s", own, list, want)
		}
	}
}

// The shipped prices state no more than their sources.
func TestShippedPrices(t *testing.T) {
	lib := load(t, Embedded())
	var ids []string
	for _, s := range lib.Prices {
		ids = append(ids, s.ID)
	}
	const want = "aws-ap-northeast-1 aws-ap-northeast-2 aws-ap-southeast-1 aws-eu-central-1 aws-us-east-1 azure-westeurope azure cloudflare " +
		"google-asia-northeast1 google-asia-southeast1 google-europe-west3 google-tier1 google-tier2 render"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("sheets %s", got)
	}
	status := map[string]decision.SourceStatus{}
	for _, s := range lib.Sources {
		status[s.ID] = s.Status
	}
	for _, s := range lib.Prices {
		for _, item := range s.Items {
			source := status[item.Source]
			if string(item.Status) != string(source) && item.Status != cost.Derived {
				t.Errorf("%s: %s is called %s, but its source %s is %s", s.ID, item.ID, item.Status, item.Source, source)
			}
			if item.Status == cost.Derived && item.Note == "" {
				t.Errorf("%s: %s is derived: a note must say from what", s.ID, item.ID)
			}
		}
		for _, o := range s.Offers {
			if source := status[o.Source]; string(o.Status) != string(source) {
				t.Errorf("%s: %s is called %s, but its source %s is %s", s.ID, o.Name, o.Status, o.Source, source)
			}
		}
	}
	if problems := cost.NewModel(lib.Prices).Blueprints(); len(problems) != len(cost.Blueprints()) {
		t.Errorf("only %d of %d blueprints have prices", len(problems), len(cost.Blueprints()))
	}
}

// FuzzPrices replaces a price sheet by arbitrary bytes. The loader must not panic, and must
// return either a library or the places of the problems.
func FuzzPrices(f *testing.F) {
	f.Add([]byte(kitchen))
	for _, text := range []string{
		"", "items: [{}]", "replaces: kitchen", "items: [{tiers: [{price: 1e99}]}]", "provider: aws\nitems:\n  - id: x",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tree := copyFuzz()
		tree["prices/kitchen.yaml"] = &fstest.MapFile{Data: text}
		checkResult(t, tree)
	})
}
