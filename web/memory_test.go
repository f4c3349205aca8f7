package web

import (
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"crossroads/record"
	"crossroads/web/deliver"
)

// heap is how many bytes are in use after what nobody holds is gone.
func heap() int {
	var m runtime.MemStats
	for range 3 { // pools are emptied in two steps
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// TestMemoryHasBounds fills everything that clients can make grow with as many
// and as large keys and values as they can send, several times over, and looks
// at the memory that is in use afterwards. docs/security.md lists the same.
func TestMemoryHasBounds(t *testing.T) {
	const slack = 1 << 19 // of the server itself: pages that are fixed, prepared statements
	junk := strings.Repeat("j", 60_000)
	tests := []struct {
		what  string
		bound int
		fill  func(t *testing.T, s *server)
	}{
		{"pages by host", 1 << 20, func(t *testing.T, s *server) {
			id, _ := saveOne(t, s)
			get := getter(t, s)
			for i := range 300 {
				get(fmt.Sprintf("%0250d.org", i), "/a/"+id+"?"+junk, 200)
				get(fmt.Sprintf("%0250d.org", i), "/a/"+id+"/adr.md?"+junk, 200)
			}
		}},
		{"pages by id", 1 << 20, func(t *testing.T, s *server) {
			get := getter(t, s)
			for range 150 {
				id, _ := saveOne(t, s)
				for _, path := range []string{"/a/%s/scores.csv?%s", "/a/%s/r/1/strip.svg?%s", "/a/%s/strip.png?%s"} {
					get("portal.test", fmt.Sprintf(path, id, junk), 200)
				}
			}
		}},
		{"pages with a day", 1 << 20, func(t *testing.T, s *server) {
			get := getter(t, s)
			for range 300 {
				id, key := saveOne(t, s)
				arrange(t, s, id, key, record.Life{Status: record.Draft, Expires: "2199-12-31"})
				get("portal.test", "/a/"+id+"/report.html?"+junk, 200)
			}
		}},
		{"pages of a few bytes", 1 << 20, func(_ *testing.T, s *server) {
			for i := range 20_000 {
				key := deliver.Key{ID: fmt.Sprintf("%064d", i), Kind: "adr.md", Origin: fmt.Sprintf("http://%0250d.org", i)}
				_, since := s.pages.Get(key)
				s.pages.Put(key, deliver.New(deliver.TypeText, []byte("few"), deliver.Light), time.Time{}, since)
			}
		}},
		{"reports", 1 << 20, func(t *testing.T, s *server) {
			get, cat := getter(t, s), s.lib.Comparisons[0]
			for i := range 120 {
				name := fmt.Sprintf("%070d", i)
				get("portal.test", "/decide/"+cat.Slug+"/result?p1.name="+name+"a&p2.name="+name+"b&q="+junk[:30_000], 200)
			}
		}},
		{"headers, fixed pages and files", 0, func(t *testing.T, s *server) {
			get := getter(t, s)
			for i := range 200 {
				host := fmt.Sprintf("%0250d.org", i)
				get(host, "/?"+junk, 200)
				get(host, "/static/"+host+"?"+junk, 404)
				get(host, "/compare/"+host+"?"+junk, 404)
				get(host, "/decide/"+host+"/card.png?"+junk, 404)
				get(host, "/embed/a/"+host+"?"+junk, 404)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			s := newStoredSite(t)
			id, _ := saveOne(t, s)
			getter(t, s)("portal.test", "/a/"+id+"/strip.png", 200) // what is made once
			s.background.Wait(t.Context())
			before := heap()
			tt.fill(t, s)
			s.background.Wait(t.Context())
			grown := heap() - before
			t.Logf("%d KiB more are in use", grown>>10)
			if grown > tt.bound+slack {
				t.Errorf("%d KiB more are in use, want %d at most", grown>>10, (tt.bound+slack)>>10)
			}
			runtime.KeepAlive(s)
		})
	}
}

func getter(t *testing.T, s *server) func(host, target string, code int) {
	h := s.handler()
	return func(host, target string, code int) {
		t.Helper()
		r := httptest.NewRequest("GET", target, nil)
		r.Host = host
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != code {
			t.Fatalf("%.60s at %.60s gives %d, want %d", target, host, w.Code, code)
		}
	}
}
