package form

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

// shippedCatalogue takes load figures.
func shippedCatalogue(t testing.TB) *decision.Catalogue {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return lib.Comparisons[0]
}

// TestLoadRoundTrip: a load written into the address of a wizard is read back as
// it was, beside answers and parts, and the query is canonical.
func TestLoadRoundTrip(t *testing.T) {
	cat := shippedCatalogue(t)
	rapid.Check(t, func(t *rapid.T) {
		want := assessments(cat).Draw(t, "assessment")
		load := decisiontest.Loads(cat.LoadAreas()).Draw(t, "load")
		want.Load = &load
		query := Query(want)
		if len(query) > maxQuery {
			t.Skip("longer than an address may be")
		}
		in := Parse(cat, query, false)
		if len(in.Findings) > 0 || !reflect.DeepEqual(in.Assessment, want) {
			t.Fatalf("%s\nread as %+v (%+v)\nwant %+v", query, in.Assessment, in.Findings, want)
		}
		if again := Query(in.Assessment); again != query {
			t.Fatalf("written as %s, then as %s", query, again)
		}
	})
}

// FuzzLoad: whatever an address says about a load gives a load that the model
// takes, or none, and findings that name their field.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"load.requests=3000000", "load.requests=-1&load.duration=NaN", "load.requests=1e13", "load.region=mars",
		"load.region=asia&load.free_tier=on",
		"load.free_tier=perhaps", "load.=1&load.x=2&load.requests.x=3", "load.hours=0.05&load.engineer_rate=0.001",
		"load.requests=1&load.requests=2",
	} {
		f.Add(seed)
	}
	cat := shippedCatalogue(f)
	f.Fuzz(func(t *testing.T, query string) {
		in := Parse(cat, query, false)
		for _, found := range in.Findings {
			if found.Fact == "" || found.Advice == "" {
				t.Fatalf("%q: %+v", query, found)
			}
		}
		if in.Assessment.Load == nil {
			return
		}
		if _, err := cat.CostModel().Estimate("lambda-arm", *in.Assessment.Load); err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		canonical := Query(in.Assessment)
		if again := Parse(cat, canonical, false); len(again.Findings) > 0 || !reflect.DeepEqual(again.Assessment, in.Assessment) {
			t.Fatalf("%q became %q, read as %+v (%+v)", query, canonical, again.Assessment, again.Findings)
		}
	})
}

// TestLoadWithoutRequests: the usual number of requests is nobody's load.
func TestLoadWithoutRequests(t *testing.T) {
	in := Parse(shippedCatalogue(t), "load.requests=&load.duration=60", false)
	if in.Assessment.Load != nil || len(in.Findings) != 1 || in.Findings[0].Field != "load.requests" || in.Load["duration"] != "60" {
		t.Errorf("read as %+v", in)
	}
}

func TestNoLoad(t *testing.T) {
	cat := shippedCatalogue(t)
	for _, query := range []string{"", "load.requests=&load.duration=&load.region=&load.free_tier=", "load.requests=many",
		"load.duration=21600000&load.requests=40"} {
		in := Parse(cat, query, false)
		if in.Assessment.Load != nil {
			t.Errorf("%q gives a load: %+v", query, *in.Assessment.Load)
		}
		if again := Parse(cat, in.Uncounted(), false); !reflect.DeepEqual(again.Load, in.Load) {
			t.Errorf("%q is given on as %q", query, in.Uncounted())
		}
	}
}

// TestLoadOfTheCostExplorer: its address has the figures under shorter names, which other programs may use without the
// requests.
func TestLoadOfTheCostExplorer(t *testing.T) {
	cat := shippedCatalogue(t)
	want := Parse(cat, "kind=records&load.requests=5000000&load.memory=1024", false).Assessment
	in := Parse(cat, "kind=records&requests=5000000&memory=1024", false)
	if len(in.Findings) > 0 || in.Assessment.Load == nil || !reflect.DeepEqual(in.Assessment, want) {
		t.Errorf("read as %+v", in)
	}
	if in := Parse(cat, "kind=records&memory=1024&region=emea", false); in.Assessment.Load != nil || len(in.Findings) > 0 {
		t.Errorf("of others: %+v", in)
	}
}
