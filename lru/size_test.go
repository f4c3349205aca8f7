package lru

import (
	"strings"
	"testing"
)

// TestHeld compares the estimate with the memory that values really take.
func TestHeld(t *testing.T) {
	text := strings.Repeat("x", 1000)
	for _, tt := range []struct {
		value any
		want  int
	}{
		{text, 16 + 1000},
		{[]string{text, text}, 24 + 2*(16+1000)},
		{make([]float64, 3, 100), 24 + 800},
		{&text, 8 + 16 + 1000},
		{(*string)(nil), 8},
		{map[string]string{"ab": text}, 8 + 2*(16+2+16+1000)},
		{struct {
			a string
			b []byte
		}{text, []byte("abc")[:3:3]}, 40 + 1000 + 3},
	} {
		if got := Held(tt.value); got != tt.want {
			t.Errorf("%T: %d bytes, want %d", tt.value, got, tt.want)
		}
	}
}
