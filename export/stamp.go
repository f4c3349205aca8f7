package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"crossroads/decision"
	"crossroads/format"
	"crossroads/record"
	"crossroads/report"
)

// Stamp is the part of a decision record for programs, "crossroads" in its front matter: the decision and
// the answers that led to it. Package gate reads it.
type Stamp struct {
	Comparison string              `json:"comparison"` // slug
	Content    string              `json:"content"`    // version of the comparison
	Engine     string              `json:"engine"`     // version
	Decision   Choice              `json:"decision"`   // empty if the report chooses nothing
	Leading    *Choice             `json:"leading"`    // what then comes first; nil if something is chosen or nothing is left
	Review     string              `json:"review"`     // YYYY-MM-DD, or ""
	URL        string              `json:"url"`        // of the revision
	Assessment decision.Assessment `json:"assessment"`
	Policy     *decision.Applied   `json:"policy"` // the rules of the organisation that held, without their list; nil for none
	Digest     string              `json:"digest"` // of the record, see Digest
}

// First is what came first, whether or not it was chosen.
func (s Stamp) First() Choice {
	if s.Leading != nil {
		return *s.Leading
	}
	return s.Decision
}

// Choice is an option, or for a mix the option of each part.
type Choice struct {
	Option string            `json:"option,omitempty"` // id
	Parts  map[string]string `json:"parts,omitempty"`  // option ids by names of parts
}

// Same reports whether both are the same.
func (c Choice) Same(other Choice) bool {
	return c.Option == other.Option && maps.Equal(c.Parts, other.Parts)
}

// FirstOf returns what comes first in a report, whether or not that is chosen. It is empty if every option is
// ruled out.
func FirstOf(r decision.Report) Choice {
	plan := report.Reading{Report: r}.Mix()
	if plan == nil {
		return Choice{Option: r.Leader}
	}
	c := Choice{Parts: map[string]string{}}
	for _, p := range plan.Parts {
		c.Parts[p.Part] = p.Option
	}
	return c
}

// choose sets what a report chooses, and what comes first where it chooses nothing.
func (s *Stamp) choose(r decision.Report) {
	first := FirstOf(r)
	switch {
	case chooses(r):
		s.Decision = first
	case !first.Same(Choice{}):
		s.Leading = &first
	}
}

// Agrees reports whether a report chooses the same, or nothing with the same first.
func (s Stamp) Agrees(r decision.Report) bool {
	var now Stamp
	now.choose(r)
	return s.Decision.Same(now.Decision) && s.First().Same(now.First())
}

// chooses reports whether a report recommends what comes first, if only on a condition.
func chooses(r decision.Report) bool {
	switch r.Kind {
	case decision.VerdictClear, decision.VerdictHybrid, decision.VerdictLeaning, decision.VerdictConditional:
		return true
	}
	return false
}

func (r Record) stamp() Stamp {
	p := r.Report.Provenance
	s := Stamp{
		Comparison: r.Saved.Comparison, Content: p.Catalogue, Engine: p.Engine,
		Review: r.Saved.Review, URL: r.URL, Assessment: r.Saved.Input,
	}
	s.choose(r.Report)
	if a := r.Report.Policy; a != nil {
		s.Policy = &decision.Applied{Name: a.Name, Version: a.Version, AsOf: a.AsOf, URL: a.URL}
	}
	return s
}

// lines writes a stamp without its digest. JSON is YAML too, and a line for each
// field keeps the differences between two versions of a record readable.
func (s Stamp) lines() string {
	var b strings.Builder
	type field struct {
		name  string
		value any
	}
	fields := []field{
		{"comparison", s.Comparison}, {"content", s.Content}, {"engine", s.Engine},
		{"decision", s.Decision}, {"review", s.Review}, {"url", s.URL}, {"assessment", s.Assessment},
	}
	if s.Leading != nil {
		fields = slices.Insert(fields, 4, field{"leading", s.Leading})
	}
	if s.Policy != nil {
		fields = append(fields, field{"policy", s.Policy})
	}
	for _, field := range fields {
		value, err := json.Marshal(field.value)
		if err != nil { // cannot be: these are texts and numbers
			value = []byte("null")
		}
		b.WriteString("  " + field.name + ": " + escapeHidden(string(value)) + "\n")
	}
	return b.String()
}

// escapeHidden writes invisible characters as JSON escapes, so that they survive and cannot change the
// direction of a line.
func escapeHidden(json string) string {
	var b strings.Builder
	for _, c := range json {
		if record.Prose(string(c)) == string(c) {
			b.WriteRune(c)
			continue
		}
		for _, unit := range utf16.Encode([]rune{c}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// digestLine matches the line with the digest of a record.
var digestLine = regexp.MustCompile(`(?m)^  digest: .*$`)

// statusLine matches the status of a record, which people change by hand, for example to superseded.
var statusLine = regexp.MustCompile(`(?m)^status: .*$`)

// Digest returns the SHA-256 of a decision record without the lines of its digest and its status. It does
// not depend on the kind of line ends or on white space at the end.
func Digest(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = without(without(text, digestLine), statusLine)
	sum := sha256.Sum256([]byte(strings.TrimRight(text, " \t\n")))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// bodyStatus matches the status in the text of a record: as a line, or for adr-tools as a section.
var bodyStatus = regexp.MustCompile(`(?m)^[*+-] Status: .*$|(?s:^## Status\n.*?\n)(?:## |\z)`)

// Unedited reports whether a record has the digest of its export, apart from its status. The
// status in its text counts for the digest, so each that an export may have had is tried.
func Unedited(text, digest string) bool {
	if Digest(text) == digest {
		return true
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	at := bodyStatus.FindStringIndex(text)
	if at == nil {
		return false
	}
	section := strings.HasPrefix(text[at[0]:], "#")
	for _, status := range []string{record.Draft, record.Decided, record.Superseded} {
		line := "* Status: " + statusWord(status)
		if section {
			line = "## Status\n\n" + format.Capital(statusWord(status)) + "\n\n## "
		}
		if Digest(text[:at[0]]+line+text[at[1]:]) == digest {
			return true
		}
	}
	return false
}

// without removes the first match only: later ones are in the text of the record.
func without(text string, line *regexp.Regexp) string {
	if at := line.FindStringIndex(text); at != nil {
		return text[:at[0]] + text[at[1]:]
	}
	return text
}

// sealed fills in the digest of a record.
func sealed(text string) string {
	at := digestLine.FindStringIndex(text)
	return text[:at[0]] + "  digest: " + Digest(text) + text[at[1]:]
}
