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
)

// connections bounds how many connections there are, and how many bytes of requests
// are in memory over all of them: headers and bodies that arrive or are worked on.
// Networks share both (fair.Budget). What gives something up is the connection that
// has been idle, or whose request has been arriving, for the longest time, of the
// network that has most. A request that has arrived completely is always answered.
type connections struct {
	log      *slog.Logger
	places   *fair.Budget[netip.Prefix]
	bytes    *fair.Budget[netip.Prefix]
	replaced *fair.Limiter[netip.Prefix] // connections that take the place of another of their network
	warned   atomic.Int64                // second of the last warning
}

// replacements is how many connections a second a network that has its half of them
// may replace by new ones. What is accepted only to be dropped a moment later takes
// time from everybody; what is not accepted takes hardly any.
const replacements = 100

// newConnections takes bounds of connections and bytes, 0 for none.
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

// smallRequest is how many bytes of a request are not counted: net/http has a buffer
// of 4 KB for each connection anyway, and most requests fit into it.
const smallRequest = 4 << 10

// serve has a server count its connections. The listener is to be wrapped with listen.
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

// warn notes in the log that there is too much, once a minute.
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

// Accept drops connections that there is no place for.
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
			_ = tcp.SetLinger(0) // nothing was sent: reset it, and keep nothing of it
		}
		conn.Close()
	}
}

// admit finds a place for a new connection, if need be that of an older one.
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
		counted.network = clientNetwork(peer.Addr().Unmap())
	}
	counted.place = c.places.Share(counted.network, func() { counted.giveUp("connections", fair.ErrCrowded) })
	counted.bytes = c.bytes.Share(counted.network, func() { counted.giveUp("bytes of requests", fair.ErrCrowded) })
	return counted
}

// clientNetwork is the part of an address that one person controls: an IPv4 address,
// or the /64 of an IPv6 one.
func clientNetwork(addr netip.Addr) netip.Prefix {
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	prefix, _ := addr.WithZone("").Prefix(bits) // the length is valid
	return prefix
}

type connectionKey struct{}

// connection is one of them.
type connection struct {
	net.Conn
	all          *connections
	network      netip.Prefix
	place, bytes *fair.Share[netip.Prefix]
	read         atomic.Int64 // bytes of the request that is under way
	gathering

	mu   sync.Mutex
	gone error // why nothing more is read
}

// gaveUpError is what reading gives from then on. net/http closes a connection
// without a word when it is a timeout before a request has been read.
type gaveUpError struct{ error }

func (gaveUpError) Timeout() bool   { return true }
func (gaveUpError) Temporary() bool { return false }
func (e gaveUpError) Unwrap() error { return e.error }

var longAgo = time.Unix(1, 0)

// giveUp ends reading, also what waits for bytes at this moment. An answer can still
// be written.
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

// Read counts the bytes of a request beyond those that every connection has room for.
func (c *connection) Read(p []byte) (int, error) {
	if err := c.left(); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if err != nil {
		if gone := c.left(); gone != nil {
			err = gone
		}
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

// SetReadDeadline does not let a connection that gave up wait again.
func (c *connection) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone != nil {
		t = longAgo
	}
	return c.Conn.SetReadDeadline(t)
}

// arrived notes that a request is complete: it will be answered.
func (c *connection) arrived() {
	c.place.Keep()
	if c.read.Load() > smallRequest {
		c.bytes.Keep()
	}
}

// idle notes that a request is answered, and that the next may come.
func (c *connection) idle() {
	c.place.Open()
	if c.read.Swap(0) > smallRequest {
		c.bytes.Free()
		c.bytes.Open()
	}
}

// Close gives back what the connection has.
func (c *connection) Close() error {
	c.place.Free()
	c.bytes.Free()
	return c.Conn.Close()
}

// arriving is a body that may still be on its way.
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
