package web_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestLengthTwice: a request with Content-Length and Transfer-Encoding is the last one
// on its connection. What follows may be a request that a proxy has not seen.
func TestLengthTwice(t *testing.T) {
	s := newSite(t, setup{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "POST /api/v1/cost HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"+
		"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
	all := bufio.NewReader(conn)
	res, err := http.ReadResponse(all, nil)
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, res.Body)
	res.Body.Close()
	if !res.Close {
		t.Error("the connection stays open")
	}
	if second, err := http.ReadResponse(all, nil); err == nil {
		t.Errorf("the hidden request was answered with %d", second.StatusCode)
	}
}
