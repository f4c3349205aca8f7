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
