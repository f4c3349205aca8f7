//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"crossroads/content"
	"crossroads/store"
	"crossroads/store/pgtest"
	"crossroads/web/webtest"
)

// cluster is some portals on one PostgreSQL database behind a proxy that hands
// each request to the next of them, whoever sends it.
type cluster struct {
	t    *testing.T
	args []string
	url  string // of the proxy

	mu      sync.Mutex
	members []*child
	turn    int
}

// clientHeader names the network that a test asks from, to the proxy.
const clientHeader = "Test-Client"

func newCluster(t *testing.T, members int, args ...string) *cluster {
	t.Helper()
	c := &cluster{
		t:    t,
		args: append([]string{"serve", "--addr=127.0.0.1:0", "--log-level=error", "--trusted-proxies=127.0.0.0/8"}, args...),
	}
	for range members {
		c.add()
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.Host = r.In.Host
			r.Out.URL.Scheme = "http"
			r.Out.URL.RawQuery = r.In.URL.RawQuery // also what cannot be read
			r.Out.Header.Set("X-Forwarded-For", r.In.Header.Get(clientHeader))
			r.Out.Header.Del(clientHeader)
		},
		Transport:    c,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	})
	t.Cleanup(proxy.Close)
	c.url = proxy.URL
	return c
}

// add starts one more portal.
func (c *cluster) add() {
	fresh := launch(c.t, exec.Command(os.Args[0], c.args...))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.members = append(c.members, fresh)
}

// end takes a signal to one of the portals. The proxy is not told.
func (c *cluster) end(signal os.Signal) {
	c.mu.Lock()
	at := c.members[0]
	c.mu.Unlock()
	_ = at.cmd.Process.Signal(signal)
	_ = at.cmd.Wait()
}

func (c *cluster) next() *child {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turn++
	return c.members[c.turn%len(c.members)]
}

// lost takes a portal that does not answer out of the turn.
func (c *cluster) lost(gone *child) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.members = slices.DeleteFunc(c.members, func(member *child) bool { return member == gone })
}

var backend = &http.Transport{MaxIdleConnsPerHost: 64}

// RoundTrip asks the next portal, and another one when that cannot be reached. It
// takes the whole body first, as nginx does: a server closes the body that it is
// passing on as soon as an answer comes.
func (c *cluster) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	for {
		r.Body = io.NopCloser(bytes.NewReader(body))
		member := c.next()
		at, err := url.Parse(member.url)
		if err != nil {
			return nil, err
		}
		r.URL.Host = at.Host
		res, err := backend.RoundTrip(r)
		if failed := (*net.OpError)(nil); errors.As(err, &failed) && failed.Op == "dial" {
			c.lost(member)
			continue
		}
		return res, err
	}
}

// from is a client of a network of its own, which follows no redirect.
func from(network string) *http.Client {
	return &http.Client{
		Transport:     &fromNetwork{network: network},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type fromNetwork struct {
	network string
	plain   http.Transport
}

func (f *fromNetwork) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set(clientHeader, f.network)
	return f.plain.RoundTrip(r)
}

func startServer(t *testing.T) *pgtest.Server {
	t.Helper()
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Remove)
	return server
}

// TestClusterScripts runs the scripts of the portal against three processes on
// one database: whatever one remembers, the next request reaches another. Those
// in "limited" are left out, since each process counts for itself.
func TestClusterScripts(t *testing.T) {
	server := startServer(t)
	for name, tree := range map[string]fs.FS{"tiny": os.DirFS(tiny), "shipped": content.Embedded()} {
		t.Run(name, func(t *testing.T) {
			lib, err := content.Load(tree)
			if err != nil {
				t.Fatal(err)
			}
			args := []string{"--db=" + server.NewDatabase(t)}
			if name == "tiny" {
				args = append(args, "--content="+tiny)
			}
			c := newCluster(t, 3, args...)
			for _, folder := range []string{"any", name} {
				files, err := filepath.Glob("web/testdata/" + folder + "/*.txt")
				if err != nil || len(files) == 0 {
					t.Fatalf("no scripts in %s: %v", folder, err)
				}
				for i, file := range files {
					network := fmt.Sprintf("10.%d.%d.1", len(folder), i)
					t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) {
						webtest.Run(t, webtest.Site{URL: c.url, Client: from(network), Library: lib}, file)
					})
				}
			}
		})
	}
}

// TestCluster has 64 writers save through three processes, for 4 seconds or as
// many as CROSSROADS_TEST_SECONDS says. Meanwhile one process is killed, one is
// added, and one is told to stop. Who gets no answer asks again, as programs do:
// in the end each save that was asked for is there once, and whatever was
// acknowledged is as it was.
func TestCluster(t *testing.T) {
	length := testLength(4 * time.Second)
	address := startServer(t).NewDatabase(t)
	c := newCluster(t, 3, "--db="+address, "--content="+tiny)
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	acks := newAcknowledged()
	var assessments, unanswered atomic.Int64
	var writers sync.WaitGroup
	for n := range 64 {
		writers.Go(func() {
			w := clusterWriter{cluster: c, at: &child{url: c.url}, client: from(fmt.Sprintf("10.0.0.%d", n)), unanswered: &unanswered}
			for i := 0; ctx.Err() == nil && !t.Failed(); i++ {
				w.write(acks, fmt.Sprintf("writer-%d-%d", n, i))
				assessments.Add(1)
			}
		})
	}
	time.Sleep(length / 4)
	c.end(syscall.SIGKILL)
	time.Sleep(length / 4)
	c.add()
	time.Sleep(length / 4)
	c.end(syscall.SIGTERM)
	writers.Wait()

	file := filepath.Join(t.TempDir(), "moved.db")
	if r := finish(t, env{}, "move", "--from", address, "--to", file); r.err == nil || !strings.Contains(r.err.Error(), "portals are using it") {
		t.Errorf("a move while portals run: %v", r.err)
	}
	for _, member := range c.members { // nobody asks them any more
		_ = member.cmd.Process.Signal(syscall.SIGTERM)
		_ = member.cmd.Wait()
	}
	if r := finish(t, env{}, "move", "--from", address, "--to", file); r.err != nil {
		t.Fatal(r.err)
	}
	acks.check(t, file)
	found, err := store.Verify(t.Context(), file)
	if err != nil || int64(found.Assessments) != assessments.Load() {
		t.Errorf("%d assessments were asked for, %d are there; %v", assessments.Load(), found.Assessments, err)
	}
	t.Logf("%d revisions were acknowledged in %v; %d requests had no answer and were sent again", len(acks.saves), length,
		unanswered.Load())
}

// clusterWriter saves and revises through the proxy.
type clusterWriter struct {
	*cluster
	at         *child
	client     *http.Client
	unanswered *atomic.Int64
}

// write makes an assessment and revises it.
func (w *clusterWriter) write(acks *acknowledged, title string) {
	doc, _, ok := w.ask(func() (stored, int) {
		return w.at.send(w.client, "POST", "/api/v1/assessments", title, "Idempotency-Key", title+"-of-a-run-of-the-cluster")
	}, http.StatusCreated)
	if !ok {
		return
	}
	acks.add(doc)
	revised, again, ok := w.ask(func() (stored, int) {
		return w.at.revise(w.client, doc, title+
			" revised")
	}, http.StatusOK, http.StatusPreconditionFailed)
	switch {
	case !ok:
	case revised.Revision == 2:
		acks.add(revised)
	case !again || revised.Latest != 2: // it had been revised by the request without an answer
		w.t.Errorf("a revision was refused, with %+v", revised)
	}
}

// ask sends a request until it is answered with one of the statuses. What the
// proxy answers for a portal that has gone is no answer.
func (w *clusterWriter) ask(send func() (stored, int), want ...int) (doc stored, again, ok bool) {
	for range 100 {
		doc, status := send()
		if slices.Contains(want, status) {
			return doc, again, true
		}
		if status != http.StatusBadGateway {
			w.t.Errorf("a save was answered with %d", status)
			return doc, again, false
		}
		again = true
		w.unanswered.Add(1)
	}
	w.t.Error("nobody answers")
	return doc, again, false
}
