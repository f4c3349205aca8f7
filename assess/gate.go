package assess

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"

	"crossroads/decision"
	"crossroads/fair"
	"crossroads/record"
)

// Caller is who asks for something, for as long as that takes. Only the
// goroutine of the request uses it.
type Caller struct {
	Network netip.Prefix // that the request comes from
	Address string       // its client, as the log may name it
	Request string       // its id, for the log
	// HoldsPlace makes a place at the gate last until Leave instead of until the piece
	// of work that needed it is done: for requests that wait for nothing in between.
	HoldsPlace bool

	Reader record.Reader // who reads; a stranger unless the portal has found out
	Key    string        // edit key that came with the request, which lets its holder read, "" for none
	// Closed is set when what was asked for is not for everybody who has its link, so that
	// no answer about it may be kept for others.
	Closed bool
	opened []string // ids of the assessments that an edit key has opened

	leave func() // nil without a place
}

// Leave gives the place at the gate back, if there is one.
func (c *Caller) Leave() {
	if c.leave != nil {
		c.leave()
		c.leave = nil
	}
}

type callerKey struct{}

// WithCaller puts the caller into a context.
func WithCaller(ctx context.Context, c *Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf finds the caller; for work that no request asked for it is a new one.
func CallerOf(ctx context.Context) *Caller {
	if c, ok := ctx.Value(callerKey{}).(*Caller); ok {
		return c
	}
	return new(Caller)
}

// How many pieces of work may wait for a place at the gate, from one network and
// altogether. A single evaluation takes about 5 ms, so that 64 take less than the
// patience of a request; with eight parts each is served, if slowly.
const (
	maxWaiting    = 64
	maxWaitingAll = 512
)

// newGate leaves a processor to what is answered from memory. Work of many
// milliseconds on all of them would make articles wait for it to end.
func newGate() *fair.Gate[netip.Prefix] {
	return fair.New[netip.Prefix](runtime.GOMAXPROCS(0)-1, maxWaiting, maxWaitingAll)
}

// Prices at the gate are in units of about 5 ms.
const priceCauses = 4 // of naming causes, besides the evaluations

func priceOf(a decision.Assessment) int { return 1 + len(a.Parts) }

// Enter waits for a place at the gate, for work of a millisecond or more that is
// not I/O, at a price in units of about 5 ms; leave gives the place back.
// Networks take turns. Work inside of other work that has a place needs none of
// its own. The error wraps fair.ErrCrowded, fair.ErrFull or that of the context.
func (p *process) Enter(ctx context.Context, price int) (leave func(), err error) {
	c := CallerOf(ctx)
	if c.leave != nil {
		p.gate.Charge(c.Network, price)
		return func() {}, nil
	}
	c.leave, err = p.gate.Enter(ctx, c.Network, price)
	switch {
	case err != nil:
		return nil, fmt.Errorf("waiting to evaluate: %w", err)
	case c.HoldsPlace:
		return func() {}, nil
	}
	return c.Leave, nil
}
