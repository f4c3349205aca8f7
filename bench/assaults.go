package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// assault is an attack of one network on the portal, over many connections.
type assault struct {
	name        string
	connections int
	run         func(a *attacker) // on one connection, until it breaks or time is up
}

// assaults are the attacks in the table of docs/security.md.
var assaults = []assault{
	{"nothing", 0, nil},
	{"pictures of assessments", 64, flood("picture of an assessment")},
	{"Hosts of 60 KB", 64, flood("Hosts of 60 KB")},
	{"another Host each time", 64, flood("another Host each time")},
	{"saves", 64, flood("save")},
	{"evaluations, eight parts", 200, flood("evaluate, eight parts")},
	{"costs, 500 points", 64, flood("costs, 500 points")},
	{"wrong edit keys", 64, flood("wrong edit keys")},
	{"unfinished bodies of 1 MB", 300, unfinishedBody},
	{"bodies of 1 MB, a byte each 100 ms", 300, slowBody},
	{"finished bodies of 1 MB", 64, flood("import of 1 MB")},
	{"half-open connections", 3000, halfOpen},
	{"headers of 60 KB that do not end", 1000, unfinishedHeaders},
	{"idle connections", 5000, idleConnection},
	{"pages that are not read", 1000, unreadPage},
}

// attacker is one connection of an assault.
type attacker struct {
	addr     string
	ids      []string // of assessments
	end      time.Time
	count    *atomic.Int64 // requests of all its connections
	answered map[int]int   // by status
}

func flood(name string) func(*attacker) {
	which := slices.IndexFunc(floods, func(f floodKind) bool { return f.name == name })
	return func(a *attacker) { flow(a.addr, which, a.ids, a.end, a.count, a.answered) }
}

// runAssault runs an assault for at most a quarter of an hour and prints the answers per
// second.
func runAssault(addr, index, seconds, list string) error {
	o, err := readOrders(addr, index, len(assaults), seconds, list)
	if err != nil {
		return err
	}
	kind := assaults[o.which]
	end := time.Now().Add(time.Duration(min(o.seconds, 900)) * time.Second)
	var count atomic.Int64
	var wg sync.WaitGroup
	answered := make([]map[int]int, kind.connections)
	for i := range answered {
		answered[i] = map[int]int{}
		a := &attacker{addr, o.ids, end, &count, answered[i]}
		wg.Go(func() {
			for time.Now().Before(end) {
				kind.run(a)
			}
		})
	}
	wg.Wait()
	fmt.Println(answersPerSecond(answered, o.seconds, "closed"))
	return nil
}

// dial connects from the attacking network. If it cannot, it waits a moment.
func (a *attacker) dial() net.Conn {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(flooder)}, Timeout: time.Second}
	conn, err := dialer.Dial("tcp", a.addr)
	if err != nil {
		a.answered[0]++
		time.Sleep(50 * time.Millisecond)
		return nil
	}
	_ = conn.SetDeadline(a.end)
	return conn
}

// hold sends a text and keeps the connection open until it is closed or answered.
func (a *attacker) hold(text string) {
	conn := a.dial()
	if conn == nil {
		return
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		a.answered[0]++
		return
	}
	a.outcome(conn)
}

// outcome waits until a connection is closed or answered.
func (a *attacker) outcome(conn net.Conn) {
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	switch {
	case err == nil:
		res.Body.Close()
		a.answered[res.StatusCode]++
	case time.Now().Before(a.end):
		a.answered[0]++
	}
}

const (
	importHead = "POST /api/v1/assessments/import HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
		"1048576\r\n\r\n"
	almost = 1<<20 - 1
)

var spaces = strings.Repeat(" ", 1<<20)

func unfinishedBody(a *attacker) { a.hold(importHead + spaces[:almost]) }

// slowBody sends most of a body at once and the rest slowly.
func slowBody(a *attacker) {
	conn := a.dial()
	if conn == nil {
		return
	}
	defer conn.Close()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		a.outcome(conn)
	}()
	_, err := io.WriteString(conn, importHead+spaces[:almost-10_000])
	for err == nil && time.Now().Before(a.end) {
		select {
		case <-answered:
			return
		case <-time.After(100 * time.Millisecond):
			_, err = io.WriteString(conn, " ")
		}
	}
	conn.Close()
	<-answered
}

func halfOpen(a *attacker) { a.hold("GET / HTTP/1.1\r\nHost: ") }

func unfinishedHeaders(a *attacker) {
	a.hold("GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 60_000))
}

// idleConnection sends one request and then nothing.
func idleConnection(a *attacker) {
	conn := a.dial()
	if conn == nil {
		return
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		a.answered[0]++
		return
	}
	_, _ = io.Copy(io.Discard, res.Body)
	a.answered[res.StatusCode]++
	_, _ = in.ReadByte() // wait until it is closed
	time.Sleep(time.Second)
}

// unreadPage requests a page that has to be rendered, and does not read it.
func unreadPage(a *attacker) {
	conn := a.dial()
	if conn == nil {
		return
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	_, _ = fmt.Fprintf(conn, "GET /compare/deployment?x=%d HTTP/1.1\r\nHost: x\r\n\r\n", rand.Int64())
	time.Sleep(min(time.Until(a.end), 35*time.Second)) // longer than the portal's write timeout
	a.answered[0]++
}
