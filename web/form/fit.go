package form

import (
	"net/url"

	"crossroads/decision"
	"crossroads/text"
)

// Fit removes from an assessment whatever a catalogue does not know, applies the rules of the
// organisation, and returns a finding for each change, including removed answers to questions
// that no longer exist. It writes the assessment as a query and reads that, so that an old
// stored assessment is read in the same way as a link of its time.
func Fit(cat *decision.Catalogue, a decision.Assessment) (decision.Assessment, []text.Finding) {
	r := newReader(cat)
	r.strict = true
	values, _ := url.ParseQuery(Query(a)) // Query writes valid queries only
	in := r.read(values)
	return in.Assessment, in.Findings
}
