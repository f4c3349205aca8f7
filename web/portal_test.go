package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"crossroads/web/deliver"
)

func TestPrepare(t *testing.T) {
	lib, err := tiny()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	p, err := New(Config{}, lib, nil, slog.New(slog.NewTextHandler(&log, nil)), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.Prepare(t.Context())
	s := p.current.Load().server
	for _, path := range []string{"/cases", "/method"} {
		if !s.fixed[path].Ready() {
			t.Errorf("%s is not prepared", path)
		}
	}
	s.fixed["/cases"] = &deliver.Fixed{Route: "/cases", Render: func(context.Context) ([]byte, error) { panic("boom") }}
	p.Prepare(t.Context())
	if !strings.Contains(log.String(), "boom") {
		t.Errorf("the panic is not logged: %s", &log)
	}
}

func TestClientAddress(t *testing.T) {
	ten := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	tests := []struct {
		proxies            []netip.Prefix
		peer, header, want string
	}{
		{nil, "127.0.0.1:5", "192.0.2.1", "127.0.0.1"},
		{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "10.1.2.3:5", "198.51.100.1, 192.0.2.1", "192.0.2.1"},
		{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "10.1.2.3:5", "192.0.2.1, 10.9.9.9", "192.0.2.1"},
		{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "127.0.0.1:5", "192.0.2.1", "127.0.0.1"},
		{[]netip.Prefix{netip.MustParsePrefix("fd00::/8")}, "[fd00::1]:5", "2001:db8::1", "2001:db8::1"},
		{ten, "10.1.2.3:5", "203.0.113.7:51234", "203.0.113.7"},
		{ten, "10.1.2.3:5", "198.51.100.1:1, 192.0.2.1:2, 10.9.9.9:3", "192.0.2.1"},
		{ten, "10.1.2.3:5", "[2001:db8::1]:443", "2001:db8::1"},
		{ten, "10.1.2.3:5", "[2001:db8::1]", "2001:db8::1"},
		{ten, "10.1.2.3:5", `"[2001:db8::1]:443"`, "2001:db8::1"},
		{ten, "10.1.2.3:5", "::ffff:192.0.2.1", "192.0.2.1"},
		{ten, "10.1.2.3:5", "whatever a client sends, 192.0.2.1", "192.0.2.1"},
		{ten, "10.1.2.3:5", "192.0.2.1, unknown", "10.1.2.3"}, // not the one before, which a client may have sent
		{ten, "10.1.2.3:5", "192.0.2.1, ", "10.1.2.3"},
		{ten, "10.1.2.3:5", "192.0.2.1, unknown, 10.9.9.9", "10.9.9.9"},
	}
	for _, tt := range tests {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tt.peer
		r.Header.Set("X-Forwarded-For", tt.header)
		told := false
		got := clientAddress(tt.proxies, func(string) { told = true })(r)
		if got != tt.want || told != (tt.proxies != nil && strings.HasPrefix(got, "10.")) {
			t.Errorf("%+v: got %s, told %v", tt, got, told)
		}
	}
}
