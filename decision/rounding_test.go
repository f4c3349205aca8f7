package decision

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestSharesReadDifferent checks that weights quoted together differ as displayed: "had 4%
// of the weight instead of 4%" tells readers nothing.
func TestSharesReadDifferent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, at := rapid.Float64Range(0, 1).Draw(t, "now"), rapid.Float64Range(0, farthestBreakEven).Draw(t, "at")
		if math.Abs(now-at) < nearestBreakEven {
			t.Skip("not named")
		}
		if Percent(now) == Percent(at) {
			t.Fatalf("%v and %v are both %s", now, at, Percent(at))
		}
	})
}

// TestSharesDoNotSeemToReachABound checks that a share is written as a bound only if it reaches
// it: "first in 60%; we call it a leaning from 60% on" of what is no leaning contradicts itself.
func TestSharesDoNotSeemToReachABound(t *testing.T) {
	w := words{c: &Catalogue{Bounds: Bounds{LeanShare: 0.6, ClearShare: 0.75}}}
	for share, want := range map[float64]string{
		0.5949: "59%", 0.5951: "just under 60%", 0.6: "60%", 0.6049: "60%", 0.7499: "just under 75%", 0.75: "75%", 0.8999: "just under 90%", 1: "100%",
	} {
		if got := w.percent(share); got != want {
			t.Errorf("%v is %q, want %q", share, got, want)
		}
	}
}
