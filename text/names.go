package text

import (
	"slices"
	"strings"
)

// SplitNames reads a list as people type it, with commas between the entries, or with semicolons.
// If semicolons separate nothing but names such as "Doe, John", as in mail programs, each is turned
// round, since no entry holds a comma.
func SplitNames(typed string) (list []string) {
	typed = commas.Replace(typed)
	people := strings.FieldsFunc(typed, func(c rune) bool { return c == ';' })
	people = slices.DeleteFunc(people, func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(people) > 1 && !slices.ContainsFunc(people, func(s string) bool { return strings.Count(s, ",") != 1 }) {
		for i, person := range people {
			last, first, _ := strings.Cut(person, ",")
			people[i] = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
		}
	}
	typed = strings.Join(people, ",")
	for entry := range strings.SplitSeq(typed, ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			list = append(list, entry)
		}
	}
	return list
}

// commas are signs that other scripts have for a comma or a semicolon.
var commas = strings.NewReplacer("，", ",", "、", ",", "،", ",", "；", ";", "؛", ";")
