package content

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestOverlay(t *testing.T) {
	upper := fstest.MapFS{
		"articles/what-is-serverless.md": {Data: []byte("---\ntitle: Ours\nsummary: s\npublished: 2026-10-05\n---\nText.\n")},
		"articles/house-rules.md":        {Data: []byte("---\ntitle: House rules\nsummary: s\npublished: 2026-10-05\n---\nText.\n")},
	}
	for name, file := range tiny(t) {
		if name != settingsFile {
			upper[name] = file
		}
	}
	lib := load(t, Overlay(upper, Embedded()))
	for slug, title := range map[string]string{
		"what-is-serverless": "Ours", "house-rules": "House rules",
		"eating-together": "Is eating together worth it?",
	} {
		if a, ok := lib.Article(slug); !ok || a.Title != title {
			t.Errorf("article %q: %+v", slug, a)
		}
	}
	for _, slug := range []string{"deployment", "lunch"} {
		if _, ok := lib.Comparison(slug); !ok {
			t.Errorf("no comparison %q", slug)
		}
	}
	if below := load(t, Embedded()); below.Version == lib.Version {
		t.Error("the overlay has the version of what is below")
	}
}

func TestOverlayStandalone(t *testing.T) {
	lib := load(t, Overlay(os.DirFS("testdata/tiny"), Embedded()))
	if len(lib.Comparisons) != 1 || lib.Comparisons[0].Slug != "lunch" || len(lib.Articles) != 1 {
		t.Errorf("%d comparisons, %d articles", len(lib.Comparisons), len(lib.Articles))
	}
}

// Settings that cannot be read are a problem of the tree, not overlooked.
func TestOverlayBrokenSettings(t *testing.T) {
	_, err := Load(Overlay(fstest.MapFS{settingsFile: {Data: []byte("standalone: maybe\n")}}, Embedded()))
	want := `content.yaml:1:13: want true or false, got text`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestOverlayIsAFileSystem(t *testing.T) {
	lower := fstest.MapFS{"a/1": {Data: []byte("lower 1")}, "a/2": {Data: []byte("lower 2")}, "b/3": {Data: []byte("lower 3")}}
	upper := fstest.MapFS{"a/1": {Data: []byte("upper 1")}, "c/4": {Data: []byte("upper 4")}}
	both := Overlay(upper, lower)
	if err := fstest.TestFS(both, "a/1", "a/2", "b/3", "c/4"); err != nil {
		t.Error(err)
	}
	var got []string
	for _, name := range []string{"a/1", "a/2", "b/3", "c/4"} {
		data, err := fs.ReadFile(both, name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(data))
	}
	if text := strings.Join(got, ", "); text != "upper 1, lower 2, lower 3, upper 4" {
		t.Errorf("got %s", text)
	}
}
