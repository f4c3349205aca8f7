package content_test

import (
	"testing"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

func shipped(t *testing.T) *decision.Catalogue {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c, ok := lib.Comparison("deployment")
	if !ok {
		t.Fatal("the comparison deployment is missing")
	}
	return c
}

// TestShippedPromises holds the shipped catalogue to what the method promises,
// agreement with the published cases included.
func TestShippedPromises(t *testing.T) {
	decisiontest.CheckPromises(t, shipped(t))
}
