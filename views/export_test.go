package views

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/decision/cost"
	"crossroads/record"
)

// records are saved assessments on the small content, which does not change when
// the shipped judgements do.
func records(t testing.TB) map[string]Record {
	t.Helper()
	lib, err := content.Load(os.DirFS("../content/testdata/tiny"))
	if err != nil {
		t.Fatal(err)
	}
	c := lib.Comparisons[0]
	all := map[string]Record{}
	for name, a := range assessments(c) {
		report, err := decision.Evaluate(c, a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		raw, err := json.Marshal(report)
		if err != nil {
			t.Fatal(err)
		}
		report.Provenance.Catalogue = "0123456789abcdef" // of the content files, which tests need not pin
		all[strings.ReplaceAll(name, " ", "-")] = Record{
			Site:   Site{Name: "Crossroads", Version: "1", Content: "0123456789abcdef", Comparisons: lib.Comparisons},
			Report: report,
			URL:    "https://portal.example/a/k3v9/r/2",
			Saved: record.Saved{
				ID: "k3v9", Comparison: c.Slug, Latest: 2, Created: time.Date(2026, 11, 1, 9, 30, 0, 0, time.UTC),
				Life:      record.Life{Status: record.Decided, Review: "2027-05-01"},
				Milestone: "After the trial week",
				Revision: record.Revision{
					Number: 2, At: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Title: "Lunch & more", Author: "Ada, Lin",
					Note: "We *tried* both.\n\n# Not a heading\n- one\n- two", Input: a, Catalogue: "0123456789abcdef", Engine: decision.EngineVersion, Report: raw,
				},
			},
		}
	}
	for name, base := range map[string]string{"loaded": "first", "loaded-parts": "parts"} {
		rec := all[base]
		rec.Report.Cost = lunchBills()
		all[name] = rec
	}
	mix := all["loaded-parts"]
	platforms := *mix.Report.Plan
	platforms.Platforms = []string{"canteen", "restaurant"}
	mix.Report.Plan, mix.Report.Kind = &platforms, decision.VerdictHybrid
	all["loaded-parts"] = mix
	return all
}

// lunchBills are what the options of the small content could cost, which has no cost model.
func lunchBills() *decision.CostReport {
	load := cost.DefaultLoad()
	load.Requests, load.Peak, load.EngineerHours, load.FreeTier = cost.Whole(30_000_000), cost.Whole(25).Over(10), cost.Whole(20), true
	bill := func(option, name string, total cost.Cents, notes ...string) decision.OptionCost {
		return decision.OptionCost{Option: option, Name: name, Blueprint: option, BlueprintName: name + ", as |planned|", Prices: "Menus of the town", Region: "town",
			AsOf: "2026-10-01", Total: total, People: 150_000, Notes: notes}
	}
	return &decision.CostReport{
		Criterion: "price", Name: "Low price", Load: load, AsOf: "2026-10-01",
		Options: []decision.OptionCost{
			bill("canteen", "The canteen in the building", 123_456),
			bill("kitchen", "Cooking in the office kitchen", 20_005, "The oven takes 6 at most. The bill is for comparison only."),
			bill("restaurant", "A restaurant nearby", 900_000),
		},
		Crossings: []decision.CostCrossing{{Option: "restaurant", Name: "A restaurant nearby", Cheaper: "restaurant",
			Sentence: "Below 2 million requests a month, the bill of The canteen in the building is lower than that of A restaurant nearby; from there on it is higher."}},
	}
}

// hostile is what a title may do at worst.
const hostile = "=cmd|' /C calc'!A0\x00\x1b[31m \u202Eevil\u2066\" '><script>alert(1)</script> [x](javascript:alert(1)) ![i](//evil.example/p.png) <img src=x onerror=y> `*_~#| &amp; ]]> --> {{7*7}} ${8}\u2028\ufffe\r\n## Owned"

func (r Record) spoiled() Record {
	r.Saved.Title, r.Saved.Author, r.Saved.Milestone, r.Saved.Note = hostile, hostile, hostile, hostile+"\n\n<script>alert(2)</script>\n\n[x]: javascript:alert(3)\n\n<javascript:alert(4)>"
	return r
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "exports", name)
	if *update {
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
		t.Errorf("%s differs; look at it and run go test ./views -update:\n%s", path, got)
	}
}

func TestExportsGolden(t *testing.T) {
	for name, rec := range records(t) {
		golden(t, name+".adr.md", ADR(rec))
		golden(t, name+".scores.csv", ScoresCSV(rec))
	}
}

// TestExportsWithoutLoad sees to it that assessments without load figures say
// nothing about load and cost, and nothing empty.
func TestExportsWithoutLoad(t *testing.T) {
	for name, rec := range records(t) {
		if rec.Report.Cost != nil {
			continue
		}
		for _, bad := range []string{"load that", "List prices", "to run", "Break-even load"} {
			if strings.Contains(ADR(rec), bad) {
				t.Errorf("%s: the decision record holds %q", name, bad)
			}
		}
		for _, bad := range []string{"cost.", "load."} {
			if strings.Contains(ScoresCSV(rec), bad) {
				t.Errorf("%s: the table holds %q", name, bad)
			}
		}
	}
}

// TestDiffGolden holds the comparison of load and cost: with another load and
// dearer, stated newly, and not stated at all.
func TestDiffGolden(t *testing.T) {
	all := records(t)
	plain, loaded := all["first"], all["loaded"]
	more := loaded
	more.Report.Cost = lunchBills()
	more.Report.Cost.Load.Requests = cost.Whole(90_000_000)
	more.Report.Cost.Load.FreeTier = false
	more.Report.Cost.Load.Region = "asia"
	for i, total := range []cost.Cents{123_456, 19_004, 2_000_000} {
		more.Report.Cost.Options[i].Total = total
	}
	for name, pair := range map[string][2]Record{"another": {loaded, more}, "stated": {plain, loaded}, "taken-back": {loaded, plain}, "none": {plain, plain}, "the-same": {loaded, loaded}} {
		side := func(r Record, n int) DiffSide {
			r.Saved.Number = n
			return DiffSide{Saved: r.Saved, Report: r.Report, URL: r.URL}
		}
		p := DiffPage{Page: Page{Site: plain.Site}, A: side(pair[0], 1), B: side(pair[1], 2), Difference: decision.Compare(pair[0].Report, pair[1].Report)}
		_, main, _ := strings.Cut(render(t, Diff(p)), "<main")
		_, main, _ = strings.Cut(main, ">")
		main, _, _ = strings.Cut(main, "</main>")
		golden(t, "diff-"+name+".txt", words(main))
		changed := render(t, changed(Changed{From: p.A.Saved.Revision, To: p.B.Saved.Revision, Difference: p.Difference}))
		golden(t, "changed-"+name+".txt", words(changed))
	}
}

// TestDiffVersions: other content is worth a word where figures are compared.
func TestDiffVersions(t *testing.T) {
	side := func(comparison, catalogue string) (s DiffSide) {
		s.Saved.Comparison, s.Saved.Catalogue = comparison, catalogue
		return s
	}
	for _, c := range []struct {
		a, b DiffSide
		want bool
	}{
		{side("lunch", "1"), side("lunch", "1"), false},
		{side("lunch", "1"), side("lunch", "2"), true},
		{side("lunch", "1"), side("dinner", "2"), false},
	} {
		if got := (DiffPage{A: c.a, B: c.b}).versions(); (got != "") != c.want {
			t.Errorf("%v and %v: %q", c.a.Saved, c.b.Saved, got)
		}
	}
}

// TestDiffFinding: what is the same is not said to have other reasons.
func TestDiffFinding(t *testing.T) {
	var dearer, better, asked decision.Difference
	dearer.Costs = []decision.CostChange{{To: &decision.OptionCost{}}}
	better.Scores = []decision.ScoreChange{{From: 0.5, To: 0.7}}
	asked.Answers, asked.Scores = []decision.AnswerChange{{To: "Yes"}}, better.Scores
	for want, d := range map[string]decision.Difference{
		"Both say the same":                   {},
		"The same verdict, with other bills":  dearer,
		"The same verdict, with other scores": better,
		"The same verdict, for other reasons": asked,
	} {
		if got := (DiffPage{Difference: d}).finding(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// words are the texts of a piece of HTML, one a line.
func words(markup string) string {
	var b strings.Builder
	for _, text := range tags.Split(markup, -1) {
		if text = strings.TrimSpace(html.UnescapeString(text)); text != "" {
			b.WriteString(text + "\n")
		}
	}
	return b.String()
}

// TestADRNamesParts: a must that holds for one part says so, as a sentence.
func TestADRNamesParts(t *testing.T) {
	rec, found := records(t)["last"], false
	for i := range rec.Report.Ranking {
		for j := range rec.Report.Ranking[i].Because {
			rec.Report.Ranking[i].Because[j].Part, found = "shop", true
		}
	}
	got := ADR(rec)
	if !found || !strings.Contains(got, "” for shop rules out ") || !strings.Contains(got, "” for shop rules it out: ") || strings.Contains(got, "”for") {
		t.Errorf("%v:\n%s", found, got)
	}
}

// TestADRHostile reads records with the worst words back: nothing of them has
// become a heading, a link, an image or HTML.
func TestADRHostile(t *testing.T) {
	for name, rec := range records(t) {
		_, got, _ := strings.Cut(ADR(rec.spoiled()), "\n---\n")
		if n := strings.Count(got, "\n# "); n != 1 {
			t.Errorf("%s: %d titles", name, n)
		}
		for _, bad := range []string{"\x00", "\x1b", "\u202e", "\u2066", "\u2028", "\ufffe", "\n## Owned", " <script", " <img", "x](", "]: javascript", "\n<javascript"} {
			if strings.Contains(got, bad) {
				t.Errorf("%s: holds %q", name, bad)
			}
		}
		html := content.Markdown(got)
		for _, bad := range []string{"<script", "<img", "javascript:alert(1)\"", "href=\"javascript"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s: rendered, it holds %q", name, bad)
			}
		}
	}
}

func TestCSVHostile(t *testing.T) {
	for _, first := range []string{"=", "+", "-", "@", "\t=", " =", "\r\n=", "\u202e=", "＝", "|", "%"} {
		if got := cell(first + "1+1"); !strings.HasPrefix(got, "'") {
			t.Errorf("cell(%q) = %q", first+"1+1", got)
		}
	}
	for name, rec := range records(t) {
		text := ScoresCSV(rec.spoiled())
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want := len(rec.Report.Ranking) + 1; len(rows) < want {
			t.Errorf("%s: %d rows, want at least %d", name, len(rows), want)
		}
		for _, row := range rows[1:] {
			for i, text := range row {
				if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r|%") || strings.ContainsAny(text, "\x00\x1b\r\n\u202e\u2066") {
					t.Errorf("%s: column %s holds %q", name, rows[0][i], text)
				}
			}
		}
	}
}
