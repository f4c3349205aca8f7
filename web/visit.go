package web

import (
	"context"
	"net/http"
	"time"

	"crossroads/assess"
)

// received notes where a request comes from. Its place at the gate is given
// back before the answer is sent, which may take as long as the client likes.
func (s *server) received(w http.ResponseWriter, r *http.Request) (*assess.Caller, context.Context) {
	s.watchForwarding(r)
	rec := recorderOf(w)
	rec.caller = &assess.Caller{Network: network(s.address(r)), Request: rec.id, Keeps: r.Method == http.MethodGet || r.Method == http.MethodHead}
	return rec.caller, assess.WithCaller(r.Context(), rec.caller)
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

// Prices at the gate of what is not an evaluation, in units of about 5 ms.
const (
	pricePage    = 1 // to draw a page or write a file
	priceCost    = 3
	pricePicture = 2
)

// crowdedRetry is after how long it is worth asking again when a network has too
// much waiting.
const crowdedRetry = 2 * time.Second

// keepPlace makes a request keep its place at the gate until its answer is ready,
// for those that do nothing but compute.
func keepPlace(ctx context.Context) { assess.CallerOf(ctx).Keeps = true }
