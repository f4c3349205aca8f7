package views

import (
	"testing"
	"time"

	"crossroads/decision"
)

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0%", 0.001: "less than 1%", 0.005: "1%", 0.374: "37%", 0.994: "99%", 0.995: "more than 99%", 1: "100%",
	} {
		if got := percent(share); got != want {
			t.Errorf("percent(%v) = %q, want %q", share, got, want)
		}
	}
}

// The figures are those that package decision writes into its sentences.
func TestPoints(t *testing.T) {
	for value, want := range map[float64]string{
		0: "0", 0.0004: "0", 0.018: "1.8", 0.02: "2", 0.0994: "9.9", 0.0995: "10", 0.0996: "10", 0.104: "10", 0.496: "50", 0.615: "62", 1: "100",
	} {
		if got := points(value); got != want {
			t.Errorf("points(%v) = %q, want %q", value, got, want)
		}
	}
	for value, want := range map[float64]string{0.01: "1 point", 0.012: "1.2 points", 0: "0 points", 0.3: "30 points"} {
		if got := pointsOf(value); got != want {
			t.Errorf("pointsOf(%v) = %q, want %q", value, got, want)
		}
	}
}

func TestSigned(t *testing.T) {
	for difference, want := range map[float64]string{
		0: "0", 0.0004: "0", -0.0004: "0", 0.034: "+3.4", -0.008: "−0.8", 0.02: "+2", 0.099: "+9.9", 0.0996: "+10", 0.124: "+12", -1: "−100",
	} {
		if got := signed(difference); got != want {
			t.Errorf("signed(%v) = %q, want %q", difference, got, want)
		}
	}
}

func TestDay(t *testing.T) {
	for date, want := range map[string]string{
		"2026-10-01": "1 October 2026", "2026-10": "October 2026", "2026": "2026", "": "", "soon": "soon",
	} {
		if got := day(date); got != want {
			t.Errorf("day(%q) = %q, want %q", date, got, want)
		}
	}
	at := time.Date(2026, 11, 23, 18, 5, 0, 0, time.FixedZone("", 3600))
	if got, want := stamp(at), "23 November 2026, 17:05 UTC"; got != want {
		t.Errorf("stamp = %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{plural(1, "point"), "1 point"},
		{plural(0, "point"), "0 points"},
		{list(nil, "and"), ""},
		{list([]string{"a"}, "and"), "a"},
		{list([]string{"a", "b", "c"}, "or"), "a, b or c"},
		{capital("high"), "High"},
		{small("Split it"), "split it"},
		{small("GPU work"), "GPU work"},
		{thousands(10000), withNBSP("10 000")},
		{thousands(999), "999"},
		{ordinal(1), "1st"}, {ordinal(2), "2nd"}, {ordinal(3), "3rd"}, {ordinal(11), "11th"}, {ordinal(22), "22nd"},
		{coord(33.33333), "33.33"},
		{short("abc"), "abc"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestFit(t *testing.T) {
	up := decision.Scale{Worst: decision.Anchor{At: 1}, Best: decision.Anchor{At: 5}}
	down := decision.Scale{Worst: decision.Anchor{At: 900}, Best: decision.Anchor{At: 100}}
	bent := decision.Scale{Worst: decision.Anchor{At: 0}, Best: decision.Anchor{At: 10}, Points: []decision.Point{{At: 2, Value: 0.8}}}
	for _, c := range []struct {
		scale     decision.Scale
		raw, want float64
	}{
		{up, 1, 0}, {up, 3, 0.5}, {up, 5, 1}, {up, 9, 1}, {up, -4, 0},
		{down, 900, 0}, {down, 500, 0.5}, {down, 100, 1}, {down, 1000, 0}, {down, 0, 1},
		{bent, 1, 0.4}, {bent, 2, 0.8}, {bent, 6, 0.9},
	} {
		if got := fit(c.scale, c.raw); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("fit(%+v, %v) = %v, want %v", c.scale, c.raw, got, c.want)
		}
	}
}

func TestSteps(t *testing.T) {
	oneToFive := decision.Scale{Worst: decision.Anchor{At: 1}, Best: decision.Anchor{At: 5}}
	for raw, want := range map[float64]string{
		1: "Very weak", 1.5: "Very weak", 1.6: "Weak", 2.4: "Weak", 2.5: "Fair", 3: "Fair", 3.4: "Fair", 3.5: "Fair",
		3.6: "Strong", 4.3: "Strong", 4.4: "Very strong", 5: "Very strong",
	} {
		if got := stepWord(steps(fit(oneToFive, raw))); got != want {
			t.Errorf("%v of 5 is %q, want %q", raw, got, want)
		}
	}
}

func TestStale(t *testing.T) {
	c := &judgement{Cell: decision.Cell{ReviewBy: "2026-11-23"}}
	if stale(c, "2026-11-23") || !stale(c, "2026-11-24") || stale(&judgement{}, "2026-11-24") {
		t.Error("a cell is stale from the day after its review date, and never without one")
	}
}

func TestMergedMusts(t *testing.T) {
	musts := []decision.MustNote{
		{Question: "q", Answer: "a", Reason: "r", Part: "shop"},
		{Question: "q", Answer: "b", Reason: "r"},
		{Question: "q", Answer: "a", Reason: "r", Part: "chat"},
	}
	got := merged(musts)
	if len(got) != 2 || ofParts(got[0].Parts) != " for shop and chat" || ofParts(got[1].Parts) != "" {
		t.Errorf("merged = %+v", got)
	}
}

func TestSignedPoints(t *testing.T) {
	for difference, want := range map[float64]string{0.01: "+1 point", -0.01: "\u22121 point", 0.025: "+2.5 points", -0.3: "\u221230 points", 0: "0 points"} {
		if got := signedPoints(difference); got != want {
			t.Errorf("signedPoints(%v) = %q, want %q", difference, got, want)
		}
	}
}
