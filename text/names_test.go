package text

import (
	"slices"
	"testing"
)

func TestSplitNames(t *testing.T) {
	for typed, want := range map[string][]string{
		"Ann, Bob": {"Ann", "Bob"}, "田中，鈴木、佐藤": {"田中", "鈴木", "佐藤"}, "Ann; Bob；": {"Ann", "Bob"}, ", ,": nil,
		"Doe, John; Roe, Jane;": {"John Doe", "Jane Roe"}, "Ann, Bob; Carl": {"Ann", "Bob", "Carl"}, "أحمد، سارة": {"أحمد", "سارة"},
	} {
		if got := SplitNames(typed); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
