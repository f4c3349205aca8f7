package decision_test

import (
	"testing"

	"crossroads/decision/decisiontest"

	"pgregory.net/rapid"
)

func TestPromisesOnRandomCatalogues(t *testing.T) {
	for _, p := range decisiontest.Promises {
		t.Run(p.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p.Check(t, decisiontest.Catalogues().Draw(t, "catalogue"))
			})
		})
	}
}

func TestPromisesWithCosts(t *testing.T) {
	for _, p := range decisiontest.Promises {
		t.Run(p.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p.Check(t, decisiontest.PricedCatalogues().Draw(t, "catalogue"))
			})
		})
	}
}

func TestPromisesOnLunch(t *testing.T) {
	decisiontest.CheckPromises(t, decisiontest.Lunch())
}
