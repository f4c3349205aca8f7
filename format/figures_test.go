package format

import (
	"strings"
	"testing"
	"time"

	"crossroads/decision"
	"crossroads/decision/cost"
)

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0%", 0.001: "less than 1%", 0.005: "1%", 0.374: "37%", 0.994: "99%", 0.995: "more than 99%", 1: "100%",
	} {
		if got := Percent(share); got != want {
			t.Errorf("percent(%v) = %q, want %q", share, got, want)
		}
	}
}

// Shares of parts are shown as they were stated, so that their sum is 100%.
func TestShareOf(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0%", 0.705: "70.5%", 0.295: "29.5%", 1.0 / 3: "33%", 2.0 / 3: "67%", 0.004: "0.4%", 0.996: "99.6%", 0.00004: "less than 1%", 0.25: "25%", 1: "100%",
	} {
		if got := ShareOf(share); got != want {
			t.Errorf("%v is %q, want %q", share, got, want)
		}
	}
}

// The figures are those that package decision writes into its sentences.
func TestPoints(t *testing.T) {
	for value, want := range map[float64]string{
		0: "0", 0.0004: "0", 0.018: "1.8", 0.02: "2", 0.0994: "9.9", 0.0995: "10", 0.0996: "10", 0.104: "10", 0.496: "50", 0.615: "62",
		1: "100",
	} {
		if got := Points(value); got != want {
			t.Errorf("points(%v) = %q, want %q", value, got, want)
		}
	}
	for value, want := range map[float64]string{0.01: "1 point", 0.012: "1.2 points", 0: "0 points", 0.3: "30 points"} {
		if got := PointsOf(value); got != want {
			t.Errorf("pointsOf(%v) = %q, want %q", value, got, want)
		}
	}
}

func TestSigned(t *testing.T) {
	for difference, want := range map[float64]string{
		0: "0", 0.0004: "0", -0.0004: "0", 0.034: "+3.4", -0.008: "−0.8", 0.02: "+2", 0.099: "+9.9", 0.0996: "+10", 0.124: "+12",
		-1: "−100",
	} {
		if got := Signed(difference); got != want {
			t.Errorf("signed(%v) = %q, want %q", difference, got, want)
		}
	}
}

func TestDay(t *testing.T) {
	for date, want := range map[string]string{
		"2026-10-01": "1 October 2026", "2026-10": "October 2026", "2026": "2026", "": "", "soon": "soon",
	} {
		if got := Day(date); got != want {
			t.Errorf("day(%q) = %q, want %q", date, got, want)
		}
	}
	at := time.Date(2026, 11, 23, 18, 5, 0, 0, time.FixedZone("", 3600))
	if got, want := Stamp(at), "23 November 2026, 17:05 UTC"; got != want {
		t.Errorf("stamp = %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Plural(1, "point"), "1 point"},
		{Plural(0, "point"), "0 points"},
		{Plural(1278, "judgement"), "1,278 judgements"},
		{List(nil, "and"), ""},
		{List([]string{"a"}, "and"), "a"},
		{List([]string{"a", "b", "c"}, "or"), "a, b or c"},
		{Capital("high"), "High"},
		{Capital(""), ""},
		{Ended("Build"), "Build."}, {Ended("Build."), "Build."}, {Ended("Why not?"), "Why not?"}, {Ended("建てる。"), "建てる。"},
		{Capital("gRPC over HTTP/2"), "gRPC over HTTP/2"},
		{Capital("a gRPC service"), "A gRPC service"},
		{Small("Split it"), "split it"},
		{Small("GPU work"), "GPU work"},
		{Thousands(10000), "10,000"},
		{Thousands(999), "999"},
		{Ordinal(1), "1st"}, {Ordinal(2), "2nd"}, {Ordinal(3), "3rd"}, {Ordinal(11), "11th"}, {Ordinal(22), "22nd"},
		{Coord(33.33333), "33.33"},
		{Short("abc"), "abc"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestSignedPoints(t *testing.T) {
	for difference, want := range map[float64]string{
		0.01: "+1 point", -0.01: "\u22121 point", 0.025: "+2.5 points", -0.3: "\u221230 points", 0: "0 points",
	} {
		if got := SignedPoints(difference); got != want {
			t.Errorf("signedPoints(%v) = %q, want %q", difference, got, want)
		}
	}
}

// TestVerb: a verb agrees with the noun of a phrase, not with its last word.
func TestVerb(t *testing.T) {
	for name, want := range map[string]string{
		"functions": "cost", "serverless functions with managed back ends": "cost", "microservices on an orchestrator": "cost",
		"several services on a managed container platform": "cost", "Own servers": "cost",
		"a hosted application": "costs", "a modular monolith on servers of your own": "costs", "a database for each service": "costs",
		"an event log as the source of truth": "costs", "Fargate": "costs",
	} {
		if got := Verb(name, "cost", "costs"); got != want {
			t.Errorf("%s %s, want %s", name, got, want)
		}
	}
}

// TestBillMove: bills of some cents have no digits for a ratio.
func TestBillMove(t *testing.T) {
	for _, tt := range []struct {
		from, to cost.Cents
		want     string
	}{
		{4, 402_216, "+4,022.12 USD (about 100,000 times as much)"}, {100, 98_000, "+979.00 USD (980 times as much)"},
		{100, 980_000, "+9,799.00 USD (9,800 times as much)"},
		{100, 4_280, "+41.80 USD (42.8 times as much)"}, {100, 108, "+0.08 USD (+8%)"},
	} {
		from, to := decision.OptionCost{Total: tt.from}, decision.OptionCost{Total: tt.to}
		if got := BillMove(decision.CostChange{From: &from, To: &to}); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestLoadGiven: what nobody has stated is not said to be given.
func TestLoadGiven(t *testing.T) {
	load := cost.DefaultLoad()
	load.Requests = cost.Whole(2_000_000)
	if got, want := LoadGiven(load), "requests a month 2,000,000; the other figures are the usual ones"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	changes := LoadChanges(decision.Difference{ToLoad: &load})
	if len(changes) != 2 || changes[0].Name != "Requests a month" || changes[1].To != "the usual ones" || changes[1].Word != "Added" {
		t.Errorf("added: %+v", changes)
	}
	memory := load
	memory.Memory = cost.Whole(1024)
	if got := LoadChanges(decision.Difference{FromLoad: &load, ToLoad: &memory}); len(got) != 1 || got[0].Word != "Higher" {
		t.Errorf("more memory: %+v", got)
	}
}

// TestLoadLine: what was given of a load is told from the usual values.
func TestLoadLine(t *testing.T) {
	plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
	load := cost.DefaultLoad()
	load.Requests, load.Duration = cost.Whole(13_200), cost.Whole(10_000)
	if got, want := plain(LoadGiven(load)), "requests a month 13,200; average duration 10,000 ms"; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q first", got, want)
	}
	if got := plain(LoadLine(load)); !strings.Contains(got, "; usual values: memory 512 MB; ") {
		t.Errorf("the whole load is %q", got)
	}
}

func TestNames(t *testing.T) {
	for want, names := range map[string][]string{
		"Ann, Bob and Cid": {"Ann", "Bob", "Cid"}, "Bob & Cid; Lovelace, Ada; Zoe": {"Bob & Cid", "Lovelace, Ada", "Zoe"},
	} {
		if got := Names(names); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
