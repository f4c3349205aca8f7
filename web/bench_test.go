package web_test

import (
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"crossroads/web"
)

// discard is a response writer that costs nothing itself.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// Benchmark measures what a request costs in the handler, log included. The
// same answers come again and again, so the engine is not asked.
func Benchmark(b *testing.B) {
	s := newSite(b, setup{})
	id, _ := s.save("size=few", "A title")
	handler, err := web.New(web.Config{BaseURL: "https://portal.example.org"}, s.lib, s.store,
		slog.New(slog.NewTextHandler(io.Discard, nil)), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	run := func(name, method, path, body string, headers ...string) {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(method, path, strings.NewReader(body))
			r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
			for i := 0; i < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
			handler.ServeHTTP(&discard{http.Header{}}, r)
			handler.Settle()
			b.ReportAllocs()
			for b.Loop() {
				w := &discard{make(http.Header, 16)}
				if body != "" {
					r.Body = io.NopCloser(strings.NewReader(body))
				}
				handler.ServeHTTP(w, r)
			}
		})
	}
	article := "/articles/" + s.lib.Articles[0].Slug
	tag := s.get(article, "Accept-Encoding", "br").Header.Get("ETag")
	run("article", "GET", article, "")
	run("article-304", "GET", article, "", "If-None-Match", tag)
	run("share", "GET", "/a/"+id, "")
	run("static", "GET", "/favicon.ico", "")
	run("wizard", "GET", "/decide/lunch?size=few", "")
	run("result", "GET", "/decide/lunch/result?size=few&break=short", "")
	run("evaluate", "POST", "/api/v1/comparisons/lunch/evaluate", `{"answers":{"size":"few"}}`, "Content-Type", "application/json")
	run("save", "POST", "/api/v1/assessments", `{"comparison":"lunch","title":"A title","answers":{"size":"few"}}`, "Content-Type",
		"application/json")
}

// BenchmarkRecord measures what saving a result that was just shown costs in the handler, and
// opening links of which no finished page is kept, with the shipped content.
func BenchmarkRecord(b *testing.B) {
	s := newSite(b, setup{tree: "shipped"})
	handler, err := web.New(web.Config{BaseURL: "https://portal.example.org", PageCache: 1, SaveRate: math.Inf(1)}, s.lib, s.store,
		slog.New(slog.NewTextHandler(io.Discard, nil)), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	const query = "kind=front&duration=seconds&place=cloud"
	id, _ := s.save(query, "A title")
	answer := func(method, path, body string) {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Accept-Encoding", "gzip")
		r.Header.Set("Content-Type", "application/json")
		handler.ServeHTTP(&discard{make(http.Header, 16)}, r)
	}
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			answer("GET", "/a/"+id, "")
		}
	})
	b.Run("save", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			answer("POST", "/api/v1/assessments", `{"comparison":"deployment","title":"A title","answers":{"kind":"front"}}`)
		}
	})
}
