package format

import (
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// TestBillMarks: each mark of a bill is said, and prices below the list only where they were asked for.
func TestBillMarks(t *testing.T) {
	load := cost.DefaultLoad()
	marks := decision.BillMarks{Missing: []string{"a medium database", "a cache"}, Unverified: 1}
	want := []string{"without a medium database and a cache: no price here", "1 price unverified"}
	if got := BillMarks(marks, &load); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	load.Commitment = "one-year"
	beyond := decision.BillMarks{Passed: []cost.Limit{{Field: "response", Most: cost.Whole(204_800)}}}
	if got := BillMarks(beyond, &load)[0]; got != "beyond its limit: size of a response, 204,800 KB" {
		t.Errorf("%q", got)
	}
	if got := BillMarks(decision.BillMarks{}, &load); !slices.Equal(got, []string{"all at list prices"}) {
		t.Errorf("%q", got)
	}
	if got := BillMarks(decision.BillMarks{BelowList: []string{"EC2"}}, &load); !slices.Equal(got, []string{"below list price: EC2"}) {
		t.Errorf("%q", got)
	}
	if got := BillWords(&decision.OptionCost{Total: 6351, BillMarks: marks}); !strings.HasSuffix(got, ", "+want[0]) {
		t.Errorf("%q", got)
	}
}
