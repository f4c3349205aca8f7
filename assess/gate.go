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

// Caller describes the sender of one request. Only the goroutine of the request uses it.
type Caller struct {
	Network netip.Prefix // where the request comes from
	Address string       // of the client, as the log may show it
	Request string       // id, for the log
	// HoldsPlace makes a place at the gate last until Leave, not only until the work that
	// needed it is done. It is for requests that wait for nothing between pieces of work.
	HoldsPlace bool

	Reader record.Reader // who reads; the zero Reader for somebody unknown
	Key    string        // edit key that came with the request and admits its holder, "" for none
	// Closed is set when an assessment was read that is not for everybody with its link,
	// so that the response must not be cached for others.
	Closed bool
	opened []string // ids of the assessments that an edit key has opened

	leave func() // nil without a place
}

// Leave gives up the place at the gate, if there is one.
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

// CallerOf returns the caller in a context, or a new one for work outside of requests.
func CallerOf(ctx context.Context) *Caller {
	if c, ok := ctx.Value(callerKey{}).(*Caller); ok {
		return c
	}
	return new(Caller)
}

// How many pieces of work may wait for a place at the gate, from one network and
// altogether. One evaluation takes about 5 ms, so 64 finish well within the time limit of
// a request; even with eight parts each, all are served, if slowly.
const (
	maxWaiting    = 64
	maxWaitingAll = 512
)

// newGate leaves one processor free for responses from memory: articles would otherwise
// wait for evaluations of many milliseconds on every processor.
func newGate() *fair.Gate[netip.Prefix] {
	return fair.New[netip.Prefix](runtime.GOMAXPROCS(0)-1, maxWaiting, maxWaitingAll)
}

// priceCauses is the price at the gate of naming causes, in units of about 5 ms, besides
// the evaluations.
const priceCauses = 4

func priceOf(a decision.Assessment) int { return 1 + len(a.Parts) }

// Enter waits for a place at the gate; leave gives it up. It is for work of a millisecond
// or more that is not I/O, at a price in units of about 5 ms. Networks take turns. Work
// that is part of work with a place needs no place of its own. The error wraps
// fair.ErrCrowded, fair.ErrFull or the error of the context.
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
