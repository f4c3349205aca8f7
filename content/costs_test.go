package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"crossroads/decision"
)

// The prices are part of a comparison that counts with them, and of no other.
func TestPricesOfComparisons(t *testing.T) {
	tree := copyTree(Embedded())
	lunch := tiny(t)
	for name, file := range lunch {
		switch folder, _, _ := strings.Cut(name, "/"); folder {
		case "articles", "cases", "comparisons", "diagrams", "sources":
			tree[name] = file
		}
	}
	before := load(t, tree)
	const sheet = "prices/aws-us-east-1.yaml"
	tree[sheet] = &fstest.MapFile{Data: []byte(strings.Replace(string(tree[sheet].Data), "price: 0.20", "price: 0.21", 1))}
	after := load(t, tree)
	for i, c := range before.Comparisons {
		costed := slices.ContainsFunc(c.Criteria, func(k decision.Criterion) bool { return k.Cost != nil })
		if changed := after.Comparisons[i].Version != c.Version; changed != costed {
			t.Errorf("%s: takes prices: %t, but its version changes with them: %t", c.Slug, costed, changed)
		}
		if (len(c.Prices) > 0) != costed || (c.CostModel() != nil) != costed {
			t.Errorf("%s has %d price sheets", c.Slug, len(c.Prices))
		}
	}
	if c, _ := after.Comparison("deployment"); c.Criteria[0].Cost == nil || c.Criteria[0].Cost.Floor != 50 ||
		c.Criteria[0].Cost.WorstRatio != 8 {
		t.Errorf("the cost scale of the shipped comparison: %+v", c.Criteria[0].Cost)
	}
}
