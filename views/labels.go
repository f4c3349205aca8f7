package views

import (
	"strings"

	"crossroads/record"
	"crossroads/text"
)

// labelText is a list for people to read.
func labelText(kind record.LabelList, labels record.Labels) string {
	return strings.Join(*kind.Of(&labels), ", ")
}

// labelField is a list as its field in a form shows it.
func labelField(kind record.LabelList, labels record.Labels) string {
	return text.JoinNames(*kind.Of(&labels))
}

// labelHints are the hints for the fields for tags and people.
var labelHints = map[string]string{
	"tags":            "Words by which the portfolio finds it, with commas between them. Up to 10.",
	"decision_makers": "Who decides. Names with commas between them.",
	"consulted":       "Whose opinion was asked.",
	"informed":        "Who is kept up to date.",
}

// openLabels reports whether the fields for labels are unfolded, because one is filled in or has a
// problem.
func openLabels(p Page, labels record.Labels) bool {
	for _, kind := range record.LabelLists {
		if p.problem(kind.Name) != "" {
			return true
		}
	}
	if p.problem(record.DecisionName) != "" {
		return true
	}
	return !labels.Empty()
}

func withoutDecision(labels record.Labels) record.Labels {
	labels.Decision = ""
	return labels
}
