package web

import "testing"

// TestTaggedRevision: a tag that a proxy has changed names the revision that it
// named before, and nothing else names one.
func TestTaggedRevision(t *testing.T) {
	for tag, want := range map[string]int{
		`"2"`: 2, `W/"2"`: 2, `2`: 2, ` "12" `: 12, `"2-gzip"`: 2, `W/"2-br"`: 2, `"2--gzip"`: 2, `"2;gzip"`: 2, `"2+gzip"`: 2,
		`"2/zstd"`: 2, `"2-df"`: 2, `w/"2"`: 2, `\"2\"`: 2, `'2'`: 2,
		``: 0, `"`: 0, `""`: 0, `*`: 0, `"0"`: 0, `"02"`: 0, `"-2"`: 0, `"2-x"`: 0, `"nonsense"`: 0, `"2", "3"`: 0, `"2;"`: 0, `"2gzip"`: 0, `W/W/"2"`: 0,
		`"99999999999999999999"`: 0,
	} {
		if got := taggedRevision(tag); got != want {
			t.Errorf("%q names %d, want %d", tag, got, want)
		}
	}
}
