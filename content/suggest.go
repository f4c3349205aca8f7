package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// suggest says what to write instead of an unknown word: the nearest known one
// if it is near enough to be a slip, else all of them if they are few.
func suggest(unknown string, known []string) string {
	if len(known) == 0 {
		return "there is none yet"
	}
	nearest := slices.MinFunc(known, func(a, b string) int {
		return cmp.Or(cmp.Compare(distance(unknown, a), distance(unknown, b)), cmp.Compare(a, b))
	})
	if d := distance(unknown, nearest); d <= max(2, len(unknown)/3) && d < len(nearest) {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	sorted := slices.Clone(known)
	slices.Sort(sorted)
	if sorted = slices.Compact(sorted); len(sorted) > 30 {
		return fmt.Sprintf("there are %d, such as %s", len(sorted), strings.Join(sorted[:5], ", "))
	}
	return "write one of " + strings.Join(sorted, ", ")
}

// distance is the number of single-letter changes, or swaps of neighbours,
// between two words. Words over 64 bytes count as far from everything.
func distance(a, b string) int {
	const limit = 64
	if len(a) > limit || len(b) > limit {
		return limit
	}
	var before, last, next [limit + 1]int
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			next[j] = min(change, last[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last = last, next
	}
	return last[len(b)]
}
