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
		}, "“Little time” speaks for Canteen. You answered “20 to 60 minutes” to “How long is the break?”: it serves at once."},
		{"answer of the organisation", func(c *decision.Catalogue) {
			cellOf(c, "home", "speed").Value = 3.6
			hurry := &c.Questions[2].Answers[1]
			hurry.Shifts = []decision.Shift{{Option: "canteen", Criterion: "speed", By: 0.5, Why: "It serves at once."}}
			c.Policy = &decision.Policy{Name: "Breaks", Version: "1", AsOf: "2026-11-01",
				Answers: []decision.Lock{{Question: c.Questions[2].ID, Answers: []string{hurry.ID}, Reason: "Breaks are short."}}}
		}, "“Little time” speaks for Canteen. Your organisation answers “20 to 60 minutes” to “How long is the break?”: it serves at once."},
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
