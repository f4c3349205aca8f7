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

// TestBecauseOfToday: that the recommendation is what there is today is said first.
func TestBecauseOfToday(t *testing.T) {
	v := Reading{Report: decision.Report{Kind: decision.VerdictClear, Leader: "one", Today: true,
		Because: &decision.Because{Text: "How?", Label: "So", Why: &decision.Why{Text: "It is so."}}}}
	for kind, want := range map[string]string{
		decision.VerdictClear: "This is the kind of platform you have. You answered “So” to “How?”: it is so.",
		decision.VerdictClose: "The first of the two is the kind of platform you have. You answered ",
		decision.VerdictNone:  "You answered ",
	} {
		if v.Report.Kind = kind; !strings.HasPrefix(v.Because(), want) {
			t.Errorf("%s: %q, want %q", kind, v.Because(), want)
		}
	}
	v.Report.Because, v.Report.Kind = nil, decision.VerdictClear
	if got := v.Because(); got != "This is the kind of platform you have." {
		t.Errorf("alone: %q", got)
	}
}

// TestPartsWeak: a mix has the weak points of the options where its parts go, those that cost most first.
func TestPartsWeak(t *testing.T) {
	weights := []decision.WeightShare{{Name: "Taste", Weight: 0.2}, {Name: "Price", Weight: 0.7}, {Name: "Speed", Weight: 0.1}}
	at := func(part, option string, values ...float64) decision.PartPlan {
		return decision.PartPlan{Part: part, Option: option, Ranking: []decision.Standing{{Option: option, Values: values}}}
	}
	plan := &decision.Plan{Platforms: []string{"one", "many"}, Parts: []decision.PartPlan{
		at("Soup", "one", 0.1, 0.4, 0.2), at("Salad", "one", 0.1, 0.4, 0.1), at("Bread", "many", 0.495, 0.5, 0.6), {Part: "Old", Option: "one"},
	}}
	v := Reading{Report: decision.Report{Kind: decision.VerdictHybrid, Plan: plan, Weights: weights}}
	got := v.PartsWeak()
	want := "are below the middle of the scale there, 50 of 100, on “Price” (40) and “Taste” (10)"
	if len(got) != 1 || strings.Join(got[0].Parts, " ") != "Soup Salad" || got[0].Is() != want {
		t.Errorf("weak points are %+v, %q", got, got[0].Is())
	}
	if v.Report.Kind = decision.VerdictClear; v.PartsWeak() != nil {
		t.Error("no mix is recommended")
	}
}

// TestBilledOnce: a bill is for one place of what runs at each of many.
func TestBilledOnce(t *testing.T) {
	v := Reading{Report: decision.Report{Unpriced: []decision.Unpriced{{Part: "Soup"}}, Plan: &decision.Plan{
		Parts: []decision.PartPlan{{Part: "Soup", Each: "site"}, {Part: "Salad"}}}}}
	if got, want := v.NoBill(), " at a provider’s list prices and for one site."; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Plan, v.Report.Unpriced = nil, []decision.Unpriced{{Label: "Here"}}
	if got := v.NoBill(); strings.Contains(got, "for one") {
		t.Errorf("one place: %q", got)
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

// TestArchitectureAtEachSite: what runs at each of many places is not drawn or told as one installation, on machines of
// one's own. Parts that are released together are not said to be released each on its own.
func TestArchitectureAtEachSite(t *testing.T) {
	v := Reading{Cat: kitchens(), Report: decision.Report{Kind: decision.VerdictClear, Leader: "one", Each: "site"}}
	v.Report.Winner = &v.Report.Leader
	a, _ := v.Architecture()
	if a.Title != "Your system as one pot, at each site" || a.Places[0].Who != "At each site" ||
		strings.Join(a.Places[0].Parts, ", ") != "A module, More modules" || !strings.HasPrefix(a.Words()[0], "One application at each site: ") {
		t.Errorf("a system is drawn as %+v, %q", a, a.Words())
	}
	v.Report.Each, v.Report.Plan = "", &decision.Plan{
		Platforms: []string{"one"}, Apart: &decision.Apart{Groups: [][]string{{"Soup"}, {"Salad"}}},
		Parts: []decision.PartPlan{{Part: "Soup", Option: "one", Each: "site"}, {Part: "Salad", Option: "one"}},
	}
	a, _ = v.Architecture()
	words := strings.Join(a.Words(), "\n")
	if a.Title != "Your system as one pot, at each site and elsewhere" || a.Places[0].Who != "At each site" || a.Places[1].Who != "On stoves" ||
		!strings.Contains(words, "One application at each site, with its own database, handles “Soup”.") ||
		!strings.Contains(words, "Each place has users and events of its own.") {
		t.Errorf("parts are drawn as %+v, %q", a, words)
	}
	v.Report.Plan.Parts[1].Each = "site"
	if a, _ = v.Architecture(); a.Title != "Your system as one pot, at each site" {
		t.Errorf("two parts at sites are %q", a.Title)
	}
	v.Report.Plan, v.Report.Leader = nil, "many"
	if a, _ = v.Architecture(); strings.Contains(strings.Join(a.Words(), " "), "released") {
		t.Errorf("services are said to be released so: %q", a.Words())
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

// TestOnePartAsAService: one part is not said to be several services.
func TestOnePartAsAService(t *testing.T) {
	p := Place{Structure: Services, Who: "On grills", Own: true, Parts: []string{"Bread"}}
	if got, want := p.sentence("“Bread”"), "“Bread” runs as a service on grills, with its own data."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
