// Package fair shares limited resources among many clients.
//
// A Gate bounds how much work is done at once, a Limiter how often each client does
// something, and a Budget how much each client holds. Clients are identified by a key,
// such as the network that a request comes from.
//
// Work at a Gate has a price, and places go to the key that has used least: a client that
// asks for a thousand pieces of work delays others by about one of them, not by a thousand.
// No place is empty while somebody waits. The order is start-time fair queueing (Goyal, Vin
// and Cheng, 1996), with a clock that newcomers move as well, so that even an endless stream
// of new keys cannot keep an old one waiting for ever.
package fair

import (
	"container/heap"
	"context"
	"errors"
	"sync"
)

// Errors of Enter if too many wait already.
var (
	ErrCrowded = errors.New("too much of this client waits already") // the key has reached its bound
	ErrFull    = errors.New("too much waits already")                // all keys together have
)

// newcomer is how far a new key moves the clock. A key that has used more than its share waits for only as many
// newcomers as make up for that.
const newcomer = 1.0 / 32 // of the least price

// maxIdle bounds the number of remembered keys for which nobody waits.
const maxIdle = 4096

// Gate hands out places. It holds no goroutine of its own; all methods may be
// called concurrently.
type Gate[K comparable] struct {
	perKey, total int // largest numbers of waiting pieces of work

	mu      sync.Mutex
	free    int // places
	taken   int
	waiting int
	clock   float64 // start of what was begun last, moved by newcomers
	turns   uint64
	lines   map[K]*line[K]
	order   byStart[K] // the lines in which somebody waits
}

// line is the queue of a key.
type line[K comparable] struct {
	key   K
	start float64   // when its next work would begin if all keys were served in parallel
	turn  uint64    // among equal starts, the one that has waited longest is served first
	at    int       // place in the order, -1 if nobody waits
	queue []*waiter // first come, first served
}

type waiter struct {
	price   float64
	ready   chan struct{} // closed when it gets a place
	granted bool
}

// New makes a gate with a number of places, at least one. At most perKey
// pieces of work of one key wait, and at most total of all.
func New[K comparable](places, perKey, total int) *Gate[K] {
	return &Gate[K]{free: max(places, 1), perKey: perKey, total: total, lines: map[K]*line[K]{}}
}

// Enter waits for a place and returns a function that gives it up, which may be called more than once. Price is
// how long the work will take, in any unit that is the same for all keys; less than 1 counts as 1. The error is
// that of ctx, ErrCrowded or ErrFull.
func (g *Gate[K]) Enter(ctx context.Context, key K, price int) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := &waiter{price: float64(max(price, 1))}
	if err := g.join(key, w); err != nil {
		return nil, err
	}
	if w.ready != nil {
		select {
		case <-w.ready:
		case <-ctx.Done():
			g.giveUp(key, w)
			return nil, ctx.Err()
		}
	}
	return sync.OnceFunc(g.leave), nil
}

// Charge raises the price of work that already has a place.
func (g *Gate[K]) Charge(key K, price int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.lines[key]
	if l == nil {
		return
	}
	l.start += float64(max(price, 0))
	if l.at >= 0 {
		heap.Fix(&g.order, l.at)
	}
}

// Load returns how many pieces of work have a place, and how many wait for one.
func (g *Gate[K]) Load() (working, waiting int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.taken, g.waiting
}

// join takes a free place, or a place in the line of the key.
func (g *Gate[K]) join(key K, w *waiter) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.lines[key]
	switch {
	case g.free == 0 && l != nil && len(l.queue) >= g.perKey, g.free == 0 && g.perKey < 1:
		return ErrCrowded
	case g.free == 0 && g.waiting >= g.total:
		return ErrFull
	}
	if l == nil {
		g.tidy()
		l = &line[K]{key: key, at: -1}
		g.lines[key] = l
		g.clock += newcomer
	}
	l.start = max(l.start, g.clock)
	if g.free > 0 { // then nobody waits
		g.begin(l, w)
		return nil
	}
	w.ready = make(chan struct{})
	l.queue = append(l.queue, w)
	g.waiting++
	if l.at < 0 {
		g.turns++
		l.turn = g.turns
		heap.Push(&g.order, l)
	}
	return nil
}

// begin gives a place to the work of a line.
func (g *Gate[K]) begin(l *line[K], w *waiter) {
	g.free--
	g.taken++
	w.granted = true
	g.clock = max(g.clock, l.start)
	l.start += w.price
}

func (g *Gate[K]) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free++
	g.taken--
	if g.waiting > 0 {
		g.next()
		return
	}
	if g.taken == 0 { // no key is owed anything
		g.clock = 0
		clear(g.lines)
	}
}

// next hands a free place to the line whose turn it is.
func (g *Gate[K]) next() {
	l := g.order[0]
	w := l.queue[0]
	l.queue = l.queue[1:]
	g.waiting--
	g.begin(l, w)
	close(w.ready)
	g.settle(l)
}

// settle puts a line where it belongs after its first waiter went.
func (g *Gate[K]) settle(l *line[K]) {
	if len(l.queue) == 0 {
		heap.Remove(&g.order, l.at)
		l.queue = nil
		return
	}
	g.turns++
	l.turn = g.turns
	heap.Fix(&g.order, l.at)
}

// giveUp leaves the line. If it has just got a place, it passes that on.
func (g *Gate[K]) giveUp(key K, w *waiter) {
	g.mu.Lock()
	if w.granted {
		g.mu.Unlock()
		g.leave()
		return
	}
	defer g.mu.Unlock()
	l := g.lines[key]
	for i, other := range l.queue {
		if other == w {
			l.queue = append(l.queue[:i], l.queue[i+1:]...)
			break
		}
	}
	g.waiting--
	if len(l.queue) == 0 {
		heap.Remove(&g.order, l.at)
		l.queue = nil
	}
}

// tidy forgets keys that the clock has passed. If very many keys came within a short time, it forgets all for
// which nobody waits.
func (g *Gate[K]) tidy() {
	if len(g.lines) < maxIdle+len(g.order) {
		return
	}
	for _, all := range []bool{false, true} {
		for key, l := range g.lines {
			if l.at < 0 && (all || l.start <= g.clock) {
				delete(g.lines, key)
			}
		}
		if len(g.lines) < maxIdle/2+len(g.order) {
			return
		}
	}
}

// byStart is a heap of lines, the one to be served next first.
type byStart[K comparable] []*line[K]

func (o byStart[K]) Len() int { return len(o) }
func (o byStart[K]) Less(i, j int) bool {
	if o[i].start != o[j].start {
		return o[i].start < o[j].start
	}
	return o[i].turn < o[j].turn
}
func (o byStart[K]) Swap(i, j int) {
	o[i], o[j] = o[j], o[i]
	o[i].at, o[j].at = i, j
}
func (o *byStart[K]) Push(x any) {
	l := x.(*line[K])
	l.at = len(*o)
	*o = append(*o, l)
}
func (o *byStart[K]) Pop() any {
	last := len(*o) - 1
	l := (*o)[last]
	(*o)[last] = nil
	*o = (*o)[:last]
	l.at = -1
	return l
}
