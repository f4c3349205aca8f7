package format

import "crossroads/decision"

// StatusWord returns a word for how far a source can be trusted.
func StatusWord(s decision.Source) string {
	read := ""
	if s.Read != "" {
		read = " " + Day(s.Read)
	}
	switch s.Status {
	case decision.SourcePrimary:
		return "primary page read" + read
	case decision.SourceSecondary:
		return "secondary source read" + read
	case decision.SourceDerived:
		return "computed here from the sources named"
	}
	return "to be verified"
}

// SourceDetail follows the title of a source: who published it, and when.
func SourceDetail(s decision.Source) string {
	text := ""
	if s.Publisher != "" {
		text += ", " + s.Publisher
	}
	if s.Date != "" {
		text += ", " + Day(s.Date)
	}
	return text
}
