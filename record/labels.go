package record

import "slices"

// Labels are the short words that a revision carries beside its texts: what was decided,
// tags to find it by, and the people of the decision as MADR 4 names them. A list without
// entries is nil.
type Labels struct {
	Decision  string   `json:"decision,omitempty"`        // what was decided, in the words of those who did; it may differ from the report
	Tags      []string `json:"tags,omitempty"`            // in lower case
	Deciders  []string `json:"decision_makers,omitempty"` // who decided
	Consulted []string `json:"consulted,omitempty"`       // whose opinion was asked
	Informed  []string `json:"informed,omitempty"`        // who is kept up to date
}

// LabelList is one of the lists of Labels.
type LabelList struct {
	Name  string // in JSON, in forms and in the front matter of records, with "_" for "-"
	Label string // for people
	Most  int    // entries
	Long  int    // characters of an entry
	Of    func(*Labels) *[]string
}

// LabelLists are all of them, in the order of pages.
var LabelLists = []LabelList{
	{"tags", "Tags", 10, 40, func(l *Labels) *[]string { return &l.Tags }},
	{"decision_makers", "Decision-makers", 20, 80, func(l *Labels) *[]string { return &l.Deciders }},
	{"consulted", "Consulted", 20, 80, func(l *Labels) *[]string { return &l.Consulted }},
	{"informed", "Informed", 20, 80, func(l *Labels) *[]string { return &l.Informed }},
}

// What Labels.Decision is called in JSON and in forms, and how long it may be in characters.
const (
	DecisionName = "decision"
	MaxDecision  = 200
)

// Empty reports whether there are none at all.
func (l Labels) Empty() bool {
	return l.Decision == "" && len(l.Tags)+len(l.Deciders)+len(l.Consulted)+len(l.Informed) == 0
}

// Same reports whether both have the same entries in the same order.
func (l Labels) Same(other Labels) bool {
	return l.Decision == other.Decision && !slices.ContainsFunc(LabelLists, func(list LabelList) bool {
		return !slices.Equal(*list.Of(&l), *list.Of(&other))
	})
}

// Readable returns a copy without invisible characters.
func (l Labels) Readable() Labels {
	l.Decision = Line(l.Decision)
	for _, list := range LabelLists {
		at := list.Of(&l)
		var clean []string
		for _, entry := range *at {
			clean = append(clean, Line(entry))
		}
		*at = clean
	}
	return l
}
