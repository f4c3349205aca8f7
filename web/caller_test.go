package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossroads/content"
	"crossroads/fair"
	"crossroads/web/deliver"
)

// gated is a portal with one place at its gate, which is taken until leave is
// called, so that nothing depends on how fast the machine is.
func gated(t *testing.T, perNetwork, total int) (s *server, at string, leave func()) {
	t.Helper()
	lib, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	gate := fair.New[netip.Prefix](1, perNetwork, total)
	s = serverOf(t, Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, gate: gate}, lib, nil)
	if leave, err = s.assess.Enter(t.Context(), pricePage); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.handler())
	t.Cleanup(srv.Close)
	return s, srv.URL, leave
}

type reply struct {
	status int
	header http.Header
	body   string
}

// ask sends a request from an address behind the proxy.
func ask(t *testing.T, ctx context.Context, method, address, kind, body, from string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return reply{}
	}
	r.Header.Set("X-Forwarded-For", from)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return reply{}
	}
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, string(raw)}
}

// until waits for a number of requests to wait at the gate.
func until(t *testing.T, s *server, waiting int) {
	t.Helper()
	for range 10_000 {
		if _, now := s.cfg.gate.Load(); now == waiting {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("there are never %d that wait", waiting)
}

// TestFloodsAreTurnedAway: one network asks for more than may wait, and is told
// when to come again; another is served, and what a form brought is not lost.
func TestFloodsAreTurnedAway(t *testing.T) {
	s, at, leave := gated(t, 3, 4)
	const flooder, reader, third = "192.0.2.1", "192.0.2.2", "192.0.2.3"
	evaluate := func(from string, n int) reply {
		return ask(t, t.Context(), "POST", at+
			"/api/v1/comparisons/deployment/evaluate", deliver.TypeJSON, fmt.Sprintf(`{"parts":[{"name":"%d"},{"name":"b"}]}`, n), from)
	}
	answers := make(chan reply, 4)
	for n := range 3 {
		go func() { answers <- evaluate(flooder, n) }()
	}
	until(t, s, 3)
	for what, got := range map[string]reply{
		"evaluate": evaluate(flooder, 9),
		"result":   ask(t, t.Context(), "GET", at+"/decide/deployment/result?p1.name=c&p2.name=d", "", "", flooder),
		"costs":    ask(t, t.Context(), "GET", at+"/cost?requests=7", "", "", flooder),
		"prices":   ask(t, t.Context(), "POST", at+"/api/v1/cost", deliver.TypeJSON, `{"load":{"requests":"7"}}`, flooder),
		"matrix":   ask(t, t.Context(), "GET", at+"/compare/deployment?diff=1", "", "", flooder),
	} {
		if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") != "2" ||
			!strings.Contains(got.body, "Wait a few seconds") {
			t.Errorf("%s gives %d %v\n%s", what, got.status, got.header, got.body)
		}
	}
	if got := ask(t, t.Context(), "GET", at+"/articles/what-is-serverless", "", "", flooder); got.status != http.StatusOK {
		t.Errorf("an article gives %d", got.status)
	}
	posted := url.Values{"comparison": {"deployment"}, "title": {"Typed with care"}, "query": {"p1.name=e&p2.name=f"}}
	got := ask(t, t.Context(), "POST", at+"/assessments", plainForm, posted.Encode(), flooder)
	if got.status != http.StatusTooManyRequests || !strings.Contains(got.body, `value="Typed with care"`) ||
		!strings.Contains(got.body, "Send again") {
		t.Errorf("a form gives %d\n%s", got.status, got.body)
	}
	go func() { answers <- evaluate(reader, 10) }()
	until(t, s, 4)
	got = evaluate(third, 11)
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("when everything is full: %d %v\n%s", got.status, got.header, got.body)
	}
	leave()
	for range 4 {
		if got := <-answers; got.status != http.StatusOK {
			t.Errorf("one that waited gets %d\n%s", got.status, got.body)
		}
	}
}

// TestGateIsLeft: whoever goes away while waiting leaves no trace, and every
// answer gives its place back.
func TestGateIsLeft(t *testing.T) {
	s, at, leave := gated(t, 10, 10)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan reply)
	go func() { gone <- ask(t, ctx, "GET", at+"/decide/deployment/result?p1.name=c", "", "", "") }()
	until(t, s, 1)
	cancel()
	<-gone
	until(t, s, 0)
	leave()
	for path, want := range map[string]int{
		"/decide/deployment/result?p1.name=c": 200, "/decide/deployment?p1.name=c": 200, "/cost?requests=5": 200, "/cost?requests=x": 422,
		"/cost.csv?requests=5": 200, "/compare/deployment?diff=1": 200, "/search?q=a": 200, "/nothing": 404,
	} {
		if got := ask(t, t.Context(), "GET", at+path, "", "", ""); got.status != want {
			t.Errorf("%s gives %d, want %d", path, got.status, want)
		}
	}
	if working, waiting := s.cfg.gate.Load(); working != 0 || waiting != 0 {
		t.Errorf("%d places are taken and %d wait though nothing is asked", working, waiting)
	}
}

// slowReader takes nothing until it is let.
type slowReader struct {
	http.ResponseWriter
	sent chan<- struct{} // told when there is something to take
	let  <-chan struct{}
}

func (w slowReader) Write(p []byte) (int, error) {
	w.sent <- struct{}{}
	<-w.let
	return w.ResponseWriter.Write(p)
}

// TestNobodyHoldsAPlaceByReadingSlowly: the place is free before an answer is sent.
func TestNobodyHoldsAPlaceByReadingSlowly(t *testing.T) {
	s, _, leave := gated(t, 10, 10)
	leave()
	sent, let, done := make(chan struct{}, 10), make(chan struct{}), make(chan struct{})
	h := s.handler()
	go func() {
		defer close(done)
		h.ServeHTTP(slowReader{httptest.NewRecorder(), sent, let}, httptest.NewRequest("GET", "/decide/deployment/result?p1.name=c", nil))
	}()
	<-sent
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/decide/deployment/result?p1.name=d", nil))
	if w.Code != http.StatusOK {
		t.Errorf("another one gets %d", w.Code)
	}
	close(let)
	<-done
}
