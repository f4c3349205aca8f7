package assess

import (
	"slices"
	"strings"
	"testing"
)

func TestTexts(t *testing.T) {
	tests := []struct {
		name, title, note   string
		wantTitle, wantNote string
		fields              []string
	}{
		{"plain", " A  title\t", "a\r\nb\rc ", "A title", "a\nb\nc", nil},
		{"missing", "  ", "", "  ", "", []string{"title"}},
		{"at the limit", strings.Repeat("ä", 120), strings.Repeat("ß", 4000), strings.Repeat("ä", 120), strings.Repeat("ß", 4000), nil},
		{"over the limit", strings.Repeat("ä", 121), strings.Repeat("ß", 4001), strings.Repeat("ä", 121), strings.Repeat("ß", 4001), []string{"title", "note"}},
		{"broken", "\xff", "\xff", "\xff", "\xff", []string{"title", "note"}},
		{"control characters", "a\x00", "a\x1b[31m", "a\x00", "a\x1b[31m", []string{"title", "note"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, findings := Texts{Title: tt.title, Note: tt.note}.Checked()
			if w.Title != tt.wantTitle || w.Note != tt.wantNote {
				t.Errorf("got %q and %q", w.Title, w.Note)
			}
			var fields []string
			for _, f := range findings {
				fields = append(fields, f.Field)
			}
			if !slices.Equal(fields, tt.fields) {
				t.Errorf("found fault with %q, want %q", fields, tt.fields)
			}
		})
	}
}
