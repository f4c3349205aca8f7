package web_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"crossroads/content"
	"crossroads/store"
	"crossroads/web"
)

// trees are the contents that everything is tried on: what ships, and a small
// one about something else, so that nothing is hard-wired.
var trees = map[string]fs.FS{
	"tiny":    os.DirFS("../content/testdata/tiny"),
	"shipped": content.Embedded(),
}

// policyTree is the shipped content under the rules of an organisation, which answer
// a question in every link: what holds on every other content does not hold on it.
const policyTree = "policy"

var libraries = struct {
	sync.Mutex
	loaded map[string]*content.Library
}{loaded: map[string]*content.Library{}}

func library(t testing.TB, name string) *content.Library {
	t.Helper()
	libraries.Lock()
	defer libraries.Unlock()
	if lib := libraries.loaded[name]; lib != nil {
		return lib
	}
	tree := trees[name]
	if name == policyTree {
		tree = content.Overlay(os.DirFS("../docs/examples/policy"), content.Embedded())
	}
	lib, err := content.Load(tree)
	if err != nil {
		t.Fatalf("content %s: %v", name, err)
	}
	libraries.loaded[name] = lib
	return lib
}

// site is a running portal with a database of its own.
type site struct {
	*httptest.Server
	t      testing.TB
	lib    *content.Library
	store  web.Store
	portal *web.Portal
	log    *syncBuffer
	now    *clock
}

// clock is a time that tests move.
type clock struct {
	sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.Lock()
	defer c.Unlock()
	return c.at
}

func (c *clock) Advance(d time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.at = c.at.Add(d)
}

// syncBuffer is a log that can be read while it is written.
type syncBuffer struct {
	sync.Mutex
	bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.Write(p)
}

func (b *syncBuffer) String() string {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.String()
}

type setup struct {
	tree   string // "tiny" unless set
	config web.Config
	store  func(web.Store) web.Store // wraps the real one, for failures

	readTimeout time.Duration // of the server; 0 means none
}

func newSite(t testing.TB, with setup) *site {
	t.Helper()
	if with.tree == "" {
		with.tree = "tiny"
	}
	s := &site{t: t, lib: library(t, with.tree), log: &syncBuffer{}, now: &clock{at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}}
	db, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"), store.Options{
		Now:               s.now.Now,
		DropUnopenedAfter: time.Duration(with.config.DropUnopened) * 24 * time.Hour, Webhooks: with.config.Account.Webhooks,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s.store = db
	if with.store != nil {
		s.store = with.store(db)
	}
	portal, err := web.New(with.config, s.lib, s.store, slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		s.now.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewUnstartedServer(portal)
	s.portal = portal
	t.Cleanup(portal.Close)
	s.Config.ReadTimeout = with.readTimeout
	s.Start()
	t.Cleanup(s.Server.Close)
	s.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.Client().Transport = &describedTransport{t: t, base: s.Client().Transport.(*http.Transport)}
	return s
}

// answer is a whole response.
type answer struct {
	*http.Response
	body string
}

func (s *site) do(req *http.Request) answer {
	s.t.Helper()
	res, err := s.Client().Do(req)
	if err != nil {
		s.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	return answer{res, string(raw)}
}

func (s *site) request(method, path, body string, headers ...string) *http.Request {
	s.t.Helper()
	req, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return req
}

func (s *site) get(path string, headers ...string) answer {
	s.t.Helper()
	return s.do(s.request(http.MethodGet, path, "", headers...))
}

func (s *site) post(path string, form url.Values, headers ...string) answer {
	s.t.Helper()
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	return s.do(s.request(http.MethodPost, path, form.Encode(), headers...))
}

func (s *site) json(method, path, body string, headers ...string) answer {
	s.t.Helper()
	headers = append([]string{"Content-Type", "application/json"}, headers...)
	return s.do(s.request(method, path, body, headers...))
}

// upload sends the form for imports as browsers do, with a file of a name, or without one if that is "".
func (s *site) upload(name, file string, fields url.Values) answer {
	s.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		s.t.Fatal(err)
	}
	part.Write([]byte(file))
	for name := range fields {
		w.WriteField(name, strings.ReplaceAll(fields.Get(name), "\n", "\r\n")) // as browsers write them
	}
	w.Close()
	return s.do(s.request(http.MethodPost, "/assessments/import", form.String(), "Content-Type", w.FormDataContentType()))
}

// save stores an assessment by the form and returns its id and edit key.
func (s *site) save(query, title string) (id, key string) {
	s.t.Helper()
	res := s.post("/assessments", url.Values{"comparison": {s.lib.Comparisons[0].Slug}, "query": {query}, "title": {title}})
	link := editLink.FindStringSubmatch(res.body)
	if res.StatusCode != http.StatusOK || link == nil {
		s.t.Fatalf("saving gave %d, without an edit link:\n%s", res.StatusCode, res.body)
	}
	return link[1], link[2]
}

// editLink finds the id and the edit key on a page.
var editLink = regexp.MustCompile(`/a/([a-z0-9]+)/edit#([A-Za-z0-9_-]+)"`)

// first is an answer to a question of the site's first comparison.
func (s *site) first() (question, answer string) {
	q := s.lib.Comparisons[0].Questions[0]
	return q.ID, q.Answers[0].ID
}
