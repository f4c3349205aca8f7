package cost_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/wrong"

	"pgregory.net/rapid"
)

func model() *cost.Model { return cost.NewModel(shipped()) }

// load returns the default load with some fields changed: "requests", "0", …
func load(changes ...string) cost.Load {
	l := cost.DefaultLoad()
	for i := 0; i < len(changes); i += 2 {
		f, ok := cost.FieldOf(changes[i])
		if !ok {
			panic("no field " + changes[i])
		}
		l = f.With(l, q(changes[i+1]))
	}
	return l
}

func estimate(t testing.TB, blueprint string, l cost.Load) cost.Estimate {
	t.Helper()
	e, err := model().Estimate(blueprint, l)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Without load, only what cannot scale to zero costs money.
func TestIdleFloor(t *testing.T) {
	floors := map[string]string{
		"lambda-arm": "0.00", "lambda-x86": "0.00", "azure-flex": "0.00", "azure-functions": "0.00", "cloud-run": "0.00",
		"container-apps":   "0.00",
		"workers":          "5.00",   // the plan
		"fargate":          "49.05",  // two tasks of 0.25 vCPU and 0.5 GB, a load balancer, four addresses
		"fargate-arm":      "45.45",  // the same on Arm
		"fargate-monolith": "49.05",  // the same
		"app-service":      "113.15", // two P0v3
		"render":           "14.00",  // two Starter instances
		"ec2":              "91.77",  // two t3.medium, a load balancer, four addresses
		"ec2-arm":          "80.09",  // the same with t4g.medium
		"azure-vm":         "158.41", // two D2s v3, a load balancer
		"google-vm":        "74.47",  // two e2-medium, a load balancer, two addresses

		"fargate-services":     "276.93", // twenty tasks, a load balancer, 22 addresses
		"fargate-services-arm": "240.91", // the same on Arm: 14,600 h × (0.25 × 0.03238 + 0.5 × 0.00356) USD, 16.43 and 80.30
		"cloud-run-services":   "0.00", "container-apps-services": "0.00",

		"eks":           "244.19", // control plane, two nodes, a load balancer, four addresses
		"eks-arm":       "223.17", // the same with two m7g.large: 73.00, 119.14, 16.43 and 14.60
		"eks-auto":      "261.01", // and the fee of two nodes
		"gke-autopilot": "177.78", // cluster, 2 vCPU and 6 GiB of pods, a load balancer
		"aks-automatic": "298.11", // cluster, two nodes, their fee, a load balancer

		"ec2-services":       "171.19", // what EKS costs without its control plane: two m5.large, a load balancer, four addresses
		"ec2-services-arm":   "150.17", // the same with two m7g.large
		"azure-vm-services":  "158.41", // two D2s v3 have the memory of ten services
		"google-vm-services": "74.47",  // and two e2-medium do
	}
	for _, b := range model().Blueprints() {
		if got := estimate(t, b.ID, load("requests", "0")).Bill.Total.String(); got != floors[b.ID] {
			t.Errorf("%s costs %s at no load, want %s", b.ID, got, floors[b.ID])
		}
	}
	if len(model().Blueprints()) != len(floors) {
		t.Errorf("%d blueprints have prices, want %d", len(model().Blueprints()), len(floors))
	}
}

// A second environment adds its idle machines, and nothing on platforms that scale to zero
// or charge by account.
func TestEnvironments(t *testing.T) {
	// Lines are rounded, so the difference of two bills may be off by a cent.
	added := map[string]string{
		"lambda-arm": "0.00", "lambda-x86": "0.00", "azure-functions": "0.00", "cloud-run": "0.00", "workers": "0.00",
		"fargate": "36.38", "fargate-arm": "34.58", "eks": "170.45", "ec2": "57.73", "fargate-monolith": "36.38",
		"ec2-services": "97.45", // as EKS, without a control plane
	}
	for id, want := range added {
		one := estimate(t, id, load("requests", "0")).Bill.Total
		two := estimate(t, id, load("requests", "0", "environments", "2")).Bill.Total
		if got := (two - one).String(); got != want {
			t.Errorf("%s: a second environment adds %s, want %s", id, got, want)
		}
	}
}

// The sizing of a known load, number by number.
func TestSizing(t *testing.T) {
	// 26.28 M requests of 500 ms in 730 h: 10 a second, 5 open on average, 20 at
	// the peak; half of each is computing. At 80 %: 20 × 0.5 ÷ 0.8 = 12.5 vCPU
	// for computing with a whole processor, 20 ÷ 10 ÷ 0.8 = 2.5 for open requests.
	l := load("requests", "26,280,000", "duration", "500", "waiting", "50", "peak", "4", "utilisation", "80", "concurrency", "10", "memory",
		"2048")
	tests := []struct {
		blueprint, step, want string
	}{
		{"fargate", "Open requests on average", "5"},
		{"fargate", "Open requests at the peak", "20"},
		{"fargate", "Processors for the peak", "12.5"},
		{"fargate", "Tasks at the peak", "13"},
		{"fargate", "Tasks at the average load", "4"}, // 12.5 ÷ 4 = 3.1
		{"fargate", "Tasks in the hours in use", "8.5"},
		{"ec2", "Servers", "7"},
		{"eks", "Nodes", "10"},           // (12.5 × 1.2 + 2) ÷ 1.8 = 9.4
		{"ec2-services", "Servers", "9"}, // (12.5 × 1.2 + 2) ÷ 2 = 8.5
		{"fargate-monolith", "Tasks", "13"},
		{"cloud-run", "Instance seconds with requests at once", "8212500"},
	}
	for _, tt := range tests {
		steps := estimate(t, tt.blueprint, l).Sizing
		i := slices.IndexFunc(steps, func(s cost.Step) bool { return s.Name == tt.step })
		if i < 0 {
			t.Errorf("%s: no step %q in %v", tt.blueprint, tt.step, steps)
		} else if got := steps[i].Value.String(); got != tt.want {
			t.Errorf("%s: %s is %s, want %s (%s)", tt.blueprint, tt.step, got, tt.want, steps[i].Formula)
		}
	}
	// With almost only waiting the open requests decide.
	l = load("requests", "26,280,000", "duration", "500", "waiting", "95", "peak", "4", "utilisation", "80", "concurrency", "10")
	steps := estimate(t, "fargate", l).Sizing
	if got := steps[2].Value.String(); got != "2.5" {
		t.Errorf("processors %s, want 2.5: %s", got, steps[2].Formula)
	}
}

// In eight hours a day the same requests take three times the tasks (10 on
// average, 38 at the peak), for a third of the time, and two in the other hours.
func TestHoursOfUse(t *testing.T) {
	l := load("requests", "26,280,000", "duration", "500", "waiting", "50", "utilisation", "80", "hours", "8", "memory", "2048")
	e := estimate(t, "fargate", l)
	if got := e.Bill.Lines[len(e.Bill.Lines)-2].Parts[0].Formula.String(); got != "(24 tasks × 243.333333 h in use + 2 × 486.666667 h) × 1 vCPU" {
		t.Errorf("formula %q", got)
	}
}

// The quantities of each blueprint for one load, by hand. 26.28 M requests of
// 500 ms in 8 hours a day, of 243.3 a month: 15 open on average, 60 at the peak,
// half of it computing, so 37.5 vCPU at 80 %. Two more environments stand idle.
func TestQuantities(t *testing.T) {
	l := load("requests", "26,280,000", "duration", "500", "memory", "2048", "waiting", "50", "peak", "4", "utilisation", "80",
		"concurrency", "10", "hours", "8", "response", "600", "environments", "3")
	balancer := "alb-hours 2,190 alb-lcu 15,062.599" // 601 KB for each request, which is more than 1 connection a second
	transfer := "transfer-out 15,037.537"            // 26.28 M × 600 KB
	tests := map[string]string{
		"lambda-x86": "lambda-requests 26,280,000 lambda-duration-x86 26,280,000 " + transfer,
		// 38 tasks at the peak, 10 on average, so 24; 2 in the other hours; 2 of 0.25 vCPU elsewhere. Each
		// has an address, each load balancer two.
		"fargate": transfer + " " + balancer + " ipv4-hours 12,653.333 fargate-cpu-x86 7,178.333 fargate-memory-x86 16,546.667",
		// Computing takes most: 13.14 M request seconds × 0.5 ÷ 0.8.
		"cloud-run": "cloud-run-requests 26,280,000 cloud-run-request-cpu 8,212,500 cloud-run-request-memory 16,425,000 " + transfer,
		// (37.5 × 1.2 + 20 × 0.1) ÷ 1.8 = 26.1, so 27 nodes, and one in each other environment.
		"eks": transfer + " " + balancer + " ipv4-hours 25,550 eks-cluster 2,190 ec2-m5-large 21,170",
		"ec2": transfer + " " + balancer + " ipv4-hours 19,710 ec2-t3-medium 1,460 ec2-m5-large 13,870",
		// 47 ÷ 2 = 23.5, so 24 servers, and one in each other environment, or two small ones for its 4.5 GB.
		"ec2-services":      transfer + " " + balancer + " ipv4-hours 23,360 ec2-m5-large 18,980",
		"ec2-services-arm":  transfer + " " + balancer + " ipv4-hours 23,360 ec2-m7g-large 18,980",
		"azure-vm-services": "azure-d2s-v3 18,980 azure-lb-hours 2,190 azure-lb-gb 15,062.599 " + transfer,
		"google-vm-services": "google-lb-hours 2,190 google-lb-gb 15,062.599 google-e2-medium 2,920 google-e2-standard-2 17,520 " +
			"google-ipv4-hours 20,440 " + transfer,
	}
	for id, want := range tests {
		var got []string
		for _, line := range estimate(t, id, l).Bill.Lines {
			got = append(got, line.Item+" "+line.Quantity.Rounded(3))
		}
		if list := strings.Join(got, " "); list != strings.TrimSpace(want) {
			t.Errorf("%s\ngot  %s\nwant %s", id, list, want)
		}
	}
}

// Where requests overlap, but one instance is enough, it is busy in all the
// hours in use.
func TestOneBusyInstance(t *testing.T) {
	l := load("requests", "10,000,000", "duration", "500", "waiting", "90", "memory", "2048", "hours", "12")
	steps := estimate(t, "cloud-run", l).Bill.Lines
	if got := steps[1].Quantity.String(); got != "1314000" {
		t.Errorf("%s vCPU-seconds, want 365 h", got)
	}
}

// A load's own assumptions change the size.
func TestAssumptions(t *testing.T) {
	m := model()
	m.Assumptions.ServiceMemory.Value = q("2048")
	stated, err := model().Estimate("eks", load("requests", "0", "service-memory", "2048"))
	if err != nil || stated.Sizing[len(stated.Sizing)-1].Value != q("7") {
		t.Errorf("stated with the load: %+v, %v", stated.Sizing, err)
	}
	e, err := m.Estimate("eks", load("requests", "0"))
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Sizing[len(e.Sizing)-1]; got.Value != q("7") { // 20 × 2 GB + 2 × 0.5 GB, 6.5 GB in each node
		t.Errorf("%s nodes: %s", got.Value, got.Formula)
	}
	seen := map[string]bool{}
	for _, a := range m.Assumptions.Numbers() {
		f, _ := cost.FieldOf(a.ID)
		if a.ID == "" || a.Name == "" || a.Unit == "" || a.Doc == "" || a.Value.IsZero() != f.ByLoad() || seen[a.ID] {
			t.Errorf("%+v is not described, or twice", a)
		}
		seen[a.ID] = true
	}
}

func TestMemoryPicksTheSize(t *testing.T) {
	for memory, want := range map[string]string{
		"512": "of 0.25 vCPU", "2048": "of 0.25 vCPU", "2049": "of 0.5 vCPU", "8192": "of 1 vCPU", "10240": "of 2 vCPU",
	} {
		steps := estimate(t, "fargate", load("requests", "0", "memory", memory)).Sizing
		if got := steps[len(steps)-1].Unit; got != want {
			t.Errorf("%s MB: tasks %s, want %s", memory, got, want)
		}
	}
}

func TestEveryBlueprintExplainsItself(t *testing.T) {
	for _, b := range cost.Blueprints() {
		e := estimate(t, b.ID, load("environments", "3"))
		if b.Name == "" || len(b.Rules) == 0 || len(e.Bill.Lines) == 0 {
			t.Errorf("%s has no name, rules or lines", b.ID)
		}
		for _, l := range e.Bill.Lines {
			if l.Source == "" || l.AsOf == "" || l.Label == "" || len(l.Charges) == 0 {
				t.Errorf("%s: line %+v lacks something", b.ID, l)
			}
			for _, p := range l.Parts {
				if f := p.Formula.String(); p.Component == "" || f == "" || strings.Contains(f, "too large") || strings.Contains(f, " # ") {
					t.Errorf("%s: %s of %q by %q", b.ID, l.Item, p.Component, f)
				}
			}
		}
		for _, s := range e.Sizing {
			if s.Name == "" || s.Unit == "" || s.Formula.String() == "" {
				t.Errorf("%s: step %+v", b.ID, s)
			}
		}
	}
}

func TestPeopleAreApart(t *testing.T) {
	e := estimate(t, "lambda-arm", load("engineer_hours", "12.5", "engineer_rate", "80.40"))
	if e.People.Total.String() != "1005.00" || e.Bill.Total != estimate(t, "lambda-arm", load()).Bill.Total {
		t.Errorf("people %s, bill %s", e.People.Total, e.Bill.Total)
	}
}

// An option may take other hours of work than all options.
func TestPeopleOfAnOption(t *testing.T) {
	l := load("engineer_hours", "10", "people-functions", "2.5")
	for id, want := range map[string]string{"lambda-arm": "187.50", "workers": "187.50", "eks": "750.00"} {
		if got := estimate(t, id, l).People.Total.String(); got != want {
			t.Errorf("people of %s cost %s, want %s", id, got, want)
		}
	}
}

// TestRender checks instances against the sizes of Render, by hand.
func TestRender(t *testing.T) {
	for _, tt := range []struct{ requests, memory, environments, want string }{
		{"0", "512", "1", "14.00"},    // two Starter
		{"0", "512", "3", "28.00"},    // and one for each other environment
		{"0", "1024", "1", "50.00"},   // two Standard, for the memory
		{"0", "3000", "1", "170.00"},  // two Pro
		{"0", "10240", "1", "450.00"}, // two Pro Max
		// 48 open requests at the peak × 0.1158 vCPU ÷ 60% = 9.26 vCPU: ten Standard, and 2,506.26 GB × 0.15 USD
		{"262800000", "512", "1", "625.94"},
	} {
		e := estimate(t, "render", load("requests", tt.requests, "memory", tt.memory, "environments", tt.environments))
		if got := e.Bill.Total.String(); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

// Responses above 6 MB are streamed, which has a price of its own; where the sheet has none, the estimate says that it is left out.
func TestStreamedResponses(t *testing.T) {
	with := func(l cost.Load) (lines []string) {
		for _, line := range estimate(t, "lambda-x86", l).Bill.Lines {
			if line.Item == "lambda-streamed" {
				lines = append(lines, line.Amount.String())
			}
		}
		return lines
	}
	if got := with(load("requests", "1,000,000", "response", "6,144")); got != nil {
		t.Errorf("6 MB: %v", got)
	}
	// 1,000,000 × 13,856 KB ÷ 1,048,576 = 13,214.11 GB; with instances kept ready the same bytes are streamed.
	for _, l := range []cost.Load{load("requests", "1,000,000", "response", "20,000"), load("requests", "1,000,000", "response", "20,000", "ready", "3")} {
		if got := with(l); !slices.Equal(got, []string{"105.71"}) {
			t.Errorf("20,000 KB: %v", got)
		}
	}
	l := load("requests", "1,000,000", "response", "20,000")
	l.Region = "eu"
	if e := estimate(t, "lambda-x86", l); !slices.Contains(e.Missing, "streaming of responses above 6 MB") {
		t.Errorf("Frankfurt lacks %q", e.Missing)
	}
}

func TestLimitsHaveSources(t *testing.T) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range cost.Blueprints() {
		for _, limit := range b.Limits {
			if !slices.ContainsFunc(lib.Sources, func(s decision.Source) bool { return s.ID == limit.Source }) {
				t.Errorf("%s: there is no source %q", b.ID, limit.Source)
			}
			if _, known := cost.FieldOf(limit.Field); !known {
				t.Errorf("%s: there is no field %q", b.ID, limit.Field)
			}
		}
	}
}

func TestLimitsOfPlatforms(t *testing.T) {
	tests := []struct {
		blueprint string
		load      cost.Load
		want      []string
	}{
		{"lambda-arm", load("duration", "900,000", "memory", "10,240"), nil},
		{"lambda-arm", load("response", "204,800"), nil},
		{"lambda-x86", load("response", "1,048,576"), []string{
			"Size of a response: this platform allows 204,800 KB at most, your load has 1,048,576. The bill is for comparison only.",
		}},
		{"azure-functions", load("duration", "600,000", "memory", "1536"), nil},
		{"azure-functions", load("duration", "600,001"), []string{
			"Average duration: this platform allows 600,000 ms at most, your load has 600,001. The bill is for comparison only.",
		}},
		{"workers", load("memory", "128"), nil},
		{"workers", load("memory", "512"), []string{
			"Memory: this platform allows 128 MB at most, your load has 512. The bill is for comparison only.",
		}},
	}
	for _, tt := range tests {
		if got := estimate(t, tt.blueprint, tt.load).Notes; !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.blueprint, got, tt.want)
		}
	}
}

func TestEstimateRefuses(t *testing.T) {
	var input wrong.Input
	bad := load()
	bad.Memory = q("1")
	if _, err := model().Estimate("lambda-arm", bad); !errors.As(err, &input) || input.Field != "memory" {
		t.Errorf("memory: %v", err)
	}
	bad = load()
	bad.Region = "moon"
	if _, err := model().Estimate("lambda-arm", bad); !errors.As(err, &input) ||
		input.Message != `Region: "moon" cannot be used: write one of asia, eu, japan, korea, us.` {
		t.Errorf("region: %v", err)
	}
	if _, err := model().Estimate("mainframe", load()); !errors.Is(err, cost.ErrUnknownBlueprint) {
		t.Errorf("blueprint: %v", err)
	}
	some := cost.NewModel([]cost.Sheet{*sheet(t, aws)})
	if _, err := some.Estimate("cloud-run", load()); !errors.Is(err, cost.ErrNoPrices) {
		t.Errorf("prices: %v", err)
	}
}

func TestEstimateJSON(t *testing.T) {
	for _, b := range cost.Blueprints() {
		text, err := json.Marshal(estimate(t, b.ID, load("environments", "2")))
		if err != nil {
			t.Fatal(err)
		}
		var back cost.Estimate
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(back); err != nil || string(again) != string(text) {
			t.Errorf("%s\nbecame %s (%v)", text, again, err)
		}
	}
}

// More, longer or larger requests never make a bill smaller.
func TestMoreLoadNeverCostsLess(t *testing.T) {
	m := model()
	ids := cost.Blueprints()
	rapid.Check(t, func(t *rapid.T) {
		l := load()
		l.FreeTier = rapid.Bool().Draw(t, "free")
		for _, f := range cost.Fields() {
			if rapid.Bool().Draw(t, f.ID) {
				l = f.With(l, between(t, f, f.Min))
			}
		}
		for _, f := range cost.AssumptionFields() {
			if f.ByLoad() && rapid.Bool().Draw(t, f.ID) {
				l = f.With(l, between(t, f, f.Min))
			}
		}
		if l.FreeTier {
			l.Ready = cost.Quantity{} // a busy second within the allowance is free, and an idle one of an instance kept ready is not
		}
		id := rapid.SampledFrom(ids).Draw(t, "blueprint").ID
		name := rapid.SampledFrom([]string{"requests", "duration", "peak", "response", "environments"}).Draw(t, "field")
		f, _ := cost.FieldOf(name)
		before, err := m.Estimate(id, l)
		if errors.Is(err, cost.ErrOverflow) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		more := f.With(l, between(t, f, f.Value(l)))
		after, err := m.Estimate(id, more)
		if errors.Is(err, cost.ErrOverflow) {
			return // more than every dollar there is
		}
		if err != nil {
			t.Fatal(err)
		}
		if after.Bill.Exact.Cmp(before.Bill.Exact) < 0 {
			t.Fatalf("%s: %s from %s to %s: from %s to %s", id, name, f.Value(l), f.Value(more), before.Bill.Exact, after.Bill.Exact)
		}
	})
}

// between generates a value of a field, at least low.
func between(t *rapid.T, f cost.Field, low cost.Quantity) cost.Quantity {
	span := f.Max.Sub(low)
	share := rapid.Uint64Range(0, 1<<20).Draw(t, "share") >> rapid.IntRange(0, 20).Draw(t, "shift")
	up := low.Add(span.Times(share).Over(1 << 20))
	return up.Ceil(f.Step).Min(f.Max)
}

// Published moves: which of two blueprints was cheaper under the organisation's load.
// Figures that were not published are marked as ours.
func TestDirectionOfPublishedMoves(t *testing.T) {
	s := sheet(t, aws)
	t.Run("raksul-images: 30 tasks to functions", func(t *testing.T) {
		// About 8,000 requests a day of about 30 s; memory of 1.5 GB is assumed.
		functions := bill(t, s, noFree, &cost.Lambda{Requests: q("240,000"), Duration: q("30000"), Memory: q("1536")})
		tasks := bill(t, s, noFree, &cost.Fargate{Runs: q("30"), Seconds: q("2,628,000"), VCPU: q("1"), Memory: q("2")})
		if functions.Total >= tasks.Total {
			t.Errorf("functions %s, tasks %s", functions.Total, tasks.Total)
		}
	})
	t.Run("insider-web-server: gateway and functions to Fargate", func(t *testing.T) {
		// Over 4,000 requests a minute, each with a pre-flight call. Little work in each is
		// published; 50 ms, most of it waiting, and a steady load are assumed.
		l := load("requests", "350,400,000", "duration", "50", "waiting", "90", "peak", "2", "response", "1")
		if functions, tasks := estimate(t, "lambda-x86", l), estimate(t, "fargate", l); tasks.Bill.Total >= functions.Bill.Total {
			t.Errorf("functions %s, tasks %s", functions.Bill.Total, tasks.Bill.Total)
		}
	})
	t.Run("prime-video-vqa: workflows to one process", func(t *testing.T) {
		// An hour of 1,000 streams at 3 transitions a second; 2 vCPU for each stream are assumed.
		workflow := bill(t, s, noFree, &cost.StepFunctions{Transitions: q("10,800,000")})
		process := bill(t, s, noFree, &cost.EC2{Type: "m5.large", Count: q("1000"), Hours: q("1")})
		if process.Total >= workflow.Total {
			t.Errorf("workflow %s, process %s", workflow.Total, process.Total)
		}
	})
	t.Run("project-a-portfolio, comic-relief: idle containers to functions", func(t *testing.T) {
		// Many small services that stand idle most of the time; 2 requests a second in office hours are assumed.
		l := load("requests", "1,750,000", "hours", "8", "peak", "10", "environments", "3")
		if functions, tasks := estimate(t, "lambda-x86", l), estimate(t, "fargate", l); functions.Bill.Total >= tasks.Bill.Total {
			t.Errorf("functions %s, tasks %s", functions.Bill.Total, tasks.Bill.Total)
		}
	})
}

// A load at 120 times its average is there for a 120th of the time at most: platforms that follow
// the load are not billed for half of that peak all month, as a fixed fleet is for all of it.
func TestHighPeaksAreShort(t *testing.T) {
	for _, id := range []string{"fargate", "fargate-services", "gke-autopilot"} {
		total := func(peak string) cost.Cents {
			return estimate(t, id, load("requests", "150,000,000", "peak", peak)).Bill.Total
		}
		if five, most := total("5"), total("120"); most > five*3/2 {
			t.Errorf("%s: %s at a peak of 5 times the average, %s at 120", id, five, most)
		}
	}
	fixed := func(peak string) cost.Cents {
		return estimate(t, "fargate-monolith", load("requests", "150,000,000", "peak", peak)).Bill.Total
	}
	if five, most := fixed("5"), fixed("120"); most < five*10 {
		t.Errorf("a fixed fleet costs %s at a peak of 5 times the average, %s at 120", five, most)
	}
}
