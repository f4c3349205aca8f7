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

// "A clear answer" must come first in well over half of the situations.
func TestShippedBoundsOfAClearAnswer(t *testing.T) {
	if share := shipped(t).Bounds.ClearShare; share < 0.6 {
		t.Errorf("first in %v of the draws is called clear", share)
	}
}
