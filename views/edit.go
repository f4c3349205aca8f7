package views

import "crossroads/record"

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
