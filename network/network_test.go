package network

import (
	"net/netip"
	"testing"
)

func TestOf(t *testing.T) {
	for _, tt := range []struct{ address, want string }{
		{"192.0.2.7", "192.0.2.7/32"},
		{"::ffff:192.0.2.7", "192.0.2.7/32"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"fe80::1%eth0", "fe80::/64"},
	} {
		if got := Of(netip.MustParseAddr(tt.address)).String(); got != tt.want {
			t.Errorf("the network of %s is %s, want %s", tt.address, got, tt.want)
		}
	}
	if got := Of(netip.Addr{}); got.IsValid() {
		t.Errorf("no address is in %v", got)
	}
}

func TestMask(t *testing.T) {
	for _, tt := range []struct{ address, want string }{
		{"192.0.2.7", "192.0.2.0/24"},
		{"2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"},
	} {
		if got := Mask(netip.MustParseAddr(tt.address), 24, 48).String(); got != tt.want {
			t.Errorf("%s is logged as %s, want %s", tt.address, got, tt.want)
		}
	}
}

func TestOnThisMachine(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "127.8.8.8": true, "::1": true,
		"": false, "localhost.example.org": false, "10.0.0.1": false, "0.0.0.0": false, "example.org": false,
	} {
		if got := OnThisMachine(host); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}
