package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/alecthomas/kong"
)

type healthCommand struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"health_addr"`
}

// Run succeeds if the portal on the configured address answers GET /readyz with 200 within
// three seconds.
func (cmd *healthCommand) Run(_ *kong.Context, p *process) error {
	if err := checkAddr(cmd.Addr); err != nil {
		return fmt.Errorf("--addr (CROSSROADS_ADDR): %w", err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, healthURL(cmd.Addr), nil)
	if err != nil {
		return err
	}
	// The request goes directly to the portal, even if the environment names a proxy.
	transport := &http.Transport{DisableKeepAlives: true}
	if path, ok := unixSocket(cmd.Addr); ok {
		transport.DialContext = dialSocket(path)
	}
	client := &http.Client{Transport: transport}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("not ready: %s: %w", cmd.Addr, errors.Unwrap(err))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s answered %s", request.URL, response.Status)
	}
	fmt.Fprintln(p.stdout, "ready")
	return nil
}

// healthURL turns an address to listen on into one to connect to.
func healthURL(addr string) string {
	if _, ok := unixSocket(addr); ok {
		return "http://localhost/readyz"
	}
	host, port, _ := net.SplitHostPort(addr) // checked by checkAddr
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/readyz"
}
