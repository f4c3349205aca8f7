package record

import "time"

// Filter narrows a portfolio; empty fields do not narrow.
type Filter struct {
	Text       string // in the title of the latest revision
	Status     string
	Comparison string  // slug
	Leader     *string // option that the latest report recommends, decision.Hybrid, or "" for none
	Owner      string  // as the portal knows them
	Tag        string
	Due        string   // YYYY-MM-DD: review is due on that day
	Planned    bool     // with a day for a review that still counts
	Unplanned  bool     // without one, and not superseded
	Reader     *string  // only what a person of this name may see, nil for all
	Groups     []string // that person is in
	After      int64    // Cursor of the last one seen
	Limit      int      // most to return
}

// Listed is a line of a portfolio.
type Listed struct {
	ID, Comparison, Owner, Title, Headline string
	Leader                                 string // as in Filter
	Created, At                            time.Time
	Revisit                                []string // reasons to decide again, of the report
	Latest                                 int
	Life
	Arranged   int       // how often Life was changed
	ArrangedAt time.Time // when it was changed last, zero for never
	Labels
	Cursor int64 // names the place in the list
}

// Version names the state of the assessment: it is another one after every change of
// the assessment.
func (l Listed) Version() Version { return Version{l.ID, l.Latest, l.Arranged} }

// Version is an assessment in one of its states.
type Version struct {
	ID               string
	Latest, Arranged int
}

// Counts is how many assessments of a portfolio there are, by what can narrow it.
type Counts struct {
	All, Due, Unplanned int
	Statuses            []ValueCount // most first, as all of them
	Leaders             []ValueCount // with their comparison
	Tags, Owners        []ValueCount // at most CountsMost
}

// CountsMost bounds the lists of Counts that people make longer.
const CountsMost = 50

// ValueCount is how many assessments have a value.
type ValueCount struct {
	Comparison string // of a leader
	Value      string
	Count      int
}
