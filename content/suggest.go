package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crossroads/text"
)

// suggest says what to write instead of an unknown word: the nearest known one
// if it is near enough to be a slip, else all of them if they are few.
func suggest(unknown string, known []string) string {
	if len(known) == 0 {
		return "there is none yet"
	}
	nearest := slices.MinFunc(known, func(a, b string) int {
		return cmp.Or(cmp.Compare(text.Distance(unknown, a), text.Distance(unknown, b)), cmp.Compare(a, b))
	})
	if d := text.Distance(unknown, nearest); d <= max(2, len(unknown)/3) && d < len(nearest) {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	sorted := slices.Clone(known)
	slices.Sort(sorted)
	if sorted = slices.Compact(sorted); len(sorted) > 30 {
		return fmt.Sprintf("there are %d, such as %s", len(sorted), strings.Join(sorted[:5], ", "))
	}
	return "write one of " + strings.Join(sorted, ", ")
}
