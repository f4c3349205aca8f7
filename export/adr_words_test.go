package export

import (
	"encoding/csv"
	"math"
	"slices"
	"strconv"
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

// TestADRWarnings: a warning may be a fact or advice, so it does not follow "because", and its
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
	for _, want := range []string{"* Risk for “Soup”: Keep one warm.\n", "* Risk: Write it down.\n"} {
		if strings.Count(got, want) != 2 { // among the consequences, and of the option
			t.Errorf("%q is there %d times:\n%s", want, strings.Count(got, want), got)
		}
	}
}

// TestADRHeld: what it is worth to divide parts is a consequence, for whichever side it speaks, and is said of the
// option that the consequences are of.
func TestADRHeld(t *testing.T) {
	for held, want := range map[float64]string{
		0.08:  "* Good, because The canteen in the building divides parts that Cooking in the office kitchen would hold together (+8)\n",
		-0.08: "* Bad, because The canteen in the building holds together parts that Cooking in the office kitchen would divide (\u22128)\n",
	} {
		rec := records(t)["first"]
		rec.Report.Held = held
		if got := ADR(rec); !strings.Contains(got, want) {
			t.Errorf("%v is not said as %q:\n%s", held, want, got)
		}
	}
	rec := records(t)["first"]
	rec.Report.Held, rec.Report.Ranking[0].Name = 0.08, "Lunch boxes"
	catalogue := *rec.Catalogue
	catalogue.Options = slices.Clone(catalogue.Options)
	for i := range catalogue.Options {
		if o := &catalogue.Options[i]; o.ID == rec.Report.Leader {
			o.Phrase = "lunch boxes"
		}
	}
	rec.Catalogue = &catalogue
	if got := ADR(rec); !strings.Contains(got, "because lunch boxes divide parts") {
		t.Errorf("the verb does not agree:\n%s", got)
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
		for _, want := range []string{"Not in these bills: the work of people.", "* Work of engineers: **not counted**"} {
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

// TestADRPeople: who saved a revision has not decided by that.
func TestADRPeople(t *testing.T) {
	rec := records(t)["first"]
	for form, got := range map[string]string{"alone": ADR(rec), "adr-tools": ToolsADR(rec, 12)} {
		if strings.Contains(got, "decision-makers:") || !strings.Contains(got, "\nauthor: \"Ada, Lin\"\n") ||
			!strings.Contains(got, ", saved by Ada, Lin: <") {
			t.Errorf("%s:\n%s", form, got)
		}
	}
	rec.Saved.Labels.Deciders = []string{"Board"}
	if got := ADR(rec); !strings.Contains(got, "\ndecision-makers: [\"Board\"]\n") {
		t.Errorf("nobody has decided:\n%s", got)
	}
}

// TestADRNotChosen: a record without a choice has none for programs either, and its sections say what they are of.
func TestADRNotChosen(t *testing.T) {
	for name, leading := range map[string]string{
		"first": `{"option":"canteen"}`, "loaded-parts": `{"parts":{"Back":"canteen","Front \u003cb\u003e":"canteen"}}`,
	} {
		rec := records(t)[name]
		rec.Report.Kind, rec.Report.Winner = decision.VerdictClose, nil
		got := ADR(rec)
		for _, want := range []string{
			"\n  decision: {}\n  leading: " + leading + "\n", "\nNo option is chosen: ", "\n### Consequences, if it were ",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, got)
			}
		}
		if strings.Contains(got, "Where each part goes") {
			t.Errorf("%s places parts:\n%s", name, got)
		}
	}
	rec := records(t)["first"]
	rec.Saved.Decision = "Both"
	if got := ADR(rec); !strings.Contains(got, "\n### Consequences of the recommendation\n") {
		t.Errorf("they may be taken for those of the decision:\n%s", got)
	}
}

// TestADRLeaning: what a leaning depends on is said with it, as in the headline.
func TestADRLeaning(t *testing.T) {
	for _, condition := range []string{
		"", ", unless the answer to “Where?” is “Here”", ", provided that the answer to “Where?” is “There”",
		", unless one of these holds: no kitchen or guests", "; but the answer to “Where?” will probably change the plan",
	} {
		rec := records(t)["first"]
		rec.Report.Kind, rec.Report.Headline = decision.VerdictLeaning, "Your answers lean to the canteen"+condition
		rec.Report.Reason = "First in 60%."
		if got, want := ADR(rec), "\", which the answers lean to"+condition+". First in 60%.\n"; !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
}

// TestADRWhyMix: a mix is chosen for what it gains, which need not be the fit of its parts.
func TestADRWhyMix(t *testing.T) {
	apart := &decision.Apart{Price: 0.06}
	for want, plan := range map[string]decision.Plan{
		"the parts fit better that way than on one platform": {Value: 0.7, Price: 0.04, SingleValue: 0.65},
		"one platform would have to be set up for each part that runs apart": {
			Value: 0.7, Price: 0.04, SingleValue: 0.69, Apart: apart},
		"one platform would have to be set up for each part that runs apart and hold together parts that differ": {
			Value: 0.7, Price: 0.04, SingleValue: 0.69, Apart: apart, Held: 0.02},
		"the parts fit better that way, and one platform would hold together parts that differ": {
			Value: 0.7, Price: 0.04, SingleValue: 0.65, Held: 0.02},
		"no single option can carry every part": {Value: 0.7},
	} {
		rec := records(t)["loaded-parts"]
		plan.Platforms, plan.Parts = rec.Report.Plan.Platforms, rec.Report.Plan.Parts
		if want != "no single option can carry every part" {
			plan.BestSingle = "canteen"
		}
		rec.Report.Plan = &plan
		if got := ADR(rec); !strings.Contains(got, "by part\", because "+want+". ") {
			t.Errorf("not because %s:\n%s", want, got)
		}
	}
}

// TestADRParts: places of parts do not join the list above them, and have a share only if one was stated. First
// places of single options are told from those of a mix, and what they lose is named.
func TestADRParts(t *testing.T) {
	rec := records(t)["parts"]
	plan := *rec.Report.Plan
	plan.Apart = &decision.Apart{Price: 0.06}
	rec.Report.Plan = &plan
	rec.Report.Ranking[0].Score -= 0.03
	rec.Report.Ranking[1].FirstShare, rec.Report.Ranking[1].Status = 0.58, decision.StatusConditional
	got := ADR(rec)
	for _, want := range []string{
		"\n\nWhere each part goes:\n\n* ", " (67% of the system)\n", "because it comes first in ",
		"\nFit 71 of 100, first in 76% of the situations. Holding together parts that differ has taken 3 points off. " +
			"Set up for each part that runs apart, it would lose 6 points: 65.\n",
		"first in 58% of the situations; an open question may still rule it out. ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
	rec.Saved.Input.Parts = []decision.Part{{Name: "Front <b>"}, {Name: "Back"}}
	if got := ADR(rec); strings.Contains(got, "of the system)") {
		t.Errorf("nobody has stated a share:\n%s", got)
	}
}

// TestScoresAddUp: every score in the table can be worked out from the other cells of the table.
func TestScoresAddUp(t *testing.T) {
	for name, rec := range records(t) {
		for i := range rec.Report.Ranking {
			if rec.Report.Plan != nil {
				rec.Report.Ranking[i].Score -= 0.03 // as if each held the parts together
			}
		}
		rows, err := csv.NewReader(strings.NewReader(ScoresCSV(rec))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		number := func(row []string, column string) float64 {
			at := slices.Index(rows[0], column)
			if at < 0 || row[at] == "" {
				return 0
			}
			f, err := strconv.ParseFloat(row[at], 64)
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		parts := map[string]float64{}
		for _, row := range rows[1:] {
			sum, weights := 0.0, 0.0
			for _, k := range rec.Report.Weights {
				sum += number(row, "weight."+k.Criterion) * number(row, "value."+k.Criterion)
				weights += number(row, "weight."+k.Criterion)
			}
			part, score := row[2], number(row, "score")
			if (part != "" || rec.Report.Plan == nil) && weights > 0 && math.Abs(sum-score) > 0.001 {
				t.Errorf("%s, %s: %v is not %v", name, row[4], score, sum)
			}
			if part != "" {
				parts[row[4]] += number(row, "share") * score
			}
		}
		for _, row := range rows[1:] {
			if row[2] == "" && rec.Report.Plan != nil && math.Abs(parts[row[4]]-number(row, "held")-number(row, "score")) > 0.001 {
				t.Errorf("%s, %s: the parts come to %v, less %v", name, row[4], parts[row[4]], number(row, "held"))
			}
		}
	}
}
