package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"runtime"
	"time"

	"crossroads/decision"
	"crossroads/fair"
)

// visit is what the portal knows of a request while it lasts. Only the
// goroutine of the request uses it.
type visit struct {
	network netip.Prefix // it comes from
	request string       // its id, for the log
	keeps   bool         // a place at the gate until the answer is ready: nothing is waited for in between
	leave   func()       // nil without a place
}

// done gives the place back, if there is one.
func (v *visit) done() {
	if v.leave != nil {
		v.leave()
		v.leave = nil
	}
}

type visitKey struct{}

// visitOf is a new one for work that no request asked for.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return new(visit)
}

// received notes where a request comes from. Its place at the gate is given
// back before the answer is sent, which may take as long as the client likes.
func (s *server) received(w http.ResponseWriter, r *http.Request) (*visit, context.Context) {
	s.watchForwarding(r)
	ctx := withVisit(r.Context(), visit{network: network(s.address(r)), request: recorderOf(w).id, keeps: r.Method == http.MethodGet || r.Method == http.MethodHead})
	v := visitOf(ctx)
	recorderOf(w).visit = v
	return v, ctx
}

func withVisit(ctx context.Context, v visit) context.Context {
	return context.WithValue(ctx, visitKey{}, &v)
}

// watchForwarding warns once of a proxy that the operator has not named:
// everybody behind it would share the bounds of one reader.
func (s *server) watchForwarding(r *http.Request) {
	if len(s.cfg.TrustedProxies) > 0 || r.Header["X-Forwarded-For"] == nil || s.forwarded.Swap(true) {
		return
	}
	s.log.Warn("a request came with X-Forwarded-For, but no proxy is trusted: if there is a proxy in front, all its readers "+
		"share one limit of saves, evaluations and wrong keys until --trusted-proxies names it", "from", network(s.address(r)))
}

// What may wait for a place at the gate, from one network and altogether. A
// single evaluation takes about 5 ms, so that 64 take less than the patience of
// a request; with eight parts each is served, if slowly.
const (
	maxWaiting    = 64
	maxWaitingAll = 512
	crowdedRetry  = 2 * time.Second
)

// newGate leaves a processor to what is answered from memory. Work of many
// milliseconds on all of them would make articles wait for it to end.
func newGate() *fair.Gate[netip.Prefix] {
	return fair.New[netip.Prefix](runtime.GOMAXPROCS(0)-1, maxWaiting, maxWaitingAll)
}

// Prices at the gate, in units of about 5 ms.
const (
	pricePage    = 1 // to draw a page or write a file
	priceCost    = 3
	pricePicture = 2
	priceCauses  = 4 // besides the evaluations
)

func priceOf(a decision.Assessment) int { return 1 + len(a.Parts) }

// enter waits for a place at the gate, for work of a millisecond or more that
// is not I/O; leave gives it back. Networks take turns. Work inside of other
// work that has a place needs none of its own.
func (s *server) enter(ctx context.Context) (leave func(), err error) {
	return s.enterFor(ctx, pricePage)
}

// enterFor is enter for work of another price.
func (s *server) enterFor(ctx context.Context, price int) (leave func(), err error) {
	v := visitOf(ctx)
	if v.leave != nil {
		s.gate.Charge(v.network, price)
		return func() {}, nil
	}
	v.leave, err = s.gate.Enter(ctx, v.network, price)
	switch {
	case errors.Is(err, fair.ErrCrowded):
		return nil, &fault{status: http.StatusTooManyRequests, retry: crowdedRetry, message: "Your network asks for more at once than can be computed. Wait a few seconds and try again; nothing you answered is lost.", err: err}
	case errors.Is(err, fair.ErrFull):
		return nil, &fault{status: http.StatusServiceUnavailable, message: "Too many ask for something at this moment. Try again in a few seconds; nothing you answered is lost.", err: err}
	case err != nil:
		return nil, fmt.Errorf("waiting to evaluate: %w", err)
	case v.keeps:
		return func() {}, nil
	}
	return v.done, nil
}

// keepPlace makes a request keep its place until its answer is ready, for
// those that do nothing but compute.
func keepPlace(ctx context.Context) { visitOf(ctx).keeps = true }
