package costs

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/content"
	"crossroads/decision/cost"
	"crossroads/decision/decisiontest"
)

// shipped is the model of the shipped prices.
func shipped(t testing.TB) *cost.Model {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return cost.NewModel(lib.Prices)
}

// rates are two that the tests convert by.
var rates = []cost.Exchange{
	{Currency: "EUR", Base: "EUR", USD: cost.Whole(114).Over(100), Rate: cost.Whole(1)},
	{Currency: "GBP", Base: "EUR", USD: cost.Whole(114).Over(100), Rate: cost.Whole(85).Over(100)},
}

// TestRoundTrip: an address holds all of the state, and is canonical.
func TestRoundTrip(t *testing.T) {
	m := shipped(t)
	loads := decisiontest.Loads(m.Areas())
	rapid.Check(t, func(t *rapid.T) {
		want := State{Load: loads.Draw(t, "load"), Axis: rapid.SampledFrom([]string{"requests", "duration", "utilisation"}).Draw(t, "axis")}
		if rapid.Bool().Draw(t, "compared") {
			other, later := loads.Draw(t, "other load"), want.Load
			for _, f := range cost.Fields() {
				if rapid.Bool().Draw(t, "later "+f.ID) {
					later = f.With(later, f.Value(other))
				}
			}
			for _, c := range cost.LaterChoices() {
				if value := c.Value(other); value != "" {
					later = c.With(later, value)
				}
			}
			for _, f := range other.Assumed() {
				later = f.With(later, f.Value(other))
			}
			if later != want.Load {
				want.Later = &later
			}
		}
		for _, b := range m.Blueprints() {
			if rapid.Bool().Draw(t, b.ID) || len(want.Show) == 0 && b.ID == "fargate-monolith" {
				want.Show = append(want.Show, b.ID)
			}
		}
		want.In = rapid.SampledFrom([]*cost.Exchange{nil, &rates[0], &rates[1]}).Draw(t, "currency")
		query := want.Query()
		got := Read(m, rates, query)
		if len(got.Findings) > 0 || got.Load != want.Load || got.Axis != want.Axis || got.In != want.In ||
			!reflect.DeepEqual(got.Show, want.Show) || !reflect.DeepEqual(got.Later, want.Later) {
			t.Fatalf("%s\nread as %+v\nwant %+v", query, got, want)
		}
		if again := got.Query(); again != query {
			t.Fatalf("%s\nwritten again as %s", query, again)
		}
	})
}

// TestLaterTyped: what is wrong in the second load keeps what was typed, names
// its field, and leaves the rest of it in use.
func TestLaterTyped(t *testing.T) {
	got := Read(shipped(t), nil, "requests=5&later.requests=soon&later.duration=1,5+s&later.memory=")
	if len(got.Findings) != 1 || got.Findings[0].Field != "later.requests" ||
		!strings.HasPrefix(got.Findings[0].Fact, "Later: Requests a month: ") {
		t.Errorf("%+v", got.Findings)
	}
	if got.Typed["later.requests"] != "soon" || got.Typed["later.duration"] != "1,500" {
		t.Errorf("shown as %q", got.Typed)
	}
	if got.Later == nil || got.Later.Duration != cost.Whole(1500) || got.Later.Requests != cost.Whole(5) ||
		got.Later.Memory != got.Load.Memory {
		t.Errorf("read as %+v", got.Later)
	}
	if same := Read(shipped(t), nil, "requests=5&later.requests=5"); same.Later != nil {
		t.Error("the same load is compared with itself")
	}
}

// TestMangledQuery: what programs on the way do to a link of the explorer changes no
// figure, and a name that went wrong is named.
func TestMangledQuery(t *testing.T) {
	m := shipped(t)
	for _, tt := range []struct {
		query          string
		requests, peak uint64
		found          string
	}{
		{"requests=500&amp;peak=2", 500, 2, ""},
		{"requests=500;peak=2", 500, 2, ""},
		{"requests=500%26peak=2", 500, 2, ""},
		{"requests%3D500%26peak%3D2", 500, 2, ""},
		{"Requests=500&PEAK=2", 500, 2, ""},
		{"requests[]=500&%E2%80%8Bpeak=2", 500, 2, ""},
		{"peak=2&requests=500.000).", 500_000, 2, ""},
		{"peak=2%&requests=500%E3%80%82", 500, 2, ""},
		{"requests=500&requests=600&peak=2&utm_source=x&msclkid=9&gad_source=5&page=3", 600, 2, ""},
		{"reqests=500&peak=2", 3_000_000, 2, "“reqests” is not a field here"},
	} {
		got := Read(m, nil, tt.query)
		if got.Load.Requests != cost.Whole(tt.requests) || got.Load.Peak != cost.Whole(tt.peak) {
			t.Errorf("%s: read as %v requests, peak %v", tt.query, got.Load.Requests, got.Load.Peak)
		}
		if len(got.Findings) > 0 != (tt.found != "") || tt.found != "" && !strings.Contains(got.Findings[0].Fact, tt.found) {
			t.Errorf("%s: found %v, want %q", tt.query, got.Findings, tt.found)
		}
	}
}

// FuzzRead: whatever an address says gives a state whose loads the model takes, and
// whose own address reads back as it.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"requests=3000000&later.requests=30+million", "later.requests=-1&later.hours=0,5", "later.=1&later.later.requests=2",
		"later.requests=1e13&axis=x",
		"requests=5&requests=6&later.services=20&services=", "currency=gbp", "currency=%00&currency=+eur",
		"region=mars&later.region=us&show=nothing&show=eks", "later.free_tier=on&later.people-functions=5",
		"database=small&later.database=LARGE&later.cache=huge&later.front=own",
	} {
		f.Add(seed)
	}
	m := shipped(f)
	f.Fuzz(func(t *testing.T, query string) {
		s := Read(m, rates, query)
		for _, load := range s.Loads() {
			if errs := load.Check(); len(errs) > 0 {
				t.Fatalf("%q: %v", query, errs)
			}
		}
		got := Read(m, rates, s.Query())
		if len(got.Findings) > 0 || got.Load != s.Load || !reflect.DeepEqual(got.Later, s.Later) || !reflect.DeepEqual(got.Show, s.Show) ||
			got.Axis != s.Axis || got.In != s.In {
			t.Fatalf("%q became %q", query, s.Query())
		}
	})
}
