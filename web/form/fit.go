package form

import (
	"crossroads/decision"
	"crossroads/text"
)

// Fit takes out of an assessment what a catalogue does not know, and names each
// thing. It goes the way of a link, so an assessment that was stored long ago is
// read just like a link of that time.
func Fit(cat *decision.Catalogue, a decision.Assessment) (decision.Assessment, []text.Finding) {
	in := Parse(cat, Query(a), false)
	return in.Assessment, in.Findings
}
