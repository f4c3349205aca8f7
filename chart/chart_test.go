package chart

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"crossroads/decision"
	"crossroads/report"
	"crossroads/report/reporttest"
)

func TestChartsGolden(t *testing.T) {
	v := reporttest.Sample()
	for name, c := range map[string]templ.Component{
		"scores":        ScoresFigure(NewScores(v.Cat, v.Report)),
		"contributions": DivergingFigure(NewContributions(v)),
		"influences":    DivergingFigure(NewInfluences(v)),
		"firsts":        FirstsFigure(NewFirsts(v)),
		"spread":        SpreadFigure(NewSpread(v.Cat, 5)),
		"cost":          CostFigure(sampleCosts()),
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.ReplaceAll(reporttest.Render(t, c), "><", ">\n<") + "\n"
			path := filepath.Join("testdata", name+".html")
			if *reporttest.Update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from %s (run with -update after looking at it):\n%s", name, path, got)
			}
		})
	}
}

var (
	table   = regexp.MustCompile(`(?s)<table>.*</table>`)
	figures = regexp.MustCompile(`class="bar-figure">([^<]*)<`)
)

// What parts lose may lead below the scale, which ends at 0.
func TestSpanKeepsToTheScale(t *testing.T) {
	if got, want := (scoreRow{Low: -.021, High: .9, Open: true}).span(), "0 to 90"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// What holding parts together adds stands among the criteria, where its size puts it.
func TestHeldStandsByItsSize(t *testing.T) {
	v := reporttest.Sample()
	largest := NewContributions(v).Rows[0]
	for _, tt := range []struct {
		held float64
		at   int
	}{{2 * largest.Amount, 0}, {-2 * largest.Amount, 0}, {0.99 * largest.Amount, 1}} {
		v.Report.Held = tt.held
		if rows := NewContributions(v).Rows; rows[tt.at].Name != "Parts held together" || rows[1-tt.at].Name != largest.Name {
			t.Errorf("%v stands elsewhere: %+v", tt.held, rows)
		}
		who := v.Report.Leader
		if tt.held > 0 {
			who = v.Report.RunnerUp
		}
		if got, want := NewContributions(v).Rows[tt.at].Detail, "by "+v.Phrase(who); got != want {
			t.Errorf("%v is lost %q, want %q", tt.held, got, want)
		}
	}
}

// A shortened chart adds up: what it leaves out has one row.
func TestTopAddsUp(t *testing.T) {
	c := Diverging{Rows: []divergingRow{
		{Name: "a", Amount: .05}, {Name: "b", Amount: -.04}, {Name: "c", Amount: .03}, {Name: "d", Amount: .02}, {Name: "e", Amount: .1},
	}}
	top := c.top()
	if last := top.Rows[len(top.Rows)-1]; len(top.Rows) != 4 || last.Name != "Two others together" || math.Abs(last.Amount-.12) > 1e-9 {
		t.Errorf("the rest: %+v", top.Rows)
	}
	if top.widest < .12 {
		t.Error("the bar of the rest is wider than the chart")
	}
	odd := Diverging{Rows: []divergingRow{{Name: "a", Amount: .1244}, {Name: "b", Amount: .1234}, {Name: "c", Amount: -.0316},
		{Name: "d", Amount: .034}, {Name: "e", Amount: .0317}}}
	if top := odd.top(); top.figure(top.Rows[3].Amount) != "+6.7" || odd.figure(.2819) != "+28.2" { // 12.4 + 12.3 − 3.2 + 6.7
		t.Errorf("the figures do not add up: %+v", top.Rows)
	}
	c.Rows[4].Amount, c.Title = .01, "“e” speaks most for x, “b” for y"
	if top := c.top(); top.Rows[0].Name != "a" || top.Rows[1].Name != "b" || top.Rows[2].Name != "e" || math.Abs(top.Rows[3].Amount-.05) > 1e-9 {
		t.Errorf("a row that the title names is left out: %+v", top.Rows)
	}
	c.Rows = c.Rows[:4]
	if top := c.top(); len(top.Rows) != 4 || top.Rows[3].Name != "d" {
		t.Errorf("one row is left out: %+v", top.Rows)
	}
}

// The start is called what it rests on.
func TestStartOfTheLead(t *testing.T) {
	v := reporttest.Sample()
	v.Report.Weighted, v.Report.Cost = false, nil
	for _, want := range []string{"The lead with nothing answered", "The lead with your priorities, and nothing answered"} {
		if got := NewInfluences(v).Rows[0].Cells[0]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		v.Report.Weighted = true
	}
}

// Two bills beyond the scale are told apart in words, as their values are both 0.
func TestBillsBeyondTheScale(t *testing.T) {
	v := report.Reading{Report: decision.Report{Leader: "a", RunnerUp: "b",
		Contributions: []decision.Contribution{{Criterion: "cost", Name: "Cheap"}},
		Cost:          &decision.CostReport{Criterion: "cost", Options: []decision.OptionCost{{Option: "a", Total: 120}, {Option: "b", Total: 340}}}}}
	if got, want := NewContributions(v).Sum, ". “Cheap” adds nothing, as both bills are beyond its scale: 1.20 USD and 3.40 USD."; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Contributions[0].Leader = .1
	if got := NewContributions(v).Sum; strings.Contains(got, "scale") {
		t.Errorf("one is on the scale: %q", got)
	}
}

// What holding parts together adds to the lead is a row of its own, as no single answer brings it; up to engine 10 it was in
// the lead before any answer.
func TestInfluencesOfPartsHeldTogether(t *testing.T) {
	v := reporttest.Sample()
	v.Report.Baseline, v.Report.Influences = .05, []decision.Influence{{Question: "q", Label: "Cold", Amount: .02}}
	for margin, want := range map[float64]string{.03: "by " + v.Phrase(v.Report.Leader), .09: "by " + v.Phrase(v.Report.RunnerUp), .07: ""} {
		v.Report.Margin = margin
		got, sum := "", 0.0
		for _, r := range NewInfluences(v).Rows {
			sum += r.Amount
			if r.Name == "Parts held together" {
				got = r.Detail
			}
		}
		if got != want || math.Abs(sum-margin) > 1e-9 {
			t.Errorf("a lead of %v: %q, and rows of %v; want %q", margin, got, sum, want)
		}
	}
	v.Report.Margin, v.Report.Influences[0].Amount = .09, -.01
	if got, want := NewInfluences(v).Title, " ahead before any answer; your answers widened the lead"; !strings.HasSuffix(got, want) {
		t.Errorf("no answer alone widened the lead: %q, want %q at its end", got, want)
	}
}

// Several possible answers are told from one whose label has an "or" of its own.
func TestInfluenceOfSeveralPossibleAnswers(t *testing.T) {
	v := reporttest.Sample()
	v.Report.Unknown = []decision.Unknown{{Question: "q", Narrowed: []string{"Cold or dry", "Wet"}}}
	v.Report.Baseline, v.Report.Influences = -.1, []decision.Influence{{Question: "q", Label: "Cold or dry or Wet", Amount: .02}}
	v.Report.Margin = -.08
	c := NewInfluences(v)
	if got, want := c.Rows[1].Name, "Either “Cold or dry” or “Wet”"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if want := "Your answer “Cold or dry” or “Wet”, on average, did most to put Tomato soup ahead"; c.Title != want {
		t.Errorf("%q, want %q", c.Title, want)
	}
}

// An answer is said to have put the leader ahead only if it was not ahead before.
func TestInfluencesSayWhatTheAnswersDid(t *testing.T) {
	most := decision.Influence{Label: "Yes", Amount: .02}
	for _, tt := range []struct {
		before, now float64
		influences  []decision.Influence
		want        string
	}{
		{-.1, .02, []decision.Influence{most}, "Your answer “Yes” did most to put Tomato soup ahead"},
		{.1, .02, []decision.Influence{most}, "Tomato soup was ahead before any answer; your answers narrowed the lead"},
		{.1, .2, []decision.Influence{most}, "Tomato soup was ahead before any answer; your answers widened the lead, most of all “Yes”"},
		{.1, .1, nil, "Tomato soup was ahead before any answer; your answers left the lead as it was"},
		{0, 0, nil, "None of your answers speaks for Tomato soup"},
	} {
		v := reporttest.Sample()
		v.Report.Baseline, v.Report.Margin, v.Report.Influences = tt.before, tt.now, tt.influences
		if got := NewInfluences(v).Title; got != tt.want {
			t.Errorf("from %v to %v: %q, want %q", tt.before, tt.now, got, tt.want)
		}
	}
}

// What a chart shows must also be in its table.
func TestChartFiguresAreInTheTable(t *testing.T) {
	v := reporttest.Sample()
	for name, c := range map[string]templ.Component{
		"scores":        ScoresFigure(NewScores(v.Cat, v.Report)),
		"contributions": DivergingFigure(NewContributions(v)),
		"influences":    DivergingFigure(NewInfluences(v)),
	} {
		html := reporttest.Render(t, c)
		twin := reporttest.Tags.ReplaceAllString(table.FindString(html), "|")
		shown := figures.FindAllStringSubmatch(html, -1)
		if len(shown) < 2 {
			t.Fatalf("%s: found %d figures", name, len(shown))
		}
		for _, m := range shown {
			if !strings.Contains(twin, "|"+m[1]+"|") {
				t.Errorf("%s: %q is drawn but not in the table %s", name, m[1], twin)
			}
		}
	}
}

// A gap in whole points does not contradict the fits beside it.
func TestGapAgreesWithTheFits(t *testing.T) {
	v := reporttest.Sample()
	v.Report.Ranking[0].Score, v.Report.Ranking[1].Score = .675, .341
	if got, want := ScoreFinding(v.Cat, v.Report), "Tomato soup: 33.4 points ahead of Green salad"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	v.Report.Ranking[1].Score = .345
	if got, want := ScoreFinding(v.Cat, v.Report), "Tomato soup: 33 points ahead of Green salad"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A fit above the winner's must not stand in the table as if it counted.
func TestRuledOutInTheTable(t *testing.T) {
	v := reporttest.Sample()
	v.Report.Ranking[2].Score = 0.9
	twin := reporttest.Tags.ReplaceAllString(table.FindString(reporttest.Render(t, ScoresFigure(NewScores(v.Cat, v.Report)))), "|")
	if want := "|Carrot cake||would score 90||–||–||Ruled out|"; !strings.Contains(twin, want) {
		t.Errorf("no %q in %s", want, twin)
	}
}

func TestFirstsStripIsWhole(t *testing.T) {
	c := NewFirsts(reporttest.Sample())
	at := 0.0
	for _, r := range c.Rows {
		if r.From < at-1e-9 || r.From > at+1e-9 {
			t.Errorf("%s begins at %v, want %v", r.Name, r.From, at)
		}
		at += r.Share
	}
	if len(c.Rows) != 2 || at < 1-1e-9 {
		t.Errorf("%d pieces reach %v, want 2 that reach 1", len(c.Rows), at)
	}
}

func TestFindings(t *testing.T) {
	v := reporttest.Sample()
	if got, want := ScoreFinding(v.Cat, v.Report), "Tomato soup: 8.1 points ahead of Green salad"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	level := v.Report
	level.Ranking = append([]decision.Standing(nil), level.Ranking...)
	level.Ranking[1].Score = level.Ranking[0].Score
	if got, want := ScoreFinding(v.Cat, level), "Tomato soup and Green salad are level"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	level.Ranking[1].Status = decision.StatusOut
	if got, want := ScoreFinding(v.Cat, level), "Only Tomato soup is left: your answers rule out the others"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	level.Ranking[0].Status = decision.StatusOut
	if got, want := ScoreFinding(v.Cat, level), "Your answers rule out every option"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := NewSpread(v.Cat, 5).Title, "No option wins everywhere: the most that one leads on is 1 of 2 criteria (soup)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Figures beside bars have a decimal each, or none; zero stays as it is.
func TestFiguresBesideBars(t *testing.T) {
	for _, tt := range []struct {
		amounts []float64
		want    string
	}{
		{[]float64{.047, .04, -.04, 0, .12}, "+4.7 +4.0 −4.0 0 +12.0"},
		{[]float64{.05, .04, .12}, "+5 +4 +12"},
	} {
		var c Diverging
		for _, a := range tt.amounts {
			c.Rows = append(c.Rows, divergingRow{Amount: a})
		}
		var got []string
		for _, a := range tt.amounts {
			got = append(got, c.figure(a))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q, want %q", strings.Join(got, " "), tt.want)
		}
	}
}
