package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestURL(t *testing.T) {
	url := URL("app.css")
	if !regexp.MustCompile(`^/static/app\.[0-9a-f]{10}\.css$`).MatchString(url) {
		t.Errorf("URL(app.css) = %q, want a hash in the name", url)
	}
	byURL, ok := ByURL(url)
	byName, ok2 := ByName("app.css")
	if !ok || !ok2 || byURL != byName {
		t.Errorf("ByURL and ByName give %v and %v, want the same file", byURL, byName)
	}
	if _, ok := ByURL("/static/app.css"); ok {
		t.Error("a path without a hash was found")
	}
	defer func() {
		if recover() == nil {
			t.Error("URL of an unknown file does not panic")
		}
	}()
	URL("nowhere.css")
}

func TestFilesUnpackToTheirBody(t *testing.T) {
	for _, f := range Files() {
		if f.Type == "" {
			t.Errorf("%s has no media type", f.Name)
		}
		if b := f.Brotli(); b != nil {
			check(t, f, brotli.NewReader(bytes.NewReader(b)))
		}
		if g := f.Gzip(); g != nil {
			r, err := gzip.NewReader(bytes.NewReader(g))
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			check(t, f, r)
		}
	}
}

func check(t *testing.T, f *File, r io.Reader) {
	t.Helper()
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, f.Body()) {
		t.Errorf("%s does not unpack to its body: %v", f.Name, err)
	}
}

// The first page has to fit one TCP window; these are the shares of its files.
func TestSizes(t *testing.T) {
	for name, most := range map[string]int{
		"app.css": 4 << 10, "wizard.js": 6 << 10, "page.js": 2 << 10, "keep.js": 1 << 10, "frame.js": 3 << 10,
	} {
		f, ok := ByName(name)
		if !ok {
			t.Fatalf("no %s", name)
		}
		if got := len(f.Gzip()); got > most {
			t.Errorf("%s is %d bytes in gzip, want at most %d", name, got, most)
		}
	}
}

// A block that is not closed swallows the rules after it, and browsers say nothing.
func TestBlocksOfStylesAreClosed(t *testing.T) {
	comment := regexp.MustCompile(`(?s)/\*.*?\*/`)
	for _, f := range Files() {
		if !strings.HasSuffix(f.Name, ".css") {
			continue
		}
		depth := 0
		for _, c := range comment.ReplaceAllString(string(f.Body()), "") {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth < 0 {
				break
			}
		}
		if depth != 0 {
			t.Errorf("%s: %d blocks are not closed, or closed twice", f.Name, depth)
		}
	}
}

func TestNothingIsFetchedFromElsewhere(t *testing.T) {
	outside := regexp.MustCompile(`(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}`)
	for _, f := range Files() {
		text := strings.ReplaceAll(string(f.Body()), "http://www.w3.org/2000/svg", "")
		if found := outside.FindString(text); found != "" {
			t.Errorf("%s names %q", f.Name, found)
		}
	}
}

func TestLoader(t *testing.T) {
	l := Loader()
	if l.URL != "/embed-"+LoaderVersion+".js" || len(l.Body) == 0 {
		t.Errorf("URL %q, %d bytes", l.URL, len(l.Body))
	}
	sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(l.Integrity, "sha384-"))
	if want := sha512.Sum384(l.Body); err != nil || !bytes.Equal(sum, want[:]) {
		t.Errorf("Integrity %q is not of the body", l.Integrity)
	}
}

// released are the loaders that sites may have pinned. Their bytes never change:
// a change is a new file in embed/ and a new line here.
var released = map[string]string{
	"1.1.0": "sha384-FV17O4FU7Rf61hpF//oAyhtbQTyMW/ORiCKASnWMvt1nBefP8wC2Svm7aAY7km0W",
	"1.0.0": "sha384-/hCduO2KDUd68RuGhrH+zQAb0BOx+yS9pesKogVXBfv20hDnqTi5UYlCJxL6F+Bc",
}

func TestLoadersStay(t *testing.T) {
	for _, l := range Loaders() {
		if released[l.Version] != l.Integrity {
			t.Errorf("the loader %s has the integrity %s, which is not the one that was released", l.Version, l.Integrity)
		}
		var sent bytes.Buffer
		w := gzip.NewWriter(&sent)
		w.Write(l.Body)
		w.Close()
		if sent.Len() >= 4000 {
			t.Errorf("the loader %s is %d bytes on its way, want under 4 kB", l.Version, sent.Len())
		}
		delete(released, l.Version)
	}
	for version := range released {
		t.Errorf("the loader %s is gone; sites may still ask for it", version)
	}
}
