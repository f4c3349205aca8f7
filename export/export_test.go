package export

import (
	"encoding/csv"
	"strings"
	"testing"

	"crossroads/note"
	"crossroads/record"
	"crossroads/report/reporttest"
)

// hostile is what a title may do at worst.
const hostile = "=cmd|' /C calc'!A0\x00\x1b[31m \u202Eevil\u2066\" '><script>alert(1)</script> [x](javascript:alert(1)) ![i](//evil.example/p.png) <img src=x onerror=y> `*_~#| &amp; ]]> --> {{7*7}} ${8}\u2028\ufffe\r\n## Owned"

func (r Record) spoiled() Record {
	r.Saved.Title, r.Saved.Author, r.Saved.Milestone, r.Saved.Note = hostile, hostile, hostile, hostile+
		"\n\n<script>alert(2)</script>\n\n[x]: javascript:alert(3)\n\n<javascript:alert(4)>"
	return r
}

func TestExportsGolden(t *testing.T) {
	for name, rec := range records(t) {
		reporttest.Golden(t, name+".adr.md", ADR(rec))
		reporttest.Golden(t, name+".scores.csv", ScoresCSV(rec))
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

// TestADRNamesParts: a must that holds for one part says so, as a sentence.
func TestADRNamesParts(t *testing.T) {
	rec, found := records(t)["last"], false
	for i := range rec.Report.Ranking {
		for j := range rec.Report.Ranking[i].Because {
			rec.Report.Ranking[i].Because[j].Part, found = "shop", true
		}
	}
	got := ADR(rec)
	if !found || !strings.Contains(got, "” for “shop” rules out ") || !strings.Contains(got, "” for “shop” rules it out: ") ||
		strings.Contains(got, "”for") {
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
		for _, bad := range []string{
			"\x00", "\x1b", "\u202e", "\u2066", "\u2028", "\ufffe", "\n## Owned", " <script", " <img", "x](", "]: javascript",
			"\n<javascript",
		} {
			if strings.Contains(got, bad) {
				t.Errorf("%s: holds %q", name, bad)
			}
		}
		html := note.HTML(got)
		for _, bad := range []string{"<script", "<img", "javascript:alert(1)\"", "href=\"javascript"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s: rendered, it holds %q", name, bad)
			}
		}
	}
}

func TestCSVHostile(t *testing.T) {
	for _, first := range []string{"=", "+", "-", "@", "\t=", " =", "\r\n=", "\u202e=", "＝", "|", "%"} {
		if got := Cell(first + "1+1"); !strings.HasPrefix(got, "'") {
			t.Errorf("Cell(%q) = %q", first+"1+1", got)
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

// TestADROfRevisions: of all records of an assessment one at most is accepted, and one that was saved after the
// decision says so.
func TestADROfRevisions(t *testing.T) {
	older := records(t)["first"]
	older.Saved.Number, older.URL = 1, "https://portal.example/a/k3v9/r/1"
	reporttest.Golden(t, "older.adr.md", ADR(older))
	tools := ToolsADR(older, 1)
	for _, want := range []string{"## Status\n\nSuperseded\n", "Revision 2 of this assessment is newer: <https://portal.example/a/k3v9>."} {
		if !strings.Contains(tools, want) {
			t.Errorf("the form for adr-tools lacks %q:\n%s", want, tools)
		}
	}
	rec := records(t)["first"]
	for days, said := range map[int]bool{-1: true, 0: false, 1: false} {
		rec.Saved.ArrangedAt = rec.Saved.At.AddDate(0, 0, days)
		got := ADR(rec)
		if !strings.Contains(got, "status: accepted\n") || strings.Contains(got, "\n"+DecidedBefore+"\n") != said {
			t.Errorf("decided %d days after it was saved:\n%s", days, got)
		}
	}
	rec.Saved.Status, rec.Saved.ArrangedAt = record.Draft, rec.Saved.At.AddDate(0, 0, -1)
	if strings.Contains(ADR(rec), DecidedBefore) {
		t.Error("a draft says that it was decided")
	}
}

// records are the saved cases on their way out.
func records(t testing.TB) map[string]Record {
	t.Helper()
	all := map[string]Record{}
	for name, c := range reporttest.SavedCases(t) {
		all[name] = Record{
			Portal: "Crossroads", Catalogue: c.Catalogue, Saved: c.Saved, Report: c.Report, URL: "https://portal.example/a/k3v9/r/2",
		}
	}
	return all
}
