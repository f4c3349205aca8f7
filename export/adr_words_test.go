package export

import (
	"slices"
	"strings"
	"testing"

	"crossroads/decision"
	"crossroads/decision/cost"
)

// TestADRTieBreaks: what can settle a close result follows the line that announces it.
func TestADRTieBreaks(t *testing.T) {
	rec := records(t)["first"]
	rec.Report.NextQuestions, rec.Report.Unknown = nil, nil
	rec.Report.TieBreaks = &decision.TieBreaks{Sentence: []string{"Rank the criteria.", "Look again."}}
	if got := ADR(rec); !strings.Contains(got, "This can settle it:\n\n* Rank the criteria.\n* Look again.\n") {
		t.Errorf("nothing settles it:\n%s", got)
	}
}

// TestADRWarnings: a warning may be advice, so it does not follow "because" by itself, and its
// options are known from the place where it stands.
func TestADRWarnings(t *testing.T) {
	rec := records(t)["first"]
	leader := rec.Report.Ranking[0]
	rec.Report.Leader = leader.Option
	rec.Report.Warnings = []decision.RiskNote{
		{Option: leader.Option, Name: leader.Name, Text: "Keep one warm.", Part: "Soup"},
		{Option: leader.Option, Name: leader.Name, Text: "Write it down."},
	}
	got := ADR(rec)
	for _, want := range []string{"* Bad, because it needs care with “Soup”: Keep one warm\n", "* Bad, because it needs care: Write it down\n"} {
		if strings.Count(got, want) != 2 { // among the consequences, and of the option
			t.Errorf("%q is there %d times:\n%s", want, strings.Count(got, want), got)
		}
	}
}

// TestADRHeld: what it is worth to divide parts is a consequence, for whichever side it speaks.
func TestADRHeld(t *testing.T) {
	for held, want := range map[float64]string{
		0.08:  "* Good, because The canteen in the building divides parts that Cooking in the office kitchen holds together (+8)\n",
		-0.08: "* Bad, because Cooking in the office kitchen divides parts that The canteen in the building holds together (\u22128)\n",
	} {
		rec := records(t)["first"]
		rec.Report.Held = held
		if got := ADR(rec); !strings.Contains(got, want) {
			t.Errorf("%v is not said as %q:\n%s", held, want, got)
		}
	}
	if got := ADR(records(t)["first"]); strings.Contains(got, "divides parts") {
		t.Errorf("nothing is held together:\n%s", got)
	}
}

// TestADRRuledOutBesideAMix: an option that is ruled out alone may carry a part of a mix.
func TestADRRuledOutBesideAMix(t *testing.T) {
	for name, want := range map[string]string{"loaded-parts": "Ruled out as the only one for every part.\n", "first": "Ruled out.\n"} {
		rec := records(t)[name]
		rec.Report.Ranking[1].Status = decision.StatusOut
		if got := ADR(rec); !strings.Contains(got, "\n"+want) {
			t.Errorf("%s does not say %q:\n%s", name, want, got)
		}
	}
}

// TestADRCostOfWhatIsPossible: a record compares no bill with that of an option that is ruled out, and a
// mix has no break-even with a single option.
func TestADRCostOfWhatIsPossible(t *testing.T) {
	rec := records(t)["loaded"]
	r := &rec.Report
	out := ""
	for i := range r.Ranking {
		if s := &r.Ranking[i]; s.Option != r.Leader && out == "" {
			s.Status, out = decision.StatusOut, s.Option
		}
	}
	r.Cost.Options = []decision.OptionCost{*r.Cost.Bill(r.Leader), *r.Cost.Bill(out)}
	r.Cost.Options[0].Total, r.Cost.Options[1].Total = 200, 100
	r.Cost.Crossings = []decision.CostCrossing{{Option: out, Sentence: "Below that it is cheaper."}}
	got := ADR(rec)
	if !strings.Contains(got, "* Neutral, because ") || strings.Contains(got, "and would cost") ||
		strings.Contains(got, "would cost 1.00 USD") || strings.Contains(got, "Break-even load") {
		t.Errorf("compared with what is ruled out:\n%s", got)
	}
}

// TestADRWithoutHours: where nobody stated hours of work, a record has no column of zeros for people,
// and says that they are not counted.
func TestADRWithoutHours(t *testing.T) {
	for _, name := range []string{"loaded", "loaded-parts"} {
		rec := records(t)[name]
		c := *rec.Report.Cost
		c.Options = slices.Clone(c.Options)
		for i := range c.Options {
			c.Options[i].People = 0
		}
		c.Load.EngineerHours = cost.Quantity{}
		if c.Mix != nil {
			mix := *c.Mix
			mix.People, c.Mix = 0, &mix
		}
		rec.Report.Cost = &c
		got := ADR(rec)
		for _, bad := range []string{"| People |", "| 0.00 |", "0 hours", "Rate of engineers"} {
			if strings.Contains(got, bad) {
				t.Errorf("%s: %q in\n%s", name, bad, got)
			}
		}
		for _, want := range []string{"Work of people: not counted.", "* Work of engineers: **not counted**"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: without %q", name, want)
			}
		}
	}
}

// TestADRLeavesOut: a record names the answers about the load that its bills leave out, and says what
// several crossings have in common once.
func TestADRLeavesOut(t *testing.T) {
	rec := records(t)["loaded-parts"]
	c := *rec.Report.Cost
	mix := *c.Mix
	mix.Unequal = []decision.LoadSaid{{Part: "Front", Label: "Much"}, {Part: "Back", Label: "Little"}}
	c.Mix, c.HigherPeaks = &mix, []decision.LoadSaid{{Part: "Front", Label: "Rushes"}}
	rec.Report.Cost = &c
	got := ADR(rec)
	for _, want := range []string{"leave out what you answered: “Rushes” for “Front”.",
		"which your answers contradict: “Much” for “Front” and “Little” for “Back”."} {
		if !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
	rec = records(t)["loaded"]
	c = *rec.Report.Cost
	c.Crossings = append(slices.Clone(c.Crossings), c.Crossings...)
	rec.Report.Cost = &c
	if got := strings.Count(ADR(rec), "* Break-even load: "); got != 1 {
		t.Errorf("said %d times", got)
	}
}

// TestADRCondition: a record with a condition does not begin by saying that nothing is chosen.
func TestADRCondition(t *testing.T) {
	rec := records(t)["first"]
	rec.Saved.Decision = ""
	rec.Report.Kind, rec.Report.Headline = decision.VerdictConditional, "Lunch from home, unless one of these holds: no kitchen or guests"
	if got, want := ADR(rec), "\nChosen on a condition: lunch from home, unless one of these holds: no kitchen or guests.\n"; !strings.Contains(got, want) {
		t.Errorf("without %q:\n%s", want, got)
	}
}

// TestCardOfAMix: the bars are what each option would score in place of the mix, and the line above says so.
func TestCardOfAMix(t *testing.T) {
	rec := records(t)["parts"]
	rec.Report.Kind = decision.VerdictHybrid
	rec.Report.Plan.Value, rec.Report.Plan.Apart = 0.74, &decision.Apart{Price: 0.06}
	rec.Report.Ranking[0].Status, rec.Report.Ranking[0].Score = decision.StatusIn, 0.75
	var texts []string
	for _, item := range NewCard(rec).Items {
		texts = append(texts, item.Text)
	}
	all := strings.Join(texts, "\n")
	if !strings.Contains(all, "The mix scores 74, first in ") || !strings.Contains(all, "\n69") || strings.Contains(all, "\n75") {
		t.Errorf("the card says:\n%s", all)
	}
}
