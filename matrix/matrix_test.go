package matrix

import (
	"testing"

	"crossroads/decision"
)

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
		if got := StepWord(Steps(fit(oneToFive, raw))); got != want {
			t.Errorf("%v of 5 is %q, want %q", raw, got, want)
		}
	}
}

func TestStale(t *testing.T) {
	c := &Judgement{Cell: decision.Cell{ReviewBy: "2026-11-23"}}
	if Stale(c, "2026-11-23") || !Stale(c, "2026-11-24") || Stale(&Judgement{}, "2026-11-24") {
		t.Error("a cell is stale from the day after its review date, and never without one")
	}
}
