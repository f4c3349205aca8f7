// Package webhook notifies other programs of events of assessments, by HTTP requests that are
// signed according to Standard Webhooks (https://www.standardwebhooks.com).
//
// A store adds a message in the transaction of a change, with a delivery for each endpoint
// that subscribes to it. A Sender takes deliveries, one at a time for each endpoint, so that
// a slow endpoint does not delay the others. It has half a minute for each: if the process
// dies, the delivery can be taken again after that. So each message arrives at least once,
// and always with the same id.
//
// Attempts, their times and the size of a response are bounded. Addresses, secrets and
// responses are never logged or stored, because an address may contain a secret.
package webhook

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"crossroads/record"
)

// Store stores messages and deliveries. Its methods are documented at store.SQLite.
type Store interface {
	NoteReviews(ctx context.Context, from, to string) (int, error)
	TakeDelivery(ctx context.Context, endpoint string, lease time.Duration) (record.Parcel, error)
	EndDelivery(ctx context.Context, d record.Delivery, a record.Attempt, next time.Time) error
	TidyDeliveries(ctx context.Context, tooOld, forget time.Time, detail string) (givenUp int, err error)
}

// Config is what a Sender needs.
type Config struct {
	Endpoints []Endpoint
	Store     Store
	BaseURL   string // of the portal, with the path that it is served below
	Version   string // of the program
	Log       *slog.Logger
	Now       func() time.Time
}

// Intervals of the work, and ages of what it handles.
const (
	lookEvery   = time.Second
	lookAgain   = 10 * time.Second // after the store has failed
	tidyEvery   = time.Minute
	reviewsFrom = 30 * 24 * time.Hour // reviews due for longer are not announced any more
	keepFor     = 90 * 24 * time.Hour // for deliveries; longer than reviewsFrom, so that no review is announced twice
)

// Sender delivers messages while Run runs.
type Sender struct {
	cfg      Config
	client   *http.Client
	look     time.Duration
	wait     func(attempts int, asked time.Duration) time.Duration
	counters map[string]*counter // by endpoint
}

// counter counts the outcomes of attempts to one endpoint.
type counter struct{ delivered, failed, givenUp atomic.Uint64 }

// Counts has the outcomes of attempts to an endpoint since the start.
type Counts struct {
	Endpoint  string
	Delivered uint64
	Failed    uint64 // with another attempt to come
	GivenUp   uint64
}

// New returns a sender.
func New(cfg Config) *Sender {
	s := &Sender{cfg: cfg, client: newClient(), look: lookEvery, wait: backoff, counters: map[string]*counter{}}
	for _, e := range cfg.Endpoints {
		s.counters[e.Endpoint] = &counter{}
	}
	return s
}

// Counts are those of each endpoint, in the order of the configuration.
func (s *Sender) Counts() (list []Counts) {
	for _, e := range s.cfg.Endpoints {
		c := s.counters[e.Endpoint]
		list = append(list, Counts{e.Endpoint, c.delivered.Load(), c.failed.Load(), c.givenUp.Load()})
	}
	return list
}

// Run delivers until ctx ends, and returns after the current attempts.
func (s *Sender) Run(ctx context.Context) {
	var running sync.WaitGroup
	for i := range s.cfg.Endpoints {
		running.Go(func() { s.serve(ctx, &s.cfg.Endpoints[i]) })
	}
	running.Go(func() { s.tidy(ctx) })
	running.Wait()
	s.client.CloseIdleConnections()
}

// pause returns false when ctx has ended.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// serve delivers to one endpoint.
func (s *Sender) serve(ctx context.Context, e *Endpoint) {
	for ctx.Err() == nil {
		wait := time.Duration(0)
		err := s.next(ctx, e)
		switch {
		case errors.Is(err, record.ErrNotFound):
			wait = s.look
		case err != nil && ctx.Err() == nil:
			wait = lookAgain
			s.cfg.Log.Warn("deliveries of webhooks cannot be read or noted", "endpoint", e.Endpoint, "err", err)
		}
		pause(ctx, wait)
	}
}

// next attempts the delivery that has waited longest. The error is that of the store:
// record.ErrNotFound when none is due.
func (s *Sender) next(ctx context.Context, e *Endpoint) error {
	p, err := s.cfg.Store.TakeDelivery(ctx, e.Endpoint, leaseTime)
	if err != nil {
		return err
	}
	done := context.WithoutCancel(ctx) // the outcome is recorded even if the program stops
	tried := s.cfg.Now()
	if p.AssessmentID == "" {
		return s.cfg.Store.EndDelivery(done, p.Delivery, record.Attempt{
			State: record.DeliveryDropped, Tried: tried,
			Detail: "the assessment was deleted before",
		}, tried)
	}
	sent, err := bodyOf(p, s.cfg.BaseURL)
	if err != nil {
		return err
	}
	a := s.post(ctx, e, p.ID, sent)
	attempt, next := record.Attempt{Tried: tried, Answer: a.status}, s.cfg.Now()
	if ctx.Err() != nil && a.status == 0 { // cancelled by the stop, so the receiver is not to blame
		attempt.State, attempt.Detail = record.DeliveryWaiting, "the portal stopped meanwhile"
		return s.cfg.Store.EndDelivery(done, p.Delivery, attempt, next)
	}
	if attempt.State, attempt.Detail = judge(a, p.Attempts); attempt.State == record.DeliveryWaiting {
		next = next.Add(s.wait(p.Attempts, a.wait))
	}
	s.note(e, p, attempt, s.cfg.Now().Sub(tried), next)
	return s.cfg.Store.EndDelivery(done, p.Delivery, attempt, next)
}

// note counts and logs an attempt. The log names no assessment.
func (s *Sender) note(e *Endpoint, p record.Parcel, a record.Attempt, took time.Duration, next time.Time) {
	c, log := s.counters[e.Endpoint], s.cfg.Log.With("endpoint", e.Endpoint, "type", p.Type, "message", p.ID, "attempt", p.Attempts, "took",
		took)
	switch a.State {
	case record.DeliveryDelivered:
		c.delivered.Add(1)
		log.Info("webhook delivered", "status", a.Answer)
	case record.DeliveryFailed:
		c.givenUp.Add(1)
		log.Error("webhook given up", "why", a.Detail)
	default:
		c.failed.Add(1)
		log.Warn("webhook not delivered", "why", a.Detail, "next", next.UTC().Format(time.RFC3339))
	}
}

// tidy adds messages for reviews that have become due, gives up old deliveries and deletes very old ones.
func (s *Sender) tidy(ctx context.Context) {
	for {
		now := s.cfg.Now().UTC()
		_, errNote := s.cfg.Store.NoteReviews(ctx, now.Add(-reviewsFrom).Format(time.DateOnly), now.Format(time.DateOnly))
		// This runs even if a full database refused the first step, because it makes room.
		n, errTidy := s.cfg.Store.TidyDeliveries(ctx, now.Add(-mostAge), now.Add(-keepFor), "not delivered within 3 days")
		if n > 0 {
			s.cfg.Log.Error("webhooks given up: not delivered within 3 days", "deliveries", n)
		}
		if err := errors.Join(errNote, errTidy); err != nil && ctx.Err() == nil {
			s.cfg.Log.Warn("reviews that are due cannot be noted for webhooks, or deliveries not tidied", "err", err)
		}
		if !pause(ctx, tidyEvery) {
			return
		}
	}
}
