package views

// ImportPage asks for an exported assessment: a file, or its text.
type ImportPage struct {
	Page
	Text string // as pasted, to mend it
	Once string // makes sending the form twice one import
}
