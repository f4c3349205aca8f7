//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"crossroads/fair"
)

// Two networks of this machine; only Linux has all of 127.0.0.0/8.
const (
	flooding = "127.0.0.2"
	reading  = "127.0.0.3"
)

// dialFrom connects from an address, and closes the connection when the test ends.
func dialFrom(t *testing.T, from, addr string) net.Conn {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 5 * time.Second}
	conn, err := dialer.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	return conn
}

// post is the head of a request with a body.
func post(path string, length int) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", path, length)
}

// answer reads an answer of a connection.
func answer(t *testing.T, conn net.Conn) *http.Response {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	res.Body.Close()
	return res
}

// TestBodiesShareMemory: what one network sends and does not finish is refused when
// it is too much, the oldest first, and what another sends meanwhile is taken.
func TestBodiesShareMemory(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "m.sock")
	in := start(t, nil, "serve", "--content="+tiny, "--db="+
		filepath.Join(t.TempDir(), "a.db"), "--max-receiving=5MB", "--metrics-listen=unix:"+socket)
	const length, sent = 1 << 20, 900_000
	head, part := post("/api/v1/assessments/import", length), strings.Repeat(" ", sent)
	var flood []net.Conn
	for range 12 { // of which two fit into half of 5 MB
		conn := dialFrom(t, flooding, in.addr)
		if _, err := io.WriteString(conn, head+part); err != nil {
			t.Fatal(err)
		}
		flood = append(flood, conn)
	}
	type refused struct {
		conn net.Conn
		res  *http.Response
	}
	answers := make(chan refused)
	for _, conn := range flood {
		go func() {
			if res, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil {
				res.Body.Close()
				answers <- refused{conn, res}
			}
		}()
	}
	for range 10 {
		r := <-answers
		if r.res.StatusCode != http.StatusTooManyRequests || r.res.Header.Get("Retry-After") == "" || !r.res.Close {
			t.Errorf("an unfinished body gives %s %v", r.res.Status, r.res.Header)
		}
		flood = slices.DeleteFunc(flood, func(conn net.Conn) bool { return conn == r.conn })
	}
	body, _ := fetch(t, overSocket(socket), "http://metrics/metrics")
	if !strings.Contains(body, `crossroads_refused_total{limit="receiving"} 10`) ||
		!strings.Contains(body, "crossroads_receiving_bytes 1.7") {
		t.Errorf("the metrics are %s", grep(body, "crossroads_re"))
	}
	mine := dialFrom(t, reading, in.addr)
	io.WriteString(mine, head+part+strings.Repeat(" ", length-sent-2)+"{}")
	if res := answer(t, mine); res.StatusCode != http.StatusUnprocessableEntity { // it was read, and is no assessment
		t.Errorf("a body of another network gives %s", res.Status)
	}
	for _, conn := range flood {
		io.WriteString(conn, strings.Repeat(" ", length-sent-2)+"{}")
		if r := <-answers; r.res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("a body that had its place and was finished gives %s", r.res.Status)
		}
	}
	if !strings.Contains(in.log.String(), "too much at once") {
		t.Error("the log does not name it")
	}
}

func grep(text, word string) (lines []string) {
	for line := range strings.Lines(text) {
		if strings.Contains(line, word) {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestHeadersShareMemory: headers that do not end count too, and their connections
// are closed.
func TestHeadersShareMemory(t *testing.T) {
	in := start(t, nil, "serve", "--content="+tiny, "--db="+filepath.Join(t.TempDir(), "a.db"), "--max-receiving=4MB")
	head := "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 60_000)
	var flood []net.Conn
	for range 40 { // of which 35 fit into half of 4 MB
		conn := dialFrom(t, flooding, in.addr)
		if _, err := io.WriteString(conn, head); err != nil {
			t.Fatal(err)
		}
		flood = append(flood, conn)
	}
	if rest, err := io.ReadAll(flood[0]); len(rest) > 0 || err != nil && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("headers that do not end are answered with %q, %v", rest, err)
	}
	mine := dialFrom(t, reading, in.addr)
	io.WriteString(mine, head+"\r\n\r\n")
	if res := answer(t, mine); res.StatusCode != http.StatusOK {
		t.Errorf("large headers of another network give %s", res.Status)
	}
}

// TestConnectionsAreBounded: one network has half of them at most, and loses those
// that are idle for the longest time.
func TestConnectionsAreBounded(t *testing.T) {
	in := start(t, nil, "serve", "--content="+tiny, "--db="+filepath.Join(t.TempDir(), "a.db"), "--max-connections=16")
	var flood []net.Conn
	for range 20 {
		conn := dialFrom(t, flooding, in.addr)
		io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
		if res := answer(t, conn); res.StatusCode != http.StatusOK {
			t.Fatalf("a connection gives %s", res.Status)
		}
		flood = append(flood, conn)
	}
	open := 0
	for _, conn := range flood {
		io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
		if res, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil {
			res.Body.Close()
			open++
		}
	}
	if open != 8 {
		t.Errorf("%d connections of one network are open, want 8", open)
	}
	for range 8 {
		conn := dialFrom(t, reading, in.addr)
		io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
		if res := answer(t, conn); res.StatusCode != http.StatusOK {
			t.Fatalf("a connection of another network gives %s", res.Status)
		}
	}
}

// TestMemoryLimit: Go keeps below the limit of its container, unless the operator has
// set one.
func TestMemoryLimit(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	os.Unsetenv("GOMEMLIMIT")
	tests := []struct {
		name, own string
		container memlimit.Provider
		limit     int64
		logs      string
	}{
		{"container", "", memlimit.Limit(256 << 20), 256 << 20 / 10 * 7, "level=INFO msg=memory limit=\"179 MiB\" from=container\n"},
		{"no container", "", func() (uint64, error) { return 0, memlimit.ErrNoLimit }, math.MaxInt64, "level=INFO msg=memory limit=none\n"},
		{"no cgroups", "", func() (uint64, error) {
			return 0, memlimit.ErrCgroupsNotSupported
		}, math.MaxInt64, "level=INFO msg=memory limit=none\n"},
		{"unreadable", "", func() (uint64, error) { return 0, errors.New("broken") }, math.MaxInt64, "level=WARN msg=\"the memory limit of the container is not known; set GOMEMLIMIT if there is one\" err=\"failed to set GOMEMLIMIT: broken\"\n"},
		{"set by the operator", "100MiB", memlimit.Limit(256 << 20), 100 << 20, "level=INFO msg=memory limit=\"100 MiB\" from=GOMEMLIMIT\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			debug.SetMemoryLimit(math.MaxInt64)
			if tt.own != "" {
				t.Setenv("GOMEMLIMIT", tt.own)
				debug.SetMemoryLimit(100 << 20) // as Go has at the start
			}
			var out strings.Builder
			limitMemory(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return a
			}})), tt.container)
			if got := debug.SetMemoryLimit(-1); got>>20 != tt.limit>>20 {
				t.Errorf("the limit is %d MiB, want %d", got>>20, tt.limit>>20)
			}
			if out.String() != tt.logs {
				t.Errorf("the log is %q, want %q", out.String(), tt.logs)
			}
		})
	}
}

// TestReplacingConnectionsIsBounded: a network that has its half replaces so many
// connections a second and is turned away beyond that; another is not.
func TestReplacingConnectionsIsBounded(t *testing.T) {
	all := newConnections(8, 0, slog.New(slog.DiscardHandler))
	now := time.Now()
	all.replaced = fair.NewLimiter[netip.Prefix](func() time.Time { return now }, replacements, replacements)
	listener := &countedListener{nil, all}
	admit := func(from string) bool {
		return listener.admit(all.connection(&peer{addr: netip.MustParseAddrPort(from)}))
	}
	for n := range 4 + replacements {
		if !admit("192.0.2.1:1") {
			t.Fatalf("connection %d is turned away", n+1)
		}
	}
	if admit("192.0.2.1:1") {
		t.Error("one more than may be replaced is accepted")
	}
	if all.places.Used() != 4 || all.places.Refused() != replacements+1 {
		t.Errorf("%d connections are held and %d refused", all.places.Used(), all.places.Refused())
	}
	if !admit("192.0.2.2:1") {
		t.Error("another network is turned away")
	}
	if now = now.Add(time.Second); !admit("192.0.2.1:1") {
		t.Error("a second later nothing may be replaced")
	}
}

// TestGivenUpWhileReading: bytes that come in the moment in which a connection is given up are not
// read, so it is not served beyond the bound.
func TestGivenUpWhileReading(t *testing.T) {
	all := newConnections(2, 0, slog.New(slog.DiscardHandler))
	listener := &countedListener{nil, all}
	replace := func() {
		if !listener.admit(all.connection(&peer{addr: netip.MustParseAddrPort("192.0.2.1:2")})) {
			t.Fatal("a second connection is turned away")
		}
	}
	first := all.connection(&peer{addr: netip.MustParseAddrPort("192.0.2.1:1"), read: replace})
	if !listener.admit(first) {
		t.Fatal("the first connection is turned away")
	}
	if n, err := first.Read(make([]byte, 10)); n != 0 || !errors.Is(err, fair.ErrCrowded) {
		t.Errorf("a connection that was given up reads %d bytes, %v", n, err)
	}
	if all.places.Used() != 1 {
		t.Errorf("%d connections are held", all.places.Used())
	}
}

// peer is a connection of which only the address matters. It is sent bytes without end.
type peer struct {
	net.Conn
	addr netip.AddrPort
	read func() // called by Read; may be nil
}

func (p *peer) Read(b []byte) (int, error) {
	if p.read != nil {
		p.read()
	}
	return len(b), nil
}

func (p *peer) RemoteAddr() net.Addr              { return net.TCPAddrFromAddrPort(p.addr) }
func (p *peer) SetReadDeadline(_ time.Time) error { return nil }
