package views

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/record"
	"crossroads/report/reporttest"
)

// evaluated is a report of every kind of assessment of the shipped comparison.
func evaluated(t *testing.T) map[string]reportView {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c, reports := lib.Comparisons[0], map[string]reportView{}
	for name, a := range reporttest.Assessments(c) {
		r, err := decision.Evaluate(c, a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		page := ResultPage{
			Page: Page{Site: Site{Comparisons: lib.Comparisons}}, Catalogue: c, Assessment: a, Report: r,
			ChangeURL: "/decide/x?a=b", Workings: "/decide/x/result/workings?a=b",
		}
		reports[name] = page.view()
	}
	return reports
}

// TestWorkingsSayWhatTheyLeaveOut: risks only of options without a chance are not listed, and beside a mix what ties is
// said to be two options that would carry every part.
func TestWorkingsSayWhatTheyLeaveOut(t *testing.T) {
	v := reportView{Reading: reporttest.Sample()}
	for i := range v.Report.Ranking {
		v.Report.Ranking[i].FirstShare = 0.3
	}
	if got := v.risksLeftOut(); got != "" {
		t.Errorf("each has a chance: %q", got)
	}
	v.Report.Ranking[1].FirstShare = 0.04
	if got := v.risksLeftOut(); got != "Left out: what is a risk only of options that come first in less than 5% of the situations." {
		t.Errorf("one has none: %q", got)
	}
	if got := v.firstTwo(); got != "the first two" {
		t.Error(got)
	}
	v.Report.Kind, v.Report.Plan = decision.VerdictHybrid, &decision.Plan{}
	if got := v.firstTwo(); got != "the first two single options" {
		t.Error(got)
	}
}

// TestAllChanges: a report leads to the changes that its workings have.
func TestAllChanges(t *testing.T) {
	for name, v := range evaluated(t) {
		worked := textIn(t, workedChanges(v))
		for what, title := range map[string]string{"loads": "Loads at which ", "weights": " tie"} {
			if got := v.allChanges(); v.flipsKnown() && strings.Contains(got, what) != strings.Contains(worked, title) {
				t.Errorf("%s: %q leads to %s", name, got, worked)
			}
		}
	}
}

// TestWorkingsHaveWhatTheReportLeavesOut: every change, risk, question and bill is in the
// workings, and every place that the report sends its reader to.
func TestWorkingsHaveWhatTheReportLeavesOut(t *testing.T) {
	links := 0
	for name, v := range evaluated(t) {
		worked, shown := textIn(t, workingsBody(v)), reporttest.Render(t, reportBody(v))
		html := reporttest.Render(t, workingsBody(v))
		var want []string
		if v.flipsKnown() {
			for _, f := range v.Flips() {
				want = append(want, f.Sentence)
			}
			for _, f := range v.loadFlips() {
				want = append(want, f.Sentence)
			}
			for _, b := range v.ties() {
				want = append(want, b.Sentence)
			}
		}
		if v.risky() {
			for _, w := range v.Report.Warnings {
				want = append(want, w.Text)
			}
		}
		for _, q := range v.Next() {
			want = append(want, q.Text)
		}
		if v.Report.Cost != nil {
			for _, o := range v.Report.Cost.Options {
				for _, l := range o.Lines {
					want = append(want, l.Label, l.Amount.Text())
				}
			}
		}
		for _, w := range want {
			if !strings.Contains(worked, templ.EscapeString(strings.Join(strings.Fields(w), " "))) {
				t.Errorf("%s: the workings lack %q", name, w)
			}
		}
		for _, part := range v.workingParts() {
			if !strings.Contains(html, ` id="`+part.URL[1:]+`"`) {
				t.Errorf("%s: the contents lead to %q, which is not there", name, part.URL)
			}
		}
		for _, piece := range strings.Split(shown, `href="`+v.WorkingsURL+"#")[1:] {
			part, _, _ := strings.Cut(piece, `"`)
			if links++; !strings.Contains(html, ` id="`+part+`"`) {
				t.Errorf("%s: the report leads to %q in the workings, which is not there", name, part)
			}
		}
	}
	if links < 10 {
		t.Errorf("only %d links to the workings in all reports", links)
	}
}

// TestOfflineHoldsItsWorkings: the file that works offline leads nowhere for its figures.
func TestOfflineHoldsItsWorkings(t *testing.T) {
	for name, v := range evaluated(t) {
		html := reporttest.Render(t, Offline(SavedPage{
			Page: Page{Site: Site{Comparisons: []*decision.Catalogue{v.Cat}}}, Report: v.Report, Origin: "https://portal.example",
			Saved: record.Saved{ID: "K3JQ2ZV7", Comparison: v.Cat.Slug, Latest: 1, Revision: record.Revision{Number: 1, Title: "Shop"}},
		}))
		checkReferences(t, html)
		if strings.Contains(html, "/workings") || !strings.Contains(html, `href="#places"`) || !strings.Contains(html, `id="places"`) {
			t.Errorf("%s: the file does not hold its workings", name)
		}
	}
}

// TestOtherRisksOfAMix: an option of a mix may have a risk where a part does not go.
func TestOtherRisksOfAMix(t *testing.T) {
	var v reportView
	if got, want := v.otherRisks(), "Of the other options"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Kind, v.Report.Plan = decision.VerdictHybrid, &decision.Plan{}
	if got, want := v.otherRisks(), "Where a part does not go"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestWorkingsSayWhoElseIsFirst: where shares of first places do not add up, the rest is named.
func TestWorkingsSayWhoElseIsFirst(t *testing.T) {
	v := sampleMix(decision.VerdictClose)
	plan := *v.Report.Plan
	plan.Platforms = plan.Platforms[:1]
	v.Report.Plan, v.Report.Kind, v.Report.Share = &plan, decision.VerdictClear, 0.8
	v.Report.Ranking = []decision.Standing{{Option: "soup", FirstShare: 0.8}, {Option: "salad", FirstShare: 0.09}}
	want := "In the other 11% a mix would come first, or nothing fits every part."
	if got := textIn(t, workedPlaces(v)); !strings.Contains(got, want) || !strings.Contains(got, "compared with each other here, not with a mix.") {
		t.Errorf("%q lacks %q", got, want)
	}
	v.Report.Plan, v.Report.Ranking[1].FirstShare = nil, 0.2
	if got := textIn(t, workedPlaces(v)); strings.Contains(got, "a mix") {
		t.Errorf("a system of one part: %q", got)
	}
}
