package cost_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/content"
	"crossroads/decision/cost"
	"crossroads/decision/decisiontest"
)

// shippedModel returns the model of the shipped prices.
func shippedModel(t testing.TB) *cost.Model {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return cost.NewModel(lib.Prices)
}

// TestOffers checks that a commitment or spot servers reduce exactly the lines they apply
// to, by exactly their discount.
func TestOffers(t *testing.T) {
	m := shippedModel(t)
	loads := decisiontest.Loads(m.Areas())
	rapid.Check(t, func(t *rapid.T) {
		load := loads.Draw(t, "load")
		load.Commitment, load.Spot = rapid.SampledFrom(
			[]string{"", "none", "one-year", "three-year"}).Draw(t, "commitment"), rapid.SampledFrom([]string{"", "none", "spot"}).Draw(t, "spot")
		listed := load
		listed.Commitment, listed.Spot = "", ""
		b := rapid.SampledFrom(m.Blueprints()).Draw(t, "blueprint")
		if !m.Priced(b.ID, load.Region) {
			t.Skip("no prices")
		}
		list, err := m.Estimate(b.ID, listed)
		if err != nil {
			t.Skip(err)
		}
		got, err := m.Estimate(b.ID, load)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range got.Bill.Lines {
			before := list.Bill.Lines[i]
			if line.Item != before.Item || line.Quantity != before.Quantity || line.Free != before.Free {
				t.Fatalf("%s: %+v became %+v", b.ID, before, line)
			}
			switch o := line.Offer; {
			case o == nil && line.Exact != before.Exact:
				t.Fatalf("%s costs %s and no longer %s without an offer", line.Item, line.Exact, before.Exact)
			case o != nil && (o.Choice == "commitment" && load.Commitment != o.Option || o.Choice == "spot" && load.Spot != "spot"):
				t.Fatalf("%s is at %s, which nobody asked for", line.Item, o.Name)
			case o != nil && line.Exact.Cmp(before.Exact) > 0:
				t.Fatalf("%s costs %s at %s, and %s at the list", line.Item, line.Exact, o.Name, before.Exact)
			}
		}
		if got.Bill.Total > list.Bill.Total {
			t.Fatalf("%s: %s is more than %s", b.ID, got.Bill.Total, list.Bill.Total)
		}
		p, err := m.Pricer(b.ID, listed)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range []cost.Load{listed, load, listed} { // a pricer follows the load
			want := list.Bill
			if l == load {
				want = got.Bill
			}
			if sum, err := p.Totals(&l); err != nil || sum.Exact != want.Exact || sum.Total != want.Total {
				t.Fatalf("%s: %+v, %v; the bill is %s", b.ID, sum, err, want.Exact)
			}
		}
	})
}

// TestOffersGrow checks that with a commitment and spot servers too, more requests never
// cost less, and two halves of a use cost as much as the whole.
func TestOffersGrow(t *testing.T) {
	m := shippedModel(t)
	loads := decisiontest.Loads([]string{"us"})
	rapid.Check(t, func(t *rapid.T) {
		load := loads.Draw(t, "load")
		load.Commitment = rapid.SampledFrom([]string{"one-year", "three-year"}).Draw(t, "commitment")
		load.Spot = rapid.SampledFrom([]string{"", "spot"}).Draw(t, "spot")
		more := load
		more.Requests = load.Requests.Add(cost.Whole(rapid.Uint64Range(0, 1<<40).Draw(t, "more"))).Min(cost.Whole(1_000_000_000_000))
		for _, id := range []string{"lambda-x86", "fargate", "ec2", "eks"} {
			a, err := m.Estimate(id, load)
			if err != nil {
				t.Skip(err)
			}
			b, err := m.Estimate(id, more)
			if err != nil {
				t.Skip(err)
			}
			if b.Bill.Exact.Cmp(a.Bill.Exact) < 0 {
				t.Fatalf("%s: %s requests cost %s, %s cost %s", id, load.Requests, a.Bill.Exact, more.Requests, b.Bill.Exact)
			}
		}
	})
}

// TestOfferedToTheCent compares prices with those read on the providers' pages.
func TestOfferedToTheCent(t *testing.T) {
	m := shippedModel(t)
	load := cost.DefaultLoad()
	load.Network, load.Front, load.Response = "none", "own", cost.Quantity{}
	for _, tt := range []struct{ blueprint, commitment, spot, item, want string }{
		{"ec2", "one-year", "", "ec2-t3-medium", "38.11"},                 // 2 × 19.053 USD
		{"ec2", "three-year", "", "ec2-t3-medium", "26.28"},               // 2 × 13.14 USD
		{"fargate", "three-year", "", "fargate-cpu-x86", "8.13"},          // 14.7752 USD less 45%
		{"gke-autopilot", "three-year", "", "gke-autopilot-cpu", "36.47"}, // 67.5459 USD less 46%
		{"ec2", "one-year", "spot", "ec2-t3-medium", "26.72"},             // 2 × 30.368 USD less 56%
		{"lambda-x86", "one-year", "", "lambda-duration-x86", "2.64"},     // 3.000006 USD less 12%
		{"lambda-x86", "one-year", "", "lambda-requests", "0.60"},         // at the list price
		{"google-vm", "one-year", "", "google-e2-medium", "30.82"},        // 2 × 15.40927289 USD, as published for a month
		{"google-vm", "three-year", "", "google-e2-medium", "22.01"},      // 2 × 11.00662391 USD
		{"google-vm", "", "spot", "google-e2-medium", "29.36"},            // 2 × 730 h × 0.020106 USD
		{"ec2-arm", "", "spot", "ec2-t4g-medium", "17.66"},                // 2 × 730 h × 0.0336 USD less 64%
	} {
		load.Commitment, load.Spot = tt.commitment, tt.spot
		e, err := m.Estimate(tt.blueprint, load)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range e.Bill.Lines {
			if l.Item == tt.item && l.Amount.String() != tt.want {
				t.Errorf("%s: %s costs %s, want %s", tt.blueprint, tt.item, l.Amount, tt.want)
			}
		}
		if said := strings.Join(e.Notes, " "); !strings.Contains(said, "below the list price") &&
			!strings.Contains(said, "instead of the list price") {
			t.Errorf("%s: nothing says what the commitment applies to: %q", tt.blueprint, said)
		}
	}
	e, err := m.Estimate("workers", load)
	if err != nil || !strings.Contains(strings.Join(e.Notes, " "), "no such price was found") {
		t.Errorf("%v, %q", err, e.Notes)
	}
}
