package report_test

import (
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/report"
)

// TestReasonOfAMovedPart: a part on an option that is not its best has no gain to show,
// so the plan's own sentence says why it is there, without repeating where that is.
func TestReasonOfAMovedPart(t *testing.T) {
	moved := decision.PartPlan{
		Part: "Orders", Option: "b", Instead: "a",
		Sentence: "“Orders” goes to b. A would suit it better by 2 points.",
	}
	moved.Share, moved.Score = .25, .5
	moved.Ranking = []decision.Standing{{Option: "a", Score: .54}, {Option: "b", Score: .5}}
	best := decision.PartPlan{Part: "Search", Option: "a", Rival: "b", BestOn: "speed"}
	v := report.Reading{Report: decision.Report{
		Kind:    decision.VerdictHybrid,
		Weights: []decision.WeightShare{{Criterion: "speed", Name: "Quick to deliver now"}},
		Plan: &decision.Plan{Platforms: []string{"a", "b"}, Parts: []decision.PartPlan{moved, best}, BestSingle: "a", Held: .03,
			Price: .005, Joined: .01},
	}}
	if got, want := v.PartReason(moved), "A would suit it better by 2 points."; got != want {
		t.Errorf("the reason is %q, want %q", got, want)
	}
	const suits = "“Orders” goes to b: a would suit it better by 4 points (1 point of the whole), but would then carry every part and lose "
	held, loses, apart := "holding parts together that differ", "; the mix loses 1.5 points", &decision.Apart{Price: .06, SetUps: [][]string{{"Orders"}, {"Search"}}}
	for _, tt := range []struct {
		single string
		apart  *decision.Apart
		want   string
	}{
		{"a", nil, "3 points of the whole for " + held + loses},
		{"b", nil, "more for " + held},
		{"b", apart, "at least 6 points of the whole for being set up twice" + loses},
		{"a", apart, "9 points of the whole for being set up twice and for " + held + loses},
	} {
		v.Report.Plan.BestSingle, v.Report.Plan.Apart = tt.single, tt.apart
		want := suits + tt.want + ". “Search” goes to a above all for “Quick to deliver now”."
		if got := v.Because(); got != want {
			t.Errorf("because %q, want %q", got, want)
		}
	}
}

// TestLevelPlacesOfAPart: a part that would do as well or better on its rival says so.
func TestLevelPlacesOfAPart(t *testing.T) {
	for want, score := range map[string]float64{
		"Above all for “Quick”, against b.":                     .4,
		"Only 1.5 points ahead of b, most on “Quick”.":          .485,
		"Above all for “Quick”; b would do as well.":            .5002,
		"Above all for “Quick”; b would do better by 3 points.": .53,
	} {
		p := decision.PartPlan{Part: "Orders", Option: "a", Score: .5, Rival: "b", BestOn: "speed",
			Ranking: []decision.Standing{{Option: "b", Score: score}}}
		v := report.Reading{Report: decision.Report{Weights: []decision.WeightShare{{Criterion: "speed", Name: "Quick"}}}}
		if got := v.PartReason(p); got != want {
			t.Errorf("the reason is %q, want %q", got, want)
		}
		if score > .48 {
			continue
		}
		p.Ranking = []decision.Standing{{Option: "a", Values: []float64{.39}}, {Option: "b", Score: score, Values: []float64{.14}}}
		if got, want := v.PartReason(p), "Above all for “Quick”: 39 of 100, against 14 for b."; got != want {
			t.Errorf("with figures the reason is %q, want %q", got, want)
		}
	}
}

// TestBecauseOfParts: each reason of a mix is a sentence of its own, and parts with the same
// reason share it.
func TestBecauseOfParts(t *testing.T) {
	onShip := decision.Standing{Option: "a", Status: decision.StatusOut,
		Because: []decision.MustNote{{Question: "where", QuestionText: "Where?", AnswerLabel: "On a ship: far from land"}}}
	gains := func(name string) decision.PartPlan {
		return decision.PartPlan{Part: name, Option: "a", Rival: "b", BestOn: "speed"}
	}
	box := decision.PartPlan{Part: "Box", Option: "b", Ranking: []decision.Standing{onShip}}
	for _, tt := range []struct {
		parts []decision.PartPlan
		want  string
	}{
		{[]decision.PartPlan{box, gains("Search")}, "“Box” goes to b, as a is ruled out there: the answer to “Where?” is “On a ship”. " +
			"“Search” goes to a above all for “Quick”."},
		{[]decision.PartPlan{gains("Search"), gains("Orders")}, "“Search” and “Orders” go to a above all for “Quick”."},
		{[]decision.PartPlan{
			gains("Search"), {Part: "Mail", Option: "b", Rival: "a", BestOn: "speed"}, box, {Part: "Bill", Option: "b", Rival: "a", BestOn: "price"},
		}, "“Search” goes to a above all for “Quick”. “Mail” goes to b above all for “Quick”. The other parts have their reasons below."},
	} {
		v := report.Reading{Report: decision.Report{
			Kind:    decision.VerdictHybrid,
			Weights: []decision.WeightShare{{Criterion: "speed", Name: "Quick"}, {Criterion: "price", Name: "Cheap"}},
			Plan:    &decision.Plan{Platforms: []string{"a", "b"}, Parts: tt.parts},
		}}
		if got := v.Because(); got != tt.want {
			t.Errorf("because %q, want %q", got, tt.want)
		}
	}
}

// TestNextOnce: a question that is open for several parts is one row, unless its chances differ.
func TestNextOnce(t *testing.T) {
	v := report.Reading{Report: decision.Report{NextQuestions: []decision.NextQuestion{
		{Question: "place", Part: "Shop", Chance: .384}, {Question: "size", Chance: .38}, {Question: "place", Part: "Images", Chance: .38},
		{Question: "place", Part: "Reports", Chance: .2}, {Question: "age", Part: "Shop"},
	}}}
	var got []string
	for _, q := range v.NextOnce() {
		got = append(got, q.Question+report.OfParts(q.Parts))
	}
	never, all := 0.0, 1.0
	one, other := decision.NextQuestion{Question: "place", Part: "a", Chance: 1, Alike: &never}, decision.NextQuestion{Question: "place", Part: "b"}
	if other.Chance = 1; one.Like(other) {
		t.Error("two questions are one, though the same answer was tried for one of them only")
	}
	if other.Alike = &all; one.Like(other) || one.Least() != 0 || other.Most() != 1 {
		t.Errorf("%v and %v", one, other)
	}
	if got, want := one.IfAlike("; "), "; 0% if they have the same answer"; got != want || other.IfAlike("; ") != "" {
		t.Errorf("%q, want %q", got, want)
	}
	if want := "place for “Shop” and “Images”, size, place for “Reports”"; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", strings.Join(got, ", "), want)
	}
	for _, open := range []string{"place", "size", "age", "sun"} {
		v.Report.Unknown = append(v.Report.Unknown, decision.Unknown{Question: open})
	}
	if got, want := v.CanChange(), "2 of 4 open questions can change what comes first, some of them for several parts"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if intro := v.NextIntro(); strings.HasPrefix(intro, "First what the answer depends on") {
		t.Errorf("the likeliest question is first, but %q", intro)
	}
	v.Report.NextQuestions[1].Chance = .5
	if intro := v.NextIntro(); !strings.HasPrefix(intro, "First what the answer depends on") {
		t.Errorf("a likelier question is second, but %q", intro)
	}
}

// TestDoubtfulInAMix: what an open question may rule out for a part that goes there is named, although it is ruled out as
// the only one.
func TestDoubtfulInAMix(t *testing.T) {
	may := []decision.MustNote{{Question: "place", Answer: "site", Part: "Mail"}}
	part := func(name, option, status string) decision.PartPlan {
		return decision.PartPlan{Part: name, Option: option, Ranking: []decision.Standing{{Option: option, Status: status, Because: may}}}
	}
	v := report.Reading{Report: decision.Report{
		Kind: decision.VerdictHybrid,
		Ranking: []decision.Standing{
			{Option: "servers", Status: decision.StatusIn},
			{Option: "functions", Status: decision.StatusOut, Because: []decision.MustNote{{Question: "needs", Part: "Doors"}}},
		},
		Plan: &decision.Plan{Platforms: []string{"functions", "servers"}, Parts: []decision.PartPlan{
			part("Doors", "servers", decision.StatusIn), part("Mail", "functions", decision.StatusConditional),
		}},
	}}
	got := v.Doubtful()
	if len(got) != 1 || got[0].Option != "functions" || len(got[0].Because) != 1 || got[0].Because[0].Part != "Mail" {
		t.Errorf("got %+v", got)
	}
	if v.Report.Ranking[1].Status != decision.StatusOut {
		t.Error("the report itself was changed")
	}
}

// TestHeldTogether: what single options lose for holding parts together is said, and that it keeps one back that would suit
// each part better.
func TestHeldTogether(t *testing.T) {
	part := func(name string, one, many float64) decision.PartPlan {
		return decision.PartPlan{Part: name, Share: .5, Option: "many", Score: many,
			Ranking: []decision.Standing{{Option: "one", Score: one}, {Option: "many", Score: many}}}
	}
	v := report.Reading{Report: decision.Report{
		Kind:    decision.VerdictClose,
		Ranking: []decision.Standing{{Option: "many", Name: "Many", Score: .59}, {Option: "one", Name: "One", Score: .582}},
		Plan:    &decision.Plan{Platforms: []string{"many"}, Parts: []decision.PartPlan{part("A", .63, .58), part("B", .65, .6)}},
	}}
	if got, want := v.Held(), "Holding together parts that differ has taken 5.8 points off One."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	want := "Part by part, One would do better by 5 points, but it would hold together parts that differ and lose 5.8 points by that."
	if got := v.HeldBack(); !strings.EqualFold(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Ranking[1].Score = .64
	if got := v.Held() + v.HeldBack(); strings.Contains(got, "Holding") || strings.Contains(got, "lose 5") {
		t.Errorf("nothing is lost: %q", got)
	}
}
