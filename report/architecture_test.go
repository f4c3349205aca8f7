package report

import (
	"strings"
	"testing"

	"crossroads/decision"
)

// kitchens is a comparison whose options can be drawn.
func kitchens() *decision.Catalogue {
	values := func(ids ...string) (list []decision.AxisValue) {
		for _, id := range ids {
			list = append(list, decision.AxisValue{ID: id, Name: id, Phrase: "on " + id})
		}
		return list
	}
	return &decision.Catalogue{
		Axes: []decision.Axis{
			{ID: "structure", Values: values(Application, Services, Handlers)},
			{ID: "platform", Values: values("stoves", "grills")},
		},
		Options: []decision.Option{
			{ID: "one", Name: "One pot", Phrase: "one pot", On: []string{Application, "stoves"}},
			{ID: "many", Name: "Many pots", Phrase: "many pots", On: []string{Services, "grills"}},
		},
	}
}

func TestArchitectureHoldsTheParts(t *testing.T) {
	plan := &decision.Plan{Platforms: []string{"one", "many"}, Parts: []decision.PartPlan{
		{Part: "Soup", Option: "one"}, {Part: "Salad", Option: "many"}, {Part: "Bread", Option: "many"},
	}}
	v := Reading{Cat: kitchens(), Report: decision.Report{Kind: decision.VerdictHybrid, Leader: "one", Plan: plan}}
	a, ok := v.Architecture()
	if !ok || len(a.Places) != 2 || strings.Join(a.Places[0].Parts, " ") != "Soup" ||
		strings.Join(a.Places[1].Parts, " ") != "Salad Bread" {
		t.Fatalf("a mix is drawn as %+v, %v", a, ok)
	}
	words := strings.Join(a.Words(), "\n")
	for _, want := range []string{
		"One application on stoves, with its own database, handles “Soup”", "“Salad” and “Bread” run as services on grills",
		"interface or a queue",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("the words lack %q: %s", want, words)
		}
	}

	plan.Apart = &decision.Apart{Groups: [][]string{{"Soup"}, {"Salad"}, {"Bread"}}}
	if a, _ = v.Architecture(); len(a.Places) != 3 || a.Places[2].Option != "many" || a.Title != "Your parts on two platforms" {
		t.Errorf("parts of a mix that run apart are drawn as %+v", a)
	}

	plan.Apart, plan.Platforms = nil, []string{"one"}
	for i := range plan.Parts {
		plan.Parts[i].Option = "one"
	}
	v.Report.Kind, v.Report.Winner = decision.VerdictClear, &v.Report.Leader
	if a, ok = v.Architecture(); !ok || len(a.Places) != 1 || len(a.Places[0].Parts) != 3 {
		t.Errorf("one platform for all parts is drawn as %+v, %v", a, ok)
	}
	plan.Apart = &decision.Apart{Groups: [][]string{{"Soup", "Bread"}, {"Salad"}}}
	if a, _ = v.Architecture(); len(a.Places) != 2 || strings.Join(a.Places[0].Parts, " ") != "Soup Bread" ||
		a.Title != "Your system as one pot, in two places" {
		t.Errorf("parts that run apart are drawn as %+v", a)
	}
}

func TestArchitectureOfNothing(t *testing.T) {
	for name, v := range map[string]Reading{
		"undecided":    {Cat: kitchens(), Report: decision.Report{Kind: decision.VerdictUndecided, Leader: "one"}},
		"none fits":    {Cat: kitchens(), Report: decision.Report{Kind: decision.VerdictNone}},
		"no catalogue": {Report: decision.Report{Kind: decision.VerdictClear, Leader: "one"}},
		"gone option":  {Cat: kitchens(), Report: decision.Report{Kind: decision.VerdictClear, Leader: "cake"}},
	} {
		if a, ok := v.Architecture(); ok {
			t.Errorf("%s is drawn as %+v", name, a)
		}
	}
}

// TestOptionsThatShareAPlatform: two ways of building on one platform are not two platforms.
func TestOptionsThatShareAPlatform(t *testing.T) {
	cat := kitchens()
	cat.Options[1].On[1] = "stoves"
	cat.Options = append(cat.Options, decision.Option{ID: "third", On: []string{Services, "grills"}})
	for want, options := range map[string][]string{
		"Your parts in two ways of building on one platform":    {"one", "many"},
		"Your parts on two platforms":                           {"one", "third"},
		"Your parts in three ways of building on two platforms": {"one", "many", "third"},
	} {
		plan := &decision.Plan{Platforms: options}
		v := Reading{Cat: cat, Report: decision.Report{Kind: decision.VerdictHybrid, Plan: plan}}
		if a, _ := v.Architecture(); a.Title != want || v.Noun().One == "option" != strings.Contains(want, "ways") {
			t.Errorf("%q of a %s, want %q", a.Title, v.Noun().One, want)
		}
	}
	words := Architecture{Places: []Place{{Structure: Application, Who: "On stoves"}}}.Words()
	if want := "One application on stoves: its modules call each other directly and share one database."; words[0] != want {
		t.Errorf("%q, want %q", words[0], want)
	}
}

func TestHeadlineInTwoPieces(t *testing.T) {
	for headline, condition := range map[string]string{
		"The best fit is one pot": "",
		"Your answers lean to one pot, provided that the answer to “Rain?” is “No”": " provided that the answer to “Rain?” is “No”",
		"One pot, if the answer to “Rain?” is “No”":                                 " if the answer to “Rain?” is “No”",
		"The best fit is one pot; with rain instead of sun it would be many pots":   " with rain instead of sun it would be many pots",
	} {
		what, got := Reading{Report: decision.Report{Headline: headline}}.Headline()
		if got != condition || what+got != headline {
			t.Errorf("%q is %q and %q", headline, what, got)
		}
	}
}

// What is ruled out is not held up as cheaper.
func TestCostLineLeavesOutWhatIsRuledOut(t *testing.T) {
	r := decision.Report{
		Leader: "canteen",
		Ranking: []decision.Standing{
			{Option: "canteen"},
			{Option: "kitchen", Status: decision.StatusOut},
			{Option: "restaurant"},
		},
		Cost: &decision.CostReport{Options: []decision.OptionCost{
			{Option: "canteen", Name: "Canteen", Total: 5000000},
			{Option: "kitchen", Name: "Kitchen", Total: 1000000},
			{Option: "restaurant", Name: "Restaurant", Total: 9000000},
		}},
	}
	v := Reading{Report: r, Cat: kitchens()}
	if got := v.CostLine(); !strings.HasSuffix(got, ", the lowest bill of what is possible.") {
		t.Errorf("with the cheapest ruled out: %q", got)
	}
	v.Report.Ranking[1].Status = ""
	if got := v.CostLine(); !strings.Contains(got, "The lowest bill of all is ") || !strings.Contains(got, "itchen") {
		t.Errorf("with everything left: %q", got)
	}
}
