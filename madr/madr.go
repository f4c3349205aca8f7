// Package madr reads decision records that a portal has exported as MADR, even after people,
// editors and formatters have changed them, and lists the changes.
package madr

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/scanner"
	"github.com/goccy/go-yaml/token"

	"crossroads/decision"
	"crossroads/export"
	"crossroads/record"
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
}

// Limits of what is read, because the YAML library takes seconds for some short texts.
const (
	longest      = 256 << 10 // bytes; an export has less than 64 KB
	longestFront = 32 << 10  // bytes of front matter; an export has less than 16 KB
	mostLines    = 2_000     // of front matter; formatters make some hundreds of the few of an export
	mostBlank    = 200       // of these lines: at each, the reader copies what came before
	mostTabs     = 1_000     // in it, which cost the same
	mostEntries  = 2_000     // of its lists and maps
	deepest      = 12        // brackets in brackets in it; an export has 5
	furthest     = 100       // columns before an entry of a list in it
)

// ErrForeign means that a text is not a record of a portal: it has no "crossroads" in its front matter.
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
	front, body, ok := parts(text)
	if !ok || !strings.Contains("\n"+front, "\ncrossroads:") {
		return Record{}, ErrForeign
	}
	m, err := readFront(front)
	if err != nil {
		return Record{}, err
	}
	r := Record{
		Text: text, Status: m.Status, Labels: m.labels(), Stamp: m.stamp, blocks: blocks(body),
		Edited: m.stamp.Digest != export.Digest(text),
	}
	if r.Deciders == nil {
		r.Author = m.author()
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

// bounded returns an error for front matter that would take much longer to read than any export. It looks at
// the tokens of the YAML library, because only these show what is really quoted, and because names of
// anchors can have any letters.
func bounded(front string) error {
	switch {
	case len(front) > longestFront:
		return errors.New("its front matter is longer than 32 KB")
	case strings.Count(front, "\n") >= mostLines:
		return fmt.Errorf("its front matter has more than %d lines", mostLines)
	case strings.Count(front, "\t") > mostTabs:
		return fmt.Errorf("its front matter has more than %d tabs", mostTabs)
	}
	blank := 0
	for line := range strings.SplitSeq(front, "\n") {
		if strings.TrimSpace(line) == "" {
			blank++
		}
	}
	if blank > mostBlank {
		return fmt.Errorf("its front matter has more than %d blank lines", mostBlank)
	}
	var scan scanner.Scanner
	scan.Init(front)
	var b bounds
	for {
		tokens, err := scan.Scan()
		if errors.Is(err, io.EOF) {
			return nil
		}
		for _, t := range tokens {
			if err := b.take(t); err != nil {
				return err
			}
		}
	}
}

// bounds is how far the tokens so far go.
type bounds struct{ depth, entries int }

func (b *bounds) take(t *token.Token) error {
	switch t.Type {
	case token.InvalidType: // to go on takes the square of what follows
		return fmt.Errorf("its front matter is not YAML: [%d:%d] %s", t.Position.Line, t.Position.Column, t.Error)
	case token.AnchorType, token.AliasType, token.MergeKeyType:
		return errors.New("its front matter has YAML anchors or aliases (& or * before a name, <<): write each value in full, or put " +
			"texts in quotation marks")
	case token.TagType, token.DirectiveType:
		return errors.New(
			"its front matter has YAML tags or directives (! or % before a name): remove them, or put texts in quotation marks")
	case token.SequenceStartType, token.MappingStartType:
		b.depth++
	case token.SequenceEndType, token.MappingEndType:
		if b.depth--; b.depth < 0 {
			return fmt.Errorf("its front matter is not YAML: [%d:%d] a bracket is closed that is not open", t.Position.Line,
				t.Position.Column)
		}
	case token.MappingValueType, token.CollectEntryType:
		b.entries++
	case token.SequenceEntryType, token.MappingKeyType:
		b.entries++
		if t.Position.Column > furthest {
			return errors.New("its front matter has too many lists in lists")
		}
	}
	switch {
	case b.depth > deepest:
		return errors.New("its front matter has too many brackets in brackets")
	case b.entries > mostEntries:
		return fmt.Errorf("its front matter has more than %d entries", mostEntries)
	}
	return nil
}

// plain converts a text to UTF-8 with "\n" at the ends of lines, whatever editor wrote it.
func plain(raw []byte) (string, error) {
	for _, mark := range []struct {
		bytes string
		order binary.ByteOrder
	}{{"\xff\xfe", binary.LittleEndian}, {"\xfe\xff", binary.BigEndian}} {
		if rest, ok := bytes.CutPrefix(raw, []byte(mark.bytes)); ok {
			units := make([]uint16, len(rest)/2)
			for i := range units {
				units[i] = mark.order.Uint16(rest[2*i:])
			}
			raw = []byte(string(utf16.Decode(units)))
		}
	}
	if !utf8.Valid(raw) {
		return "", errors.New("the file is not text in UTF-8")
	}
	text := strings.TrimPrefix(string(raw), "\ufeff")
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), nil
}

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
		if fence.MatchString(line) {
			return strings.Join(lines[1:i+1], "\n"), strings.Join(lines[i+2:], "\n"), true
		}
	}
	return "", "", false
}

// matter is the front matter. People and tags may be one text or a list.
type matter struct {
	Status     string                     `json:"status"`
	Deciders   any                        `json:"decision-makers"`
	Consulted  any                        `json:"consulted"`
	Informed   any                        `json:"informed"`
	Tags       any                        `json:"tags"`
	Decided    any                        `json:"decided"`
	Crossroads map[string]json.RawMessage `json:"crossroads"`

	stamp export.Stamp
}

// author returns the text in place of a list of decision makers: an export without such a list writes the
// author there.
func (m matter) author() string {
	alone, _ := m.Deciders.(string)
	return strings.TrimSpace(alone)
}

func (m matter) labels() (l record.Labels) {
	if decided, ok := m.Decided.(string); ok {
		l.Decision = strings.TrimSpace(decided)
	}
	for into, from := range map[*[]string]any{
		&l.Deciders: m.Deciders, &l.Consulted: m.Consulted, &l.Informed: m.Informed, &l.Tags: m.Tags,
	} {
		list, isList := from.([]any)
		if alone, isText := from.(string); isText && into != &l.Deciders {
			for name := range strings.SplitSeq(alone, ",") {
				list = append(list, name)
			}
			isList = true
		}
		if !isList {
			continue
		}
		for _, name := range list {
			if name, ok := name.(string); ok && strings.TrimSpace(name) != "" {
				*into = append(*into, strings.TrimSpace(name))
			}
		}
	}
	return l
}

// readFront reads front matter. If that fails, it replaces typographic quotation marks, which word processors
// insert, by plain ones and tries again.
func readFront(front string) (m matter, err error) {
	for i, mended := range []string{front, quotesOutside.ReplaceAllString(tidied(front), `$1"$2`), allQuotes.Replace(tidied(front))} {
		again, failed := decoded(mended)
		if failed == nil {
			return again, nil
		}
		if i == 0 { // the error is about the text as it is in the file
			err = failed
		}
	}
	return m, err
}

// quotesOutside matches typographic quotation marks at the ends of YAML strings, and not inside of them.
var quotesOutside = regexp.MustCompile(`(?m)((?:^|[\[{,:])[ \t]*)[“”„«»]|[“”„«»]([ \t]*(?:[\]},:]|$))`)

var allQuotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

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
	if err := json.Unmarshal(fields, &m); err != nil {
		return m, fmt.Errorf("its front matter: %w", err)
	}
	if m.Crossroads == nil {
		return m, errors.New("its front matter: crossroads is empty")
	}
	m.stamp, err = stampOf(m.Crossroads)
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
		if strings.HasPrefix(*into, "“") || strings.HasPrefix(*into, "”") { // YAML takes them for text
			return s, fmt.Errorf("its front matter: crossroads.%s is in typographic quotation marks", name)
		}
	}
	var a decision.Assessment
	for name, into := range map[string]any{"decision": &s.Decision, "assessment": &a, "policy": &s.Policy} {
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

// outcomeOf returns the sentence with which an export begins the decision.
func outcomeOf(list []block) string {
	for _, b := range list {
		for _, begins := range []string{"Chosen option: ", "No option is chosen: ", "Recommended option: ", "None is recommended: "} {
			if strings.HasPrefix(b.text, begins) {
				return unescaped(b.text)
			}
		}
	}
	return ""
}
