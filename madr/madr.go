// Package madr reads decision records that a portal has exported as MADR, even after people,
// editors and formatters have changed them, and lists the changes.
package madr

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"crossroads/decision"
	"crossroads/export"
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
	Status string // "accepted" and the like, as the front matter has it
	Stamp  export.Stamp
	Edited bool // changed since it was exported, apart from its status

	Text    string // all of it, in UTF-8
	Outcome string // the sentence with the decision, "" if it is not in the form of an export

	blocks []block
	unread []Change // what the front matter has that no assessment holds
}

// ErrForeign is the error about a text that is no record of a portal: it lacks
// "crossroads" in its front matter.
var ErrForeign = errors.New("not a decision record of a portal")

// Read reads a record. The error is ErrForeign, or a sentence about what cannot be read, without capital and
// full stop.
func Read(raw []byte) (Record, error) {
	text, err := plain(raw)
	if err != nil {
		return Record{}, err
	}
	if len(text) > longest {
		return Record{}, errors.New("it is longer than 256 KB")
	}
	if conflicted(text) {
		return Record{}, errors.New("it holds a merge conflict, from <<<<<<< to >>>>>>>: settle that first")
	}
	front, body, ok := parts(text)
	if !ok || !strings.Contains("\n"+front, "\ncrossroads:") {
		return Record{}, ErrForeign
	}
	m, err := readFront(front)
	if err != nil {
		return Record{}, err
	}
	r := Record{
		Text: text, Status: m.status, Labels: m.labels, Stamp: m.stamp, blocks: blocks(body), unread: m.unread,
		Edited: m.stamp.Digest != export.Digest(text),
	}
	r.Author = m.author
	switch {
	case m.byName:
		r.Deciders = append(separated(m.deciders), r.Deciders...)
	case m.deciders != "" && (m.author != "" || r.Deciders != nil):
		r.Deciders = append([]string{m.deciders}, r.Deciders...)
	case m.author == "":
		r.Author = m.deciders
	}
	r.Title, r.Number = titleOf(r.blocks)
	r.Note = noteOf(r.blocks)
	r.Outcome = outcomeOf(r.blocks)
	return r, nil
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

// plain is a text in UTF-8 with "\n" at the ends of its lines, whatever editor wrote it, and
// without what stands around it.
func plain(raw []byte) (string, error) {
	raw = text.UTF8(raw)
	if !utf8.Valid(raw) {
		return "", errors.New("the file is not text in UTF-8; save it with that encoding")
	}
	text := unwrapped(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(raw)))
	return afterMarks.ReplaceAllString(text, "$1 "), nil
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
		if at := strings.LastIndex(text, "\n<!--\n"); at >= 0 {
			front, _, ok = strings.Cut(text[at+len("\n<!--\n"):], "\n-->")
			return front, text[:at], ok
		}
		return "", "", false
	}
	for i, line := range lines[1:] {
		if fence.MatchString(line) || line == "..." || line == "…" { // another end of YAML
			return strings.Join(lines[1:i+1], "\n"), strings.Join(lines[i+2:], "\n"), true
		}
	}
	return "", "", false
}

// readFront reads front matter. If that fails, it replaces typographic quotation marks, which word processors
// insert, by plain ones and tries again.
func readFront(front string) (m matter, err error) {
	outside := tidied(front)
	for range 2 { // two of them may share the sign between them
		outside = quotesOutside.ReplaceAllString(outside, `$1"$2`)
	}
	for i, mended := range []string{front, outside, allQuotes.Replace(tidied(front))} {
		again, failed := decoded(mended)
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

// bare is a text of front matter without marks around it, as YAML takes them for letters.
func bare(s string) string {
	s = strings.TrimSpace(s)
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune(marks, first) {
		if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(marks, last) {
			return strings.TrimSpace(strings.Trim(s, marks))
		}
	}
	return s
}

// tidied replaces non-breaking spaces and tabs by spaces, since YAML does not accept them.
func tidied(front string) string {
	return strings.NewReplacer("\u00a0", " ", "\t", "  ", "\u2026", "...").Replace(front)
}

func decoded(front string) (m matter, err error) {
	defer func() { // the reader of YAML is known to panic on some broken texts
		if recover() != nil {
			m, err = matter{}, errors.New("its front matter is not YAML")
		}
	}()
	if err := bounded(front); err != nil {
		return m, err
	}
	fields, err := yaml.YAMLToJSON([]byte(front))
	if err != nil {
		first, _, _ := strings.Cut(yaml.FormatError(err, false, false), "\n")
		return m, errors.New("its front matter is not YAML: " + first)
	}
	if m, err = matterOf(fields); err != nil {
		return m, fmt.Errorf("its front matter: %w", err)
	}
	if m.crossroads == nil {
		return m, errors.New("its front matter: crossroads is empty")
	}
	m.byName = m.byName || strings.Contains(m.deciders, ",") && !quotedDeciders.MatchString(front)
	m.stamp, err = stampOf(m.crossroads)
	return m, err
}

// stampOf reads the fields of a stamp. An editor may have taken the quotation marks
// from a text that looks like a number, so those are texts too.
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

var noteEntities = strings.NewReplacer("&lt;", "<", "&#91;", "[", "&#93;", "]", "&#36;", "$", "&#123;", "{", "&amp;", "&")

// noteOf returns the note, which an export writes as a quotation.
func noteOf(list []block) string {
	for _, b := range list {
		if b.note {
			return noteEntities.Replace(b.text)
		}
	}
	return ""
}

// outcomes are the beginnings of the sentence with which an export begins the decision.
var outcomes = []string{
	"Chosen option: ", "Chosen on a condition: ", "No option is chosen",
	"Recommended option: ", "Recommended on a condition: ", "None is recommended",
}

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
