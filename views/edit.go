package views

import "crossroads/record"

// EditPage changes or deletes a stored assessment. The key is typed, or filled
// in from the fragment by script. The forms post to the page's own path: key and
// action, which is save (with base, title, note, author, tags, decision_makers,
// consulted and informed), arrange (status,
// review, expires), rotate, revoke, or delete (confirm).
type EditPage struct {
	Page
	Saved     record.Saved // with the status and dates as typed
	Title     string       // as typed
	Note      string
	Author    string
	Labels    record.Labels
	ReviseURL string // the wizard with the stored answers
	Expired   bool   // the links have ended: nothing of the assessment is shown
	Once      string // makes asking twice for a new key, or new links, one request
}

// statuses are what an assessment can be, with words for them.
var statuses = []struct{ ID, Label string }{
	{record.Draft, "Draft: still being discussed"},
	{record.Decided, "Decided"},
	{record.Superseded, "Superseded: a newer decision replaces it"},
}

// statusName is the short name of a status.
func statusName(status string) string {
	switch status {
	case record.Decided:
		return "Decided"
	case record.Superseded:
		return "Superseded"
	}
	return "Draft"
}
