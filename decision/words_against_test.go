package decision_test

import (
	"slices"
	"testing"

	"crossroads/decision"
	"crossroads/decision/decisiontest"
)

// TestAgainstNamesWhatSetsTheLeaderBack: a verdict is quoted with what it is about, and only
// if the judgements alone put the leader behind; otherwise the answer is named that does.
func TestAgainstNamesWhatSetsTheLeaderBack(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*decision.Catalogue)
		want   string
	}{
		{"judgement", func(*decision.Catalogue) {}, "“Little time” speaks for Canteen. Lunch from home: somebody has to cook."},
		{"phrase", func(c *decision.Catalogue) { c.Options[2].Phrase = "a lunch box" },
			"“Little time” speaks for Canteen. A lunch box: somebody has to cook."},
		{"answer", func(c *decision.Catalogue) {
			cellOf(c, "home", "speed").Value = 3.6
			hurry := &c.Questions[2].Answers[1]
			hurry.Shifts = []decision.Shift{{Option: "canteen", Criterion: "speed", By: 0.5, Why: "It serves at once."}}
		}, "“Little time” speaks for Canteen. You answered “20 to 60 minutes” to “How long is the break?”. Canteen: it serves at once."},
		{"answer of the organisation", func(c *decision.Catalogue) {
			cellOf(c, "home", "speed").Value = 3.6
			hurry := &c.Questions[2].Answers[1]
			hurry.Shifts = []decision.Shift{{Option: "canteen", Criterion: "speed", By: 0.5, Why: "It serves at once."}}
			c.Policy = &decision.Policy{Name: "Breaks", Version: "1", AsOf: "2026-11-01",
				Answers: []decision.Lock{{Question: c.Questions[2].ID, Answers: []string{hurry.ID}, Reason: "Breaks are short."}}}
		}, "“Little time” speaks for Canteen. Your organisation answers “20 to 60 minutes” to “How long is the break?”. Canteen: it serves at once."},
		{"neither", func(c *decision.Catalogue) { cellOf(c, "home", "speed").Verdict = "" }, "“Little time” speaks for Canteen."},
	} {
		c := decisiontest.Lunch()
		cellOf(c, "home", "speed").Verdict = "Somebody has to cook."
		tt.change(c)
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		if r := evaluate(t, c, decision.Assessment{Answers: known()}); r.Against != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, r.Against, tt.want)
		}
	}
}

// TestAgainstNamesAFailedAim: what has to get better, and does not on the leader, comes first. A
// question is about aims if each of its answers makes something count for more.
func TestAgainstNamesAFailedAim(t *testing.T) {
	for name, all := range map[string]bool{"an aim": true, "a fact": false} {
		c := decisiontest.Lunch()
		cellOf(c, "home", "speed").Value = 2.6
		cellOf(c, "home", "speed").Verdict = "Somebody has to cook."
		c.Questions = append(c.Questions, decision.Question{ID: "aim", Group: c.Questions[len(c.Questions)-1].Group, Scope: decision.ScopeTeam,
			Text: "What must get better?", Several: 2, Answers: []decision.Answer{
				{ID: "taste", Label: "Taste", Share: .5, Weights: raised("taste")},
				{ID: "speed", Label: "Speed: shorter waits", Share: .5, Weights: raised("speed")},
			}})
		if !all {
			c.Questions[len(c.Questions)-1].Answers[0].Weights = nil
		}
		if err := c.Compile(); err != nil {
			t.Fatal(err)
		}
		a := known()
		a["aim"] = []string{"taste", "speed"}
		r := evaluate(t, c, decision.Assessment{Answers: a})
		const want = "You answered “Speed: shorter waits” to “What must get better?”, but on “Little time” it scores only 40 of 100. " +
			"Lunch from home: somebody has to cook."
		if r.AgainstOn != "speed" || (r.Against == want) != all {
			t.Errorf("%s: against %s: %q", name, r.Leader, r.Against)
		}
	}
}

func raised(criterion string) []decision.Weight {
	return []decision.Weight{{Criterion: criterion, Factor: 1.25, Why: "It must get better."}}
}

func cellOf(c *decision.Catalogue, option, criterion string) *decision.Cell {
	for i := range c.Cells {
		if c.Cells[i].Option == option && c.Cells[i].Criterion == criterion {
			return &c.Cells[i]
		}
	}
	return nil
}

// TestBecauseOfAnswersThatHoldTogether: each of them is named, also where one has examples after a colon.
func TestBecauseOfAnswersThatHoldTogether(t *testing.T) {
	c := decisiontest.Lunch()
	guests := &c.Questions[3]
	guests.Several = 2
	guests.Answers[0].Alone = true
	guests.Answers[1].Label = "Family: parents, children"
	guests.Answers[1].Shifts = []decision.Shift{{Option: "home", Criterion: "taste", By: 2, Why: "They like it."}}
	guests.Answers[2].Musts = nil
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := known()
	a["guests"] = []string{"few", "many"}
	r := evaluate(t, c, decision.Assessment{Answers: a})
	if r.Because == nil || r.Because.Question != "guests" || !slices.Equal(r.Because.Labels, []string{"Family: parents, children", "A group"}) {
		t.Errorf("because %+v", r.Because)
	}
}

// TestReason: what puts the leader ahead is said by the verdict on it, or by that on the runner-up where its own is no
// praise; what puts it behind by its own. Bills and other versions of the content give no reason.
func TestReason(t *testing.T) {
	c := decisiontest.Lunch()
	for i := range c.Cells {
		if x := &c.Cells[i]; x.Criterion == "taste" {
			x.Value = map[string]float64{"home": 3, "canteen": 1, "bakery": 3}[x.Option]
			x.Verdict = "Is the " + x.Option + "."
		}
	}
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	r := decision.Report{Leader: "home", RunnerUp: "canteen", Provenance: decision.Provenance{Catalogue: c.Version}}
	k := decision.Contribution{Criterion: "taste", Amount: 0.1}
	check := func(what, want string) {
		t.Helper()
		if got := c.Reason(&r, k); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	check("ahead", "Lunch from home: is the home.")
	cellOf(c, "bakery", "taste").Value = 5 // now one is better and one is worse
	r.RunnerUp, k.Amount = "bakery", -0.1
	check("behind", "Lunch from home: is the home.")
	r.RunnerUp, k.Amount = "canteen", 0.1
	check("no praise", "Canteen: is the canteen.")

	few := &c.Questions[3].Answers[1] // an answer that no influence is known of
	few.Shifts = []decision.Shift{{Option: "canteen", Criterion: "taste", By: -0.5, Why: "It is loud."},
		{Option: "home", Criterion: "taste", By: -1, Why: "It takes time."}}
	r.Answered = []decision.Answered{{Question: c.Questions[3].ID, Text: c.Questions[3].Text, Answer: few.ID, Label: few.Label}}
	check("no word of today", "Canteen: is the canteen.")
	few.Today = "home"
	check("today", "You answered “"+few.Label+"” to “"+c.Questions[3].Text+"”. Canteen: it is loud.")
	few.Shifts = few.Shifts[1:]
	check("today says the opposite", "Canteen: is the canteen.")
	few.Today, few.Shifts[0].By = "", 0.1
	cellOf(c, "home", "taste").Value = 1
	check("answers alone", "You answered “"+few.Label+"” to “"+c.Questions[3].Text+"”: it takes time.")
	r.Answered = nil
	r.Cost = &decision.CostReport{Criterion: "taste"}
	check("a bill", "")
	r.Cost, r.Provenance.Catalogue = nil, "older"
	check("other content", "")
}

// TestWhatLowersAScore: a low score is explained by what lowers it, never by praise, and with the lower one of the runner-up.
func TestWhatLowersAScore(t *testing.T) {
	c := decisiontest.Lunch()
	cellOf(c, "home", "speed").Verdict = "Nobody has to wait."
	cellOf(c, "home", "speed").Value = 3.2
	cellOf(c, "canteen", "speed").Value = 3.1
	few := &c.Questions[3].Answers[0]
	few.Shifts = []decision.Shift{{Option: "home", Criterion: "speed", By: -0.8, Why: "The walk is long."}}
	hurry := &c.Questions[2].Answers[1]
	hurry.Shifts = []decision.Shift{{Option: "canteen", Criterion: "speed", By: -1, Why: "The queue is longer."},
		{Option: "bakery", Criterion: "speed", By: -1, Why: "The queue is longer."}}
	c.Questions = append(c.Questions, decision.Question{ID: "aim", Group: c.Questions[len(c.Questions)-1].Group, Scope: decision.ScopeTeam,
		Text: "What must get better?", Answers: []decision.Answer{
			{ID: "taste", Label: "Taste", Share: .5, Weights: raised("taste")}, {ID: "speed", Label: "Speed", Share: .5, Weights: raised("speed")},
		}})
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	a := known()
	a["aim"] = []string{"speed"}
	r := evaluate(t, c, decision.Assessment{Answers: a})
	const low = "You answered “Speed” to “What must get better?”, but on “Little time” it scores only 35 of 100, though more than the 28 of "
	if want := low + "Canteen. You answered “No” to “Do you bring guests?”: the walk is long."; r.Against != want {
		t.Errorf("%s: %q, want %q", r.Leader, r.Against, want)
	}
}

// TestWeightsNameTheCriterion: a reason about no option says what it makes count for more.
func TestWeightsNameTheCriterion(t *testing.T) {
	c := decisiontest.Lunch()
	c.Questions[0].Answers[0].Weights[0].Why = "Money is short."
	if err := c.Compile(); err != nil {
		t.Fatal(err)
	}
	r := decision.Report{Leader: "home", RunnerUp: "canteen", Provenance: decision.Provenance{Catalogue: c.Version}}
	why := decision.Why{Criterion: "cost", Text: "Money is short."}
	if got, want := c.WhySaid(&r, c.Questions[0].ID, why), ". So “Low cost” counts for more: money is short."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.Questions[0].Answers[0].Weights[0].Factor = 0.5
	if got, want := c.WhySaid(&r, c.Questions[0].ID, why), ". So “Low cost” counts for less: money is short."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
