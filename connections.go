package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"crossroads/fair"
	"crossroads/network"
)

// connections bounds the number of connections, and the bytes of all requests in memory:
// headers and bodies that are arriving or being processed. Networks share both (fair.Budget).
// If a bound is reached, the network that uses most loses the connection that has been idle,
// or whose request has been arriving, for the longest time. A request that has arrived
// completely is always answered.
type connections struct {
	log      *slog.Logger
	places   *fair.Budget[netip.Prefix]
	bytes    *fair.Budget[netip.Prefix]
	replaced *fair.Limiter[netip.Prefix] // connections that replace another of the same network
	warned   atomic.Int64                // second of the last warning
}

// replacements is how many connections a second a network at its limit may replace by new ones.
// Accepting a connection only to drop it a moment later takes time from everybody; refusing it
// takes hardly any.
const replacements = 100

// newConnections returns bounds on connections and bytes; 0 means no bound.
func newConnections(most int, mostBytes int64, log *slog.Logger) *connections {
	budget := func(most int64) *fair.Budget[netip.Prefix] {
		if most == 0 {
			most = math.MaxInt64
		}
		return fair.NewBudget[netip.Prefix](most)
	}
	return &connections{log: log, places: budget(int64(most)), bytes: budget(mostBytes),
		replaced: fair.NewLimiter[netip.Prefix](time.Now, replacements, replacements)}
}

// smallRequest is how many bytes of a request are not counted: net/http has a buffer of 4 KB for
// each connection anyway, into which most requests fit.
const smallRequest = 4 << 10

// serve makes a server count its connections. Its listener must be wrapped with listen.
func (c *connections) serve(server *http.Server) {
	server.ConnContext = func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, connectionKey{}, conn)
	}
	server.ConnState = func(conn net.Conn, state http.ConnState) {
		if conn, ok := conn.(*connection); ok && state == http.StateIdle {
			conn.idle()
		}
	}
	next := server.Handler
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if conn, ok := r.Context().Value(connectionKey{}).(*connection); ok {
			if r.Body == http.NoBody {
				conn.arrived()
			} else {
				r.Body = &arriving{r.Body, conn}
			}
			conn.gather(w, func() { next.ServeHTTP(w, r) })
			return
		}
		next.ServeHTTP(w, r)
	})
}

// listen counts the connections of a listener.
func (c *connections) listen(l net.Listener) net.Listener { return &countedListener{l, c} }

// warn logs, at most once a minute, that a bound has been reached.
func (c *connections) warn(what string, network netip.Prefix) {
	now := time.Now().Unix()
	if last := c.warned.Load(); now-last >= 60 && c.warned.CompareAndSwap(last, now) {
		c.log.Warn("too much at once from the network that has most of it", "what", what, "network", network,
			"connections", c.places.Used(), "bytes", c.bytes.Used())
	}
}

type countedListener struct {
	net.Listener
	all *connections
}

// Accept drops connections for which there is no room.
func (l *countedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		counted := l.all.connection(conn)
		if l.admit(counted) {
			return counted, nil
		}
		l.all.warn("connections", counted.network)
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // reset the connection, which leaves nothing behind in the kernel
		}
		conn.Close()
	}
}

// admit finds room for a new connection, if necessary by closing an older one.
func (l *countedListener) admit(c *connection) bool {
	if l.all.places.Spent(c.network) && l.all.replaced.Take(c.network) > 0 {
		l.all.places.Refuse()
		return false
	}
	return c.place.Take(1) == nil
}

func (c *connections) connection(conn net.Conn) *connection {
	counted := &connection{Conn: conn, all: c}
	if peer, err := netip.ParseAddrPort(conn.RemoteAddr().String()); err == nil {
		counted.network = network.Of(peer.Addr())
	}
	counted.place = c.places.Share(counted.network, func() { counted.giveUp("connections", fair.ErrCrowded) })
	counted.bytes = c.bytes.Share(counted.network, func() { counted.giveUp("bytes of requests", fair.ErrCrowded) })
	return counted
}

type connectionKey struct{}

// connection is a connection that is counted.
type connection struct {
	net.Conn
	all          *connections
	network      netip.Prefix
	place, bytes *fair.Share[netip.Prefix]
	read         atomic.Int64 // bytes of the current request
	gathering

	mu   sync.Mutex
	gone error // why reading has ended; nil while it goes on
}

// gaveUpError is the error of reading after giveUp. It is a timeout, because net/http silently
// closes a connection that times out before a request has been read.
type gaveUpError struct{ error }

func (gaveUpError) Timeout() bool   { return true }
func (gaveUpError) Temporary() bool { return false }
func (e gaveUpError) Unwrap() error { return e.error }

var longAgo = time.Unix(1, 0)

// giveUp ends reading, including a Read that is waiting for bytes. A response can still be
// written.
func (c *connection) giveUp(what string, why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone == nil {
		c.gone = gaveUpError{fmt.Errorf("%s: %w", what, why)}
		_ = c.Conn.SetReadDeadline(longAgo)
		c.all.warn(what, c.network)
	}
}

func (c *connection) left() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gone
}

// Read counts the bytes of a request beyond smallRequest.
func (c *connection) Read(p []byte) (int, error) {
	if err := c.left(); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if gone := c.left(); gone != nil {
		return 0, gone // also if bytes came before the reader was woken by its deadline
	}
	if err != nil {
		return n, err
	}
	if more := min(c.read.Add(int64(n))-smallRequest, int64(n)); more > 0 {
		if err := c.bytes.Take(more); err != nil {
			c.giveUp("bytes of requests", err)
			return 0, c.left()
		}
	}
	return n, nil
}

// SetReadDeadline has no effect after giveUp.
func (c *connection) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone != nil {
		t = longAgo
	}
	return c.Conn.SetReadDeadline(t)
}

// arrived notes that a request is complete, so its connection must not be closed.
func (c *connection) arrived() {
	c.place.Keep()
	if c.read.Load() > smallRequest {
		c.bytes.Keep()
	}
}

// idle notes that a request has been answered.
func (c *connection) idle() {
	c.place.Open()
	if c.read.Swap(0) > smallRequest {
		c.bytes.Free()
		c.bytes.Open()
	}
}

// Close closes the connection and releases its share of both bounds.
func (c *connection) Close() error {
	c.place.Free()
	c.bytes.Free()
	return c.Conn.Close()
}

// arriving is the body of a request. When it has been read, the request has arrived.
type arriving struct {
	io.ReadCloser
	conn *connection
}

func (b *arriving) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		b.conn.arrived()
	}
	return n, err
}
