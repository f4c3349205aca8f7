package cost_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"

	"pgregory.net/rapid"
)

// A load may state the size of what carries it. By hand, for 30 million requests of 120 ms and
// 512 MB with a peak of four: 5.48 open at the peak, 1.06 vCPU with headroom.
func TestStatedSizes(t *testing.T) {
	for _, tt := range []struct{ blueprint, field, size, step, note string }{
		{"fargate", "container-size", "0", "2 of 1 vCPU", ""},
		{"fargate", "container-size", "0.25", "5 of 0.25 vCPU", "rules: 0.25 vCPU."},
		{"fargate", "container-size", "4", "2 of 4 vCPU", "rules: 4 vCPU."},
		{"fargate-services", "container-size", "2", "2 of 2 vCPU", "rules: 2 vCPU."},
		{"app-service", "container-size", "0.25", "2 of p0v3", "rules: p0v3 instead of 0.25 vCPU, by what is offered here and"},
		{"render", "container-size", "3", "2 of pro-plus", "rules: pro-plus instead of 3 vCPU,"},
		{"ec2", "server-size", "4", "3 of t3.medium", "rules: t3.medium."},
		{"ec2", "server-size", "16", "2 of m5.xlarge", "rules: m5.xlarge."},
		{"azure-vm", "server-size", "4", "2 of D2s v3", "rules: D2s v3 instead of 4 GB,"},
		{"google-vm", "server-size", "8", "2 of e2-standard-2", "rules: e2-standard-2."},
		{"eks", "server-size", "16", "2 of m5.xlarge", "rules: m5.xlarge."},
		{"aks-automatic", "server-size", "16", "2 of D4s v5", "rules: D4s v5."},
		{"ec2-services", "server-size", "16", "2 of m5.xlarge", "rules: m5.xlarge."},
	} {
		e := estimate(t, tt.blueprint, load("requests", "30000000", tt.field, tt.size))
		found := slices.ContainsFunc(e.Sizing, func(s cost.Step) bool { return s.Value.Text()+" "+s.Unit == tt.step })
		notes := strings.Join(e.Notes, "\n")
		if said := strings.Contains(notes, "The size is stated"); !found || said != (tt.note != "") || !strings.Contains(notes, tt.note) {
			t.Errorf("%s with %s %s: %+v\n%s", tt.blueprint, tt.field, tt.size, e.Sizing, notes)
		}
	}
}

// A program that a stated size cannot hold gets the next larger size, and other environments
// keep the smallest.
func TestStatedSizeHoldsTheProgram(t *testing.T) {
	l := load("requests", "30000000", "memory", "4096", "server-size", "4", "environments", "2")
	if got := quantities(t, "ec2", l, "ec2-t3-medium", "ec2-m5-large"); !strings.HasPrefix(got, "- ") {
		t.Errorf("servers of 4 GB hold 4 GB: %s", got)
	}
	l = load("server-size", "16", "environments", "2")
	if got := quantities(t, "ec2", l, "ec2-t3-medium", "ec2-m5-xlarge"); got != "730 1,460" {
		t.Errorf("two servers and one of another environment: %s", got)
	}
}

// Every size of every platform has a price in every region of its own.
func TestStatedSizesArePriced(t *testing.T) {
	m := model()
	for _, b := range m.Blueprints() {
		for _, region := range m.AreasOf(b.ID) {
			for container, server := range map[string]string{"0.25": "0", "0.5": "4", "1": "8", "2": "16", "4": "16"} {
				l := load("container-size", container, "server-size", server, "environments", "2")
				l.Region = region
				if _, err := m.Estimate(b.ID, l); err != nil {
					t.Errorf("%s in %s: %v", b.ID, region, err)
				}
			}
		}
	}
}

// Services share servers of 2 vCPU and 8 GB, counted here anew: two, or what processors or memory take. A gigabyte of each is
// the system's, and a call overhead of a fifth and a reserve of 0.1 vCPU and 256 MB for each instance are assumed.
func TestServicesShareServers(t *testing.T) {
	items := map[string]string{
		"ec2-services": "ec2-m5-large", "ec2-services-arm": "ec2-m7g-large", "azure-vm-services": "azure-d2s-v3",
		"google-vm-services": "google-e2-standard-2",
	}
	rapid.Check(t, func(rt *rapid.T) {
		number := func(name string, from, to int) int { return rapid.IntRange(from, to).Draw(rt, name) }
		millions, milliseconds, memory := number("millions", 0, 900), number("duration", 20, 2000), number("memory", 128, 6000)
		services, peak := number("services", 1, 60), number("peak", 1, 8)
		l := load("requests", strconv.Itoa(millions*1_000_000), "duration", strconv.Itoa(milliseconds), "memory", strconv.Itoa(memory),
			"waiting", "0", "utilisation", "100", "concurrency", "1", "peak", strconv.Itoa(peak), "services", strconv.Itoa(services),
			"server-size", "8")
		open := float64(millions) * 1000 * float64(milliseconds) / 3600 / 730 * float64(peak) // at the peak, each on a processor
		processors := (open*1.2 + 2*float64(services)*0.1) / 2
		gigabytes := (2*float64(services)*256 + 2*float64(memory)) / 1024 / 7
		most := max(processors, gigabytes, 2)
		if math.Abs(most-math.Round(most)) < 1e-6 && most > 2 {
			return // floats may round either way
		}
		for id, item := range items {
			want := cost.Whole(uint64(math.Ceil(most)) * 730)
			if got := quantities(t, id, l, item); got != want.Rounded(3) {
				rt.Errorf("%s: %s hours, want %s", id, got, want.Rounded(3))
			}
		}
	})
}

// Each call between services is billed as a request where requests are billed.
func TestServiceCalls(t *testing.T) {
	for calls, want := range map[string]string{"0": "3,000,000", "1": "6,000,000", "2.5": "10,500,000"} {
		for id, item := range map[string]string{"cloud-run-services": "cloud-run-requests", "container-apps-services": "container-apps-requests"} {
			if got := quantities(t, id, load("service-calls", calls), item); got != want {
				t.Errorf("%s with %s calls: %s requests, want %s", id, calls, got, want)
			}
		}
	}
	if got := quantities(t, "cloud-run-services", load(), "cloud-run-requests"); got != "6,000,000" {
		t.Errorf("%s requests where nothing is stated", got)
	}
}

// Rules of thumb apply to every option or to none, and after the hours that a load states.
func TestRulesForHours(t *testing.T) {
	ruled := chosen(load("engineer_hours", "100", "people-servers", "3"), "people", "rules")
	for id, want := range map[string]string{"lambda-arm": "4", "fargate": "6", "ec2": "3", "cloud-run-services": "16", "eks": "52", "ec2-services": "36"} {
		e := estimate(t, id, ruled)
		said := slices.ContainsFunc(e.Notes, func(n string) bool { return strings.Contains(n, want+" hours a month: a rule of thumb") })
		if e.People.Hours.Text() != want || (e.People.Rule == nil) != (id == "ec2") || said == (id == "ec2") {
			t.Errorf("%s: %+v %q", id, e.People, e.Notes)
		}
		if bare := estimate(t, id, load()); bare.People.Total != 0 || bare.Bill.Total != e.Bill.Total {
			t.Errorf("%s: without rules %+v, and bills of %s and %s", id, bare.People, bare.Bill.Total, e.Bill.Total)
		}
	}
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range cost.PeopleFields() {
		rule, known := cost.NewModel(lib.Prices).RuleFor(f)
		at := slices.IndexFunc(lib.Sources, func(s decision.Source) bool { return s.ID == rule.Source })
		if !known || rule.Hours.IsZero() || rule.Why == "" || at < 0 {
			t.Errorf("%s has no rule with a source: %+v", f.ID, rule)
			continue
		}
		ours := rule.Status == cost.Unverified
		if primary := lib.Sources[at].Status == decision.SourcePrimary; primary == ours || strings.Contains(rule.Origin(), "our estimate") != ours {
			t.Errorf("%s is said to be %s, %q, from %+v", f.ID, rule.Status, rule.Origin(), lib.Sources[at])
		}
	}
}

// Parts of a system share the hours of a rule by their requests.
func TestRulesForHoursOfParts(t *testing.T) {
	whole := chosen(load("requests", "1000"), "people", "rules")
	parts := model().Divide(whole, []cost.Own{{"requests": q("300")}, {"requests": q("100"), "people-functions": q("9")}})
	for i, want := range []string{"3", "9"} {
		if got := estimate(t, "lambda-arm", parts[i]).People.Hours.Text(); got != want {
			t.Errorf("part %d takes %s hours, want %s", i+1, got, want)
		}
	}
}

// What comes on both kinds of processor has a twin of the same option on the other.
func TestOnProcessor(t *testing.T) {
	for _, b := range cost.Blueprints() {
		x86, arm := cost.OnProcessor(b.ID, "x86"), cost.OnProcessor(b.ID, "arm")
		twin, known := cost.BlueprintOf(arm)
		if !known || twin.Option != b.Option || cost.OnProcessor(arm, "x86") != x86 || cost.OnProcessor(x86, "arm") != arm {
			t.Errorf("%s is %s on x86 and %s on Arm", b.ID, x86, arm)
		}
		if x86 != arm && estimate(t, arm, load()).Bill.Total > estimate(t, x86, load()).Bill.Total {
			t.Errorf("%s costs more than %s", arm, x86)
		}
	}
}
