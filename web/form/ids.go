package form

import (
	"slices"
	"strings"

	"crossroads/text"
)

// IDs reads ids from the values of a field, several to a value if they were written so. A value
// that was mangled on its way is mended where all that is left of it are known ids; any other
// stays as it is, to be named.
func IDs(values []string, known func(string) bool) (ids []string) {
	for _, value := range values {
		if value == "" {
			continue
		}
		whole, unknown := []string{value}, func(word string) bool { return !known(word) }
		lines := strings.NewReplacer("\r", " ", "\n", " ").Replace(unescaped(value))
		for _, typed := range []string{unescaped(value), lines} { // an id may be broken over two lines, or be on one of its own
			small := hyphens.Replace(strings.ToLower(strings.Map(text.Narrow, strings.Map(text.Visible, typed))))
			words := strings.FieldsFunc(small, outsideID)
			if !known(value) && len(words) > 0 && !slices.ContainsFunc(words, unknown) {
				whole = words
				break
			}
		}
		ids = append(ids, whole...)
	}
	return ids
}

// hyphens are those that word processors put in place of "-".
var hyphens = strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "−", "-")

// ID is IDs for the last of the values, "" for none.
func ID(values []string, known func(string) bool) string {
	if ids := IDs([]string{Last(values)}, known); len(ids) == 1 {
		return ids[0]
	}
	return Last(values)
}
