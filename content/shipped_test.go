package content_test

import (
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

func shipped(t *testing.T) *decision.Catalogue {
	t.Helper()
	return comparison(t, "deployment")
}

func comparison(t *testing.T, slug string) *decision.Catalogue {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c, ok := lib.Comparison(slug)
	if !ok {
		t.Fatalf("the comparison %s is missing", slug)
	}
	return c
}

// eachShipped runs a test on every comparison that comes with the program.
func eachShipped(t *testing.T, test func(t *testing.T, c *decision.Catalogue)) {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range lib.Comparisons {
		t.Run(c.Slug, func(t *testing.T) { test(t, c) })
	}
}

// TestShippedPromises holds the shipped catalogues to what the method promises,
// agreement with the published cases included.
func TestShippedPromises(t *testing.T) {
	eachShipped(t, decisiontest.CheckPromises)
}

// "A clear answer" must come first in well over half of the situations.
func TestShippedBoundsOfAClearAnswer(t *testing.T) {
	eachShipped(t, func(t *testing.T, c *decision.Catalogue) {
		if share := c.Bounds.ClearShare; share < 0.6 {
			t.Errorf("first in %v of the draws is called clear", share)
		}
	})
}
