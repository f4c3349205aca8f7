package report_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/report"
)

// TestOftener: what comes first in more situations is named where it is open which is better, unless the headline does, or
// the figures shown are the same; a lower score is named where it shows. An axis is not as sure as the whole where another value of
// it is likelier.
func TestOftener(t *testing.T) {
	close, depends := decision.VerdictClose, decision.VerdictConditional
	for _, tt := range []struct {
		kind, headline string
		share, score   float64
		want           string
	}{
		{close, "Too close to call between A and B", .51, .60, "B comes first in more of them (51%), with a lower score."},
		{close, "Too close to call between A and B", .51, .699, "B comes first in more of them (51%)."},
		{close, "Too close to call between A and B", .434, .60, ""},
		{close, "The highest score goes to A, but first place " + decision.InMore + " (67%) to B", .67, .60, ""},
		{depends, "A, unless it rains", .51, .60, "B comes first in more of them (51%), with a lower score."},
		{decision.VerdictLeaning, "Your answers lean to A", .51, .60, ""},
	} {
		v := report.Reading{Report: decision.Report{Kind: tt.kind, Headline: tt.headline, Leader: "a", Share: .43}}
		v.Report.Ranking = []decision.Standing{{Option: "a", Name: "A", Score: .7, FirstShare: .43, Status: decision.StatusIn},
			{Option: "b", Name: "B", Score: tt.score, FirstShare: tt.share, Status: decision.StatusIn}}
		if got := v.Oftener(); got != tt.want {
			t.Errorf("%+v: %q", tt, got)
		}
		axis := decision.AxisSureness{Leader: decision.ValueShare{Share: .43}, Rival: &decision.ValueShare{Share: .3}}
		v.Report.Axes = []decision.AxisSureness{axis, axis}
		if !v.AxesAlike() {
			t.Error("both axes are as sure as the whole")
		}
		axis.Rival = &decision.ValueShare{Share: .57}
		if v.Report.Axes[1] = axis; v.AxesAlike() {
			t.Error("an axis that is open is called as sure")
		}
	}
}

// TestRisksOfSeveralParts: what two parts are warned of is one line with both names.
func TestRisksOfSeveralParts(t *testing.T) {
	v := report.Reading{Report: decision.Report{
		Leader: "b",
		Ranking: []decision.Standing{
			{Option: "a", Name: "Oven"}, {Option: "b", Name: "Stove"}, {Option: "c", Name: "Grill"},
		},
		Warnings: []decision.RiskNote{
			{Option: "a", Name: "Oven and Stove", Text: "Hot.", Part: "Soup"},
			{Option: "a", Name: "Oven and Stove", Text: "Hot.", Part: "Bread"},
			{Option: "c", Name: "Grill", Text: "Smoke.", Part: "Soup"},
			{Option: "a", Name: "Oven and Stove", Text: "Hot."},
		},
	}}
	parts := func(list []report.Risk) [][]string {
		var names [][]string
		for _, r := range list {
			names = append(names, r.Parts)
		}
		return names
	}
	own, others := v.Risks()
	if got, want := parts(own), [][]string{{"Soup", "Bread"}, nil}; !reflect.DeepEqual(got, want) {
		t.Errorf("own risks are of %v, want %v", got, want)
	}
	for _, r := range own {
		if r.Name != "Stove" || r.Option != "b" {
			t.Errorf("a risk of the stove is called one of %q, with the mark of %q", r.Name, r.Option)
		}
	}
	if got, want := parts(others), [][]string{{"Soup"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("other risks are of %v, want %v", got, want)
	}
	if got := v.RisksOf("b"); len(got) != 2 {
		t.Errorf("the second option of a joint warning has %d risks, want 2", len(got))
	}
}

// TestBecauseOfTheStart: an answer that added little to a lead is not called its reason.
func TestBecauseOfTheStart(t *testing.T) {
	little := []decision.Influence{{Question: "cook", Amount: 0.02}, {Question: "guests", Amount: -0.07}}
	for _, tt := range []struct {
		kind             string
		baseline, margin float64
		want             string
	}{
		{decision.VerdictClear, 0.14, 0.09, "In an average case it is 14 points ahead of b; with your answers it is 9 points."},
		{decision.VerdictClose, 0.14, 0.01, "In an average case the first of the two is 14 points ahead; with your answers it is 1 point."},
		{decision.VerdictClose, 0.14, 0.0001, "In an average case the first of the two is 14 points ahead; with your answers the two are level."},
		{decision.VerdictLeaning, 0.14, 0.15, "In an average case it is 14 points ahead of b; with your answers it is 15 points."},
		{decision.VerdictLeaning, 0.14, 0.1401, "In an average case it is 14 points ahead of b, and your answers leave it there."},
		{decision.VerdictClear, 0.08, 0.03, "You answered “Nobody” to “Who cooks?”"},
		{decision.VerdictClear, -0.14, 0.03, "You answered “Nobody” to “Who cooks?”"},
	} {
		v := report.Reading{Report: decision.Report{
			Kind: tt.kind, Leader: "a", RunnerUp: "b", Baseline: tt.baseline, Margin: tt.margin, Influences: little,
			Because: &decision.Because{Question: "cook", Text: "Who cooks?", Label: "Nobody"},
		}}
		if got := v.Because(); got != tt.want {
			t.Errorf("%s of %v: %q, want %q", tt.kind, tt.baseline, got, tt.want)
		}
	}
	v := report.Reading{Report: decision.Report{Kind: decision.VerdictClear, RunnerUp: "b", Baseline: .14, Margin: .09, Influences: little,
		Contributions: []decision.Contribution{{Name: "Cheap", Amount: -.2}, {Name: "Quick", Amount: .05}, {Name: "Easy", Amount: .04}}}}
	for given, set := range map[string]func(){
		"In an average case":           func() {},
		"With your priorities alone":   func() { v.Report.Weighted = true },
		"With your load figures alone": func() { v.Report.Weighted, v.Report.Cost = false, &decision.CostReport{} },
	} {
		v.Report.Weighted, v.Report.Cost = false, nil
		set()
		want := given + " it is 14 points ahead of b; with your answers it is 9 points. “Quick” does most for it (+5)."
		if got := v.Because(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestBecauseOfAnOpenQuestion: an answer that is one of two is no reason, as one of them may speak against the result.
func TestBecauseOfAnOpenQuestion(t *testing.T) {
	v := report.Reading{Report: decision.Report{
		Kind: decision.VerdictLeaning, Leader: "a", RunnerUp: "b", Baseline: 0.02, Margin: 0.05,
		Unknown:       []decision.Unknown{{Question: "cook", Narrowed: []string{"Nobody", "Our guests"}}},
		Influences:    []decision.Influence{{Question: "cook", Amount: 0.03}},
		Contributions: []decision.Contribution{{Name: "Low cost", Amount: 0.04}},
		Because:       &decision.Because{Question: "cook", Text: "Who cooks?", Label: "Nobody or Our guests", Labels: []string{"Nobody", "Our guests"}},
	}}
	want := "In an average case it is 2 points ahead of b; with your answers it is 5 points. “Low cost” does most for it (+4)."
	if got := v.Because(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Baseline = -0.02
	want = "In an average case it is 2 points behind b; with your answers it is 5 points ahead. “Low cost” does most for it (+4)."
	if got := v.Because(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestBecauseOfSeveralAnswers: each of several answers is quoted for itself.
func TestBecauseOfSeveralAnswers(t *testing.T) {
	v := report.Reading{Report: decision.Report{Unknown: []decision.Unknown{{Question: "cook"}}, Because: &decision.Because{
		Question: "cook", Text: "Who cooks?", Label: "Nobody or Our guests: friends, family", Labels: []string{"Nobody", "Our guests: friends, family"},
	}}}
	if got, want := v.Because(), "You answered “Nobody” or “Our guests” to “Who cooks?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Unknown = nil
	if got, want := v.Because(), "You answered “Nobody” and “Our guests” to “Who cooks?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNoBill: where no price list holds, the bills are said to compare and no more.
func TestNoBill(t *testing.T) {
	v := report.Reading{Report: decision.Report{Unpriced: []decision.Unpriced{{Label: "On a ship"}}}}
	want := "No price list covers “On a ship”. The bills are at a provider’s list prices: they serve to compare the options, " +
		"not to plan a budget."
	if got := v.NoBill(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNoBillOfOneAnswer: where only one of the possible answers has no list price, the others have one.
func TestNoBillOfOneAnswer(t *testing.T) {
	v := report.Reading{Report: decision.Report{Unpriced: []decision.Unpriced{{Label: "Our own hall", Maybe: true}}}}
	if got, want := v.NoBill(), "No price list covers “Our own hall”: there the bills, at a provider’s list prices, serve to compare "+
		"the options, not to plan a budget."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Unpriced[0].Part, v.Report.Plan = "Kitchen", &decision.Plan{Parts: []decision.PartPlan{{Part: "Kitchen"}}}
	if got, want := v.NoBill(), "No price list covers where “Kitchen” may have to run; "; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q first", got, want)
	}
}

// billed is a report of two options that both can be had, with bills of what was built for them.
func billed() report.Reading {
	return report.Reading{Report: decision.Report{
		Leader: "b", Kind: decision.VerdictClear, Ranking: []decision.Standing{{Option: "b", Name: "Oven"}, {Option: "a", Name: "Stove"}},
		Cost: &decision.CostReport{Uncertainty: cost.Uncertain, Load: cost.DefaultLoad(), Options: []decision.OptionCost{
			{Option: "b", Name: "Oven", BlueprintName: "Two ovens", Total: 20_000}, {Option: "a", BlueprintName: "A stove", Total: 10_000},
		}},
	}}
}

// TestCostLine: the bill of the recommendation beside the least one, both of what was priced, with what
// neither counts.
func TestCostLine(t *testing.T) {
	v := billed()
	same := func(want string) {
		t.Helper()
		if got := v.CostLine(); got != want {
			t.Errorf("%q\nwant %q", got, want)
		}
	}
	same("An estimated 200.00 USD a month to the provider. The lowest bill of all is 100.00 USD, for a stove.")
	v.Report.Cost.Largest = &cost.Addition{Name: "a database (PostgreSQL, medium: 2 vCPU, 8 GB)", Total: 21_170}
	same("An estimated 200.00 USD a month to the provider. The lowest bill of all is 100.00 USD, for a stove. " +
		"Not counted: a database (about 211.70 USD more) and others.")
	v.Report.Cost.Options[0].Total = 11_000
	v.Report.Cost.Largest = nil
	same("An estimated 110.00 USD a month to the provider. The lowest bill of all is 100.00 USD, for a stove, too close to call with " +
		"two ovens (110.00): prices 10% off, a duration 20% off or an open choice could turn the order.")
	passed := []cost.Limit{{Field: "response", Most: cost.Whole(204_800)}}
	v.Report.Cost.Options[1].Passed = passed
	same("An estimated 110.00 USD a month to the provider, the lowest bill of what is possible.")
	v.Report.Cost.Options[0].Passed, v.Report.Cost.Options[1].Passed = passed, nil
	same("An estimated 110.00 USD a month to the provider. The lowest bill of what is possible is 100.00 USD, for a stove. " +
		"With this load, two ovens is beyond its limit: size of a response, 204,800 KB.")
	v.Report.Cost.Options[0].Passed = nil
	v.Report.Plan = &decision.Plan{Apart: &decision.Apart{SetUps: [][]string{{"Here"}, {"There"}}}}
	v.Report.Cost.SetUps = []decision.SetUpCost{{Option: "b", Total: 21_000}, {Option: "a", Total: 30_000}}
	same("An estimated 210.00 USD a month to the provider, set up twice, the lowest bill of all.")
	v.Report.Unbilled = &decision.Unbilled{For: []decision.Unpriced{{Part: "Here", Label: "A GPU"}}}
	same("There is no bill, as the cost model does not count what was answered: “A GPU” for “Here”. Cost is judged from the answers alone.")
}

// TestCostLineOfTwo: under a headline with two names, the bills say whose they are.
func TestCostLineOfTwo(t *testing.T) {
	v := billed()
	v.Report.Kind, v.Report.RunnerUp = decision.VerdictClose, "a"
	v.Report.Cost.Options[1].Name = "Stove"
	want := "An estimated 200.00 USD a month to the provider for Oven. For Stove it is 100.00 USD, the lowest bill of all."
	if got := v.CostLine(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	v.Report.Cost.Options[0].Passed = []cost.Limit{{Field: "response", Most: cost.Whole(204_800)}}
	want = "An estimated 200.00 USD a month to the provider for Oven. For Stove it is 100.00 USD, the lowest bill of what is possible. " +
		"With this load, two ovens is beyond its limit: size of a response, 204,800 KB."
	if got := v.CostLine(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	v.Report.Cost.Options[0].Passed = nil
	v.Report.Leader, v.Report.RunnerUp = "a", "b"
	want = "An estimated 100.00 USD a month to the provider for Stove, the lowest bill of all. For Oven it is 200.00 USD."
	if got := v.CostLine(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	v.Report.RunnerUp = "unbilled"
	if got, want := v.CostLine(), "An estimated 100.00 USD a month to the provider, the lowest bill of all."; got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// TestCostLineOfAMix: single options are billed on the same terms, and a bill while idle speaks against
// the mix.
func TestCostLineOfAMix(t *testing.T) {
	v := billed()
	v.Report.Kind = decision.VerdictHybrid
	v.Report.Plan = &decision.Plan{Platforms: []string{"a", "b"}, BestSingle: "b", SingleName: "Oven", Gain: 0.1,
		Apart: &decision.Apart{SetUps: [][]string{{"Here"}, {"There"}}}}
	v.Report.Cost.SetUps = []decision.SetUpCost{{Option: "b", Total: 40_000}, {Option: "a", Total: 19_000}}
	v.Report.Cost.Mix = &decision.MixCost{Total: 15_000, Low: 15_000, High: 15_000}
	want := "The mix costs an estimated 150.00 USD a month to the provider. The lowest bill of one option alone, set up twice, is 190.00 " +
		"USD, for a stove."
	if got := v.CostLine(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	v.Report.Cost.Idle = &decision.IdleCost{Label: "Nothing while nobody eats", Total: 4_905}
	want = " You answered “Nothing while nobody eats”, but without a single request the bill is 49.05 USD a month."
	if got := v.But(); !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q last", got, want)
	}
}

// TestAroundBills: what a bill leaves out and on which usual values it hangs is said beside it.
func TestAroundBills(t *testing.T) {
	v := billed()
	c := v.Report.Cost
	if got := v.NotCounted(); got != "Not in these bills: the work of people." {
		t.Errorf("an older report leaves out %q", got)
	}
	c.LeftOut, c.Largest = []string{"database", "taxes"}, &cost.Addition{Name: "a database (medium)", Total: 21_170}
	want := "Not in these bills: the work of people, database and taxes. The largest of them on a provider’s bill is likely a database " +
		"(medium): about 211.70 USD more."
	if got := v.NotCounted(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := v.Assumes() + v.LeftOutPeak(); got != "" {
		t.Errorf("nothing decides, but %q", got)
	}
	c.Assumed = &decision.Assumed{Peak: cost.Whole(10), Option: "a", Total: 12_000, Responses: 9_000}
	want = "At a peak of 10 times the average instead of 4, the usual value, a stove would cost least: 120.00 USD. 90.00 USD of the bill " +
		"of the recommendation is for sending responses of 10 KB, the usual size."
	if got := v.Assumes(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	c.LowerPeaks = []decision.LoadSaid{{Label: "Hardly", Part: "Here"}}
	c.Rates = []decision.RateSaid{{LoadSaid: decision.LoadSaid{Label: "Thousands a second"}, PerSecond: 1.52}}
	c.Rates = append(c.Rates, decision.RateSaid{LoadSaid: decision.LoadSaid{Label: "Busy"}, PerSecond: 1.52},
		decision.RateSaid{LoadSaid: decision.LoadSaid{Label: "Silent", Part: "Here"}, PerSecond: 1198.6})
	c.BilledAs = []decision.BilledAs{{LoadSaid: decision.LoadSaid{Label: "Raw TCP", Part: "Here"}, As: "HTTP"}}
	c.Longer, c.Load.Duration = []decision.LoadSaid{{Label: "Up to 30 seconds"}}, cost.Whole(45_500)
	want = "The bills are for a peak of 4 times the average, and leave out what you answered: “Hardly” for “Here”. " +
		"Your load figures come " +
		"to about 1.5 requests a second, which contradicts your answers “Thousands a second” and “Busy”. Your load figures come " +
		"to about 1,199 requests a second, which contradicts your answer “Silent” for “Here”. " +
		"The bills count 45.5 seconds for each request, which contradicts your answer “Up to 30 seconds”."
	if got := v.LeftOutPeak(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	c.Longer = nil
	part := decision.LoadSaid{Label: "Moderate", Part: "Here"}
	c.Rates = []decision.RateSaid{{LoadSaid: part, PerSecond: 1000}, {LoadSaid: decision.LoadSaid{Label: "Busy"}, PerSecond: 3.8e-7}}
	v.Report.Plan = &decision.Plan{Parts: []decision.PartPlan{{Part: "Here", Share: 0.1}, {Part: "There", Share: 0.9}}}
	want = " 10% of your load figures come to about 1,000 requests a second, which contradicts your answer “Moderate” for “Here”. " +
		"Your load figures come to less than 0.01 requests a second, which contradicts your answer “Busy”."
	if got := v.LeftOutPeak(); !strings.HasSuffix(got, want) {
		t.Errorf("%q\nwant %q last", got, want)
	}
	v.Report.Plan = nil
	if c.Rates = []decision.RateSaid{{PerSecond: 1.02}}; !strings.Contains(v.LeftOutPeak(), "about 1 request a second") {
		t.Errorf("one request is none of several: %q", v.LeftOutPeak())
	}
	if got, want := v.NoBill(), "The bills are for HTTP, and leave out what you answered: “Raw TCP” for “Here”."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestAtBottom: bills that differ and count alike are told.
func TestAtBottom(t *testing.T) {
	v := billed()
	v.Report.RunnerUp, v.Report.Cost.Name = "a", "Cheap"
	want := "“Cheap” is 0 of 100 for oven and for stove, as for every bill so far above the lowest: the 100.00 USD between them do not count."
	if got := strings.ToLower(v.AtBottom()); got != strings.ToLower(want) {
		t.Errorf("%q, want %q", got, want)
	}
	if v.Report.Cost.Options[1].Value = 0.1; v.AtBottom() != "" {
		t.Error(v.AtBottom())
	}
}

// TestContrary: answers about the load that contradict each other are named with their parts.
func TestContrary(t *testing.T) {
	v := billed()
	if got := v.Contrary(); got != "" {
		t.Errorf("nothing contradicts, but %q", got)
	}
	v.Report.Contrary = []decision.LoadSaid{{Label: "Thousands a second", Part: "Here"}, {Label: "Silent", Part: "Here"}}
	want := "These answers contradict each other about the average load: “Thousands a second” for “Here” and “Silent” for “Here”."
	if got := v.Contrary(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// TestEqualShares: parts without shares count the same, which is said only where there are none, also where those given were set aside.
func TestEqualShares(t *testing.T) {
	v := report.Reading{Report: decision.Report{Plan: &decision.Plan{}}}
	if got := v.EqualShares(); got != "" {
		t.Errorf("shares were given: %q", got)
	}
	v.Report.Plan.Shares = 110
	if got := v.EqualShares(); got != "The shares given add up to 110; they were scaled to 100%." {
		t.Error(got)
	}
	v.Report.Plan.Equal = true
	if got := v.EqualShares(); got != "With no shares to go by, every part counts the same." {
		t.Error(got)
	}
}

// An answer that a rule of the organisation fixes is not the reader's.
func TestBecauseOfARule(t *testing.T) {
	v := report.Reading{Report: decision.Report{
		Because: &decision.Because{Question: "cook", Text: "Who cooks?", Label: "Nobody"},
		Policy:  &decision.Applied{Rules: []decision.Rule{{Kind: decision.RuleAnswer, Question: "cook"}}},
	}}
	if got, want := v.Because(), "Your organisation answers “Nobody” to “Who cooks?”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestRisksOfATie: where it is not clear which of two is better, a risk of both is told of both.
func TestRisksOfATie(t *testing.T) {
	v := report.Reading{Report: decision.Report{
		Kind: decision.VerdictClose, Leader: "soup", RunnerUp: "salad",
		Ranking: []decision.Standing{{Option: "soup", Name: "Soup"}, {Option: "salad", Name: "Salad"}, {Option: "pie", Name: "Pie"}},
		Warnings: []decision.RiskNote{
			{Option: "salad", Name: "Salad and Soup", Text: "It is salty."}, {Option: "pie", Name: "Pie and Soup", Text: "It is hot."},
			{Option: "pie", Name: "Pie and Salad", Text: "It is green."},
		},
	}}
	name := func(risks []report.Risk) (names []string) {
		for _, risk := range risks {
			names = append(names, risk.Name)
		}
		return names
	}
	own, others := v.Risks()
	if !slices.Equal(name(own), []string{"Soup and Salad", "Soup"}) || !slices.Equal(name(others), []string{"Pie and Salad"}) {
		t.Errorf("own %q, others %q", name(own), name(others))
	}
	v.Report.Kind = decision.VerdictClear
	if own, _ := v.Risks(); !slices.Equal(name(own), []string{"Soup", "Soup"}) {
		t.Errorf("of a clear answer: %q", name(own))
	}
}

// TestButBeginsWithWhatIsPossibleAtAll: what several answers together allow is in no single one of them.
func TestButBeginsWithWhatIsPossibleAtAll(t *testing.T) {
	v := report.Reading{Report: decision.Report{
		Kind: decision.VerdictClear, Leader: "soup", Ranking: []decision.Standing{{Option: "soup", Name: "Soup"}}, Against: "It is hot.",
		Warnings: []decision.RiskNote{{Option: "soup", Name: "Soup", Text: "It is salty."}},
	}}
	if got := v.But(); got != "It is hot." {
		t.Errorf("got %q", got)
	}
	v.Report.Warnings = append(v.Report.Warnings,
		decision.RiskNote{Option: "soup", Name: "Soup", Text: "Only the canteen has both.", Together: true})
	if got, want := v.But(), "Only the canteen has both. It is hot."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	v.Report.Warnings[1].Part = "Noon"
	if got, want := v.But(), "For “Noon”: Only the canteen has both. It is hot."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
