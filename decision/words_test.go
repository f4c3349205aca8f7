package decision

import (
	"strconv"
	"strings"
	"testing"

	"crossroads/decision/cost"
)

func TestRate(t *testing.T) {
	tests := []struct {
		month uint64
		want  string
	}{
		{0, "about 0 requests a month"},
		{1, "about 1 request a month"},
		{7, "about 7 requests a month"},
		{304, "about 300 requests a month"},
		{310, "about 10 requests a day (310 a month)"},
		{45_678, "about 1,500 requests a day (46,000 a month)"},
		{999_999, "about 33,000 requests a day (1 million a month)"},
		{64_000_000, "about 2.1 million requests a day (64 million a month)"},
		{1_000_000_000_000, "about 33 billion requests a day (1,000 billion a month)"},
	}
	for _, tt := range tests {
		if got := rate(cost.Whole(tt.month)); got != tt.want {
			t.Errorf("%d: %q, want %q", tt.month, got, tt.want)
		}
	}
}

// TestAxisIsOpen: the leader's value is not put before one that comes first more often.
func TestAxisIsOpen(t *testing.T) {
	w := words{&Catalogue{Bounds: Bounds{ClearShare: .75, LeanShare: .6}}, &Report{}}
	for want, shares := range map[string][2]float64{
		"Platform: open; on a managed platform in 49% of the situations, on an orchestrator in 48%.": {.48, .49},
		"On an orchestrator rather than on a managed platform: not sure (48%).":                      {.48, .3},
	} {
		got := w.axis(AxisSureness{Name: "Platform", Leader: ValueShare{Phrase: "on an orchestrator", Share: shares[0]},
			Rival: &ValueShare{Phrase: "on a managed platform", Share: shares[1]}})
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAnswersThatHoldTogetherAreQuotedOneByOne: not as one answer with a semicolon in it.
func TestAnswersThatHoldTogetherAreQuotedOneByOne(t *testing.T) {
	q := Question{ID: "aim", Several: 2, Answers: []Answer{{ID: "ops", Label: "Less work: nights"}, {ID: "bill", Label: "A lower bill"}, {ID: "rest", Label: "Rest"}}}
	states := q.states()
	q.name(states)
	c := &Catalogue{Questions: []Question{q}, index: index{question: map[string]int{"aim": 0}, state: [][]state{states}}}
	w := words{c, &Report{}}
	for want, labels := range map[string][]string{
		"“Other”, or “Less work” and “A lower bill”": {"Less work: nights; A lower bill", "Other"},
		"“Less work” with “A lower bill” or “Rest”":  {"Less work: nights; A lower bill", "Less work: nights; Rest"},
		"“Less work” and “Rest”":                     {"Less work: nights; Rest"},
		"“Hardly: day and night” or “Other”":         {"Hardly: day and night", "Other"}, // the word alone says little
	} {
		if got := w.answers("aim", labels); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (*Catalogue)(nil).Labels("aim", "A; B"); len(got) != 1 {
		t.Errorf("without a catalogue the answers are %q", got)
	}
}

// TestFlipsOfOneAnswerTogether: one sentence names them all, without those that change more than another does.
func TestFlipsOfOneAnswerTogether(t *testing.T) {
	needs := Question{ID: "needs", Several: 3, Answers: []Answer{
		{ID: "gpu", Label: "A GPU", Short: "a GPU"}, {ID: "state", Label: "State", Short: "state"}, {ID: "calls", Label: "Calls", Short: "calls"},
		{ID: "ram", Label: "Much memory", Short: "much memory"},
	}}
	kind := Question{ID: "kind", Answers: []Answer{{ID: "a", Label: "A", Short: "a"}, {ID: "b", Label: "B", Short: "b"}, {ID: "c", Label: "C", Short: "c"}}}
	aims := Question{ID: "aims", Several: 2, Answers: []Answer{
		{ID: "speed", Label: "Speed", Short: "speed as the aim"}, {ID: "teams", Label: "Teams", Short: "teams as the aim"},
		{ID: "end", Label: "End", Short: "an end as the cause"}, {ID: "bill", Label: "Bill", Short: "a lower bill as the aim"},
		{ID: "ops", Label: "Less work", Short: "less work as the aim"},
	}}
	size, teams := Question{ID: "size"}, Question{ID: "teams", Ordered: true}
	for i, name := range []string{"one", "two", "three", "four", "five"} {
		answer := Answer{ID: strconv.Itoa(i + 1), Label: upper(name), Short: name}
		size.Answers = append(size.Answers, answer)
		if answer.AndBefore, answer.AndAfter = "up to "+name, "from "+name; i == 0 || i == 3 {
			answer.AndBefore, answer.AndAfter = "", ""
		}
		teams.Answers = append(teams.Answers, answer)
	}
	c := &Catalogue{Questions: []Question{needs, kind, size, aims, teams},
		index: index{question: map[string]int{"needs": 0, "kind": 1, "size": 2, "aims": 3, "teams": 4}}}
	for i := range c.Questions {
		states := c.Questions[i].states()
		c.Questions[i].name(states)
		c.index.state = append(c.index.state, states)
		at := map[string]int{}
		for n, answer := range c.Questions[i].Answers {
			at[answer.ID] = n
		}
		c.index.answer = append(c.index.answer, at)
	}
	w := words{c, &Report{}}
	flips := func(question, from string, to ...string) (list []Flip) {
		for _, id := range to {
			label := ""
			if s := w.stateNamed(question, id); s != nil {
				label = s.said.Label
			} else {
				t.Fatalf("%s has no state %q", question, id)
			}
			list = append(list, Flip{Changes: []Change{{Question: question, Text: "Q?", From: from, To: id, ToLabel: label,
				FromLabel: w.stateNamed(question, from).said.Label}}})
		}
		return list
	}
	for _, tt := range []struct {
		flips         []Flip
		with, becomes string
	}{
		{flips("kind", "c", "a", "b"), "With a or b instead of c, no option would be left.", "the answer to “Q?” becomes “A” or “B”"},
		{flips("size", "1", "2", "3", "4", "5"), "With any other answer instead of one, no option would be left.",
			"the answer to “Q?” becomes any other than “One”"},
		{flips("size", "1", "2", "3", "4"), "With two, three or four instead of one, no option would be left.",
			"the answer to “Q?” becomes “Two”, “Three” or “Four”"},
		{flips("teams", "1", "5", "3", "4"), "With from three instead of one, no option would be left.",
			"the answer to “Q?” becomes “Five”, “Three” or “Four”"},
		{flips("teams", "5", "2", "1"), "With up to two instead of five, no option would be left.", "the answer to “Q?” becomes “Two” or “One”"},
		{flips("teams", "3", "1", "2", "5"), "With five or up to two instead of three, no option would be left.",
			"the answer to “Q?” becomes “One”, “Two” or “Five”"},
		{flips("teams", "1", "4", "5"), "With four or five instead of one, no option would be left.",
			"the answer to “Q?” becomes “Four” or “Five”"},
		{flips("teams", "1", "2", "3"), "With two or three instead of one, no option would be left.",
			"the answer to “Q?” becomes “Two” or “Three”"},
		{flips("needs", "state,calls", "gpu,state", "gpu,calls", "gpu,state,calls"), "With a GPU as well, no option would be left.",
			"the answer to “Q?” comes to include “A GPU”"},
		{flips("needs", "state", "gpu", "gpu,state", "state,ram"), "With a GPU or much memory in addition to state, no option would be left.",
			"the answer to “Q?” comes to include “A GPU” or “Much memory”"},
		{flips("aims", "bill", "speed", "teams", "end", "ops", "speed,bill", "end,bill"),
			"With any other answer instead of a lower bill as the aim, or with speed as the aim or an end as the cause in addition to " +
				"a lower bill as the aim, no option would be left.",
			"the answer to “Q?” becomes any other than “Bill”, or comes to include “Speed” or “End”"},
		{flips("aims", "bill,ops", "speed,bill", "speed,ops", "teams,bill", "teams,ops", "end,bill", "end,ops"),
			"With speed or teams as the aim, or an end as the cause, instead of less work or a lower bill as the aim, no option would be left.",
			"the answer to “Q?” changes from “Less work” to “Speed”, “Teams” or “End”, or changes from “Bill” to “Speed”, “Teams” or “End”"},
		{flips("aims", "end,bill", "end", "speed,bill"),
			"With only an end as the cause, or with speed as the aim instead of an end as the cause, no option would be left.",
			"the answer to “Q?” no longer includes “Bill”, or changes from “End” to “Speed”"},
		{flips("needs", "state,calls", "calls", "gpu,calls"), "With only calls, no option would be left.",
			"the answer to “Q?” no longer includes “State”"},
	} {
		if got := w.flips(tt.flips); got != tt.with {
			t.Errorf("%q, want %q", got, tt.with)
		}
		if got := w.becomes(tt.flips); got != tt.becomes {
			t.Errorf("%q, want %q", got, tt.becomes)
		}
	}
	pair := append(flips("kind", "c", "a")[0].Changes, flips("size", "1", "2")[0].Changes...)
	if got, want := w.instead(pair), "a instead of c and, at the same time, two instead of one"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	w.r.Flips = flips("kind", "c", "a", "b")
	phrase(c, w.r)
	if a, b := w.r.Flips[0], w.r.Flips[1]; a.Together != "With a or b instead of c, no option would be left." || b.Together != "" {
		t.Errorf("%+v", w.r.Flips)
	}
}

// TestPlanNamesWhatIsLost: the option that would carry every part is named, and "also" only
// where it loses something else.
func TestPlanNamesWhatIsLost(t *testing.T) {
	apart := &Apart{Price: .06, SetUps: [][]string{{"A"}, {"B"}}}
	for _, tt := range []struct {
		platforms []string
		apart     *Apart
		want      string
	}{
		{[]string{"x", "y"}, nil, "taken off. X alone would hold together parts that differ, which takes 3 points off its score."},
		{[]string{"x", "y"}, apart, "takes 6 points off its score. X alone would also hold together parts that differ, which takes 3 points off its score."},
		{[]string{"x"}, nil, ". It holds together parts that differ, which takes 3 points off its score; a mix would still score less."},
		{[]string{"x"}, apart, "takes 6 points off its score; it also holds together parts that differ, which takes 3 points off its score; a mix would still score less."},
	} {
		w := words{&Catalogue{}, &Report{Plan: &Plan{Platforms: tt.platforms, BestSingle: "x", Held: .03, Apart: tt.apart}}}
		w.plan()
		if got := w.r.Plan.Sentence; !strings.HasSuffix(got, tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestPlanNamesNoLossOfNothing: what rounds to no points is not named.
func TestPlanNamesNoLossOfNothing(t *testing.T) {
	for _, platforms := range [][]string{{"x", "y"}, {"x"}} {
		w := words{&Catalogue{}, &Report{Plan: &Plan{Platforms: platforms, BestSingle: "x", Held: .0001, Joined: .0001}}}
		w.plan()
		if got := w.r.Plan.Sentence; strings.Contains(got, "together") {
			t.Errorf("%q", got)
		}
	}
}

// TestBecomesKnown: an open question is named once for all parts with the same chance, and not where a condition about it
// is named already.
func TestBecomesKnown(t *testing.T) {
	w := words{&Catalogue{}, &Report{Plan: &Plan{}, NextQuestions: []NextQuestion{
		{Question: "size", Text: "How many?", Part: "A", Chance: 0.3}, {Question: "place", Text: "Where?", Chance: 0.3},
		{Question: "size", Text: "How many?", Part: "B", Chance: 0.301}, {Question: "size", Text: "How many?", Part: "C", Chance: 0.2},
		{Question: "kind", Text: "What?", Chance: 0.01}}}}
	const chance = " becomes known: the chance that it changes the plan is "
	for at, want := range []string{"the answer to “How many?” for “A” and “B”" + chance + "30%.", "", "",
		"the answer to “How many?” for “C”" + chance + "20%.", ""} {
		if got := w.becomesKnown(at, []Condition{{Question: "place"}}); got != want {
			t.Errorf("%d: %q, want %q", at, got, want)
		}
	}
	if got := w.becomesKnown(1, nil); got != "the answer to “Where?”"+chance+"30%." {
		t.Errorf("without a condition: %q", got)
	}
}

// TestDearer: it says something only if the bill of what comes first is the lowest today, and not too close to call.
func TestDearer(t *testing.T) {
	load := cost.DefaultLoad()
	at := func(times uint64) cost.Quantity { return cost.Whole(3_000_000 * times) }
	report := func() *Report {
		return &Report{Leader: "own", Ranking: []Standing{{Option: "own"}, {Option: "rival"}, {Option: "third"}}, Cost: &CostReport{
			Load:      load,
			Options:   []OptionCost{{Option: "own", Total: 100}, {Option: "rival", Total: 200}, {Option: "third", Total: 300}},
			Crossings: []CostCrossing{{Option: "rival", Crossing: cost.Crossing{At: at(10), Low: at(5), High: at(20)}, Cheaper: "rival"}}}}
	}
	for name, c := range map[string]struct {
		change func(*Report)
		want   bool
	}{
		"lowest":                       {func(*Report) {}, true},
		"another is lower today":       {func(r *Report) { r.Cost.Options[2].Total = 99 }, false},
		"the lower one is ruled out":   {func(r *Report) { r.Cost.Options[2].Total, r.Ranking[2].Status = 99, StatusOut }, true},
		"the order is open today":      {func(r *Report) { r.Cost.Crossings[0].Low = at(1) }, false},
		"what grows dear is ruled out": {func(r *Report) { r.Ranking[1].Status = StatusOut }, false},
	} {
		r := report()
		c.change(r)
		if got := (words{&Catalogue{}, r}).dearer() != nil; got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestUnsettledPlan: how strongly the headline says that an answer changes the plan follows from the chance.
func TestUnsettledPlan(t *testing.T) {
	for chance, want := range map[float64]string{
		.4: "", .5: "; but the answer to “Where?” for “Shop” may well change the plan",
		1: "; but whatever the answer to “Where?” for “Shop”, it changes this plan",
	} {
		w := words{&Catalogue{}, &Report{Plan: &Plan{}, NextQuestions: []NextQuestion{{Text: "Where?", Part: "Shop", Chance: chance}}}}
		if got := w.unsettled(); got != want {
			t.Errorf("%v: %q, want %q", chance, got, want)
		}
	}
}

// TestUnsettledByPartsAlike: a plan is called open by an answer for one part only if the same answer for all parts changes it too.
func TestUnsettledByPartsAlike(t *testing.T) {
	seldom, often := .2, .6
	w := words{&Catalogue{}, &Report{Plan: &Plan{}, NextQuestions: []NextQuestion{{Text: "Where?", Part: "Shop", Chance: 1, Alike: &seldom}}}}
	if got := w.unsettled(); got != "" {
		t.Errorf("%q", got)
	}
	w.r.NextQuestions = append(w.r.NextQuestions, NextQuestion{Text: "When?", Part: "Shop", Chance: 1, Alike: &often})
	if got, want := w.unsettled(), "; but the answer to “When?” for “Shop” may well change the plan"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestHeadlineNamesWhatComesFirstMoreOften: what comes first much more often than what has the highest score is named, with
// how often; of single options in place of a mix it is said.
func TestHeadlineNamesWhatComesFirstMoreOften(t *testing.T) {
	condition := []Condition{{Question: "sun", Text: "Does the sun shine?", Spoils: []string{"No"}, Fine: []string{"Yes"}}}
	mix := &Plan{Platforms: []string{"a", "b"}, BestSingle: "a", Parts: []PartPlan{{Option: "a"}, {Option: "b"}}}
	for _, tt := range []struct {
		r    Report
		want string
	}{
		{Report{Kind: VerdictClose, Share: .15}, "The highest score goes to a, but first place in more situations (67%) to b"},
		{Report{Kind: VerdictClose, Share: .58}, "Too close to call between a and b"},
		{Report{Kind: VerdictConditional, Share: .33, Conditions: condition},
			"A, if the answer to “Does the sun shine?” is “Yes”; but first place in more situations (67%) goes to b"},
		{Report{Kind: VerdictConditional, Share: .6, Conditions: condition}, "A, if the answer to “Does the sun shine?” is “Yes”"},
		{Report{Kind: VerdictClose, Plan: mix}, "Too close to call between a mix (a and b) and a alone"},
		{Report{Kind: VerdictClose, Plan: &Plan{Platforms: mix.Platforms, BestSingle: "a", Parts: mix.Parts, Share: .2}},
			"The highest score goes to a mix (a and b), but first place in more situations to one platform alone"},
	} {
		if tt.r.Plan == mix {
			mix.Share = .5
		}
		tt.r.Leader, tt.r.RunnerUp = "a", "b"
		tt.r.Ranking = []Standing{{Option: "a", FirstShare: tt.r.Share}, {Option: "b", FirstShare: .67}}
		w := words{&Catalogue{Bounds: Bounds{ClearShare: .75, LeanShare: .6}}, &tt.r}
		if got := w.headline(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// TestPlanOfTwoThatAreClose: one option for every part is not said to be enough where it is not clear which; a mix that is
// ahead gains more than nothing.
func TestPlanOfTwoThatAreClose(t *testing.T) {
	for _, tt := range []struct {
		r    Report
		want string
	}{
		{Report{Kind: VerdictClose, RunnerUp: "b"}, "The highest score goes to a for every part. "},
		{Report{Kind: VerdictClose}, "One is enough: a for every part. "},
		{Report{Kind: VerdictClear, RunnerUp: "b"}, "One is enough: a for every part. "},
	} {
		tt.r.Plan = &Plan{Platforms: []string{"a"}}
		words{&Catalogue{}, &tt.r}.plan()
		if !strings.HasPrefix(tt.r.Plan.Sentence, tt.want) {
			t.Errorf("%q, want %q first", tt.r.Plan.Sentence, tt.want)
		}
	}
	mix := Report{Kind: VerdictHybrid, Plan: &Plan{Platforms: []string{"a", "b"}, BestSingle: "a", Value: .46, Gain: .0003}}
	words{&Catalogue{}, &mix}.plan()
	if want := "A mix of a and b scores 46 out of 100, less than 0.1 points more than a alone. "; !strings.HasPrefix(mix.Plan.Sentence, want) {
		t.Errorf("%q, want %q first", mix.Plan.Sentence, want)
	}
}

// TestEnoughWhereEveryPartIsBest: a mix then has nothing to earn, so it is not said to earn too little.
func TestEnoughWhereEveryPartIsBest(t *testing.T) {
	for score, want := range map[float64]string{
		.5: "Every part is best there.", .7: "A mix would not earn back the 0.5 points that a second platform costs.",
	} {
		part := PartPlan{Option: "x", Score: .6, Ranking: []Standing{{Option: "x", Score: .6}, {Option: "y", Score: score},
			{Option: "z", Score: .9, Status: StatusOut}}}
		w := words{&Catalogue{}, &Report{Plan: &Plan{Platforms: []string{"x"}, Lambda: .005, Parts: []PartPlan{part}}}}
		if got := w.enough(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
