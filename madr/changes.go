package madr

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"crossroads/export"
	"crossroads/text"
)

// Change is a difference between a record and its export.
type Change struct {
	Section string // the heading above it, "" before the first
	Was, Is string // one of them is "" for what was added or taken out
}

// mostChanges is the largest number of changes that are listed. A record with more has become another text.
const mostChanges = 60

// Changes compares the record with the export of the same assessment. It ignores what formatters and word
// processors change: kinds of bullets and quotation marks, line breaks, spaces, escapes. It also ignores
// what differs between two portals or two days: the portal, the revision and whether one is newer, status and day
// of the review. What the front matter holds beyond an export is a change. More counts
// the changes that are not in the list.
func (r Record) Changes(exported string) (list []Change, more int) {
	_, body, _ := parts(exported)
	former := blocks(body)
	is, was := compared(r.blocks), compared(former)
	before := map[string]int{}
	for _, b := range was {
		before[key(b.text)]++
	}
	var now, gone []block
	for _, b := range is {
		if key := key(b.text); before[key] > 0 {
			before[key]--
		} else {
			now = append(now, b)
		}
	}
	for _, b := range was {
		if key := key(b.text); before[key] > 0 {
			before[key]--
			gone = append(gone, b)
		}
	}
	list = slices.Concat(r.unread, r.redated(former), paired(gone, now))
	if len(list) > mostChanges {
		list, more = list[:mostChanges], len(list)-mostChanges
	}
	return list, more
}

// redated returns the changes of the date of a record. The export has none if the revision is not known: then
// front matter and text are held against each other.
func (r Record) redated(exported []block) []Change {
	is, was := dateOf(r.blocks), dateOf(exported)
	switch {
	case is == "" || r.date == "" && was == undated:
	case was == undated && is != r.date:
		return []Change{{Section: frontSection, Is: "date: " + r.date + " (the text has “" + is + "”)"}}
	case was == undated:
	case is != was:
		return []Change{{Was: dateLine + was, Is: dateLine + is}}
	case r.date != "" && r.date != was:
		return []Change{{Section: frontSection, Was: "date: " + was, Is: "date: " + r.date}}
	}
	return nil
}

const dateLine = "Date: "

// undated is the date of an export of a revision that is not known.
var undated = time.Time{}.Format(time.DateOnly)

// dateOf returns the date in the text of a record, "" for none.
func dateOf(list []block) string {
	for _, b := range list {
		if date, found := strings.CutPrefix(b.text, dateLine); found && day.MatchString(date) {
			return date
		}
	}
	return ""
}

// changing matches the lines about the origin and the day of a record, which an export has once
// each. The name of each is what may stand before the next.
var changing = []struct {
	name  string
	line  *regexp.Regexp
	after []string // one of these lines stands directly before, nil for anywhere
}{
	{"date", regexp.MustCompile(`^Date: [0-9]{4}-[0-9]{2}-[0-9]{2}$`), nil},
	{"revision", regexp.MustCompile(`^The assessment, revision [0-9]+ of .*: <?\S+>?$`), nil},
	{"milestone", regexp.MustCompile(`^Milestone: `), []string{"revision"}},
	{"case", regexp.MustCompile(`^Similar published case: .+ \([0-9]{4}\): `), []string{"revision", "milestone", "case"}},
	{"computed", regexp.MustCompile(`^Computed by .*catalogue .*engine .* draws\.?$`), nil},
	{"review", reviewLine, nil},
	{"newer", regexp.MustCompile(`^Revision [0-9]+` + export.NewerRevision + `: <?\S+>?\.$`), nil},
	{"decided before", regexp.MustCompile(`^` + regexp.QuoteMeta(export.DecidedBefore) + `$`), nil},
	{"written", regexp.MustCompile(`^Written as MADR [0-9.]+$`), nil},
}

// reviewLine is the line with the day of the review.
var reviewLine = regexp.MustCompile(`^On ([0-9]{4}-[0-9]{2}-[0-9]{2})` + export.ReviewDay + `$`)

// ReviewDays returns the days of the review that the front matter and the text name: one, or two if somebody has
// changed one of them.
func (r Record) ReviewDays() (days []string) {
	if r.Stamp.Review != "" {
		days = append(days, r.Stamp.Review)
	}
	for _, b := range r.blocks {
		if found := reviewLine.FindStringSubmatch(b.text); found != nil && !slices.Contains(days, found[1]) {
			days = append(days, found[1])
		}
	}
	return days
}

// compared returns the blocks that are compared: without the lines about the origin of a record,
// and without title, note and status, which are imported as they are.
func compared(list []block) (rest []block) {
	seen, before := map[string]bool{}, ""
	for _, b := range list {
		name := ""
		switch {
		case key(b.text) == "":
			continue
		case b.level == 1 && !seen["title"]:
			name = "title"
		case b.note || b.status || b.level == 2 && b.text == statusSection:
			name = "said"
		case b.level == 0:
			for _, c := range changing {
				if c.line.MatchString(b.text) && (c.after == nil && !seen[c.name] || slices.Contains(c.after, before)) {
					name = c.name
				}
			}
		}
		if before = name; name == "" {
			rest = append(rest, b)
		}
		seen[name] = true
	}
	return rest
}

// key is what is compared of a text.
func key(text string) string {
	return strings.Join(strings.Fields(typography.Replace(unescaped(text))), " ")
}

var typography = strings.NewReplacer(
	"« ", `"`, " »", `"`, "«\u00a0", `"`, "\u00a0»", `"`, "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "「", `"`, "」", `"`,
	"‘", "'", "’", "'", "‚", "'", "–", "-", "—", "-", "−", "-", "…", "...",
	"\u00a0", " ", "\u202f", " ", "*", "", "_", "", "<", "", ">", "", "`", "",
)

// mostPairs bounds the comparisons of removed and added blocks in a section.
const mostPairs = 100

// longestSection is how much of the heading above a change is shown, in characters.
const longestSection = 200

// paired joins a removed and an added block into one change if they are alike. After mostChanges, changes are
// only counted and no longer compared.
func paired(gone, now []block) (list []Change) {
	used := make([]bool, len(gone))
	for _, b := range now {
		change := Change{Section: text.Clip(b.section, longestSection), Is: b.text}
		if len(list) >= mostChanges {
			list = append(list, change)
			continue
		}
		tried := 0
		for i, old := range gone {
			if used[i] || old.section != b.section || (old.level > 0) != (b.level > 0) {
				continue
			}
			if tried++; tried > mostPairs {
				break
			}
			if alike(old.text, b.text) || b.level > 0 && old.level == b.level {
				change.Was, used[i] = old.text, true
				break
			}
		}
		list = append(list, change)
	}
	for i, old := range gone {
		if !used[i] {
			list = append(list, Change{Section: text.Clip(old.section, longestSection), Was: old.text})
		}
	}
	return list
}

// alike reports whether two texts have half of their words in common.
func alike(a, b string) bool {
	words := map[string]int{}
	for word := range strings.FieldsSeq(a) {
		words[word]++
	}
	both, all := 0, len(words)
	for word := range strings.FieldsSeq(b) {
		if words[word] > 0 {
			words[word]--
			both++
		} else {
			all++
		}
	}
	return 2*both >= all
}

// longestQuote is how much of a changed text a note repeats, in characters.
const longestQuote = 600

// Noted adds changes to a note, as far as there is room, and says where there are more. It is false if there is no
// room for any.
func Noted(note string, changes []Change, more int) (string, bool) {
	lines := []string{"Changed by hand in the decision record:"}
	for _, c := range changes {
		lines = append(lines, "- "+c.String())
	}
	for shown := len(lines); shown > 1; shown-- {
		longer := strings.Join(lines[:shown], "\n")
		if left := len(lines) - shown + more; left > 0 {
			longer += "\n- and more; the record has all of it"
		}
		if longer = strings.Trim(note+"\n\n"+longer, "\n"); utf8.RuneCountInString(longer) <= text.MaxNote {
			return longer, true
		}
	}
	return note, len(changes) == 0
}

// String is a change in one line of Markdown.
func (c Change) String() string {
	where := ""
	if c.Section != "" {
		where = c.Section + ": "
	}
	was, is := oneLine(c.Was), oneLine(c.Is)
	switch {
	case c.Was == "":
		return where + is
	case c.Is == "":
		return where + "taken out: “" + was + "”"
	}
	return where + is + " (was: “" + was + "”)"
}

// longestTold is the length of the longest quote of a changed text in a message of one line, in
// characters.
const longestTold = 120

// Told returns the change for a message of one line.
func (c Change) Told() string {
	return Change{c.Section, text.Clip(oneLine(c.Was), longestTold), text.Clip(oneLine(c.Is), longestTold)}.String()
}

func oneLine(s string) string { return text.Clip(strings.Join(strings.Fields(s), " "), longestQuote) }

// Exported returns the export with the title, the note and the people of this record, and the decision of its text.
// Everything else comes from rec.
func (r Record) Exported(rec export.Record) string {
	rec.Saved.Title, rec.Saved.Note, rec.Saved.Author, rec.Saved.Labels = r.Title, r.Note, r.Author, r.Labels
	rec.Saved.Decision = r.decided
	rec.Saved.Review, rec.Saved.Comparison, rec.Saved.Input, rec.URL = r.Stamp.Review, r.Stamp.Comparison, r.Stamp.Assessment, r.Stamp.URL
	if !strings.Contains(r.Text, export.ReviewDay) { // the day was typed into the front matter alone
		rec.Saved.Review = ""
	}
	return export.NumberedADR(rec, r.Number)
}
