package decision_test

import (
	"encoding/json"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"

	"pgregory.net/rapid"
)

// TestNounIsAllThatChanges evaluates the same assessments with options called platforms and
// with options called kitchens.
func TestNounIsAllThatChanges(t *testing.T) {
	swap := strings.NewReplacer(
		"that a second platform costs", "that a second kitchen costs",
		"ways to build and run software", "ways to cook",
		"the same platforms, with", "the same kitchens, with",
		"to one platform alone", "to one kitchen alone",
	)
	changed := map[float64]bool{}
	for _, price := range []float64{0, 1} { // of a mix; a plan is then one, or a single option
		plain, named := decisiontest.Lunch(), decisiontest.Lunch()
		plain.Bounds.Platform, named.Bounds.Platform = price, price
		named.Noun = decision.Noun{One: "kitchen", Many: "kitchens", Ways: "ways to cook"}
		for _, c := range []*decision.Catalogue{plain, named} {
			if err := c.Compile(); err != nil {
				t.Fatal(err)
			}
		}
		rapid.Check(t, func(t *rapid.T) {
			a := decisiontest.Assessments(plain).Draw(t, "assessment")
			before, after := reportText(t, plain, a), reportText(t, named, a)
			if want := swap.Replace(before); after != want {
				t.Errorf("got\n%s\nwant\n%s", after, want)
			}
			changed[price] = changed[price] || before != after
		})
		if !changed[price] {
			t.Errorf("at a price of %v no sentence named the options", price)
		}
	}
}

func reportText(t *rapid.T, c *decision.Catalogue, a decision.Assessment) string {
	r, err := decision.Evaluate(c, a)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNounOfACatalogueThatIsGone(t *testing.T) {
	var gone *decision.Catalogue
	if got, want := gone.Nouns().Mix(), "A mix of platforms"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestMovesTogether: parts that would go to the same option are named together, in a mix of the same platforms.
func TestMovesTogether(t *testing.T) {
	live := func(name string, more ...string) decision.Part {
		return decision.Part{Name: name, Answers: decision.Answers{"kind": {"live"}, "needs": append([]string{"connections"}, more...)}}
	}
	r := evaluate(t, shipped(t), decision.Assessment{Answers: decision.Answers{"kind": {"live"}, "place": {"regulated"}, "shape": {"daily"},
		"level": {"high"}, "size": {"many"}, "autonomy": {"some"}, "staff": {"platform"}, "reason": {"teams", "pace"}, "start": {"sprawl"},
		"outage": {"costly"}}, Parts: []decision.Part{live("calls", "gpu"), live("co-browsing"),
		{Name: "signing", Answers: decision.Answers{"kind": {"records"}}}, {Name: "desktop", Answers: decision.Answers{"kind": {"front"}}}}})
	for _, f := range r.Flips {
		if strings.Contains(f.Sentence, "a mix of the same platforms, with ") && strings.Contains(f.Sentence, " for “co-browsing”, “signing” and “desktop”") {
			return
		}
	}
	t.Errorf("no parts go elsewhere together: %+v", r.Flips)
}
