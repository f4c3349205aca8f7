package record_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
	"crossroads/record"
)

func TestCount(t *testing.T) {
	c := decisiontest.Lunch()
	say := func(name string, a decision.Answers) record.Said {
		return record.Said{Name: name, Report: report(t, c, a)}
	}
	said := []record.Said{
		say("Ada", decision.Answers{"budget": {"little"}, "kitchen": {"yes"}}),
		say("Bo", decision.Answers{"budget": {"much"}, "kitchen": {"yes"}}),
		say("Cy", decision.Answers{"budget": {"much"}, "kitchen": {"no"}, "hurry": {"short"}}),
		say("Di", decision.Answers{"kitchen": {"yes"}}),
	}
	tally := record.Count(said, decision.Noun{Many: "kitchens"})
	people := 0
	for i, s := range tally.Options {
		people += s.People
		if s.Share != float64(s.People)/4 || i > 0 && s.People > tally.Options[i-1].People {
			t.Errorf("share %+v", s)
		}
	}
	if people != 4 || len(tally.People) != 4 {
		t.Errorf("%d people in %+v", people, tally.Options)
	}
	for i, b := range tally.People {
		if b.Name != said[i].Name || b.Option != said[i].Report.Leader && !b.Clear || b.Label == "" {
			t.Errorf("ballot %+v, leader %s", b, said[i].Report.Leader)
		}
	}
	var order []string
	for _, d := range tally.Questions {
		order = append(order, d.Question)
	}
	// budget: 1, 2, 1 of 4; kitchen and hurry: 3 and 1
	if want := []string{"budget", "kitchen", "hurry"}; !slices.Equal(order, want) {
		t.Fatalf("disputes %q, want %q", order, want)
	}
	if got, want := tally.Questions[0].Split, 1-(1+4+1)/16.0; math.Abs(got-want) > 1e-12 {
		t.Errorf("split of the budget %v, want %v", got, want)
	}
	if camps := tally.Questions[0].Answers; len(camps) != 3 || camps[0].Label != "A lot" ||
		!slices.Equal(camps[0].Names, []string{"Bo", "Cy"}) {
		t.Errorf("camps %+v", camps)
	}
	for _, w := range tally.Criteria {
		sum := 0.0
		low, high := math.Inf(1), math.Inf(-1)
		for _, s := range said {
			for _, x := range s.Report.Weights {
				if x.Criterion == w.Criterion {
					sum += x.Weight
					low, high = min(low, x.Weight), max(high, x.Weight)
				}
			}
		}
		if math.Abs(w.Mean-sum/4) > 1e-12 || w.Low != low || w.High != high || w.Deviation > high-low {
			t.Errorf("spread %+v, want mean %v, %v to %v", w, sum/4, low, high)
		}
	}
	if empty := record.Count(nil, decision.Noun{}); len(empty.People)+len(empty.Options)+len(empty.Criteria)+len(empty.Questions) != 0 {
		t.Errorf("nobody: %+v", empty)
	}
}

// TestCountParts: an answer for the whole counts for each part, and answers are the same by their ids.
func TestCountParts(t *testing.T) {
	c, reworded := decisiontest.Lunch(), decisiontest.Lunch()
	for q := range reworded.Questions {
		for i := range reworded.Questions[q].Answers {
			reworded.Questions[q].Answers[i].Label += ", again"
		}
	}
	reworded.Version += "2"
	guests := func(answer string) decision.Answers { return decision.Answers{"guests": {answer}} }
	say := func(c *decision.Catalogue, name string, whole decision.Answers, parts ...decision.Part) record.Said {
		r, err := decision.Evaluate(c, decision.Assessment{Answers: whole, Parts: parts})
		if err != nil {
			t.Fatal(err)
		}
		return record.Said{Name: name, Report: r}
	}
	part := func(name, answer string) decision.Part {
		return decision.Part{Name: name, Share: 1, Answers: guests(answer)}
	}
	alike := []record.Said{
		say(c, "Whole", guests("few")), say(reworded, "Reworded", guests("few")),
		say(c, "Parts", nil, part("Shop", "few"), part("Books", "few")), say(c, "Parts2", nil, part("Web", "few"), part("Books", "few")),
	}
	tally := record.Count(alike, decision.Noun{})
	if len(tally.Questions) > 0 || !tally.Mixed {
		t.Errorf("all said the same: %+v, of different content: %t", tally.Questions, tally.Mixed)
	}
	tally = record.Count([]record.Said{
		say(c, "Whole", guests("few")), say(c, "Parts", nil, part("Shop", "few"), part("Books", "none")),
		say(c, "Others", nil, part("Web", "few"), part("Books", "none")),
	}, decision.Noun{})
	got := map[string][]record.Camp{}
	for _, d := range tally.Questions {
		if d.Question != "guests" || got[d.Part] != nil {
			t.Errorf("disputed: %+v", d)
		}
		got[d.Part] = d.Answers
	}
	if len(got) != 3 || !slices.Equal(got["Books"][0].Names, []string{"Parts", "Others"}) ||
		!slices.Equal(got["Books"][1].Names, []string{"Whole"}) ||
		!slices.Equal(got["Shop"][0].Names, []string{"Whole", "Parts"}) || got["Shop"][1].None != decision.NoPart {
		t.Errorf("disputed: %+v", tally.Questions)
	}
	if tally.Mixed {
		t.Error("one content is taken for two")
	}
}

// TestCountSilent: who answers nothing is not counted, except for priorities that were stated.
func TestCountSilent(t *testing.T) {
	c := decisiontest.Lunch()
	nothing := record.Said{Name: "Bo", Report: report(t, c, nil)}
	ranked := nothing
	ranked.Name, ranked.Input.Priorities.Ranking = "Cy", []string{c.Criteria[0].ID}
	ada := record.Said{Name: "Ada", Report: report(t, c, decision.Answers{"kitchen": {"yes"}})}
	tally := record.Count([]record.Said{ada, nothing, ranked}, decision.Noun{})
	if len(tally.Options) != 1 || tally.Options[0].People != 1 || tally.Options[0].Share != 1 || tally.Voted() != 1 ||
		len(tally.Questions) > 0 {
		t.Errorf("%+v", tally)
	}
	if b := tally.People[1]; !b.Silent || b.Option != "" || b.Label != "Nothing answered" {
		t.Errorf("%+v", b)
	}
	for _, w := range tally.Criteria {
		if w.LowName == "Bo" || w.HighName == "Bo" {
			t.Errorf("untouched weights count: %+v", w)
		}
	}
}

// TestCountLoads: figures of the load are a disagreement like any other.
func TestCountLoads(t *testing.T) {
	said := func(name, load string) record.Said {
		s := record.Said{Name: name, Report: decision.Report{Kind: decision.VerdictClear}}
		if err := json.Unmarshal([]byte(`{"load":`+load+`}`), &s.Input); err != nil {
			t.Fatal(err)
		}
		return s
	}
	const few, many = `{"requests":3000000}`, `{"requests":900000000}`
	tally := record.Count([]record.Said{said("Ada", many), said("Bo", few), said("Cy", few), said("Di", "null")}, decision.Noun{})
	if len(tally.Loads) != 3 || !slices.Equal(tally.Loads[0].Names, []string{"Bo", "Cy"}) || tally.Loads[2].Input.Load != nil {
		t.Errorf("%+v", tally.Loads)
	}
	if tally := record.Count([]record.Said{said("Bo", few), said("Cy", few)}, decision.Noun{}); len(tally.Loads) > 0 {
		t.Errorf("the same load: %+v", tally.Loads)
	}
}

func report(t *testing.T, c *decision.Catalogue, a decision.Answers) decision.Report {
	t.Helper()
	r, err := decision.Evaluate(c, decision.Assessment{Answers: a})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
