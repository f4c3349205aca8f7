package export

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"crossroads/format"
	"crossroads/record"
)

// known is what a reader of decision records finds in one.
type known struct {
	number              int
	title, status, date string
}

// readers are the rules by which programs read decision records, as they document
// them or as their code has them; each was tried on a real record when this was
// written. Form says which of our forms is for it.
var readers = []struct {
	name string
	form func(Record) string
	read func(t *testing.T, name, text string) known
}{
	// https://github.com/npryce/adr-tools: the title is the first line from its third
	// character on, the status what stands under "## Status".
	{"adr-tools", func(r Record) string { return ToolsADR(r, 12) }, func(t *testing.T, name, text string) known {
		return known{title: strings.SplitN(text, "\n", 2)[0][2:], status: under(text, "## Status")}
	}},
	// Structurizr, AdrToolsDecisionImporter: the number is in the name of the file, the
	// title follows the first full stop of the first line.
	{"Structurizr for adr-tools", func(r Record) string { return ToolsADR(r, 12) }, func(t *testing.T, name, text string) known {
		number, _ := strconv.Atoi(name[:4])
		first, _, _ := strings.Cut(text, "\n")
		return known{number, first[strings.Index(first, ".")+2:], under(text, "## Status"), after(strings.Split(text, "\n"), "Date: ")}
	}},
	// Structurizr, MadrDecisionImporter: status and date are lines of the front matter,
	// the title is the first line with one "#" after it.
	{"Structurizr for MADR", func(r Record) string { return NumberedADR(r, 12) }, func(t *testing.T, name, text string) known {
		number, _ := strconv.Atoi(name[:4])
		body := regexp.MustCompile(`(?m)^---\n(^.*\n)*?---\n`).ReplaceAllString(text, "")
		front := strings.Split(strings.SplitN(text, "\n---", 2)[0], "\n")
		return known{number, after(strings.Split(body, "\n"), "# "), after(front, "status: "), after(front, "date: ")}
	}},
	// log4brains knows no front matter. To it a text right above "---" is a heading, and
	// status and date are in the first list before the first heading of the second level.
	{"log4brains", ADR, func(t *testing.T, name, text string) known {
		lines := strings.Split(text, "\n")
		for i, line := range lines[1:] {
			if line == "---" && lines[i] != "" {
				t.Error("log4brains takes the front matter for a heading")
			}
		}
		head, _, _ := strings.Cut(text, "\n## ")
		list := strings.Split(head, "\n")
		return known{title: after(list, "# "), status: after(list, "* Status: "), date: after(list, "* Date: ")}
	}},
	// https://github.com/joshrotenberg/adrs: number, date and status are required in the
	// front matter, the title is taken from there.
	{"adrs", func(r Record) string { return NumberedADR(r, 12) }, func(t *testing.T, name, text string) known {
		pieces := strings.SplitN(text, "---\n", 3)
		var front struct {
			Number              int
			Title, Status, Date string
			Deciders            any `yaml:"decision-makers"`
		}
		if err := yaml.Unmarshal([]byte(pieces[1]), &front); err != nil {
			t.Fatalf("%v\n%s", err, pieces[1])
		}
		return known{front.Number, front.Title, front.Status, front.Date}
	}},
}

// after is the rest of the first line that begins so.
func after(lines []string, beginning string) string {
	for _, line := range lines {
		if rest, ok := strings.CutPrefix(line, beginning); ok {
			return rest
		}
	}
	return ""
}

// under is the first line with text under a heading.
func under(text, heading string) string {
	_, rest, _ := strings.Cut(text, heading+"\n")
	for line := range strings.SplitSeq(rest, "\n") {
		if line != "" {
			return line
		}
	}
	return ""
}

// TestReaders: each of the programs reads number, title, status and date.
func TestReaders(t *testing.T) {
	for name, rec := range records(t) {
		for status, want := range map[string]string{record.Draft: "proposed", record.Decided: "accepted", record.Superseded: "superseded"} {
			rec.Saved.Status, rec.Saved.Title = status, "Orders & “stock” at 5:00 - plan"
			for _, reader := range readers {
				got := reader.read(t, "0012-orders.md", reader.form(rec))
				title := strings.TrimPrefix(got.title, "12. ")
				if title != rec.Saved.Title || got.number != 0 && got.number != 12 {
					t.Errorf("%s, %s: title %q, number %d", name, reader.name, got.title, got.number)
				}
				if got.status != want && got.status != format.Capital(want) {
					t.Errorf("%s, %s: status %q, want %q", name, reader.name, got.status, want)
				}
				if got.date != "" && got.date != "2026-11-23" {
					t.Errorf("%s, %s: date %q", name, reader.name, got.date)
				}
			}
		}
	}
}

// TestLinted holds records to rules of markdownlint that MADR has switched on and that
// something in a record may break. The note is exempt, by the comments around it.
func TestLinted(t *testing.T) {
	ordered := regexp.MustCompile(`(?s)<!-- markdownlint-disable -->.*?<!-- markdownlint-restore -->`)
	for name, rec := range records(t) {
		for form, text := range map[string]string{"alone": ADR(rec), "numbered": NumberedADR(rec, 12), "adr-tools": ToolsADR(rec, 12)} {
			text = ordered.ReplaceAllString(text, "<!-- -->")
			_, body, _ := strings.Cut("\n"+text, "\n---\n")
			if form == "adr-tools" {
				body = text
			}
			fenced, level, titles := false, 0, 0
			lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
			for i, line := range lines {
				fails := func(rule string) { t.Errorf("%s, %s, line %d: %s: %q", name, form, i+1, rule, line) }
				next := ""
				if i+1 < len(lines) {
					next = lines[i+1]
				}
				if strings.HasPrefix(line, "```") {
					fenced = !fenced
				}
				if strings.HasSuffix(line, " ") {
					fails("MD009 trailing space")
				}
				if fenced {
					continue
				}
				if line == "" && next == "" && i > 0 {
					fails("MD012 several empty lines")
				}
				if strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "+ ") {
					fails("MD004 another bullet")
				}
				if strings.HasPrefix(line, "* ") && i > 0 && lines[i-1] != "" && !strings.HasPrefix(lines[i-1], "* ") {
					fails("MD032 no empty line before a list")
				}
				if at := len(line) - len(strings.TrimLeft(line, "#")); at > 0 && line[at:] != "" && line[at] == ' ' {
					if next != "" || i > 0 && lines[i-1] != "" && !strings.HasPrefix(lines[i-1], "<!--") {
						fails("MD022 no empty line beside a heading")
					}
					if at > level+1 {
						fails("MD001 a level is missing")
					}
					if level = at; level == 1 {
						titles++
					}
				}
			}
			if titles != 1 {
				t.Errorf("%s, %s: MD025: %d titles", name, form, titles)
			}
		}
	}
}
