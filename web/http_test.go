package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func decoded(t *testing.T, res answer) string {
	t.Helper()
	var r io.Reader = strings.NewReader(res.body)
	switch res.Header.Get("Content-Encoding") {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		zr, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = zr
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// onceValue finds the mark of a form, which is another one on each copy of a page.
var onceValue = regexp.MustCompile(`\b[A-Z2-7]{26}\b`)

// TestCodings: every coding of every kind of page holds the same text, has a
// length, and fixed and shared pages a tag of its own that gives 304.
func TestCodings(t *testing.T) {
	s := newSite(t, setup{})
	q, a := s.first()
	id, _ := s.save(q+"="+a, "A title")
	tests := []struct {
		path   string
		tagged bool
		best   string
	}{
		{"/", true, "br"}, {"/articles", true, "br"}, {"/articles/" + s.lib.Articles[0].Slug, true, "br"},
		{"/compare/lunch", true, "br"}, {"/decide/lunch", true, "br"}, {"/method", true, "br"}, {"/claims", true, "br"},
		{"/glossary", true, "br"}, {"/updates", true, "br"},
		{"/search?q=kitchen", false, "br"}, {"/feed.xml", false, "br"}, {"/cases", true, "br"},
		{"/embed/compare/lunch", true, "br"}, {"/embed/decide/lunch", false, "br"}, {"/api/v1/openapi.json", true, "br"},
		{"/api/v1/comparisons/lunch", true, "br"},
		{"/a/" + id, true, "br"}, {"/embed/a/" + id, true, "br"}, {"/a/" + id + "/report.json", true, "gzip"},
		{"/decide/lunch?size=few", false, "br"}, {"/decide/lunch/result?size=few", false, "br"},
		{"/articles?tag=x", false, "br"}, {"/nothing", false, "br"},
	}
	for _, tt := range tests {
		s.get(tt.path)
		s.get(tt.path) // what is kept for the first reader is compressed better for the next ones
	}
	s.portal.Settle() // from here on the compressed bytes stay
	for _, tt := range tests {
		plain := s.get(tt.path, "Accept-Encoding", "identity")
		stable := func(text string, res answer) string {
			return onceValue.ReplaceAllString(strings.ReplaceAll(text, res.Header.Get("X-Request-Id"), "REQUEST"), "ONCE")
		}
		tags := map[string]string{}
		for _, coding := range []string{"identity", "gzip", "br, gzip"} {
			res := s.get(tt.path, "Accept-Encoding", coding)
			want := map[string]string{"identity": "", "gzip": "gzip", "br, gzip": tt.best}[coding]
			if got := res.Header.Get("Content-Encoding"); got != want {
				t.Errorf("%s with %s is coded as %q, want %q", tt.path, coding, got, want)
			}
			if stable(decoded(t, res), res) != stable(plain.body, plain) {
				t.Errorf("%s with %s has another text", tt.path, coding)
			}
			if got := res.Header.Get("Content-Length"); got != strconv.Itoa(len(res.body)) {
				t.Errorf("%s with %s: length %q, %d bytes came", tt.path, coding, got, len(res.body))
			}
			if got := res.Header.Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("%s with %s varies by %q", tt.path, coding, got)
			}
			head := s.do(s.request("HEAD", tt.path, "", "Accept-Encoding", coding))
			if head.StatusCode != res.StatusCode || head.body != "" || head.Header.Get("Content-Length") == "" {
				t.Errorf("HEAD %s with %s: %d, %d bytes, length %s", tt.path, coding, head.StatusCode, len(head.body),
					head.Header.Get("Content-Length"))
			}
			tag := res.Header.Get("ETag")
			if other, ok := tags[tag]; (tag != "") != tt.tagged || ok && tt.tagged && other != want {
				t.Errorf("%s with %s has the tag %q, which %q has too", tt.path, coding, tag, other)
			}
			if !tt.tagged {
				continue
			}
			tags[tag] = want
			again := s.get(tt.path, "Accept-Encoding", coding, "If-None-Match", `"x", W/`+
				s.get(tt.path, "Accept-Encoding", coding).Header.Get("ETag"))
			if again.StatusCode != http.StatusNotModified || again.body != "" || again.Header.Get("Content-Length") != "" ||
				again.Header.Get("Content-Security-Policy") == "" {
				t.Errorf("%s with %s asked again gives %d %v", tt.path, coding, again.StatusCode, again.Header)
			}
		}
	}
}

// TestCompareShowsTheDay: the matrix marks judgements that are due, so the page
// kept in memory lives for a day.
func TestCompareShowsTheDay(t *testing.T) {
	s := newSite(t, setup{})
	before := s.get("/compare/lunch")
	s.now.Advance(20 * 365 * 24 * time.Hour)
	after := s.get("/compare/lunch")
	if before.Header.Get("ETag") == after.Header.Get("ETag") || before.body == after.body {
		t.Error("twenty years later the page is the same, though every judgement is due for review")
	}
}

// TestSharedPageFollowsChanges: a kept page never outlives a change.
func TestSharedPageFollowsChanges(t *testing.T) {
	s := newSite(t, setup{})
	id, key := s.save("", "First")
	tag := s.get("/a/" + id).Header.Get("ETag")
	if res := s.get("/a/"+id, "If-None-Match", tag); res.StatusCode != http.StatusNotModified {
		t.Errorf("unchanged gives %d", res.StatusCode)
	}
	s.post("/a/"+id+"/edit", url.Values{"key": {key}, "base": {"1"}, "title": {"Second"}})
	if res := s.get("/a/"+id, "If-None-Match", tag); res.StatusCode != http.StatusOK || !strings.Contains(res.body, "Second") {
		t.Errorf("changed gives %d", res.StatusCode)
	}
	s.json("DELETE", "/api/v1/assessments/"+id, "", "Authorization", "Bearer "+key)
	for _, path := range []string{"/a/" + id, "/a/" + id + "/r/1", "/embed/a/" + id} {
		if res := s.get(path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s deleted gives %d", path, res.StatusCode)
		}
	}
}

// TestRevisionHasOneAddress: only the number as we write it names a revision.
func TestRevisionHasOneAddress(t *testing.T) {
	s := newSite(t, setup{})
	id, _ := s.save("", "First")
	for number, want := range map[string]int{
		"1": http.StatusOK, "01": http.StatusNotFound, "+1": http.StatusNotFound, "%2B1": http.StatusNotFound, "0": http.StatusNotFound,
		"-1": http.StatusNotFound, "2": http.StatusNotFound,
	} {
		if res := s.get("/a/" + id + "/r/" + number); res.StatusCode != want {
			t.Errorf("/r/%s gives %d, want %d", number, res.StatusCode, want)
		}
	}
}

// TestEditLinkLate: the address with the token shows the key for ten minutes.
func TestEditLinkLate(t *testing.T) {
	s := newSite(t, setup{})
	res := s.post("/assessments", url.Values{"comparison": {"lunch"}, "title": {"x"}})
	s.now.Advance(10 * time.Minute)
	if late := s.get(res.Header.Get("Location")); late.StatusCode != http.StatusOK || strings.Contains(late.body, "/edit#") {
		t.Errorf("%d\n%s", late.StatusCode, late.body)
	}
}

// TestGoldens holds the JSON of the tiny comparison to files, so that a change
// of it is seen.
func TestGoldens(t *testing.T) {
	s := newSite(t, setup{})
	tests := []struct {
		file string
		res  answer
	}{
		{"comparisons.json", s.get("/api/v1/comparisons")},
		{"comparison.json", s.get("/api/v1/comparisons/lunch")},
		{"refused.json", s.json("POST", "/api/v1/comparisons/lunch/evaluate", `{"answers":{"size":"huge"}}`)},
		{"undecided.json", s.json("POST", "/api/v1/comparisons/lunch/evaluate", `{}`)},
	}
	for _, tt := range tests {
		body := strings.ReplaceAll(tt.res.body, tt.res.Header.Get("X-Request-Id"), "REQUEST")
		for _, cat := range s.lib.Comparisons {
			body = strings.ReplaceAll(body, cat.Version, "VERSION")
		}
		file := filepath.Join("testdata", "golden", tt.file)
		got := indented(t, body)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs; look at it and run go test ./web -update\n%s", file, got)
		}
	}
}

// TestEvaluateRepeats: the same body gives the same bytes, on another server too.
func TestEvaluateRepeats(t *testing.T) {
	body := `{"answers":{"size":"few","break":["short","long"]},"priorities":["time"],"parts":[{"name":"a"},{"name":"b","answers":{"occasion":"guests"}}]}`
	first := newSite(t, setup{}).json("POST", "/api/v1/comparisons/lunch/evaluate", body)
	second := newSite(t, setup{}).json("POST", "/api/v1/comparisons/lunch/evaluate", body)
	if first.StatusCode != http.StatusOK || first.body != second.body {
		t.Errorf("%d, equal: %v", first.StatusCode, first.body == second.body)
	}
}

func indented(t *testing.T, raw string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(raw), "", "  "); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return b.Bytes()
}
