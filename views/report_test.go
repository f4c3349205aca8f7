package views

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/format"
	"crossroads/report"
	"crossroads/report/reporttest"
)

// text is what a reader sees of a component.
func textIn(t *testing.T, c templ.Component) string {
	t.Helper()
	return strings.Join(strings.Fields(reporttest.Tags.ReplaceAllString(reporttest.Render(t, c), " ")), " ")
}

// sampleMix is the sample with two parts that fit best on two platforms.
func sampleMix(kind string) reportView {
	v := reportView{Reading: reporttest.Sample()}
	v.Report.Kind, v.Report.Against = kind, "A mix means 2 platforms to run."
	v.Report.BreakEven = []decision.BreakEven{{Name: "Quick", Now: 0.3, At: 0.6, Sentence: "If quick had more."}}
	v.Report.Unknown = []decision.Unknown{{Question: "rain", Text: "Does it rain?"}}
	v.Report.NextQuestions = []decision.NextQuestion{{Question: "rain", Text: "Does it rain?", Chance: 0.31}}
	v.Report.Plan = &decision.Plan{
		Platforms: []string{"soup", "salad"}, Value: 0.65, BestSingle: "soup", SingleName: "Tomato soup", SingleValue: 0.613, Gain: 0.0372,
		Lambda: 0.01,
		Parts: []decision.PartPlan{
			{Part: "Noon", Share: 0.5, Option: "soup", Name: "Tomato soup"},
			{Part: "Night", Share: 0.5, Option: "salad", Name: "Green salad"},
		},
		Sentence: "A mix scores more.",
	}
	return v
}

// TestWherePartsWouldGo: while it is too close to call, no part goes anywhere yet.
func TestWherePartsWouldGo(t *testing.T) {
	for kind, want := range map[string]string{decision.VerdictClose: "Part Would go to Reason", decision.VerdictHybrid: "Part Goes to Reason"} {
		v := sampleMix(kind)
		if got := textIn(t, reportPlan(v, v.Report.Plan)); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q: %s", kind, want, got)
		}
	}
}

// TestSmallGain: what is ahead gains more than nothing.
func TestSmallGain(t *testing.T) {
	v := sampleMix(decision.VerdictHybrid)
	v.Report.Plan.Gain = 0.0003
	if got, want := v.gain(), "It gains less than 0.1 points over Tomato soup alone."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

var headings = regexp.MustCompile(`<h2[^>]*>([^<]*)</h2>`)

func TestMixComesBeforeSinglePlatforms(t *testing.T) {
	for _, kind := range []string{decision.VerdictHybrid, decision.VerdictClose} {
		v := sampleMix(kind)
		first := textIn(t, verdict(v))
		for _, want := range []string{
			": this mix beats every platform on its own ",
			"It gains 3.7 points over Tomato soup alone.",
			"Next Answer “Does it rain?” (31% chance that it changes the result).",
		} {
			if !strings.Contains(first, strings.ReplaceAll(want, format.NBSP, " ")) {
				t.Errorf("%s: the first screen lacks %q: %s", kind, want, first)
			}
		}
		html := reporttest.Render(t, reportReasons(v))
		var titles []string
		for _, m := range headings.FindAllStringSubmatch(html, -1) {
			titles = append(titles, m[1])
		}
		if got, want := strings.Join(titles, "; "), "Which part goes where; Risks and weak points; If it had to be one platform; Changing any one of your answers, or any pair we tried, does not change which options the plan takes; What to find out next"; got != want {
			t.Errorf("%s: sections %q, want %q", kind, got, want)
		}
		if want := "the two best single platforms are Tomato soup and Green salad"; strings.Count(html, want) != 1 {
			t.Errorf("%s: the report does not say once that %s", kind, want)
		}
		worked := reporttest.Render(t, workingsBody(v))
		for _, want := range []string{"Tomato soup is below the middle", "If quick had more."} {
			if strings.Contains(html, want) || strings.Count(worked, want) != 1 {
				t.Errorf("%s: %q compares single options; it is not once in the workings, and there alone", kind, want)
			}
		}
	}
}

// What the reason of a close mix has said is not said again.
func TestCloseMixSaysWhyOnce(t *testing.T) {
	v := sampleMix(decision.VerdictClose)
	v.Report.Reason = "One open question has a 31 % chance of changing the plan: “Does it rain?”"
	first := reporttest.Render(t, verdict(v))
	if strings.Count(first, "Does it rain?") != 1 || strings.Contains(first, v.Report.Plan.Sentence) {
		t.Errorf("first screen: %s", first)
	}
	if plan := reporttest.Render(t, reportPlan(v, v.Report.Plan)); !strings.Contains(plan, v.Report.Plan.Sentence) {
		t.Errorf("the plan does not say what it scores: %s", plan)
	}
}

func TestMixWithoutASinglePlatform(t *testing.T) {
	v := sampleMix(decision.VerdictHybrid)
	v.Report.Plan.BestSingle, v.Report.Leader, v.Report.RunnerUp = "", "", ""
	if got, want := v.gain(), "No single platform can carry every part."; got != want {
		t.Errorf("gain %q, want %q", got, want)
	}
	if html := textIn(t, reportReasons(v)); !strings.Contains(html, "how each option would fare as the only platform") ||
		strings.Contains(html, "two best single platforms") {
		t.Errorf("no words for the single platforms: %s", html)
	}
}

// TestLoneOptionKeepsItsRisks rules out every option but one: there is nothing to
// compare it with, and what speaks against it counts all the more.
func TestLoneOptionKeepsItsRisks(t *testing.T) {
	v := reportView{Reading: reporttest.Sample()}
	v.Report.Kind, v.Report.RunnerUp, v.Report.Contributions = decision.VerdictClear, "", nil
	v.Report.Warnings = []decision.RiskNote{{Option: "soup", Name: "Tomato soup", Text: "It gets cold."}}
	if html := textIn(t, reportReasons(v)); !strings.Contains(html, "It gets cold.") {
		t.Errorf("the risk is not there: %s", html)
	}
	if got := v.sections()[0].Name; got != "Risks" {
		t.Errorf("the contents begin with %q, want the risks", got)
	}
	v.Report.Kind = decision.VerdictUndecided
	if v.argued() {
		t.Error("nothing was answered, and there are risks of what is recommended")
	}
}

func TestSureFitsTheVerdict(t *testing.T) {
	for _, c := range []struct {
		kind  string
		share float64
		want  string
	}{
		{decision.VerdictClear, 0.55, "Fairly sure"}, // of a report stored under a lower bound
		{decision.VerdictClear, 0.6, "Fairly sure"},
		{decision.VerdictClear, 0.749, "Fairly sure"},
		{decision.VerdictClear, 0.75, "Quite sure"},
		{decision.VerdictClear, 0.9, "Quite sure"},
		{decision.VerdictClear, 0.901, "Very sure"},
		{decision.VerdictClose, 0.599, "Not sure"},
		{decision.VerdictClose, 0.6, "Fairly sure"},
		{decision.VerdictClose, 0.95, "Fairly sure"},
		{decision.VerdictUndecided, 0.95, ""},
	} {
		v := reportView{Reading: report.Reading{Report: decision.Report{Kind: c.kind, Share: c.share}}}
		if got := v.sure(); got != c.want {
			t.Errorf("%s with %v is %q, want %q", c.kind, c.share, got, c.want)
		}
	}
}

// TestMixHasWeakPoints: they are those of the options where its parts go.
func TestMixHasWeakPoints(t *testing.T) {
	v := sampleMix(decision.VerdictHybrid)
	v.Report.Weights = []decision.WeightShare{{Criterion: "calm", Name: "Little work", Weight: 1}}
	v.Report.Plan.Parts[1].Ranking = []decision.Standing{{Option: "salad", Values: []float64{0.18}}}
	if got, want := textIn(t, reportRisks(v)), "“Night” is below the middle of the scale there, 50 of 100, on “Little work” (18)."; !strings.Contains(got, want) {
		t.Errorf("%q lacks %q", got, want)
	}
}

// TestWeakTakesFiguresThatReadBelowTheMiddle: those that cost most come first, however low the others are.
func TestWeakTakesFiguresThatReadBelowTheMiddle(t *testing.T) {
	v := reportView{Reading: report.Reading{Report: decision.Report{Contributions: []decision.Contribution{
		{Name: "a", Leader: 0.494, Weight: 0.2}, {Name: "b", Leader: 0.496}, {Name: "c", Leader: 0.5}, {Name: "d", Leader: 0.2, Weight: 0.1},
		{Name: "e", Leader: 0.1, Weight: 0.3},
	}}}}
	var names []string
	for _, w := range v.weak() {
		names = append(names, w.Name+" "+format.Points(w.Leader))
	}
	if got, want := format.List(names, "and"), "e 10, a 49 and d 20"; got != want {
		t.Errorf("weak: %q, want %q", got, want)
	}
}

// TestWeakLine: names of criteria stand in quotation marks, since they may be sentences.
func TestWeakLine(t *testing.T) {
	v := reportView{Reading: report.Reading{Report: decision.Report{Leader: "microservices on an orchestrator"}}}
	for _, name := range []string{"A failure stays small", "b", "c", "d"} {
		v.Report.Contributions = append(v.Report.Contributions, decision.Contribution{Name: name, Leader: 0.2})
	}
	if got, want := v.weakLine(), "Microservices on an orchestrator are below the middle of the scale, 50 of 100, on "+
		"“A failure stays small” (20), “b” (20), “c” (20) and “d” (20)."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Contributions = append(v.Report.Contributions, decision.Contribution{Name: "e", Leader: 0.2})
	if got := v.weakLine(); !strings.HasSuffix(got, "“c” (20) and two more.") {
		t.Errorf("five: %q", got)
	}
}

// TestAloneNote: the scores of single options are told from that of a mix, and from what they lose
// where parts run apart.
func TestAloneNote(t *testing.T) {
	v := sampleMix(decision.VerdictHybrid)
	v.Report.Plan.Apart = &decision.Apart{Price: 0.06}
	if got, want := v.aloneNote(), "Each option is scored as the only one, carrying every part; the mix scores 65. "+
		"Setting one option up for each part that runs apart would take another 6 points off its score."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if v.Report.Kind = decision.VerdictClear; v.aloneNote() != "" {
		t.Error("a note on a mix that is not recommended")
	}
}

// TestCostFindingOfWhatIsPossible: an option that is ruled out costs least of nothing.
func TestCostFindingOfWhatIsPossible(t *testing.T) {
	v := reportView{Reading: report.Reading{Report: decision.Report{
		Ranking: []decision.Standing{{Option: "a", Short: "Stoves"}, {Option: "b", Short: "Oven", Status: decision.StatusOut}},
		Cost:    &decision.CostReport{Options: []decision.OptionCost{{Option: "b", Total: 100}, {Option: "a", Total: 200}}},
	}}}
	if got, want := v.costFinding(), "Stoves cost least of what is possible at "; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q first", got, want)
	}
	if v.Report.Plan = (&decision.Plan{Platforms: []string{"a", "b"}}); v.outTag("b") != "ruled out" || v.outTag("a") != "" {
		t.Errorf("%q, %q", v.outTag("b"), v.outTag("a"))
	}
	if v.Report.Kind = decision.VerdictHybrid; v.outTag("b") != "ruled out as the only platform" {
		t.Errorf("in the mix, but %q", v.outTag("b"))
	}
	v.Report.Plan.Apart = &decision.Apart{SetUps: [][]string{{"Here"}, {"There"}}}
	v.Report.Cost.SetUps = []decision.SetUpCost{{Option: "a", Total: 400}}
	if got, want := v.costFinding(), "Stoves set up once cost least of what is possible at "; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q first", got, want)
	}
	v.Report.Plan, v.Report.Kind, v.Report.Cost.SetUps = nil, "", nil
	v.Report.Ranking[1].Status = ""
	if got, want := v.costFinding(), "An oven costs least at "; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q first", got, want)
	}
}

// TestCostTooClose: a lowest bill that prices could turn is not said to be the lowest without more.
func TestCostTooClose(t *testing.T) {
	v := reportView{Reading: report.Reading{Report: decision.Report{
		Ranking: []decision.Standing{{Option: "a", Short: "Stoves"}, {Option: "b", Short: "Oven"}},
		Cost: &decision.CostReport{Uncertainty: cost.Uncertain,
			Options: []decision.OptionCost{{Option: "a", Total: 10_000}, {Option: "b", Total: 11_000}}},
	}}}
	if got, want := v.costFinding(), ": 100.00 USD a month, too close to call with an oven (110.00): "+
		"prices 10% off, a duration 20% off or an open choice could turn the order"; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q last", got, want)
	}
}

// TestDividedBy: only what a bill counts is said to be counted once.
func TestDividedBy(t *testing.T) {
	v := reportView{Reading: report.Reading{Report: decision.Report{
		Cost: &decision.CostReport{Load: cost.DefaultLoad(), Mix: &decision.MixCost{First: "Front"}},
	}}}
	if got := v.dividedBy(); strings.Contains(got, "once") || !strings.Contains(got, ": requests and services are divided") {
		t.Error(got)
	}
	v.Report.Cost.Load.Cache = "small"
	v.Report.Cost.Load.FreeTier = true
	if got, want := v.dividedBy(), " Counted once, with “Front”: cache and free allowances."; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q last", got, want)
	}
}

// TestRuledOutBesideAMix: what is ruled out alone may carry a part of a mix.
func TestRuledOutBesideAMix(t *testing.T) {
	if got, want := sampleMix(decision.VerdictHybrid).outTitle(), "Ruled out as the only platform, and what would bring it back"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := (reportView{}).outTitle(), "Ruled out, and what would bring it back"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	v := sampleMix(decision.VerdictHybrid)
	for i := range v.Report.Ranking {
		v.Report.Ranking[i].Status = decision.StatusOut
		v.Report.Ranking[i].Because = []decision.MustNote{{Question: "rain", Answer: strconv.Itoa(i), Reason: "No."}}
	}
	out := []decision.Standing{{Option: v.Report.Ranking[0].Option, Status: decision.StatusOut}}
	for i := range v.Report.Plan.Parts {
		v.Report.Plan.Parts[i].Ranking = out
	}
	html := textIn(t, ruledOut(v))
	if want := "Ruled out, and what would bring them back"; v.outTitle() != want {
		t.Errorf("one is ruled out for every part: %q", v.outTitle())
	}
	if n := strings.Count(html, " as the only platform"); n != len(v.Report.Ranking)-1 ||
		strings.Contains(html, v.Report.Ranking[0].Name+" as the only platform") {
		t.Errorf("all but the first may carry a part: %s", html)
	}
}

// TestLabelOfAnUnsettledPlan: an answer is not called clear beside an open question that will
// may well change the plan.
func TestLabelOfAnUnsettledPlan(t *testing.T) {
	for chance, want := range map[float64]string{0.5: "Clear so far", 0.49: "A clear answer"} {
		v := reportView{Reading: report.Reading{Report: decision.Report{Kind: decision.VerdictClear, Plan: &decision.Plan{},
			NextQuestions: []decision.NextQuestion{{Chance: chance}}}}}
		if got := v.label(); got != want {
			t.Errorf("with a chance of %v: %q, want %q", chance, got, want)
		}
	}
}

// TestNextOnlyWhereSomethingIsOpen: the first screen says that no answer is worth finding out; a section would say it again.
func TestNextOnlyWhereSomethingIsOpen(t *testing.T) {
	for want, r := range map[bool]decision.Report{
		true:  {Kind: decision.VerdictClear, NextQuestions: []decision.NextQuestion{{Question: "q", Chance: 0.3}}},
		false: {Kind: decision.VerdictClear, NextQuestions: []decision.NextQuestion{{Question: "q", Chance: 0.01}}},
	} {
		v := reportView{Reading: report.Reading{Report: r}}
		if got := strings.Contains(reporttest.Render(t, reportReasons(v)), "What to find out next"); got != want {
			t.Errorf("a section about what to find out: %v, want %v", got, want)
		}
	}
}

// TestAllRisks: the number is of all risks, not of each option.
func TestAllRisks(t *testing.T) {
	for want, n := range map[string][2]int{
		"All 5 risks": {5, 0}, "1 risk of other options": {0, 1}, "All 6 risks, 2 of them of other options": {4, 2},
		"Both risks": {2, 0}, "Both risks, one of them of another option": {1, 1},
	} {
		if got := (reportView{}).allRisks(n[0], n[1]); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestStatedPrioritiesStandAmongTheAnswers: a reader of the report learns what was ranked or weighed.
func TestStatedPrioritiesStandAmongTheAnswers(t *testing.T) {
	v := reportView{Given: decision.Priorities{Ranking: []string{"quick", "cheap"}}}
	v.Report.Weights = []decision.WeightShare{{Criterion: "cheap", Name: "Low cost"}, {Criterion: "quick", Name: "Quick"}}
	if got := textIn(t, reportAnswers(v)); !strings.Contains(got, "What matters most to you? 1. Quick, 2. Low cost") {
		t.Errorf("the answers do not name the ranking: %s", got)
	}
	v.Given = decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: "cheap", Weight: 40}}}
	v.Report.Weights[0].Weight, v.Report.Weights[1].Weight = .2, .5
	if got := textIn(t, reportAnswers(v)); !strings.Contains(got, "Weights from 0 to 100: Low cost 40. No 100 was given: ") {
		t.Errorf("the answers do not say what outweighs the weights: %s", got)
	}
	v.ChangeURL = "/decide"
	if got := textIn(t, reportAnswers(v)); !strings.Contains(got, "Low cost 40") || strings.Contains(got, "No 100") {
		t.Errorf("it is said twice on the page of a result: %s", got)
	}
	if got := textIn(t, reportAnswers(reportView{})); strings.Contains(got, "What matters most") {
		t.Error("nothing was ranked")
	}
}

// TestNothingAnsweredWithParts: before any answer no part is sent anywhere, and no option is said to be first.
func TestNothingAnsweredWithParts(t *testing.T) {
	plan := &decision.Plan{Platforms: []string{"a"}}
	for kind, want := range map[string]bool{decision.VerdictUndecided: false, decision.VerdictClose: true} {
		v := reportView{Reading: report.Reading{Report: decision.Report{Kind: kind, Plan: plan}}}
		if got := v.Planned(); got != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
	p := DecidePage{Report: decision.Report{Kind: decision.VerdictUndecided, Plan: &decision.Plan{Platforms: []string{"a", "b"}}}}
	if got, want := p.summary(), "Nothing answered yet. This is how the options stand in an average situation."; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	p.Problems = []Problem{{Field: "load.requests", Message: "“x” is not a number."}}
	if got, want := p.summary(), "“x” is not a number. Nothing answered yet."; !strings.HasPrefix(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
}

func TestFlipTitle(t *testing.T) {
	one, plan := []decision.Flip{{}}, &decision.Plan{}
	kind := decision.Flip{Changes: []decision.Change{{Question: "kind"}}}
	several := []decision.Flip{kind, kind, {Changes: []decision.Change{{Question: "place"}}}}
	for _, c := range []struct {
		report decision.Report
		want   string
	}{
		{decision.Report{Flips: one}, "Another answer to one question can put another option first"},
		{decision.Report{Flips: several}, "Another answer to one of 2 questions can put another option first"},
		{decision.Report{Flips: one, Plan: plan}, "Another answer to one question can change the plan"},
		{decision.Report{PairFlips: one}, "Changing any one of your answers does not change what comes first, changing two can"},
		{decision.Report{PairFlips: one, Plan: plan}, "Changing any one of your answers does not change which options the plan takes, changing two can"},
		{decision.Report{}, "Changing any one of your answers, or any pair we tried, does not change what comes first"},
	} {
		if got := (reportView{Reading: report.Reading{Report: c.report}}).flipTitle(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestWorkingsSayWhatTheFiguresMean(t *testing.T) {
	v := reportView{Reading: reporttest.Sample()}
	v.Report.Pairwise = [][]float64{{0, 0.8, 1}, {0.2, 0, 1}, {0, 0, 0}}
	got := textIn(t, workingsBody(v))
	for _, want := range []string{
		"First at its own best weights", "so a row may add up to less than 100", "the two figures of a pair may add up to less than 100",
		"base weights, moved by your answers", "Comparison version",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the workings lack %q", want)
		}
	}
	v.Given.Ranking = []string{"quick"}
	if got := textIn(t, workingsBody(v)); !strings.Contains(got, "Ranked: 1. ") || !strings.Contains(got, "your answers do not move the weights") ||
		strings.Contains(got, "moved by your answers") {
		t.Error("stated priorities: the workings do not say that answers leave the weights alone")
	}
}

// The page on the method takes its figures from the content and the engine.
func TestMethodGivesTheBounds(t *testing.T) {
	c := reporttest.Sample().Cat
	c.Title, c.Bounds = "Lunch?", decision.Bounds{ClearShare: 0.7, LeanShare: 0.55}
	got := textIn(t, Method(MethodPage{Catalogues: []*decision.Catalogue{c}}))
	for _, want := range []string{
		"“Lunch?”: clear from 70%, leaning from 55%.",
		"your answers no longer move the weights", "within a quarter", "pairs of the changes that come nearest", "seven verdicts",
		"half of λ",
	} {
		if !strings.Contains(got, strings.ReplaceAll(want, format.NBSP, " ")) {
			t.Errorf("the method page lacks %q", want)
		}
	}
}

// Pages on how well the engine does lead with what its numbers were not fitted to.
func TestAgreementLeadsWithWhatWasLeftOut(t *testing.T) {
	lunch := &decision.Catalogue{Slug: "lunch", Title: "Where to eat?"}
	panel := &content.Panel{Comparison: "lunch", Situations: []content.Situation{{}},
		Calibration: &content.Calibration{Rows: []content.CalibrationRow{
			{Name: "the fitted numbers, on their own situations", First: 0.99, Two: 1, Structure: 1},
			{Name: "the fitted numbers, on others", HeldOut: true, First: 0.61, Two: 0.82, Structure: 0.73},
		}}}
	want := "first choice in 61%, and among the first two in 82%; its structure is right in 73%."
	tests := []decision.SelfTest{{Counted: 5, First: 3, TopTwo: 4}}
	site := Page{Site: Site{Comparisons: []*decision.Catalogue{lunch}}}
	method := MethodPage{
		Page: site, Catalogues: site.Site.Comparisons,
		Panels: []PanelCheck{{Catalogue: lunch, Panel: panel}}, Tests: tests,
	}
	cases := CasesPage{Page: site, Panels: method.Panels}
	for name, got := range map[string]string{
		"method": textIn(t, Method(method)),
		"cases":  textIn(t, Cases(cases)),
	} {
		lead, fitted := strings.Index(got, strings.ReplaceAll(want, format.NBSP, " ")), strings.Index(got, "99%")
		if !strings.Contains(got, "that the fit has not seen") || lead < 0 || fitted >= 0 && fitted < lead {
			t.Errorf("%s: the page does not lead with the situations left out", name)
		}
	}
	if got := textIn(t, Method(method)); !strings.Contains(got,
		"No number was fitted to the 5 published cases; in 3 of them it puts first what was chosen, in 4 among the first two.") {
		t.Error("the method page does not lead with the published cases")
	}
	panel.Calibration.Rows = panel.Calibration.Rows[:1]
	if got := textIn(t, Cases(cases)); strings.Contains(got, "99%") || strings.Contains(got, "that the fit has not seen") {
		t.Error("without situations left out, the page shows fitted ones")
	}
}

func TestAgreementSaysWhatTotalsHide(t *testing.T) {
	a := tally([]decision.CaseTest{
		{Chose: "soup", Rank: 1, Kind: decision.VerdictClear, Counts: true},
		{Chose: "soup", Rank: 1, Kind: decision.VerdictClose, Counts: true},
		{Chose: decision.Hybrid, Rank: 1, Kind: decision.VerdictHybrid, Counts: true},
		{Chose: decision.Hybrid, Rank: 2, Kind: decision.VerdictClose, Counts: true},
		{Chose: "cake", Out: true, Counts: true},
		{Chose: "cake", Rank: 1, Kind: decision.VerdictClose},
		{Chose: decision.Hybrid, Untried: true, Counts: true},
	})
	if want := (agreement{
		All: 6, First: 3, FirstTwo: 4, RuledOut: 1, Narrow: 1, Mixed: 3, MixedFirst: 1, Untried: 1, LeftOut: 1,
	}); !reflect.DeepEqual(a, want) {
		t.Errorf("got %+v, want %+v", a, want)
	}
	if got, want := a.finer((*decision.Catalogue)(nil).Nouns()), "Of the 3 agreements, 1 is narrow: what was chosen comes first, but there is no clear winner. Of the 3 cases that chose a mix of platforms, the engine puts the mix first in 1. No mix could come out in 1, whose facts name no parts."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// How often a panel agreed is said of what was measured alone.
func TestAgreedIsSaidOfWhatWasMeasured(t *testing.T) {
	c := &decision.Catalogue{Slug: "lunch", Version: "v1"}
	site := Site{Comparisons: []*decision.Catalogue{c}, Panels: []*content.Panel{{Comparison: "lunch", Calibration: &content.Calibration{
		Verdicts: []content.VerdictRow{{Kind: decision.VerdictClear, First: 0.87}, {Kind: decision.VerdictLeaning, First: 0.7}},
	}}}}
	sample := decision.Report{Comparison: "lunch", Kind: decision.VerdictClear, Provenance: decision.Provenance{Catalogue: "v1"}}
	for _, tt := range []struct {
		name   string
		change func(*decision.Report, *decision.Assessment)
		want   string
	}{
		{"clear", func(*decision.Report, *decision.Assessment) {}, "put the same first in 87%"},
		{"leaning", func(r *decision.Report, _ *decision.Assessment) { r.Kind = decision.VerdictLeaning }, "put the same first in 70%"},
		{"not measured", func(r *decision.Report, _ *decision.Assessment) { r.Kind = decision.VerdictClose }, ""},
		{"another edition", func(r *decision.Report, _ *decision.Assessment) { r.Provenance.Catalogue = "v0" }, ""},
		{"rules of an organisation", func(r *decision.Report, _ *decision.Assessment) { r.Policy = new(decision.Applied) }, ""},
		{"stated weights", func(_ *decision.Report, a *decision.Assessment) {
			a.Priorities.Weights = []decision.CriterionWeight{{Criterion: "price", Weight: 1}}
		}, ""},
		{"no panel", func(r *decision.Report, _ *decision.Assessment) { r.Comparison = "supper" }, ""},
	} {
		r, a := sample, decision.Assessment{}
		tt.change(&r, &a)
		if got := site.agreed(r, a); got != strings.ReplaceAll(tt.want, "%", format.NBSP+"%") && got != tt.want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// TestSetLoad: the way to the figures of the load shows those usual values that the page speaks of.
func TestSetLoad(t *testing.T) {
	c := &decision.CostReport{Load: cost.DefaultLoad(), LowerPeaks: []decision.LoadSaid{{Label: "Hardly"}},
		Assumed: &decision.Assumed{Responses: 9_000}}
	v := reportView{Reading: report.Reading{Report: decision.Report{Cost: c}}, ChangeURL: "/decide/x?load.requests=5"}
	if got, want := v.setLoad(), "&load.peak=4&load.response=10#load"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := v.setLeftOut(), "&load.database=none&load.logs=0&load.engineer_hours=0#load"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.LowerPeaks, c.Assumed = nil, nil
	if got, want := v.setLoad(), "#load"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestCurveOfWhatIsPossible: an option that is ruled out has no break-even.
func TestCurveOfWhatIsPossible(t *testing.T) {
	curve, crossings := reporttest.SampleCurve()
	r := decision.Report{Cost: &decision.CostReport{Curve: curve, Load: cost.DefaultLoad()}}
	for i, s := range curve.Series {
		r.Ranking = append(r.Ranking, decision.Standing{Option: s.Blueprint})
		bill := decision.OptionCost{Option: s.Blueprint, Blueprint: s.Blueprint, Total: cost.Cents(100 * (i + 1))}
		r.Cost.Options = append(r.Cost.Options, bill)
	}
	for _, x := range crossings {
		r.Cost.Crossings = append(r.Cost.Crossings, decision.CostCrossing{Crossing: x, Option: x.Above})
	}
	if v := (reportView{Reading: report.Reading{Report: r}}); len(v.costChart().Breaks) == 0 {
		t.Error("no break-evens of what is possible")
	}
	for i := range r.Ranking {
		r.Ranking[i].Status = decision.StatusOut
	}
	if v := (reportView{Reading: report.Reading{Report: r}}); len(v.costChart().Breaks) > 0 {
		t.Errorf("break-evens with what is ruled out: %+v", v.costChart().Breaks)
	}
}

// TestRequestsAreNeeded: no number of requests is the usual one.
func TestRequestsAreNeeded(t *testing.T) {
	requests, _ := cost.FieldOf("requests")
	memory, _ := cost.FieldOf("memory")
	if got := (CostField{Field: requests}).usual() + ", " + (CostField{Field: memory}).usual(); got != "needed, usual: 512" {
		t.Error(got)
	}
}

// TestLowCostIsMeasuredAgainstAll: the lowest bill of what is possible may score low, as the scale begins with the lowest of all.
func TestLowCostIsMeasuredAgainstAll(t *testing.T) {
	v := reportView{Reading: report.Reading{Report: decision.Report{
		Leader: "soup", Ranking: []decision.Standing{{Option: "soup", Name: "Tomato soup"}},
		Contributions: []decision.Contribution{{Criterion: "price", Name: "Low price", Leader: 0.05, Weight: 1}},
		Cost:          &decision.CostReport{Criterion: "price", CheapestTotal: 15, Options: []decision.OptionCost{{Option: "soup", Total: 31135}}},
	}}}
	if got, want := v.weakLine(), "on “Low price” (5, against the lowest bill of all, 0.15 USD)."; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Cost.CheapestTotal = 31135
	if got := v.weakLine(); !strings.HasSuffix(got, "on “Low price” (5).") {
		t.Errorf("it is the lowest of all: %q", got)
	}
}

// TestSameReasonNamesThePart: a reason is repeated in short only where nobody can take it for that of another row.
func TestSameReasonNamesThePart(t *testing.T) {
	plan := &decision.Plan{Platforms: []string{"soup", "salad"}}
	for _, p := range [][2]string{{"A", "soup"}, {"B", "soup"}, {"C", "salad"}, {"D", "soup"}, {"E", "soup"}, {"F", "salad"}} {
		plan.Parts = append(plan.Parts, decision.PartPlan{Part: p[0], Option: p[1], Sentence: "It is " + p[1] + "."})
	}
	want := []string{"It is soup.", "For the same reason.", "It is salad.", "As for “A”.", "For the same reason.", "As for “C”."}
	if got := (reportView{}).partReasons(plan); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
