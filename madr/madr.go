// Package madr reads decision records that a portal has exported as MADR, even after people,
// editors and formatters have changed them, and lists the changes.
package madr

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"crossroads/decision"
	"crossroads/export"
	"crossroads/note"
	"crossroads/record"
	"crossroads/text"
)

// Record is a decision record as it stands in a file.
type Record struct {
	Title  string
	Number int    // in the title, 0 for none
	Note   string // the quotation in the first section
	Author string
	record.Labels
	Status string // "accepted" and the like, as the front matter has it, or the text
	Stamp  export.Stamp
	Edited bool // changed since it was exported, apart from its status

	Text    string // all of it, in UTF-8
	Outcome string // the sentence with the decision, "" if it is not in the form of an export

	blocks  []block
	date    string   // in the front matter
	decided string   // as the text has the decision, which the front matter may have otherwise
	unread  []Change // what front matter and status have that no assessment holds
}

// ErrForeign is the error about a text that is no record of a portal: it lacks
// "crossroads" in its front matter, and the stamp of an export anywhere else.
var ErrForeign = errors.New("not a decision record of a portal")

// Read reads a record. The error is ErrForeign, or a sentence about what cannot be read, without capital and
// full stop.
func Read(raw []byte) (Record, error) {
	text, err := plain(raw)
	if len(text) > longest {
		if stamped(raw) {
			return Record{}, errors.New("it is longer than 256 KB")
		}
		return Record{}, ErrForeign
	}
	front, body, ok := parts(text)
	switch found := ok && stampKey.MatchString(front); {
	case !found && !stamped(raw):
		return Record{}, ErrForeign
	case err != nil:
		return Record{}, err
	case conflicted(text):
		return Record{}, errors.New("it holds a merge conflict, from <<<<<<< to >>>>>>>: settle that first")
	case !found:
		return Record{}, errors.New("the lines with crossroads: and digest: are not in its front matter, between two lines of --- at the " +
			"beginning, or in a comment at the end")
	}
	m, err := readFront(front, strings.Count(text[:max(0, strings.Index(text, front))], "\n"))
	if err != nil {
		return Record{}, err
	}
	r := Record{
		Text: text, Status: m.status, Labels: m.labels, Stamp: m.stamp, blocks: blocks(body), date: m.date, unread: m.unread,
		Edited: !export.Unedited(text, m.stamp.Digest),
	}
	r.Author = m.author
	switch {
	case m.byName, !authorDecides(m.stamp.Engine):
		r.Deciders = append(separated(m.deciders), r.Deciders...)
	case m.deciders != "" && (m.author != "" || r.Deciders != nil):
		r.Deciders = append([]string{m.deciders}, r.Deciders...)
	case m.author == "":
		r.Author = m.deciders
	}
	r.Title, r.Number = titleOf(r.blocks)
	r.unread = append(r.unread, m.beyondHeading(r.Title, r.Number)...)
	r.readStatus()
	r.Note = noteOf(r.blocks)
	r.Outcome = outcomeOf(r.blocks)
	r.readDecision()
	return r, nil
}

// authorDecides reports whether an export of an engine can have its author as the decision-maker.
func authorDecides(engine string) bool {
	n, err := strconv.Atoi(engine)
	return err != nil || n <= 7
}

// decisionLine is how an export begins the decision, if one was made.
var decisionLine = regexp.MustCompile(`^Decided: (?:\*\*|__)?(.+?)(?:\*\*|__)?\.?$`)

// decisionSection is where that line stands.
const decisionSection = "Decision Outcome"

// readDecision compares the decision of the front matter with that of the text. Nothing tells which of the two was
// changed, so both are named, and the one of the front matter is taken.
func (r *Record) readDecision() {
	there := slices.ContainsFunc(outcomesAlone, func(begins string) bool { return strings.HasPrefix(r.Outcome, begins) })
	for _, b := range r.blocks {
		if found := decisionLine.FindStringSubmatch(b.text); found != nil && b.section == decisionSection {
			r.decided, there = unescaped(found[1]), true
			break
		}
	}
	switch same := strings.TrimRight(key(r.decided), ".") == strings.TrimRight(key(r.Decision), "."); {
	case !there, same:
		r.decided = r.Decision
	case r.Decision == "":
		r.Decision = r.decided
	case r.decided == "":
		r.unread = append(r.unread, Change{Section: frontSection, Is: "decided: " + r.Decision + " (the text has no decision)"})
	default:
		r.unread = append(r.unread, Change{Section: frontSection, Is: "decided: " + r.Decision + " (the text has “" + r.decided + "”)"})
	}
}

// plainStatus matches a status that says nothing but itself.
var plainStatus = regexp.MustCompile(`(?i)^(?:draft|proposed|accepted|decided|superseded|superceded|deprecated|rejected)?\.?$`)

// Closed returns the word of a status that says that a record is no longer in force, else "".
func Closed(status string) string {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(status)), " ")
	switch word = strings.TrimRight(word, ",.;:"); word {
	case "superseded", "deprecated", "rejected":
		return word
	case "superceded": // as adr-tools spells it
		return "superseded"
	}
	return ""
}

// readStatus takes the status from the text where that closes the record and the front matter does
// not, or has none: adr-tools writes it there. What a status says beside itself no assessment
// holds.
func (r *Record) readStatus() {
	if !plainStatus.MatchString(r.Status) {
		r.unread = append(r.unread, Change{Section: frontSection, Is: "status: " + r.Status})
	}
	for _, b := range r.blocks {
		if !b.status {
			continue
		}
		text := strings.TrimPrefix(b.text, statusLine)
		if r.Status == "" || Closed(r.Status) == "" && Closed(text) != "" {
			r.Status = text
		}
		if !plainStatus.MatchString(text) {
			r.unread = append(r.unread, Change{Section: statusSection, Is: text})
		}
	}
}

// Unread reports whether the front matter or the status has something that no assessment holds.
func (r Record) Unread() bool { return len(r.unread) > 0 }

// stampKey matches the line of front matter at which the stamp of an export begins.
var stampKey = regexp.MustCompile(`(?mi)^["']?crossroads["']?[ \t\x{a0}]*:`)

// stampLines match the stamp of an export in a text that may be anything.
var stampLines = []*regexp.Regexp{
	regexp.MustCompile(`(?mi)^[ \t>"']*crossroads["']?[ \t]*[:=]`),
	regexp.MustCompile(`(?mi)^[ \t>"']*digest["']?[ \t]*[:=][ \t]*["']?sha256:[0-9a-f]{64}`),
}

// stamped reports whether a file holds the stamp of an export, whatever was done to it.
func stamped(raw []byte) bool {
	raw = text.UTF8(raw)
	for _, line := range stampLines {
		if !line.Match(raw) {
			return false
		}
	}
	return true
}

// commentBegins matches the line at which a comment of several lines begins.
var commentBegins = regexp.MustCompile(`(?m)^[ \t]*<!--[ \t]*\n`)

// mostComments is how many comments at the end are looked into.
const mostComments = 20

// commented finds front matter in a comment, the last that has the key of an export.
func commented(text string) (front, body string, ok bool) {
	comments := commentBegins.FindAllStringIndex(text, -1)
	for _, at := range slices.Backward(comments[max(0, len(comments)-mostComments):]) {
		front, after, ok := strings.Cut(text[at[1]:], "\n-->")
		if ok && stampKey.MatchString(front) {
			return front, text[:at[0]] + after, true
		}
	}
	return "", "", false
}

// Looks reports whether a text looks like a record, as opposed to JSON.
func Looks(raw []byte) bool {
	text, err := plain(raw)
	if err != nil {
		return false
	}
	text = strings.TrimLeft(text, " \t\n")
	first, _, _ := strings.Cut(text, "\n")
	return fence.MatchString(first) || strings.HasPrefix(text, "# ")
}

// plain is a text with "\n" at the ends of its lines, whatever editor wrote it, and without what stands
// around it. The error is about a text that is not in UTF-8, and comes beside it.
func plain(raw []byte) (string, error) {
	raw = text.UTF8(raw)
	var err error
	if !utf8.Valid(raw) {
		err = errors.New("the file is not text in UTF-8; save it with that encoding")
	}
	text := unwrapped(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(raw)))
	return afterMarks.ReplaceAllString(text, "$1 "), err
}

// afterMarks matches the marks of a heading with the wider space that keyboards of Apple write
// where the option key is still held.
var afterMarks = regexp.MustCompile(`(?m)^(#{1,6})[\x{a0}\x{202f}]+`)

// fence matches the lines before and after front matter. Some editors turn the hyphens into dashes.
var fence = regexp.MustCompile(`^(?:-{3,}|[-–—]{1,3})[ \t\x{a0}]*$`)

// parts divides a text into its front matter and the rest. In a record for adr-tools
// the front matter is a comment at the end.
func parts(text string) (front, body string, ok bool) {
	lines := strings.Split(strings.TrimLeft(text, " \t\n"), "\n")
	if !fence.MatchString(lines[0]) {
		return commented(text)
	}
	for i, line := range lines[1:] {
		if fence.MatchString(line) || line == "..." || line == "…" { // another end of YAML
			return strings.Join(lines[1:i+1], "\n"), strings.Join(lines[i+2:], "\n"), true
		}
	}
	return "", "", false
}

// readFront reads front matter. If that fails, it replaces typographic quotation marks, which word processors
// insert, by plain ones and tries again. Errors name the line in the record, of which before lines come first.
func readFront(front string, before int) (m matter, err error) {
	outside := tidied(front)
	for range 2 { // two of them may share the sign between them
		outside = quotesOutside.ReplaceAllString(outside, `$1"$2`)
	}
	for i, mended := range []string{front, outside, allQuotes.Replace(tidied(front))} {
		again, failed := decoded(mended, before)
		if failed == nil && quotedID(again.stamp.Assessment) { // YAML takes them for letters
			failed = errors.New("its front matter: crossroads.assessment has typographic quotation marks")
		}
		if failed == nil {
			return again, nil
		}
		if i == 0 { // the error is about the text as it is in the file
			err = failed
		}
	}
	return m, err
}

// marks are typographic quotation marks.
const marks = "“”„‟«»‹›‘’‚「」『』＂"

// quotesOutside are marks beside the signs between which texts stand in YAML, and not
// those inside of a text.
var quotesOutside = regexp.MustCompile(`(?m)((?:^|[\[{,:])[ \t]*)[` + marks + `][ ]?|[ ]?[` + marks + `]([ \t]*(?:[\]},:]|$))`)

var allQuotes = func() *strings.Replacer {
	var pairs []string
	for _, mark := range marks {
		pairs = append(pairs, string(mark), `"`)
	}
	return strings.NewReplacer(pairs...)
}()

// quotedID reports whether an id in answers has marks, which no id has.
func quotedID(a decision.Assessment) bool {
	ids, _ := json.Marshal(a.Answers) // texts in lists in a map: cannot fail
	for _, part := range a.Parts {
		more, _ := json.Marshal(part.Answers)
		ids = append(ids, more...)
	}
	return strings.ContainsAny(string(ids), marks)
}

// bare is a text of front matter without marks around it, as YAML takes them for letters. Marks of two texts,
// “a” or “b”, stay.
func bare(s string) string {
	s = strings.TrimSpace(s)
	runes := []rune(s)
	end := len(runes) - 1
	if end < 1 || !strings.ContainsRune(marks, runes[0]) || !strings.ContainsRune(marks, runes[end]) {
		return s
	}
	open := 1
	for i := 1; i < end; i++ {
		switch c := runes[i]; {
		case c == '’' && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]): // an apostrophe
		case c == runes[end]:
			open--
		case c == runes[0]:
			open++
		}
		if open == 0 {
			return s
		}
	}
	return strings.TrimSpace(string(runes[1:end]))
}

// tidied replaces non-breaking spaces and tabs by spaces, since YAML does not accept them.
func tidied(front string) string {
	return strings.NewReplacer("\u00a0", " ", "\t", "  ", "\u2026", "...").Replace(front)
}

func decoded(front string, before int) (m matter, err error) {
	defer func() { // the reader of YAML is known to panic on some broken texts
		if recover() != nil {
			m, err = matter{}, errors.New("its front matter is not YAML")
		}
	}()
	if err := bounded(front); err != nil {
		if fault := (*yamlFault)(nil); errors.As(err, &fault) {
			fault.line += before
		}
		return m, err
	}
	fields, err := asJSON(front)
	if err != nil {
		return m, faultOf(err, before)
	}
	if m, err = matterOf(fields); err != nil {
		return m, fmt.Errorf("its front matter: %w", err)
	}
	if m.crossroads == nil {
		return m, errors.New("its front matter: crossroads is empty")
	}
	m.byName = m.byName || (strings.Contains(m.deciders, ",") || len(separated(m.deciders)) > 1) && !quotedDeciders.MatchString(front)
	m.stamp, err = stampOf(m.crossroads)
	return m, err
}

// position matches the place of another part in a message of the reader of YAML.
var position = regexp.MustCompile(`\[(\d+):\d+\]`)

// yamlFault is an error of YAML in front matter.
type yamlFault struct {
	line    int // in the record once decoded has returned it
	message string
}

func (f *yamlFault) Error() string {
	said := fmt.Sprintf("its front matter is not YAML: line %d: %s", f.line, f.message)
	if strings.Contains(f.message, "reserved character") {
		said += "; put the text in quotation marks"
	}
	return said
}

// faultOf returns an error of the reader of YAML, with the lines of the record.
func faultOf(err error, before int) error {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil {
		first, _, _ := strings.Cut(yaml.FormatError(err, false, false), "\n")
		return errors.New("its front matter is not YAML: " + first)
	}
	message := position.ReplaceAllStringFunc(syntax.GetMessage(), func(at string) string {
		n, _ := strconv.Atoi(position.FindStringSubmatch(at)[1])
		return "line " + strconv.Itoa(before+n)
	})
	return &yamlFault{before + syntax.GetToken().Position.Line, message}
}

// stampOf reads the fields of a stamp. An editor may have taken the quotation marks
// from a text that looks like a number, so those are texts too, as they were written.
func stampOf(fields map[string]json.RawMessage) (s export.Stamp, err error) {
	for name, into := range map[string]*string{
		"comparison": &s.Comparison, "content": &s.Content, "engine": &s.Engine, "review": &s.Review, "url": &s.URL, "digest": &s.Digest,
	} {
		var text string
		switch value := fields[name]; {
		case json.Unmarshal(value, &text) == nil:
			*into = text
		case json.Unmarshal(value, new(json.Number)) == nil:
			*into = string(value)
		}
		if *into != bare(*into) { // YAML takes them for text
			return s, fmt.Errorf("its front matter: crossroads.%s is in typographic quotation marks", name)
		}
	}
	var a decision.Assessment
	for name, into := range map[string]any{"decision": &s.Decision, "leading": &s.Leading, "assessment": &a, "policy": &s.Policy} {
		if value, ok := fields[name]; ok {
			if err := json.Unmarshal(value, into); err != nil {
				return s, fmt.Errorf("its front matter: crossroads.%s: %w", name, err)
			}
		}
	}
	s.Assessment = a
	if s.Comparison == "" {
		return s, errors.New("its front matter: crossroads.comparison is missing")
	}
	return s, nil
}

// numberedTitle matches a title with the number of the record in front. If a title itself begins like that, an
// export puts a backslash before the full stop.
var numberedTitle = regexp.MustCompile(`^([0-9]{1,4})[.:)] +(.+)$`)

func titleOf(list []block) (title string, number int) {
	for _, b := range list {
		if b.level != 1 {
			continue
		}
		title = b.text
		if found := numberedTitle.FindStringSubmatch(title); found != nil {
			number, _ = strconv.Atoi(found[1])
			title = found[2]
		}
		return unescaped(title), number
	}
	return "", 0
}

var escape = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

// unescaped removes the backslashes of Markdown.
func unescaped(text string) string { return escape.ReplaceAllString(text, "$1") }

// noteOf returns the note, which an export writes as a quotation.
func noteOf(list []block) string {
	for _, b := range list {
		if b.note {
			return note.FromCommonMark(b.text)
		}
	}
	return ""
}

// outcomes are the beginnings of the sentence with which an export begins the decision.
var outcomes = append([]string{"Recommended option: ", "Recommended on a condition: ", "None is recommended"}, outcomesAlone...)

// outcomesAlone are those of exports of assessments without a decision.
var outcomesAlone = []string{"Chosen option: ", "Chosen on a condition: ", "No option is chosen"}

// outcomeOf returns the sentence with which an export begins the decision.
func outcomeOf(list []block) string {
	for _, b := range list {
		for _, begins := range outcomes {
			if strings.HasPrefix(b.text, begins) {
				return unescaped(b.text)
			}
		}
	}
	return ""
}
