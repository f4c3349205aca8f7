package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web"
)

func recorded(h http.Handler, method, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

// failing is a real store that fails where it is told to.
type failing struct {
	web.Store
	get    func(context.Context) error
	create func(context.Context) error
	revise func(context.Context) error
	ping   error
}

func (f failing) Get(ctx context.Context, id string, number int) (record.Saved, error) {
	if f.get != nil {
		if err := f.get(ctx); err != nil {
			return record.Saved{}, err
		}
	}
	return f.Store.Get(ctx, id, number)
}

func (f failing) CreateOnce(ctx context.Context, comparison, owner string, once record.Once,
	rev record.Revision) (record.Saved, string, error) {
	if f.create != nil {
		if err := f.create(ctx); err != nil {
			return record.Saved{}, "", err
		}
	}
	return f.Store.CreateOnce(ctx, comparison, owner, once, rev)
}

func (f failing) Revise(ctx context.Context, id, key string, base int, rev record.Revision) (record.Saved, error) {
	if f.revise != nil {
		if err := f.revise(ctx); err != nil {
			return record.Saved{}, err
		}
	}
	return f.Store.Revise(ctx, id, key, base, rev)
}

func (f failing) Ping(ctx context.Context) error {
	if f.ping != nil {
		return f.ping
	}
	return f.Store.Ping(ctx)
}

func always(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

func wrap(f failing) func(web.Store) web.Store {
	return func(real web.Store) web.Store { f.Store = real; return f }
}

// TestStorageFails: what the user typed is on the page, the cause is in the
// log and not on the page.
func TestStorageFails(t *testing.T) {
	cause := fmt.Errorf("%w: disk I/O error in /var/db", record.ErrUnavailable)
	s := newSite(t, setup{store: wrap(failing{create: always(cause), revise: always(cause), ping: cause})})
	q, a := s.first()
	form := url.Values{"comparison": {"lunch"}, "query": {q + "=" + a}, "title": {"My title"}, "note": {"My note"}}
	saved, key, err := s.store.(failing).Store.CreateOnce(t.Context(), "lunch", "", record.Once{},
		record.Revision{Title: "Kept", Report: []byte(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		res  answer
		want []string
	}{
		{"save", s.post("/assessments", form), []string{"Saving is not possible just now", "My title", "My note"}},
		{"edit", s.post("/a/"+saved.ID+"/edit",
			url.Values{"key": {key}, "base": {"1"}, "title": {"My title"}}), []string{"Saving is not possible just now", "My title"}},
		{"api", s.json("POST", "/api/v1/assessments", `{"comparison":"lunch","title":"x"}`), []string{`"status":503`}},
		{"ready", s.get("/readyz"), []string{"not ready: the database cannot be"}},
	}
	if ready := tests[len(tests)-1].res; strings.Contains(ready.body, "<") {
		t.Errorf("a probe gets a page:\n%s", ready.body)
	}
	for _, tt := range tests {
		if tt.res.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s gave %d", tt.name, tt.res.StatusCode)
		}
		for _, want := range tt.want {
			if !strings.Contains(tt.res.body, want) {
				t.Errorf("%s: no %q in\n%s", tt.name, want, tt.res.body)
			}
		}
		if strings.Contains(tt.res.body, "/var/db") {
			t.Errorf("%s shows the cause to the user", tt.name)
		}
	}
	if n := strings.Count(s.log.String(), "disk I/O error"); n != len(tests) {
		t.Errorf("the cause is in the log %d times, want %d:\n%s", n, len(tests), s.log.String())
	}
	if res := s.get("/healthz"); res.StatusCode != http.StatusOK {
		t.Errorf("the process is alive, but /healthz gave %d", res.StatusCode)
	}
}

func TestUnknownErrorIsCleanPage(t *testing.T) {
	s := newSite(t, setup{store: wrap(failing{get: always(errors.New("secret detail"))})})
	res := s.get("/a/abc")
	if res.StatusCode != http.StatusInternalServerError || !strings.Contains(res.body, "Something went wrong") ||
		strings.Contains(res.body, "secret detail") {
		t.Errorf("%d\n%s", res.StatusCode, res.body)
	}
	if id := res.Header.Get("X-Request-Id"); !strings.Contains(res.body, id) || !strings.Contains(s.log.String(), "secret detail") ||
		!strings.Contains(s.log.String(), id) {
		t.Errorf("request %s is not on the page and in the log:\n%s", id, s.log.String())
	}
}

func TestPanicIsCleanPage(t *testing.T) {
	s := newSite(t, setup{store: wrap(failing{get: func(context.Context) error { panic("boom") }})})
	for path, want := range map[string]string{"/a/abc": "Something went wrong", "/api/v1/assessments/abc": `"status":500`} {
		if res := s.get(path); res.StatusCode != http.StatusInternalServerError || !strings.Contains(res.body, want) {
			t.Errorf("%s: %d\n%s", path, res.StatusCode, res.body)
		}
	}
	if !strings.Contains(s.log.String(), "panic: boom") {
		t.Error("the panic is not in the log")
	}
}

func TestBrokenStoredReport(t *testing.T) {
	s := newSite(t, setup{})
	saved, _, err := s.store.CreateOnce(t.Context(), "lunch", "", record.Once{},
		record.Revision{Title: "x", Report: []byte(`"not a report"`)})
	if err != nil {
		t.Fatal(err)
	}
	if res := s.get("/a/" + saved.ID); res.StatusCode != http.StatusInternalServerError {
		t.Errorf("gave %d", res.StatusCode)
	}
}

// TestTimeout: a page that waits too long is a clean 503, although its own
// context has ended by then.
func TestTimeout(t *testing.T) {
	wait := func(ctx context.Context) error { <-ctx.Done(); return fmt.Errorf("reading: %w", ctx.Err()) }
	s := newSite(t, setup{config: web.Config{Timeout: 20 * time.Millisecond}, store: wrap(failing{get: wait})})
	for path, kind := range map[string]string{
		"/a/abc":                  "text/html; charset=utf-8",
		"/embed/a/abc":            "text/html; charset=utf-8",
		"/api/v1/assessments/abc": "application/problem+json",
	} {
		res := s.get(path)
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Content-Type") != kind ||
			res.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %v", path, res.StatusCode, res.Header)
		}
		if !strings.Contains(res.body, "The answer took too long") {
			t.Errorf("%s:\n%s", path, res.body)
		}
	}
}

// TestClientLeaves: nothing is written, and it is no failure of ours.
func TestClientLeaves(t *testing.T) {
	entered := make(chan struct{})
	s := newSite(t, setup{store: wrap(failing{get: func(ctx context.Context) error { close(entered); <-ctx.Done(); return ctx.Err() }})})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-entered; cancel() }()
	if res, err := s.Client().Do(s.request("GET", "/a/abc", "").WithContext(ctx)); err == nil {
		res.Body.Close()
		t.Fatal("there was an answer")
	}
	s.Close() // waits for the handler
	if log := s.log.String(); !strings.Contains(log, "status=499") || strings.Contains(log, "level=ERROR") {
		t.Errorf("log:\n%s", log)
	}
}

func TestBodyLimit(t *testing.T) {
	s := newSite(t, setup{})
	long := strings.Repeat("x", 64<<10)
	chunked := func(path, kind string) answer {
		req := s.request("POST", path, "", "Content-Type", kind)
		req.Body = http.NoBody
		req.ContentLength = -1
		req.Body = readCloser{strings.NewReader("title=" + long)}
		return s.do(req)
	}
	tests := map[string]answer{
		"form":            s.post("/assessments", url.Values{"note": {long}}),
		"form in chunks":  chunked("/assessments", "application/x-www-form-urlencoded"),
		"json":            s.json("POST", "/api/v1/assessments", `{"note":"`+long+`"}`),
		"json in chunks":  chunked("/api/v1/assessments", "application/json"),
		"a page with one": s.do(s.request("GET", "/a/abc", long+"x")),
	}
	for name, res := range tests {
		if res.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(res.body, "64 KB") {
			t.Errorf("%s: %d\n%s", name, res.StatusCode, res.body)
		}
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// TestBodyBreaksOff: a body that does not arrive is answered and is no failure
// of ours.
func TestBodyBreaksOff(t *testing.T) {
	tests := []struct {
		name    string
		timeout time.Duration // of reading, in the server
		code    string
	}{
		{"cut off", 0, "400"},
		{"too slow", 50 * time.Millisecond, "408"},
	}
	for _, tt := range tests {
		s := newSite(t, setup{readTimeout: tt.timeout})
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn,
			"POST /api/v1/assessments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"title\"")
		if tt.timeout == 0 {
			conn.(*net.TCPConn).CloseWrite()
		}
		got, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(got), "HTTP/1.1 "+tt.code) {
			t.Errorf("%s: %v\n%s", tt.name, err, got)
		}
		conn.Close()
		if log := s.log.String(); strings.Contains(log, "level=ERROR") {
			t.Errorf("%s: log:\n%s", tt.name, log)
		}
	}
}

// TestComparisonIsGone: a shared assessment outlives its comparison.
func TestComparisonIsGone(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	saved, err := s.store.Get(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	old, oldKey, err := s.store.CreateOnce(t.Context(), "gone", "", record.Once{}, saved.Revision)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/a/" + old.ID, "/embed/a/" + old.ID, "/a/" + old.ID + "/edit", "/a/" + old.ID + "/report.json"} {
		if res := s.get(path); res.StatusCode != http.StatusOK || strings.Contains(res.body, "/decide/gone") {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	if res := s.post("/a/"+old.ID+"/edit",
		url.Values{"key": {oldKey}, "base": {"1"}, "title": {"Renamed"}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("renaming gave %d", res.StatusCode)
	}
	if res := s.json("PUT", "/api/v1/assessments/"+old.ID, `{"title":"x"}`, "Authorization", "Bearer "+
		oldKey, "If-Match", `"2"`); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("evaluating again gave %d", res.StatusCode)
	}
	other := url.Values{"comparison": {"lunch"}, "title": {"x"}, "revise": {old.ID}, "base": {"2"}, "key": {oldKey}}
	if res := s.post("/assessments", other); res.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(res.body, "another comparison") {
		t.Errorf("revising it with another comparison gave %d", res.StatusCode)
	}
	if res := s.json("GET", "/api/v1/assessments/"+old.ID, ""); !strings.Contains(res.body, `"moved":true`) {
		t.Errorf("not said to have moved: %s", res.body)
	}
}

// TestStoredReportIsShown: the page shows what was saved, byte for byte, not
// what the engine would say today.
func TestStoredReportIsShown(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	saved, err := s.store.Get(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	rev := saved.Revision
	rev.Catalogue = "older"
	rev.Report = []byte(strings.Replace(string(rev.Report), `"headline":"`, `"headline":"As it was then. `, 1))
	old, _, err := s.store.CreateOnce(t.Context(), "lunch", "", record.Once{}, rev)
	if err != nil {
		t.Fatal(err)
	}
	if res := s.get("/a/" + old.ID); !strings.Contains(res.body, "As it was then.") {
		t.Error("the stored headline is not on the page")
	}
	if res := s.get("/a/" + old.ID + "/report.json"); res.body != string(rev.Report) {
		t.Errorf("report.json is\n%s\nwant\n%s", res.body, rev.Report)
	}
	if res := s.json("GET", "/api/v1/assessments/"+old.ID, ""); !strings.Contains(res.body, `"moved":true`) ||
		!strings.Contains(res.body, "As it was then.") {
		t.Errorf("the API gives %s", res.body)
	}
	if res := s.json("GET", "/api/v1/assessments/"+id, ""); !strings.Contains(res.body, `"moved":false`) {
		t.Errorf("moved without reason: %s", res.body)
	}
}
