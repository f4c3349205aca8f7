package form

import (
	"slices"
	"strings"
)

// Tidy leaves out of a query the fields that were left empty, so that the address
// of a form that was sent without script holds what was said and no more. It
// reports whether there were any. "parts=" stays where there are parts, as it says
// that they do not count, and so do the required fields, as they are then missing.
func Tidy(raw string, required ...string) (query string, changed bool) {
	pairs := strings.Split(raw, "&")
	last := map[string]string{} // value of each field
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

// single reports whether the last value of a field is the one that counts.
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
