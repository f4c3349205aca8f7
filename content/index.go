package content

import (
	"slices"
	"strings"

	"crossroads/decision"
)

// EntryKind is the type of an entry of the index.
type EntryKind string

const (
	EntryArticle  EntryKind = "article"
	EntryOption   EntryKind = "option"
	EntryQuestion EntryKind = "question"
	EntryCase     EntryKind = "case"
	EntryClaim    EntryKind = "claim"
	EntryTerm     EntryKind = "term"
	EntryPage     EntryKind = "page"
)

// Entry is something that can be searched for.
type Entry struct {
	Kind    EntryKind
	Title   string
	URL     string
	Note    string // shown beside the title: the verdict on a claim, the year of a case
	Also    string // other names; searched, not shown
	Summary string
	Text    string
}

// fields returns the texts of an entry in the order of weights.
func (e *Entry) fields() [fieldCount]string {
	return [fieldCount]string{e.Title, e.Also, e.Summary, e.Text}
}

const (
	fieldTitle = iota
	fieldAlso
	fieldSummary
	fieldText
	fieldCount
)

// weights is how much a match in each field counts.
var weights = [fieldCount]float64{8, 6, 3, 1}

// Index finds entries by their words. It is read-only and safe to share.
type Index struct {
	entries []Entry
	found   map[string][]posting // by stem
	stems   []string             // sorted
	shown   map[string]string    // by stem: one of its forms as written
}

type span struct{ from, to uint32 } // bytes

// spansOf returns the positions of the words of a text. They are computed again for each
// snippet, because storing them for all entries would take as much memory as the texts.
func spansOf(text string) []span {
	words := wordsOf(text)
	spans := make([]span, len(words))
	for i, w := range words {
		spans[i] = span{uint32(w.from), uint32(w.to)}
	}
	return spans
}

// posting is the position of a word.
type posting struct {
	entry, at uint32 // at counts the words of the field
	field     uint8
}

// NewIndex indexes all texts of a library, and further entries. optionURL returns the
// address of an option.
func NewIndex(lib *Library, optionURL func(comparison, option string) string, more ...Entry) *Index {
	x := &Index{found: map[string][]posting{}, shown: map[string]string{}}
	for _, a := range lib.Articles {
		x.add(Entry{
			Kind: EntryArticle, Title: a.Title, URL: "/articles/" + a.Slug, Also: strings.Join(a.Tags, " "), Summary: a.Summary,
			Text: a.Text,
		})
	}
	for _, c := range lib.Comparisons {
		x.addComparison(c, lib, optionURL)
	}
	for _, c := range lib.Claims {
		x.add(Entry{Kind: EntryClaim, Title: c.Text, URL: c.URL(), Note: string(c.Verdict), Summary: c.Summary, Text: c.Evidence})
	}
	for _, t := range lib.Terms {
		x.add(Entry{Kind: EntryTerm, Title: t.Name, URL: t.URL(), Also: strings.Join(t.Aliases, " "), Summary: t.Definition})
	}
	for _, e := range more {
		x.add(e)
	}
	for stem, places := range x.found {
		x.found[stem] = slices.Clone(places) // a copy without spare capacity
		x.stems = append(x.stems, stem)
	}
	slices.Sort(x.stems)
	return x
}

func (x *Index) addComparison(c *decision.Catalogue, lib *Library, optionURL func(comparison, option string) string) {
	for i := range c.Options {
		o := &c.Options[i]
		var cells []string
		for _, cell := range c.Cells {
			if c.Covers(cell.Subject(), i) {
				cells = append(cells, cell.Verdict, cell.Reason)
			}
		}
		text := append(lib.Profile(c.Slug, o.ID).words(), cells...)
		x.add(Entry{
			Kind: EntryOption, Title: o.Name, URL: optionURL(c.Slug, o.ID), Also: o.Short, Summary: o.Summary,
			Text: strings.Join(text, " "),
		})
	}
	for i := range c.Questions {
		q := &c.Questions[i]
		var labels []string
		for _, a := range q.Answers {
			labels = append(labels, a.Label)
		}
		x.add(Entry{
			Kind: EntryQuestion, Title: q.Text, URL: "/decide/" + c.Slug + "#q-" + q.ID, Summary: q.Hint, Text: strings.Join(labels, " · "),
		})
	}
	for i := range c.Cases {
		p := &c.Cases[i]
		text := []string{p.Outcome, p.MovedFrom}
		for _, f := range p.Facts {
			text = append(text, f.Name+": "+f.Text)
		}
		x.add(Entry{Kind: EntryCase, Title: p.Org, URL: "/cases/" + p.ID, Summary: p.Summary, Text: strings.Join(text, " ")})
	}
}

// words returns the texts of a profile, none for nil.
func (p *Profile) words() []string {
	if p == nil {
		return nil
	}
	words := slices.Concat(p.What, p.Cost)
	for _, point := range slices.Concat(p.Fits, p.Avoid) {
		words = append(words, point.When, point.Why)
	}
	for _, limit := range p.Limits {
		words = append(words, limit.Name+": "+limit.Value, limit.Note)
	}
	for _, stack := range p.Stacks {
		words = append(words, stack.Provider+": "+stack.Parts, stack.Note)
	}
	return words
}

func (x *Index) add(e Entry) {
	n := uint32(len(x.entries))
	for field, text := range e.fields() {
		for at, w := range wordsOf(text) {
			s := stem(w.folded)
			if _, known := x.shown[s]; !known || w.folded == s {
				x.shown[s] = w.folded
			}
			x.found[s] = append(x.found[s], posting{n, uint32(at), uint8(field)})
		}
	}
	x.entries = append(x.entries, e)
}

// stem removes a plural ending, so that sagas and saga are the same.
func stem(folded string) string {
	switch {
	case len(folded) < 4 || !strings.HasSuffix(folded, "s"):
		return folded
	case strings.HasSuffix(folded, "ies"):
		return strings.TrimSuffix(folded, "ies") + "y"
	case strings.HasSuffix(folded, "ss"), strings.HasSuffix(folded, "us"), strings.HasSuffix(folded, "is"):
		return folded
	}
	return strings.TrimSuffix(folded, "s")
}
