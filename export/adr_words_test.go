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

// TestADRPlacesWithOneColon: a reason may have a colon of its own, so it follows a semicolon.
func TestADRPlacesWithOneColon(t *testing.T) {
	rec := records(t)["first"]
	a := adr{rec: rec, v: rec.view()}
	gain, _ := a.places(&decision.Plan{Parts: []decision.PartPlan{
		{Part: "Soup", Option: "canteen", Name: "Canteen", Sentence: "Nothing else is left: it rains."},
		{Part: "Cake", Option: "canteen", Name: "Canteen", Sentence: "Nothing else is left."},
	}})
	for i, want := range []string{"canteen in the building; nothing else is left: it rains", "canteen in the building; nothing else is left"} {
		if !strings.HasSuffix(gain[i], want) {
			t.Errorf("%q does not end with %q", gain[i], want)
		}
	}
}

// TestADRNamesOptionsInsideSentences: with their phrases, not with the names of tables.
func TestADRNamesOptionsInsideSentences(t *testing.T) {
	rec := records(t)["loaded"]
	leader := rec.view().Phrase(rec.Report.Leader)
	out := rec.Report.Ranking[len(rec.Report.Ranking)-1]
	rec.Report.Ranking[len(rec.Report.Ranking)-1].Status = decision.StatusOut
	rec.Report.Ranking[len(rec.Report.Ranking)-1].Because = []decision.MustNote{{AnswerLabel: "No", QuestionText: "Is it open?"}}
	got := ADR(rec)
	for _, want := range []string{"The bill of " + leader + ":\n", "rules out " + rec.view().Phrase(out.Option) + "\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("the record lacks %q:\n%s", want, got)
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
	rec := records(t)["loaded-parts"]
	rec.Report.Ranking[1].Status = decision.StatusOut
	for i := range rec.Report.Plan.Parts {
		rec.Report.Plan.Parts[i].Ranking = rec.Report.Ranking[1:2]
	}
	if got := ADR(rec); strings.Contains(got, "as the only one") || !strings.Contains(got, "\nRuled out.\n") {
		t.Errorf("no part may go there, yet it is out as the only one:\n%s", got)
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
	for _, want := range []string{"leave out what was answered: “Rushes” for “Front”.",
		"which the answers contradict: “Much” for “Front” and “Little” for “Back”."} {
		if !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
	rec = records(t)["loaded"]
	c = *rec.Report.Cost
	c.Crossings = append(slices.Clone(c.Crossings), c.Crossings...)
	rec.Report.Cost = &c
	if got := strings.Count(ADR(rec), "\nBreak-even load: "); got != 1 {
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

// TestCardOfAMix: the bars are the scores of the report, what each option would score in place of the mix. Before engine 9
// these had not lost what setting an option up for each part that runs apart takes off.
func TestCardOfAMix(t *testing.T) {
	for engine, want := range map[string]string{decision.EngineVersion: "75", "8": "69"} {
		rec := records(t)["parts"]
		rec.Report.Provenance.Engine, rec.Report.Kind = engine, decision.VerdictHybrid
		plan := *rec.Report.Plan
		plan.Value, plan.Apart = 0.74, &decision.Apart{Price: 0.06}
		rec.Report.Plan, rec.Report.Ranking = &plan, slices.Clone(rec.Report.Ranking)
		rec.Report.Ranking[0].Status, rec.Report.Ranking[0].Score = decision.StatusIn, 0.75
		rec.Report.Ranking[1].Status, rec.Report.Ranking[1].Score = decision.StatusIn, -0.02
		var texts []string
		for _, item := range NewCard(rec).Items {
			texts = append(texts, item.Text)
		}
		if !slices.Contains(texts, want) || !slices.Contains(texts, "0") ||
			!strings.Contains(strings.Join(texts, "\n"), "The mix scores 74, first in ") {
			t.Errorf("engine %s: the card says %q", engine, texts)
		}
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
		", unless one of these holds: no kitchen or guests", "; but the answer to “Where?” may well change the plan",
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
	rec.Report.Ranking[0].Score -= 0.09
	rec.Report.Ranking[1].FirstShare, rec.Report.Ranking[1].Status = 0.58, decision.StatusConditional
	got := ADR(rec)
	for _, want := range []string{
		"\n\nWhere each part goes:\n\n* ", " (67% of the system)\n", "because it comes first in ",
		"\nFit 65 of 100, first in 76% of the situations. Holding together parts that differ has taken 3 points off. " +
			"Being set up for each part that runs apart has taken 6 points off.\n",
		"first in 58% of the situations; an open question may still rule it out. ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
	old := rec // engine 8 had not taken it off
	old.Report.Provenance.Engine, old.Report.Ranking = "8", slices.Clone(rec.Report.Ranking)
	old.Report.Ranking[0].Score += 0.06
	if got, want := ADR(old), " Set up for each part that runs apart, it would lose 6 points: 65.\n"; !strings.Contains(got, want) {
		t.Errorf("without %q:\n%s", want, got)
	}
	rec.Saved.Input.Parts = []decision.Part{{Name: "Front <b>"}, {Name: "Back"}}
	if got := ADR(rec); strings.Contains(got, "of the system)") {
		t.Errorf("nobody has stated a share:\n%s", got)
	}
}

// TestADRForOthers: a record is read by others than who answered, says what is chosen once, and has no section about
// confirmation, which nothing here is about.
func TestADRForOthers(t *testing.T) {
	for name, rec := range records(t) {
		rec.Saved.Decision = ""
		got := ADR(rec)
		for _, bad := range []string{"our answers", "You ", "you answered", "### Confirmation", ". The best fit is "} {
			if strings.Contains(got, bad) {
				t.Errorf("%s says %q:\n%s", name, bad, got)
			}
		}
	}
	rec := records(t)["first"]
	rec.Report.Sureness = "only if “What you answered” and “Store your answers” in your case fit your answers"
	if got, want := ADR(rec), "only if “What you answered” and “Store your answers” fit the answers"; !strings.Contains(got, want) {
		t.Errorf("names are changed:\n%s", got)
	}
	rec = records(t)["first"]
	rec.Report.Against, rec.Report.AgainstOn = "You answered “Low” and “None” to “How much?”, but on “Low price” it scores only 3 of 100.", "price"
	if got, want := ADR(rec), "* Bad, because the answer to “How much?” is “Low” and “None”, but on “Low price” "; !strings.Contains(got, want) {
		t.Errorf("without %q:\n%s", want, got)
	}
	rec = records(t)["loaded"]
	c := *rec.Report.Cost
	c.Rates = []decision.RateSaid{{LoadSaid: decision.LoadSaid{Label: "Little"}, PerSecond: 500}}
	c.Crossings = slices.Clone(c.Crossings)
	c.Crossings[0].Sentence += " The order is open between 1 and 2 requests a month, your load included."
	rec.Report.Cost, rec.Report.Against, rec.Report.AgainstOn = &c, "You answered “Free”, but without a single request the bill is 30 USD a month.", ""
	got := ADR(rec)
	for _, want := range []string{"The load figures come to about 500 requests a second, which contradicts the answer “Little”.",
		"requests a month, the load here included.", "* Bad, because the answer is “Free”, but without a single request the bill is 30 USD a month"} {
		if !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
	rec = records(t)["first"]
	rec.Report.Contrary = []decision.LoadSaid{{Label: "Much"}, {Label: "Silent"}}
	if got, want := ADR(rec), "\n\nThese answers contradict each other about the average load: “Much” and “Silent”.\n"; !strings.Contains(got, want) {
		t.Errorf("without %q:\n%s", want, got)
	}
	rec.Saved.Decision = ""
	rec.Report.Headline = "The best fit is the canteen; but the answer to “Where?” may well change the plan"
	if got, want := ADR(rec), " of the situations consistent with the answers; but the answer to “Where?” may well change the plan.\n"; !strings.Contains(got, want) {
		t.Errorf("without %q:\n%s", want, got)
	}
}

// TestADRNamesOfOptions: a sentence that begins with a name keeps it inside of another.
func TestADRNamesOfOptions(t *testing.T) {
	rec := records(t)["first"]
	named := *rec.Catalogue
	named.Options = append(slices.Clone(named.Options), decision.Option{ID: "kafka", Name: "Kafka"}, decision.Option{ID: "x", Name: "Xen", Phrase: "a Xen"})
	rec.Catalogue = &named
	for said, want := range map[string]string{
		"Kafka needs care": "because Kafka needs care", "Kafkaesque needs": "because kafkaesque needs", "Xen needs": "because xen needs",
	} {
		rec.Report.Against, rec.Report.AgainstOn = said, ""
		if got := ADR(rec); !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
}

// TestADRDecidedEnds: a decision that ends with a sign gets no full stop.
func TestADRDecidedEnds(t *testing.T) {
	rec := records(t)["first"]
	for decided, want := range map[string]string{"Build!": "**Build!**", "Build.": "**Build**.", "Build": "**Build**.", "Wait...": "**Wait...**"} {
		rec.Saved.Decision = decided
		if got := ADR(rec); !strings.Contains(got, "\nDecided: "+want+"\n") {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
}

// TestADRMustOnce: what rules several options out is said once.
func TestADRMustOnce(t *testing.T) {
	rec := records(t)["first"]
	for i := range 2 {
		rec.Report.Ranking[i+1].Status = decision.StatusOut
		rec.Report.Ranking[i+1].Because = []decision.MustNote{{Question: "q", QuestionText: "Where?", AnswerLabel: "Here", Reason: "It ends."}}
	}
	want := "* Must: answering “Here” to “Where?” rules out Cooking in the office kitchen and A restaurant nearby\n"
	if got := ADR(rec); !strings.Contains(got, want) || strings.Count(got, "* Must: ") != 1 {
		t.Errorf("without %q:\n%s", want, got)
	}
}

// TestADRGoodIsNotBad: a figure below the middle of the scale is not good for being better than another, one above it
// not bad, and the consequences say the same of it as the pros and cons do.
func TestADRGoodIsNotBad(t *testing.T) {
	rec := records(t)["first"]
	rec.Report.Against = ""
	k := &rec.Report.Contributions[0]
	for _, c := range []struct {
		leader, other, amount float64
		want                  string
	}{
		{0.12, 0, 0.02, "* Neutral, because “" + k.Name + "” is only 12 of 100, though more than the 0 of Cooking in the office kitchen"},
		{0.75, 0.88, -0.02, "* Neutral, because “" + k.Name + "” is 75 of 100, though less than the 88 of Cooking in the office kitchen"},
		{0.75, 0.2, 0.02, "* Good, because “" + k.Name + "” is 75 of 100, against 20 for Cooking in the office kitchen"},
		{0.2, 0.75, -0.02, "* Bad, because “" + k.Name + "” is 20 of 100, against 75 for Cooking in the office kitchen"},
	} {
		k.Leader, k.RunnerUp, k.Amount, rec.Report.AgainstOn = c.leader, c.other, c.amount, "none"
		for i := range rec.Report.Ranking {
			rec.Report.Ranking[i].Values[0] = []float64{c.leader, c.other, c.other}[i]
		}
		got := ADR(rec)
		if !strings.Contains(got, c.want) {
			t.Errorf("without %q:\n%s", c.want, got)
		}
		word, _, _ := strings.Cut(c.want, ",")
		if pro := word + ", because “" + k.Name + "” is " + strconv.Itoa(int(math.Round(100*c.leader))) + " of 100 ("; !strings.Contains(got, pro) {
			t.Errorf("without %q:\n%s", pro, got)
		}
	}
}

// TestADRReasons: a figure comes with the judgement behind it, unless that is one of another version of the catalogue.
func TestADRReasons(t *testing.T) {
	rec := records(t)["first"]
	r := &rec.Report
	r.Against, r.AgainstOn = "", ""
	cell := rec.Catalogue.Judgements(r.Leader, r.Contributions[0].Criterion)[0]
	found := func() bool { return strings.Contains(ADR(rec), ". The canteen in the building: "+cell.Verdict[1:]) }
	for i := range rec.Catalogue.Cells {
		if c := &rec.Catalogue.Cells[i]; c.Option == cell.Option && c.Criterion == cell.Criterion {
			c.Verdict, cell.Verdict = "serves at once", "xserves at once"
		}
	}
	side := rec.Catalogue.Value(r.Leader, cell.Criterion) - rec.Catalogue.Value(r.RunnerUp, cell.Criterion)
	scale := rec.Catalogue.Criteria[0].Scale
	r.Contributions[0].Amount = math.Copysign(0.1, side*(scale.Best.At-scale.Worst.At))
	r.Provenance.Catalogue = rec.Catalogue.Version
	if !found() {
		t.Errorf("no reason:\n%s", ADR(rec))
	}
	if r.Provenance.Catalogue = "older"; found() {
		t.Errorf("the reason is one of today:\n%s", ADR(rec))
	}
}

// TestADRMix: what is taken off the fit of a mix, its weak points, and whose places these are.
func TestADRMix(t *testing.T) {
	rec := records(t)["loaded-parts"]
	plan := *rec.Report.Plan
	plan.Joined, plan.Price = 0.027, 0.006
	rec.Report.Plan = &plan
	rec.Saved.Decision = "Lunch from home"
	got := ADR(rec)
	for _, want := range []string{
		" of 100, with what running more than one costs (0.6) and what holding some parts together costs (2.7) taken off.\n",
		"\nWhere each part is recommended to go:\n", "* Bad, because “Back” is below the middle of the scale there, 50 of 100, on “Something",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
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

// TestADRToDecideAgain: reports of the first versions have no reasons for deciding again, but changes of answers; a report of
// today without any has no section for them.
func TestADRToDecideAgain(t *testing.T) {
	rec := records(t)["first"]
	rec.Saved.Review = ""
	rec.Report.Flips = []decision.Flip{{Sentence: "With rain, soup would come first."}}
	rec.Report.Revisit = nil
	if got := ADR(rec); !strings.Contains(got, "### When to look at it again\n\n* With rain, soup would come first.\n") {
		t.Errorf("an old report has no reasons:\n%s", got)
	}
	rec.Report.Revisit = []string{}
	if got := ADR(rec); strings.Contains(got, "look at it again") {
		t.Errorf("nothing is a reason:\n%s", got)
	}
}

// TestADRDecidedOtherwise: where it is stated what was decided, the reasons to decide again are said to be about the
// recommendation.
func TestADRDecidedOtherwise(t *testing.T) {
	rec := records(t)["first"]
	rec.Saved.Decision, rec.Report.Revisit = "Stay.", []string{"Rain falls: then soup would come first."}
	if got := ADR(rec); !strings.Contains(got, ", the day set for a review\n\nWhat would change the recommendation:\n\n* Rain falls: ") {
		t.Errorf("the reasons seem to speak for the decision:\n%s", got)
	}
	r := Reminder{Saved: rec.Saved, Headline: "Soup leads", Revisit: rec.Report.Revisit}
	want := "Decided: Stay.|Soup leads|What would change the recommendation:|- Rain falls: then soup would come first."
	if got := strings.Join(r.Words(), "|"); got != want {
		t.Errorf("the reminder says %q", got)
	}
	r.Saved.Decision = ""
	if got := strings.Join(r.Words(), "|"); !strings.HasPrefix(got, "Soup leads|Decide again when:|") {
		t.Errorf("without a decision it says %q", got)
	}
}

// TestADROftener: where it is too close to call, an option that comes first more often is named.
func TestADROftener(t *testing.T) {
	rec := records(t)["first"]
	r := &rec.Report
	r.Kind, r.Winner, r.Share, r.Ranking[1].FirstShare, r.Reason = decision.VerdictClose, nil, 0.43, 0.51, "First place in 43%."
	want := "First place in 43%. Cooking in the office kitchen comes first in more of them (51%), with a lower score.\n"
	if got := ADR(rec); !strings.Contains(got, want) {
		t.Errorf("without %q:\n%s", want, got)
	}
}

// TestADROpenAxis: the name of an axis is not said twice.
func TestADROpenAxis(t *testing.T) {
	rec := records(t)["first"]
	rec.Report.Axes = []decision.AxisSureness{{Name: "Kitchen", Sentence: "Kitchen: open; at home in 60%."}}
	if got := ADR(rec); !strings.Contains(got, "* Kitchen: open; at home in 60%.\n") {
		t.Errorf("the axis:\n%s", got)
	}
}

// TestADRBillsOfTheCriterion: the two bills are named where the criterion follows from them, and what is too close to call
// is neither good nor bad.
func TestADRBillsOfTheCriterion(t *testing.T) {
	rec := records(t)["loaded"]
	r := &rec.Report
	own, other := r.Cost.Bill(r.Leader), r.Cost.Bill(r.RunnerUp)
	k := slices.IndexFunc(r.Contributions, func(c decision.Contribution) bool { return c.Criterion == r.Cost.Criterion })
	r.Contributions[k].Leader, r.Contributions[k].RunnerUp, r.Contributions[k].Amount, r.AgainstOn = 0.99, 0.95, 0.02, "none"
	r.Cost.Crossings, r.Cost.Uncertainty = nil, cost.Uncertain
	for total, want := range map[cost.Cents]string{
		2 * own.Total:  "* Good, because “" + r.Contributions[k].Name + "” is 99 of 100, against 95 for ",
		own.Total + 10: "* Neutral, because “" + r.Contributions[k].Name + "” is 99 of 100, against 95 for ",
	} {
		other.Total = total
		got, bills := ADR(rec), ": a bill of "+own.Total.Text()+" USD a month, against "+total.Text()
		if !strings.Contains(got, want) || !strings.Contains(got, bills) || strings.Contains(got, bills+", too close to call") == (total == 2*own.Total) {
			t.Errorf("without %q and %q:\n%s", want, bills, got)
		}
	}
}
