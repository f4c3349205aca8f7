package web_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"crossroads/web"
)

// TestSecurityEvents: what an operator may want to act on is in the log with the
// network of the client, or its address where the operator says so.
func TestSecurityEvents(t *testing.T) {
	for _, whole := range []bool{false, true} {
		s := newSite(t, setup{config: web.Config{LogAddresses: whole, TrustedProxies: local}})
		id, key := s.save("", "One")
		event := func(event string, ask func()) {
			t.Helper()
			before := len(s.log.String())
			ask()
			log := s.log.String()[before:]
			from := "203.0.113.0/24"
			if whole {
				from = "203.0.113.7"
			}
			if line := log; event != "" && !strings.Contains(line, `level=WARN msg=security event="`+event+`" address=`+from+" ") ||
				event == "" && strings.Contains(line, "security") {
				t.Errorf("want %q from %s in\n%s", event, from, line)
			}
			if strings.Contains(log, id) || strings.Contains(log, key) {
				t.Errorf("the log holds an id or a key:\n%s", log)
			}
		}
		send := func(method, path string, headers ...string) int {
			return s.do(s.request(method, path, "", append(headers, "X-Forwarded-For", "203.0.113.7")...)).StatusCode
		}
		event("", func() { send("GET", "/a/"+id) })
		event("", func() { send("GET", "/nothing") })
		event("wrong key", func() { send("DELETE", "/api/v1/assessments/"+id, "Authorization", "Bearer wrong") })
		event("refused origin", func() { send("POST", "/assessments", "Origin", "https://evil.example") })
		for range 25 {
			send("DELETE", "/api/v1/assessments/"+id, "Authorization", "Bearer wrong")
		}
		event("told to wait", func() {
			if status := send("DELETE", "/api/v1/assessments/"+id, "Authorization", "Bearer wrong"); status != http.StatusTooManyRequests {
				t.Errorf("many wrong keys give %d", status)
			}
		})
		event("", func() {
			if status := send("DELETE", "/api/v1/assessments/"+id, "Authorization", "Bearer "+key); status != http.StatusNoContent {
				t.Errorf("the right key gives %d after many wrong ones", status)
			}
		})
	}
}

// TestHTTPSForAYear: where the operator says that readers come by HTTPS.
func TestHTTPSForAYear(t *testing.T) {
	for base, want := range map[string]string{"": "", "http://portal.example.org": "", "https://portal.example.org": "max-age=31536000"} {
		s := newSite(t, setup{config: web.Config{BaseURL: base, TrustedProxies: []netip.Prefix{}}})
		for _, path := range []string{"/", "/method", "/embed/decide/lunch", "/static/none", "/nothing"} {
			if got := s.get(path).Header.Get("Strict-Transport-Security"); got != want {
				t.Errorf("%q, %s: %q, want %q", base, path, got, want)
			}
		}
	}
}
