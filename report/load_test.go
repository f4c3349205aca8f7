package report

import "testing"

// TestPerSecond: a rate is written without an exponent, however low it is.
func TestPerSecond(t *testing.T) {
	for rate, want := range map[float64]string{0.000038: "0.000038", 0.0377: "0.038", 1: "1", 9.96: "10", 12.4: "12", 1788.2: "1,788"} {
		if got := perSecond(rate); got != want {
			t.Errorf("%v: %q, want %q", rate, got, want)
		}
	}
}
