package decision

import (
	"testing"

	"crossroads/decision/cost"
)

func TestRate(t *testing.T) {
	tests := []struct {
		month uint64
		want  string
	}{
		{0, "about 0 requests a month"},
		{7, "about 7 requests a month"},
		{304, "about 300 requests a month"},
		{310, "about 10 requests a day (310 a month)"},
		{45_678, "about 1,500 requests a day (46,000 a month)"},
		{999_999, "about 33,000 requests a day (1 million a month)"},
		{64_000_000, "about 2.1 million requests a day (64 million a month)"},
		{1_000_000_000_000, "about 33 billion requests a day (1,000 billion a month)"},
	}
	for _, tt := range tests {
		if got := rate(cost.Whole(tt.month)); got != tt.want {
			t.Errorf("%d: %q, want %q", tt.month, got, tt.want)
		}
	}
}

func TestArticleOfAPercentage(t *testing.T) {
	for share, want := range map[float64]string{0.08: "an 8%", 0.11: "an 11%", 0.17: "a 17%", 0.18: "an 18%", 0.5: "a 50%", 0.83: "an 83%", 0.001: "a less than 1%", 1: "a 100%"} {
		if got := article(Percent(share)) + Percent(share); got != want {
			t.Errorf("%v is %q, want %q", share, got, want)
		}
	}
}
