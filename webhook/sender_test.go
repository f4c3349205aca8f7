package webhook

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.uber.org/goleak"

	"crossroads/record"
	"crossroads/store"
	"crossroads/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var secret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("a secret that is long enough"))

// receiver is what somebody runs who is told. It checks every signature with the
// library.
type receiver struct {
	*httptest.Server
	t        *testing.T
	verifier *standardwebhooks.Webhook

	mu     sync.Mutex
	calls  []call
	answer func(n int, w http.ResponseWriter, r *http.Request) // call n, from 0
}

// call is a request that came.
type call struct {
	id, at, raw string
	body        body
}

func newReceiver(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *receiver {
	t.Helper()
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{t: t, verifier: verifier, answer: answer}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	raw, err := io.ReadAll(req.Body)
	if err != nil {
		r.t.Error(err)
	}
	if err := r.verifier.Verify(raw, req.Header); err != nil {
		r.t.Errorf("%v: %v", err, req.Header)
	}
	c := call{id: req.Header.Get("webhook-id"), at: req.Header.Get("webhook-timestamp"), raw: string(raw)}
	if err := json.Unmarshal(raw, &c.body); err != nil || req.Header.Get("Content-Type") != "application/json" || req.Method != "POST" ||
		req.URL.Path != "/hook" {
		r.t.Errorf("%s %s: %v\n%s", req.Method, req.URL, err, raw)
	}
	r.mu.Lock()
	n := len(r.calls)
	r.calls = append(r.calls, c)
	r.mu.Unlock()
	r.answer(n, w, req)
}

func (r *receiver) got() []call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]call(nil), r.calls...)
}

func ok(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func endpoint(t *testing.T, name, url string, types ...string) Endpoint {
	t.Helper()
	signer, err := newSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return Endpoint{record.Subscription{Endpoint: name, Types: types, All: true}, url, []*standardwebhooks.Webhook{signer}}
}

// portal is a store and a sender on it.
type portal struct {
	t      *testing.T
	db     *store.SQLite
	sender *Sender
	log    *strings.Builder
	stop   func()
}

// newPortal does not send before start is called.
func newPortal(t *testing.T, path string, endpoints ...Endpoint) *portal {
	t.Helper()
	var told []record.Subscription
	for _, e := range endpoints {
		told = append(told, e.Subscription)
	}
	db, err := store.Open(t.Context(), path, store.Options{Webhooks: told})
	if err != nil {
		t.Fatal(err)
	}
	p := &portal{t: t, db: db, log: &strings.Builder{}, stop: func() {}}
	p.sender = New(Config{Endpoints: endpoints, Store: db, BaseURL: "https://portal.example.org/x", Version: "1.2.3", Now: time.Now,
		Log: slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	p.sender.look, p.sender.wait = 5*time.Millisecond, func(int, time.Duration) time.Duration { return time.Millisecond }
	t.Cleanup(func() {
		p.stop()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func (p *portal) start() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.sender.Run(ctx)
	}()
	p.stop = func() {
		cancel()
		<-done
		p.stop = func() {}
	}
}

func (p *portal) save(title string) (record.Saved, string) {
	p.t.Helper()
	saved, key, err := p.db.Create(p.t.Context(), "deployment", storetest.Revision(title))
	if err != nil {
		p.t.Fatal(err)
	}
	return saved, key
}

// until waits for the deliveries to be as they should.
func (p *portal) until(what string, done func([]record.Delivery) bool) (list []record.Delivery) {
	p.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		list, err := p.db.Deliveries(p.t.Context(), record.DeliveryFilter{Limit: 1000})
		if err != nil {
			p.t.Fatal(err)
		}
		if done(list) {
			return list
		}
		if time.Now().After(end) {
			p.t.Fatalf("waited for: %s; got %+v", what, list)
		}
	}
}

func allAre(state string) func([]record.Delivery) bool {
	return func(list []record.Delivery) bool {
		for _, d := range list {
			if d.State != state {
				return false
			}
		}
		return len(list) > 0
	}
}

func newPath(t *testing.T) string { return filepath.Join(t.TempDir(), "a.db") }

// TestDeliver: what is sent, to the last member.
func TestDeliver(t *testing.T) {
	r := newReceiver(t, ok)
	p := newPortal(t, newPath(t), endpoint(t, "wiki", r.URL+"/hook", record.WebhookTypes...))
	p.start()
	doc, err := openapi3.NewLoader().LoadFromFile("../web/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	described := doc.Components.Schemas["WebhookMessage"].Value
	saved, key := p.save("Orders <b>\u202e")
	if err := p.db.Arrange(t.Context(), saved.ID, key, record.Life{Status: record.Decided, Review: "2000-01-01"}); err != nil {
		t.Fatal(err)
	}
	p.until("two deliveries", func(list []record.Delivery) bool { return len(list) == 2 && allAre(record.DeliveryDelivered)(list) })
	calls := r.got()
	at := func(i int) string { return calls[i].body.Timestamp }
	for i, want := range []string{
		`{"type":"assessment.saved","timestamp":"` + at(0) + `","data":{"assessment":"` + saved.ID +
			`","url":"https://portal.example.org/x/a/` + saved.ID +
			`","comparison":"deployment","revision":1,"title":"Orders <b>","status":"draft","review":""}}`,
		`{"type":"assessment.decided","timestamp":"` + at(1) + `","data":{"assessment":"` + saved.ID +
			`","url":"https://portal.example.org/x/a/` + saved.ID +
			`","comparison":"deployment","revision":1,"title":"Orders <b>","status":"decided","review":"2000-01-01"}}`,
	} {
		if calls[i].raw != want {
			t.Errorf("sent %s\nwant %s", calls[i].raw, want)
		}
		if err := described.VisitJSON(decoded(t, calls[i].raw)); err != nil {
			t.Errorf("it is not as described: %v", err)
		}
		if strings.Contains(calls[i].raw, key) {
			t.Error("the edit key was sent")
		}
	}
	p.stop()
	if log := p.log.String(); !strings.Contains(log, "webhook delivered") || strings.Contains(log, saved.ID) ||
		strings.Contains(log, "Orders") || strings.Contains(log, r.URL) || strings.Contains(log, secret) {
		t.Errorf("the log:\n%s", log)
	}
	if c := p.sender.Counts(); len(c) != 1 || c[0] != (Counts{"wiki", 2, 0, 0}) {
		t.Errorf("%+v", c)
	}
}

func decoded(t *testing.T, raw string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// TestUnreliable: a receiver that fails in every way gets each message in the end, under
// one id and with the same bytes, and some of them more than once.
func TestUnreliable(t *testing.T) {
	drop := func(w http.ResponseWriter) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		conn.Close()
	}
	const messages = 6
	var mu sync.Mutex
	tries := map[string]int{} // by id
	r := newReceiver(t, nil)
	r.answer = func(n int, w http.ResponseWriter, req *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		id := req.Header.Get("webhook-id")
		tries[id]++
		switch tries[id] {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, strings.Repeat("the secret of the receiver ", 1000))
		case 2:
			drop(w) // although it has read everything: it will see it again
		case 3:
			mu.Unlock()
			<-req.Context().Done() // hangs until the sender gives up
			mu.Lock()
		case 4:
			http.Redirect(w, req, r.URL+"/elsewhere", http.StatusTemporaryRedirect)
		case 5:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			w.WriteHeader(http.StatusOK)
		}
	}
	p := newPortal(t, newPath(t), endpoint(t, "flaky", r.URL+"/hook", record.WebhookSaved))
	p.sender.client.Timeout = 300 * time.Millisecond
	var asked []time.Duration
	p.sender.wait = func(_ int, a time.Duration) time.Duration {
		asked = append(asked, a) // of one goroutine, as there is one endpoint
		return time.Millisecond
	}
	for i := range messages {
		p.save(fmt.Sprint("message ", i))
	}
	p.start()
	list := p.until("all delivered", allAre(record.DeliveryDelivered))
	p.stop()
	for _, d := range list {
		if d.Attempts != 6 || d.Answer != 200 || d.Detail != "" {
			t.Errorf("%+v", d)
		}
	}
	sent := map[string]string{}
	for _, c := range r.got() {
		if before, again := sent[c.id]; again && before != c.raw {
			t.Errorf("%s was sent as %s and %s", c.id, before, c.raw)
		}
		sent[c.id] = c.raw
	}
	if len(sent) != messages || len(r.got()) != 6*messages {
		t.Errorf("%d messages in %d requests", len(sent), len(r.got()))
	}
	waits := 0
	for _, a := range asked {
		if a == time.Second {
			waits++
		}
	}
	if waits != messages {
		t.Errorf("the receiver asked to wait %d times, heard %d times", messages, waits)
	}
	for _, want := range []string{
		"answered 500", "the connection broke", "no answer within", "a redirect, which is not followed", "answered 429",
	} {
		if !strings.Contains(p.log.String(), want) {
			t.Errorf("the log has no %q:\n%s", want, p.log)
		}
	}
	if strings.Contains(p.log.String(), "secret of the receiver") {
		t.Error("the log has what the receiver answered")
	}
}

// TestHangingHoldsNobodyUp: an endpoint that never answers leaves the others alone.
func TestHangingHoldsNobodyUp(t *testing.T) {
	hanging := newReceiver(t, func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	good := newReceiver(t, ok)
	p := newPortal(t, newPath(t), endpoint(t, "hanging", hanging.URL+"/hook", record.WebhookSaved), endpoint(t, "good", good.URL+
		"/hook", record.WebhookSaved))
	p.start()
	for range 5 {
		p.save("x")
	}
	p.until("those of the good one delivered", func(list []record.Delivery) bool {
		n := 0
		for _, d := range list {
			if d.Endpoint == "good" && d.State == record.DeliveryDelivered {
				n++
			}
		}
		return n == 5
	})
	for len(hanging.got()) == 0 {
		time.Sleep(time.Millisecond)
	}
	p.stop() // does not wait for the hanging one
	list, err := p.db.Deliveries(t.Context(), record.DeliveryFilter{Endpoint: "hanging", Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	first := list[len(list)-1]
	if first.State != record.DeliveryWaiting || first.Detail != "the portal stopped meanwhile" || first.Next.After(time.Now()) {
		t.Errorf("%+v", first)
	}
}

// TestGivenUp: attempts have a bound, 410 ends them at once, and both can be sent again.
func TestGivenUp(t *testing.T) {
	var mu sync.Mutex
	status := http.StatusBadGateway
	r := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		w.WriteHeader(status)
	})
	p := newPortal(t, newPath(t), endpoint(t, "down", r.URL+"/hook", record.WebhookSaved))
	p.save("x")
	p.start()
	d := p.until("given up", allAre(record.DeliveryFailed))[0]
	if d.Attempts != mostAttempts || d.Answer != 502 || d.Detail != fmt.Sprintf("answered 502; given up after %d attempts", mostAttempts) {
		t.Errorf("%+v", d)
	}
	set := func(to int) {
		mu.Lock()
		defer mu.Unlock()
		status = to
		if err := p.db.SendAgain(t.Context(), d.Number); err != nil {
			t.Fatal(err)
		}
	}
	set(http.StatusGone)
	d = p.until("gone", func(list []record.Delivery) bool { return list[0].Answer == 410 })[0]
	if d.State != record.DeliveryFailed || d.Attempts != 1 {
		t.Errorf("%+v", d)
	}
	set(http.StatusOK)
	p.until("delivered", allAre(record.DeliveryDelivered))
	ids := map[string]bool{}
	for _, c := range r.got() {
		ids[c.id] = true
	}
	if len(ids) != 1 {
		t.Errorf("ids %v", ids)
	}
}

// TestRestarted: what was saved before a stop is delivered after the next start, also
// what had been taken by a process that died.
func TestRestarted(t *testing.T) {
	r := newReceiver(t, ok)
	path, e := newPath(t), endpoint(t, "wiki", r.URL+"/hook", record.WebhookSaved)
	p := newPortal(t, path, e)
	p.save("never taken")
	p.save("taken by a process that died")
	if _, err := p.db.TakeDelivery(t.Context(), "wiki", time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if err := p.db.Close(); err != nil {
		t.Fatal(err)
	}
	p = newPortal(t, path, e)
	p.start()
	p.until("both delivered", allAre(record.DeliveryDelivered))
	if calls := r.got(); len(calls) != 2 {
		t.Errorf("%+v", calls)
	}
}

// TestDeletedIsDropped: nothing is sent about what was deleted before.
func TestDeletedIsDropped(t *testing.T) {
	r := newReceiver(t, ok)
	p := newPortal(t, newPath(t), endpoint(t, "wiki", r.URL+"/hook", record.WebhookSaved))
	saved, key := p.save("secret plans")
	if err := p.db.Delete(t.Context(), saved.ID, key); err != nil {
		t.Fatal(err)
	}
	p.start()
	p.until("dropped", allAre(record.DeliveryDropped))
	if calls := r.got(); len(calls) != 0 {
		t.Errorf("%+v", calls)
	}
}

// TestReviewDue: the day of a review that has come is told of, once.
func TestReviewDue(t *testing.T) {
	r := newReceiver(t, ok)
	path, e := newPath(t), endpoint(t, "wiki", r.URL+"/hook", record.WebhookReviewDue)
	today := time.Now().UTC().Format(time.DateOnly)
	for range 2 {
		p := newPortal(t, path, e)
		if len(r.got()) == 0 {
			saved, key := p.save("Orders")
			if err := p.db.Arrange(t.Context(), saved.ID, key, record.Life{Status: record.Decided, Review: today}); err != nil {
				t.Fatal(err)
			}
		}
		p.start()
		p.until("delivered", allAre(record.DeliveryDelivered))
		p.stop()
		if err := p.db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if calls := r.got(); len(calls) != 1 || calls[0].body.Type != record.WebhookReviewDue || calls[0].body.Data.Review != today {
		t.Errorf("%+v", calls)
	}
}

// TestTwoSecrets: while one secret replaces another, both verify.
func TestTwoSecrets(t *testing.T) {
	r := newReceiver(t, ok) // knows the old one
	e := endpoint(t, "wiki", r.URL+"/hook", record.WebhookSaved)
	fresh, err := newSigner("whsec_" + base64.StdEncoding.EncodeToString([]byte("the next secret, long enough")))
	if err != nil {
		t.Fatal(err)
	}
	e.signers = append([]*standardwebhooks.Webhook{fresh}, e.signers...)
	p := newPortal(t, newPath(t), e)
	p.save("x")
	p.start()
	p.until("delivered", allAre(record.DeliveryDelivered))
}

// TestStoreFails: an error of the store is logged and ends nothing.
func TestStoreFails(t *testing.T) {
	p := newPortal(t, newPath(t), endpoint(t, "wiki", "http://127.0.0.1:1/hook", record.WebhookSaved))
	p.save("x")
	if err := p.db.Close(); err != nil {
		t.Fatal(err)
	}
	err := p.sender.next(t.Context(), &p.sender.cfg.Endpoints[0])
	if err == nil {
		t.Error("a closed store gives no error")
	}
}

// fullStore has no room for messages.
type fullStore struct {
	Store
	tidied chan struct{}
}

func (s fullStore) NoteReviews(context.Context, string, string) (int, error) {
	return 0, record.ErrFull
}

func (s fullStore) TidyDeliveries(ctx context.Context, tooOld, forget time.Time, detail string) (int, error) {
	defer close(s.tidied)
	return s.Store.TidyDeliveries(ctx, tooOld, forget, detail)
}

// TestFullIsTidied: a store that cannot take a message is tidied all the same.
func TestFullIsTidied(t *testing.T) {
	p := newPortal(t, newPath(t), endpoint(t, "wiki", "http://127.0.0.1:1/hook", record.WebhookReviewDue))
	store := fullStore{p.db, make(chan struct{})}
	p.sender.cfg.Store = store
	p.start()
	select {
	case <-store.tidied:
	case <-time.After(10 * time.Second):
		t.Error("nothing is tidied")
	}
	p.stop()
	if log := p.log.String(); !strings.Contains(log, "cannot be noted") || !strings.Contains(log, "err=full") {
		t.Errorf("log %q", log)
	}
}
