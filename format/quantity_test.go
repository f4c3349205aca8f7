package format

import (
	"strings"
	"testing"

	"crossroads/decision/cost"
)

func TestInWords(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "12": "12", "9999": "9,999", "0.5": "0.5", "1000000": "1 million", "41312345": "41.3 million", "999999": "999,999",
		"999960000": "1000 million", "1250000000": "1.25 billion", "1000000000000": "1 trillion",
	} {
		q, err := cost.ParseQuantity(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(inWords(q), NBSP, " "); got != want {
			t.Errorf("%s is said %q, want %q", text, got, want)
		}
	}
}

func TestPriceWords(t *testing.T) {
	price, err := cost.ParsePrice("0.2", 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := PriceWords(price, 1_000_000, "request"), "0.20 USD per 1,000,000 requests"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, tt := range []struct{ quantity, unit, want string }{
		{"1", "hour", "1 hour"}, {"730", "hour", "730 hours"}, {"28.6102", "GB", "28.61 GB"}, {"0.0004", "GB-second", "0.0004 GB-seconds"},
		{"5", "GiB-second", "5 GiB-seconds"}, {"7", "ms", "7 ms"}, {"3", "GiB", "3 GiB"},
	} {
		q, err := cost.ParseQuantity(tt.quantity)
		if err != nil {
			t.Fatal(err)
		}
		if got := Counted(q, tt.unit); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// An estimate has three digits on the axis of requests, whatever its size, and stays exact on the others.
func TestAxisEstimate(t *testing.T) {
	for _, tt := range []struct {
		field string
		n     uint64
		want  string
	}{
		{"requests", 13_909, "13,900"}, {"requests", 148_111, "148,000"}, {"requests", 999_999, "1" + NBSP + "million"},
		{"requests", 1_334_000, "1.33" + NBSP + "million"}, {"requests", 77, "77"}, {"duration", 1234, "1,234" + NBSP + "ms"},
	} {
		if got := AxisEstimate(tt.field, cost.Whole(tt.n)); got != tt.want {
			t.Errorf("%d: %q, want %q", tt.n, got, tt.want)
		}
	}
}
