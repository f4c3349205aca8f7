package web

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestRepairedAddressEnds: what is repaired needs no repair, so that nobody is sent
// in a circle, and it stays on this site.
func TestRepairedAddressEnds(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"/", "/", "a", "ID", "%", "\\", ".", ")", "»", "\u200b", "\u00ad", " ", "\n", "é", ", and", ";", "<", "を", "?", "&", "#", "=", "x",
		"-", "..", "\xff",
	})
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + strings.Join(rapid.SliceOf(piece).Draw(t, "path"), "")
		clean, _, _ := repairedAddress(path)
		if again, query, fragment := repairedAddress(clean); again != clean || query+fragment != "" {
			t.Fatalf("%q is repaired to %q and that to %q", path, clean, again)
		}
		if !strings.HasPrefix(clean, "/") || strings.HasPrefix(clean, "//") {
			t.Fatalf("%q is repaired to %q", path, clean)
		}
	})
}
