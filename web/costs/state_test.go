package costs

import (
	"reflect"
	"slices"
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
		for n := range rapid.SampledFrom([]int{0, 0, 2, 3, cost.MaxParts}).Draw(t, "parts") {
			p := Part{Own: cost.Own{}, Name: rapid.SampledFrom([]string{"", "Front", "A & B=c"}).Draw(t, "name")}
			if b := rapid.SampledFrom(m.Blueprints()).Draw(t, "on"); n > 0 && m.Priced(b.ID, want.Load.Region) {
				p.On = b.ID
			}
			other := loads.Draw(t, "load of a part")
			for _, f := range slices.Concat(cost.Fields()[:4], other.Assumed()) {
				if rapid.Bool().Draw(t, "part "+f.ID) {
					p.Own[f.ID] = f.Value(other)
				}
			}
			want.Parts = append(want.Parts, p)
		}
		want.In = rapid.SampledFrom([]*cost.Exchange{nil, &rates[0], &rates[1]}).Draw(t, "currency")
		query := want.Query()
		got := Read(m, rates, query)
		if len(got.Findings) > 0 || got.Load != want.Load || got.Axis != want.Axis || got.In != want.In ||
			!reflect.DeepEqual(got.Show, want.Show) || !reflect.DeepEqual(got.Later, want.Later) ||
			!reflect.DeepEqual(got.Parts, want.Parts) {
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

// TestParts: a part runs where it was put, or where it costs least, and carries what
// it states.
func TestParts(t *testing.T) {
	m := shipped(t)
	s := Read(m, nil, "requests=3000000&parts=2&show=lambda-x86&show=fargate&database=medium"+
		"&p1.name=+Front+&p1.on=ec2&p1.requests=2,5+m&p2.duration=30+s&p2.requests=1000")
	if len(s.Findings) > 0 || s.Parts[0].Name != "Front" || s.Typed["p1.requests"] != "2,500,000" || s.Typed["p2.duration"] != "30,000" {
		t.Fatalf("%+v", s)
	}
	got, err := Compute(m, Asked{Load: s.Load, Show: s.Show, Parts: s.Parts, Axis: Axis("requests", s.Load), Points: Points})
	if err != nil {
		t.Fatal(err)
	}
	front, batch := got.Divided.Parts[0], got.Divided.Parts[1]
	if front.Blueprint != "ec2" || front.Cheapest || front.Load.Requests != cost.Whole(2_500_000) || front.Load.Database != "medium" {
		t.Errorf("%+v", front)
	}
	if batch.Name != "Part 2" || batch.Blueprint != "lambda-x86" || !batch.Cheapest || batch.Load.Duration != cost.Whole(30_000) ||
		batch.Load.Database != "" {
		t.Errorf("%+v", batch)
	}
	if got.Divided.Total != front.Bill.Total+batch.Bill.Total {
		t.Errorf("%s and %s are %s", front.Bill.Total, batch.Bill.Total, got.Divided.Total)
	}
	for i, id := range s.Show { // all parts on one platform cost what each costs there
		var sum cost.Cents
		for _, p := range got.Divided.Parts {
			e, err := m.Estimate(id, p.Load)
			if err != nil {
				t.Fatal(err)
			}
			sum += e.Bill.Total
		}
		if one := got.Divided.Alone[i]; one.Blueprint != id || one.Total != sum || one.Beyond {
			t.Errorf("%s: %+v, want %s", id, one, sum)
		}
	}
	large := Read(m, nil, "requests=1000&parts=2&show=lambda-x86&show=fargate&p1.response=204801")
	got, err = Compute(m, Asked{Load: large.Load, Show: large.Show, Parts: large.Parts, Axis: Axis("requests", large.Load), Points: Points})
	if err != nil {
		t.Fatal(err)
	}
	if alone := got.Divided.Alone; !alone[0].Beyond || alone[1].Beyond || got.Divided.Parts[0].Blueprint != "fargate" {
		t.Errorf("one part is too much for functions: %+v", got.Divided)
	}
	mangled := Read(m, nil, "parts=２.&p1.name=50%&p1_requests=7&p02.requests=8&p2.on=Fargate)&later_requests=9")
	if len(mangled.Findings) > 0 || mangled.Parts[0].Name != "50%" || mangled.Typed["p1.requests"] != "7" ||
		mangled.Typed["p2.requests"] != "8" || mangled.Parts[1].On != "fargate" || mangled.Later.Requests != cost.Whole(9) {
		t.Errorf("%+v", mangled)
	}
	if one := Read(m, nil, "requests=5&p1.requests=7"); one.Parts != nil {
		t.Errorf("parts that nobody asked for: %+v", one.Parts)
	}
	if two := Read(m, nil, "p1.name=A&p2.name=B"); len(two.Parts) != 2 || Read(m, nil, "parts=&p1.name=A&p2.name=B").Parts != nil {
		t.Errorf("parts that are not counted: %+v", two.Parts)
	}
}

func TestPartsRefused(t *testing.T) {
	for query, want := range map[string]string{
		"parts=1":                             "parts “1” is not a number of parts: choose 2 to 4.",
		"parts=5":                             "parts “5” is not a number of parts: choose 2 to 4.",
		"parts=2&p2.on=nix":                   "p2.on “nix” is not something that Part 2 can run on here.",
		"parts=2&region=eu&p1.on=app-service": "p1.on “One application on Azure App Service, Premium v3” cannot be priced for Part 1 in this region.",
		"parts=2&p1.memory=1":                 "p1.memory Part 1: Memory: \"1\" cannot be used: write a whole number from 128 to 10,240 (MB).",
		"parts=2&p1.name=a%00&p1.x=":          "p1.name The name of a part ",
	} {
		s := Read(shipped(t), nil, query)
		if len(s.Findings) != 1 || !strings.HasPrefix(s.Findings[0].Field+" "+s.Findings[0].Fact, want) {
			t.Errorf("%s: %+v", query, s.Findings)
		}
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
		{"requests=500&requests=600&peak=2&utm_source=x&msclkid=9&gad_source=5&page=3", 600, 2, "“requests” has 2 values. The last one counts: “600”."},
		{"requests=500&peak=2)", 500, 2, ""},
		{"requests=5)&peak=4%22", 5, 4, ""},
		{"peak=2&requests=500&durat", 500, 2, "“durat” is not a field here"},
		{"load.requests=500&load.peak=2", 500, 2, ""},    // as the wizard has them
		{"requests=500&amp%3Bpeak=2&peak=2", 500, 2, ""}, // as Teams sends it
		{"requests=500&amp%3Bpeak=3&peak=2", 500, 2, "“amp;peak” is not a field here"},
		{"requests=500&peak=2&later=9M", 500, 2, "“later” is not a field here"},
		{"requests=500&peak=2&mem=1024", 500, 2, "“mem” is not a field here"},
		{"requests=500&peak=2&p1.requests=1M", 500, 2, "“p1.requests” is of a part"},
		{"requests＝500＆peak＝2", 500, 2, ""}, // keyboards of East Asia
		{"requests%EF%BC%9D500&peak%3A2", 500, 2, ""},
		{"req%20uests=500&pe%0Aak=2", 500, 2, ""},
		{"requests=500&peak=2%23cost", 500, 2, ""},
		{"requests=500&peak=2&mem…", 500, 2, "The address was cut off at “mem…”."},
		{"requests=500&peak=2&…", 500, 2, "The address was cut off at “…”."},
		{"requests=500&peak=2&u...", 500, 2, "The address was cut off at “u...”."},
		{"requests=500&peak=2&memory", 500, 2, "“memory” is not a field here"},
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
		"parts=3&p1.name=A&p2.on=eks&p3.requests=-1&p4.requests=2&p1.services=3", "parts=&p1.name=A", "parts=2&p2.name=%ff",
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
			got.Axis != s.Axis || got.In != s.In || !reflect.DeepEqual(got.Parts, s.Parts) {
			t.Fatalf("%q became %q", query, s.Query())
		}
	})
}
