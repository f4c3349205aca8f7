package webhook

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"crossroads/record"
)

// TestBackoff: waits grow, stay within their bounds, and are as long as was asked for.
func TestBackoff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		attempts := rapid.IntRange(1, 40).Draw(t, "attempts")
		asked := time.Duration(rapid.Int64Range(0, int64(longestWait)).Draw(t, "asked"))
		got := backoff(attempts, asked)
		middle := firstWait
		for range attempts - 1 {
			middle = min(4*middle, longestWait)
		}
		if got < asked || got < middle/2 || got > max(middle+middle/2, asked) {
			t.Fatalf("after %d attempts %v, asked for %v", attempts, got, asked)
		}
	})
	longest := time.Duration(0)
	for n := 1; n < mostAttempts; n++ {
		for middle, i := firstWait, 1; ; i++ {
			if i == n {
				longest += middle + middle/2
				break
			}
			middle = min(4*middle, longestWait)
		}
	}
	if longest > mostAge {
		t.Errorf("all attempts take up to %v, longer than a delivery may wait", longest)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, "-5": 0, "soon": 0, "99999999999999999999": 0, "999999": longestWait,
		"Sat, 28 Nov 2026 12:00:30 GMT": 30 * time.Second, "Sat, 28 Nov 2026 11:00:00 GMT": 0, "Sat, 28 Nov 2099 11:00:00 GMT": longestWait,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

// TestReasons: what is stored and logged of an error names no address.
func TestReasons(t *testing.T) {
	tls := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	defer tls.Close()
	for address, want := range map[string]string{
		"http://127.0.0.1:1/hidden":        "the connection was refused",
		"https://nowhere.invalid/hidden":   "the name of its host cannot be looked up",
		tls.URL + "/hidden":                "its certificate is not trusted",
		"https://127.0.0.1:1/hidden\x7f":   "the connection broke",
		"http://[::ffff:127.0.0.1]:1/hide": "the connection was refused",
	} {
		s := New(Config{Now: time.Now})
		e := endpoint(t, "wiki", address, record.WebhookSaved)
		_, got := judge(s.post(t.Context(), &e, "msg_1", []byte("{}")), 1)
		if got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
		if strings.Contains(got, "hid") || strings.Contains(got, "127") {
			t.Errorf("%s names the address", got)
		}
		s.client.CloseIdleConnections()
	}
}
