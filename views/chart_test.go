package views

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"crossroads/decision"
)

var update = flag.Bool("update", false, "write the golden files anew")

// withNBSP ties the last two words, as figures and units are.
func withNBSP(s string) string {
	i := strings.LastIndexByte(s, ' ')
	return s[:i] + nbsp + s[i+1:]
}

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sample is a small catalogue and a report on it, with every kind of row.
func sample() reportView {
	c := &decision.Catalogue{Slug: "lunch", Options: []decision.Option{
		{ID: "soup", Name: "Tomato soup", Short: "Soup"}, {ID: "salad", Name: "Green salad", Short: "Salad"}, {ID: "cake", Name: "Carrot cake", Short: "Cake"},
	}}
	for _, k := range []string{"Cheap", "Quick"} {
		c.Criteria = append(c.Criteria, decision.Criterion{ID: strings.ToLower(k), Name: k, Scale: decision.Scale{Best: decision.Anchor{At: 10}}})
	}
	for i, raw := range [][]float64{{9, 2}, {4, 8}, {4, 1}} {
		for k := range raw {
			c.Cells = append(c.Cells, decision.Cell{Option: c.Options[i].ID, Criterion: c.Criteria[k].ID, Value: raw[k]})
		}
	}
	r := decision.Report{
		Leader: "soup", RunnerUp: "salad", Margin: 0.081, Baseline: -0.02,
		Ranking: []decision.Standing{
			{Option: "soup", Name: "Tomato soup", Short: "Soup", Score: 0.613, Low: 0.55, High: 0.7, FirstShare: 0.87, Status: decision.StatusIn},
			{Option: "salad", Name: "Green salad", Short: "Salad", Score: 0.532, Low: 0.532, High: 0.532, FirstShare: 0.13, Status: decision.StatusConditional},
			{Option: "cake", Name: "Carrot cake", Short: "Cake", Score: 0.31, Low: 0.2, High: 0.4, Status: decision.StatusOut},
		},
		Contributions: []decision.Contribution{
			{Criterion: "quick", Name: "Quick", Weight: 0.3, Leader: 0.2, RunnerUp: 0.8, Amount: -0.044},
			{Criterion: "cheap", Name: "Cheap", Weight: 0.7, Leader: 0.9, RunnerUp: 0.4, Amount: 0.125},
		},
		Influences: []decision.Influence{{Question: "hurry", Text: "Are you in a hurry?", Label: "No", Amount: 0.101, Part: "Monday"}},
		Provenance: decision.Provenance{Draws: 10000},
	}
	return reportView{Report: r, Cat: c}
}

func TestChartsGolden(t *testing.T) {
	v := sample()
	for name, c := range map[string]templ.Component{
		"scores":        scores(newScoreChart(v.Cat, v.Report)),
		"contributions": diverging(newContributionChart(v)),
		"influences":    diverging(newInfluenceChart(v)),
		"firsts":        firsts(newFirstsChart(v)),
		"spread":        spreadFigure(newSpreadChart(v.Cat, 5)),
		"cost":          costFigure(sampleCosts()),
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.ReplaceAll(render(t, c), "><", ">\n<") + "\n"
			path := filepath.Join("testdata", name+".html")
			if *update {
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
	tags    = regexp.MustCompile(`<[^>]*>`)
	table   = regexp.MustCompile(`(?s)<table>.*</table>`)
	figures = regexp.MustCompile(`class="bar-figure">([^<]*)<`)
)

// What a chart shows must also be in its table.
func TestChartFiguresAreInTheTable(t *testing.T) {
	v := sample()
	for name, c := range map[string]templ.Component{
		"scores":        scores(newScoreChart(v.Cat, v.Report)),
		"contributions": diverging(newContributionChart(v)),
		"influences":    diverging(newInfluenceChart(v)),
	} {
		html := render(t, c)
		twin := tags.ReplaceAllString(table.FindString(html), "|")
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

// A fit above the winner's must not stand in the table as if it counted.
func TestRuledOutInTheTable(t *testing.T) {
	v := sample()
	v.Report.Ranking[2].Score = 0.9
	twin := tags.ReplaceAllString(table.FindString(render(t, scores(newScoreChart(v.Cat, v.Report)))), "|")
	if want := "|Carrot cake||would score 90||–||–||Ruled out|"; !strings.Contains(twin, want) {
		t.Errorf("no %q in %s", want, twin)
	}
}

func TestFirstsStripIsWhole(t *testing.T) {
	c := newFirstsChart(sample())
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
	v := sample()
	if got, want := scoreFinding(v.Cat, v.Report), "Tomato soup: 8.1 points ahead of Green salad"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	level := v.Report
	level.Ranking = append([]decision.Standing(nil), level.Ranking...)
	level.Ranking[1].Score = level.Ranking[0].Score
	if got, want := scoreFinding(v.Cat, level), "Tomato soup and Green salad are level"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	level.Ranking[1].Status = decision.StatusOut
	if got, want := scoreFinding(v.Cat, level), "Only Tomato soup is left: your answers rule out the others"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	level.Ranking[0].Status = decision.StatusOut
	if got, want := scoreFinding(v.Cat, level), "Your answers rule out every option"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := newSpreadChart(v.Cat, 5).Title, "No option wins everywhere: Tomato soup, ahead most often, leads on 1 of 2 criteria"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
