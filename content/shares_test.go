package content_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"crossroads/decision"
)

// drawn answers each of the questions by the shares of its answers.
func drawn(r *rand.Rand, c *decision.Catalogue, among func(question string) bool) decision.Answers {
	given := decision.Answers{}
	for _, q := range c.Questions {
		if !among(q.ID) {
			continue
		}
		states, shares := q.States()
		x := r.Float64()
		for s, share := range shares {
			if x -= share; x < 0 || s == len(shares)-1 {
				for _, a := range states[s] {
					given[q.ID] = append(given[q.ID], q.Answers[a].ID)
				}
				break
			}
		}
	}
	return given
}

// everything answers all questions.
func everything(string) bool { return true }

// leastShare is the minimum share of full random answers under which each option has to
// lead. Few systems keep their data in an event log, and answers drawn independently rarely
// agree on one.
var leastShare = map[string]float64{"deployment": 0.05, "data": 0.005}

// Readers who answer everything must not meet an option that never leads.
func TestSharesOfLeaders(t *testing.T) { eachShipped(t, checkLeaders) }

func checkLeaders(t *testing.T, catalogue *decision.Catalogue) {
	r := rand.New(rand.NewPCG(11, 28))
	const n = 5000
	leads := map[string]int{}
	for range n {
		order, err := catalogue.Order(decision.Assessment{Answers: drawn(r, catalogue, everything)})
		if err != nil {
			t.Fatal(err)
		}
		if len(order) > 0 {
			leads[order[0]]++
		}
	}
	for _, o := range catalogue.Options {
		if share := float64(leads[o.ID]) / n; share < leastShare[catalogue.Slug] {
			t.Errorf("%s leads in %.1f%% of full random answers, want %v%% or more", o.ID, 100*share, 100*leastShare[catalogue.Slug])
		}
	}
	t.Logf("leads in %d draws: %v", n, leads)
}

// Nor may most of their verdicts be without an answer.
func TestSharesOfVerdicts(t *testing.T) { eachShipped(t, checkVerdicts) }

func checkVerdicts(t *testing.T, catalogue *decision.Catalogue) {
	r := rand.New(rand.NewPCG(11, 29))
	const n = 500
	open := 0
	for range n {
		_, report := first(t, catalogue, decision.Assessment{Answers: drawn(r, catalogue, everything)})
		if report.Kind != decision.VerdictClear && report.Kind != decision.VerdictLeaning {
			open++
		}
	}
	if share := float64(open) / n; share > 0.3 {
		t.Errorf("%.0f%% of full random answers end without a clear or leaning answer, want 30%% or less", 100*share)
	}
	t.Logf("open in %d of %d", open, n)
}

// The quick route must be worth its six questions.
func TestSharesOfQuickAnswers(t *testing.T) { eachShipped(t, checkQuick) }

func checkQuick(t *testing.T, catalogue *decision.Catalogue) {
	quick := catalogue.Quick(6)
	r := rand.New(rand.NewPCG(6, 28))
	const n = 300
	sure := 0
	for range n {
		_, report := first(t, catalogue, decision.Assessment{
			Answers: drawn(r, catalogue, func(q string) bool { return slices.Contains(quick, q) }),
		})
		share := report.Share // of the option where there are no axes
		if len(report.Axes) > 0 {
			share = report.Axes[0].Leader.Share
		}
		if share >= catalogue.Bounds.LeanShare {
			sure++
		}
	}
	if share := float64(sure) / n; share < 0.5 {
		t.Errorf("six answers (%v) settle the structure in %.0f%% of the draws, want half or more", quick, 100*share)
	}
	t.Logf("structure sure in %d of %d with %v", sure, n, quick)
}
