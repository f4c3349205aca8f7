package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
)

// socketMode lets members of the portal's group connect, such as a reverse proxy.
const socketMode = 0o660

// unixSocket is the path of an address such as unix:/run/crossroads/http.sock.
func unixSocket(addr string) (path string, ok bool) { return strings.CutPrefix(addr, "unix:") }

// listen listens on HOST:PORT or unix:PATH.
func listen(addr string) (net.Listener, error) {
	path, ok := unixSocket(addr)
	if !ok {
		return net.Listen("tcp", addr)
	}
	if err := removeStale(path); err != nil {
		return nil, err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, socketMode); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return socketListener{listener}, nil
}

// removeStale removes the socket of a program that was killed.
func removeStale(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return nil // there is none, or listening will fail with the reason
	}
	if info.Mode().Type() != os.ModeSocket {
		return fmt.Errorf("%s is there and is not a socket", path)
	}
	conn, err := net.Dial("unix", path)
	switch {
	case err == nil:
		return errors.Join(syscall.EADDRINUSE, conn.Close())
	case errors.Is(err, syscall.EAGAIN): // a program listens, and its backlog is full
		return syscall.EADDRINUSE
	case errors.Is(err, syscall.EACCES): // it belongs to somebody else
		return err
	}
	return os.Remove(path)
}

// dialSocket returns a dialer for a socket, which ignores the address.
func dialSocket(path string) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", path)
	}
}

// socketListener reports 127.0.0.1 as the address of clients of the socket, since they are
// programs on this machine. So --trusted-proxies can name them.
type socketListener struct{ net.Listener }

func (l socketListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return socketConn{conn}, nil
}

type socketConn struct{ net.Conn }

func (socketConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// localURL returns the address of the listener for a browser on this machine, or the name of its
// socket.
func localURL(addr net.Addr) string {
	if addr.Network() == "unix" {
		return "unix:" + addr.String()
	}
	host, port, _ := net.SplitHostPort(addr.String()) // a listener's address always splits
	if ip := net.ParseIP(host); ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// explain adds advice to the error of listening on an address.
func explain(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return errors.New("it is in use; stop the other program or choose another address")
	case errors.Is(err, syscall.EACCES):
		return errors.New("not permitted; choose a port above 1023, or a directory that the portal may write to")
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return errors.New("this machine does not have that address; choose 127.0.0.1 or 0.0.0.0")
	}
	return err
}
