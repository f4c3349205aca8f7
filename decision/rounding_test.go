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
