package web

import (
	"net/netip"
	"sync"
	"time"
)

// brake bounds how often a network does something: burst times at once, and
// after that once for every pause.
type brake struct {
	now   func() time.Time
	pause time.Duration
	burst int

	mu    sync.Mutex
	until map[netip.Prefix]time.Time // when the network has nothing left to answer for
}

const brakeMax = 100_000 // networks remembered, about 10 MB

func newBrake(now func() time.Time, pause time.Duration, burst int) *brake {
	return &brake{now: now, pause: pause, burst: burst, until: map[netip.Prefix]time.Time{}}
}

// wait is how long a network must wait before its next time, 0 for not.
func (b *brake) wait(client netip.Prefix) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.left(client)
}

// count notes that a network did it once more.
func (b *brake) count(client netip.Prefix) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.add(client)
}

// take counts unless the network must wait. A wait that is asked for early, while
// a body is still on its way, does not see the others that are on their way too.
func (b *brake) take(client netip.Prefix) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if wait = b.left(client); wait == 0 {
		b.add(client)
	}
	return wait
}

// left is wait under the lock.
func (b *brake) left(client netip.Prefix) time.Duration {
	until, known := b.until[client]
	if !known {
		return 0
	}
	return max(0, until.Sub(b.now())-b.pause*time.Duration(b.burst-1))
}

// add is count under the lock.
func (b *brake) add(client netip.Prefix) {
	now := b.now()
	if len(b.until) >= brakeMax {
		for network, until := range b.until {
			if until.Before(now) {
				delete(b.until, network)
			}
		}
		if len(b.until) >= brakeMax {
			clear(b.until) // an attack from everywhere: start again rather than grow
		}
	}
	from := b.until[client]
	if from.Before(now) {
		from = now
	}
	b.until[client] = from.Add(b.pause)
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
