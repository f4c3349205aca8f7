package web

import (
	"testing"
	"time"

	"golang.org/x/time/rate"
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
		if got := network(test.address).String(); got != test.want {
			t.Errorf("network(%q) = %s, want %s", test.address, got, test.want)
		}
	}
}

// TestBrake: what one network does costs another nothing, and is forgiven in time.
func TestBrake(t *testing.T) {
	now := time.Unix(0, 0)
	const pause, burst = 30 * time.Second, 20
	b := newBrake(func() time.Time { return now }, rate.Every(pause), burst)
	bad, good := network("192.0.2.1"), network("192.0.2.2")
	for range 25 {
		b.count(bad)
	}
	if b.wait(bad) != 6*pause || b.wait(good) != 0 {
		t.Errorf("waits %v and %v", b.wait(bad), b.wait(good))
	}
	now = now.Add(25 * pause)
	if b.wait(bad) != 0 {
		t.Errorf("waits %v at the end", b.wait(bad))
	}
	for range burst - 1 {
		b.count(bad)
	}
	if b.wait(bad) != 0 {
		t.Errorf("waits %v though the burst is not used up", b.wait(bad))
	}
}
