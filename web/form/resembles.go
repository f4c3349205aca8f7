package form

import (
	"slices"
	"strings"

	"crossroads/text"
)

// resembles reports whether an unknown field looks like one of ours with a mistake: its name
// has a typing error and its value could be meant for it, it is a criterion with a number, or its value is an answer here. Other
// unknown fields were added by programs.
func (r *reader) resembles(field string, values []string) bool {
	name := cleanName(field)
	if head, _, valued := strings.Cut(name, "="); valued && r.isField(head) {
		return true
	}
	if head, _, dotted := strings.Cut(name, "."); dotted {
		return partNumber(head) > 0 || slices.Contains([]string{"w", "rank", "load"}, head) || isDigits(strings.TrimPrefix(head, "p"))
	}
	if r.criterionIndex(name) >= 0 && slices.ContainsFunc(values, isDigits) { // a weight
		return true
	}
	if strings.Contains(field, "_") || slices.Contains(origins, name) { // no question is called so
		return false
	}
	for _, id := range own {
		if mistyped(name, id) && (id != "rank" || slices.ContainsFunc(values, r.isRanking)) {
			return true
		}
	}
	for _, q := range r.cat.Questions {
		for _, value := range values {
			if r.isAnswer(q.ID, value) || mistyped(name, q.ID) && r.nearAnswer(q.ID, strings.ToLower(value)) {
				return true
			}
		}
	}
	return false
}

// origins are fields in which programs say where a reader comes from, or how a page looks.
// Their values, such as "app" or "team", can be those of answers.
var origins = []string{"ref", "referrer", "referer", "source", "src", "via", "from", "medium", "campaign", "channel", "client", "app",
	"platform", "device", "view", "mode", "type"}

// mistyped reports whether a word is another one with a typing error.
func mistyped(word, of string) bool { return text.Distance(word, of) <= max(1, len(of)/4) }

func (r *reader) nearAnswer(question, value string) bool {
	for _, a := range r.questions[question].Answers {
		if mistyped(value, a.ID) {
			return true
		}
	}
	return false
}

// isRanking reports whether a value begins with a criterion.
func (r *reader) isRanking(value string) bool {
	first, _, _ := strings.Cut(strings.ToLower(value), ",")
	return r.criterionIndex(first) >= 0
}
