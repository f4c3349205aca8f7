package web_test

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"crossroads/content"
	"crossroads/store"
	"crossroads/web"
)

func newLive(t *testing.T) *web.Portal {
	t.Helper()
	db, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	live, err := web.New(web.Config{}, library(t, "tiny"), db, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return live
}

// ask requests a page from an address.
func ask(h http.Handler, from, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = from
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestLiveTellsAuthorsAlone shows problems to who sits at the machine, since
// they name files on it.
func TestLiveTellsAuthorsAlone(t *testing.T) {
	live := newLive(t)
	const problem = "/home/ann/mine/options.yaml:3:3: <unknown> key"
	if err := live.Refuse([]string{problem}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		from    string
		headers []string
		told    bool
	}{
		{"127.0.0.1:5000", nil, true},
		{"127.8.9.1:5000", nil, true},
		{"[::1]:5000", nil, true},
		{"[::ffff:127.0.0.1]:5000", nil, true},
		{"192.0.2.7:5000", nil, false},
		{"[2001:db8::1]:5000", nil, false},
		{"10.0.0.1:5000", nil, false},
		{"", nil, false},
		{"@", nil, false},
		{"127.0.0.1:5000", []string{"X-Forwarded-For", "192.0.2.7"}, false},
		{"127.0.0.1:5000", []string{"X-Forwarded-For", ""}, false},
		{"127.0.0.1:5000", []string{"Forwarded", "for=192.0.2.7"}, false},
		{"127.0.0.1:5000", []string{"X-Real-IP", "192.0.2.7"}, false},
		{"127.0.0.1:5000", []string{"Via", "1.1 proxy"}, false},
	} {
		for _, path := range []string{"/", "/compare/lunch?diff=1", "/no-such-page"} {
			body := ask(live, test.from, path, test.headers...).Body.String()
			if told := strings.Contains(body, "options.yaml:3:3: &lt;unknown&gt; key"); told != test.told {
				t.Errorf("%s from %q %v: told is %v, want %v", path, test.from, test.headers, told, test.told)
			}
		}
	}
	if err := live.Replace(library(t, "tiny")); err != nil {
		t.Fatal(err)
	}
	if body := ask(live, "127.0.0.1:5000", "/").Body.String(); strings.Contains(body, "options.yaml") {
		t.Error("the notice stays after the content was mended")
	}
}

// TestLiveChangesBetweenRequests replaces the content under load: each answer
// is whole and of one state of the content.
func TestLiveChangesBetweenRequests(t *testing.T) {
	live := newLive(t)
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				w := ask(live, "192.0.2.7:5000", "/")
				lunch, deployment := strings.Contains(w.Body.String(), "/decide/lunch"), strings.Contains(w.Body.String(),
					"/decide/deployment")
				if w.Code != http.StatusOK || lunch == deployment {
					t.Errorf("%d, lunch %v, deployment %v", w.Code, lunch, deployment)
					return
				}
			}
		})
	}
	for range 5 {
		for _, tree := range []string{"shipped", "tiny"} {
			if err := live.Replace(library(t, tree)); err != nil {
				t.Fatal(err)
			}
			if err := live.Refuse([]string{"no"}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	close(stop)
	readers.Wait()
}

// TestScoredAgainFollowsContent: the page that scores an old revision again is of
// the content that is served now, not of the one that was served before.
func TestScoredAgainFollowsContent(t *testing.T) {
	s := newSite(t, setup{})
	id, _ := s.save("size=few", "A title")
	path := "/a/" + id + "/r/1/again"
	before := s.get(path)
	if before.StatusCode != http.StatusOK || !strings.Contains(before.body, "nothing can differ") {
		t.Fatalf("%d: %s", before.StatusCode, before.body)
	}
	if err := s.portal.Replace(edited(t, "value: 8\n", "value: 16\n")); err != nil {
		t.Fatal(err)
	}
	tag := before.Header.Get("Etag")
	after := s.get(path, "If-None-Match", tag)
	if after.StatusCode != http.StatusOK || after.Header.Get("Etag") == tag || strings.Contains(after.body, "nothing can differ") {
		t.Errorf("after a change of the content: %d, ETag %s, was %s\n%s", after.StatusCode, after.Header.Get("Etag"), tag, after.body)
	}
	if share := s.get("/a/" + id); !strings.Contains(share.body, path) {
		t.Error("the share page does not offer to score again")
	}
	if err := s.portal.Replace(s.lib); err != nil {
		t.Fatal(err)
	}
	if again := s.get(path); again.Header.Get("Etag") != tag {
		t.Errorf("with the content as it was the page is another one: %s", again.body)
	}
}

// edited is the small content with one judgement changed.
func edited(t *testing.T, from, to string) *content.Library {
	t.Helper()
	const file = "comparisons/lunch/matrix.yaml"
	raw, err := fs.ReadFile(trees["tiny"], file)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(raw), from, to, 1)
	if changed == string(raw) {
		t.Fatalf("%s lacks %q", file, from)
	}
	lib, err := content.Load(content.Overlay(fstest.MapFS{file: {Data: []byte(changed)}}, trees["tiny"]))
	if err != nil {
		t.Fatal(err)
	}
	return lib
}
