package link

import (
	"context"
	"testing"
)

func TestTo(t *testing.T) {
	for _, tt := range []struct{ base, address, want string }{
		{"", "/articles", "/articles"},
		{"", "/", "/"},
		{"/tools/crossroads", "/", "/tools/crossroads/"},
		{"/crossroads", "/decide/lunch?size=few#q-size", "/crossroads/decide/lunch?size=few#q-size"},
		{"/crossroads", "#main", "#main"},
		{"/crossroads", "", ""},
		{"/crossroads", "?step=2", "?step=2"},
		{"/crossroads", "//example.org/x", "//example.org/x"},
		{"/crossroads", "https://example.org/x", "https://example.org/x"},
		{"/crossroads", "mailto:me@example.org", "mailto:me@example.org"},
	} {
		if got := string(To(Under(context.Background(), tt.base), tt.address)); got != tt.want {
			t.Errorf("below %q the address %q is %q, want %q", tt.base, tt.address, got, tt.want)
		}
	}
}
