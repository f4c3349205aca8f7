package web

import (
	"net/http"
	"net/netip"
	"strings"

	"crossroads/web/deliver"
)

// maxHost is how long the name of a host can be, with its port.
const maxHost = 255

// hosted refuses requests for a host that cannot be one, before anything is
// made for it: without --base-url its name goes into headers, pages and what is
// kept of them.
func hosted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isHost(r.Host) {
			next.ServeHTTP(w, r)
			return
		}
		recorderOf(w).route = "(no host)"
		h := w.Header()
		h["Cache-Control"] = deliver.NoStore
		h["Connection"] = []string{"close"}
		h["X-Content-Type-Options"] = []string{"nosniff"}
		http.Error(w, "The header Host names no host. Write a name or an address, with or without a port, in at most 255 characters: crossroads.example.org or 127.0.0.1:8080", http.StatusBadRequest)
	})
}

// isHost reports whether a text has the form of a host with or without a port.
// Health checks of HTTP/1.0 name none.
func isHost(s string) bool {
	if len(s) > maxHost {
		return false
	}
	name, port := s, ""
	if i := strings.LastIndexByte(s, ':'); i >= 0 && !strings.HasSuffix(s, "]") {
		name, port = s[:i], s[i+1:]
	}
	if len(port) > 5 || strings.Trim(port, "0123456789") != "" {
		return false
	}
	if inner, ok := strings.CutPrefix(name, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		addr, err := netip.ParseAddr(inner)
		return ok && err == nil && addr.Is6() && addr.Zone() == ""
	}
	for i := range len(name) {
		c := name[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '-' && c != '.' && c != '_' { // proxies name what is behind them with "_"
			return false
		}
	}
	return name != "" || s == ""
}
