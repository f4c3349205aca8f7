package form

import (
	"net/url"

	"crossroads/decision"
	"crossroads/text"
)

// Fit takes out of an assessment what a catalogue does not know, lays the rules of the
// organisation over it, and names each change, also of answers to questions that are
// gone. It goes the way of a link, so that an assessment that was stored long ago is
// read just like a link of that time.
func Fit(cat *decision.Catalogue, a decision.Assessment) (decision.Assessment, []text.Finding) {
	r := newReader(cat)
	r.strict = true
	values, _ := url.ParseQuery(Query(a)) // Query writes nothing that cannot be read
	in := r.read(values)
	return in.Assessment, in.Findings
}
