package link

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRepair(t *testing.T) {
	for _, tt := range []struct{ path, clean, query, fragment string }{
		{"/articles/functions", "/articles/functions", "", ""},
		{"/articles/functions.", "/articles/functions", "", ""},
		{"/articles/functions),", "/articles/functions", "", ""},
		{"/articles/functions and", "/articles/functions", "", ""},
		{"/<articles>/“functions”", "/articles/functions", "", ""},
		{"/Articles/Func\u200btions", "/articles/functions", "", ""},
		{"/decide/lunch?size=few#q-size", "/decide/lunch", "size=few", "q-size"},
		{"/decide/lunch&size=few", "/decide/lunch", "size=few", ""},
		{"/a/x/r/2/adr.md", "/a/x/r/2/adr.md", "", ""},
	} {
		if clean, query, fragment := Repair(tt.path); clean != tt.clean || query != tt.query || fragment != tt.fragment {
			t.Errorf("%q is %q, %q, %q, want %q, %q, %q", tt.path, clean, query, fragment, tt.clean, tt.query, tt.fragment)
		}
	}
}

// TestRepairEnds: what is repaired needs no repair, so that nobody is sent
// in a circle, and it stays on this site.
func TestRepairEnds(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"/", "/", "a", "ID", "%", "\\", ".", ")", "»", "\u200b", "\u00ad", " ", "\n", "é", ", and", ";", "<", "を", "?", "&", "#", "=", "x",
		"-", "..", "\xff",
	})
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + strings.Join(rapid.SliceOf(piece).Draw(t, "path"), "")
		clean, _, _ := Repair(path)
		if again, query, fragment := Repair(clean); again != clean || query+fragment != "" {
			t.Fatalf("%q is repaired to %q and that to %q", path, clean, again)
		}
		if !strings.HasPrefix(clean, "/") || strings.HasPrefix(clean, "//") {
			t.Fatalf("%q is repaired to %q", path, clean)
		}
	})
}
