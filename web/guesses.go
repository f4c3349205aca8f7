package web

import (
	"net/netip"
	"sync"
	"time"
)

// guesses counts wrong edit keys by the network they came from. Each network
// may get some wrong at once, and after that one for every pause.
type guesses struct {
	now func() time.Time

	mu    sync.Mutex
	until map[netip.Prefix]time.Time // when the network has nothing left to answer for
}

const (
	guessPause = 30 * time.Second
	guessBurst = 20
	guessMax   = 100_000 // networks remembered, about 10 MB
)

func newGuesses(now func() time.Time) *guesses {
	return &guesses{now: now, until: map[netip.Prefix]time.Time{}}
}

// wait is how long a network must wait before it may try a key, 0 for not.
func (g *guesses) wait(client netip.Prefix) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	until, known := g.until[client]
	if !known {
		return 0
	}
	return max(0, until.Sub(g.now())-guessPause*(guessBurst-1))
}

// wrong notes a wrong key.
func (g *guesses) wrong(client netip.Prefix) {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.until) >= guessMax {
		for network, until := range g.until {
			if until.Before(now) {
				delete(g.until, network)
			}
		}
		if len(g.until) >= guessMax {
			clear(g.until) // an attack from everywhere: start again rather than grow
		}
	}
	from := g.until[client]
	if from.Before(now) {
		from = now
	}
	g.until[client] = from.Add(guessPause)
}

// network is the part of an address that one person controls: an IPv4 address,
// or the /64 that an IPv6 host chooses its addresses from.
func network(address string) netip.Prefix {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{} // strangers without an address share one count
	}
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	prefix, _ := addr.Prefix(bits) // the length is valid
	return prefix
}
