package main

import (
	"net"
	"net/http"
	"sync"
)

// httpBuffer is how many bytes net/http gathers before it writes. An answer that is
// longer it writes in two pieces, of which the first has just this length.
const httpBuffer = 4 << 10

// gathering holds the first piece of an answer back until the rest is there, so that
// both are one call of the system and leave in the same packets.
type gathering struct {
	on    bool // an answer is being written, and gather will see to what is held
	first []byte
}

var firstPieces = sync.Pool{New: func() any { return new([httpBuffer]byte) }}

// gather lets a handler answer. Nothing is held any more when it returns.
func (c *connection) gather(w http.ResponseWriter, answer func()) {
	c.on = true
	answer()
	if len(c.first) > 0 { // the rest is short, so net/http has it still
		_ = http.NewResponseController(w).Flush()
	}
	c.on = false
	if len(c.first) > 0 { // there was no rest
		_, _ = c.Write(nil)
	}
}

// Write is called by one goroutine at a time. An error of what was held comes with the
// rest, or when net/http writes again.
func (c *connection) Write(p []byte) (int, error) {
	if c.on && len(p) == httpBuffer && len(c.first) == 0 {
		held := firstPieces.Get().(*[httpBuffer]byte)
		c.first = held[:copy(held[:], p)]
		return len(p), nil
	}
	if len(c.first) == 0 {
		return c.Conn.Write(p)
	}
	first := c.first
	c.first = nil
	both := net.Buffers{first, p}
	n, err := both.WriteTo(c.Conn)
	firstPieces.Put((*[httpBuffer]byte)(first))
	return max(int(n)-httpBuffer, 0), err
}
