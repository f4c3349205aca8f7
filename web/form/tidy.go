package form

import (
	"slices"
	"strings"
)

// Tidy removes empty fields from a query, which forms without JavaScript send, and reports whether
// there were any. Two kinds of empty fields have a meaning and stay: "parts=" if there are
// parts, because it says that they do not count, and the required fields.
func Tidy(raw string, required ...string) (query string, changed bool) {
	pairs := strings.Split(raw, "&")
	last := map[string]string{} // value that counts, by field
	parts := false
	for _, pair := range pairs {
		key, value, _ := strings.Cut(pair, "=")
		last[key] = value
	}
	for _, pair := range pairs {
		key, value, _ := strings.Cut(pair, "=")
		if single(key) {
			value = last[key]
		}
		head, _, dotted := strings.Cut(key, ".")
		parts = parts || dotted && partNumber(head) > 0 && value != ""
	}
	filled := slices.DeleteFunc(slices.Clone(pairs), func(pair string) bool {
		key, value, given := strings.Cut(pair, "=")
		switch {
		case slices.Contains(required, key), key == "parts" && parts && last[key] == "":
			return false
		case single(key) && last[key] == "":
			return given // what came before does not count either
		}
		return given && value == ""
	})
	return strings.Join(filled, "&"), len(filled) < len(pairs)
}

// single reports whether a field has one value, so that only the last one counts.
func single(key string) bool {
	head, tail, dotted := strings.Cut(key, ".")
	switch {
	case !dotted:
		return key == "quick" || key == "split" || key == "parts"
	case partNumber(head) > 0:
		return tail == "name" || tail == "share"
	}
	return head == "rank" || head == "load" || head == "w"
}
