// Package gate checks decision records that a portal has exported, without the
// portal: whether a review is due, whether today's content decides otherwise, and
// whether somebody has changed the record by hand. It reads both forms of a record,
// the Markdown file in MADR and the JSON file that another portal can import.
package gate

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"crossroads/assess"
	"crossroads/decision"
	"crossroads/export"
	"crossroads/figure"
	"crossroads/format"
	"crossroads/madr"
	"crossroads/text"
)

// Reasons why a record does not pass.
const (
	Due    = "due"    // its review
	Edited = "edited" // by hand, after it was exported
	Flips  = "flips"  // with today's content another option comes first
	Gone   = "gone"   // today's content cannot score it
	Rules  = "policy" // it was decided under other rules of the organisation, or is against those of today
)

// Finding is one reason why a record does not pass.
type Finding struct {
	Reason  string // Due, Edited, Rules, Flips or Gone
	Message string // one line
}

// Result is what is known of a record.
type Result struct {
	Findings []Finding
	Closed   string // the status of a record that is no longer in force, and so was not checked
}

// ErrForeign is the error about a file that is no record of a portal: it has no
// "crossroads" in its front matter, or is not an exported assessment.
var ErrForeign = madr.ErrForeign

// Gate is what records are held against.
type Gate struct {
	Today      string // YYYY-MM-DD
	Comparison func(slug string) (*decision.Catalogue, bool)
	// Fit takes out of an assessment what a catalogue does not know, and names it.
	Fit func(*decision.Catalogue, decision.Assessment) (decision.Assessment, []text.Finding)
}

// held is a record as both forms give it.
type held struct {
	status     string
	comparison string
	content    string
	engine     string
	choice     export.Choice
	review     string
	url        string
	assessment decision.Assessment
	policy     *decision.Applied // name and version of the rules of the organisation, nil for none
	edited     bool
	record     *madr.Record // nil for JSON
}

// Check checks a record. The error is ErrForeign, or explains why the record cannot be read.
func (g Gate) Check(raw []byte) (Result, error) {
	raw = text.UTF8(raw)
	read := readMarkdown
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		read = g.readJSON
	}
	h, err := read(raw)
	if err != nil {
		return Result{}, err
	}
	if word := madr.Closed(h.status); word != "" {
		return Result{Closed: word}, nil
	}
	review, ok := figure.Day(h.review)
	if !ok {
		return Result{}, fmt.Errorf("its review, %s, is not a day; write it as 2027-01-31", text.Quote(h.review))
	}
	var result Result
	found := func(reason, message string, args ...any) {
		result.Findings = append(result.Findings, Finding{reason, fmt.Sprintf(message, args...)})
	}
	if h.edited {
		found(Edited, "it was changed by hand after its export%s; save the change as a revision%s and export that", g.edits(h), at(h.url))
	}
	if review != "" && review <= g.Today {
		found(Due, "its review was due on %s; look at it again%s and set a new day", review, at(h.url))
	}
	if message := g.against(h); message != "" {
		found(Rules, "%s; score it again%s", message, at(h.url))
	}
	reason, message := g.decideAgain(h)
	if reason != "" {
		found(reason, "%s", message)
	}
	return result, nil
}

// edits returns what was changed by hand in a record, or "" if the content or the engine has
// changed since its export. Changes of the report are listed; of the title, the note and the
// people the former text is not known.
func (g Gate) edits(h held) string {
	cat, ok := g.Comparison(h.comparison)
	if !ok || h.record == nil || h.content != cat.Version || h.engine != decision.EngineVersion {
		return ""
	}
	report, err := decision.Evaluate(cat, h.assessment)
	if err != nil {
		return ""
	}
	changes, more := h.record.Changes(h.record.Exported(export.Record{Catalogue: cat, Report: report}))
	switch n := len(changes) + more; n {
	case 0:
		return " (its front matter, title, note or people, or only its formatting)"
	case 1:
		return " (" + changes[0].Told() + ")"
	default:
		return fmt.Sprintf(" (%s; and %s)", changes[0].Told(), format.Plural(n-1, "other change"))
	}
}

// against says how the rules of the organisation that hold today differ from those of
// the record, or what in it they forbid; "" when they agree.
func (g Gate) against(h held) string {
	cat, ok := g.Comparison(h.comparison)
	if !ok {
		return ""
	}
	today := cat.Applied()
	switch {
	case today == nil && h.policy == nil:
		return ""
	case h.policy == nil:
		return fmt.Sprintf("it was decided without rules of the organisation, and today those of %s hold", today)
	case today == nil:
		return fmt.Sprintf("it was decided under the rules of %s, and today's content has none", h.policy)
	case !today.Same(h.policy):
		return fmt.Sprintf("it was decided under the rules of %s, and today those of %s hold", h.policy, today)
	}
	if _, overruled := cat.Govern(h.assessment); len(overruled) > 0 {
		return "it is against the rules of the organisation: " + cat.Says(overruled[0])
	}
	chosen := append(slices.Collect(maps.Values(h.choice.Parts)), h.choice.Option)
	for o, option := range cat.Options {
		if r := cat.Removal(o); r != nil && slices.Contains(chosen, option.ID) {
			return fmt.Sprintf("it chose %s, which the rules of %s do not allow: %s", option.Name, today, r.Reason)
		}
	}
	return ""
}

// decideAgain scores the record with today's content. The reason is empty when it
// decides the same.
func (g Gate) decideAgain(h held) (reason, message string) {
	cat, ok := g.Comparison(h.comparison)
	if !ok {
		return Gone, fmt.Sprintf("the comparison %q is not in today's content", h.comparison)
	}
	if h.content == cat.Version && h.engine == decision.EngineVersion && !h.edited {
		return "", ""
	}
	governed, _ := cat.Govern(h.assessment) // what gives way is named by against
	fitted, ignored := g.Fit(cat, governed)
	report, err := decision.Evaluate(cat, fitted)
	if err != nil {
		return Gone, "today's content cannot score it: " + err.Error()
	}
	now := export.FirstOf(report)
	// A record of an earlier edition may name options that are called otherwise today.
	still := func(was, is string) bool { return was == is || slices.Contains(cat.OptionsToday(was), is) }
	if still(h.choice.Option, now.Option) && maps.EqualFunc(h.choice.Parts, now.Parts, still) {
		return "", ""
	}
	message = fmt.Sprintf("today's content puts %s first instead of %s", named(cat, now), named(cat, h.choice))
	if len(ignored) > 0 {
		message += fmt.Sprintf(", and no longer knows %d of its answers (%s)", len(ignored), ignored[0].Fact)
	}
	return Flips, message + "; score it again" + at(h.url)
}

// named is a choice in words.
func named(cat *decision.Catalogue, c export.Choice) string {
	name := func(id string) string { return cmp.Or(cat.OptionName(id), "nothing") }
	if len(c.Parts) == 0 {
		return name(c.Option)
	}
	var list []string
	for _, part := range slices.Sorted(maps.Keys(c.Parts)) {
		list = append(list, name(c.Parts[part])+" for "+part)
	}
	return "a mix (" + format.List(list, "and") + ")"
}

func at(url string) string {
	if url == "" {
		return ""
	}
	return " at " + url
}

// readMarkdown reads a record in MADR.
func readMarkdown(raw []byte) (held, error) {
	r, err := madr.Read(raw)
	if err != nil {
		return held{}, err
	}
	s := r.Stamp
	return held{
		status: r.Status, comparison: s.Comparison, content: s.Content, engine: s.Engine,
		choice: s.First(), review: s.Review, url: s.URL, assessment: s.Assessment, policy: s.Policy,
		edited: r.Edited, record: &r,
	}, nil
}

// formatMember matches the member of an export that says what it is.
var formatMember = regexp.MustCompile(`"format"\s*:\s*"` + assess.FileFormat + `"`)

// readJSON reads an exported assessment. Such a file has no digest: what shows that
// it was changed is a report that its answers do not give, as long as the content
// that gave it is still there. It has no day of review either.
func (g Gate) readJSON(raw []byte) (h held, err error) {
	var kind struct{ Format string }
	if err := json.Unmarshal(raw, &kind); err != nil && formatMember.Match(raw) {
		return h, fmt.Errorf("it is not JSON: %w", err)
	} else if err != nil || kind.Format != assess.FileFormat {
		return h, ErrForeign
	}
	file, err := assess.ReadFile(raw)
	if err != nil {
		return h, fmt.Errorf("it cannot be read: %w", err)
	}
	if file.Report == nil {
		return h, errors.New("it holds no report: there is nothing that was decided")
	}
	var report decision.Report
	if err := json.Unmarshal(file.Report, &report); err != nil {
		return h, fmt.Errorf("its report cannot be read: %w", err)
	}
	h = held{
		comparison: file.Comparison, content: file.Catalogue, engine: file.Engine,
		choice: export.FirstOf(report), url: file.Source, assessment: file.Input, policy: report.Policy,
	}
	if cat, ok := g.Comparison(h.comparison); ok && h.content == cat.Version && h.engine == decision.EngineVersion {
		again, err := decision.Evaluate(cat, h.assessment)
		if err != nil {
			return h, fmt.Errorf("its answers: %w", err)
		}
		ours, err := json.Marshal(again)
		if err != nil {
			return h, fmt.Errorf("scoring it: %w", err)
		}
		h.edited = !assess.SameReport(file.Report, ours)
	}
	return h, nil
}
