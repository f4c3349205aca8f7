package madr

import (
	"cmp"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"crossroads/decision"
	"crossroads/export"
	"crossroads/record"
	"crossroads/report/reporttest"
	"crossroads/text"
)

// cases are saved assessments as they leave a portal.
func cases(t testing.TB) map[string]export.Record {
	t.Helper()
	all := map[string]export.Record{}
	for name, c := range reporttest.SavedCases(t) {
		all[name] = export.Record{
			Portal: "Crossroads", Catalogue: c.Catalogue, Saved: c.Saved, Report: c.Report, URL: "https://portal.example/a/k3v9/r/2",
		}
	}
	return all
}

// TestOutcomes: the sentence with which a record begins its decision is found, whatever the verdict.
func TestOutcomes(t *testing.T) {
	for name, rec := range cases(t) {
		for _, decided := range []string{"", "Take both"} {
			for _, kind := range []string{decision.VerdictConditional, decision.VerdictUndecided, decision.VerdictClose, rec.Report.Kind} {
				rec.Saved.Decision, rec.Report.Kind = decided, kind
				got, err := Read([]byte(export.ADR(rec)))
				if err != nil || got.Outcome == "" {
					t.Errorf("%s, %s: the outcome is %q (%v)", name, kind, got.Outcome, err)
				}
			}
		}
	}
}

// TestReadsBack: what is exported in any form is read back whole, and is not edited.
func TestReadsBack(t *testing.T) {
	for name, rec := range cases(t) {
		rec.Saved.Title, rec.Saved.Note = "3. order_service in C# \\ *now* [x] <b>", "We *tried* [both] & <b>\n\n- one\n- {two} at $5"
		rec.Saved.Labels = record.Labels{Decision: "Take *both*, a--> then \"b\".", Tags: []string{"a-b"}, Consulted: []string{"--> Éva \"E\""}, Informed: []string{"x, y"}}
		for form, text := range map[string]string{
			"alone":    export.ADR(rec),
			"numbered": export.NumberedADR(rec, 12), "adr-tools": export.ToolsADR(rec, 12),
		} {
			got, err := Read([]byte(text))
			if err != nil {
				t.Fatalf("%s, %s: %v\n%s", name, form, err, text)
			}
			if got.Edited {
				t.Errorf("%s, %s: counts as edited", name, form)
			}
			if got.Title != rec.Saved.Title || got.Note != rec.Saved.Note || got.Author != record.Line(rec.Saved.Author) ||
				!got.Labels.Same(rec.Saved.Labels) {
				t.Errorf("%s, %s: read back as %q, %q, %q, %q", name, form, got.Title, got.Note, got.Author, got.Labels)
			}
			if got.Stamp.URL != rec.URL || got.Stamp.Comparison != rec.Saved.Comparison {
				t.Errorf("%s, %s: stamp %+v", name, form, got.Stamp)
			}
			if list, more := got.Changes(export.NumberedADR(rec, 12)); len(list) > 0 || more > 0 {
				t.Errorf("%s, %s: changes %q", name, form, list)
			}
		}
	}
}

// TestNotesReadBack: a note comes back as it was, however much of it a reader of Markdown would take for marks.
func TestNotesReadBack(t *testing.T) {
	rec := cases(t)["first"]
	for _, note := range []string{
		"3. Mai Kickoff\n17. Mai Review\n2. Juni Go-live", "2*3*4 = 24", "- 5 %\n+ 3 %", "> 50 % of requests", "\\\\srv\\adr and C:\\Users\\_tmp\\*.log\\",
		"__init__.py\n007. Bond\n008. x", "Pro:\n- a\nContra:\n- c\n\n> Buy?\nNo.", "A\t12\nB\t\t4", "\tCost\nA\t12", "  - a\n  - b\n    - c",
		"#\tX\n1\t\"a\nb\"", "```kubectl get\nNAME```\nB", "`{{ a }}` &lt; <br>\n\\*x\\*",
	} {
		rec.Saved.Note = note
		for _, text := range []string{export.ADR(rec), export.ToolsADR(rec, 12), "> " + strings.ReplaceAll(export.ADR(rec), "\n", "\n> ")} {
			if got, err := Read([]byte(text)); err != nil || got.Note != note {
				t.Errorf("%q is read back as %q, %v", note, got.Note, err)
			}
		}
	}
}

// TestDecidersByHand: beside an author, one text names decision-makers. Older exports had the author there.
func TestDecidersByHand(t *testing.T) {
	rec := cases(t)["first"]
	got, err := Read([]byte(strings.Replace(export.ADR(rec), "\nauthor:", "\ndecision-makers: Board, Eve\nauthor:", 1)))
	if err != nil || got.Author != rec.Saved.Author || !slices.Equal(got.Deciders, []string{"Board", "Eve"}) {
		t.Errorf("author %q, decision-makers %q (%v)", got.Author, got.Deciders, err)
	}
	rec.Saved.Author, rec.Saved.Deciders = "", []string{"Ada", "Bob"}
	for _, typed := range []string{"Ada and Eve", "Ann Lee; Bob Moe", "Ada Lovelace"} { // in place of the list
		got, err := Read([]byte(strings.Replace(export.ADR(rec), `decision-makers: ["Ada", "Bob"]`, "decision-makers: \""+typed+`"`, 1)))
		if err != nil || got.Author != "" || !slices.Equal(got.Deciders, text.SplitNames(typed)) {
			t.Errorf("%s: author %q, decision-makers %q (%v)", typed, got.Author, got.Deciders, err)
		}
	}
}

// TestDecisionByHand: where front matter and text have two decisions, both are named, and neither counts as the former.
func TestDecisionByHand(t *testing.T) {
	rec := cases(t)["first"]
	rec.Saved.Decision = "We take B, for now"
	exported := export.ADR(rec)
	const front, body = `decided: "We take B, for now"` + "\n", "Decided: **We take B, for now**.\n"
	rec.Saved.Decision = ""
	undecided := export.ADR(rec)
	for what, test := range map[string]struct{ text, decision, change string }{
		"in the front matter": {strings.Replace(exported, front, "decided: We take C\n", 1), "We take C",
			"Front matter: decided: We take C (the text has “We take B, for now”)"},
		"in the text": {strings.Replace(exported, body, "Decided: **We take C**.\n", 1), "We take B, for now",
			"Front matter: decided: We take B, for now (the text has “We take C”)"},
		"taken out of the front matter": {strings.Replace(exported, front, "", 1), "We take B, for now", ""},
		"taken out of the text": {strings.Replace(exported, body, "", 1), "We take B, for now",
			"Decision Outcome: taken out: “Decided: **We take B, for now**.”"},
		"added to the front matter": {strings.Replace(undecided, "crossroads:\n", "decided: We take C\ncrossroads:\n", 1), "We take C",
			"Front matter: decided: We take C (the text has no decision)"},
	} {
		got, err := Read([]byte(test.text))
		if err != nil || got.Decision != test.decision {
			t.Errorf("%s: %q (%v)", what, got.Decision, err)
		}
		if told := told(got, rec); told != test.change {
			t.Errorf("%s: %s, want %s", what, told, test.change)
		}
	}
}

// told are the changes of a record since its export, in one text.
func told(got Record, rec export.Record) (all string) {
	list, _ := got.Changes(got.Exported(rec))
	for _, c := range list {
		all += c.String()
	}
	return all
}

// TestDateByHand: a date that somebody has changed is told, also where only one of the two places has it.
func TestDateByHand(t *testing.T) {
	rec := cases(t)["first"]
	exported, day := export.ADR(rec), rec.Saved.At.UTC().Format("2006-01-02")
	front := strings.Replace(exported, "\ndate: "+day, "\ndate: 2027-12-24", 1)
	both := strings.Replace(front, "* Date: "+day, "* Date: 2027-12-24", 1)
	unknown := rec
	unknown.Saved.At = time.Time{}
	for _, test := range []struct {
		text string
		rec  export.Record
		want string
	}{
		{exported, rec, ""}, {exported, unknown, ""}, {both, unknown, ""},
		{front, rec, "Front matter: date: 2027-12-24 (was: “date: " + day + "”)"},
		{front, unknown, "Front matter: date: 2027-12-24 (the text has “" + day + "”)"},
		{both, rec, "Date: 2027-12-24 (was: “Date: " + day + "”)"},
	} {
		got, err := Read([]byte(test.text))
		if told := told(got, test.rec); err != nil || told != test.want {
			t.Errorf("%q, want %q (%v)", told, test.want, err)
		}
	}
}

// TestTypedQuotationMarks: marks that somebody has typed are part of a text; those of word processors in place of the
// straight ones are not.
func TestTypedQuotationMarks(t *testing.T) {
	rec := cases(t)["first"]
	for _, typed := range []string{"“Build” rather than “buy”", "„Kaufen“ statt „Bauen“", "«A» et «B»", "「買う」か「作る」", "‘x’ or ‘y’", "“Build”"} {
		rec.Saved.Decision, rec.Saved.Author, rec.Saved.Tags = typed, typed, []string{typed}
		exported := export.ADR(rec)
		got, err := Read([]byte(exported))
		if err != nil || got.Decision != typed || got.Author != typed || !slices.Equal(got.Tags, rec.Saved.Tags) {
			t.Errorf("%s: %q, %q, %q (%v)", typed, got.Decision, got.Author, got.Tags, err)
		}
	}
	for typed, want := range map[string]string{"“Ada”": "Ada", "‘O’Neil’": "O’Neil", "« Éva »": "Éva", "“Build” or “buy”": "“Build” or “buy”"} {
		if got := bare(typed); got != want {
			t.Errorf("%s: %q", typed, got)
		}
	}
}

// TestEditors: what editors, formatters and word processors do to a file keeps it
// readable, and is no change of what it says.
func TestEditors(t *testing.T) {
	for name, rec := range cases(t) {
		text := export.ADR(rec)
		_, body, _ := strings.Cut(text, "\n---\n")
		front := strings.TrimSuffix(text, body)
		quotes := func(s string) string { // as word processors set them
			return strings.NewReplacer(`"`, "”", `{"`, "{“", `,"`, ",“", `:"`, ":“", `["`, "[“", ` "`, " “").Replace(s)
		}
		units := utf16.Encode([]rune("\ufeff" + text))
		wide := make([]byte, 0, 2*len(units))
		for _, u := range units {
			wide = append(wide, byte(u), byte(u>>8))
		}
		for kind, edited := range map[string]string{
			"CRLF":                 strings.ReplaceAll(text, "\n", "\r\n"),
			"CR":                   strings.ReplaceAll(text, "\n", "\r"),
			"byte order mark":      "\ufeff" + text,
			"UTF-16":               string(wide),
			"smart quotes":         quotes(text),
			"smart quotes in text": front + quotes(body),
			"German quotes":        plainQuotes.ReplaceAllString(front, "„$1“") + body,
			"French quotes":        plainQuotes.ReplaceAllString(front, "«\u00a0$1\u00a0»") + body,
			"single quotes":        plainQuotes.ReplaceAllString(front, "‘$1’") + body,
			"Japanese quotes":      plainQuotes.ReplaceAllString(front, "「$1」") + body,
			"UTF-16 without mark":  string(wide[2:]),
			"MADR 3":               older.Replace(strings.Replace(front, "\nauthor:", "\ndeciders:", 1)) + body,
			"older export":         older.Replace(strings.Replace(front, "\nauthor:", "\ndecision-makers:", 1)) + body,
			"bullets":              strings.ReplaceAll(strings.ReplaceAll(text, "\n* ", "\n- "), "**", "__"),
			"spaces":               strings.ReplaceAll(strings.ReplaceAll(text, "\n\n", "\n\n\n"), "* ", "*   "),
			"wrapped":              front + wrapped(body),
			"front matter anew": strings.NewReplacer(`engine: "5"`, "engine: 5", `comparison: "lunch"`, "comparison: lunch", "{", "{ ",
				":\"", ": \"").Replace(front) + body,
			"dashes":                        strings.Replace(strings.Replace(text, "---\n", "—-\n", 1), "\n---\n", "\n—-\n", 1),
			"licence":                       "<!--\nSPDX-License-Identifier: MIT\n-->\n\n" + text,
			"linter":                        "<!-- markdownlint-disable -->\n<!-- vale off -->\n" + text,
			"code":                          "```markdown\n" + text + "```\n",
			"tildes":                        "\n~~~~\n" + text + "~~~~",
			"quoted mail":                   regexp.MustCompile(`(?m)^`).ReplaceAllString(strings.TrimSpace(text), "> ") + "\n",
			"quoted, no ends":               regexp.MustCompile(`(?m)^(.+)$`).ReplaceAllString(strings.TrimSpace(text), ">$1"),
			"other end":                     strings.Replace(text, "\n---\n", "\n...\n", 1),
			"headings with no-break spaces": regexp.MustCompile(`(?m)^(#+) `).ReplaceAllString(text, "$1\u00a0"),
			"no-break spaces":               strings.ReplaceAll(front, "  ", "\u00a0 ") + body,
		} {
			got, err := Read([]byte(edited))
			if err != nil {
				t.Errorf("%s, %s: %v\n%s", name, kind, err, edited)
				continue
			}
			if got.Title != record.Line(rec.Saved.Title) || got.Author != rec.Saved.Author ||
				got.Stamp.Comparison != rec.Saved.Comparison ||
				!reflect.DeepEqual(got.Stamp.Assessment.Answers, rec.Saved.Input.Answers) {
				t.Errorf("%s, %s: read as %q, %+v", name, kind, got.Title, got.Stamp)
			}
			if list, _ := got.Changes(got.Exported(rec)); len(list) > 0 {
				t.Errorf("%s, %s: changes %q", name, kind, list)
			}
		}
	}
}

// older makes the engine of a record one whose exports had the author as the decision-maker.
var older = strings.NewReplacer(`engine: "`+decision.EngineVersion+`"`, `engine: "7"`)

// plainQuotes are a text between quotation marks in YAML.
var plainQuotes = regexp.MustCompile(`"([^"\n]*)"`)

// wrapped breaks long lines of paragraphs and items, as formatters do.
func wrapped(body string) string {
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		if at := strings.LastIndexByte(line[:min(len(line), 80)], ' '); len(line) > 80 && at > 10 && !strings.HasPrefix(line, "|") &&
			!strings.HasPrefix(line, ">") {
			indent := ""
			if strings.HasPrefix(line, "* ") {
				indent = "  "
			}
			lines[i] = line[:at] + "\n" + indent + line[at+1:]
		}
	}
	return strings.Join(lines, "\n")
}

// TestFrontMatter: people and tags are read as people write them, and what is not read is told.
func TestFrontMatter(t *testing.T) {
	rec := cases(t)["first"]
	rec.Saved.Labels, rec.Saved.Author = record.Labels{}, "Ada"
	text := older.Replace(export.ADR(rec))
	const saved = "author: \"Ada\"\n"
	const author = "decision-makers: \"Ada\"\n" // where older exports have it
	if !strings.Contains(text, saved) {
		t.Fatalf("no author in %s", text)
	}
	for lines, want := range map[string]struct {
		author string
		labels record.Labels
		unread string
	}{
		author + "tags: [payments, 2027]\n":    {"Ada", record.Labels{Tags: []string{"payments", "2027"}}, ""},
		author + "tags: 2027\n":                {"Ada", record.Labels{Tags: []string{"2027"}}, ""},
		author + "tags: [true, 1.5]\n":         {"Ada", record.Labels{Tags: []string{"true", "1.5"}}, ""},
		author + "keywords: a, b\ntags: [c]\n": {"Ada", record.Labels{Tags: []string{"a", "b", "c"}}, ""},
		author + "tags:\nKeywords: [a]\n":      {"Ada", record.Labels{Tags: []string{"a"}}, ""},
		"decision-makers: [Ann, 4711]\n":       {"", record.Labels{Deciders: []string{"Ann", "4711"}}, ""},
		saved + "decision-makers: Ann\n":       {"Ada", record.Labels{Deciders: []string{"Ann"}}, ""},
		saved + "deciders: [Ann, Bob]\n":       {"Ada", record.Labels{Deciders: []string{"Ann", "Bob"}}, ""},
		"decision_makers: [Ann]\n":             {"", record.Labels{Deciders: []string{"Ann"}}, ""},
		"Decision makers: [Ann]\n":             {"", record.Labels{Deciders: []string{"Ann"}}, ""},
		"decision-makers: Ann, Bob\n":          {"", record.Labels{Deciders: []string{"Ann", "Bob"}}, ""},
		"decision-makers: Ann; Bob\n":          {"", record.Labels{Deciders: []string{"Ann", "Bob"}}, ""},
		"decision-makers: 田中、鈴木\n":             {"", record.Labels{Deciders: []string{"田中", "鈴木"}}, ""},
		"deciders: Ann, Bob\n":                 {"", record.Labels{Deciders: []string{"Ann", "Bob"}}, ""},
		"decision-makers: \"Bond, James\"\n":   {"Bond, James", record.Labels{}, ""},
		"decision-makers: Ann\n":               {"Ann", record.Labels{}, ""},
		author + "deciders: Ann\n":             {"", record.Labels{Deciders: []string{"Ann", "Ada"}}, ""},
		author + "deciders: [Ann]\n":           {"", record.Labels{Deciders: []string{"Ada", "Ann"}}, ""},
		"decided: \"Yes\"\ndecision-makers: Ann, Bob\n": {"", record.Labels{Decision: "Yes", Deciders: []string{"Ann", "Bob"}},
			"decided: Yes (the text has no decision)"},
		author + "reviewers: [Ann]\n":        {"Ada", record.Labels{}, "reviewers: [\"Ann\"]"},
		author + "informed: {team: [Ann]}\n": {"Ada", record.Labels{}, "informed: {\"team\": [\"Ann\"]}"},
		author + "consulted: [Lin, [Ann]]\n": {"Ada", record.Labels{Consulted: []string{"Lin"}}, "consulted: [\"Lin\", [\"Ann\"]]"},
	} {
		got, err := Read([]byte(strings.Replace(text, saved, lines, 1)))
		if err != nil {
			t.Errorf("%s: %v", lines, err)
			continue
		}
		told := ""
		if list, _ := got.Changes(got.Exported(rec)); len(list) > 0 && list[0].Section == "Front matter" {
			told = list[0].String()
		}
		if want.unread != "" {
			want.unread = "Front matter: " + want.unread
		}
		if got.Author != want.author || !got.Labels.Same(want.labels) || told != want.unread {
			t.Errorf("%s: %q, %q, %s, want %q", lines, got.Author, got.Labels, told, want)
		}
	}
}

// TestOtherStanding: whether a revision is the newest, and when it was decided, is no change by hand.
func TestOtherStanding(t *testing.T) {
	rec := cases(t)["first"]
	older, before := rec, rec
	older.Saved.Latest++
	before.Saved.ArrangedAt = rec.Saved.At.Add(-time.Hour)
	texts := []string{export.ADR(rec), export.ADR(older), export.ADR(before)}
	for i, text := range texts {
		got, err := Read([]byte(text))
		if err != nil || got.Edited || text == texts[(i+1)%3] {
			t.Fatalf("%d: edited %v: %v\n%s", i, got.Edited, err, text)
		}
		for _, now := range []export.Record{rec, older, before} {
			if list, _ := got.Changes(got.Exported(now)); len(list) > 0 {
				t.Errorf("%d: changes %q", i, list)
			}
		}
	}
}

// TestPeople: what a person changed is told, each with its place.
func TestPeople(t *testing.T) {
	rec := cases(t)["first"]
	text := export.ADR(rec)
	for kind, test := range map[string]struct {
		old, new string
		want     []Change
	}{
		"added": {"## Considered Options\n", "The board said yes on Monday.\n\n## Considered Options\n", []Change{
			{"Decision Drivers", "", "The board said yes on Monday."},
		}},
		"heading":   {"## Considered Options\n", "## Optionen\n", []Change{{"Decision Drivers", "Considered Options", "Optionen"}}},
		"taken out": {"* The canteen in the building\n", "", []Change{{"Considered Options", "The canteen in the building", ""}}},
		"changed":   {"Where shall the team eat?", "Where shall the whole team eat?", nil},
		"section": {"## More Information\n", "## Follow-up\n\n1. Ask Lin\n2. Cook\n\n## More Information\n", []Change{
			{"", "", "Follow-up"}, {"Follow-up", "", "Ask Lin"}, {"Follow-up", "", "Cook"},
		}},
		"underlined": {"# " + rec.Saved.Title + "\n", "A better title\n==============\n", nil},
	} {
		if !strings.Contains(text, test.old) {
			t.Fatalf("%s: nothing to change", kind)
		}
		got, err := Read([]byte(strings.Replace(text, test.old, test.new, 1)))
		if err != nil || !got.Edited {
			t.Errorf("%s: edited %v, %v", kind, got.Edited, err)
		}
		list, _ := got.Changes(text)
		switch kind {
		case "changed":
			if len(list) != 1 || !strings.HasPrefix(list[0].Is, "Where shall the whole team eat?") ||
				!strings.HasPrefix(list[0].Was, "Where shall the team eat?") {
				t.Errorf("%s: %q", kind, list)
			}
			continue
		case "underlined":
			if got.Title != "A better title" || len(list) > 0 {
				t.Errorf("%s: %q, %q", kind, got.Title, list)
			}
			continue
		case "section": // the heading stands in the section before
			list[0].Section = ""
		}
		if len(list) != len(test.want) {
			t.Errorf("%s: %q, want %q", kind, list, test.want)
			continue
		}
		for i := range list {
			if list[i] != test.want[i] {
				t.Errorf("%s: %q, want %q", kind, list[i], test.want[i])
			}
		}
	}
}

// TestChangesAreBounded: a record that is another text altogether takes neither long
// nor much room, and the note stays within its limit.
func TestChangesAreBounded(t *testing.T) {
	rec := cases(t)["first"]
	text := export.ADR(rec)
	got, err := Read([]byte(text + strings.Repeat("\nAnother paragraph of the same words.\n", 2_000) + strings.Repeat("* y\n", 40_000)))
	if err != nil {
		t.Fatal(err)
	}
	list, more := got.Changes(text)
	if len(list) != mostChanges || more < 40_000 {
		t.Errorf("%d changes and %d more", len(list), more)
	}
	note, fits := Noted(strings.Repeat("n", 3000), list, more)
	if n := len([]rune(note)); n > 4000 || !fits || !strings.Contains(note, "Another paragraph") ||
		!strings.HasSuffix(note, "the record has all of it") {
		t.Errorf("a note of %d characters: %.80q", n, note[3000:])
	}
	if note, fits := Noted(strings.Repeat("n", 4000), list, more); note != strings.Repeat("n", 4000) || fits {
		t.Error("a full note was changed, or nobody is told that it is full")
	}
}

// TestComparesWhatIsTold: after as many changes as are told, the rest is counted and not
// compared: there, what was changed counts as added and as taken out.
func TestComparesWhatIsTold(t *testing.T) {
	gone := []block{{text: "The first of these"}, {text: "Another sentence here"}}
	now := []block{{text: "The first of those"}}
	for range mostChanges - 1 {
		now = append(now, block{text: "x"})
	}
	now = append(now, block{text: "Another sentence there"})
	list := paired(gone, now)
	if len(list) != len(now)+1 || list[0].Was != gone[0].text || list[mostChanges].Was != "" || list[len(list)-1].Was != gone[1].text {
		t.Errorf("%d changes, the last %q", len(list), list[mostChanges:])
	}
}

// TestSectionsAreClipped: a long heading is not told again with each change below it.
func TestSectionsAreClipped(t *testing.T) {
	rec := cases(t)["first"]
	text := export.ADR(rec)
	long := strings.Repeat("ä", 60_000)
	got, err := Read([]byte(text + "\n## " + long + "\n" + strings.Repeat("* y\n", 100)))
	if err != nil {
		t.Fatal(err)
	}
	list, _ := got.Changes(text)
	back, _ := Record{blocks: blocks("# T\n")}.Changes(got.Text)
	if len(list) != mostChanges || len(back) != mostChanges {
		t.Fatalf("%d changes, %d back", len(list), len(back))
	}
	for _, c := range append(list, back...) {
		if len(c.Section) > 2*longestSection {
			t.Fatalf("a section of %d bytes", len(c.Section))
		}
	}
	if last := list[mostChanges-1]; last.Section != long[:2*longestSection] {
		t.Errorf("below %q", last.Section)
	}
}

// TestTitlesWithNumbers: a title that begins like the number of a record keeps it.
func TestTitlesWithNumbers(t *testing.T) {
	rec := cases(t)["first"]
	for _, title := range []string{"2027: Where do the orders run?", "24: x", "0815. x", "3) Tier", "7"} {
		rec.Saved.Title = title
		for form, text := range map[string]string{"alone": export.ADR(rec), "numbered": export.NumberedADR(rec, 12)} {
			got, err := Read([]byte(text))
			if err != nil || got.Edited || got.Title != title || form == "alone" && got.Number != 0 {
				t.Errorf("%s, %s: %q, %d, edited %v, %v", title, form, got.Title, got.Number, got.Edited, err)
			}
		}
	}
	byHand, err := Read([]byte(strings.Replace(export.ADR(rec), "\n# ", "\n# 12: ", 1)))
	if err != nil || byHand.Title != "7" || byHand.Number != 12 {
		t.Errorf("numbered by hand: %q, %d, %v", byHand.Title, byHand.Number, err)
	}
}

// TestNumbersAsWritten: what YAML takes for a number stays as somebody wrote it.
func TestNumbersAsWritten(t *testing.T) {
	rec := cases(t)["first"]
	rec.Saved.Labels, rec.Saved.Author = record.Labels{}, ""
	written := []string{"3.10", "007", "0x1F", "1_000", "+49", ".5", "5.", "0o17", "1e3", "2027", "True"}
	text := strings.Replace(export.ADR(rec), "\ncrossroads:",
		"\ntags: ["+strings.Join(written, ", ")+"]\ndecided: 1.10\nauthor: 007\ninformed: 010\ncrossroads:", 1)
	text = strings.Replace(text, `engine: "`, `engine: 0`, 1)
	text = regexp.MustCompile(`engine: (\S*)"`).ReplaceAllString(text, "engine: $1")
	got, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Tags, written) || got.Decision != "1.10" || got.Author != "007" || !slices.Equal(got.Informed, []string{"010"}) ||
		!strings.HasPrefix(got.Stamp.Engine, "0") {
		t.Errorf("%q, %q, %q, %q, engine %q", got.Tags, got.Decision, got.Author, got.Informed, got.Stamp.Engine)
	}
}

// TestLinesLikeOurs: what somebody writes is told, even if it begins like a line of an export.
func TestLinesLikeOurs(t *testing.T) {
	for form, text := range map[string]string{"alone": export.NumberedADR(cases(t)["first"], 12), "adr-tools": export.ToolsADR(cases(t)["first"], 12)} {
		const context, drivers, more = "\n## Context and Problem Statement\n", "\n## Decision Drivers\n", "\n* Written as MADR 4.0"
		for _, added := range []struct{ before, text, is string }{
			{drivers, "Status: Legal will confirm on Monday", ""},
			{drivers, "* Date: decided in the board of 3 May", "Date: decided in the board of 3 May"},
			{context, "Date: decided in the board of 3 May", ""},
			{drivers, "Milestone: the board", ""},
			{more, "* Milestone: the board", "Milestone: the board"},
			{drivers, "Similar published case: ours", ""},
			{more, "* Similar published case: ours", "Similar published case: ours"},
			{drivers, "Computed by hand", ""},
			{drivers, "The assessment, revision 2 of which was lost", ""},
			{more, "* Written as MADR wants it", "Written as MADR wants it"},
			{drivers, "## Status\n\nAccepted by the board", "Accepted by the board"},
			{drivers, "# Another title", "Another title"},
		} {
			got, err := Read([]byte(strings.Replace(text, added.before, "\n"+added.text+"\n"+added.before, 1)))
			if err != nil {
				t.Fatal(err)
			}
			list, more := got.Changes(got.Exported(cases(t)["first"]))
			if len(list) != 1 || more != 0 || list[0].Is != cmp.Or(added.is, added.text) || list[0].Was != "" {
				t.Errorf("%s, %q: %q", form, added.text, list)
			}
		}
	}
	numbered := export.NumberedADR(cases(t)["first"], 12)
	got, err := Read([]byte(strings.Replace(numbered, " draws\n", " draws. Checked by Ada.\n", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if list, _ := got.Changes(got.Exported(cases(t)["first"])); len(list) != 1 || !strings.HasSuffix(list[0].Is, "Checked by Ada.") {
		t.Errorf("behind a line of ours: %q", list)
	}
	for _, edit := range []struct{ old, new, is string }{
		{"\ntitle: ", "\ntitle: Old ", "title: Old \"Lunch & more\""},
		{"\nnumber: 12", "\nnumber: 13", "number: 13"},
		{"\ndate: 2026-11-23", "\ndate: May, by the board", `date: "May, by the board"`},
		{"\nstatus: accepted", "\nstatus: accepted by the board", "status: accepted by the board"},
	} {
		got, err := Read([]byte(strings.Replace(numbered, edit.old, edit.new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		list, _ := got.Changes(got.Exported(cases(t)["first"]))
		if !got.Unread() || len(list) != 1 || list[0] != (Change{frontSection, "", edit.is}) {
			t.Errorf("%q: %q", edit.new, list)
		}
	}
}

// TestStatusInText: the status may be changed where other programs keep it, and closes the record.
func TestStatusInText(t *testing.T) {
	for name, rec := range cases(t) {
		tools, alone := export.ToolsADR(rec, 12), export.ADR(rec)
		section := regexp.MustCompile(`(?m)^## Status\n\n.*$`)
		line := regexp.MustCompile(`(?m)^\* Status: .*$`)
		for kind, test := range map[string]struct{ text, closed string }{
			"adr new -s":   {section.ReplaceAllString(tools, "## Status\n\nSuperceded by [13. New](0013-new.md)"), "superseded"},
			"adr link":     {section.ReplaceAllString(tools, "## Status\n\nAccepted\n\nAmends [1. Old](0001-old.md)"), ""},
			"word":         {section.ReplaceAllString(tools, "## Status\n\nDeprecated"), "deprecated"},
			"log4brains":   {line.ReplaceAllString(alone, "- Status: superseded by [20270101-new](20270101-new.md)"), "superseded"},
			"front matter": {regexp.MustCompile(`(?m)^status: .*$`).ReplaceAllString(alone, "status: Rejected"), "rejected"},
		} {
			got, err := Read([]byte(test.text))
			if err != nil || got.Edited || Closed(got.Status) != test.closed {
				t.Errorf("%s, %s: edited %v, status %q, %v", name, kind, got.Edited, got.Status, err)
			}
			if told := strings.Contains(kind, "adr ") || kind == "log4brains"; got.Unread() != told {
				t.Errorf("%s, %s: told %q", name, kind, got.unread)
			}
		}
		if got, err := Read([]byte(strings.Replace(tools, "\n## Decision", "\nx\n\n## Decision", 1))); err != nil || !got.Edited {
			t.Errorf("%s: an edit of the text does not count: %v", name, err)
		}
	}
}

// TestTypedReview: a day that was typed into the front matter is not told as one that was taken out.
func TestTypedReview(t *testing.T) {
	rec := cases(t)["first"]
	rec.Saved.Review = ""
	got, err := Read([]byte(strings.Replace(export.ADR(rec), "review: \"\"", "review: 2027-05-01", 1)))
	if err != nil || got.Stamp.Review != "2027-05-01" || !got.Edited {
		t.Fatalf("%+v, %v", got.Stamp, err)
	}
	if list, _ := got.Changes(got.Exported(rec)); len(list) > 0 {
		t.Errorf("%q", list)
	}
}

// TestFaultNamesLine: what is wrong with front matter is in a line as an editor counts them.
func TestFaultNamesLine(t *testing.T) {
	text := export.ADR(cases(t)["first"])
	for want, mended := range map[string]string{
		`line 4: mapping key "tags" already defined at line 3`: strings.Replace(text, "---\n", "---\ntitle: x\ntags: [a]\ntags: [b]\n", 1),
		"line 2: ":                        strings.Replace(text, "---\n", "---\nconsulted: [@bob]\n", 1),
		"put the text in quotation marks": strings.Replace(text, "---\n", "---\nconsulted: [@bob]\n", 1),
	} {
		if _, err := Read([]byte(mended)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), ":1]") {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}

// TestReviewDays: the day of the review is told of its own, wherever somebody has changed it, and is no edit.
func TestReviewDays(t *testing.T) {
	rec := cases(t)["first"]
	rec.Saved.Review = "2027-05-01"
	front := [2]string{`review: "2027-05-01"`, `review: "2028-01-01"`}
	body := [2]string{"On 2027-05-01, the day", "On 2028-01-01, the day"}
	for want, edit := range map[string]*strings.Replacer{
		"2027-05-01":            strings.NewReplacer(),
		"2028-01-01 2027-05-01": strings.NewReplacer(front[0], front[1]),
		"2027-05-01 2028-01-01": strings.NewReplacer(body[0], body[1]),
		"2028-01-01":            strings.NewReplacer(front[0], front[1], body[0], body[1]),
	} {
		got, err := Read([]byte(edit.Replace(export.ADR(rec))))
		if days := strings.Join(got.ReviewDays(), " "); err != nil || days != want {
			t.Errorf("%q, want %q, %v", days, want, err)
		}
		if list, _ := got.Changes(got.Exported(rec)); len(list) > 0 {
			t.Errorf("%s: %q", want, list)
		}
	}
}

// TestStampElsewhere: a record whose front matter is not where it is read is no stranger.
func TestStampElsewhere(t *testing.T) {
	text, tools := export.ADR(cases(t)["first"]), export.ToolsADR(cases(t)["first"], 12)
	for kind, read := range map[string]string{
		"another comment":  tools + "\n<!--\nvim: tw=80\n-->\n",
		"a space":          strings.Replace(tools, "\n<!--\n", "\n<!-- \n", 1),
		"indented comment": strings.Replace(tools, "\n<!--\n", "\n  <!--\n", 1),
		"quoted key":       strings.Replace(text, "\ncrossroads:", "\n\"crossroads\":", 1),
		"spaced key":       strings.Replace(text, "\ncrossroads:", "\ncrossroads :", 1),
		"capital key":      strings.Replace(text, "\ncrossroads:", "\nCrossroads:", 1),
	} {
		if got, err := Read([]byte(read)); err != nil || got.Stamp.Comparison != "lunch" {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for kind, text := range map[string]string{
		"title above": "# A title\n\n" + text, "text above": "Moved here.\n" + text, "TOML": strings.ReplaceAll(text, "---\n", "+++\n"),
		"Latin-1": text + "\xe9", "conflict": text + "\n<<<<<<< HEAD\n=======\n>>>>>>> main\n",
	} {
		if _, err := Read([]byte(text)); err == nil || errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for kind, text := range map[string]string{
		"Latin-1": "# Caf\xe9\n", "large": strings.Repeat("## 1.0\n\n* more\n", 20_000),
		"how to merge": "# Merging\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n",
		"how to read":  "# Records\n\n```yaml\ncrossroads:\n  digest: sha256:4f0e…\n```\n",
	} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestForeign(t *testing.T) {
	for _, text := range []string{"", "# Use MADR\n", "---\nstatus: accepted\n---\n# X\n", "---\n", "{}"} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, says := range map[string]string{
		"---\n<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\ncrossroads: x\n---\n": "merge conflict",
		"---\ncrossroads: x\n---\n":                                         "front matter",
		"---\ncrossroads: {a: [}\n---\n":                                    "not YAML",
		"---\ncrossroads: {content: x}\n---\n":                              "crossroads.comparison is missing",
		"---\ncrossroads:\n  comparison: x\n  assessment: 7\n---\n# X\n":    "crossroads.assessment",
		"---\ncrossroads:\n  comparison: x\n  assessment: \xff\n---\n# X\n": "UTF-8",
	} {
		if _, err := Read([]byte(text)); err == nil || errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

// TestHostile: what would take the reader of YAML seconds is not given to it.
func TestHostile(t *testing.T) {
	front := func(s string) string { return "---\ncrossroads: " + s + "\n---\n# T\n" }
	for _, test := range []struct{ says, text string }{
		{"longer than 256 KB", front("{a: b}\ndigest: sha256:"+strings.Repeat("0", 64)) + strings.Repeat("* y\n", 100_000)},
		{"longer than 32 KB", front("{" + strings.Repeat("a: [b], ", 5_000) + "}")},
		{"brackets in brackets", front(strings.Repeat("[", 30_000))},
		{"brackets in brackets", front(strings.Repeat("{a: ", 7_000))},
		{"closed that is not open", front(strings.Repeat("]", 30_000))},
		{"lists in lists", front("\n " + strings.Repeat("- ", 15_000))},
		{"lists in lists", front("\n " + strings.Repeat("? ", 15_000))},
		{"2000 entries", front("[" + strings.Repeat("a,", 15_000) + "]")},
		{"2000 entries", front("\n" + strings.Repeat(" - ? a\n", 1_500))},
		{"2000 lines", front("\n" + strings.Repeat(" - a\n", 5_000))},
		{"200 blank lines", front("|\n " + strings.Repeat("a", 20_000) + strings.Repeat("\n \n", 300))},
		{"1000 tabs", front("\"" + strings.Repeat("\ta", 10_000) + "\"")},
		{"reserved character", front(strings.Repeat("@", 30_000))},
		{"anchors", "---\nb: &b [x,x]\ncrossroads: [*b,*b]\n---\n"},
		{"anchors", "---\nb: &ä [x,x]\ncrossroads: [*ä,*ä]\n---\n"},
		{"anchors", "---\nb: &- [x,x]\ncrossroads: [*-,*-]\n---\n"},
		{"anchors", "---\n# \"\nb: &b [x,x]\ncrossroads: [*b,*b]\n# \"\n---\n"},
		{"anchors", "---\n# it's \"\nb: '\"'\nc: &b [x,x]\ncrossroads: {comparison: lunch, content: *b}\n---\n"},
		{"anchors", "---\ncrossroads: {<<: {comparison: lunch}}\n---\n"},
		{"tags", front("!!map {comparison: lunch}")},
	} {
		if _, err := Read([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%.60q: %v, want %q", test.text, err, test.says)
		}
	}
	// What is mended is bounded too, and what is said is about the text as it stands.
	broken := "b:\u00a0&b [x,x]\ncrossroads:\u00a0{comparison: lunch, content:\u00a0*b}"
	if _, err := Read([]byte("---\n" + broken + "\n---\n")); err == nil || strings.Contains(err.Error(), "anchors") {
		t.Errorf("mended: %v", err)
	}
	if _, err := decoded(tidied(broken), 1); err == nil || !strings.Contains(err.Error(), "anchors") {
		t.Errorf("mended: %v", err)
	}
	for _, harmless := range []string{
		`{comparison: "*a &b", content: "[[[[[[[[[[[[[["}`, `{comparison: lunch, content: a & b * c << d ! e}`,
	} {
		if _, err := Read([]byte(front(harmless))); err != nil {
			t.Errorf("%s: %v", harmless, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	rec := cases(f)["parts"]
	text := export.ADR(rec)
	f.Add(text)
	f.Add(export.ToolsADR(rec, 3))
	f.Add("---\ncrossroads: {comparison: lunch}\n---\nT\n=\n> q\n|a|b|\n```\n")
	f.Fuzz(func(t *testing.T, edited string) {
		got, err := Read([]byte(edited))
		if err != nil {
			return
		}
		list, more := got.Changes(text)
		if len(list) > mostChanges || more < 0 {
			t.Errorf("%d changes, %d more", len(list), more)
		}
		Noted(got.Note, list, more)
	})
}

// A record that is quoted again and again is unwrapped a bounded number of times: each time copies it.
func TestQuotedWithoutEnd(t *testing.T) {
	long := strings.Repeat("> ", 1<<16) + "# A title\n"
	few := testing.AllocsPerRun(1, func() { _, _ = Read([]byte(long)) })
	if few > 1000 {
		t.Errorf("%v allocations for a line of %d marks", few, 1<<16)
	}
}
