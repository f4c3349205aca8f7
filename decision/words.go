package decision

import (
	"strings"

	"crossroads/decision/score"
)

// quoted joins labels: “a”, “b” or “c”.
func quoted(labels []string) string {
	marked := make([]string, len(labels))
	for i, l := range labels {
		marked[i] = "“" + l + "”"
	}
	return join(marked, " or ")
}

// and joins words: a, b and c.
func and(words []string) string { return join(words, " and ") }

func join(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

// names of the options in a set, in catalogue order.
func (s *session) names(set score.Set) []string {
	var list []string
	for o, option := range s.c.Options {
		if set.Has(o) {
			list = append(list, option.Name)
		}
	}
	return list
}
