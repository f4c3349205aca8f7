package madr

import (
	"strings"
	"unicode/utf8"

	"crossroads/export"
	"crossroads/text"
)

// Change is something that stands otherwise than it was exported.
type Change struct {
	Section string // the heading above it, "" before the first
	Was, Is string // one of them is "" for what was added or taken out
}

// mostChanges is how many changes are told: a record in which more was changed is
// another text.
const mostChanges = 60

// Changes compares the record with what a portal exports for the same assessment. What
// formatters and word processors change is no change: kinds of bullets and quotation
// marks, line breaks, spaces, escapes. Nor is what differs between two portals or
// days: who computed it, the revision, status and date. More is how many changes there
// are besides.
func (r Record) Changes(exported string) (list []Change, more int) {
	_, body, _ := parts(exported)
	written := blocks(body)
	before := counted(written)
	var now []block
	for _, b := range r.blocks {
		if key := compared(b); key != "" {
			if before[key] > 0 {
				before[key]--
			} else {
				now = append(now, b)
			}
		}
	}
	var gone []block
	for _, b := range written {
		if key := compared(b); key != "" && before[key] > 0 {
			before[key]--
			gone = append(gone, b)
		}
	}
	list = paired(gone, now)
	if len(list) > mostChanges {
		list, more = list[:mostChanges], len(list)-mostChanges
	}
	return list, more
}

func counted(list []block) map[string]int {
	count := map[string]int{}
	for _, b := range list {
		if key := compared(b); key != "" {
			count[key]++
		}
	}
	return count
}

// changing begin the lines that say where a record comes from and how it stands.
var changing = []string{
	"Status:", "Date:", "The assessment, revision ", "Milestone:", "Similar published case:", "Computed by ", "Written as MADR",
}

// compared is what of a block is compared, "" for one that is not: the title and the
// note are read and stored as they stand.
func compared(b block) string {
	if b.level == 1 || b.note || b.section == statusSection && b.level == 0 || b.level == 2 && b.text == statusSection {
		return ""
	}
	for _, beginning := range changing {
		if strings.HasPrefix(b.text, beginning) {
			return ""
		}
	}
	return strings.Join(strings.Fields(typography.Replace(unescaped(b.text))), " ")
}

var typography = strings.NewReplacer(
	"« ", `"`, " »", `"`, "«\u00a0", `"`, "\u00a0»", `"`, "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "「", `"`, "」", `"`,
	"‘", "'", "’", "'", "‚", "'", "–", "-", "—", "-", "−", "-", "…", "...",
	"\u00a0", " ", "\u202f", " ", "*", "", "_", "", "<", "", ">", "", "`", "",
)

// mostPairs bounds the comparisons of what was taken out of a section with what was
// added to it.
const mostPairs = 100

// longestSection is how much of the heading above a change is told, in characters.
const longestSection = 200

// paired joins what was taken out and what was added where one seems to have become
// the other. Of what is only counted, after mostChanges, nothing is compared.
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

// Noted adds changes to a note, as far as there is room.
func Noted(note string, changes []Change, more int) string {
	lines := []string{"Changed by hand in the decision record:"}
	for _, c := range changes {
		lines = append(lines, "- "+c.String())
	}
	for shown := len(lines); shown > 1; shown-- {
		longer := strings.Join(lines[:shown], "\n")
		if left := len(lines) - shown + more; left > 0 {
			longer += "\n- and more; the record has all of it"
		}
		if longer = strings.TrimSpace(note + "\n\n" + longer); utf8.RuneCountInString(longer) <= text.MaxNote {
			return longer
		}
	}
	return note
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

func oneLine(s string) string { return text.Clip(strings.Join(strings.Fields(s), " "), longestQuote) }

// Exported is the record as a portal writes it for what stands in this one: its title,
// its note and its people. Rec gives the rest.
func (r Record) Exported(rec export.Record) string {
	rec.Saved.Title, rec.Saved.Note, rec.Saved.Author, rec.Saved.Labels = r.Title, r.Note, r.Author, r.Labels
	rec.Saved.Review, rec.Saved.Comparison, rec.Saved.Input, rec.URL = r.Stamp.Review, r.Stamp.Comparison, r.Stamp.Assessment, r.Stamp.URL
	return export.NumberedADR(rec, r.Number)
}
