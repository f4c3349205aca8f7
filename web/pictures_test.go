package web

import (
	"bytes"
	"context"
	"errors"
	"math"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"image/png"

	"crossroads/assess"
	"crossroads/export"
	"crossroads/record"
	"crossroads/store"
	"crossroads/web/deliver"
)

// newStoredSite is a server with a database of its own and a small cache of pages.
func newStoredSite(t *testing.T) *server {
	t.Helper()
	lib, err := tiny()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return serverOf(t, Config{PageCache: 1 << 20, ReportCache: 1 << 20, SaveRate: math.Inf(1)}, lib, db)
}

// saveOne stores an assessment of nothing.
func saveOne(t *testing.T, s *server) (id, key string) {
	t.Helper()
	saved, key, err := s.assess.Save(t.Context(), "", assess.Draft{
		Catalogue: s.lib.Comparisons[0], Texts: assess.Texts{Title: "A title"},
	}, assess.Unmarked)
	if err != nil {
		t.Fatal(err)
	}
	return saved.ID, key
}

// arrange stores the days of an assessment.
func arrange(t *testing.T, s *server, id, key string, life record.Life) {
	t.Helper()
	opened, err := s.assess.Open(t.Context(), id, key)
	if err == nil {
		err = s.assess.Arrange(t.Context(), opened, life)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// occupy takes all places at the gate, so that nobody can draw.
func occupy(t *testing.T, s *server) (leave func()) {
	t.Helper()
	var all []func()
	for range max(1, runtime.GOMAXPROCS(0)-1) {
		leave, err := s.assess.Enter(t.Context(), pricePage)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, leave)
	}
	return func() {
		for _, leave := range all {
			leave()
		}
	}
}

func visited(ctx context.Context, h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestPictureIsNamedUndrawn: HEAD and whoever has the picture get their answer
// while nobody can draw, with the name that the picture has once it is drawn.
// It is drawn a single time, also when the assessment has days to come.
func TestPictureIsNamedUndrawn(t *testing.T) {
	s := newStoredSite(t)
	h := s.handler()
	id, key := saveOne(t, s)
	arrange(t, s, id, key, record.Life{Status: record.Decided, Review: "2190-01-31", Expires: "2199-12-31"})
	for _, file := range []string{"card.png", "strip.png"} {
		path := "/a/" + id + "/" + file
		leave := occupy(t, s)
		head := visited(t.Context(), h, "HEAD", path)
		tag := head.Header().Get("Etag")
		if head.Code != http.StatusOK || head.Header().Get("Content-Type") != deliver.TypePNG || len(tag) < 10 ||
			head.Header()["Content-Length"] != nil || head.Body.Len() > 0 {
			t.Errorf("HEAD %s: %d %v", file, head.Code, head.Header())
		}
		for _, method := range []string{"GET", "HEAD"} {
			if w := visited(t.Context(), h, method, path, "If-None-Match", tag); w.Code != http.StatusNotModified ||
				w.Header().Get("Etag") != tag {
				t.Errorf("%s %s again: %d %v", method, file, w.Code, w.Header())
			}
		}
		short, cancel := context.WithCancel(t.Context())
		cancel()
		if w := visited(short, h, "GET", path); w.Body.Len() > 0 {
			t.Errorf("GET %s was drawn though nobody could draw: %d", file, w.Code)
		}
		leave()
		drawn := visited(t.Context(), h, "GET", path)
		if _, err := png.Decode(bytes.NewReader(drawn.Body.Bytes())); err != nil || drawn.Header().Get("Etag") != tag {
			t.Errorf("GET %s: %v, named %s, want %s", file, err, drawn.Header().Get("Etag"), tag)
		}
		leave = occupy(t, s)
		kept := visited(t.Context(), h, "GET", path)
		if !bytes.Equal(kept.Body.Bytes(), drawn.Body.Bytes()) || kept.Header().Get("Etag") != tag {
			t.Errorf("GET %s is not kept: %d", file, kept.Code)
		}
		if head := visited(t.Context(), h, "HEAD", path); head.Header().Get("Content-Length") != drawn.Header().Get("Content-Length") ||
			head.Header().Get("Etag") != tag {
			t.Errorf("HEAD %s once it is kept: %v", file, head.Header())
		}
		leave()
	}
}

// waitingForPictures counts the requests that wait while somebody draws.
func waitingForPictures() (n int) {
	buf := make([]byte, 1<<22)
	for stack := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if first, rest, _ := strings.Cut(stack, "\n"); strings.Contains(first, "[select") && strings.Contains(rest, "web.(*server).draw(") {
			n++
		}
	}
	return n
}

// TestPictureIsDrawnOnce: requests for a picture that is being drawn wait for
// it. When that fails, because who asked first has left, they draw it themselves.
func TestPictureIsDrawnOnce(t *testing.T) {
	s := newStoredSite(t)
	h := s.handler()
	id, _ := saveOne(t, s)
	path := "/a/" + id + "/strip.png"
	sum := strings.Trim(visited(t.Context(), h, "HEAD", path).Header().Get("Etag"), `"`)
	together := func(first []byte, err error) (answers []*httptest.ResponseRecorder) {
		release := make(chan struct{})
		s.drawings.DoChan(sum, func() (any, error) {
			<-release
			return first, err
		})
		const others = 8
		arrived := make(chan *httptest.ResponseRecorder, others)
		for range others {
			go func() { arrived <- visited(t.Context(), h, "GET", path) }()
		}
		for waitingForPictures() < others {
			time.Sleep(time.Millisecond)
		}
		left, cancel := context.WithCancel(t.Context())
		cancel()
		if w := visited(left, h, "GET", path); w.Body.Len() > 0 {
			t.Errorf("somebody who has left got %d", w.Code)
		}
		close(release)
		for range others {
			answers = append(answers, <-arrived)
		}
		return answers
	}
	for _, w := range together(nil, errors.New("left")) {
		if _, err := png.Decode(bytes.NewReader(w.Body.Bytes())); err != nil || w.Header().Get("Etag") != `"`+sum+`"` {
			t.Errorf("after a failure: %d %.40q, %v", w.Code, w.Body, err)
		}
	}
	s.pages.Forget(id)
	defer occupy(t, s)() // nobody can draw
	for _, w := range together([]byte("drawn by the first"), nil) {
		if w.Code != http.StatusOK || w.Body.String() != "drawn by the first" {
			t.Errorf("together: %d %.40q", w.Code, w.Body)
		}
	}
}

// TestDrawingFails: an error or a panic while drawing is an error of the request.
func TestDrawingFails(t *testing.T) {
	s := newStoredSite(t)
	for what, card := range map[string]export.Card{"invalid": {}, "panic": {Width: -1, Height: 1}} {
		if raw, err := s.draw(t.Context(), what, card); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %d bytes, %v", what, len(raw), err)
		}
		if _, err := s.draw(t.Context(), what, card); err == nil {
			t.Errorf("%s: nothing is wrong the second time", what)
		}
	}
	leave := occupy(t, s) // the gate is free again after a failure, or this would wait for ever
	leave()
}
