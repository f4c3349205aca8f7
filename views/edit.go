package views

import "crossroads/record"

// EditPage changes or deletes a stored assessment. The key is typed, or filled in from the
// fragment by a script. The form posts key and action to the page's own path. The action is ""
// to store the fields (base, title, note, author, tags, decision_makers, consulted, informed,
// status, review, expires), arrange for status and dates only, rotate, revoke, or delete (with
// confirm).
type EditPage struct {
	Page
	Saved     record.Saved // with the status and dates as typed
	Base      int          // the revision that the texts started from
	Stored    record.Life  // status and dates as they are
	Title     string       // as typed
	Note      string
	Author    string
	Labels    record.Labels
	ReviseURL string // the wizard with the stored answers
	Expired   bool   // the links have ended: nothing of the assessment is shown
	Once      string // makes asking twice for a new key, or new links, one request
}

// LifeMark returns status and dates as one text, by which the handler of the form sees which of
// them were changed.
func LifeMark(l record.Life) string { return l.Status + " " + l.Review + " " + l.Expires }

// statuses are the statuses of an assessment, with words for them.
var statuses = []struct{ ID, Label string }{
	{record.Draft, "Draft: still being discussed"},
	{record.Decided, "Decided"},
	{record.Superseded, "Superseded: a newer decision replaces it"},
}

// StatusName is the short name of a status.
func StatusName(status string) string {
	switch status {
	case record.Decided:
		return "Decided"
	case record.Superseded:
		return "Superseded"
	}
	return "Draft"
}
