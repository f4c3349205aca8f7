package form

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

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

// part matches a field of a part: "p2.size".
var part = regexp.MustCompile(`^p([1-9][0-9]*)\.(.+)$`)

// Path returns the member of an assessment in JSON that a field of a query stands for: "answers.size" for "size".
func Path(field string) string {
	m := part.FindStringSubmatch(field)
	switch {
	case field == "rank", strings.HasPrefix(field, "w."):
		return "priorities"
	case field == "", field == "note", strings.HasPrefix(field, "load."): // no question is called note
		return field
	case m == nil:
		return "answers." + field
	}
	n, _ := strconv.Atoi(m[1]) // digits, by the pattern
	if m[2] != "name" && m[2] != "share" {
		m[2] = "answers." + m[2]
	}
	return "parts[" + strconv.Itoa(n-1) + "]." + m[2]
}

// Paths is Path of the fields of findings, for programs.
func Paths(found []text.Finding) []text.Finding {
	list := make([]text.Finding, len(found))
	for i, f := range found {
		f.Field = Path(f.Field)
		list[i] = f
	}
	return list
}
