package web

import (
	"testing"
)

func TestNetwork(t *testing.T) {
	for _, test := range []struct{ address, want string }{
		{"192.0.2.7", "192.0.2.7/32"},
		{"::ffff:192.0.2.7", "192.0.2.7/32"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"2001:db8:1:2::1", "2001:db8:1:2::/64"},
		{"2001:db8:1:3::1", "2001:db8:1:3::/64"},
		{"fe80::1%eth0", "fe80::/64"},
		{"", "invalid Prefix"},
		{"nonsense", "invalid Prefix"},
	} {
		if got := networkOf(test.address).String(); got != test.want {
			t.Errorf("networkOf(%q) = %s, want %s", test.address, got, test.want)
		}
	}
}
