package main

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// TestAnswersOfAllLengths: answers arrive whole one after the other on a connection,
// wherever the pieces end in which net/http writes them.
func TestAnswersOfAllLengths(t *testing.T) {
	const least, most = 3 * 1024, 9 * 1024 // with their headers, more than one and two pieces
	body := bytes.Repeat([]byte("0123456789abcde\n"), most/16)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Path[1:])
		if n%3 > 0 {
			w.Header()["Content-Length"] = []string{strconv.Itoa(n)}
		}
		if n%7 == 0 {
			_, _ = w.Write(body[:n/2])
			_, _ = w.Write(body[n/2 : n])
			return
		}
		_, _ = w.Write(body[:n])
	})}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	clients := newConnections(0, 0, slog.New(slog.DiscardHandler))
	clients.serve(server)
	go func() { _ = server.Serve(clients.listen(l)) }()
	defer server.Close()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	for n := least; n < most; n++ {
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		if _, err := io.WriteString(conn, "GET /"+strconv.Itoa(n)+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(n, err)
		}
		if got, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(got, body[:n]) {
			t.Fatalf("%d bytes: got %d, %v", n, len(got), err)
		}
	}
}

// written is a connection that notes what is written.
type written struct {
	net.Conn
	bytes.Buffer
}

func (w *written) Write(p []byte) (int, error) { return w.Buffer.Write(p) }
func (w *written) Read(p []byte) (int, error)  { return w.Conn.Read(p) }

// TestFirstPieceWaits: while an answer is written its first piece waits for the rest, and
// otherwise nothing does.
func TestFirstPieceWaits(t *testing.T) {
	first, rest := bytes.Repeat([]byte("a"), httpBuffer), []byte("rest")
	to := &written{}
	c := &connection{Conn: to}
	c.on = true
	if n, err := c.Write(first); n != len(first) || err != nil || to.Len() != 0 {
		t.Errorf("the first piece: %d, %v, %d bytes were written", n, err, to.Len())
	}
	if n, err := c.Write(rest); n != len(rest) || err != nil || to.String() != string(first)+"rest" {
		t.Errorf("the rest: %d, %v, %d bytes were written", n, err, to.Len())
	}
	to.Reset()
	c.on = false
	if n, err := c.Write(first); n != len(first) || err != nil || to.Len() != len(first) {
		t.Errorf("between answers: %d, %v, %d bytes were written", n, err, to.Len())
	}
}
