package views

// ImportPage asks for an exported assessment: a file, or its text.
type ImportPage struct {
	Page
	Text string // as pasted, to mend it
	Once string // makes sending the form twice one import
	Anew *Anew  // what today's content makes of the file; nil when it is not offered
}

// Anew compares an imported file with its result by today's content.
type Anew struct {
	Then, Today string // verdicts; Then is that of the file, or ""
	Ignored     []Problem
}
