package gate_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crossroads/content"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/gate"
	"crossroads/record"
	"crossroads/web/form"
)

// checker holds records against the tiny content of the tests.
func checker(t testing.TB) gate.Gate {
	t.Helper()
	lib, err := content.Load(os.DirFS("../content/testdata/tiny"))
	if err != nil {
		t.Fatal(err)
	}
	return gate.Gate{Today: "2026-11-28", Comparison: lib.Comparison, Fit: form.Fit}
}

// golden is a decision record as the portal writes it.
func golden(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("../export/testdata/" + name + ".adr.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func edited(result gate.Result, err error) bool {
	if err != nil {
		return !errors.Is(err, gate.ErrForeign)
	}
	for _, f := range result.Findings {
		if f.Reason == gate.Edited {
			return true
		}
	}
	return false
}

// Whatever is changed in a record apart from its status is noticed, wherever it is.
func TestEveryEditIsFound(t *testing.T) {
	g, record := checker(t), golden(t, "parts")
	if edited(g.Check([]byte(record))) {
		t.Fatal("the record as exported counts as edited")
	}
	lines := strings.Split(strings.TrimRight(record, "\n"), "\n")
	rapid.Check(t, func(t *rapid.T) {
		list := append([]string{}, lines...)
		i := rapid.IntRange(2, len(list)-1).Draw(t, "line")
		switch rapid.IntRange(0, 2).Draw(t, "edit") {
		case 0:
			list[i] = "x" + list[i]
		case 1:
			list = append(list[:i], list[i+1:]...)
			if lines[i] == "" && (i == 0 || lines[i-1] == "") {
				t.Skip("one of two empty lines")
			}
		case 2:
			if strings.HasPrefix(lines[i], "* Status: ") {
				t.Skip("the status, where log4brains keeps it")
			}
			list[i] += rapid.StringMatching(`[a-z0-9.]{1,5}`).Draw(t, "text")
		}
		changed := strings.Join(list, "\n")
		result, err := g.Check([]byte(changed))
		if !edited(result, err) && !errors.Is(err, gate.ErrForeign) { // its front matter may be gone
			t.Fatalf("not noticed: line %d, %q", i, lines[i])
		}
	})
}

// The message lists the changes if the content is still the one of the export.
func TestEditsAreTold(t *testing.T) {
	g := checker(t)
	cat, _ := g.Comparison("lunch")
	saved := record.Saved{Comparison: "lunch", Revision: record.Revision{Number: 1, Title: "Lunch", Catalogue: cat.Version,
		Engine: decision.EngineVersion, Input: decision.Assessment{Answers: decision.Answers{"size": {"few"}}}}}
	saved.Status, saved.Consulted = record.Decided, []string{"Ada"}
	report, err := decision.Evaluate(cat, saved.Input)
	if err != nil {
		t.Fatal(err)
	}
	record := export.NumberedADR(export.Record{Portal: "Crossroads", Catalogue: cat, Saved: saved, Report: report}, 0)
	for _, test := range []struct{ from, to, want string }{
		{"\n## Decision Outcome\n\n", "\n## Decision Outcome\n\nThe board said so.\n\n", "(Decision Outcome: The board said so.)"},
		{"\n## Considered Options\n", "\n## Considered Options\n\nNone.\n\n* Another one\n", "(Considered Options: None.; and 1 other change)"},
		{"\n* The canteen in the building\n", "\n- The canteen in the building\n", "(its front matter, title, note or people, or only its formatting)"},
		{"\n# ", "\n# Not ", "(its front matter, title, note or people, or only its formatting)"},
		{"consulted: [", "consulted: [\"Eve\", ", "(its front matter, title, note or people, or only its formatting)"},
	} {
		changed := strings.Replace(record, test.from, test.to, 1)
		if changed == record {
			t.Fatalf("the record has no %q:\n%s", test.from, record)
		}
		result, err := g.Check([]byte(changed))
		if err != nil || len(result.Findings) != 1 || !strings.Contains(result.Findings[0].Message, "after its export "+test.want+"; save") {
			t.Errorf("%q: %v, %v", test.to, result, err)
		}
	}
	other := strings.Replace(strings.Replace(record, "\n# ", "\n# Not ", 1), "content: \"", "content: \"x", 1)
	if result, err := g.Check([]byte(other)); err != nil || !strings.Contains(result.Findings[0].Message, "after its export; save") {
		t.Errorf("other content: %v, %v", result, err)
	}
}

// What comes first without being chosen is held against what comes first today. Older records have it as their decision.
func TestLeading(t *testing.T) {
	record := golden(t, "nothing")
	for change, flips := range map[string]bool{
		"decision: {}\n  leading: {\"option\":\"canteen\"}": false,
		"decision: {\"option\":\"canteen\"}":                false,
		"decision: {}\n  leading: {\"option\":\"kitchen\"}": true,
	} {
		changed := strings.Replace(record, "decision: {}\n  leading: {\"option\":\"canteen\"}", change, 1)
		result, err := checker(t).Check([]byte(changed))
		found := slices.ContainsFunc(result.Findings, func(f gate.Finding) bool { return f.Reason == gate.Flips })
		if err != nil || found != flips {
			t.Errorf("%s: %v, %v", change, result, err)
		}
	}
}

// What editors do to a whole file hides no record and is no edit of it.
func TestFilesOfEditors(t *testing.T) {
	record := golden(t, "parts")
	for kind, text := range map[string]string{
		"a byte order mark": "\ufeff" + record,
		"CRLF":              "\ufeff" + strings.ReplaceAll(record, "\n", "\r\n"),
	} {
		if result, err := checker(t).Check([]byte(text)); err != nil || edited(result, err) {
			t.Errorf("%s: %v, %v", kind, result, err)
		}
	}
	result, err := checker(t).Check([]byte(strings.NewReplacer(`: "`, ": “", "\"\n", "”\n").Replace(record)))
	if err != nil || !edited(result, err) {
		t.Errorf("typographic quotation marks: %v, %v", result, err)
	}
}

// A record that was exported when an option had another name still holds.
func TestFormerNamesOfOptions(t *testing.T) {
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	g := gate.Gate{Today: "2026-11-28", Comparison: lib.Comparison, Fit: form.Fit}
	for was, passes := range map[string]bool{"monolith": true, "servers": true, "containers": false} {
		record := func(digest string) string {
			return "---\nstatus: accepted\ncrossroads:\n  comparison: deployment\n  content: of-2025\n  engine: \"3\"\n  decision: {\"option\":\"" + was + "\"}\n  review: \"\"\n  url: \"\"\n" +
				"  assessment: {\"answers\":{\"place\":\"onprem\",\"size\":\"few\",\"staff\":\"servers\",\"start\":\"settled\"}}\n  digest: " + digest + "\n---\n# A record\n"
		}
		result, err := g.Check([]byte(record(export.Digest(record("")))))
		if err != nil || (len(result.Findings) == 0) != passes {
			t.Errorf("decided for %s: %v, %v", was, result.Findings, err)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, name := range []string{"first", "parts", "loaded-parts", "nothing", "several"} {
		f.Add(golden(f, name))
	}
	f.Add("---\ncrossroads: {comparison: lunch, assessment: {answers: {size: few}}}\n---\n")
	f.Add(`{"format": "crossroads-assessment", "version": 1, "comparison": "lunch", "title": "x", "answers": {}}`)
	g := checker(f)
	f.Fuzz(func(t *testing.T, record string) {
		result, err := g.Check([]byte(record))
		if err == nil && result.Closed == "" && len(result.Findings) == 0 && !strings.Contains(record, "crossroads") {
			t.Error("a file of others passes")
		}
		for _, f := range result.Findings {
			if strings.Contains(f.Message, "\n") {
				t.Errorf("more than one line: %q", f.Message)
			}
		}
	})
}
