package web

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// brake bounds how often a network does something: burst times at once, and
// after that at a rate. It knows the networks that were active last; who was
// not for as long as it takes to forget them has nothing left to answer for.
type brake struct {
	now   func() time.Time
	rate  rate.Limit
	burst int

	mu       sync.Mutex
	networks lru[netip.Prefix, *rate.Limiter]
}

const brakeMax = 50_000 // networks remembered, about 15 MB

func newBrake(now func() time.Time, often rate.Limit, burst int) *brake {
	return &brake{now: now, rate: often, burst: burst, networks: newLRU[netip.Prefix, *rate.Limiter](brakeMax)}
}

// wait is how long a network must wait before its next time, 0 for not.
func (b *brake) wait(client netip.Prefix) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l, known := b.networks.get(client); known {
		return b.left(l)
	}
	return 0
}

// count notes that a network did it once more, be it too often.
func (b *brake) count(client netip.Prefix) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limiter(client).ReserveN(b.now(), 1)
}

// take counts unless the network must wait. A wait that is asked for early, while
// a body is still on its way, does not see the others that are on their way too.
func (b *brake) take(client netip.Prefix) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.limiter(client)
	if wait = b.left(l); wait == 0 {
		l.ReserveN(b.now(), 1)
	}
	return wait
}

// limiter is that of a network, under the lock.
func (b *brake) limiter(client netip.Prefix) *rate.Limiter {
	l, known := b.networks.get(client)
	if !known {
		l = rate.NewLimiter(b.rate, b.burst)
		b.networks.put(client, l, 1)
	}
	return l
}

// left is how long until one more is allowed. What rounding may have added is
// not waited for.
func (b *brake) left(l *rate.Limiter) time.Duration {
	if b.rate == rate.Inf {
		return 0
	}
	missing := 1 - l.TokensAt(b.now())
	return max(0, time.Duration(missing/float64(b.rate)*float64(time.Second))).Round(time.Millisecond)
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
