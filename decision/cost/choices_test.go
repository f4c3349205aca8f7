package cost_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"crossroads/decision/cost"
	"crossroads/wrong"

	"pgregory.net/rapid"
)

// choose generates choices of a load; each may be left open.
func choose(t *rapid.T, l cost.Load) cost.Load {
	for _, c := range cost.Choices() {
		ids := []string{""}
		for _, o := range c.Options {
			ids = append(ids, o.ID)
		}
		l = c.With(l, rapid.SampledFrom(ids).Draw(t, c.ID))
	}
	return l
}

// chosen returns the default load with choices: "front", "rest-api", …
func chosen(l cost.Load, pairs ...string) cost.Load {
	for i := 0; i < len(pairs); i += 2 {
		c, ok := cost.ChoiceOf(pairs[i])
		if !ok {
			panic("no choice " + pairs[i])
		}
		l = c.With(l, pairs[i+1])
	}
	return l
}

// lines returns the quantities of items in a bill, "-" for those it lacks.
func quantities(t *testing.T, blueprint string, l cost.Load, items ...string) string {
	t.Helper()
	var got []string
	for _, item := range items {
		said := "-"
		for _, line := range estimate(t, blueprint, l).Bill.Lines {
			if line.Item == item {
				said = line.Quantity.Rounded(3)
			}
		}
		got = append(got, said)
	}
	return strings.Join(got, " ")
}

// A choice applies to every blueprint: what surrounds one blueprint surrounds the
// provider's others too.
func TestChoicesAreEqual(t *testing.T) {
	all := []string{"lambda-x86", "fargate", "ec2", "fargate-services", "eks", "eks-auto", "ec2-services"}
	tests := []struct{ choice, value, item string }{
		{"front", "http-api", "http-api-requests"}, {"front", "rest-api", "rest-api-requests"}, {"front", "balancer", "alb-hours"},
		{"network", "nat", "nat-hours"}, {"network", "nat", "nat-gb"}, {"database", "small", "postgres-small"},
		{"database", "key-value", "key-value-reads"},
		{"cache", "small", "cache-small"},
	}
	for _, tt := range tests {
		want := ""
		for _, id := range all {
			got := quantities(t, id, chosen(load(), tt.choice, tt.value), tt.item)
			if want == "" {
				want = got
			}
			if got == "-" || got != want {
				t.Errorf("%s %s: %s of %s, before %s", tt.choice, tt.value, got, id, want)
			}
		}
	}
}

// Redundancy is the same for all: two of everything that can fail alone, or one.
func TestAvailability(t *testing.T) {
	idle := load("requests", "0", "environments", "2")
	tests := []struct{ blueprint, items, two, one string }{
		{"lambda-x86", "lambda-requests nat-hours", "0 2,190", "0 1,460"}, // two and one elsewhere; one and one
		{"fargate", "fargate-cpu-x86 alb-hours nat-hours", "547.5 1,460 2,190", "365 1,460 1,460"},
		{"ec2", "ec2-t3-medium nat-hours", "2,190 2,190", "1,460 1,460"},
		{"eks", "ec2-m5-large eks-cluster", "2,190 1,460", "1,460 1,460"},
		{"fargate-services", "fargate-cpu-x86", "5,475", "3,650"},
		{"ec2-services", "ec2-m5-large nat-hours", "2,190 2,190", "1,460 1,460"},
	}
	for _, tt := range tests {
		for value, want := range map[string]string{"": tt.two, "two": tt.two, "one": tt.one} {
			l := chosen(idle, "availability", value, "network", "nat")
			if got := quantities(t, tt.blueprint, l, strings.Fields(tt.items)...); got != want {
				t.Errorf("%s with %q: %s, want %s", tt.blueprint, value, got, want)
			}
		}
	}
}

// Optional lines are left out unless asked for, and their names are listed beside the
// total.
func TestOptionalLines(t *testing.T) {
	bare := estimate(t, "ec2", load())
	for _, name := range []string{"database", "cache", "logs", "server disks", "taxes"} {
		if !slices.Contains(bare.LeftOut, name) {
			t.Errorf("%q is not among %q", name, bare.LeftOut)
		}
	}
	l := chosen(load("logs", "2", "disk", "30", "objects", "100", "object_requests", "0.5", "internal", "20", "images", "5", "secrets", "4",
		"database_storage", "50"),
		"database", "medium", "cache", "small")
	full := estimate(t, "ec2", l)
	items := strings.Fields("postgres-medium postgres-gb cache-small object-gb object-reads logs-gb zone-gb disk-gb image-gb secret")
	want := "1,460 100 1,460 100 1,500,000 5.722 57.22 60 5 4" // two of the database, of its storage, of the cache and of the servers
	if got := quantities(t, "ec2", l, items...); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if slices.Contains(full.LeftOut, "database") || slices.Contains(full.LeftOut, "server disks") {
		t.Errorf("left out: %q", full.LeftOut)
	}
	if got := quantities(t, "lambda-x86", l, "disk-gb"); got != "-" {
		t.Errorf("functions have disks: %s", got)
	}
}

// The largest unknown of a small bill is the database; of a large one, the logs.
func TestLargestLeftOut(t *testing.T) {
	tests := []struct {
		load        cost.Load
		name, total string
	}{
		{load(), "a database (PostgreSQL, medium: 2 vCPU, 8 GB)", "211.70"},
		{load("requests", "20,000"), "a database (PostgreSQL, small: 1 to 2 vCPU, 2 to 4 GB)", "46.72"},
		{chosen(load(), "database", "small"), "logs of 2 KB a request", "2.86"},
		{chosen(load("logs", "1"), "database", "small"), "", "0.00"},
		{load("requests", "1,000,000,000"), "logs of 2 KB a request", "953.67"},
	}
	for _, tt := range tests {
		got, err := model().LargestLeftOut("lambda-x86", tt.load)
		if err != nil || got.Name != tt.name || got.Total.String() != tt.total {
			t.Errorf("%+v (%v), want %s %s", got, err, tt.name, tt.total)
		}
	}
}

// If a sheet lacks a price, the bill notes that and is otherwise unaffected.
func TestNoPriceForALine(t *testing.T) {
	e := estimate(t, "cloud-run", chosen(load(), "front", "rest-api", "database", "key-value"))
	want := []string{"Google Cloud, tier 1 regions such as Iowa has no price here for an API gateway: it is left out.",
		"Google Cloud, tier 1 regions such as Iowa has no price here for a key-value database: it is left out."}
	if !slices.Equal(e.Notes, want) || e.Bill.Exact.Cmp(estimate(t, "cloud-run", load()).Bill.Exact) != 0 {
		t.Errorf("%q, %s", e.Notes, e.Bill.Total)
	}
}

// An open choice widens the range of a break-even; a decided one does not.
func TestOpenChoicesWidenTheRange(t *testing.T) {
	u := cost.Uncertainty{Price: 1}
	closed := chosen(load(), "front", "own", "network", "none", "availability", "two")
	at := breakEven(t, "lambda-arm", "fargate-arm", closed, overRequests, u)[0]
	for _, open := range []cost.Load{chosen(closed, "front", ""), chosen(load(), "network", "none")} {
		wider := breakEven(t, "lambda-arm", "fargate-arm", open, overRequests, u)[0]
		if wider.At != at.At || wider.Low.Cmp(at.Low) > 0 || wider.High.Cmp(at.High) < 0 || wider.Low == at.Low && wider.High == at.High {
			t.Errorf("open: %s to %s, decided %s to %s", wider.Low, wider.High, at.Low, at.High)
		}
	}
}

// The cost of instances that serve several requests at once lies between full overlap and
// none.
func TestRangeOfOverlaps(t *testing.T) {
	for _, id := range []string{"cloud-run", "container-apps", "cloud-run-services", "container-apps-services"} {
		e := estimate(t, id, load("requests", "30,000,000"))
		if e.Range == nil || e.Range.Low >= e.Range.High || e.Bill.Total < e.Range.Low || e.Bill.Total > e.Range.High {
			t.Errorf("%s costs %s in %+v", id, e.Bill.Total, e.Range)
		}
	}
	if e := estimate(t, "lambda-arm", load()); e.Range != nil {
		t.Errorf("functions have a range: %+v", e.Range)
	}
}

// Services do not share resources: with a warm instance each, two cost the sum of both.
func TestServicesAreNotPooled(t *testing.T) {
	l := load("requests", "200,000,000", "services", "2", "call-overhead", "0") // 1.8 instances of the busiest
	one := quantities(t, "cloud-run", l, "cloud-run-request-cpu")
	two := quantities(t, "cloud-run-services", l, "cloud-run-request-cpu")
	if one != "4,630,864.895" || two != "7,258,864.895" { // and one month of the other
		t.Errorf("%s of one application, %s of two services", one, two)
	}
}

func TestChoicesThroughJSONAndForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := choose(t, load())
		for _, f := range cost.AssumptionFields() {
			if rapid.Bool().Draw(t, f.ID) {
				want = f.With(want, between(t, f, f.Min))
			}
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var back cost.Load
		if err := json.Unmarshal(text, &back); err != nil || back != want {
			t.Fatalf("%s\nread as %+v (%v)", text, back, err)
		}
		if got, errs := cost.ParseLoadJSON(text); len(errs) > 0 || got != want {
			t.Fatalf("%s\nread as %+v (%v)", text, got, errs)
		}
	})
	bad := load()
	bad.Front = "moat"
	var input wrong.Input
	if _, err := model().Estimate("ec2", bad); !errors.As(err, &input) || input.Field != "front" {
		t.Errorf("a moat in front: %v", err)
	}
	if _, errs := cost.ParseLoadJSON([]byte(`{"services": 0}`)); len(errs) != 1 || errs[0].Field != "services" {
		t.Errorf("no services: %v", errs)
	}
}

// Instances kept ready cost what the sheets say, where a platform would run none
// otherwise: by hand for two instances of 512 MB without a request, 730 hours.
func TestInstancesKeptReady(t *testing.T) {
	idle := load("requests", "0", "ready", "2", "response", "0")
	idle.Network = "none"
	for id, want := range map[string]string{
		"lambda-x86":              "10.95",  // 2 × 0.5 GB × 2,628,000 s × 0.0000041667
		"lambda-arm":              "8.76",   // at 0.0000033334
		"azure-flex":              "10.51",  // 2 × 0.5 GB × 2,628,000 s × 0.000004
		"cloud-run":               "19.71",  // 2 × 2,628,000 s × (1 vCPU + 0.5 GiB) × 0.0000025
		"container-apps":          "23.65",  // 2 × 2,628,000 s × (0.5 vCPU + 1 GiB) × 0.000003
		"cloud-run-services":      "197.10", // ten services
		"container-apps-services": "236.52",
	} {
		if got := estimate(t, id, idle); got.Bill.Total.Text() != want {
			t.Errorf("%s: %s, want %s: %+v", id, got.Bill.Total.Text(), want, got.Bill.Lines)
		}
	}
	for _, id := range []string{"fargate", "ec2", "app-service", "render", "eks", "fargate-services", "ec2-services"} {
		none := idle
		none.Ready = cost.Quantity{}
		if with, without := estimate(t, id, idle), estimate(t, id, none); with.Bill.Total != without.Bill.Total {
			t.Errorf("%s: %s with instances kept ready, %s without", id, with.Bill.Total, without.Bill.Total)
		}
	}
	used := func(l cost.Load, item string) cost.Quantity {
		for _, line := range estimate(t, "lambda-x86", l).Bill.Lines {
			if line.Item == item {
				return line.Quantity
			}
		}
		return cost.Quantity{}
	}
	// 3 million requests of 120 ms are 0.137 open on average: all run on the two.
	few := load("ready", "2")
	if on, rest := used(few, "lambda-provisioned-duration-x86"), used(few, "lambda-duration-x86"); on != q("180,000") || !rest.IsZero() {
		t.Errorf("%s GB-seconds on two instances and %s on others, want 180,000 and 0", on, rest)
	}
	// 300 million are 13.7 open: two instances are busy all month, 2 × 0.5 GB.
	many := used(load("ready", "2", "requests", "300,000,000"), "lambda-provisioned-duration-x86")
	if want := q("2,628,000"); many.Sub(want).Cmp(q("1")) > 0 || want.Sub(many).Cmp(q("1")) > 0 {
		t.Errorf("%s GB-seconds on two instances, want %s", many, want)
	}
	if got := estimate(t, "workers", load("ready", "1", "memory", "128")); !slices.Contains(got.Missing, "instances kept ready") {
		t.Errorf("Workers: %v", got.Missing)
	}
}
