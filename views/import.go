package views

import "crossroads/madr"

// ImportPage asks for an exported assessment: a file, or its text.
type ImportPage struct {
	Page
	Text        string // as pasted, to mend it
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
	More    int    // changes that are not listed
	Status  string // of the record when it is not that of a new assessment, else ""
}

// Anew compares an imported file with its result by today's content.
type Anew struct {
	Then, Today string // verdicts; Then is that of the file, or ""
	Ignored     []Problem
}
