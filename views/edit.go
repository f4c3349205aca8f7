package views

import "crossroads/decision"

// statuses are what an assessment can be, with words for them.
var statuses = []struct{ ID, Label string }{
	{decision.Draft, "Draft: still being discussed"},
	{decision.Decided, "Decided"},
	{decision.Superseded, "Superseded: a newer decision replaces it"},
}

// statusName is the short name of a status.
func statusName(status string) string {
	switch status {
	case decision.Decided:
		return "Decided"
	case decision.Superseded:
		return "Superseded"
	}
	return "Draft"
}
