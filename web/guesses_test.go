package web

import (
	"testing"
	"time"
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

// TestGuessesAreApart: one network's wrong keys cost another nothing, and are
// forgiven in time.
func TestGuessesAreApart(t *testing.T) {
	now := time.Unix(0, 0)
	g := newGuesses(func() time.Time { return now })
	bad, good := network("192.0.2.1"), network("192.0.2.2")
	for range 25 {
		g.wrong(bad)
	}
	if g.wait(bad) != 6*guessPause || g.wait(good) != 0 {
		t.Errorf("waits %v and %v", g.wait(bad), g.wait(good))
	}
	now = now.Add(25 * guessPause)
	if g.wait(bad) != 0 {
		t.Errorf("waits %v at the end", g.wait(bad))
	}
	for range guessBurst - 1 {
		g.wrong(bad)
	}
	if g.wait(bad) != 0 {
		t.Errorf("waits %v though the burst is not used up", g.wait(bad))
	}
}
