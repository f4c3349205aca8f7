package cost

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/wrong"
)

// sample returns a sheet that uses every feature of sheets.
func sample() *Sheet {
	item := func(i Item) Item {
		i.Name, i.Unit, i.Per = strings.ToUpper(i.ID), "piece", 1
		i.Source, i.AsOf, i.ReviewBy, i.Status = "list", "2026-11-23", "2027-05-23", Primary
		return i
	}
	pool := &Free{Pool: "shared", Quantity: Whole(100)}
	return &Sheet{ID: "sample", Provider: "sample", Name: "Sample", Region: "here", Area: "us", Currency: "USD", Items: []Item{
		item(Item{ID: "flat", Tiers: []Tier{{Price: 25_000_000}}}),
		item(Item{ID: "tiered", Tiers: []Tier{{Whole(10), 3 * one}, {Whole(30), 2 * one}, {Price: one}}}),
		item(Item{ID: "pooled-a", Tiers: []Tier{{Price: one}}, Free: pool}),
		item(Item{ID: "pooled-b", Tiers: []Tier{{Price: 2 * one}}, Free: pool}),
		item(Item{ID: "new-account", Tiers: []Tier{{Price: one}}, Free: &Free{Pool: "new", Quantity: Whole(5), FirstYear: true}}),
		item(Item{ID: "tiny", Tiers: []Tier{{Price: one / 250}}}), // 0.4 cents
	}}
}

func use(item string, n uint64) Usage { return Usage{Item: item, Quantity: Whole(n)} }

func TestBill(t *testing.T) {
	tests := []struct {
		name   string
		usages []Usage
		flags  Flags
		want   string // item quantity-free=amount per line, then the total
	}{
		{"nothing", nil, Flags{}, "0.00"},
		{"no use", []Usage{use("tiered", 0)}, Flags{}, "tiered 0-0=0.00 0.00"},
		{"one tier", []Usage{use("tiered", 10)}, Flags{}, "tiered 10-0=30.00 30.00"},
		{"two tiers", []Usage{use("tiered", 11)}, Flags{}, "tiered 11-0=32.00 32.00"},
		{"three tiers", []Usage{use("tiered", 40)}, Flags{}, "tiered 40-0=80.00 80.00"},
		{"tiers count over all parts", []Usage{use("tiered", 20), use("tiered", 20)}, Flags{}, "tiered 40-0=80.00 80.00"},
		{"allowance not asked for", []Usage{use("pooled-a", 60)}, Flags{}, "pooled-a 60-0=60.00 60.00"},
		{"allowance", []Usage{use("pooled-a", 60)}, Flags{FreeTier: true}, "pooled-a 60-60=0.00 0.00"},
		{"a shared allowance", []Usage{
			use("pooled-b", 60), use("pooled-a", 60),
		}, Flags{FreeTier: true}, "pooled-a 60-60=0.00 pooled-b 60-40=40.00 40.00"},
		{"an allowance used up", []Usage{use("pooled-a", 60)}, Flags{
			FreeTier: true, Except: []string{"shared"},
		}, "pooled-a 60-0=60.00 60.00"},
		{"an old account", []Usage{use("new-account", 6)}, Flags{FreeTier: true}, "new-account 6-0=6.00 6.00"},
		{"a new account", []Usage{use("new-account", 6)}, Flags{FreeTier: true, FirstYear: true}, "new-account 6-5=1.00 1.00"},
		{"order of the sheet", []Usage{use("pooled-a", 1), use("flat", 4)}, Flags{}, "flat 4-0=0.00 pooled-a 1-0=1.00 1.00"},
		{"lines are rounded", []Usage{use("tiny", 1), use("flat", 1)}, Flags{}, "flat 1-0=0.00 tiny 1-0=0.00 0.00"},
		{"the sum is rounded", []Usage{
			use("tiny", 1), use("flat", 1000),
		}, Flags{Rounding: RoundTotal}, "flat 1000-0=0.00 tiny 1-0=0.00 0.01"},
		{"lines are rounded up", []Usage{
			use("tiny", 1), use("flat", 1),
		}, Flags{Rounding: RoundLinesUp}, "flat 1-0=0.01 tiny 1-0=0.01 0.02"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := sample().Bill(tt.usages, tt.flags)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, l := range b.Lines {
				fmt.Fprintf(&got, "%s %s-%s=%s ", l.Item, l.Quantity, l.Free, l.Amount)
			}
			if got.WriteString(b.Total.String()); got.String() != tt.want {
				t.Errorf("got  %s\nwant %s", got.String(), tt.want)
			}
			if b.Rounding != tt.flags.Rounding.Text() || b.Rounding == "" {
				t.Errorf("rounding is stated as %q", b.Rounding)
			}
		})
	}
}

func TestLineShowsItsPrice(t *testing.T) {
	u := Usage{"tiered", "Thing", Whole(40), Say("# things × #", Whole(20), Whole(2))}
	b, err := sample().Bill([]Usage{u}, Flags{})
	if err != nil {
		t.Fatal(err)
	}
	want := Line{Item: "tiered", Label: "TIERED", Unit: "piece", Per: 1, Parts: []Usage{u}, Quantity: Whole(40),
		Charges: []Charge{
			{Whole(10), 3 * one, Cents(3000).exact()}, {Whole(20), 2 * one, Cents(4000).exact()}, {Whole(10), one, Cents(1000).exact()},
		},
		Exact: Cents(8000).exact(), Amount: 8000, Source: "list", AsOf: "2026-11-23", ReviewBy: "2027-05-23", Status: Primary}
	if !reflect.DeepEqual(b.Lines[0], want) {
		t.Errorf("got  %+v\nwant %+v", b.Lines[0], want)
	}
	if got := u.Formula.String(); got != "20 things × 2" {
		t.Errorf("formula %q", got)
	}
}

func TestBillRefuses(t *testing.T) {
	huge := Quantity{wide{1 << 62, 0}}
	tests := []struct {
		name   string
		usages []Usage
		flags  Flags
		err    error
		text   string
	}{
		{"an unknown item", []Usage{use("wheel", 1)}, Flags{}, ErrUnknownItem, `item "wheel" in Sample: there is no price for it`},
		{"too large a quantity", []Usage{
			{Item: "flat", Quantity: huge}, {Item: "flat", Quantity: huge}, {Item: "flat", Quantity: huge}, {Item: "flat", Quantity: huge},
		}, Flags{}, ErrOverflow, "quantity of flat"},
		{"the result of an overflow", []Usage{{Item: "flat", Quantity: huge.Mul(huge)}}, Flags{}, ErrOverflow, "quantity of flat"},
		{"too large an amount", []Usage{{Item: "tiered", Quantity: huge}}, Flags{}, ErrOverflow, "amount for tiered"},
		{"too large a sum", []Usage{
			{Item: "pooled-a", Quantity: Whole(3_000_000_000_000)}, {Item: "pooled-b", Quantity: Whole(1_500_000_000_000)},
		}, Flags{}, ErrOverflow, "total"},
		{"an unknown rule", nil, Flags{Rounding: "bankers"}, nil, `unknown rounding rule "bankers"`},
	}
	for _, tt := range tests {
		_, err := sample().Bill(tt.usages, tt.flags)
		if err == nil || tt.err != nil && !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.text)
		}
	}
}

// usages generates usages of the sample's items, in whole or fractional quantities.
var usages = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Usage {
	item := rapid.SampledFrom(sample().Items).Draw(t, "item")
	return Usage{Item: item.ID, Quantity: Quantity{wide{0, rapid.Uint64Range(0, 100*one).Draw(t, "steps")}}}
}), 0, 8)

var flags = rapid.Custom(func(t *rapid.T) Flags {
	return Flags{FreeTier: rapid.Bool().Draw(t, "free"), FirstYear: rapid.Bool().Draw(t, "new"),
		Rounding: rapid.SampledFrom([]Rounding{"", RoundLines, RoundTotal, RoundLinesUp}).Draw(t, "rounding")}
})

func TestMoreUseNeverCostsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some, how := usages.Draw(t, "usages"), flags.Draw(t, "flags")
		if len(some) == 0 {
			return
		}
		before := mustBill(t, some, how)
		i := rapid.IntRange(0, len(some)-1).Draw(t, "which")
		some[i].Quantity = some[i].Quantity.Add(Quantity{wide{0, rapid.Uint64Range(1, 100*one).Draw(t, "more")}})
		after := mustBill(t, some, how)
		if after.Exact.Cmp(before.Exact) < 0 || after.Total < before.Total {
			t.Fatalf("from %s to %s", before.Exact, after.Exact)
		}
	})
}

func TestOrderOfUsagesIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some, how := usages.Draw(t, "usages"), flags.Draw(t, "flags")
		a, b := mustBill(t, some, how), mustBill(t, rapid.Permutation(some).Draw(t, "order"), how)
		for i := range a.Lines {
			a.Lines[i].Parts, b.Lines[i].Parts = nil, nil // those keep the order given
		}
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v\n%+v", a, b)
		}
	})
}

// The charges of a line, with the allowance, add up to its quantity and its amount.
func TestLinesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := mustBill(t, usages.Draw(t, "usages"), flags.Draw(t, "flags"))
		var all Amount
		for _, l := range b.Lines {
			quantity, amount := l.Free, Amount{}
			for _, c := range l.Charges {
				quantity, amount = quantity.Add(c.Quantity), amount.Add(c.Exact)
			}
			if quantity != l.Quantity || amount != l.Exact {
				t.Fatalf("%+v", l)
			}
			all = all.Add(amount)
		}
		if all != b.Exact {
			t.Fatalf("%s, but the lines give %s", b.Exact, all)
		}
	})
}

// Amounts have no jump at the boundary of a tier: one more step of a unit costs the price
// of that step.
func TestTiersAreContinuous(t *testing.T) {
	item, _ := sample().Item("tiered")
	step := Quantity{wide{0, 1}}
	for i, tier := range item.Tiers[:2] {
		below := item.spread(tier.UpTo.Sub(step), nil)
		at := item.spread(tier.UpTo, nil)
		above := item.spread(tier.UpTo.Add(step), nil)
		if at != below.Add(step.cost(tier.Price)) || above != at.Add(step.cost(item.Tiers[i+1].Price)) {
			t.Errorf("tier %d: %s, %s, %s", i, below, at, above)
		}
	}
}

func TestBillJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := mustBill(t, usages.Draw(t, "usages"), flags.Draw(t, "flags"))
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Bill
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(got)
		if err != nil || string(again) != string(text) {
			t.Fatalf("%s\nbecame %s (%v)", text, again, err)
		}
	})
}

func mustBill(t *rapid.T, usages []Usage, flags Flags) Bill {
	b, err := sample().Bill(usages, flags)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDiscounted(t *testing.T) {
	s := sample()
	less := s.Discounted(Whole(25).Over(2))
	if got := less.Items[1].Tiers; got[0].Price.String() != "2.625" || got[1].Price.String() != "1.75" || got[2].UpTo != (Quantity{}) {
		t.Errorf("%+v", got)
	}
	if got := less.Items[1].Note; got != "List price less 12.5%." {
		t.Errorf("note %q", got)
	}
	if s.Items[1].Tiers[0].Price != 3*one || s.Items[1].Note != "" {
		t.Error("the list itself changed")
	}
	line := Line{ReviewBy: "2027-05-23"}
	if line.Stale("2027-05-23") || !line.Stale("2027-05-24") {
		t.Error("a price is stale after its day, not before")
	}
}

func TestSheetCheck(t *testing.T) {
	if found := sample().Check(); len(found) > 0 {
		t.Fatal(found)
	}
	tests := []struct {
		name   string
		change func(*Sheet)
		want   wrong.Input
	}{
		{"currency", func(s *Sheet) { s.Currency = "EUR" }, wrong.Input{
			Field:   "currency",
			Message: `"EUR" is not a currency that is read here: write USD`,
		}},
		{"no items", func(s *Sheet) { s.Items = nil }, wrong.Input{Field: "items", Message: "there are no prices: give at least one"}},
		{"twice", func(s *Sheet) { s.Items[1].ID = "flat" }, wrong.Input{
			Field:   "items[1].id",
			Message: `item "flat" is already entry 1: give one of them another id`,
		}},
		{"no unit", func(s *Sheet) { s.Items[0].Unit = "" }, wrong.Input{Field: "items[0]", Message: "unit is missing: add it"}},
		{"no date", func(s *Sheet) { s.Items[0].AsOf = "" }, wrong.Input{
			Field:   "items[0]",
			Message: "as_of and review_by are both needed: add the day the price was read and the day it is to be read again",
		}},
		{"dates", func(s *Sheet) { s.Items[0].ReviewBy = "2026-11-23" }, wrong.Input{
			Field:   "items[0].review_by",
			Message: "review_by 2026-11-23 is not after as_of 2026-11-23: write a later day",
		}},
		{"no tier", func(s *Sheet) { s.Items[0].Tiers = nil }, wrong.Input{
			Field:   "items[0].tiers",
			Message: "there is no tier: give at least one price",
		}},
		{"end", func(s *Sheet) { s.Items[0].Tiers[0].UpTo = Whole(1000) }, wrong.Input{
			Field:   "items[0].tiers[0].up_to",
			Message: "what is above 1,000 has no price: add a last tier without up_to, or remove it here",
		}},
		{"no end", func(s *Sheet) { s.Items[1].Tiers[0].UpTo = Quantity{} }, wrong.Input{
			Field:   "items[1].tiers[0].up_to",
			Message: "up_to is missing: only the last tier goes without it",
		}},
		{"falling", func(s *Sheet) { s.Items[1].Tiers[1].UpTo = Whole(10) }, wrong.Input{
			Field:   "items[1].tiers[1].up_to",
			Message: "10 is not above the tier before: write the tiers in rising order",
		}},
		{"negative", func(s *Sheet) { s.Items[0].Tiers[0].Price = -1 }, wrong.Input{
			Field: "items[0].tiers[0].price", Message: "a price cannot be negative",
		}},
		{"status", func(s *Sheet) { s.Items[0].Status = "sure" }, wrong.Input{
			Field:   "items[0].status",
			Message: `unknown status "sure": write one of primary, secondary, derived, unverified`,
		}},
		{"per", func(s *Sheet) { s.Items[0].Per = 0 }, wrong.Input{Field: "items[0].per", Message: "a price must be for 1 unit or more"}},
		{"pool", func(s *Sheet) { s.Items[3].Free = &Free{Pool: "shared", Quantity: Whole(7)} }, wrong.Input{
			Field:   "items[3].free",
			Message: `pool "shared" was given 100 before: an allowance that items share is the same for each`,
		}},
		{"allowance", func(s *Sheet) { s.Items[4].Free.Quantity = Quantity{} }, wrong.Input{
			Field:   "items[4].free",
			Message: "pool and quantity are both needed: name the allowance and say how much it is",
		}},
		{"meter", func(s *Sheet) { s.Items[0].Meters = []Meter{{Step: Whole(1)}} }, wrong.Input{
			Field:   "items[0].meters[0]",
			Message: "of and unit are both needed: say what is metered, in what",
		}},
	}
	for _, tt := range tests {
		s := sample()
		tt.change(s)
		if found := s.Check(); len(found) != 1 || found[0] != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, found, tt.want)
		}
	}
}

// An allowance that no item has cannot be excluded.
func TestUnknownPool(t *testing.T) {
	for pool, want := range map[string]string{
		"shared": "",
		"shard":  `flags.except: "shard" is not an allowance of Sample: it has new, shared`,
	} {
		_, err := sample().Bill([]Usage{use("flat", 1)}, Flags{FreeTier: true, Except: []string{pool}})
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("%s: %v, want %q", pool, err, want)
		}
	}
}

// Capacity units apply to each load balancer separately.
func TestBalancersTogether(t *testing.T) {
	u, err := (&ALB{Count: Whole(3), Hours: Whole(730), LCU: Whole(1)}).Usage(&Sheet{})
	if err != nil || u[0].Quantity != Whole(2190) || u[1].Quantity != Whole(2190) {
		t.Errorf("%v, %v", u, err)
	}
	three, err := (&ALB{Count: Whole(3), Hours: Whole(730), New: Whole(50)}).Usage(&Sheet{})
	if err != nil || three[1].Quantity != Whole(2*2190) {
		t.Errorf("%v, %v", three, err)
	}
}
