package views

import (
	"slices"
	"strings"

	"crossroads/format"
	"crossroads/madr"
	"crossroads/text"
)

// ImportPage asks for an exported assessment: a file, or its text.
type ImportPage struct {
	Page
	Text        string // as pasted, to mend it
	Shown       string // identifies Text, about which the page asks
	Once        string // makes sending the form twice one import
	Anew        *Anew  // what today's content makes of the file; nil when it is not offered
	Edits       *Edits // what was changed by hand in a decision record; nil when nothing is asked
	EditsChoice string // the reader's choice for the edits: note, drop or ""
}

// Edits are the changes to a decision record by hand.
type Edits struct {
	Known   bool // they could be found out
	Answers bool // those in the front matter are not those that were exported
	Changes []madr.Change
	More    int // changes that are not listed
	NotTaken
}

// NotTaken is what a decision record says that a new assessment does not begin with.
type NotTaken struct {
	Status string   // of the record when it is not that of a new assessment, else ""
	Days   []string // of the review
}

// onlyNotTaken reports whether nothing was changed by hand.
func (e Edits) onlyNotTaken() bool { return e.Known && !e.Answers && len(e.Changes) == 0 }

// said tells it, "" for nothing.
func (n NotTaken) said() string {
	var days []string
	for _, day := range n.Days {
		days = append(days, format.Day(day))
	}
	var parts []string
	if n.Status != "" {
		parts = append(parts, "Its status is "+text.Quote(n.Status))
	}
	if len(days) > 0 {
		parts = append(parts, "It is to be looked at again on "+strings.Join(days, " or "))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ". ") + "."
}

// Anew compares an imported file with its result by today's content.
type Anew struct {
	Then, Today string // verdicts; Then is that of the file, or ""
	Ignored     []Problem
}

// noteFull reports whether the note cannot say where the file comes from.
func (a Anew) noteFull() bool {
	return slices.ContainsFunc(a.Ignored, func(p Problem) bool { return p.Field == "note" })
}
