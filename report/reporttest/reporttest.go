// Package reporttest has the reports and saved assessments that tests of several
// packages share.
package reporttest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/record"
	"crossroads/report"
)

// Update makes Golden write its files.
var Update = flag.Bool("update", false, "write the golden files anew")

// Render is the HTML of a component.
func Render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Sample is a small catalogue and a report on it, with every kind of row.
func Sample() report.Reading {
	c := &decision.Catalogue{Slug: "lunch", Options: []decision.Option{
		{ID: "soup", Name: "Tomato soup", Short: "Soup"}, {ID: "salad", Name: "Green salad", Short: "Salad"},
		{ID: "cake", Name: "Carrot cake", Short: "Cake"},
	}}
	for _, k := range []string{"Cheap", "Quick"} {
		c.Criteria = append(c.Criteria, decision.Criterion{
			ID: strings.ToLower(k), Name: k,
			Scale: decision.Scale{Best: decision.Anchor{At: 10}},
		})
	}
	for i, raw := range [][]float64{{9, 2}, {4, 8}, {4, 1}} {
		for k := range raw {
			c.Cells = append(c.Cells, decision.Cell{Option: c.Options[i].ID, Criterion: c.Criteria[k].ID, Value: raw[k]})
		}
	}
	r := decision.Report{
		Leader: "soup", RunnerUp: "salad", Margin: 0.081, Baseline: -0.02,
		Ranking: []decision.Standing{
			{
				Option: "soup", Name: "Tomato soup", Short: "Soup", Score: 0.613, Low: 0.55, High: 0.7, FirstShare: 0.87,
				Status: decision.StatusIn,
			},
			{
				Option: "salad", Name: "Green salad", Short: "Salad", Score: 0.532, Low: 0.532, High: 0.532, FirstShare: 0.13,
				Status: decision.StatusConditional,
			},
			{Option: "cake", Name: "Carrot cake", Short: "Cake", Score: 0.31, Low: 0.2, High: 0.4, Status: decision.StatusOut},
		},
		Contributions: []decision.Contribution{
			{Criterion: "quick", Name: "Quick", Weight: 0.3, Leader: 0.2, RunnerUp: 0.8, Amount: -0.044},
			{Criterion: "cheap", Name: "Cheap", Weight: 0.7, Leader: 0.9, RunnerUp: 0.4, Amount: 0.125},
		},
		Influences: []decision.Influence{{Question: "hurry", Text: "Are you in a hurry?", Label: "No", Amount: 0.101, Part: "Monday"}},
		Provenance: decision.Provenance{Draws: 10000},
	}
	return report.Reading{Report: r, Cat: c}
}

// Tags matches every tag of HTML.
var Tags = regexp.MustCompile(`<[^>]*>`)

// Assessments are answers that lead to different states of the report.
func Assessments(c *decision.Catalogue) map[string]decision.Assessment {
	first, last, several := decision.Answers{}, decision.Answers{}, decision.Answers{}
	for _, q := range c.Questions {
		first[q.ID] = []string{q.Answers[0].ID}
		last[q.ID] = []string{q.Answers[len(q.Answers)-1].ID}
	}
	several[c.Questions[0].ID] = []string{c.Questions[0].Answers[0].ID, c.Questions[0].Answers[1].ID}
	part := decision.Answers{}
	for _, q := range c.Questions {
		if q.Scope == decision.ScopePart {
			part[q.ID] = first[q.ID]
		}
	}
	return map[string]decision.Assessment{
		"nothing": {},
		"first":   {Answers: first, Priorities: decision.Priorities{Ranking: []string{c.Criteria[1].ID, c.Criteria[0].ID}}},
		"last": {
			Answers:    last,
			Priorities: decision.Priorities{Weights: []decision.CriterionWeight{{Criterion: c.Criteria[0].ID, Weight: 80}}},
		},
		"several": {Answers: several},
		"parts":   {Answers: several, Parts: []decision.Part{{Name: "Front <b>", Share: 2, Answers: part}, {Name: "Back", Share: 1}}},
	}
}

// SavedCases are saved assessments on the small content, which does not change when
// the shipped judgements do.
func SavedCases(t testing.TB) map[string]SavedCase {
	t.Helper()
	lib, err := content.Load(os.DirFS("../content/testdata/tiny"))
	if err != nil {
		t.Fatal(err)
	}
	c := lib.Comparisons[0]
	all := map[string]SavedCase{}
	for name, a := range Assessments(c) {
		report, err := decision.Evaluate(c, a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		raw, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		report.Provenance.Catalogue = "0123456789abcdef" // of the content files, which tests need not pin
		all[strings.ReplaceAll(name, " ", "-")] = SavedCase{
			Catalogue: c,
			Report:    report,
			Saved: record.Saved{
				ID: "k3v9", Comparison: c.Slug, Latest: 2, Created: time.Date(2026, 11, 1, 9, 30, 0, 0, time.UTC),
				Life:      record.Life{Status: record.Decided, Review: "2027-05-01"},
				Milestone: "After the trial week",
				Revision: record.Revision{
					Number: 2, At: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Title: "Lunch & more", Author: "Ada, Lin",
					Note: "We *tried* both.\n\n# Not a heading\n- one\n- two", Input: a, Catalogue: "0123456789abcdef",
					Engine: decision.EngineVersion, Report: raw,
				},
			},
		}
	}
	for name, base := range map[string]string{"loaded": "first", "loaded-parts": "parts"} {
		rec := all[base]
		rec.Report.Cost = LunchBills()
		all[name] = rec
	}
	mix := all["loaded-parts"]
	platforms := *mix.Report.Plan
	platforms.Platforms = []string{"canteen", "restaurant"}
	mix.Report.Plan, mix.Report.Kind = &platforms, decision.VerdictHybrid
	bills := *mix.Report.Cost
	bills.Mix = lunchMix()
	mix.Report.Cost = &bills
	all["loaded-parts"] = mix
	return all
}

// LunchBills are what the options of the small content could cost, which has no cost model.
func LunchBills() *decision.CostReport {
	load := cost.DefaultLoad()
	load.Requests, load.Peak, load.EngineerHours, load.FreeTier = cost.Whole(30_000_000), cost.Whole(25).Over(10), cost.Whole(20), true
	bill := func(option, name string, total cost.Cents, notes ...string) decision.OptionCost {
		return decision.OptionCost{Option: option, Name: name, Blueprint: option, BlueprintName: name + ", as |planned|",
			Prices: "Menus of the town", Region: "town",
			AsOf: "2026-10-01", Total: total, People: 150_000, Notes: notes}
	}
	canteen := bill("canteen", "The canteen in the building", 123_456)
	canteen.Range = &cost.Range{Low: 100_000, High: 150_000}
	canteen.Lines = []decision.CostLine{{Label: "Meals", Quantity: cost.Whole(30_000_000), Unit: "meal", Amount: 123_456}}
	return &decision.CostReport{
		Criterion: "price", Name: "Low price", Load: load, AsOf: "2026-10-01",
		Options: []decision.OptionCost{
			canteen,
			bill("kitchen", "Cooking in the office kitchen", 20_005, "The oven takes 6 at most. The bill is for comparison only."),
			bill("restaurant", "A restaurant nearby", 900_000),
		},
		Crossings: []decision.CostCrossing{{Option: "restaurant", Name: "A restaurant nearby", Cheaper: "restaurant",
			Sentence: "Below 2 million requests a month, the bill of The canteen in the building is lower than that of A restaurant " +
				"nearby; from there on it is higher."}},
	}
}

// lunchMix is what two parts could cost on two options.
func lunchMix() *decision.MixCost {
	part := func(name, option, built string, requests uint64, share float64, total, high cost.Cents) decision.PartCost {
		return decision.PartCost{Part: name, Share: share, Requests: cost.Whole(requests), Option: option, Name: built, Blueprint: option,
			BlueprintName: built + ", as |planned|",
			Prices:        "Menus of the town", Region: "town", AsOf: "2026-10-01", Total: total, Low: total, High: high, People: 50_000,
			Lines: []decision.CostLine{{Label: "Meals", Quantity: cost.Whole(requests), Unit: "meal", Amount: total}}}
	}
	return &decision.MixCost{First: "Front <b>", Total: 100_000, Low: 100_000, High: 120_000, People: 100_000, Parts: []decision.PartCost{
		part("Front <b>", "canteen", "The canteen in the building", 20_000_000, 2.0/3, 80_000, 100_000),
		part("Back", "restaurant", "A restaurant nearby", 10_000_000, 1.0/3, 20_000, 20_000)}}
}

// Golden compares a text with a file in testdata.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *Update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and run the test with -update:\n%s", path, got)
	}
}

// Words are the texts of a piece of HTML, one a line.
func Words(markup string) string {
	var b strings.Builder
	for _, text := range Tags.Split(markup, -1) {
		if text = strings.TrimSpace(html.UnescapeString(text)); text != "" {
			b.WriteString(text + "\n")
		}
	}
	return b.String()
}

// SavedCase is a saved assessment of the small content.
type SavedCase struct {
	Saved     record.Saved
	Report    decision.Report
	Catalogue *decision.Catalogue
}

// Quantity reads a number of a test.
func Quantity(text string) cost.Quantity {
	q, err := cost.ParseQuantity(text)
	if err != nil {
		panic(err)
	}
	return q
}

// SampleCurve is a small curve: functions are cheap at first, containers later,
// with a quick change back and forth between.
func SampleCurve() (cost.Curve, []cost.Crossing) {
	curve := cost.Curve{
		Axis: cost.Axis{Field: "requests", From: Quantity("10000"), To: Quantity("1e9")},
		At:   []cost.Quantity{Quantity("10000"), Quantity("1e6"), Quantity("1e8"), Quantity("1e9")},
		Series: []cost.Series{
			{Blueprint: "a", Option: "functions", Totals: []cost.Cents{3, 300, 30000, 300000}},
			{Blueprint: "b", Option: "containers", Totals: []cost.Cents{2500, 2600, 20000, 200000}},
			{Blueprint: "c", Option: "containers", Totals: []cost.Cents{2700, 2800, 21000, 210000}},
		},
	}
	crossings := []cost.Crossing{
		{At: Quantity("2e7"), Below: "a", Above: "b", Low: Quantity("1.5e7"), High: Quantity("4e7")},
		{At: Quantity("2.5e7"), Below: "b", Above: "a", Low: Quantity("1.5e7"), High: Quantity("4e7")},
		{At: Quantity("3e7"), Below: "a", Above: "b", Low: Quantity("1.5e7"), High: Quantity("4e7")},
	}
	return curve, crossings
}
